"""Posts in the JSON of Microformats 2: each property is a list of values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from medium_archive.folder.published import Remote, digest


def remote(address: str, post: Mapping[str, Any]) -> Remote:
    """A post at an address, as it was read back."""
    content = first(post, "content")
    if isinstance(content, dict):
        content = content.get("html") or content.get("value") or ""
    return Remote(
        id=address,
        address=str(first(post, "url") or address),
        title=str(first(post, "name")),
        slug=slug(address, post),
        date=str(first(post, "published")),
        tags=tuple(str(tag) for tag in post.get("category") or ()),
        state=_state(post),
        text=hashlib.sha256(str(content).encode()).hexdigest(),
        rest=digest(str(first(post, "summary"))),
    )


def _state(post: Mapping[str, Any]) -> str:
    if first(post, "visibility") == "private":
        return "hidden"
    return "draft" if first(post, "post-status") == "draft" else "published"


def slug(address: str, post: Mapping[str, Any]) -> str:
    """The slug of a post: its own, or the end of its address."""
    own = first(post, "mp-slug")
    return str(own) if own else urlsplit(address).path.rstrip("/").rpartition("/")[2].removesuffix(".html")


def first(post: Mapping[str, Any], name: str) -> Any:
    """The first value of a property, "" if there is none."""
    values = post.get(name)
    return values[0] if isinstance(values, list) and values else values if isinstance(values, str) else ""


def time(text: object) -> datetime | None:
    """The time that a text names, in UTC where it has no zone; None if it names none."""
    try:
        named = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return named if named.tzinfo else named.replace(tzinfo=UTC)


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; none of any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def properties(items: object) -> list[dict[str, Any]]:
    """The properties of each post in a list."""
    return [item["properties"] for item in objects(items) if isinstance(item.get("properties"), dict)]
