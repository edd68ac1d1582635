"""What a platform can't hold of an article: a person reads it before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from medium_archive.articles import Article
    from medium_archive.platforms import Platform
    from medium_archive.platforms.content import Plan

Loss = Literal["date", "canonical", "subtitle", "cover", "title", "slug", "tags", "pictures"]
# What a person reads; the number of posts stands beside it
LABELS: Mapping[Loss, str] = {
    "date": "The date is not kept",
    "canonical": "The canonical address is not kept",
    "subtitle": "The subtitle is not shown",
    "cover": "The cover is not shown",
    "title": "The title is changed",
    "slug": "The slug is changed or not kept",
    "tags": "Tags are changed or left out",
    "pictures": "Pictures stay where they are now on the web",
}


def of(article: Article, plan: Plan, platform: Platform) -> Iterator[Loss]:
    """What the platform can't hold of an article."""
    traits, labels = platform.TRAITS, platform.labels(article)
    if article.published and not traits.has_dates:
        yield "date"
    if article.canonical and not traits.has_canonical:
        yield "canonical"
    if (article.subtitle or article.description) and not traits.has_subtitles:
        yield "subtitle"
    if article.cover is not None and not traits.has_covers:
        yield "cover"
    if labels.title != article.title:
        yield "title"
    if labels.slug != article.slug:
        yield "slug"
    if labels.tags != article.tags:
        yield "tags"
    if plan.left:
        yield "pictures"
