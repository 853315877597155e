"""A total on a pole display: a weak hint, never evidence.

Displays show each article's price, subtotals, what was paid and the change; a total stands there
for a moment and may belong to a sale that is never printed. So a hint may strengthen or weaken
doubts about a total that the paper names, and never names one itself: `agrees` is all that it can
be asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.core.amounts import Amount, amounts_in
from agent.core.labels import STRICT_TOTALS, Role, role_of
from agent.core.words import clean, gather, words_of
from contracts.wire.units import Tiyn, UnixTime
from hardware.serial.display import Light, Shown

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
    """Tell whether the newest fresh hint is *total*; None when there is none to ask."""
    fresh = [it for it in hints if 0 <= now - it.at <= FRESH_S]
    return max(fresh, key=lambda it: it.at).amount == total if fresh else None


def _by_light(shown: Shown, at: UnixTime) -> DisplayHint | None:
    """Return the number of a price display whose lamp says total."""
    text = " ".join(line.strip() for line in shown.lines if line.strip())
    found = [it for it in amounts_in(text) if it.value > 0]
    if shown.light is not Light.TOTAL or len(found) != 1 or words_of(text):
        return None
    return DisplayHint(found[0].value, at)


def _is_money(amount: Amount) -> bool:
    return amount.value > 0 and not amount.is_quantity and not amount.is_price
