"""Markdown to HTML by markdown-it: CommonMark 0.31 with GitHub's tables, strikethrough, task lists and footnotes.

The builder uses another engine (pyromark), so that a mistake of one engine shows in the comparison.
"""

from __future__ import annotations

import re

# The attribute of a paragraph that is an address alone, or an address with a caption under it
EMBED = "data-embed"
_ADDRESS_ALONE = re.compile(r"<?(https?://[^\s<>]*[^\s<>\\])>?[ \t]*(?:\n_[^\n].*)?", re.DOTALL | re.IGNORECASE)


def embedded(paragraph: str) -> str:
    """The address of an embed by the Markdown of its paragraph; "" for any other paragraph."""
    match = _ADDRESS_ALONE.fullmatch(paragraph)
    return match[1] if match else ""


def render(text: str) -> str:
    """The HTML of a Markdown text without front matter."""
    from medium_archive.checks.completeness.converted import engine  # noqa: PLC0415  # slow to import

    return engine.render(text)
