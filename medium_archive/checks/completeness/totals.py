"""The ledgers of a whole archive added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.completeness.ledger import KINDS, Count, Ledger, Miss, Tally
from medium_archive.checks.completeness.reasons import GROUPS, Group
from medium_archive.report import quantity

# What the sentence names of the originals, and the nouns for one and for more
_EXTENT: Mapping[str, tuple[str, str]] = {
    "prose": ("character of prose", "characters of prose"),
    "code_lines": ("line of code", "lines of code"),
    "links": ("link", "links"),
    "pictures": ("picture in a text", "pictures in texts"),
}
_REMARKS: Mapping[Group, str] = {
    "not_in_export": "not in the originals",
    "not_carried_over": "outside of the bodies, and not carried over",
    "words_kept": "kept as plain words",
    "not_linked": "addresses that no page can link to",
}
_VALUES = frozenset({"date", "front_matter", "summary"})
_SIGNIFICANT = 20  # characters; index.md may contain a shorter text by chance


@dataclass(frozen=True)
class Totals:
    """All ledgers added up: how many posts and built pages were compared, in how many posts a person `edited` the text,
    and how many could not be checked.

    `lost` are the parts of the originals that are missing without a reason, `known` those that can't be kept, by the
    group of their reason, `added` the parts that no original has. A part that both a text and its page lack counts
    once; an edit by a person counts as neither lost nor added. `ledgers` are the ledgers with missing or added parts,
    by path. `elsewhere` is the number of pictures of posts whose files are not in the archive.
    """

    posts: int = 0
    pages: int = 0
    text: Mapping[str, Count] = field(default_factory=dict)
    page: Mapping[str, Count] = field(default_factory=dict)
    lost: int = 0
    added: int = 0
    known: Mapping[Group, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    edited: int = 0
    not_checked: int = 0
    elsewhere: int = 0
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether words, structure, attributes and pictures of all originals are there, and nothing else."""
        return not (self.lost or self.added or self.not_checked or self.elsewhere or any(self.known.values()))

    @property
    def sentence(self) -> str:
        """The result in one sentence: what the originals hold, what is lost of it, and what can't be kept."""
        if not (self.posts or self.not_checked):
            return "there is no post to check"
        return "; ".join((f"{self._verdict} {self._extent}", *self._remarks))

    @property
    def _verdict(self) -> str:
        if self.lost:
            return f"{quantity(self.lost, 'part')} lost of"
        if self.known.get("not_carried_over"):
            return "no word of a body lost of"
        return "nothing lost of" if self.is_whole else "no word lost of"

    @property
    def _extent(self) -> str:
        kinds = [(self.text[kind].wanted, *nouns) for kind, nouns in _EXTENT.items() if kind in self.text]
        held = ", ".join(quantity(*amount) for amount in kinds if amount[0])
        posts = quantity(self.posts, "post")
        return f"{posts} with {held}" if held else posts

    @property
    def _remarks(self) -> Iterator[str]:
        if self.not_checked:
            yield f"{quantity(self.not_checked, 'post')} could not be checked"
        if self.added:
            yield f"{quantity(self.added, 'part')} added that no original has"
        if self.elsewhere:
            yield f"{quantity(self.elsewhere, 'picture')} still only at Medium or elsewhere"
        for group, number in self.known.items():
            if number:
                yield f"{_REMARKS[group]}: {number:,}"
        if self.edited:
            yield f"edited by hand and not counted: {quantity(self.edited, 'post')}"

    @property
    def counts(self) -> dict[str, int]:
        """The result as counts of a report: the same keys in every command, and in the JSON of the proof."""
        known = ((str(group), number) for group, number in self.known.items())
        return {"lost": self.lost, "added": self.added, **dict(known), "not_checked": self.not_checked}

    def as_json(self) -> dict[str, Any]:
        """Plain data: every kind with what was wanted and found, every miss with its words and its reason."""
        return {
            "posts": self.posts,
            "pages": self.pages,
            "edited": self.edited,
            "pictures_elsewhere": self.elsewhere,
            **self.counts,
            "text": {kind: asdict(count) for kind, count in self.text.items()},
            "page": {kind: asdict(count) for kind, count in self.page.items()},
            "missing": [
                {"path": path, "place": place, **asdict(miss)}
                for path, ledger in self.ledgers.items()
                for place, misses in (("text", ledger.text.missing), ("page", missing_on_page_alone(ledger)))
                for miss in misses
            ],
        }


