"""Writes plain HTML that Markdown can't express as a block of HTML. It has no blank line, which would end the block,
and an HTML parser reads it back as the same tree.
"""

from __future__ import annotations

from html import escape

from bs4.element import NavigableString, Tag

from medium_archive.markdown import hints

_VOID = frozenset(("br", "hr", "img"))
# Each of these begins a line of its own
_LINES = frozenset(("caption", "thead", "tbody", "tfoot", "tr", "dt", "dd"))


def block(element: Tag) -> str:
    """An element of plain HTML as one block of HTML."""
    parts: list[str] = []
    _add(element, parts, is_line=element.name in ("table", "dl"))
    text = "".join(parts)
    return f"{hints.comment('', is_text=True)}{text}" if element.name == "p" else text


def start_tag(element: Tag) -> str:
    """The start tag of an element with its attributes."""
    attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in element.attrs.items())
    return f"<{element.name}{attributes}>".replace("&#x27;", "'").replace("\n", "&#10;")


def _add_node(node: object, parts: list[str], *, is_line: bool) -> None:
    if isinstance(node, Tag):
        _add(node, parts, is_line=is_line)
    elif isinstance(node, NavigableString):
        parts.append(escape(str(node), quote=False).replace("\n", "&#10;"))


def _add(element: Tag, parts: list[str], *, is_line: bool) -> None:
    parts.append(start_tag(element))
    if element.name in _VOID:
        return
    for child in element.children:
        inner_line = is_line and isinstance(child, Tag) and child.name in _LINES
        parts.append("\n" if inner_line else "")
        _add_node(child, parts, is_line=inner_line and isinstance(child, Tag) and child.name not in ("td", "th"))
    if element.name == "code" and element.parent is not None and element.parent.name == "pre":
        parts.append("&#10;")  # the reader removes one line end, which it finds after every fenced block
    ends_line = is_line and element.name not in ("tr", "dt", "dd", "caption")
    parts.append(("\n" if ends_line else "") + f"</{element.name}>")
