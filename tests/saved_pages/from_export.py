"""A page of an export told again, so that other kinds of pages of the same post can be written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import lxml.html
from lxml.html import HtmlElement

from tests.saved_pages.tellings import Marks, Part, Piece, Telling

_KINDS = {
    "graf--p": "P", "graf--h2": "H2", "graf--h3": "H3", "graf--h4": "H4", "graf--blockquote": "BQ",
    "graf--pullquote": "PQ", "graf--pre": "PRE", "graf--mixtapeEmbed": "MIXTAPE_EMBED", "graf--iframe": "IFRAME",
    "graf--figure": "IMG", "graf--sectionCaption": "SECTION_CAPTION",
}  # fmt: skip
_LAYOUTS = {
    "graf--layoutOutsetCenter": "OUTSET_CENTER", "graf--layoutOutsetLeft": "OUTSET_LEFT",
    "graf--layoutInsetLeft": "INSET_LEFT", "graf--layoutFillWidth": "FULL_WIDTH",
    "graf--layoutOutsetRow": "OUTSET_ROW", "graf--layoutOutsetRowContinue": "OUTSET_ROW_CONTINUE",
}  # fmt: skip
_PAGE = re.compile(r"(?:\A|posts/)[^/.][^/]*-[0-9a-f]{8,12}\.html\Z")
_MARKS = {"strong": "STRONG", "em": "EM", "code": "CODE"}
_MODES = {"0": "NONE", "1": "AUTO", "2": "EXPLICIT"}


def pages(export: Path) -> Iterator[tuple[str, bytes]]:
    """The names and the contents of the post pages in an export."""
    with zipfile.ZipFile(export) as file:
        for name in file.namelist():
            if _PAGE.search(name):
                yield f"posts/{name.rpartition('/')[2]}", file.read(name)


def telling(page: bytes, post_id: str) -> Telling:
    """The story of a page. What only some exports have, as tables, is not in it."""
    tree = lxml.html.document_fromstring(page.decode("utf-8"))
    body = _found(tree, '//section[@data-field="body"]')[0]
    parts: list[Part] = []
    breaks: list[int] = []
    covers: dict[int, dict[str, Any]] = {}
    for element in body.iter("section", "div", "p", "h2", "h3", "h4", "blockquote", "pre", "li", "figure", "label"):
        names = set(element.get("class", "").split())
        if element.tag == "section" and element is not body and parts:
            breaks.append(len(parts))
        elif "section-background" in names:
            covers[len(parts)] = _image(element)
        elif "graf" in names or element.tag == "li":
            parts.append(_part(element, names, f"{len(parts):032x}"))
    address = next(iter(_found(tree, '//a[contains(@class, "p-canonical")]/@href')), "")
    author = next(iter(_found(tree, '//a[contains(@class, "p-author")]')), None)
    time = next(iter(_found(tree, "//time/@datetime")), "")
    published = round(datetime.fromisoformat(time).timestamp() * 1000) if time else 0
    return Telling(
        post_id,
        _text(tree, '//h1[@class="p-name"]'),
        _text(tree, '//section[@data-field="subtitle"]'),
        tuple(parts),
        tuple(breaks),
        slug=address.rpartition("/")[2],
        user=author.get("href").rpartition("/@")[2] if author is not None else "ada",
        name=author.text_content() if author is not None else "Ada",
        published=published,
        updated=published,
        version="3fed73795ca4" if published else "",
        covers=covers,
        seo_description=_text(tree, '//section[@data-field="description"]'),
    )


def _text(tree: HtmlElement, path: str) -> str:
    return next((" ".join(one.text_content().split()) for one in _found(tree, path)), "")


def _found(tree: HtmlElement, path: str) -> list[Any]:
    return cast("list[Any]", tree.xpath(path))


def _part(element: HtmlElement, names: set[str], media: str) -> Part:
    kind = next((kind for name, kind in (("graf--iframe", "IFRAME"), *_KINDS.items()) if name in names), "P")
    if element.tag == "li":
        kind = "OLI" if next(element.iterancestors("ol", "ul")).tag == "ol" else "ULI"
    options: dict[str, Any] = {}
    holder: HtmlElement | None = element
    if kind in ("IMG", "IFRAME"):
        holder = next(element.iter("figcaption"), None)
        options["layout"] = next((layout for name, layout in _LAYOUTS.items() if name in names), "INSET_CENTER")
    if kind == "IMG":
        img = next(element.iter("img"), None)
        options |= _image(img) if img is not None else {}
        anchor = next(img.iterancestors("a"), None) if img is not None else None
        options |= {"link": anchor.get("href")} if anchor is not None else {}
    if kind == "IFRAME":
        options |= {"frame": _frame(element), "media": media}
    if kind == "MIXTAPE_EMBED":
        anchors = list(element.iter("a"))
        holder = anchors[0]
        thumbnail = next((a.get("data-thumbnail-img-id") for a in anchors if a.get("data-thumbnail-img-id")), "")
        options |= {"href": anchors[0].get("href"), "image": thumbnail}
    if mode := element.get("data-code-block-mode"):
        options |= {"mode": _MODES[mode], "lang": element.get("data-code-block-lang", "")}
    options |= {"hasDropCap": True} if "graf--hasDropCap" in names else {}
    options |= {"alignment": 2} if element.get("data-align") == "center" else {}
    pieces = tuple(_pieces(holder, ())) if holder is not None else ()
    return Part(kind, pieces, options)


def _image(img: HtmlElement) -> dict[str, Any]:
    told: dict[str, Any] = {"image": img.get("data-image-id", "")}
    told |= {"width": int(img.get("data-width") or 0), "height": int(img.get("data-height") or 0)}
    told |= {"alt": img.get("alt")} if img.get("alt") else {}
    return told | ({"isFeatured": True} if img.get("data-is-featured") == "true" else {})


def _frame(figure: HtmlElement) -> str:
    frames = [one.get("src") for one in figure.iter("iframe", "script") if "widgets.js" not in one.get("src", "")]
    links = [one.get("href") for one in figure.iter("a") if next(one.iterancestors("blockquote"), None) is not None]
    return next((one for one in (*frames, *links) if one), "")


def _pieces(element: HtmlElement, marks: Marks) -> Iterator[Piece]:
    yield from _folded(element.text, marks)
    for child in element:
        if child.tag == "br":
            yield Piece("\n", marks)
        elif child.tag == "a" and child.get("href") and not any(kind == "A" for kind, _ in marks):
            title = child.get("title", "")
            yield from _pieces(child, (*marks, ("A", child.get("href") + (f" {title}" if title else ""))))
        elif child.tag in _MARKS:
            yield from _pieces(child, (*marks, (_MARKS[child.tag], "")))
        elif child.tag == "span":
            yield from _pieces(child, marks)
        yield from _folded(child.tail, marks)


def _folded(text: str | None, marks: Marks) -> Iterator[Piece]:
    if text:
        yield Piece(re.sub(r"[ \t\r\n]*\n[ \t\r\n]*", " ", text), marks)
