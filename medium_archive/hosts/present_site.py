"""The site that a place has already: whether it is the one that is sent, or that of another archive.

Its feed names the site and its newest posts, by an identity that stays when a post moves. A site that shares no post
with this one, in its feed or by the path of a page, is not an earlier state of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from medium_archive.errors import AnotherSite
from medium_archive.hosts.site import ReadySite
from medium_archive.report import Issue

FEED = "feed.xml"  # each site has it, also without extras
PAGE_OF_POST = re.compile(r"(?:posts|responses)/[^/]+/index\.html")
_MOST_OF_TITLE = 80  # characters


@dataclass(frozen=True)
class PresentSite:
    """What the feed of a site says: its title, and the identities of its newest posts."""

    title: str
    posts: frozenset[str]

    @classmethod
    def of(cls, feed: bytes) -> PresentSite | None:
        """Reads an RSS feed; None for anything else, and for a feed without posts."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(feed, parser)
        except etree.XMLSyntaxError:
            return None
        posts = frozenset(text for guid in root.iterfind("channel/item/guid") if (text := (guid.text or "").strip()))
        title = " ".join((root.findtext("channel/title") or "").split())[:_MOST_OF_TITLE]
        return cls(title, posts) if posts else None


def another(site: ReadySite, feed: bytes, files: Callable[[], Iterable[str]]) -> PresentSite | None:
    """The site at a place if it shares no post with the one that will be sent, else None. `feed` is the feed there, b""
    if there is none; `files` gives the files there, and is asked only if the feeds share no post.
    """
    there = PresentSite.of(feed)
    if there is None:
        return None
    own = site.folder / FEED
    here = PresentSite.of(own.read_bytes()) if own.is_file() else None
    if here and here.posts & there.posts:
        return None
    pages = {file for file in site.files if PAGE_OF_POST.fullmatch(file)}
    return None if any(file in pages for file in files()) else there


def refuse_or_warn(
    there: PresentSite | None, place: str, *, is_allowed: bool, other: str, is_rehearsal: bool
) -> tuple[Issue, ...]:
    """What to say about the site of another archive at a place. `other` says how to name another place.

    Raises AnotherSite unless `is_allowed`.
    """
    if there is None:
        return ()
    title = f"the site “{there.title}”" if there.title else "a site without a title"
    if not is_allowed:
        raise AnotherSite(
            f"{place} has {title} of another archive: none of the posts there is in this one. Nothing was sent.",
            f"{other}; or replace that site with --replace.",
        )
    done = "will be replaced" if is_rehearsal else "was replaced"
    return (Issue(place, "another-site", f"It has {title} of another archive, which {done}."),)
