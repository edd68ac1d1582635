"""The paragraphs of a story in the elements of a saved page: those whose id is four hexadecimal digits, in the story's
own article. Pictures, embeds and cards of pages since 2019 have no such id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from medium_archive.checks.completeness.saved.line import Line, Run, line

_NAME = re.compile(r"[0-9a-f]{4}")
_PICTURE = re.compile(r"(?:medium\.com|cloudfront\.net)/[^\s\"']*?(\d\*[\w.@-]+)")
_BODIES = frozenset(("js-postField", "postField--body", "postArticle-content"))
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code"}
# Words in these elements do not belong to the story: controls, and text for scripts
_OUTSIDE = frozenset(("script", "style", "noscript", "template", "button", "svg", "iframe"))
_IGNORED = "speechify-ignore"
_NO_MARKS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """The paragraphs that elements show, and the ids of the pictures in their figures. `is_old`: a page until 2018, on
    which pictures, embeds and cards have names, too. `is_edited`: it is open in an editor, whose text may be another
    one. `is_spaced`: a program has put elements on lines of their own.
    """

    lines: tuple[Line, ...] = ()
    pictures: tuple[str, ...] = ()
    is_old: bool = False
    is_edited: bool = False
    is_spaced: bool = False


def read(tree: HtmlElement) -> Shown:
    """What the elements of the story show; nothing without a story."""
    body = _body(tree)
    if body is None:
        return Shown()
    named: dict[str, HtmlElement] = {}
    for element in _named(body):
        named.setdefault(_name(element), element)  # some files have a page twice
    pictures = (name for figure in body.iter("figure") for name in _pictures(figure))
    return Shown(
        tuple(_line(name, element) for name, element in named.items()),
        tuple(dict.fromkeys(pictures)),
        is_old=bool(body.find_class("graf")),
        is_edited=any(one.get("contenteditable") == "true" for one in (*body.iterancestors(), *body.iter())),
        is_spaced=any("\n" in text for one in named.values() if not _is_code(one) for text in one.itertext()),
    )


def _body(tree: HtmlElement) -> HtmlElement | None:
    """The article of the story: the first one; until 2018 what is around the first paragraph."""
    graf = next(iter(tree.find_class("graf")), None)
    if graf is None:
        return next(tree.iter("article"), None)
    around = list(graf.iterancestors())
    return next((one for one in around if not _BODIES.isdisjoint(_classes(one))), around[-1])


def _classes(element: HtmlElement) -> list[str]:
    return str(element.get("class", "")).split()


def _name(element: HtmlElement) -> str:
    name = str(element.get("id", ""))
    return name if _NAME.fullmatch(name) else ""


def _named(element: HtmlElement) -> Iterator[HtmlElement]:
    """The outermost elements with the name of a paragraph."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _OUTSIDE or _IGNORED in _classes(child):
            continue
        if _name(child):
            yield child
        else:
            yield from _named(child)


def _is_code(element: HtmlElement) -> bool:
    return element.tag == "pre" or next(element.iterancestors("pre"), None) is not None


def _line(name: str, element: HtmlElement) -> Line:
    if element.tag == "figure":
        caption = next(element.iter("figcaption"), None)
        picture = next(_pictures(element), "")
        return line(name, "figure", _runs(caption, _NO_MARKS, "") if caption is not None else (), picture=picture)
    return line(name, str(element.tag), _runs(element, _NO_MARKS, ""))


def _pictures(figure: HtmlElement) -> Iterator[str]:
    for element in figure.iter("img", "source", "div"):
        if held := element.get("data-image-id"):
            yield str(held)
        for key in ("src", "srcset", "data-src"):
            yield from _PICTURE.findall(element.get(key, ""))


def _runs(element: HtmlElement, marks: frozenset[str], href: str) -> Iterator[Run]:
    if element.text:
        yield Run(element.text, marks, href)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            yield Run("\n", marks, href)
        elif tag and tag not in _OUTSIDE and _IGNORED not in _classes(child):
            own = marks | {_MARKS[tag]} if tag in _MARKS else marks
            yield from _runs(child, own, href or _target(child))
        if child.tail:
            yield Run(child.tail, marks, href)


def _target(element: HtmlElement) -> str:
    return str(element.get("data-href") or element.get("href") or "") if element.tag == "a" else ""
