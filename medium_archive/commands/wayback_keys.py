"""The keys of a person's account at the Internet Archive, with which the Wayback Machine makes captures on request."""

from __future__ import annotations

from medium_archive.folder import environment
from medium_archive.folder.layout import Layout
from medium_archive.platforms.credentials import ENVIRONMENT_FILE
from medium_archive.web import Secret

NAMES = ("WAYBACK_KEY", "WAYBACK_SECRET")
HINT = (
    f"Get them at https://archive.org/account/s3.php and write {NAMES[0]}=… and {NAMES[1]}=… into "
    f"private/{ENVIRONMENT_FILE}, or set them in the environment."
)


def read(layout: Layout) -> tuple[Secret, Secret] | None:
    """The two keys, None if one of them is not set. Raises FolderUnwritable."""
    variables = environment.read(layout, ENVIRONMENT_FILE)
    key, secret = (variables.get(name, "").strip() for name in NAMES)
    return (Secret(key), Secret(secret)) if key and secret else None
