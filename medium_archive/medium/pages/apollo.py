"""Posts in the state of pages since 2019 (`__APOLLO_STATE__`) and in answers of GraphQL.

Both are objects of the same kinds. In a state each is an entry of its own, and links lead to it: `{"__ref": KEY}`, in
2019 `{"type": "id", "id": KEY}`; in an answer the objects are inside one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from medium_archive.medium.pages import branches, paragraphs, values
from medium_archive.medium.pages.story import Person, Story
from medium_archive.medium.text import one_line

_MOST_NODES = 200_000  # of an answer that are looked at
_MOST_LINKS = 50  # of a post to one object, such as a picture that it shows again
_USERNAME = re.compile(r"[\w.-]{1,60}")
_NO_TIME = (None, 0, "0", "")
_LOCKED, UNLISTED = ("LOCKED", 2), ("UNLISTED", 1)


class Cache:
    """The entries of a state by their keys."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self.entries = entries

    def follow(self, link: Any) -> Any:
        """The object that a link leads to; another value as it is."""
        for _ in range(4):
            if not isinstance(link, dict):
                return link
            if link.get("type") == "json" and "json" in link:
                return link["json"]
            key = link.get("__ref") or (link.get("id") if link.get("type") == "id" else None)
            if not isinstance(key, str):
                return link
            link = self.entries.get(key)
        return None


class _Limited:
    """Follows links, but not for ever to one object: a small file can hold thousands of links to a large one."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._times: Counter[int] = Counter()

    def __call__(self, link: Any) -> Any:
        found = self._cache.follow(link)
        if found is not link and isinstance(found, (dict, list)):
            self._times[id(found)] += 1
            if self._times[id(found)] > _MOST_LINKS:
                return None
        return found


def posts(data: Any) -> Iterator[tuple[Mapping[str, Any], Cache]]:
    """All posts in a state or an answer, in order, each with the entries that its links lead to."""
    if isinstance(data, dict) and any(key.startswith("Post:") or key == "ROOT_QUERY" for key in data):
        cache = Cache(data)
        for key, entry in data.items():
            if key.startswith("Post:") and isinstance(entry, dict) and values.post_id(entry):
                yield entry, cache
        return
    pending, seen = [data], 0
    while pending and seen < _MOST_NODES:
        node = pending.pop()
        seen += 1
        if isinstance(node, list):
            pending += reversed(node)
        elif isinstance(node, dict):
            if _is_post(node):
                yield node, Cache({})
            pending += reversed([value for value in node.values() if isinstance(value, (list, dict))])


def _is_post(node: Mapping[str, Any]) -> bool:
    if not values.post_id(node):
        return False
    if "__typename" in node:
        return bool(node["__typename"] == "Post")
    has_body = isinstance(values.at(node, "content", "bodyModel"), dict)
    return has_body or "mediumUrl" in node or "fullContent" in values.mapping(node, "viewerEdge")


def branch(post: Mapping[str, Any], cache: Cache) -> dict[str, Any]:
    """The branch of a post. Its content is the whole one, if the page has that of a member beside a preview."""
    facts = {key: value for key, value in post.items() if key[:7] != "content"}
    kept: dict[str, Any] = branches.pick(facts, branches.APOLLO, _Limited(cache))
    bodies = [branches.pick(body, branches.APOLLO["content"], _Limited(cache)) for body in _contents(post, cache)]
    bodies = [body for body in bodies if values.sequence(body, "bodyModel", "paragraphs")]
    if bodies:
        kept["content"] = max(bodies, key=_size)
    return kept


def has_text(post: Mapping[str, Any], cache: Cache) -> bool:
    """Whether a post has its text, not only what lists show."""
    return any(values.mapping(cache.follow(content)) for content in _contents(post, cache))


def _contents(post: Mapping[str, Any], cache: Cache) -> Iterator[Any]:
    edge = cache.follow(next((post[key] for key in post if key.partition("(")[0] == "viewerEdge"), None))
    for holder, name in ((post, "content"), (edge, "fullContent")):
        for key, value in holder.items() if isinstance(holder, dict) else ():
            if key.partition("(")[0] == name:
                yield value


def _size(content: Mapping[str, Any]) -> tuple[bool, int]:
    return content.get("isLockedPreviewOnly") is not True, len(values.sequence(content, "bodyModel", "paragraphs"))


def read(post: Mapping[str, Any]) -> Story:
    """The story of a branch."""
    content = values.mapping(post, "content")
    body = values.sequence(content, "bodyModel", "paragraphs")
    creator = values.mapping(post, "creator")
    answers = values.text(post, "inResponseToPostResult", "id")
    story = facts(post)
    return replace(
        story,
        subtitle=values.text(post, "previewContent", "subtitle") or values.text(content, "subtitle"),
        authors=(person(creator),) if creator else (),
        version=story.version or paragraphs.version(body),
        publication=publication(values.mapping(post, "collection")),
        tags=tuple(dict.fromkeys(slug for tag in values.sequence(post, "tags") if (slug := _slug(tag)))),
        cover=values.text(post, "previewImage", "id"),
        words_said=values.whole(post, "wordCount"),
        reading_time=values.number(post, "readingTime"),
        is_locked=post.get("isLocked") is True or post.get("visibility") in _LOCKED,
        is_preview=content.get("isLockedPreviewOnly") is True,
        is_response=bool(answers or values.text(post, "inResponseToEntityType")),
        answers=answers,
        claps=values.whole(post, "clapCount"),
        paragraphs=paragraphs.read(body),
        sections=paragraphs.read_sections(values.sequence(content, "bodyModel", "sections")),
        has_gap=paragraphs.has_gap(body),
    )


def facts(post: Mapping[str, Any]) -> Story:
    """The facts that all kinds of states tell in the same way."""
    version = values.text(post, "latestPublishedVersion")
    updated = values.moment(post, "latestPublishedAt")
    published = values.moment(post, "firstPublishedAt") or updated
    addresses = (values.text(post, key).partition("?")[0] for key in ("mediumUrl", "webCanonicalUrl"))
    return Story(
        id=values.post_id(post),
        title=values.text(post, "title"),
        seo_description=values.text(post, "seoDescription"),
        published=published,
        updated=updated,
        is_draft=post.get("firstPublishedAt", "unknown") in _NO_TIME and not published and not version,
        version=version,
        slug=values.text(post, "uniqueSlug"),
        addresses=tuple(dict.fromkeys(address for address in addresses if address)),
        canonical=values.text(post, "canonicalUrl"),
        language=values.text(post, "detectedLanguage"),
        is_suspended=post.get("isSuspended") is True,
        is_unlisted=post.get("visibility") in UNLISTED,
    )


def person(creator: Mapping[str, Any]) -> Person:
    username = values.text(creator, "username")
    return Person(
        one_line(values.text(creator, "name")),
        username if _USERNAME.fullmatch(username) else "",
        one_line(values.text(creator, "id")),
    )


def publication(collection: Mapping[str, Any]) -> str:
    """The name of a publication."""
    return values.text(collection, "name") or values.text(collection, "slug")


def _slug(tag: Any) -> str:
    if isinstance(tag, str):
        return tag
    return values.text(tag, "normalizedTagSlug") or values.text(tag, "id").removeprefix("Tag:")
