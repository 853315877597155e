"""What is outside: nothing that a cloud, a house or this machine keeps for itself."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.addresses import is_outside


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
     "169.254.169.254", "100.64.0.1", "100.100.100.200", "100.127.255.255", "0.1.2.3", "192.0.0.8",
     "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
     "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
     "64:ff9b::808:808", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1", "3fff::1"],
)  # fmt: skip
def test_inside(text: str) -> None:
    """Private, loopback, link-local, carriers', reserved, and IPv4 in disguise."""
    assert not is_outside(ip_address(text))


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00::1"]
)
def test_outside(text: str) -> None:
    """Addresses of the public network."""
    assert is_outside(ip_address(text))


@given(number=st.integers(0, 2**32 - 1))
def test_ipv4_in_disguise_is_never_outside(number: int) -> None:
    """However an IPv4 address is written as IPv6, it is judged as no address at all."""
    for prefix in ("::ffff:0:0", "::", "64:ff9b::"):
        assert not is_outside(IPv6Address(int(IPv6Address(prefix)) + number))
    assert not is_outside(IPv6Address(int(IPv6Address("2002::")) + (number << 80)))


@given(number=st.integers(0, 2**32 - 1))
def test_outside_is_never_wider_than_what_the_library_calls_global(number: int) -> None:
    """A second opinion: Python's own list of what is private."""
    address = IPv4Address(number)
    if is_outside(address):
        assert address.is_global
        assert not address.is_multicast
