"""Compares what the site adds to the text of a post: the sizes and links of pictures, what is around code, tables and
rows, and words of its own. The check of the text itself leaves these out.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import lxml.etree

from medium_archive import links
from medium_archive.checks.completeness import hints
from medium_archive.checks.completeness.converted import commonmark
from medium_archive.checks.site_pages import code_colours, footnotes, missing_lines, page_markup, site_words, tree
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.medium.embeds import place_of

if TYPE_CHECKING:
    from medium_archive.articles.picture_file import Measures

# Forms of `element_forms`
_ADDED = r"""
a class=added href=#to-.+ aria-label=$back_to_text
span class=missing.added data-address?
span class=note data-size?
span class=(?:alt|address)
a class=address href rel=noopener aria-label? data-size?
a class=address.added href rel=noopener
p class=added >$embed_lost|pictures_missing
"""
# The line with the name of a file of a gist, which is not in a figure of the post
_WHOSE = r"""
p class=whose.added
span class=added
bdi class=name
a href rel=noopener
"""
_BACK = "↩"
_ZOOMED = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_MIN_ZOOM = 480  # pixels
_ROUNDED = 2  # pixels of the height of a copy, which may be made from another copy
_SQUARE, _STEPS = 50, 20  # the class of a square picture, and the number of classes up to one twice as wide
# A picture may have a title where a text has one of its three signs right before a parenthesis or the end of a line
_MAYBE_TITLED = re.compile(r"""["')]\s*\)|\]:.*["')]\s*$|\btitle\b""", re.MULTILINE)
# One step: libxml2 compares each element of two steps, or of two paths, with those that it has found
_FOUND = lxml.etree.XPath(
    "descendant::*[self::img or self::source or self::pre or self::table or self::blockquote or self::input"
    " or self::label or self::div[@class='row'] or self::a[@class='zoom']"
    " or contains(concat(' ', @class, ' '), ' added ')]"
)


@dataclass(frozen=True)
class Additions:
    """The comparison of one page `file`. `markdown` is its text. `thumbnails` has the names of the files that a link
    card to an address may show. `words` are the words of the site. In a post that `is_from_medium`, a block of code
    may continue the one before it.
    """

    file: str
    site_root: str
    markdown: str
    tongue: page_markup.Tongue
    measures: Measures
    thumbnails: Mapping[str, frozenset[str]]
    is_from_medium: bool = False

    def wrong(self, content: Element) -> Iterator[str]:
        """What is wrong in the element that holds the text."""
        if content.find("br") is not None and "<br" not in self.markdown.lower():
            yield "<br> between two blocks"
        found: Any = _FOUND(content)
        is_first = True
        for element in found:
            names = tree.classes(element)
            if element.tag == "img":
                yield from self._picture(element, content, is_first=is_first)
                is_first &= _around(element, "a", "card", "embed") is None
            elif element.tag == "source":
                yield from self._copies(element)
            elif element.tag in ("input", "label"):
                yield from self._task(element)
            elif element.tag == "blockquote":
                yield from self._quote(element, names)
            elif "added" in names:
                yield from self._added(element, names)
            if element.tag == "a" and names == ["zoom"] and next(element.iter("img"), None) is None:
                yield "<a class=“zoom”> without a picture"
            elif element.tag in ("pre", "table"):
                yield from _frame(element, joins=self.is_from_medium)
            elif names == ["row"]:
                yield from _row(element)
        yield from missing_lines.wrong(content, site_words.of(self.tongue.site))
        yield from footnotes.wrong(content, self.markdown)
        if "<span" not in self.markdown.lower():
            yield from code_colours.wrong(content)

    @cached_property
    def _titles(self) -> Mapping[str, frozenset[str]]:
        """The titles that the text gives the pictures of each file name, "" for none."""
        found: dict[str, set[str]] = defaultdict(set)
        if not _MAYBE_TITLED.search(self.markdown):
            return {}
        for picture in tree.division(commonmark.render(self.markdown)).iter("img"):
            name = posixpath.basename(unquote(urlsplit(picture.get("src", "")).path))
            found[name].add(tree.one_line(picture.get("title")))
        return {name: frozenset(titles) for name, titles in found.items()}

    def _target(self, element: Element, name: str) -> str:
        return tree.own_file(element.get(name, ""), self.file, self.site_root) or element.get(name, "")

    def _picture(self, picture: Element, content: Element, *, is_first: bool) -> Iterator[str]:
        target = self._target(picture, "src")
        if "://" in target:
            yield f"the picture {target} of another host"
            return
        size = self.measures.of(target).size
        wanted = {"decoding": "async"}
        if size:
            wanted |= {"width": str(size[0]), "height": str(size[1]), "class": _shape(*size)}
        link = _around(picture, "a", "card", "embed")
        may_wait = picture.get("loading") == "lazy"
        wanted |= {"loading": "lazy"} if may_wait or not is_first or link is not None else {"fetchpriority": "high"}
        titles = self._titles.get(posixpath.basename(target), ())
        title = tree.one_line(picture.get("title"))
        if title not in titles and (title or titles):
            yield f"<img title=“{title}”> of {target}, not “{min(titles, default='')}”"
        there = {name: value for name, value in picture.attrib.items() if name not in ("src", "alt", "title")}
        for name in sorted(there.keys() | wanted.keys()):
            if there.get(name) != wanted.get(name):
                yield f"<img {name}=“{there.get(name, '')}”> of {target}, not “{wanted.get(name, '')}”"
        if link is not None:
            yield from self._thumbnail(link, target)
            return
        yield from self._zoom(picture, target, size)

    def _thumbnail(self, link: Element, target: str) -> Iterator[str]:
        known = self.thumbnails.get(link.get("href", ""))
        if known and posixpath.basename(target) not in known:
            yield f"the picture {target} in the card of {link.get('href', '')}"

    def _zoom(self, picture: Element, target: str, size: tuple[int, int] | None) -> Iterator[str]:
        around = next(picture.iterancestors("a"), None)
        is_zoomed = around is not None and tree.classes(around) == ["zoom"]
        may_be = target.lower().endswith(_ZOOMED) and size is not None and max(size) >= _MIN_ZOOM
        must_be = may_be and around is None and next(picture.iterancestors("figure"), None) is not None
        if must_be or (is_zoomed and not may_be):
            yield f"<img> of {target} {'without' if must_be else 'with'} a link to the whole picture"
        if not is_zoomed or around is None:
            return
        if self._target(around, "href") != target:
            yield f"a link from the picture {target} to {self._target(around, 'href')}"
        label = site_words.of(self.tongue.site).get("whole_picture", "") if not picture.get("alt", "").strip() else None
        if around.get("aria-label") != label:
            yield f"<a aria-label=“{around.get('aria-label', '')}”> around {target}"

    def _copies(self, source: Element) -> Iterator[str]:
        """The smaller copies of a picture must have its name and its shape, and the width in their names."""
        picture = source.getparent()
        whole = next(picture.iter("img"), None)
        name = self._target(whole, "src") if whole is not None else ""
        size = self.measures.of(name).size
        kind = source.get("type", "").removeprefix("image/")
        for offer in source.get("srcset", "").split(","):
            address, _, width = offer.strip().partition(" ")
            copy = tree.own_file(address, self.file, self.site_root) or address
            ends = f"-{width.removesuffix('w')}.{kind}"
            if not copy.endswith(ends) or copy.removesuffix(ends) not in (name, name.rpartition(".")[0]):
                yield f"<source srcset=“{unquote(offer.strip())}”> of {name}"
            elif size and (own := self.measures.of(copy).size) and not _is_copy(own, size, width.removesuffix("w")):
                yield f"the copy {copy} of {name}: it is {own[0]} × {own[1]} pixels"
        if len({one.get("sizes") for one in picture.iter("source")}) > 1 or not source.get("sizes"):
            yield f"<source sizes=“{source.get('sizes', '')}”> of {name}"

    def _added(self, element: Element, names: list[str]) -> Iterator[str]:
        """Words that the site adds: those of a translation, the name of an embed's host, and whose file a gist is."""
        words = tree.words(element)
        if element.tag == "pre" and _around(element, "figure", "gist") is not None:
            return
        if element.tag == "span" and names in (["added"], ["added", "plays"]):
            line, link = _around(element, "p", "whose"), _around(element, "a", "embed")
            if line is not None and all(part.strip() in _plain(self.markdown) for part in words.split("·")):
                return
            place = place_of(links.host(_address(link))) if link is not None else None
            if place is None or place.label != words or place.plays != ("plays" in names):
                yield f"<span class=“{' '.join(names)}”> “{words}”"
            return
        if element.tag == "p" and element.getparent().tag == "blockquote":
            if not self._is_title_of_box(element):
                yield f"<p class=“added”> “{words}” in a quote"
            return
        yield from page_markup.foreign((element,), _WHOSE if "whose" in names else _ADDED, self.tongue)
        if element.tag == "a" and words != _BACK and not missing_lines.is_address_of(element):
            yield f"<a class=“added”> “{words}”"
        is_apart = _around(element, "figure", "lost") is not None or _around(element, "div", "absent") is not None
        if element.tag == "p" and "whose" not in names and not is_apart:
            yield f"<p class=“added”> “{words}”"

    def _task(self, element: Element) -> Iterator[str]:
        """A checkbox that nobody can change, in a label with its words, or with words of its own."""
        box = next(element.iter("input"), None)
        label = box.getparent() if box is not None else element
        done = box is not None and "checked" in box.attrib
        wanted = (
            None if tree.words(label) else site_words.of(self.tongue.site).get(f"task_{'done' if done else 'open'}")
        )
        if (
            box is None
            or label.tag != "label"
            or box.get("type") != "checkbox"
            or "disabled" not in box.attrib
            or box.get("aria-label") != wanted
        ):
            yield f"<{element.tag}> “{tree.words(label)}” that is no task"

    def _quote(self, quote: Element, names: list[str]) -> Iterator[str]:
        """A box is a note with a title; no other quote has a role."""
        is_box = not set(names).isdisjoint(hints.BOXES)
        if quote.get("role") != ("note" if is_box else None):
            yield f"<blockquote class=“{' '.join(names)}” role=“{quote.get('role', '')}”>"
        if is_box and not (len(quote) and self._is_title_of_box(quote[0])):
            yield f"<blockquote class=“{' '.join(names)}”> without its title"

    def _is_title_of_box(self, line: Element) -> bool:
        kind = next((name for name in tree.classes(line.getparent()) if name in hints.BOXES), "")
        title = site_words.of(self.tongue.site).get(f"boxes.{kind}")
        html = lxml.etree.tostring(line, encoding="unicode", with_tail=False)
        return line.getprevious() is None and html == f'<p class="added"><strong>{title}</strong></p>'


def thumbnails(archive: Snapshot) -> Mapping[str, frozenset[str]]:
    """The names of the files that a link card or an embed may show, by the address that it leads to."""
    found: dict[str, frozenset[str]] = {}
    for record in archive.pictures:
        for address in record.cards:
            files = frozenset(posixpath.basename(file) for file in record.files)
            # A person may have moved or renamed a file
            is_there = all(archive.path_now(file) in archive.files for file in record.files)
            found[address] = found.get(address, frozenset()) | files if is_there else frozenset()
    return found


def _address(embed: Element) -> str:
    """The address of an embed: that of its link, or the one in its words if the link leads to a post of the site."""
    shown = tree.find(embed, "span", "address")
    return str(embed.get("href")) if shown is None or "://" in embed.get("href", "") else tree.words(shown)


def _is_copy(size: tuple[int, int], whole: tuple[int, int], width: str) -> bool:
    """Whether a picture of this size may be a copy of a `whole` one with the stated width."""
    return str(size[0]) == width and abs(size[1] - whole[1] * size[0] / whole[0]) <= _ROUNDED


def _shape(width: int, height: int) -> str:
    """The class of a picture, by which a stylesheet makes the pictures of a row equally high."""
    step = _SQUARE + round(_STEPS * math.log2(width / height))
    return f"r{min(max(step, 0), 2 * _SQUARE)}"


def _frame(element: Element, *, joins: bool) -> Iterator[str]:
    """A block of code and a table are in an element that can scroll. A block of code names its language, and if it
    `joins` the one before it, it says so.
    """
    around = element.getparent()
    kind = "code" if element.tag == "pre" else "table"
    wanted = "code continued" if joins and kind == "code" and _touches_code(element, around) else kind
    if around.tag != "div" or " ".join(tree.classes(around)) != wanted:
        yield f"<{element.tag}> without <div class=“{wanted}”>"
    if kind == "table":
        if around.get("tabindex") != "0":
            yield "<div class=“table”> without tabindex"
        return
    if element.get("tabindex") != "0" or element.get("dir") != "ltr":
        yield f"<pre tabindex=“{element.get('tabindex', '')}” dir=“{element.get('dir', '')}”>"
    code = element[0] if len(element) and element[0].tag == "code" else None
    language = code.get("class", "").removeprefix("language-") if code is not None else ""
    if element.get("data-language", "") != language:
        yield f"<pre data-language=“{element.get('data-language', '')}”> of “{language}”"


def _touches_code(block: Element, around: Element) -> bool:
    """Whether the block of code right before this one has the same language."""
    before = around.getprevious()
    if before is None or (before.tail or "").strip() or before.tag != "div" or "code" not in tree.classes(before):
        return False
    other = before.find("pre")
    return other is not None and other.get("data-language") == block.get("data-language")


def _row(row: Element) -> Iterator[str]:
    for cell in row:
        picture = next(cell.iter("img"), None)
        shape = picture.get("class") if picture is not None else None
        if cell.tag != "div" or cell.get("class") != (shape or f"r{_SQUARE}"):
            yield f"<{cell.tag} class=“{cell.get('class', '')}”> in a row"
    if "with-row" not in tree.classes(row.getparent()):
        yield "<div class=“row”> in another element than <figure class=“with-row”>"


def _around(element: Element, tag: str, *names: str) -> Element | None:
    """The nearest element around with this tag and one of the classes."""
    for one in element.iterancestors(tag):
        if not set(names).isdisjoint(tree.classes(one)):
            return one
    return None


def _plain(markdown: str) -> str:
    for code, letter in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        markdown = markdown.replace(code, letter)
    return markdown
