"""The classes of the spans that give code its colours: each is one of Pygments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from medium_archive.checks.site_pages.tree import Element


def wrong(content: Element) -> Iterator[str]:
    """The classes in the code blocks of a text that give no colour, or hide a part of the code."""
    for block in content.iter("pre"):
        for span in block.iter("span"):
            if span.get("class", "") not in _classes():
                yield f"<span class=“{span.get('class', '')}”> in code"


@cache
def _classes() -> frozenset[str]:
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415  # slow, and many sites have no code

    return frozenset(STANDARD_TYPES.values()) - {""}
