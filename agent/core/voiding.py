"""Papers that undo a sale: which of this till's sales it was, or that nobody can tell."""

from collections.abc import Iterator
from typing import Final

from agent.core.ports import StoredEvents
from agent.core.receipt import Kind, Receipt
from agent.core.words import words_of
from contracts.wire.bodies import LONGEST_NUMBER, AccrualBody, VoidBody
from contracts.wire.event import Event
from contracts.wire.identity import fiscal_identity
from contracts.wire.units import Sequence, UnixTime

LOOKED_BACK_S: Final = 24 * 3600
"""A sale is undone on the day it was made: later it is a return. Numbers begin anew, too."""
MOST_LOOKED_AT: Final = 2000
"""Events of the chain that are looked through for a number: a busy day."""
REASON: Final = "undone at the POS"
_PAGE: Final = 200
_UNDONE: Final = words_of(
    "АННУЛИР СТОРН ОТМЕН УДАЛЕН НЕДЕЙСТВИТЕЛ ЖОЙЫЛ ЖАРАМСЫЗ БОЛДЫРМАУ VOID CANCEL"
)
"""How words begin that say of a receipt that it no longer counts."""


def undoes(receipt: Receipt) -> bool:
    """Tell whether a paper is titled as one that undoes a sale."""
    if receipt.kind is not Kind.OTHER:
        return False
    titles = (it.quote for it in receipt.evidence if it.field == "kind")
    return any(word.startswith(_UNDONE) for title in titles for word in words_of(title))


def undone_sale(receipt: Receipt, stored: StoredEvents, now: UnixTime) -> Event | None:
    """Return the one sale that a paper undoes, None where none is, or more than one may be.

    By its fiscal key, else by number and total: a paper that was never a sale kills none.
    """
    if receipt.fiscal is not None:
        found = stored.find_receipt(fiscal_identity(receipt.fiscal.register, receipt.fiscal.sign))
        if found is not None and isinstance(found.body, AccrualBody):
            return found
    if not receipt.number or not receipt.total:
        return None
    number, total = receipt.number[:LONGEST_NUMBER], abs(receipt.total)
    sales = [
        event
        for event in _newest(stored)
        if isinstance(event.body, AccrualBody)
        and (event.body.number, event.body.total) == (number, total)
        and now - event.time <= LOOKED_BACK_S
    ]
    return sales[0] if len(sales) == 1 else None


def void_of(sale: Sequence, stored: StoredEvents) -> Event | None:
    """Return the event that undid a sale of this till, if one did not long after it."""
    after = sale
    while after < sale + MOST_LOOKED_AT and (page := stored.events(after, _PAGE)):
        for event in page:
            if isinstance(event.body, VoidBody) and event.body.accrual == sale:
                return event
        after = page[-1].sequence
    return None


def _newest(stored: StoredEvents) -> Iterator[Event]:
    after = Sequence(max(0, stored.head()[0] - MOST_LOOKED_AT))
    while page := stored.events(after, _PAGE):
        yield from page
        after = page[-1].sequence
