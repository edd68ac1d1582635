"""Medium's feed as a server could send it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from medium_archive.web import Answer
from tests.hostile.kind import ARCHIVE, Kind
from tests.sample_feeds import Text, feed

_SIZES = (1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000)
_ITEM = feed([Text(1)])
_LETTER = b"Letter 1"
_FEEDS: dict[str, Callable[[int], bytes]] = {
    "items": lambda size: feed([Text(number) for number in range(min(size, 5_000))]),
    "starts of items": lambda size: b"<rss><channel>" + b"<item>" * size,
    "starts of comments": lambda size: b"<rss>" + b"<!--" * size,
    "starts of data sections": lambda size: b"<rss>" + b"<![CDATA[" * size,
    "nested elements": lambda size: b"<rss>" + b"<a>" * size + b"</a>" * size + b"</rss>",
    "attributes": lambda size: b"<rss " + b"".join(b'a%d="b" ' % number for number in range(size)) + b"/>",
    "entities of entities": lambda size: (
        b'<!DOCTYPE a [<!ENTITY e0 "x">'
        + b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n, n - 1, n - 1) for n in range(1, min(size, 60)))
        + b"]><rss>&e%d;</rss>" % (min(size, 60) - 1)
    ),
    "a file as entity": lambda size: (
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><title>&e;</title></channel></rss>'
    ),
    "a title": lambda size: _ITEM.replace(_LETTER, b"w" * size),
    "a title of digits": lambda size: _ITEM.replace(_LETTER, b"9" * size),
    "a title of marks": lambda size: _ITEM.replace(_LETTER, b"&lt;b&gt;" * size),
    "links in a text": lambda size: _ITEM.replace(b"<p>", b"<p>" + b'<a href="https://x.org/1">l</a>' * size, 1),
    "open divisions in a text": lambda size: _ITEM.replace(b"<p>", b"<div>" * size + b"<p>", 1),
    "words in a text": lambda size: _ITEM.replace(b"<p>", b"<p>" + b"word " * size * 10, 1),
    "a date of digits": lambda size: _ITEM.replace(b"<pubDate>", b"<pubDate>" + b"9" * size),
    "an address": lambda size: _ITEM.replace(b"https://medium.com/p/", b"https://medium.com/" + b"w" * size + b"/p/"),
    "an address without a host": lambda size: _ITEM.replace(b"https://medium.com/", b"https://[x" + b"[" * size),
    "categories": lambda size: _ITEM.replace(b"</item>", b"<category>w</category>" * size + b"</item>"),
    "cut off": lambda size: _ITEM[: len(_ITEM) * min(size, 100) // 101],
    "no UTF-8": lambda size: _ITEM.replace(_LETTER, b"\xff" * size),
    "NUL": lambda size: _ITEM.replace(_LETTER, b"\0" * size),
    "another encoding": lambda size: b'<?xml version="1.0" encoding="utf-' + b"7" * size + b'"?>' + _ITEM,
    "a page": lambda size: b"<!DOCTYPE html><p>" + b"w" * size,
    "nothing": lambda size: b"\n" * size,
}


def _lay_out(content: Callable[[int], bytes], folder: Path, size: int) -> None:
    ARCHIVE.copy(folder)
    (folder / "feed.xml").write_bytes(content(size))


def _answer_with_the_file() -> None:
    """In the process of the command: each request gets the file beside the archive."""
    from medium_archive.web import Web  # noqa: PLC0415  # slow to import

    content = Path("feed.xml").read_bytes()
    answer = Answer("https://medium.com/feed/@ada", 200, {"content-type": "text/xml"}, content)
    Web.get = lambda *_, **__: answer  # type: ignore[method-assign]  # of this process alone


ALL = tuple(
    Kind("feeds", name, partial(_lay_out, content), (("sync", "--offline"),), _SIZES, prepare=_answer_with_the_file)
    for name, content in _FEEDS.items()
)
