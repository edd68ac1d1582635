"""Pages of what the author read: the lists and the highlights that the settings name, and nothing else of private/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import nh3
from markupsafe import Markup

from medium_archive import names
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.folder.private_reading import LAST, Record
from medium_archive.folder.settings import Site
from medium_archive.medium.reading import TABLES
from medium_archive.report import Issue
from medium_archive.site.content import Day, RenderedPost, day
from medium_archive.site.translations import Translation

_NAME_BYTES = 80


@dataclass(frozen=True)
class Link:
    """A post of a list. `page` is its file in the site, "" for a post by another author."""

    title: str
    url: str
    page: str = ""


@dataclass(frozen=True)
class Quote:
    """A highlight: a paragraph with the passage marked."""

    html: Markup
    date: Day | None


@dataclass(frozen=True)
class Reading:
    """One page; `page` is its file in the site."""

    page: str
    title: str
    description: str = ""
    links: tuple[Link, ...] = ()
    quotes: tuple[Quote, ...] = ()


def read(layout: Layout, site: Site, words: Translation) -> tuple[tuple[Reading, ...], tuple[Issue, ...]]:
    """The pages that `site.lists` and `site.highlights` ask for, in their order, and an issue for each name that means
    no list, or several. Raises RecordsDamaged.
    """
    chosen, issues = _chosen(layout, site.lists)
    found = [_list(layout, record) for record in chosen]
    taken: set[str] = set()
    pages = []
    for number, one in enumerate(found, 1):
        slug = names.slug(one.title, _NAME_BYTES) or "list"
        slug = f"{slug}-{number}" if names.same_name(slug) in taken else slug
        taken.add(names.same_name(slug))
        pages.append(replace(one, page=f"lists/{names.file_name(f'{slug}.html')}"))
    quotes = _quotes(layout, words) if site.highlights else ()
    if quotes:
        pages.append(Reading("highlights.html", words.highlights, words.highlights_about, quotes=quotes))
    elif site.highlights:
        issues.append(
            Issue("archive.toml", "nothing-to-show", "site.highlights is true, but the archive has no highlights.")
        )
    return tuple(pages), tuple(issues)


def with_own_pages(pages: Iterable[Reading], posts: Iterable[RenderedPost]) -> tuple[Reading, ...]:
    """The pages with a link to the site's own page for each post that the site has."""
    own = {post.uid: post.page for post in posts if post.uid}
    return tuple(
        replace(page, links=tuple(replace(link, page=own.get(link.url, "")) for link in page.links)) for page in pages
    )


def _chosen(layout: Layout, wanted: Sequence[str]) -> tuple[list[Record], list[Issue]]:
    """The lists of these names or ids, each once, and an issue for each name that does not mean one list."""
    issues: list[Issue] = []
    lists = private_reading.read(layout, TABLES["lists"]) if wanted else []
    chosen: dict[str, Record] = {}
    for name in wanted:
        found = [one for one in lists if name in (one.get("name"), one["list"])]
        if len(found) == 1:
            chosen[found[0]["list"]] = found[0]
            continue
        ids = ", ".join(one["list"] for one in found)
        problem = (
            f"{len(found)} reading lists have this name: use the id of one ({ids})"
            if found
            else "no reading list has this name"
        )
        issues.append(Issue("archive.toml", "list-unclear", f"site.lists names “{name}”, but {problem}."))
    return list(chosen.values()), issues


def _list(layout: Layout, one: Mapping[str, str]) -> Reading:
    """A list as the last export has it, without posts that were removed from it."""
    records = private_reading.read(layout, TABLES["list-posts"])
    own = [record for record in records if (record["list"], record.get(LAST)) == (one["list"], one.get(LAST))]
    own.sort(key=lambda record: int(record.get("position", 0)))
    links = (Link(record.get("title") or record["url"], record["url"]) for record in own if _is_web(record.get("url")))
    return Reading("", one.get("name") or one["list"], one.get("description", ""), tuple(links))


def _quotes(layout: Layout, words: Translation) -> tuple[Quote, ...]:
    """The highlights of the last export that has any, the newest first."""
    records = private_reading.read(layout, TABLES["highlights"])
    last = max((record.get(LAST, "") for record in records), default="")
    current = [record for record in records if record.get(LAST, "") == last]
    current.sort(key=lambda record: str(record.get("at", "")), reverse=True)
    return tuple(Quote(_clean(record.get("html", "")), day(_moment(record.get("at", "")), words)) for record in current)


def _clean(html: str) -> Markup:
    """The HTML that a highlight may have (docs/format.md) and no other: a person may have edited its record."""
    tags = {"a", "br", "code", "em", "mark", "strong"}
    cleaned = nh3.clean(html, tags=tags, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="noopener")
    return Markup(cleaned)  # noqa: S704  # nh3 has cleaned it


def _is_web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("https://", "http://"))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
