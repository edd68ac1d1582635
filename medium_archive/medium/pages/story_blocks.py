"""The blocks of a story's body.

A text and its marks become a block at once, by the rules of `medium/inline.py`. Pictures, embeds, cards and code are
written as in an export (`markup.py`) and read by the code that reads one, `medium/body.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bs4.element import Tag

from medium_archive import soup
from medium_archive.medium import body, code, inline, pictures
from medium_archive.medium.blocks import Block
from medium_archive.medium.marks import Mark as InlineMark
from medium_archive.medium.pages import markup
from medium_archive.medium.pages.story import Mark, Paragraph, Story
from medium_archive.medium.text import clean
from medium_archive.post import Picture
from medium_archive.report import Issue

_LISTS = {"bullet": "ul", "number": "ol"}
_HEADINGS = {"h2": "h2", "h3": "h2", "h4": "h3"}  # Medium's large heading is h3, its small one h4
_TEXTS = frozenset(("p", "quote", "pull quote", "caption", *_LISTS, *_HEADINGS))


def read(story: Story) -> tuple[list[Block], list[Issue], Picture | None]:
    """The blocks as `medium.body.read` gives them, the issues, and the picture that the author chose for lists."""
    parts: list[Block | str] = []  # a string is markup that is to be read
    for number, (cover, items) in enumerate(markup.sections(story)):
        parts += [Block("hr")] if number else []
        parts += [cover] if cover else []
        for name, group in groupby(items, key=lambda item: _LISTS.get(item[0].kind, "")):
            if name:
                parts.append(Block(name, tuple(f"<li>{_inline(paragraph)}</li>" for paragraph, _, _ in group)))
            else:
                parts += _grafs(group)
    html = "".join(part for part in parts if isinstance(part, str))
    holder = soup.first(soup.parse(code.flat(f"<section>{html}</section>")), "section")
    if holder is None:  # the markup above begins with one
        raise ValueError(html[:80])
    chosen = next((img for img in holder.find_all("img") if img.get("data-is-featured") == "true"), None)
    featured: Picture | None = pictures.read(chosen) if chosen is not None else None
    elements = iter([element for element in holder.contents if isinstance(element, Tag)])
    mixed = [next(elements) if isinstance(part, str) else part for part in parts]
    blocks, issues = body.read(holder, story.id, mixed)
    return blocks, issues, featured


def _grafs(items: Iterator[tuple[Paragraph, str, int]]) -> Iterator[Block | str]:
    for paragraph, role, width in items:
        if paragraph.kind not in _TEXTS:
            yield markup.graf(paragraph, width)
        elif html := _inline(paragraph):
            yield _block(paragraph, role, html)


def _block(paragraph: Paragraph, role: str, html: str) -> Block:
    kind, aligned = paragraph.kind, (paragraph.alignment,) if paragraph.alignment else ()
    if kind == "caption":
        return Block("figcaption", (html,))
    if kind in ("quote", "pull quote"):
        return Block("blockquote", (f"<p>{html}</p>",), (("pull",) if kind == "pull quote" else ()) + aligned)
    if role == "kicker" and kind in _HEADINGS:
        return Block("p", (html,), ("kicker", *aligned))
    if kind in _HEADINGS:
        return Block(_HEADINGS[kind], (html,), aligned, role=role if role in ("title", "subtitle") else "")
    return Block("p", (html,), (("drop-cap",) if paragraph.has_drop_cap else ()) + aligned)


def _inline(paragraph: Paragraph) -> str:
    """Plain inline HTML of a text, "" if nothing in it is visible."""
    text, marks = paragraph.text, paragraph.marks
    if not marks:
        return inline.write([(text, frozenset())])
    pieces: list[tuple[str, list[Mark]]] = []
    for piece, on in markup.pieces(text, marks):
        if any(mark.kind == "a" for mark in on) and not clean(piece).strip():
            # What becomes of a link without visible text depends on the elements around it
            holder = soup.first(soup.parse(f"<p>{markup.inline(text, marks)}</p>"), "p")
            return inline.read(holder) if holder is not None else ""
        if pieces and list(map(id, pieces[-1][1])) == list(map(id, on)):
            pieces[-1] = pieces[-1][0] + piece, on
        else:
            pieces.append((piece, on))
    return inline.write([(piece, frozenset(_inline_marks(on))) for piece, on in pieces])


def _inline_marks(marks: Sequence[Mark]) -> Iterator[InlineMark]:
    is_code = any(mark.kind == "code" for mark in marks)
    for mark in marks:
        if mark.kind != "a":
            yield mark.kind
        elif not (is_code and inline.is_auto_title(mark.title)) and (link := inline.link(mark.href, mark.title)):
            yield link
