"""The ledgers of a whole archive, from its catalog."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from medium_archive.checks.completeness import feed_posts
from medium_archive.checks.completeness.ledger import KINDS, Count, Ledger, Miss, Tally, check
from medium_archive.checks.completeness.own_links import Neighbours
from medium_archive.errors import SettingsWrong
from medium_archive.folder import catalog, files
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.post_paths import PostPaths
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Level, Progress, silent

_QUOTES_AN_ISSUE = 8


@dataclass(frozen=True)
class Totals:
    """All ledgers added up. `ledgers` are those, by path, in which something is missing or was added."""

    posts: int = 0
    pages: int = 0
    text: Mapping[str, Count] = field(default_factory=dict)
    page: Mapping[str, Count] = field(default_factory=dict)
    explained: int = 0
    unexplained: int = 0
    edited: int = 0
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The proof in a line: what was looked for in the texts, and whether all of it is there."""
        if not self.posts:
            return "no post to look through"
        kinds = (
            ("prose", "characters of prose"),
            ("code_lines", "lines of code"),
            ("links", "links"),
            ("pictures", "pictures"),
        )
        wanted = ", ".join(f"{self.text[kind].wanted:,} {words}" for kind, words in kinds if kind in self.text)
        known = f"; known losses, each with its reason: {self.explained:,}" if self.explained else ""
        if self.unexplained:
            return f"{self.unexplained:,} losses without a reason, of {wanted}{known}"
        return f"nothing lost of {wanted}{known}"

    def as_json(self) -> dict[str, Any]:
        """Plain data: every kind with what was wanted and found, every miss with its words and its reason."""
        return {
            "posts": self.posts,
            "pages": self.pages,
            "edited": self.edited,
            "explained": self.explained,
            "unexplained": self.unexplained,
            "text": {kind: asdict(count) for kind, count in self.text.items()},
            "page": {kind: asdict(count) for kind, count in self.page.items()},
            "missing": [
                {"path": path, "place": place, **asdict(miss)}
                for path, ledger in self.ledgers.items()
                for place, tally in (("text", ledger.text), ("page", ledger.page))
                if tally is not None
                for miss in tally.missing
            ],
        }


def check_archive(
    layout: Layout,
    *,
    progress: Progress = silent,
    only_ids: Collection[str] | None = None,
    entries: Mapping[str, Entry] | None = None,
    folders: Mapping[str, str] | None = None,
) -> tuple[Totals, tuple[Issue, ...]]:
    """Check every post of the catalog, of `entries` in its place, or those of `only_ids`: its original, its index.md,
    its page if that is built. `folders` gives the key of every post by the folders it has or had, for links to it.

    What is missing where nothing explains it is an error; in an index.md that a person edited, it is a note: they may
    take away what they like. A page that is older than its text, and seems another, is not compared.
    """
    wanted = None if only_ids is None else {catalog.same_post(post_id) for post_id in only_ids}
    everything = _entries(layout) if entries is None else entries
    chosen = [
        entry
        for key, entry in sorted(everything.items(), key=lambda item: item[1].path)
        if entry.original and (wanted is None or key in wanted)
    ]
    if folders is None:
        known = [*catalog.read(layout).items(), *everything.items()]
        folders = {entry.path: key for key, entry in known if entry.is_post}
    adding = _Adding(_neighbours(layout, folders))
    for entry in progress("Checking that nothing was lost", chosen, len(chosen)):
        _check_entry(layout, entry, adding)
    if adding.stale:
        message = f"{adding.stale} pages of the site are older than their texts: run `archive build`, then check again."
        adding.issues.append(Issue("site", "page-older", message, "note"))
    return adding.totals(), tuple(adding.issues)


def _entries(layout: Layout) -> Mapping[str, Entry]:
    """The catalog, with the folders in which the posts lie now: a person may have moved or renamed them."""
    entries = catalog.read(layout)
    if all((layout.root / entry.path).exists() for entry in entries.values()):
        return entries
    return Shelf.open(layout).entries


def _neighbours(layout: Layout, folders: Mapping[str, str]) -> Neighbours:
    there = {key: path for path, key in folders.items() if (layout.root / path / TEXT).is_file()}
    try:
        domains = PostPaths.of(layout, there).domains
    except SettingsWrong:
        domains = frozenset()  # another check says what is wrong with them
    return Neighbours("", folders, domains)


