"""The Markdown of an article without HTML, which NIP-23 forbids: readers of Nostr show it as it is written."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
import pyromark

from medium_archive import markdown
from medium_archive.articles import resolved_html
from medium_archive.markdown import reader

_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def without_html(text: str) -> str:
    """The text, in which HTML has become Markdown where there is a form for it, else its words."""
    return _replaced(_replaced(text, _as_markdown), _words).strip() + "\n"


def _replaced(text: str, of_block: Any) -> str:
    """The text with each block of HTML replaced by `of_block` of its source, and without the tags in other blocks."""
    source = text.encode()
    events: Any = pyromark.events_with_range(text, options=reader.OPTIONS)
    changes: list[tuple[int, int, bytes]] = []
    for event, place in events:
        start, end = place["start"], place["end"]
        match event:
            case {"Start": "HtmlBlock"}:
                changes.append((start, end, f"\n{of_block(source[start:end].decode()).strip()}\n".encode()))
            case {"InlineHtml": tag} if of_block is _words:
                changes.append((start, end, b" " if _BREAK.match(tag) else b""))
    for start, end, written in reversed(changes):
        source = source[:start] + written + source[end:]
    return source.decode()


def _as_markdown(html: str) -> str:
    return markdown.write(reader.inner(resolved_html.parse(html)))


def _words(html: str) -> str:
    """The words of a block of HTML, without comments. What would be markup in Markdown is escaped."""
    if not html.strip() or not re.search(r"<(?!!--)", html):
        return ""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return "\n\n".join(
        re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(words.split())) for words in _blocks(root) if words.strip()
    )


def _blocks(root: Any) -> list[str]:
    """The words of each element that has words of its own."""
    rows = list(root.iter("tr", "p", "li", "h2", "h3", "dt", "dd", "summary"))
    if not rows:
        return [root.text_content()]
    return [" | ".join(cell.text_content() for cell in row) if row.tag == "tr" else row.text_content() for row in rows]
