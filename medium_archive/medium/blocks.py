"""The blocks of a post: elements of plain HTML (docs/markdown.md, "Plain HTML")."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from medium_archive.medium.text import attribute
from medium_archive.post import Picture

LISTS = ("ul", "ol")


class Block(NamedTuple):
    """One element of plain HTML. `parts` are the blocks of a quote, the items of a list, the pictures of a row, the
    sections of a table, the text of a paragraph: finished HTML (text for code). A tuple, because a post has many.
    """

    name: str
    parts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    caption: str = ""
    language: str = ""
    role: str = ""  # "title", "subtitle", "row", "old code": what it was to Medium
    pictures: tuple[Picture, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def html(self) -> str:
        if self.name == "hr":
            return "<hr>"
        attributes = self._attributes if self.classes or self.attributes else ""
        return f"<{self.name}{attributes}>{self._content}</{self.name}>"

    @property
    def _attributes(self) -> str:
        classes = (("class", " ".join(self.classes)),) if self.classes else ()
        return "".join(f' {name}="{attribute(value)}"' for name, value in (*classes, *self.attributes))

    @property
    def _content(self) -> str:
        if self.name == "pre":
            language = f' class="language-{escape(self.language)}"' if self.language else ""
            return f"<code{language}>{escape(self.parts[0], quote=False)}</code>"
        caption = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        return "".join(self.parts) + caption
