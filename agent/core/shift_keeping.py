"""Who stands at the till: unlocked by PIN, handed over, locked, closed by itself.

A till without cashiers has no shifts, and nothing there is ever locked. Nothing here is asked by
what prints.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from agent.core.ports import Clock
from agent.core.shift_ports import Pins, ShiftBook, Unsaid
from agent.core.shifts import (
    LONGEST_NAME,
    MOST_CASHIERS,
    Cashier,
    PinFault,
    Shift,
    ShiftRules,
    ends_at,
    is_pin,
    next_number,
    pin_fault,
)
from agent.core.till_disk import TillDisk
from agent.errors import AgentError
from contracts.wire.event import Event
from contracts.wire.units import Sequence, UnixTime

_PAGE: Final = 200
"""Events looked through at a time."""
_FAULTS: Final = {
    PinFault.DIGITS: ("A PIN has 4 to 8 digits.", "Choose another one; six digits are better."),
    PinFault.EASY: ("This PIN is the first that anybody tries.", "Choose another one."),
    PinFault.TAKEN: ("This PIN cannot be used at this till.", "Choose another one."),
}


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Who is at the till now."""

    in_use: bool
    """This till has cashiers; where it has none, nothing is locked."""
    cashier: str | None
    """Whose shift it is; None while locked or nobody's."""
    locked: bool
    """No voucher is taken until somebody gives a PIN."""
    wait_s: int
    """No PIN is looked at for so long."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The till is this cashier's."""

    cashier: str
    handed_over_by: str | None
    """Whose shift ended with it."""


@dataclass(frozen=True, slots=True)
class WrongPin:
    """Nobody's PIN, or not looked at because of those before."""

    wait_s: int
    """Seconds until the next one is looked at."""
    looked_at: bool


