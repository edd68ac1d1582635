"""Which pages there are: each a file of the site, its template and the values that the template gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from medium_archive.site import charts, metadata, search, statistics
from medium_archive.site.content import Entry, Frame, by_year, cut
from medium_archive.site.holdings import relative
from medium_archive.site.page_words import PageWords, page_words
from medium_archive.site.previews import Preview
from medium_archive.site.reading import Reading
from medium_archive.site.statistics import Statistics

LATEST = 20  # posts on the front page
SEARCH, YEARS = "search.html", "years.html"
_DRAFTS, _NOWHERE = "drafts/index.html", "404.html"
_DESCRIPTION = 160  # characters: what search engines show
_UNLISTED = (_DRAFTS, _NOWHERE)  # nobody should look for them


@dataclass(frozen=True)
class Page:
    """One page. `canonical` is the address it is best known by, `address` its own, both "" while unknown; `changed` the
    time of its last change as far as that is known; `values` are for its template alone.
    """

    file: str
    template: str
    title: str
    language: str
    direction: str
    description: str = ""
    canonical: str = ""
    address: str = ""
    changed: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rooms:
    """The posts of the site by where they are shown, newest first; for their paths, the posts that are related, and for
    pages what stands for them elsewhere ("" for those that have nothing of their own); what its writer read.
    """

    posts: Sequence[Entry]
    responses: Sequence[Entry]
    drafts: Sequence[Entry]
    about: Entry | None
    reading: Sequence[Reading] = ()
    related: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    previews: Mapping[str, Preview] = field(default_factory=dict)


def plan(site: Frame, rooms: Rooms) -> Iterator[Page]:
    """Every page of the site."""
    said = page_words(site.language)
    yield _list(site, "index.html", "index.html", site.title, posts=rooms.posts[:LATEST], total=len(rooms.posts))
    yield _list(site, "archive.html", "archive.html", site.words.all_posts, years=by_year(rooms.posts))
    if rooms.posts or rooms.responses:
        years = by_year([*rooms.posts, *rooms.responses])
        counts = [(year, len(entries)) for year, entries in sorted(years, key=lambda pair: pair[0], reverse=True)]
        yield _list(site, SEARCH, SEARCH, said.search, counts=counts, index=search.FILE)
    if numbers := statistics.of(rooms.posts):
        yield _list(site, YEARS, YEARS, said.years, numbers=numbers, drawn=_drawn(numbers, said), share=charts.share)
    if rooms.responses:
        title = site.words.responses
        yield _list(site, "responses/index.html", "responses.html", title, years=by_year(rooms.responses))
    if rooms.drafts:
        yield _list(site, _DRAFTS, "drafts.html", site.words.drafts, drafts=rooms.drafts)
    if rooms.about:
        yield _of_entry(site, rooms.about, "about.html", {})
    for one in rooms.reading:
        yield _list(site, one.page, "reading.html", one.title, reading=one)
    yield _list(site, _NOWHERE, "404.html", site.words.not_found)
    templates = ("post.html", "response.html", "post.html")
    for room, template in zip((rooms.posts, rooms.responses, rooms.drafts), templates, strict=True):
        for place, entry in enumerate(room):
            neighbours = {
                "newer": room[place - 1] if place else None,
                "older": room[place + 1] if place + 1 < len(room) else None,
                "related": rooms.related.get(entry.path, ()),
            }
            yield _of_entry(site, entry, template, neighbours)


def values(page: Page, site: Frame, rooms: Rooms) -> dict[str, Any]:
    """What the template of a page gets. `to(file)` is the address of a file of the site from this page."""
    post = page.values.get("post")
    preview = rooms.previews.get(page.file) or rooms.previews.get("")
    return {
        "site": site,
        "page": page,
        "metadata": metadata.of_post(post, site, preview)
        if post is not None and post is not rooms.about
        else metadata.of_page(page.title, page.file, site, preview),
        "words": site.words,
        "said": page_words(site.language),
        "rooms": rooms,
        "to": _addresses(page, site),
        **page.values,
    }


def _addresses(page: Page, site: Frame) -> Callable[[str], str]:
    """How a page leads to a file of the site: relatively, so that it works from the disk and under any path.

    404.html is shown at every depth, so its links begin at the root that the site's address has.
    """
    if page.file == _NOWHERE and site.url:
        root = urlsplit(site.url).path.rstrip("/")
        return lambda file: f"{root}/{quote(file)}"
    folder = page.file.rpartition("/")[0]
    return lambda file: relative(file, folder)


def _drawn(numbers: Statistics, said: PageWords) -> dict[str, Markup]:
    return {
        "words": charts.months(numbers.years, "words", said.words_by_month),
        "posts": charts.months(numbers.years, "posts", said.posts_by_month),
        "weeks": charts.weeks(numbers.years, said.weeks),
    }


def _list(site: Frame, file: str, template: str, title: str, **given: Any) -> Page:
    address = f"{site.url}/{quote(file)}" if site.url and file not in _UNLISTED else ""
    return Page(
        file,
        template,
        title,
        site.language,
        site.direction,
        _description(site, title, given.get("posts", ())),
        canonical=address,
        address=address,
        values=given,
    )


def _description(site: Frame, title: str, posts: Sequence[Entry]) -> str:
    """What a list is, in a line for who searches elsewhere: the front page by its newest posts."""
    newest = cut(" · ".join(post.title for post in posts), _DESCRIPTION)
    return newest or (f"{title} · {site.title}" if title != site.title else title)


def _of_entry(site: Frame, entry: Entry, template: str, given: dict[str, Any]) -> Page:
    changed = entry.updated or entry.date
    return Page(
        entry.page,
        template,
        entry.title,
        entry.language,
        entry.direction,
        entry.description,
        entry.canonical,
        f"{site.url}/{quote(entry.page)}" if site.url and entry.kind != "draft" else "",
        changed.stamp if changed else "",
        {"post": entry, **given},
    )
