"""The values that pass from `medium` to `folder`: a `Post`, its `Picture`s, the `Author`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["story", "response", "draft"]
Role = Literal["figure", "cover", "card", "photo"]


@dataclass(frozen=True)
class Picture:
    """A picture that a post shows, by its address. The export does not contain the file.

    `id` is Medium's image id (`1*3Afg.png`), "" for a picture that Medium doesn't host. Sizes are in pixels, of the
    uploaded file; None if the export does not have them. `of` is the address that a card leads to, for its thumbnail.
    `external` is the address from which Medium copied the picture (`data-external-src`).
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
    """The public facts about the author of an export: no e-mail address, no account id."""

    name: str = ""
    username: str = ""
    url: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Post:
    """A story, a response or a draft. `body` is plain HTML (docs/markdown.md, "Plain HTML").

    `title_html` is set only if the title has links or emphasis. `short_title` and `summary` are those that Medium shows
    in lists, "" if they have the same words as the page. `published` is aware, in UTC; a draft has none. `exported` is
    the day of the export from the footer of the page, "" if it has none. `coauthors` are the further names in its
    by-line. `reason` explains the `kind`. `words` is the number of words in the body, without title and code.
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
    coauthors: tuple[Author, ...] = ()
    pictures: tuple[Picture, ...] = ()
    reason: str = ""
    words: int = 0
