"""The post pages of an export, read and converted by workers.

It imports only what the workers need, so that they can begin early.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from medium_archive.errors import MemberDamaged
from medium_archive.folder import conversion
from medium_archive.folder.conversion import Converted, PageFile
from medium_archive.medium.export import Export, Member
from medium_archive.medium.post import NotAMediumPage
from medium_archive.processes import Pool

# Posts that are read while a worker begins with the private pages. Without them it would end with these long after the
# other workers and the first process
_LAST = 40


@dataclass(frozen=True)
class ExportPage:
    """A page of an export: its bytes and their checksum, or why it can't be read. A page that is current need not be
    read.
    """

    member: Member
    content: bytes = b""
    sha256: str = ""
    damage: MemberDamaged | None = None


class Reading:
    """Workers of a pool read the post pages of an export. `results` gives each page with what was found in it, in the
    order of the export; None for a page that can't be read or is current. `is_current` says whether the archive has the
    page with this checksum already; an empty archive needs none.
    """

    def __init__(self, export: Export, pool: Pool, is_current: Callable[[Member, str], bool] | None = None) -> None:
        self.export = export
        self._is_current = is_current
        self._next: list[Callable[[], object]] = []
        self._is_near_end = False
        least = len(export.posts()) if is_current is None else 0
        self.results: Iterator[tuple[ExportPage, Converted | NotAMediumPage | None]] = pool.run(
            conversion.convert, self._work(), least
        )

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

    def _work(self) -> Iterator[tuple[ExportPage, PageFile | None]]:
        posts = self.export.posts()
        for number, member in enumerate(posts):
            if number == len(posts) - _LAST:
                self._near_end()
            try:
                content = self.export.read(member)
            except MemberDamaged as error:
                yield ExportPage(member, damage=error), None
                continue
            sha256 = hashlib.sha256(content).hexdigest()
            if self._is_current is not None and self._is_current(member, sha256):
                yield ExportPage(member), None
            else:
                yield ExportPage(member, content, sha256), PageFile(member.name, content)
        self._near_end()
