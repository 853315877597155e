"""A total on a pole display: a weak hint, never evidence.

Displays show each article's price, subtotals, what was paid and the change; a total stands there
for a moment and may belong to a sale that is never printed. So a hint may strengthen or weaken
doubts about a total that the paper names, and never names one itself: `agrees` is all that it can
be asked.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.core.amounts import Amount, amounts_in, decimal_text
from agent.core.labels import STRICT_TOTALS, Role, role_of
from agent.core.receipt import Kind, Receipt
from agent.core.words import clean, gather, words_of
from contracts.wire.units import Tiyn, UnixTime
from hardware.serial.display import Light, Shown

MOST_HINTS: Final = 8
"""Totals remembered: of a sale that is rung up, changed and rung up again."""
FRESH_S: Final = 180
"""Seconds that a shown total is of the receipt that is printed next: time to count out the cash."""


@dataclass(frozen=True, slots=True)
class DisplayHint:
    """An amount that a display called the total."""

    amount: Tiyn
    at: UnixTime


def hint_of(shown: Shown, at: UnixTime) -> DisplayHint | None:
    """Return the total that a display shows under that name; None where it is anything else."""
    if shown.light is not None:
        return _by_light(shown, at)
    lines = [gather(clean(line)) for line in shown.lines]
    labelled = [
        place for place, line in enumerate(lines) if role_of(words_of(line)) in STRICT_TOTALS
    ]
    if len(labelled) != 1:
        return None
    [place] = labelled
    found = [it for it in amounts_in(lines[place]) if _is_money(it)]
    if not found:
        # The word above, the amount below it: then nothing else stands below.
        below = [line for line in lines[place + 1 :] if line.strip()]
        if len(below) != 1 or role_of(words_of(below[0])) is not Role.NOTHING:
            return None
        found = [it for it in amounts_in(below[0]) if _is_money(it)]
    return DisplayHint(found[0].value, at) if len(found) == 1 else None


def agrees(hints: Iterable[DisplayHint], total: Tiyn, now: UnixTime) -> bool | None:
    """Tell whether a fresh hint is *total*; None when there is none to ask.

    Not the newest alone: the next guest's goods may be on the display while this receipt prints.
    """
    fresh = [it.amount for it in hints if 0 <= now - it.at <= FRESH_S]
    return total in fresh if fresh else None


class DisplayHints:
    """The last totals that a display showed; filled in one thread, asked in another."""

    def __init__(self) -> None:
        self._hints: deque[DisplayHint] = deque(maxlen=MOST_HINTS)

    def add(self, hint: DisplayHint | None) -> None:
        """Keep a hint, if it is one."""
        if hint is not None:
            self._hints.append(hint)

    def judged(self, receipt: Receipt, now: UnixTime) -> tuple[bool | None, str | None]:
        """Return whether the display agrees with a sale, and a sentence where people should look.

        Nothing is decided by it. What was shown before a sale is of no other sale.
        """
        if receipt.kind is not Kind.SALE:
            return None, None
        hints = list(self._hints.copy())
        if receipt.total is None:
            return None, _of_doubtful(receipt, [it for it in hints if 0 <= now - it.at <= FRESH_S])
        self._hints.clear()
        said = agrees(hints, receipt.total, now)
        if said is not False:
            return said, None
        shown = decimal_text(hints[-1].amount)
        paper = decimal_text(receipt.total)
        return said, f"the display's total was {shown}, the receipt says {paper}"


def _of_doubtful(receipt: Receipt, fresh: list[DisplayHint]) -> str | None:
    """Return which of the totals in doubt the display showed, if any."""
    said = {it.value for it in receipt.evidence if it.field == "total"}
    shown = [text for it in fresh if (text := decimal_text(it.amount)) in said]
    return f"of the totals in doubt the display showed {shown[-1]}" if shown else None


def _by_light(shown: Shown, at: UnixTime) -> DisplayHint | None:
    """Return the number of a price display whose lamp says total."""
    text = " ".join(line.strip() for line in shown.lines if line.strip())
    found = [it for it in amounts_in(text) if it.value > 0]
    if shown.light is not Light.TOTAL or len(found) != 1 or words_of(text):
        return None
    return DisplayHint(found[0].value, at)


def _is_money(amount: Amount) -> bool:
    return amount.value > 0 and not amount.is_quantity and not amount.is_price
