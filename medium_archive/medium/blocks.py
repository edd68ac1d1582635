"""The blocks of a post: elements of plain HTML (docs/markdown.md, "Plain HTML")."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from medium_archive.post import Picture


@dataclass(frozen=True)
class Block:
    """One element of plain HTML. `parts` are its paragraphs, items, lines of a row: finished inline HTML (text for
    code).
    """

    name: str
    parts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    caption: str = ""
    language: str = ""
    role: str = ""  # "title", "subtitle", "row", "old code": what it was to Medium
    pictures: tuple[Picture, ...] = ()

    @property
    def html(self) -> str:
        return f"<{self.name}{self._class}>{self._content}</{self.name}>" if self.name != "hr" else "<hr>"

    @property
    def _class(self) -> str:
        return f' class="{" ".join(self.classes)}"' if self.classes else ""

    @property
    def _content(self) -> str:
        if self.name == "blockquote":
            return "".join(f"<p>{part}</p>" for part in self.parts)
        if self.name in ("ul", "ol"):
            return "".join(f"<li>{part}</li>" for part in self.parts)
        if self.name == "pre":
            language = f' class="language-{escape(self.language)}"' if self.language else ""
            return f"<code{language}>{escape(self.parts[0], quote=False)}</code>"
        caption = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        return "".join(self.parts) + caption
