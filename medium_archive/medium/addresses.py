"""Medium's addresses: what an address names, and another address of the same page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["profile", "story", "feed", "page"]
MEDIUM = "medium.com"
# Subdomains of medium.com that are not authors
_OWN = frozenset({"www", "help", "blog", "policy", "cdn-images-1", "miro", "link", "legal", "about"})
_ID = re.compile(r"(?:\A|-)([0-9a-f]{8,12})\Z")
_WHOLE_ID = 12  # digits; exports until about 2023 dropped leading zeros, and a shorter id has no page


@dataclass(frozen=True)
class Place:
    """What an address names: a profile, a story, a feed, or any other page, such as a publication's.

    `username` and `post_id` are those of its page, "" if the address does not contain them. `other` is another address
    of the same page, or the same address if there is none.
    """

    address: str
    kind: Kind
    username: str = ""
    post_id: str = ""
    other: str = ""


@lru_cache(maxsize=1024)  # the watch asks for the same few addresses, once for each of years of looks
def place(address: str) -> Place:
    """What an address names, by its form. Never raises: an invalid address is a page."""
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


def full(address: str) -> str:
    """The full address for one that a person typed in a short form: `@ada`, `medium.com/@ada`."""
    if "://" in address:
        return address
    return f"https://{MEDIUM}/{address}" if address.startswith("@") else f"https://{address}"


def author_of(address: str) -> str:
    """The user name in an address of any kind, "" without one."""
    host = host_of(address)
    return _owner(host, [step for step in urlsplit(address).path.split("/") if step]) if host else ""


def host_of(address: str) -> str:
    """The host of an address without "www.", "" for an invalid address."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def feed_of(profile: str, username: str = "") -> str:
    """The address of the feed of a profile, "" if it is unknown."""
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
