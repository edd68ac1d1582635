"""The branch of a state that belongs to one post, by an allow-list: nothing of the viewer or of other people's posts.

A story is read from its branch, so the branch holds all that was read. Its keys are Medium's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from medium_archive.medium.pages import values

# What is kept: a key with None has a plain value or a list of them, another one an object or a list of objects
Allowed = Mapping[str, "Allowed | None"]
Follow = Callable[[Any], Any]

_IMAGE: Allowed = {
    "id": None,
    "imageId": None,
    "originalWidth": None,
    "originalHeight": None,
    "alt": None,
    "isFeatured": None,
    "address": None,
}
_PLAIN = frozenset((str, int, float, bool))
RESOURCE: Allowed = {"id": None, "iframeSrc": None, "href": None, "title": None, "thumbnailUrl": None}
_PARAGRAPH: Allowed = {
    "id": None,
    "name": None,
    "type": None,
    "text": None,
    "href": None,
    "layout": None,
    "alignment": None,
    "hasDropCap": None,
    "role": None,
    "dropCapImage": _IMAGE,
    "metadata": _IMAGE,
    "iframe": {"mediaResourceId": None, "iframeSrc": None, "thumbnailUrl": None, "mediaResource": RESOURCE},
    "mixtapeMetadata": {"href": None, "thumbnailImageId": None},
    "codeBlockMetadata": {"mode": None, "lang": None},
    "markups": {
        "type": None,
        "start": None,
        "end": None,
        "href": None,
        "title": None,
        "anchorType": None,
        "userId": None,
    },
}
_SECTION: Allowed = {
    "name": None,
    "startIndex": None,
    "textLayout": None,
    "imageLayout": None,
    "backgroundImage": _IMAGE,
}
_CONTENT: Allowed = {
    "isLockedPreviewOnly": None,
    "subtitle": None,
    "bodyModel": {"paragraphs": _PARAGRAPH, "sections": _SECTION},
}
PERSON: Allowed = {"id": None, "name": None, "username": None}
PUBLICATION: Allowed = {"name": None, "slug": None, "domain": None}
_FACTS: Allowed = dict.fromkeys((
    "id", "title", "seoTitle", "seoDescription", "firstPublishedAt", "latestPublishedAt", "latestPublishedVersion",
    "uniqueSlug", "mediumUrl", "canonicalUrl", "webCanonicalUrl", "detectedLanguage", "visibility",
))  # fmt: skip
APOLLO: Allowed = {
    **_FACTS,
    **dict.fromkeys(("isLocked", "isSuspended", "clapCount", "readingTime", "wordCount", "inResponseToEntityType")),
    "content": _CONTENT,
    "previewContent": {"subtitle": None},
    "previewImage": {"id": None},
    "creator": PERSON,
    "collection": PUBLICATION,
    "tags": {"id": None, "normalizedTagSlug": None},
    "inResponseToPostResult": {"id": None},
}
LEGACY: Allowed = {
    **_FACTS,
    **dict.fromkeys((
        "isSubscriptionLocked", "isSuspended", "inResponseToPostId", "inResponseToMediaResourceId"
    )),
    "content": _CONTENT,
    "creator": PERSON,
    "collection": PUBLICATION,
    "virtuals": {
        **dict.fromkeys((
            "wordCount", "readingTime", "imageCount", "isLockedPreviewOnly", "totalClapCount", "subtitle"
        )),
        "tags": {"slug": None},
        "previewImage": {"imageId": None},
    },
}  # fmt: skip


def pick(value: Any, allowed: Allowed | None, follow: Follow = lambda link: link) -> Any:
    """The allowed part of a value. `follow` gives the object that a link leads to, and other values as they are. A key
    may have arguments, as `content({})`; it is kept without them.
    """
    value = follow(value)
    if isinstance(value, list):
        picked = [pick(one, allowed, follow) for one in value if allowed is None or not isinstance(one, list)]
        return [one for one in picked if one is not None]
    if allowed is None:
        return None if isinstance(value, dict) else values.whole_characters(value) if isinstance(value, str) else value
    if not isinstance(value, dict):
        return None
    kept: dict[str, Any] = {}
    for key, held in value.items():
        name = key if key in allowed else key.partition("(")[0]
        if held is None or name not in allowed or name in kept:
            continue
        below = allowed[name]
        if below is None and type(held) in _PLAIN:  # the same as `pick`: most values are so, and a page has thousands
            kept[name] = values.whole_characters(held) if type(held) is str else held
        elif (one := pick(held, below, follow)) is not None:
            kept[name] = one
    return kept


def public(branch: Mapping[str, Any], wrapper: str) -> bytes:
    """The branch as canonical JSON, without the id of the account. It can be read again as a saved answer."""
    creator = {key: value for key, value in values.mapping(branch, "creator").items() if key != "id"}
    kept = {**branch, "creator": creator}
    whole = {"data": {"post": kept}} if wrapper == "apollo" else {"payload": {"value": kept}}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
