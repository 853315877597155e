"""Messages that no contract sent: the faucet's, a test's, a stranger's."""

from dataclasses import dataclass
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit
from pytoniq_core.tlb.block import CurrencyCollection
from pytoniq_core.tlb.transaction import ExternalMsgInfo, InternalMsgInfo, MessageAny

FAUCET: Final = Address((-1, b"Baursak's local faucet".ljust(32, b"\0")))
"""Where the faucet's money seems to come from."""
MOST_GIVEN: Final = 1_000_000 * 10**9
"""Nanotons that the faucet gives at once: no demo needs a million."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An internal message that nobody's contract sent."""

    source: Address
    to: Address
    value: int
    """Nanotons."""
    body: Cell | None = None
    init: StateInit | None = None
    bounce: bool = True


def internal_message(letter: Letter, now: int) -> bytes:
    """Return *letter* as a message, made at *now*."""
    information: Any = InternalMsgInfo
    info = information(
        ihr_disabled=True,
        bounce=letter.bounce,
        bounced=False,
        src=letter.source,
        dest=letter.to,
        value=CurrencyCollection(letter.value),
        ihr_fee=0,
        fwd_fee=0,
        created_lt=0,
        created_at=now,
    )
    return _boc(MessageAny(info=info, init=letter.init, body=letter.body or _nothing()))


def external_message(to: Address, body: Cell, init: StateInit | None = None) -> bytes:
    """Return a message from outside, as a stranger's program would send it."""
    information: Any = ExternalMsgInfo
    info = information(src=None, dest=to, import_fee=0)
    return _boc(MessageAny(info=info, init=init, body=body))


def faucet_message(to: Address, nanotons: int, now: int) -> bytes:
    """Return a message that brings money from nowhere."""
    if not 0 < nanotons <= MOST_GIVEN:
        raise ValueError(f"the faucet gives 1 to {MOST_GIVEN} nanotons at once")
    return internal_message(Letter(FAUCET, to, nanotons, bounce=False), now)


def _nothing() -> Any:
    empty: Any = Cell.empty
    return empty()


def _boc(message: Any) -> bytes:
    return bytes(message.serialize().to_boc())
