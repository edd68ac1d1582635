"""Medium's image ids as browsers and servers spell them: `1*3Afg.png` in an address, as the name of a saved file
`1_3Afg.png`, `13Afg.png`, `1_3Afg_005.png` (Firefox, for the fifth file of a name), `1_3Afg(1).png` (Chrome), or with
the ending of another format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_STARRED = re.compile(r"\d\*[^/?#\s]+")
_SAVED_NAME = re.compile(r"(\d)_([A-Za-z0-9_-].*)|(\d)([A-Za-z0-9_-]{20,}.*)", re.DOTALL)
_LENGTH = 22  # characters after the star of an id that is not very old
_ENDINGS = re.compile(r"(?:\.(?:png|jpe?g|jfif|gif|webp|avif|svg|bmp|tiff?|heic)|\.)+\Z", re.IGNORECASE)
_COPY = re.compile(r"(?:_\d{3}| ?\(\d+\))\Z")
_SPELLED = re.compile(r"(\d)(?:\*|%2a|_)(?=.)", re.IGNORECASE)
_HOSTS = ("medium.com", "cloudfront.net")
# Blurred copies that a page shows while it loads, first frames of animations, and the smallest sizes
_PLACEHOLDER = re.compile(r"/freeze/|[?&]q=\d|(?:/max/|/fit/c/|resize:fi(?:t|ll):)(?:[1-5]?\d|60)(?![\d])")


def in_address(address: str) -> str:
    """The image id in the address of a picture, "" for another address and for a blurred placeholder."""
    if _PLACEHOLDER.search(address):
        return ""
    try:
        name = unquote(urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return ""
    return name if _STARRED.fullmatch(name) else ""


def in_name(name: str) -> str:
    """The image id that the name of a saved file stands for, with `*`, "" for another name."""
    if _STARRED.fullmatch(name):
        return name
    match = _SAVED_NAME.fullmatch(name)
    if match is None:
        return ""
    rest = match[2] or match[4]
    # An id may begin with `_`: then `1_x` is `1*_x` without its star
    is_short = match[2] is not None and len(_COPY.sub("", _ENDINGS.sub("", rest))) == _LENGTH - 1
    return f"{match[1] or match[3]}*{'_' * is_short}{rest}"


def keys(picture_id: str) -> tuple[str, ...]:
    """What all spellings of an id have in common, the most exact first."""
    stem = _ENDINGS.sub("", picture_id)
    key = _SPELLED.sub(r"\1", stem, count=1)
    return tuple(dict.fromkeys([key, _COPY.sub("", key)]))


def in_source(address: str) -> str:
    """The id of Medium's picture at an address, also of a placeholder, or in a saved file, as Medium writes it; "" for
    a picture of another host.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    name = unquote(parts.path).rpartition("/")[2]
    if _STARRED.fullmatch(name):
        return name
    if parts.hostname and not parts.hostname.endswith(_HOSTS):
        return ""
    found = in_name(name)
    stem = _ENDINGS.sub("", found)
    ending = found[len(stem) :].split(".")[1:2]
    stem = _COPY.sub("", stem)
    return ".".join([stem, *ending]) if len(stem.removesuffix("@2x")) == _LENGTH + 2 else ""


def best(addresses: Iterable[str]) -> str:
    """The id that several addresses of one picture name: that of a real picture before that of a placeholder, and one
    of Medium's host before that of a saved file, which may have another extension.
    """
    found = [(_rank(address), name) for address in addresses if (name := in_source(address))]
    return min(found, key=lambda one: one[0])[1] if found else ""


def in_srcset(sources: str) -> list[str]:
    """The addresses in a `srcset`."""
    return [part.split()[0] for part in re.split(r",\s+|(?<=w),", sources) if part.split()]


def _rank(address: str) -> tuple[bool, bool]:
    return "//" not in address, bool(_PLACEHOLDER.search(address))
