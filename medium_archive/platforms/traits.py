"""What a platform can hold: a frozen value of each platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from medium_archive.articles.engine import Engine


@dataclass(frozen=True)
class Labels:
    """What a platform shows beside the text of an article: its title, its slug ("" if it has none), its tags."""

    title: str
    slug: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Migration:
    """How a platform takes Medium's own pages: at most so many in one request, with at most so many bytes together.
    `losses` says in a few sentences what it makes of them.
    """

    max_bytes: int
    max_pages: int
    losses: str


@dataclass(frozen=True)
class Traits:
    """What a platform can hold, and how it wants to be asked. `Platform.labels` has the limits of titles, slugs and
    tags.
    """

    text: Literal["html", "markdown"]  # the form in which it takes the text
    has_dates: bool  # an article keeps the date of its first publication
    has_canonical: bool  # an article can name the address that search engines should prefer
    has_drafts: bool  # it can hold an article that nobody else sees
    has_updates: bool  # an article can be replaced under the same id
    few_changes: bool = False  # it takes only a few: the address of another copy is no reason for one
    has_covers: bool = True  # it shows a cover
    has_subtitles: bool = False  # it shows the subtitle, or the description where there is none
    engine: Engine = field(default=Engine(figures="markdown"))  # how it reads Markdown
    pictures: tuple[str, ...] = ()  # the media types of the pictures that can be uploaded; none: it takes no pictures
    finds_pictures: bool = False  # a picture whose upload was not answered is found again, and not uploaded twice
    max_picture: int | None = None  # bytes
    needs_titles: bool = False  # an article without a title is refused
    max_text: int | None = None  # characters of the text; a longer article is not sent
    pause: float = 0.0  # seconds between two articles that are sent
    names_pauses: bool = True  # a rate limit may say how long it lasts
    migration: Migration | None = None  # it takes the pages of Medium's export, and makes drafts of them
