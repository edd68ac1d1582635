"""What Medium's interface around a story says of members: that the story is for them, and that the rest is hidden.

A story may quote these words, so its own paragraphs, captions and cards do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_LABEL = "Member-only story"
_WALL = re.compile(
    r"author\s+made\s+this\s+story\s+available\s+to\s+Medium\s+members\s+only"
    r"|Create\s+an\s+account\s+to\s+read\s+the\s+full\s+story"
    r"|Read\s+the\s+full\s+story\s+with\s+a\s+free\s+account"
    r"|completed\s+your\s+member\s+preview"
)
_WALL_LINK = "post_regwall"  # a part of the address of each link in the wall, in any language
_NAME = re.compile(r"[0-9a-f]{4}\Z")


def is_shown(html: str, tree: HtmlElement) -> bool:
    """Whether a page hides the rest of its story from strangers."""
    if _WALL_LINK not in html and not _WALL.search(html):
        return False
    return any(_WALL.search(text) for text in _texts(tree, "a")) or any(
        _WALL_LINK in anchor.get("href", "") and not _is_own(anchor) for anchor in tree.iter("a")
    )


def has_label(html: str, article: HtmlElement) -> bool:
    """Whether the head of an article says that its story is for members."""
    return _LABEL in html and any(text.strip() == _LABEL for text in _texts(article))


def _texts(tree: HtmlElement, *without: str) -> Iterator[str]:
    """The texts of the interface, without those in elements of these names."""
    for element in tree.iter("div", "section", "span", "p", "h1", "h2", "h3", "button", "a"):
        for text in (element.text, *(child.tail for child in element)):
            if text and not text.isspace() and not _is_own(element, *without):
                yield text


def _is_own(element: HtmlElement, *without: str) -> bool:
    """Whether an element is in a paragraph or a figure of a story, or in one of these elements."""
    return any(
        one.tag in ("figure", *without) or _NAME.match(one.get("id") or one.get("name") or "")
        for one in (element, *element.iterancestors())
    )
