"""Keeps the private pages of an export in private/reading/."""

from __future__ import annotations

from medium_archive.errors import MemberDamaged
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.medium import reading
from medium_archive.medium.export import Export
from medium_archive.medium.reading import Entry
from medium_archive.report import Issue


def keep(export: Export, layout: Layout, exported: str, author: str = "") -> list[Issue]:
    """Read every private page of an export of the day `exported`. A page that can't be read is an issue. `author` is
    the name of its account in an archive of several, "" for the main account.
    """
    entries: list[Entry] = []
    issues: list[Issue] = []
    for member in export.members:
        if member.kind == "private":
            try:
                found, unclear = reading.read(export.read(member), member.name, member.what)
            except MemberDamaged as error:
                issues.append(Issue(member.name, "page-unclear", error.message, "error"))
                continue
            entries += found
            issues += unclear
    private_reading.keep(layout, entries, exported, author)
    return issues
