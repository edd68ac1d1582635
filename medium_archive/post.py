"""The values that travel from Medium's export to the folder: a `Post`, its `Picture`s, the `Author`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["story", "response", "draft"]
Role = Literal["figure", "cover", "card", "photo"]


@dataclass(frozen=True)
class Picture:
    """A picture that a post shows, by its address; the export never holds the file itself.

    `id` is Medium's image id (`1*3Afg.png`), "" for a picture that Medium doesn't host. Sizes are in pixels, of the
    file that was uploaded; None where the export doesn't say. `of` is the address a card leads to, for its thumbnail;
    `external` is where Medium once took the picture from (`data-external-src`).
    """

    address: str
    id: str = ""
    width: int | None = None
    height: int | None = None
    role: Role = "figure"
    of: str = ""
    external: str = ""


@dataclass(frozen=True)
class Author:
    """Who wrote the export, as far as it may be public: no address, no account id."""

    name: str = ""
    username: str = ""
    url: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Post:
    """A story, a response or a draft. `body` is plain HTML (docs/markdown.md, "Plain HTML").

    `title_html` is set only when the title holds links or emphasis. `short_title` and `summary` are what Medium shows
    in lists, where their words are not the page's. `published` is aware, in UTC; a draft has none. `exported` is the
    day of the export as its footer says it, "" where the page has none. `reason` says why the post is of its `kind`.
    `words` counts those of the body, title and code left out.
    """

    id: str
    kind: Kind
    title: str
    body: str
    title_html: str = ""
    short_title: str = ""
    subtitle: str = ""
    description: str = ""
    summary: str = ""
    published: datetime | None = None
    exported: str = ""
    lang: str = ""
    cover: str = ""
    url: str = ""
    author: Author = Author()
    pictures: tuple[Picture, ...] = ()
    reason: str = ""
    words: int = 0
