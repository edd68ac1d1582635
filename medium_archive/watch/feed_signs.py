"""Signs in feeds: posts that a feed named and names no more, though no newer posts can have pushed them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from medium_archive.folder import sign_log
from medium_archive.folder.feed_items import FeedItems, NamedPost
from medium_archive.folder.sign_log import ACCOUNT, Sign
from medium_archive.markdown.front_matter import timestamp
from medium_archive.medium.addresses import place
from medium_archive.medium.feed import Item

_EMPTY = "The feed has no post any more; before, it had {}. `archive check` shows what others see."
_LACKS = (
    "The feed names this post no more, and no newer posts have taken its place. You may have deleted or hidden it; "
    "`archive check {}` shows what others see."
)


def items_of(feed: str, items: Sequence[Item], own: Sequence[Item]) -> FeedItems:
    """What a feed names now; `own` are the author's among its `items`."""
    posts = (NamedPost(one.post.id, one.post.url, _published(one)) for one in own)
    return FeedItems(feed, len(items), tuple(posts))


def find(before: FeedItems, items: Sequence[Item], is_here: Callable[[str], bool], now: datetime) -> list[Sign]:
    """The signs in what a feed names now, after what it named `before`. `is_here` says whether the archive has a post,
    by its id, and no person or export says that it was deleted.
    """
    named = {one.post.id for one in items}
    oldest = min((published for one in items if (published := _published(one))), default="")
    missing = [one for one in before.posts if one.id not in named and is_here(one.id)]
    if len(items) >= before.count:  # else nothing was pushed out
        missing = [one for one in missing if oldest and one.published > oldest]
    if missing and not items and place(before.feed).username:
        return [Sign(sign_log.moment(now), "feed", ACCOUNT, _EMPTY.format(before.count), before.feed)]
    return [Sign(sign_log.moment(now), "feed", one.url, _LACKS.format(one.url), before.feed) for one in missing]


def _published(item: Item) -> str:
    return timestamp(item.post.published) if item.post.published else ""
