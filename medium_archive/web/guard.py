"""Which addresses may be connected to: those of the public internet.

A name is resolved once, all its addresses are checked, and the connection goes to a checked one. So a private
address is refused in every spelling (2130706433, 0x7f.1) and under every name, also if the name has another address a
moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket

from medium_archive.web.answer import DEFAULT_RETRY_SECONDS, RequestFailed, TemporaryFailure

# Ranges with a special purpose. They are listed here, because `is_global` depends on the version of Python: for 3.11.7,
# 192.0.0.192, the metadata of a cloud, is public. A registry calls parts of a range reachable (192.0.0.9, 2001:20::/28,
# the sinkholes AS112), but they have no websites.
# https://www.iana.org/assignments/iana-ipv4-special-registry (as of 2020-09-04)
_SPECIAL_IPV4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791, 3.2)
            "10.0.0.0/8",  # private use (RFC 1918)
            "100.64.0.0/10",  # shared between a provider and its customers (RFC 6598)
            "127.0.0.0/8",  # loopback (RFC 1122, 3.2.1.3)
            "169.254.0.0/16",  # link-local (RFC 3927)
            "172.16.0.0/12",  # private use (RFC 1918)
            "192.0.0.0/24",  # protocol assignments (RFC 6890, 2.1)
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.31.196.0/24",  # AS112-v4 (RFC 7535)
            "192.52.193.0/24",  # automatic multicast tunneling (RFC 7450)
            "192.88.99.0/24",  # relays of 6to4, deprecated (RFC 7526)
            "192.168.0.0/16",  # private use (RFC 1918)
            "192.175.48.0/24",  # AS112 (RFC 7534)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation (RFC 5737)
            "203.0.113.0/24",  # documentation (RFC 5737)
            "224.0.0.0/4",  # multicast (RFC 5771), of https://www.iana.org/assignments/multicast-addresses
            "240.0.0.0/4",  # reserved (RFC 1112, 4), with the broadcast address
        ),
    )
)
# The only IPv6 block with addresses for use across the internet
# (https://www.iana.org/assignments/ipv6-address-space). ::/8, 64:ff9b:1::/48, 100::/64, 100:0:0:1::/64 (RFC 9780),
# 5f00::/16 (RFC 9602), fc00::/7, fe80::/10, fec0::/10 and ff00::/8 are outside of it
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry (as of 2024-10-22), inside that block
_SPECIAL_IPV6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID, anycast, drones
            "2001:db8::/32",  # documentation (RFC 3849)
            "2620:4f:8000::/48",  # AS112 (RFC 7534)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
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
        # Systems give one answer for a name that does not exist and for a computer without a network
        message = f"The name {host.rstrip('.')} can't be looked up: there is no such host, or this computer is offline."
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
            return ip in _GLOBAL_UNICAST and not any(ip in special for special in _SPECIAL_IPV6)
        ip = inner
    return not any(ip in special for special in _SPECIAL_IPV4)
