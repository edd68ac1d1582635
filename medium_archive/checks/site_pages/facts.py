"""The facts that the site must show. They come from the texts of the posts, the records and the settings, none from the
builder of the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from urllib.parse import quote, unquote

from medium_archive.articles.addresses import page_of, web
from medium_archive.articles.authors import cosignatures, signature
from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.site_pages.post_page import PostPage
from medium_archive.checks.site_pages.theme import Theme
from medium_archive.folder import time_zones
from medium_archive.folder.catalog import same_post
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.folder.usernames import Usernames
from medium_archive.medium.addresses import place
from medium_archive.post import Kind

_EXCERPT = 220  # characters of a description in a list, at most


@dataclass(frozen=True, slots=True)
class Person:
    """An author or co-author of a post. `key` is equal for the same person in other posts, `page` is the file that
    lists their posts, "" for none.
    """

    name: str
    url: str
    key: str
    username: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as lists must show it. `date` and `updated` are on the clocks on which the site shows them. `signed` are
    its author and the co-authors. `minutes` and `words` are counted in the text on its own page, which the ledger
    compares with index.md.
    """

    stored: StoredPost
    kind: Kind
    path: str
    page: str
    title: str
    language: str
    direction: str
    date: datetime | None
    updated: datetime | None
    tags: tuple[str, ...]
    tag_files: tuple[str, ...]
    url: str
    uid: str
    signed: tuple[Person, ...]
    summary: str
    minutes: int
    words: int

    @property
    def text(self) -> str:
        """The Markdown, read from its file. Raises OSError, ValueError."""
        return self.stored.with_text.text

    @property
    def key(self) -> str:
        """The key of the author."""
        return self.signed[0].key

    @property
    def username(self) -> str:
        """The user name of the author."""
        return self.signed[0].username

    @property
    def people(self) -> tuple[Person, ...]:
        """The author and the co-authors whose names are known."""
        return tuple(one for one in self.signed if one.name)

    @property
    def stamp(self) -> str:
        return stamp(self.date)

    @property
    def id(self) -> str:
        return self.uid.rpartition("/")[2]

    @property
    def year(self) -> str:
        return str(self.date.year) if self.date else ""

    @property
    def excerpt(self) -> str:
        """The text that a list shows below the title, "" if it would repeat the title."""
        return "" if self.summary == self.title else self.summary


@dataclass(frozen=True)
class Tag:
    """The posts of a tag, newest first. `name` is its most frequent spelling."""

    name: str
    file: str
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Author:
    """An author on a site of several authors, with their posts and responses, newest first. `page` lists the posts,
    `about` is the page about the author, "" for none.
    """

    name: str
    url: str
    key: str
    page: str
    about: str
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The facts of a whole site. `stories`, `responses` and `drafts` are in the order of lists, newest first. `url` is
    the base URL, "" if the site has none, `root` is its path. `files` are the files that the build wrote. `former` has
    the pages of posts by the earlier paths of the posts on the site. `authors` is empty on a site of one author.
    `photos` has the files of the photos that the site must show, by the key of the author, "" for the main one.
    `pages` has the values read from the page of each post, by file. `unedited` are the folders of the posts whose texts
    are as an import wrote them. `also` has the addresses on other sites to which the page of a text must link, by the
    path of the text.
    """

    settings: Settings
    title: str
    url: str
    language: str
    direction: str
    root: str
    stories: tuple[Post, ...]
    responses: tuple[Post, ...]
    drafts: tuple[Post, ...]
    abouts: tuple[StoredPost, ...]
    files: frozenset[str]
    theme: Theme
    usernames: Usernames = field(default_factory=Usernames)
    former: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[Author, ...] = ()
    photos: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, PostPage] = field(default_factory=dict)
    unedited: frozenset[str] = frozenset()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def published(self) -> tuple[Post, ...]:
        return (*self.stories, *self.responses)

    @cached_property
    def stories_by_page(self) -> Mapping[str, Post]:
        return {one.page: one for one in self.stories}

    @cached_property
    def page_by_key(self) -> Mapping[str, str]:
        """The page of each post by `same_post(id)`."""
        return {same_post(one.id): one.page for one in (*self.drafts, *reversed(self.published)) if one.id}

    @cached_property
    def has_tags(self) -> bool:
        return any(one.tags for one in self.stories)

    @property
    def author(self) -> str:
        return self.settings.author.name

    def photo(self, key: str = "") -> str:
        """The file of the photo of an author, the main one by default; "" for none."""
        return self.photos.get(key, "")

    @property
    def author_url(self) -> str:
        return web(self.settings.author.url)

    @property
    def extras(self) -> bool:
        """Whether the site has search, related posts and the other parts that `extras = false` leaves out."""
        return self.settings.site.extras

    @property
    def has_search(self) -> bool:
        return self.extras and bool(self.published)

    @property
    def has_statistics(self) -> bool:
        return self.extras and sum(one.date is not None for one in self.stories) > 1

    def address(self, file: str) -> str:
        """The absolute address of a file, "" without a base URL."""
        return f"{self.url}/{quote(file)}" if self.url else ""

    def file_at(self, address: str) -> str:
        """The file at an absolute address, "" if the build wrote none there."""
        file = unquote(address.removeprefix(f"{self.url}/"))
        return file if file in self.files and self.address(file) == address else ""


def stamp(moment: datetime | None) -> str:
    """A moment as pages write it, on the clocks that it has; "" for none."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else ""


