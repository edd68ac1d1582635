"""A Markdown text as its blocks, each with its source, for engines that read some blocks differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyromark

from medium_archive.markdown import gists, hints, reader

_COMMENT = re.compile(r"<!--(.*?)-->\s*", re.DOTALL)
# Inline HTML that is no more than an element of plain HTML
_HARMLESS = re.compile(
    r"</?(?:strong|em|code|del|ins|u|mark|sub|sup|kbd|small|q|cite|dfn|var|samp|bdi|ruby|rt|rp|br|abbr|bdo|time)>"
    r"|<abbr title=\"[^\"]*\">|<bdo dir=\"\w+\">|<time datetime=\"[^\"]*\">"
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*?(/?)>", re.IGNORECASE)
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "wbr"))


@dataclass(frozen=True)
class Reference:
    """A link or a picture in a block: its address, the position of its source in the block in bytes, and its form."""

    address: str
    start: int
    end: int
    form: str
    is_picture: bool


@dataclass
class Block:
    """A block of the text. `hint` is the comment before it, with its line end. `kind` is pyromark's name of it.

    `has_html` is true if it has HTML that a sanitiser must see. `infos` has, of
    each block of code in it, the words after the fence, None if it is indented.
    """

    kind: str
    source: str
    hint: str = ""
    code: str | None = None
    infos: list[str | None] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    has_html: bool = False
    has_footnotes: bool = False


def split(text: str) -> Iterator[Block]:
    """The blocks of a text in their order. Comments that are not hints are left out. An HTML element that begins in one
    block and ends in another is one block, together with the blocks between.
    """
    waiting: list[Block] = []
    depth, hint = 0, ""
    for block in _blocks(text):
        comment = _COMMENT.fullmatch(block.source) if block.kind == "HtmlBlock" else None
        if comment is not None and not depth:
            words = comment[1].strip()
            if words == hints.LOST:
                yield Block("Lost", block.source.strip())
            is_hint = words == hints.LOST_WITH_CAPTION or hints.parse(words) or gists.parse(words)
            hint = f"{block.source.rstrip()}\n" if is_hint else ""
            continue
        block.hint, hint = hint, ""
        if block.kind == "HtmlBlock":
            depth = max(0, depth + _opened(block.source))
        waiting.append(block)
        if depth == 0:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _opened(source: str) -> int:
    """The number of elements that a block of HTML opens and does not close."""
    tags = (tag for tag in _TAG.finditer(_COMMENT.sub("", source)) if tag[2].lower() not in _VOID and not tag[3])
    return sum(-1 if tag[1] else 1 for tag in tags)


def _joined(blocks: list[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    source = "\n\n".join(block.hint + block.source for block in blocks)
    return Block("HtmlBlock", source, has_html=True, has_footnotes=any(block.has_footnotes for block in blocks))


def _blocks(text: str) -> Iterator[Block]:
    text = text.replace("\r\n", "\n")
    source = text.encode()
    depth, start = 0, 0
    block = Block("", "")
    events: Any = pyromark.events_with_range(text, options=reader.OPTIONS)
    for event, place in events:
        match event:
            case {"Start": tag}:
                if depth == 0:
                    start = _line_start(source, place["start"])
                    block = Block(_name(tag), source[start : place["end"]].decode().rstrip("\n"))
                    block.has_html = block.kind == "HtmlBlock"
                    block.code = "" if block.kind == "CodeBlock" and tag["CodeBlock"] != "Indented" else None
                block.infos += _infos(tag)
                depth += 1
                if isinstance(tag, dict) and (target := tag.get("Link") or tag.get("Image")):
                    form = target["link_type"]
                    begin, end = place["start"] - start, place["end"] - start
                    block.references.append(Reference(target["dest_url"], begin, end, form, "Image" in tag))
                if depth > 1 and _name(tag) == "HtmlBlock":
                    block.has_html = True
            case {"End": _}:
                depth -= 1
                if depth == 0:
                    yield block
            case {"InlineHtml": html}:
                block.has_html = block.has_html or not _HARMLESS.fullmatch(html)
            case {"FootnoteReference": _}:
                block.has_footnotes = True
            case {"Text": words} if block.code is not None:
                block.code += words
            case "Rule" if depth == 0:
                yield Block("Rule", "---")
        if block.kind == "FootnoteDefinition":
            block.has_footnotes = True


def _line_start(source: bytes, start: int) -> int:
    """The start of the line at `start`, because pyromark's range of an indented block begins after the indent."""
    return source.rfind(b"\n", 0, start) + 1


def _infos(tag: Any) -> list[str | None]:
    if not isinstance(tag, dict) or "CodeBlock" not in tag:
        return []
    return [None if tag["CodeBlock"] == "Indented" else tag["CodeBlock"]["Fenced"]]


def _name(tag: Any) -> str:
    return tag if isinstance(tag, str) else next(iter(tag))
