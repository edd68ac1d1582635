"""A page that the site must have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medium_archive.checks.site_pages.around import About

Wanted = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Page:
    """A page. `about` says what its head must have. `wanted` takes the facts that its `main` has and returns the facts
    that it must have. It is made from `template` and `templates`, and ends with the `scripts`. Elements with a class of
    `skipped` are compared by another check. `changed` is the time in the sitemap, "" for none.
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
