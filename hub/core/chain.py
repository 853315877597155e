"""A till's chain, continued: which lines of a request are new, known, forked or not for us.

Pure. A line is one event's bytes as the till keeps them. What cannot be read has its place in the
chain all the same: its hash is the SHA-256 of its bytes, so that it blocks none behind it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.wire.event import Event, read_event
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId, UnixTime

_LONGEST_DETAIL: Final = 200
"""Characters, as the reply may carry them."""
_TAIL: Final = re.compile(
    rb'"sequence":([1-9][0-9]{0,9}),"till":[0-9]{1,10},"time":[0-9]{1,12},"v":[0-9]{1,4}\}\Z'
)
"""How every event ends, of this version and of those to come."""
_LARGEST: Final = 2**32 - 1


@dataclass(slots=True)
class Line:
    """One line of a request: its event, or why it is none."""

    raw: bytes
    hash: bytes
    event: Event | None
    refusal: Refusal | None = None
    detail: str | None = None
    place: int = 0
    """Its sequence; 0 while nothing says it."""
    guessed: bool = False
    """Its neighbours say its place, it does not: no proof of another chain."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event that the hub holds."""

    hash: bytes
    refusal: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Fork:
    """Where the till's chain is not the one that the hub holds."""

    sequence: Sequence
    refusal: Refusal
    detail: str


class ForkedChain(Refused):
    """The hub holds another chain of this till."""

    def __init__(self, sequence: int) -> None:
        super().__init__(
            Refusal.BROKEN_CHAIN, f"the hub holds another chain of this till from {sequence} on"
        )
        self.sequence = sequence
        """The first event that the two tell differently."""


@dataclass(slots=True)
class Followed:
    """What a request's lines come to."""

    head_sequence: int
    head_hash: bytes
    head_at: int
    new: list[Line] = field(default_factory=list)
    """In the order of the chain; those with a refusal are set aside."""
    known: list[int] = field(default_factory=list)
    """Sequences that the hub had already, the same."""
    fork: Fork | None = None
    branch: list[Line] = field(default_factory=list)
    """Lines from the fork on: kept beside the chain, for a person to look at."""
    gap: bool = False
    """Lines beyond the next one expected: they must come again."""


def read_lines(till: TillId, raws: Iterable[bytes]) -> list[Line]:
    """Return each line read; one that is no event of *till* says why."""
    return [_read(till, raw) for raw in raws]


def _read(till: TillId, raw: bytes) -> Line:
    try:
        event = read_event(raw)
    except Refused as refused:
        line = Line(raw, hashlib.sha256(raw).digest(), None, refused.refusal)
        line.detail = refused.detail[:_LONGEST_DETAIL]
        if found := _TAIL.search(raw[-128:]):
            line.place = int(found[1]) if int(found[1]) <= _LARGEST else 0
        return line
    if event.till != till:
        line = Line(raw, event.hash, None, Refusal.MISMATCH, place=event.sequence)
        line.detail = f"an event of till {event.till}"
        return line
    return Line(raw, event.hash, event, place=event.sequence)


def put_in_place(lines: list[Line], head_sequence: int, head_hash: bytes) -> list[Line]:
    """Give lines that do not say their sequence the one that their neighbours leave them.

    *head_sequence* and *head_hash* are of the till's newest event, as its request says. A line
    that no place is left for is no event, and is not among those returned.
    """
    if all(line.place for line in lines):
        return lines
    _count_back(lines, head_sequence, head_hash)
    kept: list[Line] = []
    before = 0
    for number, line in enumerate(lines):
        if not line.place:
            after = next((it.place for it in lines[number + 1 :] if it.place), None)
            if before + 1 == after or (after is None and before >= head_sequence):
                continue
            line.place, line.guessed = before + 1, True
        before = line.place
        kept.append(line)
    return kept


def _count_back(lines: list[Line], head_sequence: int, head_hash: bytes) -> None:
    """Give the lines before the first that says its sequence the ones before it."""
    first = next((at for at, line in enumerate(lines) if line.place), None)
    if first is None:
        if not lines or lines[-1].hash != head_hash:
            raise Refused(Refusal.MALFORMED, "events that nothing says the sequence of")
        lines[-1].place = head_sequence
        first = len(lines) - 1
    for at in range(first - 1, -1, -1):
        lines[at].place, lines[at].guessed = max(0, lines[at + 1].place - 1), True


def follow(
    head: tuple[int, bytes, UnixTime], lines: list[Line], known: Mapping[int, Known]
) -> Followed:
    """Return what *lines* come to after *head* (sequence, hash, time of the newest event held).

    *known* holds the events of the hub from the least place of *lines* up to the head.
    """
    found = Followed(*head)
    hashes: dict[int, bytes] = {}
    for number, line in enumerate(lines):
        place = line.place
        if place == found.head_sequence + 1:
            if line.event is not None and line.event.previous != found.head_hash:
                found.fork = _broken(place)
            else:
                _take(found, line)
                hashes[place] = line.hash
        elif place > found.head_sequence:
            found.gap = True
        else:
            held = hashes.get(place) or known[place].hash
            if held == line.hash:
                found.known.append(place)
            elif not line.guessed:
                found.fork = _differs(place)
        if found.fork is not None:
            found.branch = lines[number:]
            break
    return found


def _take(found: Followed, line: Line) -> None:
    found.new.append(line)
    found.head_sequence, found.head_hash = line.place, line.hash
    if line.event is not None:
        found.head_at = line.event.time


def require_head(found: Followed, sequence: int, head: bytes, held: bytes | None) -> None:
    """Note a fork when the till's newest event is not the one that the hub holds there.

    *held* is the hub's hash at *sequence*, None where the hub is not so far.
    """
    if found.fork is None and held is not None and held != head:
        found.fork = _differs(max(sequence, 1))


def _broken(place: int) -> Fork:
    return Fork(
        Sequence(place),
        Refusal.BROKEN_CHAIN,
        f"event {place} does not follow from event {place - 1} that the hub holds:"
        " enrol this till again",
    )


def _differs(place: int) -> Fork:
    return Fork(
        Sequence(place),
        Refusal.MISMATCH,
        f"event {place} is known to the hub saying something else: enrol this till again",
    )
