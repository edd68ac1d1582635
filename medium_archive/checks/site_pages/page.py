"""A page that the site must have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medium_archive.checks.site_pages.around import About

Wanted = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Page:
    """A page: `about` is for its head, `wanted` gives the facts in its `main`, of which it has the given ones now.
    `templates` are those it is made of besides `template`; `scripts` are those at its end, `skipped` are classes of
    elements that are compared elsewhere. `changed` is the time in the sitemap, "" for none.
    """

    file: str
    template: str
    about: About
    wanted: Wanted
    templates: frozenset[str] = frozenset()
    scripts: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    has_intro: bool = True
    changed: str = ""
