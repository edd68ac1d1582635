"""The pages of an export about what its author read: lists that are long, broken or nested."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.kind import IMPORT, Kind, export

_SIZES = (1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000)
_NAMES = (
    "claps/claps-0001.html",
    "highlights/highlights-0001.html",
    "sessions/sessions-0001.html",
    "lists/Name-0123456789ab.html",
    "ips/ips-0001.html",
    "profile/publications.html",
    "notes/note.html",
)
_LINK = '<a href="https://medium.com/p/x-0123456789ad">A clock</a>'
_PAGES: dict[str, Callable[[int], str]] = {
    "entries": lambda size: f'<ul>{f"""<li class="h-entry">+2 &mdash; {_LINK}</li>""" * size}</ul>',
    "entries of one address each": lambda size: (
        "<ul>"
        + "".join(f'<li>+2 &mdash; <a href="https://medium.com/p/x-{n:012x}">w</a></li>' for n in range(size))
        + "</ul>"
    ),
    "links in an entry": lambda size: f"<ul><li>{_LINK * size}</li></ul>",
    "lines in an entry": lambda size: f"<ul><li>{'Created at: 2024-04-3 6:25 pm<br>' * size}</li></ul>",
    "passages": lambda size: (
        f'<ul>{"""<li>2024<p class="graf">a <span class="markup--highlight">b</span></p></li>""" * size}</ul>'
    ),
    "nested lists": lambda size: "<ul><li>w" * size,
    "nested marks": lambda size: f"<ul><li><p class='graf'>{'<em>' * size}w</p></li></ul>",
    "headings": lambda size: "<ul>" + f"<h4>Editor</h4><li>{_LINK}</li>" * size + "</ul>",
    "articles": lambda size: (
        f"<h1>A</h1>{f'<article>{_LINK}</article>' * size}<footer><a href='/list/0123456789ab'>l</a></footer>"
    ),
    "words": lambda size: f"<ul><li>{'word ' * size * 20}</li></ul>",
    "starts of tags": lambda size: "<ul>" + "<" * size,
    "comments": lambda size: "<ul>" + "<!-- -->" * size,
}


def _page(name: str, page: Callable[[int], str], folder: Path, size: int) -> None:
    export(folder, {name: f"<!DOCTYPE html><html><body>{page(size)}</body></html>".encode()})


ALL = tuple(
    Kind("private pages", f"{name.partition('/')[0]}: {what}", partial(_page, name, page), (IMPORT,), _SIZES)
    for name in _NAMES
    for what, page in _PAGES.items()
)
