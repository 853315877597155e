"""Which addresses are really outside: nothing of ours may be reached by a stranger's wish."""

from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

_INSIDE_4: Final = tuple(
    ip_network(it)
    for it in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own; a cloud keeps its metadata there
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; clouds keep their metadata there
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation, as the next two of its kind
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
_OUTSIDE_6: Final = ip_network("2000::/3")
"""All that is routed; loopback, local, mapped, NAT64 and multicast addresses are not in it."""
_INSIDE_6: Final = tuple(
    ip_network(it)
    for it in (
        "2001::/23",  # special purposes, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)


def is_outside(address: Address) -> bool:
    """Whether *address* belongs to the public network, and to nothing that stands for another."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _INSIDE_4)
    return address in _OUTSIDE_6 and not any(address in network for network in _INSIDE_6)
