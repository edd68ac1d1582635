"""Addresses: one spelling for each."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit

# What stands in an address as it is. Parentheses and brackets would end a Markdown link, so they are encoded, as
# Medium does; the rest is what CommonMark renderers leave alone (commonmark.js, pulldown-cmark: `escape_href`).
_KEPT = "!#$%&*+,-./:;=?@_~'"
# Medium's ids are hexadecimal, of twelve digits; its exports dropped leading zeros, and the oldest are shorter
_POST = re.compile(r"(?:.*-)?([0-9a-f]{8,12})", re.DOTALL)
_ELSEWHERE = re.compile(r"[^/]+-([0-9a-f]{10,12})")


def encoded(address: str) -> str:
    """The address with everything percent-encoded that is no plain character of an address. Encoded ones stay."""
    return quote(address.strip(), safe=_KEPT)


def host(address: str) -> str:
    """The host without `www.`, lower case; "" where there is none or the address can't be understood."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:  # "http://www.example.com]" is an address that real posts hold
        return ""
    return name.removeprefix("www.")


def post_id(address: str, domains: Collection[str] = ()) -> str:
    """The id that an address of a post names, "" for another address. Medium's forms: `/@user/slug-ID`,
    `/publication/slug-ID`, `/p/ID`, `/@user/ID`, at medium.com, at its subdomains and at `domains`. On any other host,
    which may be a publication's, `/slug-ID` alone: what lies deeper there is somebody's copy.
    """
    try:
        parts = urlsplit(address.strip())
        name, path = (parts.hostname or "").removeprefix("www."), unquote(parts.path)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or not name:
        return ""
    steps = [step for step in path.split("/") if step]
    if name == "medium.com" or name.endswith(".medium.com") or name in domains:
        found = (_POST.fullmatch(step) for step in reversed(steps))
        return next((match[1] for match in found if match), "")
    elsewhere = _ELSEWHERE.fullmatch(steps[0]) if len(steps) == 1 else None
    return elsewhere[1] if elsewhere else ""
