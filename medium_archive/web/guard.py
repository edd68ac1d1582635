"""Which addresses may be connected to: those of the public internet.

A name is resolved once, all its addresses are checked, and the connection goes to a checked one. So a private
address is refused in every spelling (2130706433, 0x7f.1) and under every name, also if the name has another address a
moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket

from medium_archive.web.answer import DEFAULT_RETRY_SECONDS, RequestFailed, TemporaryFailure

# The only IPv6 block with addresses for use across the internet
# (https://www.iana.org/assignments/ipv6-address-space)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1: the last 32 bits are an IPv4 address


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every numeric address of `host`, the best first (RFC 6724). Raises OSError and UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses(host: str, port: int, *, may_be_private: bool = False) -> tuple[str, ...]:
    """The numeric addresses of `host` to connect to; private ones only with `may_be_private`.

    Raises RequestFailed "refused-address" if any of them is private: a host with both kinds may want the private one
    to be used. Raises "unreachable" if there are none.
    """
    try:
        found = resolve(host, port)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise TemporaryFailure("unreachable", f"The name {host} can't be resolved at the moment.") from error
        message = f"There is no host named {host.rstrip('.')}."
        raise RequestFailed("unreachable", message, DEFAULT_RETRY_SECONDS) from error
    except (OSError, UnicodeError) as error:
        raise RequestFailed("unreachable", f"The name {host} can't be resolved.", DEFAULT_RETRY_SECONDS) from error
    if not may_be_private:
        for address in found:
            if not is_public(address):
                where = "" if address == host else f" is {address}, which"
                raise RequestFailed("refused-address", f"{host}{where} is not on the public internet.")
    return found


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet. An IPv4 address inside an IPv6 one decides."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        )
        if inner is None:
            return ip in _GLOBAL_UNICAST and ip.is_global
        ip = inner
    # Python counts multicast as global, and older versions 240.0.0.0/4 too
    # (https://www.iana.org/assignments/iana-ipv4-special-registry)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
