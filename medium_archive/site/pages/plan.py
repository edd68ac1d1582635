"""Which pages there are: each a file of the site, its template and the values that the template gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from medium_archive.site.content import Entry, Frame, by_year, cut
from medium_archive.site.holdings import relative
from medium_archive.site.images.previews import Preview
from medium_archive.site.page_translations import PageWords, page_words
from medium_archive.site.pages import charts, metadata, statistics
from medium_archive.site.pages.reading_lists import Reading
from medium_archive.site.pages.statistics import Statistics
from medium_archive.site.pages.tags import Tag, tags_of
from medium_archive.site.search import index

SEARCH, YEARS = "search.html", "years.html"
_DRAFTS, _NOWHERE = "drafts/index.html", "404.html"
_UNLISTED = (_DRAFTS, _NOWHERE)  # nobody should look for them
_LATEST = 20  # posts on a front page of a theme that does not say how many
_MOST_TITLES = 2000  # in one list; a longer archive has a page for each year
_LONG = 6  # minutes; a shorter post needs no table of contents
_HEADINGS = 3
_TITLES = 6  # what a search engine shows of a description are some 160 characters
_DESCRIPTION = 160


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
class Link:
    """A page of the site as menus name it."""

    file: str
    name: str


@dataclass(frozen=True)
class Year:
    """The posts of a year, "" for those without a date; `file` is its own page, or "" where it has none."""

    name: str
    posts: Sequence[Entry]
    file: str = ""


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


def menu(site: Frame, rooms: Rooms) -> tuple[Link, ...]:
    """The pages that every page leads to. More can be added at its end, or where they belong."""
    words, said = site.words, page_words(site.language)
    return tuple(
        Link(file, name)
        for file, name, there in (
            ("archive.html", words.all_posts, True),
            ("tags/index.html", words.tags, any(post.tags for post in rooms.posts)),
            ("responses/index.html", words.responses, rooms.responses),
            (_DRAFTS, words.drafts, rooms.drafts),
            ("about.html", words.about, rooms.about),
            (SEARCH, said.search, rooms.posts or rooms.responses),
        )
        if there
    )


def plan(site: Frame, rooms: Rooms, options: Mapping[str, Any]) -> Iterator[Page]:
    """Every page of the site. Of a theme's options, `posts` says how many a front page shows."""
    for page in _plan(site, rooms, options):
        preview = rooms.previews.get(page.file) or rooms.previews.get("")
        yield replace(page, values={"preview": preview, **page.values})


def _plan(site: Frame, rooms: Rooms, options: Mapping[str, Any]) -> Iterator[Page]:
    said = page_words(site.language)
    tags = tags_of(rooms.posts)
    numbers = statistics.of(rooms.posts)
    yield from _front(site, rooms, tags, options)
    yield from _archive(site, rooms, numbers)
    if tags:
        yield _list(site, "tags/index.html", "tags.html", site.words.tags, tags=tags)
    for tag in tags:
        yield _list(site, tag.file, "tag.html", tag.name, tag.posts, tag=tag, years=_years(tag.posts))
    if rooms.posts or rooms.responses:
        yield _list(site, SEARCH, SEARCH, said.search, counts=_counts(rooms), index=index.FILE)
    if numbers:
        yield _list(site, YEARS, YEARS, said.years, numbers=numbers, drawn=_drawn(numbers, said), share=charts.share)
    if rooms.responses:
        title = site.words.responses
        yield _list(site, "responses/index.html", "responses.html", title, years=_years(rooms.responses))
    if rooms.drafts:
        yield _list(site, _DRAFTS, "drafts.html", site.words.drafts, drafts=rooms.drafts)
    if rooms.about:
        yield _of_entry(site, rooms.about, "about.html", {"contents": ()})
    for one in rooms.reading:
        yield _list(site, one.page, "reading.html", one.title, reading=one)
    yield replace(_list(site, "find.html", "find.html", site.words.find), description=site.words.find_help)
    yield _list(site, _NOWHERE, "404.html", site.words.not_found)
    by_name = {name: tag for tag in tags for name in tag.names}
    templates = ("post.html", "response.html", "post.html")
    for room, template in zip((rooms.posts, rooms.responses, rooms.drafts), templates, strict=True):
        for place, entry in enumerate(room):
            given = {
                "newer": room[place - 1] if place else None,
                "older": room[place + 1] if place + 1 < len(room) else None,
                "related": rooms.related.get(entry.path, ()),
                "tags": _tags(entry, by_name),
                "contents": _contents(entry),
            }
            yield _of_entry(site, entry, template, given)


