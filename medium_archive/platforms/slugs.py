"""Different slugs for all articles at a place: many places find a post only by its slug."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medium_archive.articles import ghost_text
from medium_archive.articles.entries import Entry
from medium_archive.folder.catalog import same_post

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


def distinct(entries: Iterable[Entry], platform: Platform, there: Mapping[str, Collection[str]] = {}) -> list[Entry]:
    """The entries in the same order. Where several would have one slug at the place, also because it cuts slugs, the
    oldest keeps it, and the others get their ids at the end, as in Medium's addresses. `there` are the slugs that posts
    have at the place, by their keys in the records: those stay with them. A draft gets what the others leave.

    The entries must be all of an archive: then a selection, or a new post, changes no slug.
    """
    given = list(entries)
    named: dict[str, Entry] = {}
    taken: set[str] = set()
    own = {one.article.path: there.get(same_post(one.article.id) or one.article.path, ()) for one in given}
    for entry in sorted(given, key=lambda one: _rank(one, own[one.article.path])):
        article = _free(entry, platform, taken, own[entry.article.path])
        taken |= {platform.labels(article).slug} - {""}
        named[entry.article.path] = replace(entry, article=article)
    return [named[entry.article.path] for entry in given]


def _rank(entry: Entry, own: Collection[str]) -> tuple[bool, bool, datetime, str]:
    """What comes first: a published post, so that a draft changes nothing of it; one that is there; an old one."""
    return entry.is_draft, not own, entry.date or _LAST, entry.article.path


def _free(entry: Entry, platform: Platform, taken: set[str], own: Collection[str]) -> Article:
    """The article with the first of its slugs that is free, one of its `own` if possible. A place without slugs gives
    "" to all.
    """
    article, end = entry.article, entry.article.id or entry.name
    # A long slug is cut before its id, so the last one is short
    others = (replace(article, slug=slug) for slug in (f"{article.slug}-{end}", f"post-{end}"))
    free = [one for one in (article, *others) if platform.labels(one).slug not in taken]
    return next((one for one in free if platform.labels(one).slug in own), free[0] if free else article)
