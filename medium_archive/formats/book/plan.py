"""The plan of a book: its posts in their order, its title, author and language."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from medium_archive import links, names
from medium_archive.articles import Article, Library, entries
from medium_archive.articles.destinations import Destinations
from medium_archive.articles.entries import Entry
from medium_archive.errors import NoSuchPost, SettingsWrong
from medium_archive.folder import private_reading
from medium_archive.folder.bare_texts import ENDING
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.formats.book.choice import BookSelection
from medium_archive.medium.reading import TABLES
from medium_archive.report import Issue

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_UNKNOWN = "No post at {} can be in this book. Correct the line, or the other options."


@dataclass(frozen=True)
class Plan:
    """`chapters` are the posts, oldest first, those without a date last, or as the reading list has them; `numbers` has
    their numbers, from 1, by the path of the entry. The contents are `by_year` if the chapters are. `modified` is the
    time of the newest change of a post: a book has no other.
    """

    title: str
    author: str
    language: str
    identifier: str
    modified: datetime
    chapters: tuple[Entry, ...]
    numbers: Mapping[str, int]
    destinations: Destinations
    by_year: bool = True
    issues: tuple[Issue, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """The author of the archive, then every other author, in the order of the chapters."""
        found = (author.name for entry in self.chapters for author in (entry.article.author, *entry.article.coauthors))
        return tuple(name for name in dict.fromkeys((self.author, *found)) if name)


def make(library: Library, settings: BookSelection) -> Plan:
    """Raises NoSuchPost if no post is chosen, SettingsWrong, RecordsDamaged."""
    found = entries.read(library)
    chosen, unknown = _chosen(found.values(), library, settings)
    if not chosen:
        raise NoSuchPost("No post matches all options.", "Choose another year, tag or list. Drafts need --drafts.")
    chapters = tuple(chosen if settings.reading_list else sorted(chosen, key=_order))
    site, author = library.settings.site, library.settings.author
    title = settings.title or ": ".join(filter(None, (site.title or author.name or "Medium", *_named(settings))))
    used = Counter(entry.article.lang for entry in chapters)
    whose = site.url or author.url or author.username or title
    changes = [time for entry in chapters for time in (entry.article.updated, entry.article.published) if time]
    return Plan(
        title=title,
        author=author.name,
        language=max(used, key=lambda language: (used[language], language == site.language, language)),
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{whose} {title}')}",
        modified=max(changes, default=_NEVER),
        chapters=chapters,
        numbers={entry.path: number for number, entry in enumerate(chapters, 1)},
        destinations=Destinations.of(library, {entry.article.path: entry for entry in chapters}),
        by_year=not settings.reading_list,
        issues=tuple(unknown),
    )


def _named(settings: BookSelection) -> Iterator[str]:
    """The year, tag and reading list, for the title."""
    yield str(settings.year) if settings.year is not None else ""
    yield from (settings.tag, settings.reading_list)


def _order(entry: Entry) -> tuple[bool, datetime, str]:
    return entry.date is None, entry.date or _NEVER, entry.article.path


def _chosen(found: Iterable[Entry], library: Library, settings: BookSelection) -> tuple[list[Entry], Iterator[Issue]]:
    chosen = list(found)
    if settings.year is not None:
        chosen = [entry for entry in chosen if entry.date is not None and entry.date.year == settings.year]
    if settings.tag:
        tag = names.same_name(settings.tag)
        chosen = [entry for entry in chosen if tag in map(names.same_name, entry.article.tags)]
    if settings.reading_list:
        listed = [same_post(links.post_id(address)) for address in _listed(library.layout, settings.reading_list)]
        chosen = [entry for entry in chosen if entry.article.id and same_post(entry.article.id) in listed]
        chosen.sort(key=lambda entry: listed.index(same_post(entry.article.id)))
    if settings.addresses is None:
        return chosen, iter(())
    wanted = _lines(settings.addresses)
    keys = {entry.path: _keys(entry.article) for entry in chosen}
    known = set().union(*keys.values())
    unknown = [line for line in wanted if not _keys_of_line(line) & known]
    lines = set().union(*map(_keys_of_line, wanted))
    return [entry for entry in chosen if keys[entry.path] & lines], (
        Issue(str(settings.addresses), "address-unknown", _UNKNOWN.format(line)) for line in unknown
    )


def _lines(file: Path) -> list[str]:
    """The addresses in a file; empty lines and those that begin with # are left out."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or error
        raise SettingsWrong(f"{file} can't be read: {reason}.", "Write one address on each line.") from error
    return [line for line in dict.fromkeys(lines) if line and not line.startswith("#")]


def _keys(article: Article) -> set[str]:
    return {article.path, *([same_post(article.id)] if article.id else ())}


def _keys_of_line(line: str) -> set[str]:
    """What a line may name: the id in an address at Medium, a post of the archive, or a page of the site."""
    path = unquote(urlsplit(line).path).strip("/").removesuffix("/index.html").removesuffix("/index.md")
    path = path.removesuffix(ENDING)  # of a post that is a single file
    post_id = links.post_id(line)
    return {"/".join(path.split("/")[-2:]), *([same_post(post_id)] if post_id else ())}


def _listed(layout: Layout, name: str) -> list[str]:
    """The addresses of the posts in a reading list, in its order, as its last export has it.

    Raises SettingsWrong, RecordsDamaged.
    """
    lists = private_reading.read(layout, TABLES["lists"])
    found = [one for one in lists if name in (one.get("name"), one["list"])]
    if len(found) != 1:
        problem = "No reading list has" if not found else f"{len(found)} reading lists have"
        known = ", ".join(sorted(f"{one.get('name', '')} ({one['list']})" for one in found or lists))
        raise SettingsWrong(
            f"{problem} the name “{name}”.",
            f"Use the name or the id of one of these: {known}." if known else "The archive has no reading list.",
        )
    last = private_reading.LAST
    records = private_reading.read(layout, TABLES["list-posts"])
    own = [one for one in records if (one["list"], one.get(last)) == (found[0]["list"], found[0].get(last))]
    own.sort(key=lambda one: one.get("position") or len(own))
    return [str(one.get("url", "")) for one in own]