@dataclass
class _Adding:
    """What the check of an archive has gathered so far."""

    neighbours: Neighbours
    posts: int = 0
    pages: int = 0
    stale: int = 0
    edited: int = 0
    explained: int = 0
    unexplained: int = 0
    text: dict[str, list[int]] = field(default_factory=dict)
    page: dict[str, list[int]] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def count(self, tally: Tally, into: dict[str, list[int]]) -> None:
        for kind, count in tally.counts.items():
            sums = into.setdefault(kind, [0, 0])
            sums[0] += count.wanted
            sums[1] += count.found

    def totals(self) -> Totals:
        def added_up(sums: dict[str, list[int]]) -> dict[str, Count]:
            return {kind: Count(*sums[kind]) for kind in KINDS if kind in sums}

        return Totals(
            self.posts,
            self.pages,
            added_up(self.text),
            added_up(self.page),
            self.explained,
            self.unexplained,
            self.edited,
            dict(self.ledgers),
        )


def _check_entry(layout: Layout, entry: Entry, adding: _Adding) -> None:
    text_file = layout.root / entry.path / "index.md"
    where = f"{entry.path}/index.md"
    try:
        original = (layout.root / entry.original).read_bytes()
        page_of_medium = feed_posts.page(original) if entry.is_from_feed else original
        raw = text_file.read_bytes()
        built, is_older = _built_page(layout, entry)
        ledger = check(page_of_medium, raw.decode("utf-8"), built, replace(adding.neighbours, folder=entry.path))
    except (OSError, ValueError) as error:  # no UTF-8, no front matter, no feed
        adding.issues.append(Issue(where, "not-checked", f"This post could not be checked: {error}", "error"))
        return
    edited = files.checksum(text_file) != entry.written
    if is_older and ledger.page is not None and (edited or ledger.page.unexplained or ledger.page.added):
        adding.stale += 1
        ledger = replace(ledger, page=None)
    adding.posts += 1
    adding.edited += edited
    adding.count(ledger.text, adding.text)
    if ledger.page is not None:
        adding.pages += 1
        adding.count(ledger.page, adding.page)
    if not ledger.missing and not ledger.added:
        return
    adding.ledgers[entry.path] = ledger
    places = [(where, ledger.text), (f"site/{entry.path}/index.html", ledger.page)]
    for place, tally in places:
        if tally is not None:
            adding.explained += sum(bool(miss.reason) for miss in tally.missing)
            adding.unexplained += 0 if edited else len(tally.unexplained)
            adding.issues.extend(_issues(place, tally, edited))


def _built_page(layout: Layout, entry: Entry) -> tuple[str | None, bool]:
    """The page, and whether it is older than its text. That alone says little: a build leaves the file of a page as it
    is for which nothing has changed.
    """
    page = layout.site / entry.path / "index.html"
    if not page.is_file():
        return None, False
    return page.read_text("utf-8"), page.stat().st_mtime < (layout.root / entry.path / "index.md").stat().st_mtime


def _issues(where: str, tally: Tally, edited: bool) -> Iterator[Issue]:
    """One issue for each kind and reason, with the words."""
    unexplained: tuple[str, Level, str] = (
        ("edited-away", "note", "Taken away by an edit")
        if edited
        else ("lost", "error", "In the original and not here")
    )
    groups: dict[tuple[str, str], list[Miss]] = {}
    for miss in tally.missing:
        groups.setdefault((miss.reason, miss.kind), []).append(miss)
    for (reason, kind), misses in groups.items():
        known: tuple[str, Level, str] = ("known-loss", "note", reason.rstrip("."))
        code, level, start = known if reason else unexplained
        yield Issue(where, code, f"{start}: {_listed(kind, misses)}", level)
    if tally.added and not edited:
        more: dict[str, list[Miss]] = {}
        for miss in tally.added:
            more.setdefault(miss.kind, []).append(miss)
        for kind, misses in more.items():
            yield Issue(where, "added", f"Here and not in the original: {_listed(kind, misses)}", "note")


def _listed(kind: str, misses: list[Miss]) -> str:
    quotes = [f"“{miss.words}”" for miss in misses[:_QUOTES_AN_ISSUE] if miss.words]
    if len(misses) > _QUOTES_AN_ISSUE:
        quotes.append(f"and {len(misses) - _QUOTES_AN_ISSUE} more")
    return f"{kind.replace('_', ' ')} ({sum(miss.amount for miss in misses)}) " + ", ".join(quotes)
