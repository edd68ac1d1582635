"""What a reader can't see: hidden elements, and elements for programs, in a page or in HTML inside Markdown."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import lxml.etree

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_UNSEEN = ("script", "style", "template", "noscript", "datalist", "dialog", "title", "head")
# The classes of the site's stylesheets that hide what has them
_HIDING = frozenset(("skip", "light-box"))
_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:0(?:\.0*)?%?(?:;|$)"
    r"|(?:font-size|max-height|max-width|height|width|inline-size|block-size|zoom|scale|line-height):0[a-z%]*(?:;|$)"
    r"|text-indent:-\d{3,}|(?:left|top|right|bottom):-\d{3,}|clip(?:-path)?:|color:transparent|transform:scale\(0"
)
_SUSPECTS = lxml.etree.XPath(
    ".//*[@hidden or @style or @aria-hidden"
    + "".join(f" or self::{tag}" for tag in _UNSEEN)
    + "".join(f" or contains(@class, '{name}')" for name in sorted(_HIDING))
    + "]"
)


# A quick test of a text: most have nothing hidden, and searching a tree takes longer
_SIGNS = ("hidden", "style=", *_HIDING, *(f"<{tag}{end}" for tag in _UNSEEN for end in (">", " ", "\n")))


def may_hide(html: str) -> bool:
    """Whether HTML may hold something that a reader can't see."""
    lower = html.lower()
    return any(sign in lower for sign in _SIGNS)


def may_hide_plain(html: str) -> bool:
    """The same for the HTML of an index.md without foreign elements (`vocabulary.foreign_to_text`): then only these
    classes may hide something, and `foreign_to_text` does not look inside tasks.
    """
    return any(sign in html for sign in (*_HIDING, "task-list"))


def is_inside_hidden(element: Element) -> bool:
    """Whether the element or one of its ancestors is hidden."""
    return any(_is_hidden(one) for one in (element, *element.iterancestors()))


def remove_hidden(root: Element) -> None:
    """Remove from a tree what a reader can't see. The text after an element stays."""
    found: Any = _SUSPECTS(root)  # a list of elements; the other types of the stubs are for other expressions
    for element in found:
        if element is not root and _is_hidden(element):
            _remove(element)


def _is_hidden(element: Element) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return not (element.tag == "dialog" and element.get("open") is not None)
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    if _HIDING & set(element.get("class", "").split()):
        return True
    return _STYLE.search("".join(element.get("style", "").lower().split())) is not None


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
