"""Medium's image ids as browsers and servers spell them: `1*3Afg.png` in an address, as the name of a saved file
`1_3Afg.png`, `13Afg.png`, `1_3Afg_005.png` (Firefox, for the fifth file of a name), `1_3Afg(1).png` (Chrome), or with
the ending of another format.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_STARRED = re.compile(r"\d\*[^/?#\s]+")
_SAVED_NAME = re.compile(r"(\d)_([A-Za-z0-9_-].*)|(\d)([A-Za-z0-9_-]{20,}.*)", re.DOTALL)
_LENGTH = 22  # characters after the star of an id that is not very old
_ENDINGS = re.compile(r"(?:\.(?:png|jpe?g|jfif|gif|webp|avif|svg|bmp|tiff?|heic)|\.)+\Z", re.IGNORECASE)
_COPY = re.compile(r"(?:_\d{3}| ?\(\d+\))\Z")
_SPELLED = re.compile(r"(\d)(?:\*|%2a|_)(?=.)", re.IGNORECASE)
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
