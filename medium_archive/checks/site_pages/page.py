"""A page that the site must have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medium_archive.checks.site_pages.page_frame import UNLISTED, HeadValues

Wanted = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the site must have. `head` has the values of its head. `wanted` takes the facts that its `main` has
    and returns the facts that it must have. The page is made from `template` and `templates`, and loads `scripts` at
    its end. Elements with a class of `skipped` are compared by another check. `has_intro` says whether its intro comes
    from a translation. `changed` is the time in the sitemap, "" for none.
    `is_own` says that the text of the page has no original, and so no ledger.
    """

    file: str
    template: str
    head: HeadValues
    wanted: Wanted
    templates: frozenset[str] = frozenset()
    scripts: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    has_intro: bool = True
    changed: str = ""
    is_own: bool = False

    def is_listed(self, address: str) -> bool:
        """Whether the sitemap must list the page, which has the absolute `address`: pages that are canonical at their
        own address. A draft has a canonical address or none.
        """
        post, canonical = self.head.post, self.head.canonical
        is_draft = post is not None and post.kind == "draft"
        return self.file not in UNLISTED and canonical in (address, *(() if is_draft else ("",)))
