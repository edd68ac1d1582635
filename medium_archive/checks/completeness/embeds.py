"""What is embedded, told from the address of its player as well as from the address of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from medium_archive.checks.completeness.blocks import same_address

# Hosts of one place; `www.` is no part of a host here.
_PLACES = {
    "youtube-nocookie.com": "youtube.com",
    "m.youtube.com": "youtube.com",
    "youtu.be": "youtube.com",
    "player.vimeo.com": "vimeo.com",
    "embed.spotify.com": "open.spotify.com",
    "embed.ted.com": "ted.com",
    "embed.podcasts.apple.com": "podcasts.apple.com",
    "player.youku.com": "v.youku.com",
}
# Players that say the address of the page in their own
_WRAPPERS = {"cdn.embedly.com": "url", "w.soundcloud.com": "url", "figma.com": "url", "facebook.com": "href"}
# Places whose other parameters are about the look of the player alone
_LOOKS = frozenset(
    ("youtube.com", "vimeo.com", "codepen.io", "jsfiddle.net", "giphy.com", "v.youku.com", "open.spotify.com",
     "glitch.com", "gist.github.com")
)  # fmt: skip
_SIZES = frozenset(("size", "width", "height"))
# What an address says of the form in which a thing is shown, not of the thing.
_FORMS = frozenset(
    ("embed", "embed-podcast", "embedded", "preview", "player", "video", "videoseries", "playlist", "watch", "iframe",
     "widget", "twitter", "pub", "pubembed", "result", "pen", "s", "d", "gifs", "share", "v_show")
)  # fmt: skip
# Parameters that name the thing, or the moment in it where it begins
_NAMING = frozenset(("list", "h", "id", "v", "uri", "file", "start", "t"))
_AFFIXES = re.compile(r"^(?:~|id_|file-)|(?:\.js|\.html)$")
_SECONDS = re.compile(r"(\d+)s?")


@dataclass(frozen=True)
class Thing:
    """`place` is the host, `names` all that the address names there, `parameters` what else it says."""

    place: str
    names: frozenset[str]
    parameters: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1024)
def thing(address: str) -> Thing:
    """What an address leads to. One that can't be understood leads to itself."""
    address = address.strip()
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        place = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return Thing(same_address(address), frozenset())
    place = _PLACES.get(place, place) + (f":{port}" if port else "")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    wrapped = query.get(_WRAPPERS.get(place, ""), "")
    if wrapped.startswith(("http://", "https://")):
        return thing(wrapped)
    rest = tuple(sorted((name, value) for name, value in query.items() if not _is_naming(name, value)))
    return Thing(place, _names(parts, query), rest)


def _is_naming(name: str, value: str) -> bool:
    return name in _NAMING and (name not in ("start", "t") or _SECONDS.fullmatch(value) is not None)


def _names(parts: SplitResult, query: Mapping[str, str]) -> frozenset[str]:
    path = parts.path
    if "/embedded/" in path:  # jsfiddle's player says after it which panes are open
        path = path.partition("/embedded/")[0]
    names = path.split("/")
    if "giphy.com" in (parts.hostname or ""):
        names = names[:3]
    for name, value in query.items():
        if _is_naming(name, value):
            names += value.removeprefix("spotify:").split(":")
    fragment = parts.fragment
    names.append(re.split("[/?]", fragment.removeprefix("!/embed/"))[0])
    told = (_plain(name) for name in names if name not in _FORMS)
    return frozenset(name for name in told if name)


def _plain(name: str) -> str:
    """A name without what its form adds. That of a gist's file is written with "-" for "."."""
    name = _AFFIXES.sub("", _AFFIXES.sub("", unquote(name)))
    seconds = _SECONDS.fullmatch(name)
    return seconds[1] if seconds else name.replace(".", "-")


def same(frame: str, kept: str) -> bool:
    """Whether `kept` leads to what the frame shows."""
    if same_address(frame) == same_address(kept):
        return True
    one, other = thing(frame), thing(kept)
    if (one.place, one.names) != (other.place, other.names):
        return False
    had, has = dict(one.parameters), dict(other.parameters)
    if one.place not in _LOOKS and any(name not in has for name in had if name not in _SIZES):
        return False
    return all(had.get(name) == value for name, value in has.items())
