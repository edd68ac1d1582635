"""The posts that a page names beside its own story: those of a profile or a list, and the author's own in links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from medium_archive import links
from medium_archive.medium import addresses
from medium_archive.medium.pages import apollo, legacy, values
from medium_archive.medium.pages.state import State
from medium_archive.medium.pages.story import Story

_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}["']([^"'<>\s]{1,600})""", re.IGNORECASE)
_MOST = 100_000  # links, and posts


@dataclass(frozen=True)
class KnownPost:
    """A post that exists or existed. `author` is its author's user name, "" if the page does not say it. `is_public`:
    the page tells that the post was published, for everybody.
    """

    id: str
    address: str = ""
    title: str = ""
    author: str = ""
    is_public: bool = False


def in_states(states: Iterable[State]) -> Iterator[KnownPost]:
    """The posts in the states of a page, also those by other people."""
    for state in states:
        if state.is_legacy:
            for post, references in legacy.posts(state.data):
                author = values.mapping(references, "User", values.text(post, "creatorId"))
                yield _known(post, values.text(author, "username"))
        else:
            for post, cache in apollo.posts(state.data):
                yield _known(post, values.text(cache.follow(post.get("creator")), "username"))


def _known(post: Any, author: str) -> KnownPost:
    post_id = values.post_id(post)
    slug = values.text(post, "uniqueSlug")
    written = f"https://medium.com/@{author}/{slug}" if author and slug else ""
    address = values.text(post, "mediumUrl").partition("?")[0] or written or f"https://medium.com/p/{post_id}"
    has_time = values.moment(post, "firstPublishedAt") or values.moment(post, "latestPublishedAt")
    is_listed = values.at(post, "visibility") not in apollo.UNLISTED
    return KnownPost(post_id, address, values.text(post, "title"), author, bool(has_time) and is_listed)


def in_links(html: str) -> Iterator[KnownPost]:
    """The posts that the links of a page name, with their author in the address."""
    for place, href in enumerate(_HREF.findall(html)):
        if place >= _MOST:
            break
        yield from _linked(f"https://medium.com{href}" if href.startswith("/@") else href)


def in_story(story: Story) -> Iterator[KnownPost]:
    """The author's own posts that a story links."""
    own = {person.username for person in story.authors if person.username}
    for paragraph in story.paragraphs:
        for href in (paragraph.href, *(mark.href for mark in paragraph.marks)):
            if addresses.MEDIUM in href:
                yield from (found for found in _linked(href) if found.author in own)


def at_address(address: str) -> tuple[KnownPost, ...]:
    """The post at an address, if it is that of a story."""
    return tuple(_linked(address))


def _linked(href: str) -> Iterator[KnownPost]:
    address = href.partition("?")[0].partition("#")[0]
    there = addresses.place(address)
    if there.kind == "story" and (post_id := links.post_id(address)):
        yield KnownPost(post_id, address, author=author_in(address))


def author_in(address: str) -> str:
    """The user name in the address of a post: `medium.com/@ada/…`, `ada.medium.com/…`."""
    host = links.host(address)
    if host == addresses.MEDIUM:
        step = address.partition(f"{addresses.MEDIUM}/")[2].partition("/")[0]
        return step[1:] if step.startswith("@") else ""
    return addresses.place(f"https://{host}/").username


def merged(found: Iterable[KnownPost], without: Iterable[str] = ()) -> tuple[KnownPost, ...]:
    """Each post once, in the order in which they were named, with all that was said about it."""
    left_out = set(without)
    posts: dict[str, KnownPost] = {}
    for one in found:
        if not one.id or one.id in left_out:
            continue
        if len(posts) >= _MOST and one.id not in posts:
            continue
        first = posts.setdefault(one.id, one)
        has_real = first.address and "/p/" not in first.address
        posts[one.id] = replace(
            first,
            address=first.address if has_real else one.address or first.address,
            title=first.title or one.title,
            author=first.author or one.author,
            is_public=first.is_public or one.is_public,
        )
    return tuple(posts.values())
