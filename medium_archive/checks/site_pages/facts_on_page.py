"""The facts that a page of the site shows, one after the other: links, dates, headings, numbers, other words.

A fact is a short text, for example "link posts/a/index.html “Title” en ltr". Elements that only arrange the page are no
facts, so a theme may change them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from medium_archive.checks.completeness.dates import is_shown_as
from medium_archive.checks.site_pages import charts, tree
from medium_archive.checks.site_pages.tree import Element

_SEPARATORS = " ·,،，、"
_NUMBER = re.compile(r"\d+")
# The elements whose words the site itself writes. They come from a translation, not from a record of the archive
LABELS = frozenset(
    [
        "a.skip",
        "span.place",
        "p.draft",
        "p.is-response",
        "p.intro",
        "p.also",
        "h2#related",
        "summary#contents",
        "a.newer",
        "a.older",
        "label",
        "button",
        "button#search-more",
        "div#search-years>p",
        "main>p",
        "a.more",
        "h2#by-year",
        "h2#silence",
        "h2#by-week",
        "h2#by-month",
        "h2#posts-by-month",
        "summary#as-table",
        "section>p",
        "h2#latest",
        "h2#year-none",
        "a.u-url",
        "header.post>h1",
    ]
)
_FILES_OF_SCRIPT = ("action", "data-index", "data-root", "data-search")
_MAYBE_EMPTY = ("data-months", "data-thousands")  # Chinese has numbers for months; a narrow space is none here
_NO_YEAR = ("#year-none", "archive/undated.html")  # links to the posts without a date
YEARS, SEARCH = "years.html", "search.html"


@dataclass
class Reader:
    """Reads the facts of a page. `labels` receives the words that come from a translation, by their place. If
    `is_frame`, all words and links come from a translation. The content of elements with a class of `skipped` is left
    out. Without `has_intro`, the first words of the page come from the archive. `thousands` is what counts have between
    groups of three digits.
    """

    file: str
    site_root: str
    labels: dict[str, list[str]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    is_frame: bool = False
    has_intro: bool = True
    thousands: str = ""

    def main(self, element: Element) -> list[str]:
        """The facts of all elements and texts inside an element."""
        return list(self._inside(element))

    def _inside(self, element: Element) -> Iterator[str]:
        yield from self._text(element, element.text)
        for child in element:
            if isinstance(child.tag, str):
                yield from self.element(child)
            yield from self._text(element, child.tail)

    def element(self, element: Element) -> Iterator[str]:
        """The facts of an element and of all elements in it."""
        tag, names = element.tag, tree.classes(element)
        if hidden := tree.hidden_by(element):
            yield f"{hidden} {_place(element)}"
        if any(name in self.skipped for name in names):
            yield f"the text ({', '.join(names)})"
        elif tag == "a":
            yield from self._link(element, names)
        elif tag == "svg":
            yield from charts.read(element, _place(element))
        elif tag == "time":
            yield from self._time(element)
        elif "excerpt" in names or "kicker" in names:
            yield f"{_place(element)} “{tree.words(element)}” {self._language_and_direction(element)}"
        elif fact := self._leaf(element, names):
            yield fact
        elif tag in ("form", "input", "button", "nav"):
            yield f"{tag} {element.get('id') or '.'.join(names)}".rstrip()
            yield from self._read_by_script(element)
            yield from self._inside(element)
        elif tag in ("script", "style", "iframe", "object", "embed"):
            yield f"{tag} {self._target(element.get('src', ''))}"
        elif tag != "source":
            yield from self._other_copies(element) if tag == "picture" else ()
            yield from self._inside(element)

    def _leaf(self, element: Element, names: list[str]) -> str:
        """The fact of an element that is compared as a whole, "" for another element."""
        match element.tag:
            case "data":
                return f"data {' '.join(names)} “{element.get('value', '')}”"
            case "img":
                return f"picture {self._target(element.get('src', ''))}"
            case "blockquote":
                return f"quote “{''.join(tree.words(element).split())}”"
            case "span" if "minutes" in names:
                return f"minutes {' '.join(_NUMBER.findall(tree.words(element)))}"
        return ""

    def _other_copies(self, picture: Element) -> Iterator[str]:
        """A fact for each smaller copy in a `picture` whose name is not made from that of the picture itself."""
        own = [self._target(one.get("src", "")).rpartition(".")[0] for one in picture.iter("img")]
        for source in picture.iter("source"):
            for offer in source.get("srcset", "").split(","):
                copy = self._target(offer.split()[0]) if offer.strip() else ""
                if not any(copy.startswith(f"{name}-") or copy.rpartition(".")[0] == name for name in own):
                    yield f"copy {copy} of another picture"

    def _read_by_script(self, form: Element) -> Iterator[str]:
        """The files that the script of a page loads, and the words that it writes."""
        for name, value in sorted(form.items()):
            if name in _FILES_OF_SCRIPT:
                yield f"{name} {self._target(value)}"
            elif name.startswith("data-"):
                self.labels.setdefault(name, []).append(tree.one_line(value))
                is_there = bool(value.strip()) or name in _MAYBE_EMPTY
                yield f"label {name}" if is_there else f"an empty {name}"

    def _text(self, element: Element, text: str | None) -> Iterator[str]:
        words = tree.one_line(text)
        if not words.strip(_SEPARATORS):
            return
        place = _place(element)
        if label := self._label(element, place):
            self.labels.setdefault(label, []).append(words)
            yield f"label {label}"
            is_intro = label == "p.intro" and element.getparent().tag == "main"
            if self.file == YEARS and (is_intro or label == "section>p"):
                yield charts.numbers_in(text or "")
        else:
            yield f"{place} “{self._plain(place, words)}”"

    def _plain(self, place: str, words: str) -> str:
        """The words of a count without the signs between groups of three digits, if these are as they must be. A count
        may not be written as a year is.
        """
        is_count = place.endswith(".count")
        may_count = is_count or self.file in (YEARS, SEARCH)
        digits = words.replace(charts.grouped(1000, self.thousands)[1], "") if may_count else ""
        number = digits.strip("()")
        if number.isdecimal() and charts.grouped(int(number), self.thousands) in words:
            return digits
        return f"{words} in one group" if is_count and words.strip("()").isdecimal() else words

    def _link(self, element: Element, names: list[str]) -> Iterator[str]:
        target = self._target(element.get("href", ""))
        if "cover" in names:
            yield f"cover {target}"
            yield from (f"picture {self._target(one.get('src', ''))}" for one in element.iter("img"))
            yield from (fact for one in element.iter("picture") for fact in self._other_copies(one))
            return
        if "u-url" in names and "://" in target and "noopener" not in element.get("rel", "").split():
            yield f"rel “{element.get('rel', '')}” of {target}"
        title = tree.find(element, "span", "title") if "title" not in names else None
        if title is not None:
            others = [tree.words(one) for one in element if one is not title]
            self.labels.setdefault(f"which {names[0]}", []).append(" ".join(others))
            yield f"label which {names[0]}"
        if self.file == YEARS and not self.is_frame:  # each year leads to its part of the list
            target = f"{target}{'#' * ('#' in element.get('href', ''))}{element.get('href', '').partition('#')[2]}"
        shown = element if title is None else title
        label = "" if title is not None else self._label(element, _place(element))
        # `target` is a file alone if the list is on another page
        if self.is_frame or target.endswith(_NO_YEAR) or element.get("href", "").endswith(_NO_YEAR):
            label = f"link {target}"
        if label:
            self.labels.setdefault(label, []).append(tree.words(shown))
        words = "" if label else f" “{tree.words(shown)}”"
        if not tree.words(shown):
            words = " without words"
        is_post = tree.is_page_of_post(target) and not self.is_frame
        tongue = f" {self._language_and_direction(shown)}" if is_post else ""
        current = " current" if element.get("aria-current") else ""
        yield f"link {target}{words}{tongue}{current}"

    def _time(self, element: Element) -> Iterator[str]:
        moment, words = element.get("datetime", ""), tree.words(element)
        yield f"time {moment}"
        if not re.match(r"\d{4}-\d\d-\d\d", moment) or not (
            is_shown_as(words, moment) or is_shown_as(f"{words} {moment[:4]}", moment)
        ):
            yield f"the wrong date “{words}” for {moment[:10]}"

    def _label(self, element: Element, place: str) -> str:
        """The place of words that come from a translation, "" for other words."""
        parent = element.getparent()
        around = "" if parent is None else "main" if parent.tag == "main" else _place(parent)
        if place == "p.intro" and not self.has_intro:
            return ""
        if element.tag == "th" and parent.getparent().tag == "thead":
            return "thead th"
        below = f"{around}>{element.tag}" if place == element.tag else ""
        return place if place in LABELS or self.is_frame else below if below in LABELS else ""

    def _target(self, address: str) -> str:
        own = tree.own_file(address, self.file, self.site_root)
        return address if own is None else own

    def _language_and_direction(self, element: Element) -> str:
        """Language and direction of an element."""
        language, way = "", ""
        while element is not None and not (language and way):
            language, way = language or element.get("lang", ""), way or element.get("dir", "")
            element = element.getparent()
        return f"{language} {way}"


def head(root: Element, reader: Reader) -> list[str]:
    """The facts in the head of a page."""
    found: list[str] = []
    for one in root.find("head") if root.find("head") is not None else ():
        if isinstance(one.tag, str):
            found += _of_head(one, reader)
    return found


def _of_head(one: Element, reader: Reader) -> Iterator[str]:
    match one.tag:
        case "title":
            yield f"title “{tree.words(one)}”"
        case "meta" if one.get("charset"):
            yield f"charset {one.get('charset')}"
        case "meta":
            name = one.get("property") or one.get("name") or one.get("http-equiv")
            media = f" {one.get('media')}" if one.get("media") else ""
            yield f"{name} “{tree.one_line(one.get('content'))}”{media}"
        case "link":
            own = tree.own_file(one.get("href", ""), reader.file, reader.site_root)
            about = [one.get("rel"), one.get("href") if own is None else own, one.get("type"), one.get("title")]
            yield f"link {' '.join(part for part in about if part)}"
        case "script" if one.get("type") == "application/ld+json":
            yield from _json_ld(one.text or "")
        case "script":
            yield f"script {tree.own_file(one.get('src', ''), reader.file, reader.site_root)}"
        case _:
            yield f"<{one.tag}>"


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of a JSON object. A key that the object has twice is there twice."""


def _json_ld(text: str) -> list[str]:
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
        if isinstance(pairs, _Pairs):
            return [f"JSON-LD {key} “{_shown(value)}”" for key, value in pairs]
    except (ValueError, RecursionError):
        pass
    return ["JSON-LD that is not JSON"]


def _shown(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _place(element: Element) -> str:
    """An element as a short text: its tag with its id or its first class."""
    names = tree.classes(element)
    if element.get("id"):
        return f"{element.tag}#{element.get('id')}"
    return f"{element.tag}.{names[0]}" if names else str(element.tag)
