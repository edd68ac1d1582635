"""The secrets of an account: where a person writes them, and what is said where one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medium_archive.errors import AccessDenied

if TYPE_CHECKING:
    from medium_archive.web import Secret

ENVIRONMENT_FILE = "publish.env"


def needed(name: str, secrets: Mapping[str, Secret], what: str, place: str) -> Secret:
    """The secret of a name. `what` says what it is: "key for Ghost". Raises AccessDenied if it is not set."""
    if name in secrets:
        return secrets[name]
    raise AccessDenied(
        f"There is no {what}.",
        f"Write {name}=… into private/{ENVIRONMENT_FILE}, or set it in the environment. "
        f"`archive publish {place} --login` says where to get it.",
    )
