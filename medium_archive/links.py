"""Addresses: one spelling for each."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

# What stands in an address as it is. Parentheses and brackets would end a Markdown link, so they are encoded, as
# Medium does; the rest is what CommonMark renderers leave alone (commonmark.js, pulldown-cmark: `escape_href`).
_KEPT = "!#$%&*+,-./:;=?@_~'"


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
