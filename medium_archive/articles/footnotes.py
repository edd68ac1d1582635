"""Footnotes on pages of other places, which may show several posts and have no style for footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def set_apart(root: HtmlElement, post: str) -> None:
    """Begin the name of each footnote with `post`, the id of the post or the name of its folder, and put its number
    into its first paragraph.
    """
    names: dict[str, str] = {}
    for note in root.iterfind(".//div[@class='footnote-definition'][@id]"):
        name = note.get("id", "")
        names[name] = f"{post}-{name}"
        note.set("id", names[name])
        first = note.find("p")
        if len(note) > 1 and note[0].tag == "sup" and note[1] is first:
            label = note[0]
            label.tail, first.text = f" {(first.text or '').lstrip()}", None
            first.insert(0, label)
    for link in root.iterfind(".//sup[@class='footnote-reference']/a[@href]"):
        if new := names.get(unquote(link.get("href", "").removeprefix("#"))):
            link.set("href", f"#{quote(new)}")
