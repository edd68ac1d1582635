"""A `pre` of Medium's page: its code, exactly, and what a code block of Markdown can't hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import CodePart
from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.marks import BITS, DEL, EM, OTHERS, STRONG
from medium_archive.checks.completeness.original import inline

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any


_ODD_SIGNS = re.compile(r"[^\w+#.-]")
_PLAIN = frozenset(("span", "br"))  # these have no mark, no link and no border of a block


def read(pre: Element) -> tuple[CodePart, list[Loss]]:
    """The code of a `pre`, and the marks and links in it, which are lost."""
    tags = {element.tag for element in pre.iterdescendants()} if len(pre) else frozenset[Any]()
    if not tags:  # as in nearly every block of the old editor
        text, losses = pre.text or "", list[Loss]()
    elif tags <= _PLAIN:
        text, losses = "".join(_plain_texts(pre) if "br" in tags else pre.itertext()), []
    else:
        text, losses = _with_marks(pre)
    # In Markdown a language is one word of letters, digits and a few signs
    given = "-".join(pre.get("data-code-block-lang", "").split())
    language = _ODD_SIGNS.sub("", given)
    if language != given:
        losses.append(Loss("code_languages", given, why="no form"))
    mode = pre.get("data-code-block-mode")  # 2 is chosen, 1 a guess of Medium's; the old editor has none
    return (text, language, mode == "2", mode is None), losses


def _plain_texts(element: Element) -> list[str]:
    """The texts in an element that contains only elements of `_PLAIN`."""
    found = [element.text or ""]
    for child in element:
        found += ("\n",) if child.tag == "br" else _plain_texts(child) if len(child) else (child.text or "",)
        if child.tail:
            found.append(child.tail)
    return found


def _with_marks(pre: Element) -> tuple[str, list[Loss]]:
    parts: list[str] = []
    marked: dict[int, list[str]] = {STRONG: [], EM: []}
    others: list[Loss] = []
    for text, marks in _pieces(pre):
        parts.append(text)
        if not marks:
            continue
        for mark, texts in marked.items():
            if marks & mark:
                texts.append(text)
        others += _other_marks(text, marks)
    losses = [loss for link in pre.iter("a") for loss in _lost_link(link)]
    for mark, kind in ((STRONG, "strong"), (EM, "emphasis")):
        if amount := sum(len(visible(text)) for text in marked[mark]):
            losses.append(Loss(kind, "".join(marked[mark]), amount, "marks in code"))
    return "".join(parts), losses + others


def _other_marks(text: str, bits: int) -> Iterator[Loss]:
    amount = len(visible(text))
    if bits & DEL and amount:
        yield Loss("strikethrough", text, amount, "marks in code")
    for tag, bit in OTHERS.items():
        if bits & bit and amount:
            yield Loss("other_marks", f"<{tag}> {text}", amount, "marks in code")


def _lost_link(link: Element) -> Iterator[Loss]:
    text, address = inline.text_of(link), link.get("href", "")
    is_in_text = addresses.normal(text) in addresses.normal(address)
    if text and address.strip() and not inline.is_auto_link(link) and not is_in_text:
        yield Loss("links", f"{text} ({address})", why="link in code")


def _pieces(element: Element) -> Iterator[tuple[str, int]]:
    """The text of a code block in pieces with their marks. Each block in it has its own lines."""
    is_open = needs_end = False
    for text, marks, is_border in _nodes(element):
        needs_end |= is_border and is_open
        if text:
            if needs_end and text != "\n":
                yield "\n", 0
            yield text, marks
            is_open, needs_end = not text.endswith("\n"), False


def _nodes(element: Element, marks: int = 0) -> Iterator[tuple[str, int, bool]]:
    """Each text with its marks, and each border of a block."""
    yield element.text or "", marks, False
    for child in element:
        is_block = child.tag in inline.BLOCKS
        if is_block:
            yield "", 0, True
        if child.tag == "br":
            yield "\n", 0, False
        elif isinstance(child.tag, str) and child.tag not in inline.CODE_OF_PAGES:
            yield from _nodes(child, marks | BITS.get(child.tag, 0))
        if is_block:
            yield "", 0, True
        yield child.tail or "", marks, False
