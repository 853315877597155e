"""A network and a deployment, as files say them."""

import base64
import json
from typing import Any

from contracts.ton.seen import Address
from hub.core.settlement.deployment import Contract, Deployed, Deployment

ZERO_STATE = b"\x11" * 32
DEPLOYMENT = Deployment(
    network="local",
    contracts={
        it: Deployed(Address(f"0:{number:064x}"), bytes([number]) * 32)
        for number, it in enumerate(Contract, 1)
    },
    wallet_code_hash=b"\x22" * 32,
    locked=True,
    settler=Address("0:" + "a1" * 32),
    sponsor=Address("0:" + "b2" * 32),
)


def network_words(zero_state: bytes = ZERO_STATE) -> dict[str, Any]:
    """Return the words of a network's file."""

    def written(raw: bytes) -> str:
        return base64.b64encode(raw).decode()

    block = {
        "workchain": -1,
        "shard": -(1 << 63),
        "seqno": 0,
        "root_hash": written(zero_state),
        "file_hash": written(b"\x12" * 32),
    }
    key = {"@type": "pub.ed25519", "key": written(b"\x13" * 32)}
    return {
        "@type": "config.global",
        "liteservers": [{"ip": -1062731775, "port": 18900, "id": key}],
        "validator": {"zero_state": block, "init_block": dict(block, seqno=7)},
    }


def network_file(zero_state: bytes = ZERO_STATE) -> bytes:
    """Return a network's file."""
    return json.dumps(network_words(zero_state)).encode()
