"""Medium's RSS: the ten newest posts of an author or a publication, with tags and the time of the last change, which
exports lack.

`<guid>https://medium.com/p/ID</guid>` is the lasting name of a post. The text is in `content:encoded`; a post for
members only has a snippet instead. Medium adds a pixel that counts readers and, in publications, a footer.
"""

from __future__ import annotations

import hashlib
import re
from calendar import timegm
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.parsers import expat
from xml.sax import SAXException

from bs4.element import Tag

from medium_archive import budget, links, soup
from medium_archive.errors import unexpected
from medium_archive.medium import addresses, body, kind, language
from medium_archive.medium.blocks import Block
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.medium.text import as_xml, count_words, one_line, same_words, with_ends, words_of
from medium_archive.post import Author, Post

_GUID = re.compile(r"/p/([0-9a-f]{8,12})\Z")
# Titles and texts are in CDATA sections, where "</item>" is text
_MARKS = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?P<end>/?)item>", re.DOTALL)
_MOST_ITEMS = 1000  # each is kept with the head of the feed
_MAX_FIELD = 2000  # characters of a name, a title, a date
_MOST_ATTRIBUTES = 100  # of an element
_MOST_AROUND = 100_000  # bytes around the items: each is kept with them
_INSTEAD = "<p><em>This post in the feed is too large to be converted: {}.</em></p>"
_TEXTS = ("encoded", "description", "content", "summary")
_PIXEL = re.compile(r"\Ahttps?://(?:[\w-]+\.)*medium\.com/_/stat\b")
_FOOTER = re.compile(
    r"\bwas originally published in .+ on Medium, where people are continuing the conversation by highlighting and "
    r"responding to this story\.?\Z"
)
_MAX_FOOTER = 1000  # characters; the pattern takes a time that is quadratic
# The feed links a picture 1024 wide, an export 800 wide: one address for one picture
_WIDTH = re.compile(r"(https://cdn-images-1\.medium\.com/max/)\d+(/[^/]+)\Z")


@dataclass(frozen=True)
class Item:
    """One post of a feed. `creator` is its author's name. `is_partial` marks a snippet of a longer text. `text` is a
    checksum of its title and body, equal if neither changed. `source` is the feed with this item alone, because the
    other posts may be by other authors.
    """

    post: Post
    tags: tuple[str, ...] = ()
    updated: datetime | None = None
    creator: str = ""
    is_partial: bool = False
    text: str = ""
    source: bytes = b""


@dataclass(frozen=True)
class Feed:
    title: str
    items: tuple[Item, ...] = field(default_factory=tuple)


def read(content: bytes) -> Feed:
    """The feed with its items in order. An item without the id of a post is left out. Raises NotAMediumFeed and nothing
    else.
    """
    try:
        return _read(content)
    except NotAMediumFeed:
        raise
    except Exception as error:  # feedparser fails in many ways on what is no feed, and one feed must not stop a run
        raise NotAMediumFeed(unexpected(error)) from error


def is_by(item: Item, feed: str, is_username: Callable[[str], bool], name: str) -> bool:
    """Whether a post is by an author, with these user names and this name. `feed` is the address of its feed: that of a
    publication has posts of several authors.
    """
    written_by = addresses.place(item.post.url).username
    if any(username and is_username(username) for username in (addresses.place(feed).username, written_by)):
        return True
    return bool(name) and item.creator.casefold() == name.casefold()


def _read(content: bytes) -> Feed:
    import feedparser  # noqa: PLC0415  # slow to import, and only feeds need it

    plain = as_xml(content)
    _refuse_broken(plain)
    parsed = feedparser.parse(BytesIO(plain), sanitize_html=False, resolve_relative_uris=False)
    if isinstance(parsed.get("bozo_exception"), SAXException):
        raise NotAMediumFeed("it is incomplete, or it is not XML")
    if (
        not parsed.get("version", "").startswith(("rss", "atom"))
        or "medium" not in parsed.feed.get("generator", "").lower()
    ):
        raise NotAMediumFeed("it is not a feed of Medium's")
    if len(parsed.entries) > _MOST_ITEMS:
        raise NotAMediumFeed(f"it has more than {_MOST_ITEMS} posts; Medium's feeds have ten")
    sources = _sources(content, len(parsed.entries))
    found = (_item(entry, source) for entry, source in zip(parsed.entries, sources, strict=True))
    return Feed(one_line(parsed.feed.get("title", "")), tuple(item for item in found if item is not None))


def _refuse_broken(content: bytes) -> None:
    """Raises NotAMediumFeed for what is not well-formed XML, for a document type, and for a field or a number
    of attributes that no feed of Medium's has: feedparser takes a quadratic time for these.
    """
    field: list[int] = [0]  # the characters of each open element

    def refuse(*_: object) -> None:
        raise NotAMediumFeed("it has a document type; Medium's feeds have none")

    def count(text: str) -> None:
        field[-1] += len(text)

    def begin(_: str, attributes: Mapping[str, str]) -> None:
        field.append(0)
        if len(attributes) > _MOST_ATTRIBUTES:
            raise NotAMediumFeed(f"it has an element with {len(attributes)} attributes")

    def close(name: str) -> None:
        length = field.pop()
        if length > _MAX_FIELD and not name.endswith(_TEXTS):
            raise NotAMediumFeed(f"it has a field of {length} characters")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler, parser.CharacterDataHandler = refuse, count
    parser.StartElementHandler, parser.EndElementHandler = begin, close
    try:
        parser.Parse(content, True)
    except NotAMediumFeed:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:  # of an encoding that expat does not read
        raise NotAMediumFeed("it is incomplete, or it is not XML") from error


