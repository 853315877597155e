"""Vouchers that wait for the receipt on which they were rung up."""

from dataclasses import dataclass, replace
from typing import Final

from agent.core.counter_view import Unmatched
from contracts.wire.units import Tiyn

LATE_S: Final = 180
"""A voucher is rung up before the payment: after this long without a receipt, somebody looks."""
MATCH_S: Final = 1800
"""A receipt later than this is another guest's; the hub's match window is as long."""
FORGOTTEN_S: Final = 12 * 3600
"""After a shift the hub's list of unmatched ones is the place to look."""
MOST_WAITING: Final = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A voucher that was accepted and that no receipt has followed."""

    shown: Unmatched
    since: float
    """When it was accepted, by whichever clock looks on."""
    total: Tiyn | None
    """Of the receipt as the cashier typed it, before anything was taken off."""
    passed_over: bool = False
    """A receipt came, and was not it."""


class WaitingForReceipts:
    """Each voucher that was accepted and that no receipt has followed."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []

    def restore(self, waiting: tuple[Waiting, ...], now: float) -> None:
        """Wait on for what waited before; its *since* is how many seconds ago that began."""
        known = {it.shown.voucher for it in self._waiting}
        anew = [
            replace(it, since=now - it.since) for it in waiting if it.shown.voucher not in known
        ]
        self._waiting = [*anew, *self._waiting][-MOST_WAITING:]

    def kept(self, now: float) -> tuple[Waiting, ...]:
        """Return what waits, as `restore` wants it."""
        self.late(now)
        return tuple(replace(it, since=max(0.0, now - it.since)) for it in self._waiting)

    def add(self, taken: Unmatched, total: Tiyn | None, now: float) -> None:
        """Let a voucher wait for the next receipt."""
        self._waiting = [*self._waiting, Waiting(taken, now, total)][-MOST_WAITING:]

    def forget(self, voucher: int | None) -> None:
        """Wait no more for a voucher that was taken back."""
        self._waiting = [it for it in self._waiting if it.shown.voucher != voucher]

    def printed(self, total: Tiyn, now: float) -> bool:
        """Let a receipt answer all that it fits; tell whether one that is fresh fits not."""
        left = []
        for it in self._waiting:
            if now - it.since > MATCH_S:
                left.append(it)
            elif not _fits(it, total):
                left.append(replace(it, passed_over=True))
        fresh = {it.shown.voucher for it in self._waiting if not it.passed_over}
        self._waiting = left
        return any(it.passed_over and it.shown.voucher in fresh for it in left)

    def late(self, now: float) -> tuple[Unmatched, ...]:
        """Return those that somebody should look after, oldest first."""
        self._waiting = [it for it in self._waiting if now - it.since <= FORGOTTEN_S]
        return tuple(it.shown for it in self._waiting if it.passed_over or now - it.since > LATE_S)


def _fits(waiting: Waiting, total: Tiyn) -> bool:
    """Tell whether a receipt can be the one: points may be taken off its total, or stand beside."""
    if waiting.total is None:
        return True
    return total in {waiting.total, waiting.total - (waiting.shown.value or 0)}
