"""Addresses that a page of the site can link to. Any other address is kept in index.md only, as a known loss."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

# The schemes that the site's sanitiser keeps
_WEB = ("http", "https", "ftp", "ftps")
_OTHERS = (
    "mailto", "tel", "sms", "geo", "irc", "ircs", "xmpp", "magnet", "nostr", "matrix", "gemini", "gopher", "news",
)  # fmt: skip
# What no host may contain (https://url.spec.whatwg.org/#forbidden-domain-code-point); %-encoding is undone before
_NOT_IN_HOST = re.compile(r"[\s#/<>?@\[\]\\^|%:]")


@lru_cache(maxsize=4096)
def is_followed(address: str) -> bool:
    """Whether a page can lead to an address in its normal form (`addresses.normal`)."""
    if address.startswith(("#", "//", "www.")):  # in the post itself, or of the web
        return True
    scheme, mark, _ = address.partition(":")
    scheme = scheme.lower()
    if scheme in _OTHERS:
        return bool(mark)
    if scheme not in _WEB:
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.port == 0:  # real posts have "http://127.0.0.1:8888)." and "http://www.example.com]"
            return False
    except ValueError:
        return False
    return bool(host) and (":" in host or not _NOT_IN_HOST.search(host))
