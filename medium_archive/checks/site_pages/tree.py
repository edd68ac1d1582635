"""A page of the site as a tree: its words, its links to files of the site, and its hidden elements."""

from __future__ import annotations

import posixpath
import re
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import lxml.etree
import lxml.html

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_HIDING_CLASSES = frozenset(("skip", "light-box"))  # of the shipped stylesheets
_HIDING_TAGS = frozenset(("template", "noscript", "dialog", "datalist"))
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_PLAIN = re.compile(r"(?:\.\./)+(?:[\w@-][\w.@-]*/)*[\w@-][\w.@-]*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_IN_LINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "input", "ins", "kbd", "label", "mark",
     "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip
POSTS = ("posts/", "responses/", "drafts/")
_PARTS_OF_CARD = frozenset(("title", "description", "host"))


def is_page_of_post(file: str) -> bool:
    """Whether a file of the site is the page of a post."""
    return file.startswith(POSTS) and file.count("/") == 2 and file.endswith("/index.html")


def parse(content: bytes) -> Element:
    """The root of a page; of an empty page for bytes without any element or text."""
    parser = lxml.etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True)
    root = lxml.etree.fromstring(content.strip() or b"<p>", parser)
    return lxml.etree.fromstring(b"<p>", parser) if root is None else root


def division(html: str) -> Element:
    """A division with the elements of an HTML text, also if the text is a whole page or has no body."""
    root = lxml.html.fragment_fromstring(f"<br>{html}", create_parent="div")  # it fails for <html></html> alone
    root[0].drop_tree()
    return root


def classes(element: Element) -> list[str]:
    return str(element.get("class", "")).split()


def one_line(text: str | None) -> str:
    """A text with one space between two words."""
    return " ".join((text or "").split())


def words(element: Element) -> str:
    """All words of an element on one line."""
    return one_line("".join(element.itertext()))


def own_file(address: str, page: str, root: str) -> str | None:
    """The file of the site that an address on `page` leads to; `#id` for a place on the same page; None for an address
    elsewhere. `root` is the path of the site at its host; the addresses on 404.html begin with it.
    """
    if _PLAIN.fullmatch(address):  # as most addresses; the code below takes ten times as long
        up = address.count("../")
        folders = page.split("/")[:-1]
        if up <= len(folders):
            return "/".join((*folders[: len(folders) - up], address[3 * up :]))
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return f"#{unquote(parts.fragment)}" if parts.fragment else ""
    path = unquote(parts.path)
    if path.startswith("/"):
        return path.removeprefix(f"{root}/") if path.startswith(f"{root}/") else None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def hidden_by(element: Element) -> str:
    """The attribute, element name or class that hides an element from readers; "" if it is visible."""
    if element.tag in _HIDING_TAGS:
        return str(element.tag)
    for name in ("hidden", "style", "inert", "popover"):
        if element.get(name) is not None:
            return name
    if element.get("aria-hidden", "").strip().lower() == "true":
        return "aria-hidden"
    return next((name for name in classes(element) if name in _HIDING_CLASSES), "")


def find(root: Element, tag: str, name: str) -> Element | None:
    """The first element with this tag and class."""
    return next((one for one in root.iter(tag) if name in classes(one)), None)


def amounts(text: Element) -> tuple[int, int]:
    """The number of characters of Han, kana and Hangul, and the number of words of other scripts, in the text of a
    post. Elements that the site has added are not counted.
    """
    pieces: list[str] = []
    readings: list[str] = []
    _collect(text, pieces, readings)
    whole = "".join((*pieces, "\n", " ".join(readings)))
    return len(_CJK.findall(whole)), len(_WORD.findall(_CJK.sub(" ", whole)))


def _collect(element: Element, pieces: list[str], readings: list[str]) -> None:
    is_apart = element.tag in ("rt", "rp")
    is_block = not is_apart and (element.tag not in _IN_LINE or element.get("class") in _PARTS_OF_CARD)
    pieces.append("\n" if is_block else "")
    if element.tag == "rt":
        readings.append("".join(element.itertext()))
    elif not is_apart and "added" not in classes(element):
        pieces.append(element.text or "")
        for child in element:
            _collect(child, pieces, readings)
            pieces.append(child.tail or "")
    pieces.append("\n" if is_block else "")
