"""How much one item may be: a page, a text, a post of a feed. Readers parse, compare and copy an item several times,
so a larger one could take minutes and gigabytes.

The largest post in real exports has 560 kB, another one 10,600 tags. libxml2 cuts a text after 10 MB, and a page of
quotes or tables with 150,000 tags takes up to 10 seconds to import.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """The most bytes of an item, and the most tags, which are counted by their `<`."""

    most_bytes: int
    most_tags: int

    def excess(self, content: bytes) -> str:
        """What an item has too much of, as a part of a sentence: "it has 20,000,000 bytes, …"; "" if it may be read."""
        if len(content) > self.most_bytes:
            return f"it has {len(content):,} bytes, and at most {self.most_bytes:,} are read"
        if len(content) > self.most_tags and (tags := content.count(b"<")) > self.most_tags:
            return f"it has {tags:,} tags, and at most {self.most_tags:,} are read"
        return ""


PAGE = Budget(10_000_000, 150_000)
TEXT = PAGE
SAVED_PAGE = Budget(64_000_000, PAGE.most_tags)  # it may have its pictures in it
