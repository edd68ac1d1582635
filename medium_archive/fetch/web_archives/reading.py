"""What the content of a capture is: a story, a list of posts, a feed, or nothing of use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from medium_archive.fetch.web_archives.capture import Capture, Memento
from medium_archive.fetch.web_archives.received import Kind, Received
from medium_archive.medium import feed, pages
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.medium.pages import NoStory, Page, SavedStory, ownership


class Owner(Protocol):
    """Whose posts are looked for."""

    def refuse(self, story: SavedStory) -> NoStory | None:
        """Why a story is not theirs; None if it is."""

    def is_username(self, username: str) -> bool:
        """Whether this user name is or was theirs."""


def read(asked: Capture, memento: Memento, kind: Kind, owner: Owner) -> Received:
    """What a capture is."""
    given = memento.capture.address
    received = Received(asked.source, asked.address, asked.timestamp, kind, given)
    if kind == "feed":
        try:
            items = feed.read(memento.content).items
        except NotAMediumFeed:
            return replace(received, problem="feed-unreadable")
        return replace(
            received,
            whole=tuple(item.post.id for item in items if not item.is_partial),
            partial=tuple(item.post.id for item in items if item.is_partial),
            named=tuple(item.post.url for item in items),
        )
    try:
        page = pages.read(memento.content, given)
    except NoStory as reason:
        return replace(received, problem=reason.code)
    own = [story for story in page.stories if owner.refuse(story) is None]
    if page.stories and not own:
        by_others = tuple(story.post.id for story in page.stories)
        authors = tuple(username for username, _ in ownership.authors(page.stories))
        return replace(received, by_others=by_others, authors=authors, problem="page-of-other-author")
    return replace(
        received,
        whole=tuple(story.post.id for story in own if not (story.is_partial or story.is_damaged)),
        partial=tuple(story.post.id for story in own if story.is_partial or story.is_damaged),
        named=tuple(_named(page, owner)),
    )


def _named(page: Page, owner: Owner) -> Iterator[str]:
    """The addresses of the owner's other posts that a page names."""
    for one in page.known:
        if owner.is_username(one.author or page.profile):
            yield one.address
