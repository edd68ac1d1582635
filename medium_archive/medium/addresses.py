"""Medium's addresses: what one of them names, and under which other one the same can be asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["profile", "story", "feed", "page"]
MEDIUM = "medium.com"
# Names before .medium.com that are no author's
_OWN = frozenset({"www", "help", "blog", "policy", "cdn-images-1", "miro", "link", "legal", "about"})
_ID = re.compile(r"(?:\A|-)([0-9a-f]{8,12})\Z")
_WHOLE_ID = 12  # digits; exports until about 2023 dropped leading zeros, and such an id leads nowhere


@dataclass(frozen=True)
class Place:
    """What an address names: a profile, a story, a feed, or any other page, such as a publication's.

    `username` and `post_id` are what its page must be about, "" where the address doesn't say; `other` is the address
    at which to ask again, the same one where there is no other.
    """

    address: str
    kind: Kind
    username: str = ""
    post_id: str = ""
    other: str = ""


def place(address: str) -> Place:
    """What an address names, by its form alone. Never raises: what is no address is a page that can't be had."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Place(address, "page", other=address)
    steps = [step for step in parts.path.split("/") if step]
    owner = _owner(host, steps)
    if "feed" in (steps[:1] + steps[-1:]):
        return Place(address, "feed", owner, other=_other_feed(address, host, owner, steps))
    story = _ID.search(steps[-1]) if steps else None
    if story is not None and not (len(steps) == 1 and steps[0].startswith("@")):
        short = f"https://{MEDIUM}/p/{story[1]}"
        is_short = steps[0] == "p" and host == MEDIUM
        return Place(
            address, "story", post_id=story[1], other=address if is_short or len(story[1]) < _WHOLE_ID else short
        )
    if owner and len(steps) <= (1 if host == MEDIUM else 0):
        return Place(address, "profile", owner, other=f"https://{MEDIUM}/@{owner}/about")
    return Place(address, "page", owner, other=address)


def post_id(address: str) -> str:
    """The id of the story that an address names, "" for another address."""
    return place(address).post_id


def feed_of(profile: str, username: str = "") -> str:
    """Where the feed of a profile is, "" where that can't be known."""
    there = place(profile)
    name = username or there.username
    if name:
        return f"https://{MEDIUM}/feed/@{name}"
    host = urlsplit(profile).netloc if there.kind == "page" else ""
    return f"https://{host}/feed" if host else ""


def _owner(host: str, steps: list[str]) -> str:
    if host == MEDIUM:
        name = next((step for step in steps[:2] if step.startswith("@")), "")
        return name[1:]
    name, _, domain = host.partition(".")
    return name if domain == MEDIUM and name not in _OWN else ""


def _other_feed(address: str, host: str, owner: str, steps: list[str]) -> str:
    if not owner:
        return address
    is_first = host == MEDIUM and steps[0] == "feed"
    return f"https://{MEDIUM}/@{owner}/feed" if is_first else f"https://{MEDIUM}/feed/@{owner}"
