"""The text of HTML without its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(("blockquote", "dl", "figcaption", "figure", "h2", "h3", "ol", "p", "pre", "table", "ul"))
_LINES = frozenset(("br", "dd", "div", "dt", "hr", "li", "summary", "tr"))
_SPACE = re.compile(r"\s+")
# Marks in a text. No text has these characters itself, because the sanitiser removes them
_BLOCK_END, _LINE_END = "\x1d", "\x1e"
_ENDS = re.compile(f" ?[{_BLOCK_END}{_LINE_END}](?: ?[{_BLOCK_END}{_LINE_END}])*")


def words(root: HtmlElement) -> str:
    """The text below an element without markup: a blank line between blocks, a line for each item and row, code as it
    is.
    """
    text = "".join(_words(root, "", _BLOCK_END))
    return _ENDS.sub(lambda ends: "\n\n" if _BLOCK_END in ends[0] else "\n", text).strip("\n")


def _words(element: HtmlElement, tag: str, block_end: str) -> Iterator[str]:
    """The text of an element, with marks where a block, an item, a row or a cell ends."""
    end = block_end if tag in _BLOCKS else _LINE_END if tag in _LINES else ""
    yield end
    if tag == "pre":
        yield element.text_content()
    else:
        text = _SPACE.sub(" ", element.text or "")
        yield text.lstrip() if end else text
        for child in element:
            yield from _words(child, child.tag, _LINE_END if tag == "li" else block_end)
            yield _SPACE.sub(" ", child.tail or "")
    yield end or ("\t" if tag in ("td", "th") and element.getnext() is not None else "")
