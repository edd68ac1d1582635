"""The posts that saved pages, mails and web archives name: records/known.jsonl, and private/known.jsonl for those of
which nothing tells that they were published (docs/format.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from medium_archive.folder import edits, records
from medium_archive.folder import forgotten as forgotten_posts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import Layout

if TYPE_CHECKING:
    from medium_archive.folder.feed import FeedRecord
    from medium_archive.folder.rescued import RescuedRecord

NAME = "known.jsonl"
State = Literal["whole", "partial", "address"]


@dataclass(frozen=True)
class KnownPost:
    """A post that was named. `state` is the best that the archive has of it. `published`: what named it tells that it
    was published.
    """

    id: str
    state: State = "address"
    address: str = ""
    title: str = ""
    published: bool | None = None


def read(layout: Layout) -> dict[str, KnownPost]:
    """By `same_post(id)`. Raises RecordsDamaged."""
    return {same_post(one.id): one for one in records.read_both(layout, NAME, KnownPost)}


def merged(known: Mapping[str, KnownPost], named: Iterable[KnownPost]) -> dict[str, KnownPost]:
    """Each post once, the same in every order: with the longest id, a real address before `/p/ID`, then the first of
    several addresses and titles.
    """
    posts = dict(known)
    for one in named:
        key = same_post(one.id)
        before = posts.get(key, one)
        addresses = {address for address in (before.address, one.address) if address}
        posts[key] = replace(
            before,
            id=max(before.id, one.id, key=len),
            address=min(addresses, key=lambda address: ("/p/" in address, address), default=""),
            title=min((title for title in (before.title, one.title) if title), default=""),
            published=before.published or one.published,
        )
    return posts


def update(
    layout: Layout,
    entries: Mapping[str, Entry],
    states: Mapping[str, State],
    named: Iterable[KnownPost] = (),
    forgotten: Collection[str] = (),
) -> None:
    """Add what was named, and write what the archive has of each post: `entries` is its catalog, `states` are the
    states of the posts that have a text, `forgotten` the keys of those that are not the author's. A post that
    is kept away is not named, unless it is in the catalog.
    """
    kept_away = forgotten_posts.kept_away(layout)
    known = merged(read(layout), named)
    public: list[KnownPost] = []
    private: list[KnownPost] = []
    for key, one in known.items():
        entry = entries.get(key)
        if entry is None and (key in forgotten or forgotten_posts.mark(key) in kept_away):
            continue
        now = replace(one, state=states.get(key, "address") if entry is not None else "address")
        is_public = one.published if entry is None else not entry.is_private
        (public if is_public else private).append(now)
    records.write_both(layout, NAME, public, private)


def partial(
    layout: Layout, entries: Mapping[str, Entry], *told: Mapping[str, FeedRecord | RescuedRecord]
) -> frozenset[str]:
    """The keys of the posts of which the archive has only a part, by what feeds and saved pages had."""
    return frozenset(key for key in set().union(*told) if key in entries and is_partial(layout, key, entries, *told))


def is_partial(
    layout: Layout, key: str, entries: Mapping[str, Entry], *told: Mapping[str, FeedRecord | RescuedRecord]
) -> bool:
    """Whether the archive has only a part of one of these posts: its original is a beginning, or its text is one still,
    because a person edited that.
    """
    entry = entries[key]
    records = [each[key] for each in told if key in each]
    if any(record.partial and entry.original == record.file for record in records):
        return True
    return bool(records) and edits.is_marked_partial(layout.root / entry.path)


def count(
    known: Mapping[str, KnownPost], entries: Mapping[str, Entry], here: Mapping[str, State]
) -> Mapping[State, int]:
    """How many posts are known, also from exports and feeds, by their state. `here` are those of the posts that have a
    text; one of the catalog that a person deleted has none.
    """
    states: dict[str, State] = {key: one.state for key, one in known.items()}
    for key, entry in entries.items():
        if entry.is_post and not entry.is_private:
            states[key] = here.get(key, "address")
    return Counter(states.values())


def states(present: Iterable[str], partial: Collection[str]) -> dict[str, State]:
    """The states of the posts that have a text; `partial` are the keys of those of which it is only a part."""
    return {key: "partial" if key in partial else "whole" for key in present}
