"""Boxes, which GitHub calls alerts: a quote whose first line is `[!NOTE]` or another of five words."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The classes of a box in plain HTML, and in capitals its word in Markdown
KINDS = ("note", "tip", "important", "warning", "caution")
# As pulldown-cmark renders a box
_RENDERED = re.compile(rf'<blockquote class="markdown-alert-({"|".join(KINDS)})">')


def kind_of(names: Iterable[str]) -> str:
    """The box that an element with these classes is, "" for none."""
    return next((name for name in names if name in KINDS), "")


def marker(kind: str) -> str:
    """The first line of a box."""
    return f"[!{kind.upper()}]"


def in_plain_html(html: str) -> str:
    """What pulldown-cmark rendered, with the classes of plain HTML."""
    return _RENDERED.sub(r'<blockquote class="\1">', html) if "markdown-alert-" in html else html