def missing_on_page_alone(ledger: Ledger) -> tuple[Miss, ...]:
    """The parts that are missing on the page, but not in the text."""
    return _without(ledger.page.missing if ledger.page else (), ledger.text.missing)


def added_on_page_alone(ledger: Ledger) -> tuple[Miss, ...]:
    """The parts that were added to the page, but not to the text."""
    return _without(ledger.page.added if ledger.page else (), ledger.text.added)


def has_same_text(ledger: Ledger) -> bool:
    """Whether the text of a post that a person edited differs from its original in values of the front matter at most,
    such as the date and the tags.
    """
    return all(miss.kind in _VALUES for miss in (*ledger.text.unexplained, *ledger.text.added))


def without_edits(ledger: Ledger, index_md: str) -> Ledger:
    """The ledger of a post whose `index_md` a person edited, without the differences of its page that the edit may
    explain. A part that the page lacks is explained if parts of its kind differ in the text too, unless index.md still
    has its words. All parts added to the page are explained if anything was added to the text, because the page may
    show the same Markdown with more elements; and a tag that was left open, which index.md has in these characters.
    """
    if ledger.page is None:
        return ledger
    changed = {miss.kind for miss in (*ledger.text.unexplained, *ledger.text.added)}
    written = visible(index_md)
    explained = [
        miss
        for miss in missing_on_page_alone(ledger)
        if miss.kind in changed and not (miss.group or _is_in(visible(miss.words).rstrip("…"), written))
    ]
    # The page of a post without a title has a word of the site in its place
    added = [
        miss
        for miss in (() if ledger.text.added else ledger.page.added)
        if miss.kind not in changed & {"title"}
        and not ("<" in miss.words and visible(miss.words).rstrip("…") in written)
    ]
    return replace(
        ledger, page=replace(ledger.page, missing=_without(ledger.page.missing, explained), added=tuple(added))
    )


def _is_in(words: str, text: str) -> bool:
    return len(words) >= _SIGNIFICANT and words in text


def _without(misses: Iterable[Miss], others: Iterable[Miss]) -> tuple[Miss, ...]:
    left = Counter(others)
    kept: list[Miss] = []
    for miss in misses:
        if left[miss]:
            left[miss] -= 1
        else:
            kept.append(miss)
    return tuple(kept)


@dataclass
class Sum:
    """Totals while ledgers are added."""

    posts: int = 0
    pages: int = 0
    edited: int = 0
    lost: int = 0
    added: int = 0
    not_checked: int = 0
    known: Counter[Group] = field(default_factory=Counter)
    text: dict[str, list[int]] = field(default_factory=dict)
    page: dict[str, list[int]] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)

    def add(self, path: str, ledger: Ledger, *, edited: bool) -> None:
        """Add the ledger of one post. Text that a person deleted in an edit does not count as a loss."""
        self.posts += 1
        self.edited += edited and not has_same_text(ledger)
        _add_counts(ledger.text, self.text)
        if ledger.page is not None:
            self.pages += 1
            _add_counts(ledger.page, self.page)
        on_page = missing_on_page_alone(ledger)
        self.known.update(miss.group for miss in (*ledger.text.missing, *on_page) if miss.group)
        self.lost += sum(not miss.group for miss in on_page)
        self.added += len(added_on_page_alone(ledger))
        if not edited:
            self.lost += len(ledger.text.unexplained)
            self.added += len(ledger.text.added)
        if ledger.missing or ledger.added:
            self.ledgers[path] = ledger

    def totals(self) -> Totals:
        return Totals(
            posts=self.posts,
            pages=self.pages,
            text=_counts(self.text),
            page=_counts(self.page),
            lost=self.lost,
            added=self.added,
            known={group: self.known[group] for group in GROUPS},
            edited=self.edited,
            not_checked=self.not_checked,
            ledgers=dict(self.ledgers),
        )


def _add_counts(tally: Tally, into: dict[str, list[int]]) -> None:
    for kind, count in tally.counts.items():
        sums = into.setdefault(kind, [0, 0])
        sums[0] += count.wanted
        sums[1] += count.found


def _counts(sums: dict[str, list[int]]) -> dict[str, Count]:
    return {kind: Count(*sums[kind]) for kind in KINDS if kind in sums}
