"""The guard of the network: which numeric addresses may be connected to."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from medium_archive.web import RequestFailed, guard

# Ranges of IANA's registries of special-purpose addresses, and of multicast. They are written a second time here, with
# all their parts, so that a range that is lost in the program is missed
_IPV4 = (
    "0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/31",
    "192.0.0.192/32", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "255.255.255.255/32",
)  # fmt: skip
_IPV6 = (
    "::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23",
    "2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48",
    "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "5f00::/16",
    "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip
# The addresses just before and after the ranges that touch no other range of the registries
_PUBLIC_IPV4 = (
    "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255",
    "192.0.3.0", "192.31.195.255", "192.31.197.0", "192.52.192.255", "192.52.194.0", "192.88.98.255", "192.88.100.0",
    "192.167.255.255", "192.169.0.0", "192.175.47.255", "192.175.49.0", "198.17.255.255", "198.20.0.0",
    "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
)  # fmt: skip
_PUBLIC_IPV6 = (
    "2000::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db9::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::", "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff",
    "2620:4f:8001::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::",
    "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
)  # fmt: skip


def _forms(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[str]:
    """An address as it is, and an IPv4 address also mapped, translated by NAT64, and by 6to4."""
    if isinstance(address, ipaddress.IPv6Address):
        return [str(address)]
    inside = f"{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    return [str(address), f"::ffff:{inside}", f"64:ff9b::{inside}", f"2002:{inside}::", f"2002:{inside}::1"]


@pytest.mark.parametrize("block", [*_IPV4, *_IPV6])
def test_no_address_of_a_special_range_is_public(block: str) -> None:
    """The first, the last and one in the middle, in every form that holds an IPv4 address."""
    range_ = ipaddress.ip_network(block)
    for address in (range_[0], range_[-1], range_[range_.num_addresses // 2]):
        assert [form for form in _forms(address) if guard.is_public(form)] == []


@pytest.mark.parametrize("address", [*_PUBLIC_IPV4, *_PUBLIC_IPV6])
def test_the_neighbours_of_the_special_ranges_are_public(address: str) -> None:
    """A range ends where its registry says."""
    assert [form for form in _forms(ipaddress.ip_address(address)) if not guard.is_public(form)] == []


@pytest.mark.parametrize("address", ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "5eff::", "5f01::", "fbff::"])
def test_only_one_block_of_ipv6_is_in_public_use(address: str) -> None:
    """IANA gives addresses only from 2000::/3."""
    assert not guard.is_public(address)


def test_a_name_that_is_not_found_may_mean_that_there_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without a network says of every name that it does not exist."""

    def unknown(*_arguments: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(RequestFailed, match="no such host, or this computer is offline"):
        guard.addresses("api.github.com", 443)