def shown_at(moment: datetime | None, written: timezone | None, settings: Settings) -> datetime | None:
    """A moment on the clocks of the zone in which a person wrote it; of one in UTC, on those of the site."""
    return time_zones.at(moment, written or time_zones.find(settings.site.timezone)) if moment else None


def uid_of(stored: StoredPost) -> str:
    """The address of a post by its id, which no change of its title changes; "" for a post without an id."""
    return f"https://medium.com/p/{stored.id}" if stored.id else ""


def post(stored: StoredPost, page: PostPage, settings: Settings, usernames: Usernames) -> Post:
    """A post of the site. Its title, summary and counts, if only the text itself has them, come from its `page`."""
    signed = (signature(stored, settings, usernames), *cosignatures(stored, settings, usernames))
    language = stored.lang or settings.site.language or "en"
    summary = stored.subtitle or stored.description
    return Post(
        stored=stored,
        kind=stored.kind,
        path=stored.path,
        page=page_of(stored.path),
        title=" ".join(stored.title.split()) or page.title,
        language=language,
        direction=direction(language),
        date=shown_at(stored.date, stored.date_zone, settings),
        updated=shown_at(stored.updated, stored.updated_zone, settings),
        tags=stored.tags,
        tag_files=(),
        url=web(stored.url),
        uid=uid_of(stored),
        signed=tuple(
            Person(one.author.name, web(one.author.url), one.key, one.author.username or place(one.author.url).username)
            for one in signed
        ),
        summary=shortened(summary) if summary else page.description,
        minutes=page.minutes,
        words=page.words,
    )


def shortened(text: str, limit: int = _EXCERPT) -> str:
    """The first words of a text, as lists show it."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    start = text[:limit]
    space = start.rfind(" ")
    if space > limit // 2:
        start = start[:space]
    return start.rstrip(" ,;:—–-(，、；：") + "…"


def most_frequent(found: Iterable[str]) -> str:
    """The most frequent text, "" for none; of equally frequent texts the last in alphabetical order."""
    counts = Counter(found)
    return max(counts, key=lambda one: (counts[one], one), default="")


def tags_of(posts: Sequence[Post]) -> tuple[Tag, ...]:
    """The tags of stories, the most frequent first."""
    spelled: dict[str, list[str]] = {}
    tagged: dict[str, dict[str, Post]] = {}
    for one in posts:
        for name, file in zip(one.tags, one.tag_files, strict=True):
            spelled.setdefault(file, []).append(name)
            tagged.setdefault(file, {})[one.path] = one
    found = [Tag(most_frequent(names), file, tuple(tagged[file].values())) for file, names in spelled.items()]
    return tuple(sorted(found, key=lambda tag: (-len(tag.posts), tag.name.casefold(), tag.name)))
