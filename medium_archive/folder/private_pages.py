"""The pages of an export that are no posts, into private/reading/."""

from __future__ import annotations

from medium_archive.errors import MemberDamaged
from medium_archive.folder import private_reading as kept
from medium_archive.folder.layout import Layout
from medium_archive.medium import reading
from medium_archive.medium.export import Export
from medium_archive.medium.reading import Entry
from medium_archive.report import Issue


def keep(export: Export, layout: Layout, exported: str, issues: list[Issue]) -> None:
    """Read every private page of an export that was made on the day `exported`. A page that can't be is an issue."""
    entries: list[Entry] = []
    for member in export.members:
        if member.kind == "private":
            try:
                found, told = reading.read(export.read(member), member.name, member.what)
            except MemberDamaged as error:
                issues.append(Issue(member.name, "page-unclear", error.message, "error"))
                continue
            entries += found
            issues += told
    kept.keep(layout, entries, exported)
