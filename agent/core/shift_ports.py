"""What shifts ask of the world: somewhere to be kept, and a slow comparison of PINs."""

from dataclasses import dataclass
from typing import Protocol

from agent.core.shifts import Attempts, Cashier, Shift
from contracts.wire.bodies import ShiftBody
from contracts.wire.units import Sequence, UnixTime


class Pins(Protocol):
    """PINs as they are kept: slow to compare, so that a stolen disk does not tell them at once."""

    def hash(self, pin: str) -> str:
        """Return what to keep of *pin*."""
        ...

    def verify(self, hashed: str, pin: str) -> bool:
        """Tell whether *pin* is the one; False also for what was never a hash."""
        ...


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A shift's beginning or end that is not in the chain yet."""

    body: ShiftBody
    at: UnixTime
    after: Sequence
    """The newest event before it."""


class ShiftBook(Protocol):
    """Cashiers and shifts on disk; each write is there when it returns."""

    def cashiers(self) -> list[Cashier]:
        """Return those who may open a shift, by number."""
        ...

    def add_cashier(self, name: str, hashed: str) -> int:
        """Add a cashier and return the number."""
        ...

    def change_pin(self, cashier: int, hashed: str) -> None:
        """Give a cashier another PIN."""
        ...

    def retire(self, cashier: int) -> None:
        """Let a cashier open no shift any more; what was his stays."""
        ...

    def attempts(self) -> Attempts:
        """Return the wrong PINs so far."""
        ...

    def note_attempts(self, attempts: Attempts) -> None:
        """Remember them."""
        ...

    def open_shift(self) -> Shift | None:
        """Return the shift that is open."""
        ...

    def last_number(self) -> int:
        """Return the number of the newest shift, 0 before the first."""
        ...

    def begin(self, shift: Shift, after: Sequence) -> None:
        """Open a shift; the one that is open ends in the same moment."""
        ...

    def lock(self, shift: int, *, locked: bool) -> None:
        """Lock or unlock the open shift."""
        ...

    def end(self, shift: int, at: UnixTime, after: Sequence) -> None:
        """Close a shift; one that is closed stays as it is."""
        ...

    def unsaid(self) -> list[Unsaid]:
        """Return what is not in the chain yet, in order."""
        ...

    def said(self, body: ShiftBody, sequence: Sequence) -> None:
        """Note that a beginning or an end is in the chain."""
        ...
