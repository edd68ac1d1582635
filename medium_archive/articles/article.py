"""The frozen values that platforms and formats receive: an `Article` and its `Picture`s."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from medium_archive.articles.addresses import page_of
from medium_archive.folder.bare_texts import file_of
from medium_archive.post import Author, Kind


@dataclass(frozen=True)
class Picture:
    """A picture that an article shows.

    `reference` is its `src` in the article's HTML. `path` is its file, relative to the archive, and `file` the same on
    the disk; "" and None while the archive does not have it. `address` is where Medium or another host had it, "" for a
    picture that the author added.
    """

    reference: str
    alt: str = ""
    path: str = ""
    file: Path | None = None
    address: str = ""


@dataclass(frozen=True)
class Article:
    """One post, as platforms and formats receive it.

    `path` is its folder in the archive, `where` the file of its text, which is beside that folder if it `is_loose`.
    `title` is plain text on one line, `title_html` the same with its links and emphasis. `published` is None for a
    draft, `updated` None where it is unknown; both are aware, in UTC. If the front matter has no slug, `slug` is the
    folder's name; if it has no language, `lang` is the language of the site. `url` is the address at Medium,
    `canonical` the address that search engines should prefer; both are "" if there is none. `also` are other addresses
    of the post that the front matter gives. `old_addresses` are the paths that Medium's addresses of the post have on
    the site's host, without a slash at either end.

    `markdown` is the text without the front matter. `html` is plain HTML (docs/markdown.md), **not sanitised**: it has
    any HTML that the author wrote. Links to other posts and to files are as in the Markdown, relative to `path`:
    `references.resolve(path, link)` gives the path in the archive.

    `cover` is the picture that the front matter names, `pictures` are those of the text in their order. `author` is the
    first author in the by-line: the main author, the author of another account, or another person. `coauthors` are the
    other authors in the by-line, in its order.

    Provisional for the formats and platforms to come: `html` may be sanitised here, links to other articles resolved,
    sizes of pictures added, and a cover chosen where the front matter names none.
    """

    id: str
    path: str
    kind: Kind
    title: str
    markdown: str
    html: str
    title_html: str = ""
    subtitle: str = ""
    description: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    slug: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    cover: Picture | None = None
    canonical: str = ""
    also: tuple[str, ...] = ()
    url: str = ""
    old_addresses: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    is_partial: bool = False
    author: Author = field(default_factory=Author)
    coauthors: tuple[Author, ...] = ()
    is_loose: bool = False

    @property
    def where(self) -> str:
        """The file of its text in the archive."""
        return file_of(self.path, is_loose=self.is_loose)

    @property
    def page(self) -> str:
        """Its page, a file of the site."""
        return page_of(self.path)
