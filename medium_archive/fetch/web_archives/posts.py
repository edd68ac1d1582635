"""What web archives may have of a writer: the questions to ask, and the posts that the answers name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from medium_archive.fetch.web_archives.capture import Capture, Query
from medium_archive.folder.catalog import same_post

_MEDIUM = "medium.com"
_IDS_A_QUERY = 100  # an address may have some thousand characters
_WHOLE_ID = 12  # digits
_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
# An id, and what people's programs take for a part of the address: `…-3fed73795ca4)`, `…-3fed73795ca4&quot;`
_POST = re.compile(r"(?:.*-)?([0-9a-f]{8,12})(?:[^0-9a-z-].*)?", re.DOTALL)
# Steps of a path after which an id is not a post's
_NO_POSTS = frozenset((
    "u", "tag", "tagged", "topic", "topics", "list", "lists", "series", "media", "search", "newsletter",
    "me", "archive",
))  # fmt: skip
_OTHER_HOSTS = frozenset(("help", "policy", "about", "miro", "cdn-images-1", "cdn-images-2", "glyph", "cdn-client"))
_LED_TO = ("redirectUrl", "redirect", "redirectUri", "continue")  # the address behind `/m/global-identity`, `/m/signin`
_MOST_REDIRECTS = 3  # one within the other
_PROFILE_PAGES = frozenset(("latest", "about", "stories"))
_PAGES = ("text/html", "application/xhtml+xml", "application/json", "warc/revisit", "unk", "-", "")
_REDIRECTS = (301, 302, 303, 307, 308)
_FEEDS = ("xml", "rss", "atom", "warc/revisit", "unk")


@dataclass(frozen=True)
class Writer:
    """Whose posts are looked for. `name` is the one after the @; `domains` are the writer's own, `publications` slugs
    at medium.com or hosts, and `known` the ids of posts.
    """

    name: str = ""
    domains: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A post that an index names. `address` is the plainest of its addresses. `captures` are the newest first, of equal
    contents only the newest; without any, only the address is known. `redirects` are captures, the newest first too, in
    which Medium leads to another address of the post: a post of a publication has its text there.
    """

    id: str
    address: str
    captures: tuple[Capture, ...] = ()
    redirects: tuple[Capture, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What the captures of an index are of: posts, and pages that list posts, in the same order as those of a post."""

    posts: tuple[Found, ...]
    profiles: tuple[Capture, ...]
    feeds: tuple[Capture, ...]


def queries(writer: Writer) -> tuple[Query, ...]:
    """The questions to an index about a writer, but for those about single posts.

    A publication is asked only for known posts: the others are other people's.
    """
    asked: list[Query] = []
    if name := writer.name:
        asked += [Query(f"{_MEDIUM}/@{name}/", "prefix"), Query(f"{_MEDIUM}/@{name}"), Query(f"{_MEDIUM}/feed/@{name}")]
        if _HOST_NAME.fullmatch(name):
            asked.append(Query(f"{name.lower()}.{_MEDIUM}", "host"))
    asked += [Query(domain, "host") for domain in writer.domains]
    ids = sorted(writer.known)
    for publication in writer.publications:
        for start in range(0, len(ids), _IDS_A_QUERY):
            filters = (f"original:.*({'|'.join(ids[start : start + _IDS_A_QUERY])}).*",)
            is_host = "." in publication
            place = publication if is_host else f"{_MEDIUM}/{publication}/"
            asked.append(Query(place, "host" if is_host else "prefix", filters))
    return tuple(dict.fromkeys(asked))


def queries_about(post_id: str) -> tuple[Query, ...]:
    """The questions to an index about one post by its short address, with everything that may follow it. An export may
    have dropped leading zeros of the id.
    """
    ids = dict.fromkeys((post_id, post_id.zfill(_WHOLE_ID)))
    return tuple(Query(f"{_MEDIUM}/p/{id}", "prefix") for id in ids)


def find(captures: Iterable[Capture], writer: Writer) -> Findings:
    """The posts, profiles and feeds that captures are of, whatever address they were captured under."""
    named: dict[str, list[tuple[_Page, Capture]]] = defaultdict(list)
    profiles, feeds = [], []
    for capture in captures:
        page = _page(capture.address, writer)
        if page.id:
            named[same_post(page.id)].append((page, capture))
        elif page.is_feed and _is_there(capture) and any(kind in capture.mime for kind in _FEEDS):
            feeds.append(capture)
        elif page.is_profile and _is_there(capture) and capture.mime in _PAGES:
            profiles.append(capture)
    return Findings(tuple(_found(named[id]) for id in sorted(named)), _distinct(profiles), _distinct(feeds))


class _Page(NamedTuple):
    """What an address names. `is_text`: the page shows the text of the post, and not its responses or a login."""

    id: str = ""
    address: str = ""
    is_text: bool = False
    is_feed: bool = False
    is_profile: bool = False


def _found(pages: list[tuple[_Page, Capture]]) -> Found:
    """A post out of all that names it."""
    id = max((page.id for page, _ in pages), key=len)
    shown = [capture for page, capture in pages if page.is_text]
    texts = [capture for capture in shown if _is_there(capture) and capture.mime in _PAGES]
    redirects = [capture for capture in shown if capture.status in _REDIRECTS]
    address = min((page.address for page, _ in pages), key=lambda one: ("/p/" in one, len(one), one))
    return Found(id, address, _distinct(texts), _distinct(redirects))


def _is_there(capture: Capture) -> bool:
    return capture.status in (200, None)


def _distinct(captures: Iterable[Capture]) -> tuple[Capture, ...]:
    """Captures, the newest first, and of equal contents only the newest."""
    newest = sorted(set(captures), key=lambda one: (one.timestamp, one.source, one.address), reverse=True)
    kept: dict[object, Capture] = {}
    for capture in newest:
        kept.setdefault(capture.digest.strip("-") or capture, capture)
    return tuple(kept.values())


def _page(address: str, writer: Writer, depth: int = 0) -> _Page:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return _Page()
    is_sub = host.endswith(f".{_MEDIUM}") and host.removesuffix(f".{_MEDIUM}") not in _OTHER_HOSTS
    if not (host == _MEDIUM or is_sub or host in (*writer.domains, *writer.publications)):
        return _Page()
    steps = [step for step in unquote(parts.path).split("/") if step]
    if steps[:1] == ["m"]:
        return _behind(parts, writer, depth)
    if "feed" in (*steps[:1], *steps[-1:]):
        return _Page(is_feed=True)
    for number, step in enumerate(steps):
        match = _POST.fullmatch(step)
        is_bare = host == _MEDIUM and number == 0 and "-" not in step  # a publication may have such a name
        if match and not is_bare:
            plain = f"https://{host}/{'/'.join([*steps[:number], step[: match.end(1)]])}"
            return _Page(match[1], plain, is_text=number == len(steps) - 1)
        if step in _NO_POSTS:
            break
    user = steps[0] if steps and steps[0].startswith("@") else ""
    top = steps[1:] if user else steps
    is_profile = (bool(user) or host != _MEDIUM) and (not top or (len(top) == 1 and top[0] in _PROFILE_PAGES))
    return _Page(is_profile=is_profile)


def _behind(parts: SplitResult, writer: Writer, depth: int) -> _Page:
    """What the address names to which a login or a visit of another host leads: never a page with a text."""
    query = dict(parse_qsl(parts.query))
    led_to = next((query[name] for name in _LED_TO if name in query), "")
    if not led_to or depth >= _MOST_REDIRECTS:
        return _Page()
    return _page(led_to, writer, depth + 1)._replace(is_text=False, is_feed=False, is_profile=False)
