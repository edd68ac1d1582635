"""Addresses in one spelling, so that two spellings of the same address are equal."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

# Two endings where the content is of another type than the id says: `1-3Afg.png.webp`
_ENDING = re.compile(r"(?:\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp)?){1,2}$", re.IGNORECASE)
_MEDIUM_ID = re.compile(r"\d\*")
_ESCAPES = re.compile("(?:%[0-9A-Fa-f]{2})+")


def unquoted(address: str) -> str:
    """The same as `urllib.parse.unquote`. An address with Chinese words has a hundred escapes, and this decodes a run
    of them at once.
    """
    return _ESCAPES.sub(_unquoted, address) if "%" in address else address


def _unquoted(escapes: re.Match[str]) -> str:
    return bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", "replace")


@lru_cache(maxsize=4096)
def normal(address: str) -> str:
    """The address without percent-encoding, its scheme and host in lower case. Two addresses are the same if their
    normal forms are equal.
    """
    plain = unquoted(address.strip())
    scheme, mark, rest = plain.partition("://")
    if not mark:
        return plain
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}"


@lru_cache(maxsize=4096)
def picture_name(address: str) -> str:
    """The name that the address of a picture and its file in the archive share.

    It has no ending, because the file may have another one, and "-" for characters that a file name can't have. For a
    picture of another host than Medium's, the file name ends with digits of a hash of the address.
    """
    name = normal(address).partition("?")[0].rpartition("/")[2]
    digits = ""
    if "://" in address and not _MEDIUM_ID.match(name):
        digits = f"-{hashlib.sha256(unquoted(address.strip()).encode()).hexdigest()[:8]}"
    return re.sub(r'[<>:"|*\\]', "-", _ENDING.sub("", name)).rstrip(". ") + digits