def _sources(content: bytes, count: int) -> list[bytes]:
    """The feed once for each item, without the others. Raises NotAMediumFeed if the items can't be found."""
    places: list[tuple[int, int]] = []
    start = -1
    for mark in _MARKS.finditer(content):
        if mark["end"] == b"":
            start = mark.start()
        elif mark["end"] is not None and start >= 0:
            places.append((start, mark.end()))
            start = -1
    if len(places) != count:
        raise NotAMediumFeed("its posts can't be separated")
    head, tail = (content[: places[0][0]], content[places[-1][1] :]) if places else (b"", b"")
    if len(head) + len(tail) > _MOST_AROUND:
        raise NotAMediumFeed(f"it has {len(head) + len(tail):,} bytes around its posts")
    return [head + content[first:last] + tail for first, last in places]


def _item(entry: Any, source: bytes) -> Item | None:
    guid = _GUID.search(entry.get("id", ""))
    if guid is None:
        return None
    full = next((str(part["value"]) for part in entry.get("content", ()) if part.get("value")), "")
    markup = full or str(entry.get("summary", ""))
    if excess := budget.PAGE.excess(source):
        full, markup = "", _INSTEAD.format(excess)
    section = _section(markup)
    is_partial = section.find(class_="medium-feed-snippet") is not None or not full
    blocks, _ = body.read(section, guid[1])
    post = _post(entry, guid[1], blocks)
    tags = tuple(dict.fromkeys(term for tag in entry.get("tags", ()) if (term := one_line(str(tag.get("term") or "")))))
    if tags and post.kind == "response":
        post = replace(post, kind="story", reason="it has tags")
    return Item(
        post=post,
        tags=tags,
        updated=_moment(entry.get("updated"), entry.get("updated_parsed")),
        creator=one_line(str(entry.get("author", ""))),
        is_partial=is_partial,
        text=hashlib.sha256(f"{post.title}\n{post.body}".encode()).hexdigest()[:16],
        source=source,
    )


def _post(entry: Any, post_id: str, blocks: list[Block]) -> Post:
    title = one_line(str(entry.get("title", "")))
    first = words_of(blocks[0].html) if blocks and blocks[0].name == "p" else ""
    has_title = bool(blocks) and blocks[0].name in ("h2", "h3") and same_words(words_of(blocks[0].html), title)
    prose = " ".join(words_of(block.html) for block in blocks if block.name != "pre")
    words = count_words(prose)
    rest = blocks[1:] if has_title else blocks
    # A feed does not mark subtitles, but only a subtitle is a small heading above all else
    subtitle = words_of(rest[0].html) if rest and rest[0].name == "h3" and "<" not in rest[0].parts[0] else ""
    shown = tuple(dict.fromkeys(picture for block in blocks for picture in block.pictures))
    address = links.encoded(str(entry.get("link", ""))).partition("?")[0]
    published = _moment(entry.get("published"), entry.get("published_parsed"))
    decision = kind.decide(kind.Facts(title, blocks, words, first, has_title, published))
    updated = _moment(entry.get("updated"), entry.get("updated_parsed"))
    latest = max(filter(None, (published, updated)), default=None)
    return Post(
        id=post_id,
        kind=decision.kind,
        title=(words_of(blocks[0].html) if has_title else title) or "Untitled",
        subtitle=subtitle,
        body="".join(block.html for block in (rest[1:] if subtitle else rest)),
        published=published,
        # An export of that day or later has this text, and replaces it
        exported=f"{latest:%Y-%m-%d}" if latest else "",
        lang=language.detect(f"{title} {prose}"),
        url=address or f"https://medium.com/p/{post_id}",
        author=Author(one_line(str(entry.get("author", "")))),
        pictures=shown,
        reason=f"{decision.reason} (from the feed)",
        words=words,
    )


def _section(markup: str) -> Tag:
    """The markup of an item as a section that `body` can read, without the pixel, the footer and a snippet's links to
    the whole post.
    """
    section = soup.parse(f"<section>{with_ends(markup)}</section>").find("section")
    if not isinstance(section, Tag):
        return soup.Element(name="section")
    for img in section.find_all("img", src=True):
        address = str(img["src"])
        if _PIXEL.match(address):
            img.decompose()
        else:
            img["src"] = _WIDTH.sub(r"\g<1>800\g<2>", address)
    for more in section.find_all("p", class_="medium-feed-link"):
        more.decompose()
    for picture in section.find_all("p", class_="medium-feed-image"):
        picture.name = "figure"
        for a in picture.find_all("a"):
            a.unwrap()
    last = next((tag for tag in reversed(section.find_all(True, recursive=False))), None)
    if last is not None and last.name == "p" and _FOOTER.search(one_line(last.get_text())[-_MAX_FOOTER:]):
        rule = last.find_previous_sibling()
        if isinstance(rule, Tag) and rule.name == "hr":
            rule.decompose()
        last.decompose()
    return section


def _moment(text: object, parsed: Any) -> datetime | None:
    """A time in UTC: ISO 8601 with its milliseconds, else what feedparser read (RFC 822). None if there is none."""
    try:
        moment = datetime.fromisoformat(str(text))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (TypeError, ValueError, OverflowError):
        return None
