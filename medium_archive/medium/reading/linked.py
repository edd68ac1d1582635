"""Entries that are a link, sometimes a time, and words around them: claps, bookmarks, what the author follows.

An active account has tens of thousands of them, and nearly all pages have one form, which a pattern reads in a third
of the time that a parser takes. A page with anything else in it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.medium.reading.elements import Values, entry, first, is_nothing, moment, text
from medium_archive.medium.reading.tables import OTHER, TABLES, Entry
from medium_archive.medium.text import PLAIN_TEXT, PLAIN_VALUE, one_line

_ID = re.compile(r"(?:^|[-/])([0-9a-f]{8,12})/?(?:[?#].*)?$")
_LONGEST_END = len("/0123456789ab/")
_ITEM = re.compile(
    rf'<li(?: class="[a-z -]*")?>({PLAIN_TEXT})<a(?: class="[a-z -]*")? href="({PLAIN_VALUE})">({PLAIN_TEXT})</a>'
    rf'({PLAIN_TEXT})(?:<time class="dt-published">({PLAIN_TEXT})</time>({PLAIN_TEXT}))?</li>'
)
_START = re.compile(
    rf"<!DOCTYPE html><html><head><meta [^<>]*>(?:<title>{PLAIN_TEXT}</title>)?(?:<style>[^<]*</style>)?</head>"
    rf"<body><section>(?:<h3>{PLAIN_TEXT}</h3>)?<([uo]l)>"
)
_END = "</{}></section></body></html>"


class Linked:
    """How the entries of a table are read. The words around a link match the pattern `around`, whose groups are
    columns. The text of the link is the column `title` or `name`.
    """

    def __init__(self, table: str, around: str = "") -> None:
        columns = TABLES[table].columns
        self._table = table
        self._around = re.compile(around)
        self._words = "title" if "title" in columns else "name"
        self._has_time, self._has_post = "at" in columns, "post" in columns

    def read(
        self, root: HtmlElement, of_item: Callable[[HtmlElement], Values] = lambda item: {}
    ) -> Iterator[Entry | None]:
        """The entries of a parsed page, None for each that is unclear. `of_item` gives further values of an item."""
        for item in root.iter("li"):
            anchor = first(item, "a")
            if anchor is None or not (href := anchor.get("href")):
                if anchor is not None or not is_nothing(item):
                    yield None
                continue
            values = of_item(item)
            time = first(item, "time") if self._has_time else None
            words, at = text(anchor), None if time is None else text(time)
            yield self._entry(values, href, words, at, _around(item, anchor, time))

    def read_plain(self, page: str, values: Values) -> list[Entry] | None:
        """The entries of a page in the usual form, with further values; None for any other page."""
        page = page.replace("&mdash;", "—")  # each clap has one
        start = _START.match(page)
        if start is None:
            return None
        found, place = [], start.end()
        while item := _ITEM.match(page, place):
            parts = item.groups("")
            before, href, words, after, at, end = map(unescape, parts) if "&" in item[0] else parts
            if not href or (item[5] is not None and not self._has_time):
                return None
            around = " ".join(f"{before}{after}{end}".split())
            time = None if item[5] is None else " ".join(at.split())
            found.append(self._entry(values, href, " ".join(words.split()), time, around))
            place = item.end()
        return found if found and page[place:].rstrip() == _END.format(start[1]) else None

    def _entry(self, values: Values, href: str, words: str, at: str | None, around: str) -> Entry:
        url = links.encoded(href)
        found: Values = {**values, self._words: words, "url": url}
        if self._has_post and (post := _id(url)):
            found["post"] = post
        if at is not None:
            found["at"] = moment(at)
        if around:
            match = self._around.fullmatch(around)
            found.update(match.groupdict("") if match else {OTHER: around})
        return entry(self._table, found)


def _id(url: str) -> str:
    """The id of a post at the end of an address, "" without one."""
    has_more = "?" in url or "#" in url
    found = _ID.search(url, 0 if has_more else max(0, len(url) - _LONGEST_END))
    return found[1] if found else ""


def _around(item: HtmlElement, anchor: HtmlElement, time: HtmlElement | None) -> str:
    """The text of an item without its link and its time."""
    known = [anchor] if time is None else [anchor, time]
    if list(item) == known:  # most items contain nothing else
        return one_line("".join((item.text or "", *(element.tail or "" for element in known))))
    for element in known:
        element.drop_tree()
    return one_line(item.text_content())
