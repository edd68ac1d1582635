"""Addresses as they are checked before a request goes out."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx2

from medium_archive.web.answer import RequestFailed

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(rb"[a-z0-9._:-]+")  # a DNS name, an IPv4 or an IPv6 address, without a zone (RFC 6874)


def parse(address: str, base: httpx2.URL | None = None, redacted: Callable[[str], str] = str) -> httpx2.URL:
    """The URL of an address, or of the target of a redirect from `base`. Raises RequestFailed if no request may go
    there; the message shows the address after `redacted`, which removes its secrets.
    """
    shown = redacted(address)[:200]
    try:
        url = base.join(address) if base else httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise RequestFailed("refused-address", f"This is not an address: {shown}") from error
    if url.scheme not in PORTS:
        raise RequestFailed("refused-scheme", f"Only http and https addresses are supported: {shown}")
    if url.userinfo:
        raise RequestFailed("refused-address", f"The address of {host(url)} contains a user name.")
    port = PORTS[url.scheme] if url.port is None else url.port
    if not _HOST.fullmatch(url.raw_host) or not 0 < port < 65536:
        raise RequestFailed("refused-address", f"This address has no valid host or port: {shown}")
    return url


def host(url: httpx2.URL) -> str:
    """The host in ASCII, as it is sent; `url.host` fails on names that IDNA 2008 dropped."""
    return url.raw_host.decode("ascii")


def base(address: str) -> httpx2.URL:
    """The URL of a base address, to which the requests for a host are sent. Raises ValueError."""
    try:
        return parse(address)
    except RequestFailed as error:
        raise ValueError(error.message) from error


def host_name(name: str) -> str:
    """A host as a person writes it, in ASCII. Raises ValueError."""
    return host(base(f"http://[{name}]/" if name.count(":") > 1 and name[0] != "[" else f"http://{name}/"))
