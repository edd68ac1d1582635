"""A story as a saved page tells it: its facts, and its paragraphs with marks. The same for every kind of page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal[
    "p", "h2", "h3", "h4", "image", "quote", "pull quote", "code", "bullet", "number", "embed", "card", "caption"
]
MarkKind = Literal["strong", "em", "code", "a"]


@dataclass(frozen=True)
class Person:
    """An author. `id` is Medium's id of the account, which is private."""

    name: str = ""
    username: str = ""
    id: str = ""


@dataclass(frozen=True)
class Mark:
    """`start` and `end` are places in the text, in characters."""

    kind: MarkKind
    start: int
    end: int
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Image:
    """`address` is set only for a picture without an id of Medium's. `is_featured`: the author chose it for lists."""

    id: str
    width: int = 0
    height: int = 0
    alt: str = ""
    is_featured: bool = False
    address: str = ""


@dataclass(frozen=True)
class Embed:
    """What a frame shows: `address` is "" where the page does not have it, then `id` and `title` are all there is."""

    address: str = ""
    id: str = ""
    title: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`text` has line ends as `\\n`. Of a picture and an embed it is the caption. `name` is the id of its element,
    four hexadecimal digits. `href` is the link of a picture, or the address that a card leads to.
    """

    kind: Kind
    text: str = ""
    marks: tuple[Mark, ...] = ()
    name: str = ""
    layout: str = ""
    alignment: str = ""
    has_drop_cap: bool = False
    image: Image | None = None
    embed: Embed | None = None
    href: str = ""
    language: str = ""
    code_mode: str = ""  # as in an export: "0" none, "1" guessed, "2" chosen; "" for a block of the old editor
    role: str = ""  # "title", "subtitle", "kicker", if the page tells


@dataclass(frozen=True)
class Section:
    """A part of a story. `start` is the number of its first paragraph, `cover` its background picture."""

    start: int
    cover: Image | None = None


@dataclass(frozen=True)
class Story:
    """The facts about a story. Times are in UTC; what the page does not tell is empty, None or 0.

    `version` is Medium's name of the published text. `words_said` is the number of words of the whole text, as Medium
    counts them. `answers` is the id of the story that a response answers. `is_preview`: the page has only the beginning
    of a text for members. `is_unlisted`: Medium shows it to those who have its
    address, and lists it nowhere. `has_gap`: the numbers of the paragraphs say that some are missing.
    """

    id: str
    title: str = ""
    subtitle: str = ""
    seo_description: str = ""
    authors: tuple[Person, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    is_draft: bool = False
    version: str = ""
    slug: str = ""
    addresses: tuple[str, ...] = ()
    canonical: str = ""
    publication: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    language: str = ""
    words_said: int = 0
    reading_time: float = 0
    pictures_said: int | None = None
    is_locked: bool = False
    is_preview: bool = False
    is_suspended: bool = False
    is_unlisted: bool = False
    is_response: bool = False
    answers: str = ""
    claps: int = 0
    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    has_gap: bool = False
