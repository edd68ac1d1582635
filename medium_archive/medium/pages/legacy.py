"""Posts in the state of pages until 2018 (`GLOBALS.embedded`, `obvInit`) and in answers of `?format=json`: the post is
`value`, or among `references.Post` of a list. What it refers to is in `references`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from medium_archive.medium.pages import branches, paragraphs, values
from medium_archive.medium.pages.apollo import facts, person, publication
from medium_archive.medium.pages.story import Story

_PREVIEW = "isLockedPreviewOnly"


def posts(data: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The posts of a state, that of the page first, each with the `references`."""
    whole = values.mapping(data, "payload") or values.mapping(data)
    references = values.mapping(whole, "references")
    found = [whole.get("value"), whole.get("post"), *values.mapping(references, "Post").values()]
    for post in found:
        if isinstance(post, dict) and values.post_id(post) and ("title" in post or "content" in post):
            yield post, references


def branch(post: Mapping[str, Any], references: Mapping[str, Any]) -> dict[str, Any]:
    """The branch of a post, with its author, its publication and its embeds inside of it."""
    kept: dict[str, Any] = branches.pick(post, branches.LEGACY)
    author = values.mapping(references, "User", values.text(post, "creatorId"))
    if author:
        kept["creator"] = branches.pick({**author, "id": values.text(post, "creatorId")}, branches.PERSON)
    home = values.mapping(references, "Collection", values.text(post, "homeCollectionId"))
    if home:
        kept["collection"] = branches.pick(home, branches.PUBLICATION)
    resources = values.mapping(references, "MediaResource")
    for item in values.sequence(kept, "content", "bodyModel", "paragraphs"):
        frame = values.at(item, "iframe")
        resource = values.mapping(resources, values.text(frame, "mediaResourceId"))
        if isinstance(frame, dict) and resource:
            frame["mediaResource"] = branches.pick(resource, branches.RESOURCE)
    return kept


def read(post: Mapping[str, Any]) -> Story:
    """The story of a branch."""
    virtuals = values.mapping(post, "virtuals")
    body = values.sequence(post, "content", "bodyModel", "paragraphs")
    answers = values.text(post, "inResponseToPostId")
    creator = values.mapping(post, "creator")
    story = facts(post)
    slugs = (values.text(tag, "slug") for tag in values.sequence(virtuals, "tags"))
    return replace(
        story,
        subtitle=values.text(post, "content", "subtitle") or values.text(virtuals, "subtitle"),
        authors=(person(creator),) if creator else (),
        publication=publication(values.mapping(post, "collection")),
        tags=tuple(dict.fromkeys(slug for slug in slugs if slug)),
        cover=values.text(virtuals, "previewImage", "imageId"),
        words_said=values.whole(virtuals, "wordCount"),
        reading_time=values.number(virtuals, "readingTime"),
        pictures_said=values.whole(virtuals, "imageCount") if "imageCount" in virtuals else None,
        is_locked=post.get("isSubscriptionLocked") is True,
        is_preview=True in (virtuals.get(_PREVIEW), values.at(post, "content", _PREVIEW)),
        is_response=bool(answers or values.text(post, "inResponseToMediaResourceId")),
        answers=answers,
        claps=values.whole(virtuals, "totalClapCount"),
        paragraphs=paragraphs.read(body),
        sections=paragraphs.read_sections(values.sequence(post, "content", "bodyModel", "sections")),
        has_gap=paragraphs.has_gap(body),
    )
