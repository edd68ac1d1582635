"""The table post × place of `archive status`: where the posts are, by the records, and what differs. Asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from medium_archive.commands.status_facts import TextFacts
from medium_archive.folder import catalog, forgotten, published
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Present, Remote
from medium_archive.report import Issue, quantity

Difference = Literal[
    "same", "changed_here", "draft_here", "gone_here", "forgotten_here", "deleted_there", "unknown", "not_sent"
]
_CHANGED = "It was changed here after it was sent to {}. Run `archive publish {}`."
_UNKNOWN = "It is not known whether it arrived at {}. Run `archive publish {}`: it looks first."
_DELETED = "It was deleted at {}. To send it again, run `archive publish {} --again`."
_DELETE = "Delete it there if nobody should read it; then run `archive publish {1}`."
_DRAFT = f"It is a draft here, but {{0}} is public. {_DELETE}"
_GONE = f"It is no longer in the archive, but {{0}} is public. {_DELETE}"
_FORGOTTEN = f"You forgot this post, but {{0}} is public. {_DELETE}"


@dataclass(frozen=True)
class Cell:
    """One post at one place. `path` is its folder, or for a post that is no longer here what the record names.
    `address` is its address there, "" if it is not there, or not known.
    """

    path: str
    platform: str
    account: str
    address: str
    difference: Difference


def read(layout: Layout, texts: Iterable[TextFacts]) -> tuple[Cell, ...]:
    """A cell for each story at each place, for each response and draft that was sent there, and for each public copy of
    a post that is forgotten, or is no longer here. Raises RecordsDamaged.
    """
    texts, remotes = tuple(texts), published.read(layout)
    present = [Present(text.path, text.id, text.sha256, title=text.title) for text in texts if text.kind]
    remotes = published.renamed(remotes, published.moved(layout, remotes, present))
    places = sorted({(place.platform, place.account) for place in remotes})
    by_post = {Place(same_post(place.post), place.platform, place.account): one for place, one in remotes.items()}
    keys = {same_post(text.id) or text.path for text in texts}
    is_whole = all(text.kind for text in texts)  # otherwise a post may be in a text that could not be read
    public = {same_post(text.id) for text in texts if text.id and text.kind != "draft"}
    away = forgotten.keys(layout, catalog.read(layout)) if remotes else frozenset()
    is_away = {place: forgotten.is_hidden(place.post) or same_post(place.post) in away for place in remotes}
    gone = (
        Cell(
            place.post,
            place.platform,
            place.account,
            remote.address,
            "forgotten_here" if is_away[place] else "gone_here",
        )
        for place, remote in sorted(remotes.items())
        if (is_whole or is_away[place]) and remote.state == "published" and same_post(place.post) not in keys
    )
    cells = (
        Cell(text.path, *place, remote.address if remote else "", _difference(text, remote))
        for place in places
        for text in texts
        if text.kind != "draft" or same_post(text.id) not in public  # a copy to work on
        if (remote := by_post.get(Place(same_post(text.id) or text.path, *place))) or text.kind == "story"
    )
    return (*cells, *gone)


def rows(table: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """A row for each place: how many posts are there, and how many differ."""
    found: dict[str, Counter[Difference]] = {}
    for cell in table:
        found.setdefault(f"{cell.platform} {cell.account}", Counter())[cell.difference] += 1
    return tuple((place, _summary(number)) for place, number in found.items())


def issues(table: Sequence[Cell], texts: Iterable[TextFacts]) -> tuple[Issue, ...]:
    """A note for each post that was changed here since, or whose arrival is not known, and a warning for each public
    copy of a post that is a draft here, is forgotten, or is no longer here.
    """
    return tuple(_issues(table, {text.path: text.file for text in texts}))


def _issues(table: Iterable[Cell], file_of: Mapping[str, str]) -> Iterator[Issue]:
    for cell in table:
        where = file_of.get(cell.path, cell.path)
        if message := {"changed_here": _CHANGED, "unknown": _UNKNOWN, "deleted_there": _DELETED}.get(cell.difference):
            yield Issue(where, "differs-there", message.format(cell.account, cell.platform), "note")
        if message := {"draft_here": _DRAFT, "gone_here": _GONE, "forgotten_here": _FORGOTTEN}.get(cell.difference):
            yield Issue(where, "differs-there", message.format(cell.address, cell.platform))


def _difference(text: TextFacts, remote: Remote | None) -> Difference:
    if remote is None:
        return "not_sent"
    if not remote.state:
        return "unknown"
    if remote.state == "deleted":
        return "deleted_there"
    if text.kind == "draft" and remote.state == "published":
        return "draft_here"
    return "same" if remote.source == text.sha256 else "changed_here"


def _summary(number: Counter[Difference]) -> str:
    public: tuple[Difference, ...] = ("same", "changed_here", "draft_here", "gone_here", "forgotten_here")
    there = sum(number[difference] for difference in public)
    parts = [
        (there, f"{quantity(there, 'post')} there"),
        (number["changed_here"], f"{number['changed_here']:,} changed here since"),
        (number["draft_here"], f"{number['draft_here']:,} a draft here"),
        (number["gone_here"], f"{number['gone_here']:,} no longer here"),
        (number["forgotten_here"], f"{number['forgotten_here']:,} forgotten here"),
        (number["deleted_there"], f"{number['deleted_there']:,} deleted there"),
        (number["unknown"], f"{number['unknown']:,} of which the arrival is not known"),
        (number["not_sent"], f"{number['not_sent']:,} not sent"),
    ]
    return ", ".join(words for count, words in parts if count)
