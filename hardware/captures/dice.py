"""Chance that can be repeated: the same seed throws the same dice on every Python, for ever."""

from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

_MASK: Final = (1 << 64) - 1


class Dice:
    """A small generator of even chances (splitmix64); captures and simulations are made with it."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def word(self) -> int:
        """Return the next 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        word = self._state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
        return word ^ (word >> 31)

    def number(self, low: int, high: int) -> int:
        """Return a whole number from *low* to *high*, both included."""
        return low + self.word() % (high - low + 1)

    def one_in(self, chances: int) -> bool:
        """Say yes once in so many times."""
        return self.word() % chances == 0

    def choice(self, things: Sequence[T]) -> T:
        """Return one of *things*."""
        return things[self.word() % len(things)]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Return *count* different ones of *things*, in a chance order."""
        left = list(things)
        return [left.pop(self.word() % len(left)) for _ in range(min(count, len(left)))]

    def digits(self, count: int) -> str:
        """Return *count* decimal digits, the first not zero."""
        return str(self.number(1, 9)) + "".join(str(self.number(0, 9)) for _ in range(count - 1))

    def raw(self, count: int) -> bytes:
        """Return *count* bytes."""
        return b"".join(self.word().to_bytes(8, "big") for _ in range(count // 8 + 1))[:count]
