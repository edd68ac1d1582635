"""Tasks as signs: many readers of feeds, and many places, leave out checkboxes and so what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medium_archive.articles.unwrapping import remove, unwrap

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def show_as_signs(root: HtmlElement) -> None:
    """Replace each checkbox by ☑ or ☐."""
    unwrap(root, root.iter("label"))
    for box in root.iter("input"):
        sign = "☐" if box.get("checked") is None else "☑"
        box.tail = f"{sign} {(box.tail or '').lstrip()}"
    remove(root, root.iter("input"))
