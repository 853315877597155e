"""What wallets show of a jetton: TEP-64's metadata, kept on chain as a dictionary of texts."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from pytoniq_core.boc.hashmap.hashmap import HashMap

from contracts.ton.cells import builder, snake

ON_CHAIN: Final = 0
"""First byte of metadata that stands in the contract itself."""
_KEY_BITS: Final = 256
_AS_SNAKE: Final = b"\x00"
"""First byte of a text that goes on from cell to cell."""


def on_chain(texts: Mapping[str, str]) -> Any:
    """Return the metadata's cell: each text under the hash of its name."""
    entries = HashMap(_KEY_BITS, value_serializer=_store_text)
    for name, text in texts.items():
        key = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
        entries.set_int_key(key, text)
    return builder().store_uint(ON_CHAIN, 8).store_dict(entries.serialize()).end_cell()


def _store_text(text: str, into: Any) -> Any:
    return into.store_ref(snake(_AS_SNAKE + text.encode()).end_cell())
