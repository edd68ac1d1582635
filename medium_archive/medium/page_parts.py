"""Finds where a post page is cut into head, body and footer. Its tags may be in capitals."""

from __future__ import annotations

import re

BODY = re.compile(r'<section\b[^>]*\bdata-field="body"[^>]*>', re.IGNORECASE)
_ENTRY = re.compile(r'\bclass="h-entry"', re.IGNORECASE)
_FOOTER = re.compile(r"<footer(?=[\s>])", re.IGNORECASE)
_END = "</html>"


def is_entry(page: str) -> bool:
    """Whether a page has the element that holds a post."""
    return ' class="h-entry"' in page or _ENTRY.search(page) is not None


def footer_at(page: str, start: int = 0) -> int:
    """Where the last footer after `start` begins; -1 if there is none."""
    place = page.rfind("<footer>", start)  # quick for almost every page; the pattern then reads only the footer
    for match in _FOOTER.finditer(page, max(place, start)):
        place = match.start()
    return place


def is_whole(page: str) -> bool:
    """Whether a page is complete: it ends with `</html>`."""
    return page.rstrip()[-len(_END) :].lower() == _END
