"""The table post × place of `archive status`: where the posts are, by the records, and what differs. Asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from medium_archive.commands.status_facts import TextFacts
from medium_archive.folder import published
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.published import Place, Remote
from medium_archive.report import Issue, quantity

Difference = Literal["same", "changed_here", "unknown", "not_sent"]
_CHANGED = "It was changed here after it was sent to {}. Run `archive publish {}`."
_UNKNOWN = "It is not known whether it arrived at {}. Run `archive publish {}`: it looks first."


@dataclass(frozen=True)
class Cell:
    """One post at one place. `address` is its address there, "" if it is not there, or not known."""

    path: str
    platform: str
    account: str
    address: str
    difference: Difference


def read(layout: Layout, texts: Iterable[TextFacts]) -> tuple[Cell, ...]:
    """A cell for each story at each place, and for each response and draft that was sent there. Raises
    RecordsDamaged.
    """
    remotes = published.read(layout)
    places = sorted({(place.platform, place.account) for place in remotes})
    by_post = {Place(same_post(place.post), place.platform, place.account): one for place, one in remotes.items()}
    return tuple(
        Cell(text.path, *place, remote.address if remote else "", _difference(text, remote))
        for place in places
        for text in texts
        if (remote := by_post.get(Place(same_post(text.id) or text.path, *place))) or text.kind == "story"
    )


def rows(table: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """A row for each place: how many posts are there, and how many differ."""
    found: dict[str, Counter[Difference]] = {}
    for cell in table:
        found.setdefault(f"{cell.platform} {cell.account}", Counter())[cell.difference] += 1
    return tuple((place, _summary(number)) for place, number in found.items())


def issues(table: Sequence[Cell]) -> tuple[Issue, ...]:
    """A note for each post that was changed here since, or whose arrival is not known."""
    messages: dict[Difference, str] = {"changed_here": _CHANGED, "unknown": _UNKNOWN}
    return tuple(
        Issue(f"{cell.path}/{TEXT}", "differs-there", message.format(cell.account, cell.platform), "note")
        for cell in table
        if (message := messages.get(cell.difference))
    )


def _difference(text: TextFacts, remote: Remote | None) -> Difference:
    if remote is None:
        return "not_sent"
    if not remote.state:
        return "unknown"
    return "same" if remote.source == text.sha256 else "changed_here"


def _summary(number: Counter[Difference]) -> str:
    there = number["same"] + number["changed_here"]
    parts = [
        (there, f"{quantity(there, 'post')} there"),
        (number["changed_here"], f"{number['changed_here']:,} changed here since"),
        (number["unknown"], f"{number['unknown']:,} of which the arrival is not known"),
        (number["not_sent"], f"{number['not_sent']:,} not sent"),
    ]
    return ", ".join(words for count, words in parts if count)
