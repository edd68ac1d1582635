"""Tasks as signs: many readers of feeds, and many places, leave out checkboxes and so what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def show_as_signs(root: HtmlElement) -> None:
    """Replace each checkbox by ☑ or ☐."""
    for label in list(root.iter("label")):
        label.drop_tag()
    for box in list(root.iter("input")):
        sign = "☐" if box.get("checked") is None else "☑"
        box.tail = f"{sign} {(box.tail or '').lstrip()}"
        box.drop_tree()
