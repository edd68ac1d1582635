"""The visible text of a page, and its number of words and characters."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

# Han, kana and Hangul: counted by the character
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_CARD = ("title", "description", "host")  # each part of a card is on a separate line
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
     "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip


def visible(root: HtmlElement) -> str:
    """The text of an element, with a line break where a browser begins a new line or cell, and without what the site
    added (class `added`).
    """
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        is_block = element.tag not in _INLINE or element.get("class") in _CARD
        if event == "start":
            added = "added" in element.get("class", "").split()
            if added:
                walk.skip_subtree()
            pieces.append("\n" if is_block else "")
            pieces.append("" if added else element.text or "")
            continue
        pieces.append("\n" if is_block and event == "end" else "")
        if element is not root:
            pieces.append(element.tail or "")
    return re.sub(r"\s*\n\s*", "\n", "".join(pieces)).strip()


def counts(text: str) -> tuple[int, int]:
    """The number of characters of Han, kana and Hangul, and the number of words in other scripts."""
    return len(CJK.findall(text)), len(_WORD.findall(CJK.sub(" ", text)))
