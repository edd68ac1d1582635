"""The description of a page whose text gives none: the first sentences, or the first words, of its paragraphs and list
items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medium_archive import markdown
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import shortened
from medium_archive.checks.site_pages.tree import Element

_MAX = 400  # characters: no more paragraphs are taken after these
_LIST = 220  # characters that a list may show of them
_LEAST = 20  # that it has to show, if there are so many
_ENDS = ("…", ".", "!", "?", "؟", "۔", "。", "！", "？")
_BLOCKS = ("p", "ul", "ol", "li", "div", "table", "dl", "details", "pre", "blockquote", "figure")
_BESIDE_TITLE = frozenset(("added", "description", "host"))  # what a page has in a card beside its title
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def of_page(content: Element | None, text: str, shown: str) -> str:
    """The description that a page must have, from the text on it, or `shown`, which it has, if that agrees with the
    Markdown `text`: then only the text on the page is wrong.
    """
    words = _of(content) if content is not None else ""
    is_right = _begins(words, shown) or _begins(_of(tree.parse(markdown.read(text).encode("utf-8", "replace"))), shown)
    return shown if is_right else shortened(words)


def _begins(words: str, shown: str) -> bool:
    """Whether the words shown are all words, or so many of the first that a list has room for, up to the end of a
    sentence or with a sign that more follow.
    """
    if words == shown and len(words) <= _LIST:
        return True
    start = shown.removesuffix("…").rstrip()
    return _LEAST <= len(start) <= _LIST and words.startswith(start) and shown.endswith(_ENDS)


def _of(content: Element) -> str:
    words = ""
    for paragraph in content.iter("p", "li"):
        text = tree.one_line("".join(_pieces(paragraph)))
        if text and "kicker" not in tree.classes(paragraph) and not _is_added(paragraph):
            words += text if not words or _IDEOGRAPH.match(text) else f" {text}"
        if len(words) > _MAX:
            break
    return words


def _is_added(paragraph: Element) -> bool:
    """Whether the site added a paragraph to the text."""
    return any("added" in tree.classes(one) for one in (paragraph, *paragraph.iterancestors()))


def _pieces(element: Element) -> Iterator[str]:
    """The words of an element up to a block in it, without readings and what the site added."""
    yield element.text or ""
    for one in element:
        if one.tag in _BLOCKS:
            return
        if one.tag == "br":
            yield " "
        elif one.tag not in ("rt", "rp") and _BESIDE_TITLE.isdisjoint(tree.classes(one)):
            yield from _pieces(one)
        yield one.tail or ""