def values(page: Page, site: Frame, rooms: object, nav: Sequence[Link]) -> dict[str, Any]:
    """What the template of a page gets. `to(file)` is the address of a file of the site from this page."""
    post, preview = page.values.get("post"), page.values.get("preview")
    return {
        "site": site,
        "page": page,
        "metadata": metadata.of_post(post, site, preview)
        if post is not None and page.template != "about.html"
        else metadata.of_page(page.title, page.file, site, preview),
        "words": site.words,
        "said": page_words(site.language),
        "rooms": rooms,
        "nav": nav,
        "to": _addresses(page, site),
        **page.values,
    }


def _front(site: Frame, rooms: Rooms, tags: Sequence[Tag], options: Mapping[str, Any]) -> Iterator[Page]:
    """The front page, and as many after it as the posts need."""
    wanted = options.get("posts", _LATEST)
    each = int(wanted) if isinstance(wanted, (int, float)) and wanted >= 1 else _LATEST
    count = max(1, -(-len(rooms.posts) // each))
    files = ["index.html", *(f"page/{number}.html" for number in range(2, count + 1))]
    sections = tuple(tag for tag in tags if len(tag.posts) > 1) if count > 1 else ()
    for place, file in enumerate(files):
        name = site.words.page_of.format(n=place + 1, total=count)
        yield _list(
            site,
            file,
            "index.html",
            name if place else site.title,
            posts=rooms.posts[place * each : (place + 1) * each],
            total=len(rooms.posts),
            number=place + 1,
            count=count,
            newer_page=files[place - 1] if place else "",
            older_page=files[place + 1] if place + 1 < count else "",
            sections=sections if place == 0 else (),
            described=rooms.posts[place * each : (place + 1) * each],
        )


def _archive(site: Frame, rooms: Rooms, numbers: Statistics | None) -> Iterator[Page]:
    """The list of all posts by year; one that would be too long for a page is a page for each year. It leads to what
    else there is about them.
    """
    posts, title, years = rooms.posts, site.words.all_posts, _years(rooms.posts)
    onward = [Link(YEARS, page_words(site.language).years)] if numbers else []
    onward += [Link(one.page, one.title) for one in rooms.reading]
    if len(posts) <= _MOST_TITLES:
        yield _list(site, "archive.html", "archive.html", title, years=years, total=len(posts), onward=onward)
        return
    paged = tuple(Year(year.name, year.posts, f"archive/{year.name or 'undated'}.html") for year in years)
    yield _list(site, "archive.html", "archive.html", title, years=paged, total=len(posts), onward=onward)
    for year in paged:
        name = year.name or site.words.undated
        yield _list(site, year.file, "year.html", name, year=year, years=paged, total=len(year.posts))


def _years(posts: Sequence[Entry]) -> tuple[Year, ...]:
    return tuple(Year(name, tuple(entries)) for name, entries in by_year(posts))


def _counts(rooms: Rooms) -> list[tuple[str, int, str]]:
    """The years, newest first, with how much is of each and the page that lists it: a year may have responses alone."""
    of_posts = {year for year, _ in by_year(rooms.posts)}
    years = sorted(by_year([*rooms.posts, *rooms.responses]), key=lambda pair: pair[0], reverse=True)
    return [(year, len(both), "archive.html" if year in of_posts else "responses/index.html") for year, both in years]


def _tags(entry: Entry, by_name: Mapping[str, Tag]) -> tuple[Link, ...]:
    """The tags of a post as links to their pages; a draft's are without, for what only drafts have is no page."""
    return tuple(Link(by_name[name].file if name in by_name else "", name) for name in entry.tags)


def _contents(entry: Entry) -> tuple[Any, ...]:
    """The headings of a post that is so long that a reader wants to see them together; else none."""
    headings = tuple(heading for heading in entry.outline if heading.level <= 3)
    return headings if entry.minutes >= _LONG and len(headings) >= _HEADINGS else ()


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


def _list(site: Frame, file: str, template: str, title: str, described: Sequence[Entry] = (), **given: Any) -> Page:
    """A page of posts; search engines describe it by the titles of the first that are on it."""
    address = f"{site.url}/{quote(file)}" if site.url and file not in _UNLISTED else ""
    description = cut(site.words.comma.join(post.title for post in described[:_TITLES]), _DESCRIPTION)
    if not description:
        description = title if title == site.title else f"{title} · {site.title}"
    return Page(
        file,
        template,
        title,
        site.language,
        site.direction,
        description,
        canonical=address,
        address=address,
        values=given,
    )


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
