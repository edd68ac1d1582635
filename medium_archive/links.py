"""Addresses in posts: how they are written, their host, and the post that they name."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

# Characters that are not encoded: those that CommonMark renderers keep (commonmark.js, pulldown-cmark: `escape_href`),
# without parentheses and brackets, which would end a Markdown link; Medium encodes those too
_UNENCODED = "!#$%&*+,-./:;=?@_~'"
_ENCODED = re.compile(rf"[A-Za-z0-9{re.escape(_UNENCODED)}]*")
_NO_ADDRESS = re.compile(r"""[\s\x00-\x1f\x7f<>"\\^`{|}]""")
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")  # quick, and most addresses have this form
# Medium's ids have twelve hexadecimal digits; exports drop leading zeros, and the oldest ids are shorter
_POST = re.compile(r"(?:.*-)?([0-9a-f]{8,12})", re.DOTALL)
# What people type: without quotes and spaces (RFC 5321), and with a domain that has a dot
_EMAIL = re.compile(r"""[^\s@/:#*<>()\[\],;"]+@(?:[\w-]+\.)+(?!(?:png|jpe?g|gif|svg|html?|pdf)\Z)[^\W\d_]{2,}""", re.I)
# An address with an id has its digits, or characters that become digits when the address is split and decoded
_MAY_HAVE_ID = re.compile(r"[0-9a-f]{8}|[%\t\r\n]")
_ON_OTHER_HOST = re.compile(r"[^/]+-([0-9a-f]{10,12})")


def encoded(address: str) -> str:
    """The address with every character percent-encoded that an address may not contain."""
    address = address.strip()
    return address if _ENCODED.fullmatch(address) else quote(address, safe=_UNENCODED)


def target(href: str) -> str:
    """The address that a link leads to, encoded. A bare e-mail address gets its scheme, without which a browser takes
    it for the name of a page.
    """
    address = encoded(href)
    if "@" not in address and "%40" not in address:
        return address
    return f"mailto:{address}" if _EMAIL.fullmatch(unquote(address.partition("?")[0])) else address


def host(address: str) -> str:
    """The host without `www.`, in lower case; "" where the address has none or is invalid."""
    if plain := _PLAIN_HOST.match(address):
        return plain[1].removeprefix("www.")
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:  # real posts contain "http://www.example.com]"
        return ""
    return name.removeprefix("www.")


def is_web(address: str) -> bool:
    """Whether this is the whole address of a page on the web, in characters that an address may contain."""
    return address.startswith(("https://", "http://")) and bool(host(address)) and not _NO_ADDRESS.search(address)


def is_of_medium(host_name: str) -> bool:
    """Whether a host is medium.com or one of its subdomains."""
    return host_name == "medium.com" or host_name.endswith(".medium.com")


@lru_cache(maxsize=4096)  # an import asks for each link several times
def post_id(address: str, domains: frozenset[str] = frozenset()) -> str:
    """The id in the address of a post, "" for any other address.

    At medium.com, its subdomains and `domains` Medium's forms count: `/@user/slug-ID`, `/publication/slug-ID`, `/p/ID`,
    `/@user/ID`. On other hosts, which may be a publication's, only `/slug-ID`: a deeper path is often a copy of a post.
    """
    if not _MAY_HAVE_ID.search(address):  # a quick answer for most links
        return ""
    try:
        parts = urlsplit(address.strip())
        name, path = (parts.hostname or "").removeprefix("www."), unquote(parts.path)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or not name:
        return ""
    steps = [step for step in path.split("/") if step]
    if is_of_medium(name) or name in domains:
        found = (_POST.fullmatch(step) for step in reversed(steps))
        return next((match[1] for match in found if match), "")
    found_there = _ON_OTHER_HOST.fullmatch(steps[0]) if len(steps) == 1 else None
    return found_there[1] if found_there else ""
