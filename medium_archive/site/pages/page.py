"""What a page is, and what the templates get: the posts of the site, the links of menus, the posts of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from medium_archive.folder import pickles
from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost
from medium_archive.site.elsewhere import OutsideLink
from medium_archive.site.images.previews import Preview
from medium_archive.site.pages.proof import ProofPage
from medium_archive.site.pages.reading_lists import Reading


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Page:
    """One page: its `file` in the site and the template that makes it.

    `canonical` is the address that search engines should prefer, `address` its own; both are "" while unknown.
    `changed` is the time of its last change if that is known; `values` are for its template alone.
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


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Link:
    """A page of the site as menus name it."""

    file: str
    name: str


@dataclass(frozen=True)
class YearOfPosts:
    """The posts of a year; its name is "" for posts without a date. `file` is its own page, "" for none."""

    name: str
    posts: Sequence[RenderedPost]
    file: str = ""


@dataclass(frozen=True)
class YearCount:
    """How many posts a year has, and the page that lists them; the name is "" for posts without a date."""

    name: str
    count: int
    file: str


@dataclass(frozen=True)
class AuthorOfPosts:
    """An author of a site of several, with their posts and responses, newest first."""

    author: Author
    posts: Sequence[RenderedPost]


@dataclass(frozen=True)
class SiteContent:
    """Everything that the site shows, newest first.

    `reading` are the pages of what the author read. `related` are the related posts for the path of a post, `previews`
    the preview for a page, with "" for pages without a preview. `other_abouts` are the pages about other authors than
    the main one. `also` are the links to copies of a post, and to other pages about an author, by the path of the text.
    """

    posts: Sequence[RenderedPost]
    responses: Sequence[RenderedPost]
    drafts: Sequence[RenderedPost]
    about: RenderedPost | None
    reading: Sequence[Reading] = ()
    related: Mapping[str, Sequence[RenderedPost]] = field(default_factory=dict)
    previews: Mapping[str, Preview] = field(default_factory=dict)
    other_abouts: Sequence[RenderedPost] = ()
    proof: ProofPage | None = None
    also: Mapping[str, Sequence[OutsideLink]] = field(default_factory=dict)

    @property
    def published(self) -> tuple[RenderedPost, ...]:
        """Posts and responses."""
        return (*self.posts, *self.responses)
