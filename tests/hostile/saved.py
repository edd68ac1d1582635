"""Saved pages of posts that are long, nested or full of one thing, in their elements or in their data."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.hostile.kind import Kind
from tests.hostile.pages import BODIES, SIZES, Body
from tests.saved_pages import written
from tests.saved_pages.tellings import LOAF, part

_NEW, _OLD = written.ERAS["2026"], written.ERAS["2017"]
_COMMANDS = (("import", "page.html", "--offline"), ("build",), ("verify",))


def _elements(era: written.Era, body: Body, folder: Path, size: int) -> None:
    """A page without its data, with a body after its first paragraph."""
    page = written.page(LOAF, era, has_state=False)
    (folder / "page.html").write_bytes(page.replace(b"</p>", b"</p>" + body(size).encode(), 1))


def _data(folder: Path, size: int) -> None:
    """A page whose data has so many paragraphs."""
    told = replace(LOAF, parts=(*LOAF.parts[:2], *(part("P", f"Line {number}") for number in range(size))))
    (folder / "page.html").write_bytes(written.page(told, _NEW))


def _nested_data(folder: Path, size: int) -> None:
    page = written.page(LOAF, _NEW).decode()
    nested = json.dumps("x").join(("[" * size, "]" * size))
    (folder / "page.html").write_text(page.replace('"ROOT_QUERY":', f'"x":{nested},"ROOT_QUERY":', 1), "utf-8")


ALL = (
    *(
        Kind("saved pages", f"old: {name}", partial(_elements, _OLD, body), _COMMANDS, SIZES)
        for name, body in BODIES.items()
    ),
    *(
        Kind("saved pages", f"new: {name}", partial(_elements, _NEW, body), _COMMANDS, SIZES)
        for name, body in BODIES.items()
    ),
    Kind("saved pages", "paragraphs in the data", _data, _COMMANDS, SIZES[:7]),  # more take minutes to write
    Kind("saved pages", "nested data", _nested_data, _COMMANDS, SIZES),
)
