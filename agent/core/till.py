"""What the brain is made of, and what it may want."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Final

from agent.core.card_at_hand import CardAtHand
from agent.core.ports import Clock, Outbox
from agent.core.print_job import PrintJob
from agent.core.receipt import Receipt
from agent.core.reports import ZReport
from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.units import KeyId, TillId, Tiyn
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.escpos.state import PrinterState
from hardware.taps.link import Frame

ALMATY: Final = timezone(timedelta(hours=5), "Asia/Almaty")
"""Kazakhstan has had one time zone, UTC+5, since 2024-03-01."""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the log."""

    text: str


@dataclass(frozen=True, slots=True)
class OcrWanted:
    """A piece of paper that holds only pictures: read it aside, never in the print path."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale was stored: whoever waits for a receipt looks whether it is this one."""

    total: Tiyn
    number: str | None
    card: int | None = None
    """Which of the cards that were shown it took."""

    @classmethod
    def by(cls, accrual: Event, card: int | None = None) -> "Sold":
        """Return what is told of the sale that *accrual* stands for."""
        assert isinstance(accrual.body, AccrualBody), "only a sale has an accrual"
        return cls(accrual.body.total, accrual.body.number, card)


Wanted = Frame | Note | OcrWanted | Sold


@dataclass(frozen=True, slots=True)
class SlipForm:
    """How a slip is to be made."""

    state: PrinterState
    """Of the printer where the slip goes."""
    separate: bool
    """A piece of paper of its own."""
    reprint: bool = False
    line_open: bool = False
    """The text before it was not ended by a line feed."""
    charset: str = "ascii"
    """In which the receipt's text was read, which tells what the printer's page holds."""
    text: str = ""


def _nobody() -> None:
    """Name no cashier: a till that keeps no shifts."""


def _no_card() -> CardAtHand | None:
    """Have no member card at hand: a till without a counter."""
    return None


SlipMaker = Callable[[Event, SlipForm], bytes | None]
"""Composes the slip of an accrual; None when slips are off or have no place."""


@dataclass(frozen=True, slots=True)
class Till:
    """Who this till is and what it needs to work: made once, at the top."""

    id: TillId
    claim_key: KeyId
    outbox: Outbox
    clock: Clock
    new_job: Callable[[PrintoutReader | None, PrintoutReader | None], PrintJob]
    """Follows a job: after another reader's on the same printer, or going on with its paper."""
    read: Callable[[Segment], Receipt]
    read_report: Callable[[Segment], ZReport | None]
    """None for reports that close no shift."""
    why_no_slip: Callable[[Receipt], str | None]
    """A sentence for the log, or None for a sale that earns."""
    slip: SlipMaker
    has_cutter: bool
    """The printer's family cuts: a silence is no end of a paper."""
    reads_pictures: bool
    """True where OCR is installed."""
    cashier: Callable[[], str | None] = _nobody
    """Whose shift it is: at once, for a receipt waits for nobody."""
    card: Callable[[], CardAtHand | None] = _no_card
    """The member card that the next sale is for; at once, too."""


def wants_ocr(segment: Segment, receipt: Receipt) -> bool:
    """Tell whether a piece of paper holds pictures, no text, and something not yet understood."""
    unread = receipt.total is None or bool(receipt.doubts)
    return bool(segment.pictures) and not segment.lines and unread
