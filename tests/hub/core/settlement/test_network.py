"""A network is what it began with, whatever its file is called."""

import json
from typing import Any

import pytest

from hub.core.settlement.network import (
    MOST_SERVERS,
    ZERO_STATES,
    LiteServer,
    MalformedNetwork,
    read_network,
)
from tests.hub.core.settlement.samples import ZERO_STATE, network_file, network_words


def test_a_file_is_read() -> None:
    """Its servers (also those whose address is written with a sign), its first block and name."""
    network = read_network("local", network_file())
    assert network.servers == (LiteServer("192.168.0.1", 18900, b"\x13" * 32),)
    assert (network.zero_state, network.init_block.seqno) == (ZERO_STATE, 7)
    assert not network.is_proven


@pytest.mark.parametrize("name", ["mainnet", "testnet"])
def test_public_networks_are_known_by_their_beginning(name: str) -> None:
    """Theirs is taken under their name only; any other file is not taken for theirs."""
    zero = bytes.fromhex(ZERO_STATES[name])
    assert read_network(name, network_file(zero)).is_proven
    other = next(it for it in ZERO_STATES if it != name)
    for wrong in (other, "local"):
        with pytest.raises(MalformedNetwork, match=f"of {name}"):
            read_network(wrong, network_file(zero))
    with pytest.raises(MalformedNetwork, match="no public network"):
        read_network(name, network_file())


def broken(change: dict[str, Any], where: str = "server") -> bytes:
    """Return a file with one thing wrong."""
    words = network_words()
    place = words["liteservers"][0] if where == "server" else words["validator"]["zero_state"]
    place.update(change)
    return json.dumps(words).encode()


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        broken({"ip": "127.0.0.1"}),
        broken({"ip": 1 << 32}),
        broken({"port": 0}),
        broken({"port": True}),
        broken({"id": {"key": "AAAA"}}),
        broken({"id": {"key": "not base64!"}}),
        broken({"id": None}),
        broken({"seqno": -1}, "block"),
        broken({"root_hash": "AA=="}, "block"),
    ],
)
def test_what_is_no_network_is_refused(written: bytes) -> None:
    """With where to get one."""
    with pytest.raises(MalformedNetwork, match="network publishes"):
        read_network("local", written)


@pytest.mark.parametrize("count", [0, MOST_SERVERS + 1])
def test_servers_are_few(count: int) -> None:
    """One at least, and no endless list."""
    words = network_words()
    words["liteservers"] *= count
    with pytest.raises(MalformedNetwork, match="lite-servers"):
        read_network("local", json.dumps(words).encode())
