"""The stub: a small piece of paper that says which voucher was accepted, where no screen can.

It is for whoever hands out and for the drawer: no code is on it, and it earns nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.core.redeeming import Shown
from agent.core.redemption import Accepted
from agent.core.slip import Drawing, NoPlaceForSlip, Row, compose_note
from agent.core.slip_texts import Language
from agent.core.till import ALMATY
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.wording import Wording
from hardware.escpos.state import PrinterState
from hardware.escpos.writing import plain
from hardware.printers.profile import PrinterProfile

SHOWN_DIGITS: Final = 4
"""Of a voucher's number: enough to find it on the dashboard among those of a day."""
NAME_MAX: Final = 64
"""Characters of a title or a cashier's name: two lines on narrow paper."""
RING_UP_MAX: Final = 200
STALE_S: Final = 180
"""Later no stub is printed: the goods are handed out by then. A POS may pause within a receipt
for two minutes, and the stub waits for its end."""
_TIYN: Final = 100


@dataclass(frozen=True, slots=True)
class Stub:
    """What a stub says."""

    voucher: int
    title: Wording | None
    ring_up: Wording | None
    value: Tiyn | None
    total: Tiyn | None
    """Of the receipt, where the cashier typed it."""
    at: UnixTime
    cashier: str | None
    alone: bool
    """The till decided without the hub."""
    taken_back: bool = False

    @classmethod
    def of(cls, taken: Accepted, shown: Shown | None) -> "Stub":
        """Return the stub of a voucher that was just accepted."""
        return cls(
            voucher=taken.voucher,
            title=taken.title,
            ring_up=taken.ring_up,
            value=taken.value,
            total=shown.total if shown else None,
            at=taken.at,
            cashier=shown.cashier if shown else None,
            alone=taken.lease is not None,
        )

    @property
    def id(self) -> int:
        """Return the piece's id for the relay: the same stub is printed once."""
        said = f"{self.voucher}/{self.at}/{self.taken_back}".encode()
        return int.from_bytes(hashlib.blake2b(said, digest_size=8, person=b"stub").digest(), "big")


@dataclass(frozen=True, slots=True)
class _Texts:
    """A stub's words in one language."""

    accepted: str
    taken_back: str
    was_accepted: str
    """Before the time at which one was accepted that is taken back now."""
    value: str
    total: str
    cashier: str
    voucher: str
    alone: str
    no_receipt: str


_TEXTS: Final = {
    Language.KAZAKH: _Texts(
        accepted="ВАУЧЕР ҚАБЫЛДАНДЫ",
        taken_back="ВАУЧЕР ҚАЙТАРЫЛДЫ",
        was_accepted="Қабылданған",
        value="Құны",
        total="Чек",
        cashier="Кассир",
        voucher="Ваучер",
        alone="Байланыссыз қабылданды",
        no_receipt="Бұл чек емес, ұпай берілмейді",
    ),
    Language.RUSSIAN: _Texts(
        accepted="ВАУЧЕР ПРИНЯТ",
        taken_back="ПРИЁМ ВАУЧЕРА ОТМЕНЁН",
        was_accepted="Был принят",
        value="Стоимость",
        total="Чек",
        cashier="Кассир",
        voucher="Ваучер",
        alone="Принят без связи",
        no_receipt="Это не чек, баллов за него нет",
    ),
    Language.ENGLISH: _Texts(
        accepted="VOUCHER ACCEPTED",
        taken_back="VOUCHER TAKEN BACK",
        was_accepted="Accepted",
        value="Value",
        total="Receipt",
        cashier="Cashier",
        voucher="Voucher",
        alone="Accepted without the line",
        no_receipt="Not a receipt, earns no points",
    ),
}


def compose_stub(
    stub: Stub,
    languages: tuple[Language, ...],
    profile: PrinterProfile,
    state: PrinterState,
    drawing: Drawing,
) -> bytes | None:
    """Return a stub for a printer in *state*; None where it has no place."""
    rows = list(rows_of(stub, languages, profile.columns))
    try:
        return compose_note(rows, profile, state, drawing)
    except NoPlaceForSlip:
        return None


def rows_of(stub: Stub, languages: tuple[Language, ...], columns: int) -> Iterator[Row]:
    """Return the lines of a stub; the first language is printed larger."""
    texts = [_TEXTS[it] for it in languages]
    heads = [it.taken_back if stub.taken_back else it.accepted for it in texts]
    yield Row("-" * columns)
    yield Row(heads[0], large=True)
    yield from (Row(it, bold=True) for it in heads[1:])
    yield from (Row(it, bold=True) for it in _said(stub.title, languages, NAME_MAX))
    if not stub.taken_back:
        yield from (Row(it) for it in _said(stub.ring_up, languages, RING_UP_MAX))
    if stub.value is not None:
        yield Row(f"{_both(it.value for it in texts)}: {_money(stub.value)}", bold=True)
    if stub.total is not None:
        yield Row(f"{_both(it.total for it in texts)}: {_money(stub.total)}")
    if stub.taken_back:
        yield Row(f"{_both(it.was_accepted for it in texts)}:")
    yield Row(f"{datetime.fromtimestamp(stub.at, ALMATY):%d.%m.%Y %H:%M:%S}")
    if cashier := plain(stub.cashier or "")[:NAME_MAX]:
        yield Row(f"{_both(it.cashier for it in texts)}: {cashier}")
    digits = str(stub.voucher)[-SHOWN_DIGITS:]
    yield Row(f"{_both(it.voucher for it in texts)}: ...{digits}")
    if stub.alone:
        yield from (Row(it.alone, bold=True) for it in texts)
    yield from (Row(it.no_receipt) for it in texts)
    yield Row("-" * columns)


def _said(wording: Wording | None, languages: tuple[Language, ...], longest: int) -> list[str]:
    """Return a text from outside in each language, each one once."""
    if wording is None:
        return []
    texts = (plain(str(getattr(wording, it.value)))[:longest] for it in languages)
    return [it for it in dict.fromkeys(texts) if it]


def _both(words: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(words))


def _money(value: Tiyn) -> str:
    """Return money with letters that each printer has: a tenge sign few do."""
    whole, rest = divmod(value, _TIYN)
    text = f"{whole:,}".replace(",", " ")
    return f"{text},{rest:02} тг" if rest else f"{text} тг"
