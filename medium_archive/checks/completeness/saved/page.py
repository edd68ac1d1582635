"""A saved page, read without the code that imports it."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
from lxml.etree import LxmlError

from medium_archive.checks.completeness.saved import shown, state
from medium_archive.checks.completeness.saved.shown import Shown
from medium_archive.checks.completeness.saved.state import State


@dataclass(frozen=True)
class SavedPage:
    """What a page says of a post in its state, None without one, and what its elements show."""

    state: State | None = None
    shown: Shown = Shown()  # noqa: RUF009  # a frozen value


def read(content: bytes, post_id: str) -> SavedPage:
    """What a saved page or answer, or a public original, says of a post. Nothing for a file that can't be read."""
    text = content.decode("utf-8-sig", "replace").replace("\0", "")
    if text.lstrip()[:1] in ("{", "[", "]"):
        return SavedPage(state.answer(text, post_id))
    try:
        tree = lxml.html.document_fromstring(f"\n{text}")  # lxml refuses a text that begins with an encoding
    except LxmlError:  # an empty file
        return SavedPage()
    scripts = [one.text or "" for one in tree.iter("script")]
    return SavedPage(state.in_scripts(scripts, post_id), shown.read(tree))
