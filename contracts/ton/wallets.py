"""Bodies of the two wallets that the hub signs with, bit by bit, without a key.

Wallet 5 (revision 1) takes its messages in strict order; its id holds the network, so that what was
signed for one network is void on another. The highload wallet (version 3) takes each id once within
its window. Both take a validity: what was signed and not taken by then is void for ever.
"""

from collections.abc import Sequence
from typing import Any, Final

from pytoniq_core.boc.builder import Builder
from pytoniq_core.tlb.account import StateInit
from pytoniq_core.tlb.block import CurrencyCollection
from pytoniq_core.tlb.transaction import InternalMsgInfo, MessageAny

from contracts.ton.query_ids import is_query_id

V5_CODE_HASH: Final = bytes.fromhex(
    "20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f"
)
HIGHLOAD_CODE_HASH: Final = bytes.fromhex(
    "11acad7955844090f283bf238bc1449871f783e7cc0979408d3f4859483e8525"
)
V5_MOST_ORDERS: Final = 255
HIGHLOAD_MOST_ORDERS: Final = 250
"""Actions of one transaction are 255 at most; 250 in one message is what was measured."""
PAY_FEES_APART: Final = 1
IGNORE_ERRORS: Final = 2
MODE: Final = PAY_FEES_APART | IGNORE_ERRORS
"""Both insist on the latter for messages from outside; `skipped` tells what was left out."""
SUBWALLET: Final = 0x10AD
"""The highload wallet's usual number: the address would be another with another one."""
SHORTEST_WINDOW: Final = 60
LONGEST_WINDOW: Final = (1 << 22) - 1
_SEND: Final = 0x0EC3C86D
_SIGNED_EXTERNAL: Final = 0x7369676E
_PACKED: Final = 0xAE42E5A4
_UINT32: Final = 1 << 32
_CLIENT_CONTEXT: Final = 1 << 31


def internal(
    target: Any, value: int, body: Any, *, bounce: bool = True, init: StateInit | None = None
) -> Any:
    """Return the cell of a message that a wallet sends; its source is filled in by the chain."""
    info: Any = InternalMsgInfo(
        ihr_disabled=True,
        bounce=bounce,
        bounced=False,
        src=None,  # type: ignore[arg-type]  # addr_none; both wallets refuse any other
        dest=target,
        value=CurrencyCollection(grams=value),
        ihr_fee=0,
        fwd_fee=0,
        created_lt=0,
        created_at=0,
    )
    message: Any = MessageAny(info=info, init=init, body=body)
    return message.serialize()


def actions(messages: Sequence[Any]) -> Any:
    """Return the list of actions that sends *messages*, in order."""
    listed: Any = Builder().end_cell()
    for message in messages:
        action: Any = Builder().store_ref(listed)
        listed = action.store_uint(_SEND, 32).store_uint(MODE, 8).store_ref(message).end_cell()
    return listed


def v5_wallet_id(network: int, subwallet: int = 0) -> int:
    """Return a basechain wallet's id on the network of that global id (mainnet is -239)."""
    return (_CLIENT_CONTEXT | subwallet) ^ (network % _UINT32)


def v5_data(public_key: bytes, wallet_id: int) -> Any:
    """Return the data of a wallet 5 that nobody has used: signatures allowed, no extensions."""
    written: Any = Builder().store_bit_int(1).store_uint(0, 32).store_uint(wallet_id, 32)
    return written.store_bytes(public_key).store_bit_int(0).end_cell()


def v5_unsigned(wallet_id: int, seqno: int, valid_until: int, messages: Sequence[Any]) -> Any:
    """Return what is signed for message number *seqno*; the signature stands behind it."""
    written: Any = Builder().store_uint(_SIGNED_EXTERNAL, 32).store_uint(wallet_id, 32)
    written.store_uint(valid_until, 32).store_uint(seqno, 32)
    if messages:
        written.store_bit_int(1).store_ref(actions(messages))
    else:
        written.store_bit_int(0)
    return written.store_bit_int(0).end_cell()


def v5_body(unsigned: Any, signature: bytes) -> Any:
    """Return the body: what was signed, then the signature."""
    written: Any = Builder().store_cell(unsigned)
    return written.store_bytes(signature).end_cell()


def highload_data(public_key: bytes, window: int) -> Any:
    """Return the data of a highload wallet that nobody has used."""
    written: Any = Builder().store_bytes(public_key).store_uint(SUBWALLET, 32)
    written.store_bit_int(0).store_bit_int(0).store_uint(0, 64)
    return written.store_uint(window, 22).end_cell()


def highload_pack(query_id: int, messages: Sequence[Any]) -> Any:
    """Return the body by which the wallet tells itself to send *messages*."""
    written: Any = Builder().store_uint(_PACKED, 32).store_uint(query_id, 64)
    return written.store_ref(actions(messages)).end_cell()


def highload_unsigned(message: Any, query_id: int, created_at: int, window: int) -> Any:
    """Return what is signed for *message* under *query_id*.

    The wallet burns the id before it looks at the message: one with a source or a state-init ends
    in exit code 37 and is never sent.
    """
    if not is_query_id(query_id):
        raise ValueError("the wallet has no such query id")
    written: Any = Builder().store_uint(SUBWALLET, 32).store_ref(message).store_uint(MODE, 8)
    written.store_uint(query_id, 23).store_uint(created_at, 64)
    return written.store_uint(window, 22).end_cell()


def highload_body(unsigned: Any, signature: bytes) -> Any:
    """Return the body: the signature, and what was signed behind a reference."""
    written: Any = Builder().store_bytes(signature)
    return written.store_ref(unsigned).end_cell()
