"""What a kept export says: the checksum of each post page, and the account that it belongs to."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from medium_archive.folder.catalog import same_post
from medium_archive.medium import account
from medium_archive.medium.export import open_export
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_post import PAGE_ERRORS


@dataclass(frozen=True)
class ExportPage:
    """A post page: its path in the export, the key of its post, its checksum and fingerprint, and the day that it
    names.
    """

    name: str
    post: str
    sha256: str
    text: str
    day: str


@dataclass(frozen=True)
class ExportPages:
    """The post pages of an export, and the user id of its profile page, "" if it has none. A page that is damaged, or
    that is no post, is left out.
    """

    pages: tuple[ExportPage, ...]
    user_id: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises the errors of `open_export`."""
        from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

        with open_export(path) as export:
            found = []
            for member in export.posts():
                with suppress(*PAGE_ERRORS):
                    page = export.read(member)
                    post_id = member.post_id or post_page.read(page, member.name)[0].id
                    sha256 = hashlib.sha256(page).hexdigest()
                    found.append(
                        ExportPage(member.name, same_post(post_id), sha256, fingerprint(page), post_page.day(page))
                    )
            return cls(tuple(found), account.of(export).id)

    @classmethod
    def decode(cls, stored: Any) -> Self | None:
        """From what `encode` gave; None for anything else."""
        with suppress(TypeError, KeyError):
            return cls(tuple(ExportPage(*page) for page in stored["pages"]), stored["user_id"])
        return None

    def encode(self) -> dict[str, Any]:
        """As plain data."""
        return {"pages": [[*vars(page).values()] for page in self.pages], "user_id": self.user_id}
