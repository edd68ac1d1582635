"""Different slugs for all articles at a place: many places find a post only by its slug."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medium_archive.articles import ghost_text
from medium_archive.articles.entries import Entry

if TYPE_CHECKING:
    from medium_archive.articles import Article
    from medium_archive.platforms import Platform

_LAST = datetime.max.replace(tzinfo=UTC)


def plain(article: Article, longest: int) -> str:
    """A slug of a-z, figures and hyphens, which every place keeps. It has the id of the post where the article's own
    slug would be cut or lose letters.
    """
    name = article.id or hashlib.sha256(article.path.encode()).hexdigest()[:12]
    slug = ghost_text.slug(article.slug)
    if len(slug) <= longest:
        return slug or f"post-{name}"
    return f"{slug[: longest - len(name) - 1].strip('-')}-{name}"


def distinct(entries: Iterable[Entry], platform: Platform) -> list[Entry]:
    """The entries in the same order. Where several would have one slug at the place, also because it cuts slugs, the
    oldest keeps it, and the others get their ids at the end, as in Medium's addresses.

    The entries must be all of an archive: then a selection, or a new post, changes no slug.
    """
    given = list(entries)
    named: dict[str, Entry] = {}
    taken: set[str] = set()
    for entry in sorted(given, key=lambda entry: (entry.date or _LAST, entry.article.path)):
        article = _free(entry, platform, taken)
        taken |= {platform.labels(article).slug} - {""}
        named[entry.article.path] = replace(entry, article=article)
    return [named[entry.article.path] for entry in given]


def _free(entry: Entry, platform: Platform, taken: set[str]) -> Article:
    """The article with the first of its slugs that is free. A place without slugs gives "" to all."""
    article, end = entry.article, entry.article.id or entry.name
    # A long slug is cut before its id, so the last one is short
    others = (replace(article, slug=slug) for slug in (f"{article.slug}-{end}", f"post-{end}"))
    return next((one for one in (article, *others) if platform.labels(one).slug not in taken), article)