class Shifts:
    """The shifts of one till."""

    def __init__(
        self, book: ShiftBook, pins: Pins, disk: TillDisk, clock: Clock, rules: ShiftRules
    ) -> None:
        self._book = book
        self._pins = pins
        self._disk = disk
        self._clock = clock
        self._rules = rules

    def adopt(self, rules: ShiftRules) -> None:
        """Go by other rules; a shift that is over by them closes when it is looked at next."""
        self._rules = rules

    def look(self) -> ShiftView:
        """Return who is at the till; changes nothing."""
        now = self._clock.now()
        shift = self._running(now)
        cashier = shift.name if shift is not None and not shift.locked else None
        in_use = bool(self._book.cashiers())
        wait_s = self._book.attempts().seen(now).wait_s(now)
        return ShiftView(in_use, cashier, in_use and cashier is None, wait_s)

    def cashier(self) -> str | None:
        """Return whose name redemptions, voids and reprints carry now."""
        return self.look().cashier

    def unlock(self, pin: str) -> Unlocked | WrongPin:
        """Give the till to whoever has this PIN: his shift goes on, or begins and ends another's.

        A try is on disk before it is looked at, so that pulling the plug wins no guess.
        """
        if not is_pin(pin):
            return WrongPin(self.look().wait_s, looked_at=False)
        with self._disk.turn:
            now = self._clock.now()
            before = self._book.attempts().seen(now)
            if wait_s := before.wait_s(now):
                self._book.note_attempts(before)
                return WrongPin(wait_s, looked_at=False)
            failed = before.failed(now)
            self._book.note_attempts(failed)
        # Slow on purpose: whoever else writes to the disk does not wait for it.
        found = self._whose(pin, self._book.cashiers())
        if found is None:
            return WrongPin(failed.wait_s(self._clock.now()), looked_at=True)
        with self._disk.turn:
            if self._book.attempts() == failed:  # or somebody else guessed in the meantime
                self._book.note_attempts(before)
            return self._given_to(found)

    def lock(self) -> None:
        """Lock the till; the shift goes on with its cashier's PIN."""
        with self._disk.turn:
            shift = self._book.open_shift()
            if shift is not None:
                self._book.lock(shift.number, locked=True)

    def close(self) -> None:
        """End the shift that is open."""
        with self._disk.turn:
            shift = self._book.open_shift()
            if shift is not None:
                self._end(shift, self._clock.now())
            self._say()

    def passed(self) -> bool:
        """Close a shift whose time is over, say what is unsaid; True when one was closed."""
        with self._disk.turn:
            now = self._clock.now()
            shift = self._book.open_shift()
            over = shift is not None and self._running(now) is None
            if shift is not None and over:
                self._end(shift, min(now, ends_at(shift, self._rules)))
            self._say()
            return over

    def cashiers(self) -> list[Cashier]:
        """Return those who may open a shift here."""
        return self._book.cashiers()

    def add_cashier(self, name: str, pin: str) -> int:
        """Let somebody open shifts here; return the number. AgentError when that cannot be."""
        name = " ".join(name.split())
        cashiers = self._book.cashiers()
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise AgentError("This is no name for a cashier.", "Give 1 to 64 letters.")
        if any(it.name.casefold() == name.casefold() for it in cashiers):
            raise AgentError("There is a cashier of this name.", "Add a letter of the surname.")
        if len(cashiers) >= MOST_CASHIERS:
            raise AgentError("This till has all the cashiers it can hold.", "Remove one first.")
        self._check_pin(pin, cashiers)
        return self._book.add_cashier(name, self._pins.hash(pin))

    def change_pin(self, cashier: int, pin: str) -> None:
        """Give a cashier another PIN, or raise AgentError."""
        cashiers = self._book.cashiers()
        self._named(cashier, cashiers)
        self._check_pin(pin, [it for it in cashiers if it.number != cashier])
        self._book.change_pin(cashier, self._pins.hash(pin))

    def retire(self, cashier: int) -> None:
        """Let a cashier open no shift any more; one that is open ends."""
        self._named(cashier, self._book.cashiers())
        with self._disk.turn:
            self._book.retire(cashier)
            shift = self._book.open_shift()
            if shift is not None and shift.cashier == cashier:
                self._end(shift, self._clock.now())
            self._say()

    def _running(self, now: UnixTime) -> Shift | None:
        """Return the open shift, unless its time is over."""
        shift = self._book.open_shift()
        return None if shift is None or now >= ends_at(shift, self._rules) else shift

    def _given_to(self, cashier: Cashier) -> Unlocked:
        now = self._clock.now()
        shift = self._book.open_shift()
        running = self._running(now)
        if shift is not None and running is None:
            self._end(shift, min(now, ends_at(shift, self._rules)))
        if running is not None and running.cashier == cashier.number:
            self._book.lock(running.number, locked=False)
            return Unlocked(cashier.name, None)
        number = next_number(self._book.last_number(), now)
        self._book.begin(
            Shift(number, cashier.number, cashier.name, now), self._disk.outbox.head()[0]
        )
        self._say()
        return Unlocked(cashier.name, running.name if running is not None else None)

    def _end(self, shift: Shift, at: UnixTime) -> None:
        self._book.end(shift.number, at, self._disk.outbox.head()[0])

    def _say(self) -> None:
        """Put into the chain what is not there yet; a full chain keeps nobody from working."""
        with suppress(AgentError):
            for it in self._book.unsaid():
                event = self._stored(it) or self._disk.outbox.append(it.body, it.at)
                self._book.said(it.body, event.sequence)

    def _stored(self, unsaid: Unsaid) -> Event | None:
        """Return the event that was stored, but not noted as such."""
        after: Sequence = unsaid.after
        while page := self._disk.outbox.events(after, _PAGE):
            for event in page:
                if event.body == unsaid.body:
                    return event
            after = page[-1].sequence
        return None

    def _whose(self, pin: str, cashiers: Iterable[Cashier]) -> Cashier | None:
        # All are compared: how long it takes does not tell who it was.
        matching = [it for it in cashiers if self._pins.verify(it.hashed, pin)]
        return matching[0] if matching else None

    def _check_pin(self, pin: str, others: list[Cashier]) -> None:
        fault = pin_fault(pin)
        if fault is None and self._whose(pin, others) is not None:
            fault = PinFault.TAKEN
        if fault is not None:
            raise AgentError(*_FAULTS[fault])

    def _named(self, cashier: int, cashiers: list[Cashier]) -> None:
        if all(it.number != cashier for it in cashiers):
            raise AgentError("There is no such cashier at this till.", "Look at the list again.")
