"""The frozen values for an export: an `Idiom` describes a generator; a configuration names a `Site`."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from medium_archive.articles.engine import Engine
from medium_archive.articles.entries import Entry

if TYPE_CHECKING:
    from medium_archive.folder.settings import Settings


@dataclass(frozen=True)
class Site:
    """What the configuration of a generator names. `title` is the name of the author if the site has no title, and
    `address` an example if it has no base URL.
    """

    title: str
    author: str
    language: str
    url: str

    @classmethod
    def of(cls, settings: Settings) -> Site:
        site, author = settings.site, settings.author.name
        return cls(site.title or author, author, site.language, site.url)

    @property
    def address(self) -> str:
        return self.url or "https://example.org"

    @property
    def host(self) -> str:
        """The address without the path."""
        scheme, _, rest = self.address.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    @property
    def path(self) -> str:
        """The path of the address, "" or with a slash before it."""
        return self.address.removeprefix(self.host)


def beside(_entry: Entry, name: str) -> str:
    """A file in the folder of the text."""
    return name


def relative_page(entry: Entry, other: Entry) -> str:
    """The page of another post, relative to the page of this one, without a file name."""
    return posixpath.relpath(other.path, entry.path) + "/" if other.path != entry.path else "./"


@dataclass(frozen=True, kw_only=True)
class Idiom:
    """Everything in which the formats of generators differ.

    `summary` is the help text of the command, `example` the folder in its example. `text` gives the path of a post's
    text, `picture` that of a file of the post, and `shown` how the text refers to it. `link` is how a post links to
    another. `values` gives the front matter, in order, from the post, the address of its cover (as the text would refer
    to it) and the language, "" if it is that of the site; empty values are left out. `header` writes it. `site` gives
    the other files, by path: configuration, templates, README. `entry_name` gives the name of a post, if that is not
    made from the name of its folder. `public` gives the path of a file that the site has beside the page: HTML and
    links lead there if only Markdown can refer to `picture`. `hiding` are the keys of the front matter by which the
    generator knows which posts it must not publish yet, and those that would overrule them. With `hides_unpublished`,
    other posts link to nothing of a draft or of a post of the future, because the site lacks it.
    """

    name: str
    summary: str
    engine: Engine
    text: Callable[[Entry], str]
    picture: Callable[[Entry, str], str]
    values: Callable[[Entry, str, str], dict[str, Any]]
    site: Callable[[Site], Mapping[str, str]]
    hiding: tuple[str, ...]
    hides_unpublished: bool = True
    shown: Callable[[Entry, str], str] = beside
    link: Callable[[Entry, Entry], str] = relative_page
    example: str = "~/my-blog"
    header: Callable[[Mapping[str, Any]], str] | None = None
    entry_name: Callable[[Entry], str] | None = None
    public: Callable[[Entry, str], str] | None = None


def first_values(entry: Entry) -> dict[str, Any]:
    """The front matter that has the same keys in most generators."""
    article = entry.article
    return {
        "title": article.title or entry.name,
        "subtitle": article.subtitle,
        "description": article.description,
        "author": article.author.name,
        "date": article.published,
    }


def aliases(entry: Entry) -> list[str]:
    """The old addresses as paths from the root of the site; none for a draft, which is not published."""
    return [] if entry.is_draft else [f"/{path}/" for path in entry.article.old_addresses]


def tags_with_addresses(entry: Entry) -> list[str]:
    """The tags that have a letter or a digit: the build of some programs stops at others."""
    return [tag for tag in entry.article.tags if re.search(r"[^\W_]", tag)]


def toml_text(text: str) -> str:
    """A text as a string of TOML: a string of JSON, in which the character U+007F is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
