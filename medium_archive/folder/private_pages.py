"""Keeps the private pages of an export in private/reading/."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from medium_archive.errors import MemberDamaged
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.medium import reading
from medium_archive.medium.export import Export, Member
from medium_archive.medium.reading import Entry
from medium_archive.processes import Pool
from medium_archive.report import Issue

_ONE_TABLE = frozenset(("claps", "bookmarks", "highlights"))  # pages with entries for one table that no others are for
_HIGHLIGHTS = 8  # times what a list of links costs: each entry has a passage of a post
# Ends what `begin` started: takes the day of the export, writes the tables, and returns the issues
Keep = Callable[[str], list[Issue]]


def keep(export: Export, layout: Layout, exported: str, author: str = "") -> list[Issue]:
    """Read every private page of an export of the day `exported`. A page that can't be read is an issue. `author` is
    the name of its account in an archive of several, "" for the main account.
    """
    with Pool(jobs=1) as pool:
        return begin(export, layout, author, pool)(exported)


def begin(export: Export, layout: Layout, author: str, pool: Pool) -> Keep:
    """Begin to read the private pages in workers of the pool, while other work goes on. The day of an export is known
    only after all its posts are read. It decides which entries stay, unless the account has no entries yet.
    """
    members = tuple(member for member in export.members if member.kind == "private")
    groups = _groups(members)

    def read(exported: str) -> list[Callable[[], _Tables]]:
        tasks = (_Task(group, layout, exported, author) for group in groups)
        return [pool.begin(_read, task, len(members)) for task in tasks]

    early = None if private_reading.has_any(layout, author) else read(private_reading.LATER)

    def finish(exported: str) -> list[Issue]:
        # Without a day the entries lack two keys, so the pages are read again
        is_early = early is not None and exported
        issues: dict[str, Sequence[Issue]] = {}
        for tables in [found() for found in (early if early is not None and is_early else read(exported))]:
            for table, lines in tables.lines.items():
                private_reading.write(layout, table, lines, exported if is_early else "", author)
            issues.update(tables.issues)
        return [issue for member in members for issue in issues.get(member.name, ())]

    return finish


def entries(export: Export) -> list[Entry]:
    """The entries of all private pages that can be read."""
    found: list[Entry] = []
    for member in export.members:
        if member.kind == "private":
            with suppress(MemberDamaged):
                found += reading.read(member.content(), member.name, member.what)[0]
    return found


def _groups(members: Sequence[Member]) -> list[tuple[Member, ...]]:
    """The pages in groups that workers can read at once, because no two have entries for the same table. The pages of
    which an account has most are groups of their own. The one that takes longest comes first.
    """
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(member.what if member.what in _ONE_TABLE else "", []).append(member)
    return sorted(map(tuple, groups.values()), key=_cost, reverse=True)


def _cost(group: Sequence[Member]) -> int:
    """The time that reading takes, as a number of pages that are lists of links."""
    return len(group) * (_HIGHLIGHTS if group[0].what == "highlights" else 1)


@dataclass(frozen=True)
class _Task:
    """Private pages of an export of a day, for an archive and an author in it."""

    members: tuple[Member, ...]
    layout: Layout
    exported: str
    author: str


@dataclass(frozen=True)
class _Tables:
    """The lines of each table that private pages have entries for, merged with those of the archive; and the issues by
    the name of their page.
    """

    lines: Mapping[str, bytes]
    issues: Mapping[str, Sequence[Issue]]


def _read(context: None, task: _Task) -> _Tables:
    entries: list[Entry] = []
    issues: dict[str, Sequence[Issue]] = {}
    for member in task.members:
        try:
            found, unclear = reading.read(member.content(), member.name, member.what)
        except MemberDamaged as error:
            found, unclear = [], [Issue(member.name, "page-unclear", error.message, "error")]
        entries += found
        if unclear:
            issues[member.name] = unclear
    return _Tables(private_reading.merged(task.layout, entries, task.exported, task.author), issues)
