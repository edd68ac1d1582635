"""The facts about a post in the records of the archive, to check values that its original does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Recorded:
    """The facts about one post, each None if it is not known: then it is not compared.

    `kind` is "story", "response" or "draft", `reason` why. `tags` and `updated` are from feeds and saved pages.
    `usernames` are those of the main account, in lower case. A post `from_feed` or of a saved `page` has no page of an
    export: `page` names its kind, `captured` is its day, `version` Medium's name of the text. `is_partial` says that
    only a part of it is known.
    """

    id: str | None = None
    original: str | None = None
    sha256: str | None = None
    slug: str | None = None
    kind: str | None = None
    reason: str | None = None
    tags: tuple[str, ...] | None = None
    updated: str | None = None
    usernames: frozenset[str] | None = None
    from_feed: bool = False
    page: str = ""
    captured: str = ""
    version: str = ""
    is_partial: bool = False


@dataclass(frozen=True)
class Site:
    """The settings that a page shows. `canonical` is "self" or "medium". `authors` gives the name of each author of an
    archive of several by the user name, `author_url` and `author_urls` their profiles. `has_own_templates` says that a
    person wrote templates, which may leave out parts of a page.
    """

    title: str = ""
    url: str = ""
    language: str = "en"
    canonical: str = "self"
    author: str = ""
    authors: Mapping[str, str] = field(default_factory=dict)
    author_url: str = ""
    author_urls: Mapping[str, str] = field(default_factory=dict)
    has_own_templates: bool = False
