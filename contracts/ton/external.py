"""External messages: made, and known again by their normalized hash (TEP-467).

Servers and wallets may rewrite what is not signed (a source, an import fee, where the body stands,
a state-init that is no longer needed); the normalized form is the same for all of these.
"""

from typing import Any

from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit
from pytoniq_core.tlb.transaction import ExternalMsgInfo, MessageAny


def external(target: Any, body: Any, init: Any = None) -> Any:
    """Return the cell of an external message to *target*, from nobody, without an import fee."""
    info = ExternalMsgInfo(src=None, dest=target, import_fee=0)  # type: ignore[arg-type]  # addr_none
    written: Any = MessageAny(info=info, init=init, body=body)
    return written.serialize()


def state_init(code: Any, data: Any) -> Any:
    """Return a state-init; the hash of its cell is the account that it deploys."""
    return StateInit(code=code, data=data)


def read_state_init(boc: bytes) -> Any:
    """Return the state-init in *boc*."""
    cell: Any = Cell.one_from_boc(boc)
    return StateInit.deserialize(cell.begin_parse())


def read_external(boc: bytes) -> Any:
    """Return the external message in *boc*, or raise ValueError where it is another thing."""
    cell: Any = Cell.one_from_boc(boc)
    message: Any = MessageAny.deserialize(cell.begin_parse())
    if not message.is_external:
        raise ValueError("a message that comes from within the chain")
    return message


def normalized_hash_of(message: Any) -> bytes:
    """Return the normalized hash of an external message of the library."""
    plain: Any = Builder()
    plain.store_uint(0b10, 2).store_address(None).store_address(message.info.dest)
    plain.store_coins(0).store_bit_int(0).store_bit_int(1).store_ref(message.body)
    return bytes(plain.end_cell().hash)


def normalized_hash(boc: bytes) -> bytes:
    """Return the normalized hash of the external message in *boc*."""
    return normalized_hash_of(read_external(boc))
