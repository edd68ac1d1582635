"""A story that was read from the elements of a page, told again in the form of an answer of GraphQL. It is the public
original of a page without a state, or with one that has only a part of the text.

It can be read again like a saved answer. What the elements do not tell, and what is known of the page, is in the key
`elements` beside it, so that the losses and the doubts about the text are the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from medium_archive.medium.pages import values
from medium_archive.medium.pages.story import Mark, Paragraph, Section, Story

_TYPES = {
    "p": "P", "h2": "H2", "h3": "H3", "h4": "H4", "image": "IMG", "quote": "BQ", "pull quote": "PQ", "code": "PRE",
    "bullet": "ULI", "number": "OLI", "embed": "IFRAME", "card": "MIXTAPE_EMBED", "caption": "SECTION_CAPTION",
}  # fmt: skip
_KEY = "elements"


@dataclass(frozen=True)
class PageFacts:
    """What is known of the page: `is_old`, `is_cut` and `is_too_deep` as in `Elements`, and the minutes that it shows
    to readers.
    """

    is_old: bool = False
    is_cut: bool = False
    is_too_deep: bool = False
    minutes: int = 0


def write(story: Story, page: PageFacts) -> bytes:
    """Canonical JSON of a story, without the id of an account."""
    post = {
        "__typename": "Post",
        "id": story.id,
        "title": story.title,
        "previewContent": {"subtitle": story.subtitle},
        "creator": {"name": story.authors[0].name, "username": story.authors[0].username} if story.authors else None,
        "firstPublishedAt": _milliseconds(story.published),
        "latestPublishedAt": _milliseconds(story.updated),
        "mediumUrl": story.addresses[0] if story.addresses else None,
        "webCanonicalUrl": story.addresses[1] if len(story.addresses) > 1 else None,
        "previewImage": {"id": story.cover} if story.cover else None,
        "isLocked": story.is_locked or None,
        "isSuspended": story.is_suspended or None,
        "visibility": "UNLISTED" if story.is_unlisted else None,
        "seoDescription": story.seo_description,
        "uniqueSlug": story.slug,
        "canonicalUrl": story.canonical,
        "detectedLanguage": story.language,
        "latestPublishedVersion": story.version,
        "wordCount": story.words_said or None,
        "clapCount": story.claps or None,
        "collection": {"name": story.publication} if story.publication else None,
        "inResponseToPostResult": {"id": story.answers} if story.answers else None,
        "inResponseToEntityType": "POST" if story.is_response and not story.answers else None,
        "tags": [{"id": tag} for tag in story.tags],
        "content": {
            **({"isLockedPreviewOnly": True} if story.is_preview else {}),
            "bodyModel": {
                "paragraphs": [_paragraph(paragraph) for paragraph in story.paragraphs],
                "sections": [_section(section) for section in story.sections],
            },
        },
    }
    of_page: dict[str, Any] = {"is_old": page.is_old, "is_cut": page.is_cut, "minutes": page.minutes}
    if page.is_too_deep:
        of_page["is_too_deep"] = True
    whole = {"data": {"post": _told(post)}, _KEY: of_page}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def read_facts(data: Any) -> PageFacts | None:
    """What `write` noted of the page; None for any other answer."""
    facts = values.at(data, _KEY)
    if not isinstance(facts, dict):
        return None
    is_old, is_cut, is_too_deep = (facts.get(name) is True for name in ("is_old", "is_cut", "is_too_deep"))
    return PageFacts(is_old, is_cut, is_too_deep, values.whole(facts, "minutes"))


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    embed, image = paragraph.embed, paragraph.image
    is_card = paragraph.kind == "card"
    told = {
        "type": _TYPES[paragraph.kind],
        "name": paragraph.name,
        "text": paragraph.text,
        "markups": [_mark(paragraph.text, mark) for mark in paragraph.marks],
        "layout": paragraph.layout,
        "alignment": "CENTER" if paragraph.alignment == "center" else "",
        "hasDropCap": paragraph.has_drop_cap or None,
        "href": "" if is_card else paragraph.href,
        "role": paragraph.role,
        "iframe": {"mediaResource": _told({"id": embed.id, "href": embed.address, "title": embed.title})}
        if embed
        else None,
        "mixtapeMetadata": {"href": paragraph.href, "thumbnailImageId": image.id if image else ""} if is_card else None,
        "metadata": None,
    }
    if image and not is_card:
        told["metadata"] = _told(
            {
                "id": image.id,
                "originalWidth": image.width or None,
                "originalHeight": image.height or None,
                "alt": image.alt,
                "isFeatured": image.is_featured or None,
                "address": image.address,
            }
        )
    return {"text": "", **_told(told)}


def _section(section: Section) -> dict[str, Any]:
    cover = section.cover
    sizes = {"id": cover.id, "originalWidth": cover.width, "originalHeight": cover.height} if cover else {}
    return {"startIndex": section.start, **({"backgroundImage": sizes} if cover else {})}


def _mark(text: str, mark: Mark) -> dict[str, Any]:
    """A mark with its places in UTF-16, as Medium has them."""
    start, end = (len(text[:place].encode("utf-16-le", "replace")) // 2 for place in (mark.start, mark.end))
    return {"start": start, "end": end, **_told({"type": mark.kind.upper(), "href": mark.href, "title": mark.title})}


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without empty ones."""
    return {key: value for key, value in facts.items() if value not in (None, "")}


def _milliseconds(moment: datetime | None) -> int | None:
    return round(moment.timestamp() * 1000) if moment else None
