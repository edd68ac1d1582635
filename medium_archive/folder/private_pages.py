"""Keeps the private pages of an export in private/reading/."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive import processes
from medium_archive.errors import MemberDamaged
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.medium import reading
from medium_archive.medium.export import Export
from medium_archive.medium.reading import Entry
from medium_archive.report import Issue


def keep(export: Export, layout: Layout, exported: str, author: str = "", jobs: int = 1) -> list[Issue]:
    """Read every private page of an export of the day `exported`. A page that can't be read is an issue. `author` is
    the name of its account in an archive of several, "" for the main account; `jobs` as in `processes`.
    """
    entries: list[Entry] = []
    issues: list[Issue] = []
    for damage, found in processes.run(_read, None, _pages(export), jobs):
        issues += [damage] if damage else []
        if found is not None:
            entries += found[0]
            issues += found[1]
    private_reading.keep(layout, entries, exported, author)
    return issues


_Page = tuple[bytes, str, str]  # the bytes, the path in the export, the name in the table of kinds


def _pages(export: Export) -> Iterator[tuple[Issue | None, _Page | None]]:
    """Each private page, or the issue about a damaged one."""
    for member in export.members:
        if member.kind == "private":
            try:
                yield None, (export.read(member), member.name, member.what)
            except MemberDamaged as error:
                yield Issue(member.name, "page-unclear", error.message, "error"), None


def _read(context: None, page: _Page) -> tuple[list[Entry], list[Issue]]:
    return reading.read(*page)
