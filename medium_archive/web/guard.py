"""Which addresses may be reached: those of the public internet.

A name is resolved once, all its addresses are looked at, and the connection goes to one that was looked at. So it
doesn't matter how a private address is spelt (2130706433, 0x7f.1), which name leads to it, or whether the name leads
elsewhere a moment later (DNS rebinding): what is checked is what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket

from medium_archive.web.answer import SOON, FetchFailed, MayPass

# The only IPv6 block of which anything is given out for use across the internet
# (https://www.iana.org/assignments/ipv6-address-space)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1: the last 32 bits are an IPv4 address


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every numeric address of `host`, the best first (RFC 6724). Raises OSError and UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses(host: str, port: int, *, private: bool = False) -> tuple[str, ...]:
    """The addresses `host` may be reached at; with `private` wherever they lead.

    Raises FetchFailed "refused-address" if even one is not public: who mixes them wants the wrong one to be taken.
    Raises "unreachable" if there are none.
    """
    try:
        found = resolve(host, port)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise MayPass("unreachable", f"The name {host} can't be looked up just now.") from error
        raise FetchFailed("unreachable", f"There is no host named {host}.", SOON) from error
    except (OSError, UnicodeError) as error:
        raise FetchFailed("unreachable", f"The name {host} can't be looked up.", SOON) from error
    if not private:
        for address in found:
            if not is_public(address):
                where = "" if address == host else f" is {address}, which"
                raise FetchFailed("refused-address", f"{host}{where} is not on the public internet.")
    return found


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet, with any IPv4 address it carries inside."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        )
        if inner is None:
            return ip in _GLOBAL_UNICAST and ip.is_global
        ip = inner
    # Multicast counts as global, and so did 240.0.0.0/4 once (https://www.iana.org/assignments/iana-ipv4-special-registry)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
