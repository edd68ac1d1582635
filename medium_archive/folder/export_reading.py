"""The post pages of an export, read and converted by workers.

It imports only what is needed to give them work, so that they can begin early.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medium_archive.errors import MemberDamaged
from medium_archive.medium.export import Export, Member
from medium_archive.processes import Pool

if TYPE_CHECKING:
    from medium_archive.folder.conversion import Converted
    from medium_archive.medium.not_post import NotAMediumPage

# Posts that are read while a worker begins with the private pages. Without them it would end with these long after the
# other workers and the first process
_LAST = 40


@dataclass(frozen=True)
class ReadPage:
    """A page of an export: its bytes and their checksum, and its post."""

    content: bytes
    sha256: str
    converted: Converted


if TYPE_CHECKING:
    Found = ReadPage | MemberDamaged | NotAMediumPage


class Reading:
    """Workers of a pool read the post pages of an export. `results` gives each page with what was found in it, in the
    order of the export: the error for a page that can't be read or is not a post, None for one that is current.
    `is_current` says whether the archive has the page with this checksum already; an empty archive needs none.
    """

    def __init__(self, export: Export, pool: Pool, is_current: Callable[[Member, str], bool] | None = None) -> None:
        self.export = export
        self._is_current = is_current
        self._next: list[Callable[[], object]] = []
        self._is_near_end = False
        least = len(export.posts()) if is_current is None else 0
        self.results: Iterator[tuple[Member, Found | None]] = pool.run(read_page, self._work(), least)

    def do_near_end(self, task: Callable[[], object]) -> None:
        """Do a task in this process when few pages are left to send to the workers."""
        if self._is_near_end:
            task()
        else:
            self._next.append(task)

    def _near_end(self) -> None:
        self._is_near_end = True
        while self._next:
            self._next.pop(0)()

    def _work(self) -> Iterator[tuple[Member, Member | None]]:
        posts = self.export.posts()
        for number, member in enumerate(posts):
            if number == len(posts) - _LAST:
                self._near_end()
            yield member, None if self._has(member) else member
        self._near_end()

    def _has(self, member: Member) -> bool:
        """Whether the archive has this page already."""
        if self._is_current is None:
            return False
        try:
            return self._is_current(member, hashlib.sha256(self.export.read(member)).hexdigest())
        except MemberDamaged:
            return False  # `read_page` finds it too


def load() -> None:
    """Import what workers need for `read_page` and for the later tasks of an import, before one forks the others."""
    from medium_archive.folder import conversion, private_pages  # noqa: F401, PLC0415  # slow to import
    from medium_archive.markdown import addresses, writer  # noqa: F401, PLC0415  # the same
    from medium_archive.medium import post  # noqa: F401, PLC0415  # the same


def read_page(context: None, member: Member) -> Found:
    """Read a page and convert its post; a page that can't be read, or is not a post, gives the error."""
    from medium_archive.folder import conversion  # noqa: PLC0415  # slow to import

    try:
        content = member.content()
    except MemberDamaged as error:
        return error
    found = conversion.convert(None, conversion.PageFile(member.name, content))
    if not isinstance(found, conversion.Converted):
        return found
    return ReadPage(content, hashlib.sha256(content).hexdigest(), found)
