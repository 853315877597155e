"""What a client must know of a local chain: where it listens, its key, and its first state."""

import base64
import ipaddress
from typing import Any, Final

from hub.localchain.shards import MASTER, WHOLE_SHARD, Names

CONFIG_FILE: Final = "local.config.json"
"""In a served chain's folder: what clients must know of it."""


def network_config(host: str, port: int, public: bytes) -> dict[str, Any]:
    """Return the network's configuration as every TON client reads it (IPv4 only)."""
    root, file = Names(public).zero_state()
    first = {
        "workchain": MASTER,
        "shard": WHOLE_SHARD,
        "seqno": 0,
        "root_hash": base64.b64encode(root).decode(),
        "file_hash": base64.b64encode(file).decode(),
    }
    return {
        "@type": "config.global",
        "liteservers": [
            {
                "ip": _signed(host),
                "port": port,
                "id": {"@type": "pub.ed25519", "key": base64.b64encode(public).decode()},
            }
        ],
        "validator": {
            "@type": "validator.config.global",
            "zero_state": first,
            "init_block": dict(first),
        },
    }


def _signed(host: str) -> int:
    """Return an IPv4 address as TON's configurations have it: 32 bits with a sign."""
    return int.from_bytes(ipaddress.IPv4Address(host).packed, "big", signed=True)
