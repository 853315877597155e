"""Which receipts are stored: an index in memory, twelve bytes a receipt.

An index on disk would be one more page in every commit, some 15 % of an append on a fast disk;
one writer holds the file, so memory can answer for it. `verify` looks for receipts stored twice.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from contracts.wire.units import Sequence


class ReceiptIndex:
    """Where a receipt may be stored; the row itself says whether it is."""

    def __init__(self) -> None:
        # What the file held when it was opened: two arrays in step, sorted by the first eight
        # bytes of the identity. What was added since: few, so a dictionary.
        self._beginnings = array("Q")
        self._places = array("I")
        self._added: dict[bytes, Sequence] = {}

    def load(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Know *rows* and nothing else: sequence and identity, in the order of identities."""
        self._beginnings, self._places, self._added = array("Q"), array("I"), {}
        for sequence, identity in rows:
            self._beginnings.append(_beginning(identity))
            self._places.append(sequence)

    def add(self, identity: bytes, sequence: Sequence) -> None:
        """Note that the receipt with *identity* is stored as event *sequence*."""
        self._added[identity] = sequence

    def candidates(self, identity: bytes) -> list[Sequence]:
        """Return the events that may be those of *identity*: none or one, by rare chance more."""
        added = self._added.get(identity)
        if added is not None:
            return [added]
        beginning = _beginning(identity)
        place = bisect_left(self._beginnings, beginning)
        found = []
        while place < len(self._beginnings) and self._beginnings[place] == beginning:
            found.append(Sequence(self._places[place]))
            place += 1
        return found


def _beginning(identity: bytes) -> int:
    return int.from_bytes(identity[:8], "big")
