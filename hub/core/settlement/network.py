"""Which network the hub speaks with: read from a network's configuration file, and checked.

The file is what every network publishes (global.config.json): lite-servers with their keys, the
zero state that the network began with, and a block to begin proofs at. The zero state is the
network's name: servers of another one are refused.
"""

import base64
import binascii
import ipaddress
import json
from dataclasses import dataclass
from typing import Any, Final

LOCAL: Final = "local"
MAINNET: Final = "mainnet"
TESTNET: Final = "testnet"
MOST_SERVERS: Final = 64
"""Lite-servers of one file; the public ones name a dozen or two."""
ZERO_STATES: Final = {
    MAINNET: "17a3a92992aabea785a7a090985a265cd31f323d849da51239737e321fb05569",
    TESTNET: "823f81f306ff02694f935cf5021548e3ce2b86b529812af6a12148879e95a128",
}
"""The root hashes that the public networks began with: well known, and never another."""
_KEY_SIZE: Final = 32


class MalformedNetwork(ValueError):
    """The file cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class LiteServer:
    """One server that answers questions about the chain."""

    host: str
    port: int
    key: bytes


@dataclass(frozen=True, slots=True)
class BlockName:
    """A block of the masterchain."""

    seqno: int
    root_hash: bytes
    file_hash: bytes


@dataclass(frozen=True, slots=True)
class Network:
    """A network and the servers to ask."""

    name: str
    servers: tuple[LiteServer, ...]
    zero_state: bytes
    """Its root hash."""
    init_block: BlockName

    @property
    def is_proven(self) -> bool:
        """Tell whether what servers say is checked against blocks: everywhere but on our own."""
        return self.name != LOCAL


def read_network(name: str, written: bytes) -> Network:
    """Return the network called *name* as its file describes it, or raise MalformedNetwork."""
    try:
        found = json.loads(written)
        validator = found["validator"]
        zero_state = _block(validator["zero_state"])
        init_block = _block(validator.get("init_block") or validator["zero_state"])
        servers = tuple(_server(it) for it in found["liteservers"][: MOST_SERVERS + 1])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedNetwork(
            "is no network configuration; take the one that the network publishes"
            " (for the local chain: the one that `baursak chain serve` writes)"
        ) from error
    if not 1 <= len(servers) <= MOST_SERVERS:
        raise MalformedNetwork(f"must name 1 to {MOST_SERVERS} lite-servers")
    network = Network(name, servers, zero_state.root_hash, init_block)
    _require_name(network)
    return network


def _require_name(network: Network) -> None:
    """Refuse the file of one network under the name of another."""
    began = network.zero_state.hex()
    known = {zero: name for name, zero in ZERO_STATES.items()}.get(began)
    if network.name in ZERO_STATES and known != network.name:
        is_of = f"of {known}" if known else "of no public network"
        raise MalformedNetwork(f"is {is_of}, but TON_NETWORK says {network.name}; mend one of them")
    if network.name == LOCAL and known is not None:
        raise MalformedNetwork(f"is of {known}, but TON_NETWORK says local; mend one of them")


def _block(found: dict[str, Any]) -> BlockName:
    seqno = found["seqno"]
    if type(seqno) is not int or not 0 <= seqno < 1 << 32:
        raise ValueError("a block's number")
    return BlockName(seqno, _bytes(found["root_hash"]), _bytes(found["file_hash"]))


def _server(found: dict[str, Any]) -> LiteServer:
    number, port = found["ip"], found["port"]
    if type(number) is not int or not -(1 << 31) <= number < 1 << 32:
        raise ValueError("a server's address")
    if type(port) is not int or not 0 < port < 1 << 16:
        raise ValueError("a server's port")
    host = str(ipaddress.IPv4Address(number % (1 << 32)))
    return LiteServer(host, port, _bytes(found["id"]["key"]))


def _bytes(written: str) -> bytes:
    """Return 32 bytes out of base64."""
    try:
        raw = base64.b64decode(written, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    if len(raw) != _KEY_SIZE:
        raise ValueError("32 bytes")
    return raw
