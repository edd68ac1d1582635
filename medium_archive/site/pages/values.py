"""The values that the template of a page gets (docs/themes.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from medium_archive.site.content import SiteInfo
from medium_archive.site.holdings import relative
from medium_archive.site.pages import metadata
from medium_archive.site.pages.page import Link, Page

NOT_FOUND = "404.html"


def values(page: Page, site: SiteInfo, site_content: object, nav: Sequence[Link]) -> dict[str, Any]:
    """The values for the template of a page. `site_content` is a SiteContent, or a wrapper that observes its use."""
    post, preview = page.values.get("post"), page.values.get("preview")
    author = page.values.get("author", site.author)
    return {
        "site": site,
        "author": post.author if post is not None else author,
        "signed_by": post.authors if post is not None else (author,) if author.name else (),
        "page": page,
        "metadata": metadata.of_post(post, site, preview, page.values.get("also", ()))
        if post is not None and page.template != "about.html"
        else metadata.of_page(page.title, page.file, site, preview),
        "words": site.words,
        "site_content": site_content,
        "rooms": site_content,  # the name before `site_content`, for themes that use it
        "nav": nav,
        "to": _addresses(page, site),
        **page.values,
    }


def _addresses(page: Page, site: SiteInfo) -> Callable[[str], str]:
    """A function from a file of the site to its address from a page: a relative one, which works from the disk and
    under any path.

    A host shows 404.html at every depth, so its links begin at the root that the site's address has.
    """
    if page.file == NOT_FOUND and site.url:
        root = urlsplit(site.url).path.rstrip("/")
        return lambda file: f"{root}/{quote(file)}"
    folder = page.file.rpartition("/")[0]
    return lambda file: relative(file, folder)
