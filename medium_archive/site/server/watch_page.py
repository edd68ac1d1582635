"""The private page about the watch, which only the server shows: no theme has its template, so no build writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from medium_archive.folder import watch_log
from medium_archive.languages import direction
from medium_archive.site.content import Day
from medium_archive.site.translations.translation import Translation
from medium_archive.site.translations.watch_words import WatchWords

PATH = "/.archive/watch.html"  # no file of a site can have an address that begins so
STYLE = "/.archive/watch.css"


@dataclass(frozen=True)
class Cell:
    """A day of the strip: its state, the sign for it, and a sentence."""

    state: str
    sign: str
    label: str


@dataclass(frozen=True)
class Amount:
    """How many days have a state."""

    state: str
    sign: str
    name: str
    number: int


@dataclass(frozen=True)
class Look:
    """One look that saw a change. `screenshot` is its address on the server; `capture` and `screenshot` may be ""."""

    time: str
    address: str
    reason: str
    how: str
    screenshot: str = ""
    screenshot_name: str = ""
    capture: str = ""
    page: str = ""


@dataclass(frozen=True)
class Change:
    """A change, with the looks that saw it, and more evidence while it lasted."""

    state: str
    name: str
    date: Day
    looks: Sequence[Look]
    evidence: Sequence[Look] = ()


@dataclass(frozen=True)
class Sign:
    """A sign: when, about what, and a sentence."""

    time: str
    about: str
    reason: str


@dataclass(frozen=True)
class WatchPage:
    """Everything that the page shows; `blind`, `advice` and `range` are texts, `range` the first and last day."""

    state: str
    verdict: str
    days: str
    range: tuple[str, str]
    cells: Sequence[Cell]
    amounts: Sequence[Amount]
    looks: Sequence[tuple[str, str]]
    blind: str
    advice: str
    changes: Sequence[Change]
    signs: Sequence[Sign]


def render(  # noqa: PLR0913  # three by keyword
    page: WatchPage, own: WatchWords, words: Translation, *, language: str, title: str, base: str
) -> bytes:
    """The page in the style of the site, whose title it shows. `base` is the path under which the site is served."""
    values = {
        "page": page,
        "own": own,
        "words": words,
        "language": language,
        "direction": direction(language),
        "title": title,
        "base": base,
        "mark": watch_log.PAGE_MARK,
        "style": STYLE,
    }
    return _environment().get_template("watch.html").render(values).encode()


def style() -> bytes:
    """The style sheet that comes after that of the theme."""
    return Path(__file__).with_name("watch.css").read_bytes()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
