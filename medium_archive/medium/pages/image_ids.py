"""Medium's image ids in addresses, in every form that pages and browsers give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

# `1*47yphaCFxyM32ulJLrI5jA.png`; browsers save it with `_` for the asterisk, or without it
_ID = re.compile(r"\d\*[^/?#\s]+\Z")
_SAVED = re.compile(r"(\d)_?([\w-]{22}(?:@2x)?)((?:\.\w+)?)\Z")
_REPEATED = re.compile(r"_\d{3}(?=\.\w+\Z|\Z)")  # Firefox's number of a name that it has already
_HOSTS = ("medium.com", "cloudfront.net")
_PLACEHOLDER = re.compile(r"/freeze/|[?&]q=\d")


def in_address(address: str) -> str:
    """The id of Medium's picture at an address or in a saved file, "" for a picture of another host."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    last = unquote(parts.path).rpartition("/")[2]
    if _ID.match(last):
        return last
    if parts.hostname and not parts.hostname.endswith(_HOSTS):
        return ""
    saved = _SAVED.fullmatch(last) or _SAVED.fullmatch(_REPEATED.sub("", last))
    return f"{saved[1]}*{saved[2]}{saved[3]}" if saved else ""


def best(addresses: Iterable[str]) -> str:
    """The id that several addresses of one picture name: that of a real picture before that of a placeholder, and one
    of Medium's host before that of a saved file, which may have another extension.
    """
    found = [(_rank(address), name) for address in addresses if (name := in_address(address))]
    return min(found, key=lambda one: one[0])[1] if found else ""


def _rank(address: str) -> tuple[bool, bool]:
    return "//" not in address, bool(_PLACEHOLDER.search(address))


def in_srcset(sources: str) -> list[str]:
    """The addresses in a `srcset`."""
    return [part.split()[0] for part in re.split(r",\s+|(?<=w),", sources) if part.split()]
