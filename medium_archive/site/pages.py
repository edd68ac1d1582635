"""Which pages there are: each a file of the site, its template and the values that the template gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from medium_archive.site.content import Entry, Frame, by_year
from medium_archive.site.holdings import relative

LATEST = 20  # posts on the front page


@dataclass(frozen=True)
class Page:
    """One page. `canonical` is the address it is best known by, or ""; `values` are for its template alone."""

    file: str
    template: str
    title: str
    language: str
    direction: str
    description: str = ""
    canonical: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rooms:
    """The posts of the site by where they are shown, newest first."""

    posts: Sequence[Entry]
    responses: Sequence[Entry]
    drafts: Sequence[Entry]
    about: Entry | None


def plan(site: Frame, rooms: Rooms) -> Iterator[Page]:
    """Every page of the site."""
    yield _list(site, "index.html", "index.html", site.title, posts=rooms.posts[:LATEST], total=len(rooms.posts))
    yield _list(site, "archive.html", "archive.html", site.words.all_posts, years=by_year(rooms.posts))
    if rooms.responses:
        title = site.words.responses
        yield _list(site, "responses/index.html", "responses.html", title, years=by_year(rooms.responses))
    if rooms.drafts:
        yield _list(site, "drafts/index.html", "drafts.html", site.words.drafts, drafts=rooms.drafts)
    if rooms.about:
        yield _of_entry(site, rooms.about, "about.html", {})
    yield replace(_list(site, "find.html", "find.html", site.words.find), description=site.words.find_help)
    yield _list(site, "404.html", "404.html", site.words.not_found)
    templates = ("post.html", "response.html", "post.html")
    for room, template in zip((rooms.posts, rooms.responses, rooms.drafts), templates, strict=True):
        for place, entry in enumerate(room):
            neighbours = {
                "newer": room[place - 1] if place else None,
                "older": room[place + 1] if place + 1 < len(room) else None,
            }
            yield _of_entry(site, entry, template, neighbours)


def values(page: Page, site: Frame, rooms: Rooms) -> dict[str, Any]:
    """What the template of a page gets. `to(file)` is the address of a file of the site from this page."""
    return {
        "site": site,
        "page": page,
        "words": site.words,
        "rooms": rooms,
        "to": _addresses(page, site),
        **page.values,
    }


def _addresses(page: Page, site: Frame) -> Callable[[str], str]:
    """How a page leads to a file of the site: relatively, so that it works from the disk and under any path.

    404.html is shown at every depth, so its links begin at the root that the site's address has.
    """
    if page.file == "404.html" and site.url:
        root = urlsplit(site.url).path.rstrip("/")
        return lambda file: f"{root}/{quote(file)}"
    folder = page.file.rpartition("/")[0]
    return lambda file: relative(file, folder)


def _list(site: Frame, file: str, template: str, title: str, **given: Any) -> Page:
    canonical = f"{site.url}/{file}" if site.url and file != "404.html" else ""
    return Page(file, template, title, site.language, site.direction, canonical=canonical, values=given)


def _of_entry(site: Frame, entry: Entry, template: str, given: dict[str, Any]) -> Page:
    own = f"{site.url}/{quote(entry.page)}" if site.url and entry.kind != "draft" else ""
    return Page(
        entry.page,
        template,
        entry.title,
        entry.language,
        entry.direction,
        entry.description,
        entry.url or own,
        {"post": entry, **given},
    )
