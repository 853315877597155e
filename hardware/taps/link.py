"""What relay and brain say to each other: frames, their limits and their codec. Does no I/O.

A frame is a type (1 byte), the length of its body (4 bytes, big-endian) and the body. The relay
speaks first with Hello; a brain speaks first with Greet. Everything a POS connection sends is one
*job*: a number that this relay process gives once, and bytes with absolute offsets from 0.

A brain that connects in the middle of a job is told Opened, then GaveUp at the offset from which
it will see bytes: that job is not its to hold until the line was idle (Idle).
"""

import struct
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final

VERSION: Final = 1
MOST_PAYLOAD: Final = 64 * 1024
"""Bytes of POS or slip in one frame: a slip drawn as raster is 5 KiB, a socket read is 64 KiB."""
MOST_TEXT: Final = 512
"""Bytes of a source, a note or a token: an address, an error's sentence."""
_HEAD: Final = struct.Struct(">BI")
_MOST_BODY: Final = MOST_PAYLOAD + 64


class MalformedFrame(Exception):
    """What came over the link is no frame; nothing after it can be trusted."""


class Outcome(IntEnum):
    """What became of a slip."""

    INSERTED = 1
    """Every byte of it was handed to the printer, at its place, once."""
    LATE = 2
    """Its place had gone by already; nothing of it was or will be printed."""
    UNKNOWN = 3
    """The line to the printer broke within it: all, some or nothing of it is on paper."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Relay: the first frame.

    Another *session* is another relay process: what was asked of the one before and not answered
    is unknown.
    """

    version: int
    session: int


@dataclass(frozen=True, slots=True)
class Opened:
    """Relay: a POS began a job; *source* says where it came from."""

    job: int
    source: str


@dataclass(frozen=True, slots=True)
class Bytes:
    """Relay: what the POS sent, complete and in order from the first offset shown."""

    job: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Closed:
    """Relay: no byte of this job will follow (the POS hung up, the file ended)."""

    job: int


@dataclass(frozen=True, slots=True)
class Idle:
    """Relay: the POS has sent nothing for a second. After GaveUp the job is yours again."""

    job: int


@dataclass(frozen=True, slots=True)
class Status:
    """Relay: what the printer said; the POS that owns it has it already."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Relay: what became of an Insert or a Print; given once for each, and again when asked."""

    insert_id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Printer:
    """Relay: whether the line to the printer stands, and why not."""

    up: bool
    note: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Relay: everything of this job goes to the printer unasked from here on, until Idle.

    *offset* is how much of the job has been let go: what lies below it, an insert is late for.
    """

    job: int
    offset: int


@dataclass(frozen=True, slots=True)
class Greet:
    """Brain: the first frame; the token is what the link's file holds where sockets lack owners."""

    version: int
    token: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """Brain: print this job up to *offset* (it may only grow, and not beyond what was shown)."""

    job: int
    offset: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Brain: print *data* at *at_offset* of this job, then the job up to *then_release_to*.

    *insert_id*: 64 random bits made once and stored; the same id is the same slip for ever.
    """

    job: int
    insert_id: int
    at_offset: int
    then_release_to: int
    data: bytes


@dataclass(frozen=True, slots=True)
class End:
    """Brain: a piece of this job is complete at *offset*: another job may print after it."""

    job: int
    offset: int


@dataclass(frozen=True, slots=True)
class Print:
    """Brain: print *data* as a piece of its own once no job owns the printer."""

    insert_id: int
    data: bytes


Frame = (
    Hello | Opened | Bytes | Closed | Idle | Status | Answer | Printer | GaveUp
    | Greet | Release | Insert | End | Print
)  # fmt: skip

_FORMS: Final[dict[int, tuple[type[Frame], struct.Struct]]] = {
    number: (kind, struct.Struct(">" + numbers))
    for number, kind, numbers in (
        (1, Hello, "HQ"), (2, Opened, "I"), (3, Bytes, "IQ"), (4, Closed, "I"), (5, Idle, "I"),
        (6, Status, ""), (7, Answer, "QB"), (8, Printer, "?"), (9, GaveUp, "IQ"),
        (65, Greet, "H"), (66, Release, "IQ"), (67, Insert, "IQQQ"), (68, End, "IQ"),
        (69, Print, "Q"),
    )
}  # fmt: skip
"""Type number -> frame and its leading numbers; a last field of text or bytes takes the rest."""
_NUMBERS: Final = {kind: number for number, (kind, _) in _FORMS.items()}
_TAILS: Final = {
    kind: tail.type if (tail := fields(kind)[-1]).type in {bytes, str} else None
    for kind in _NUMBERS
}


def encode(frame: Frame) -> bytes:
    """Return the bytes of *frame*."""
    kind = type(frame)
    number = _NUMBERS[kind]
    values = [getattr(frame, name) for name in kind.__slots__]
    tail = b""
    if _TAILS[kind] is bytes:
        tail = values.pop()
        assert len(tail) <= MOST_PAYLOAD, "whoever makes frames cuts them"
    elif _TAILS[kind] is str:
        tail = values.pop().encode()[:MOST_TEXT]
    body = _FORMS[number][1].pack(*values) + tail
    return _HEAD.pack(number, len(body)) + body


class FrameReader:
    """Turns the bytes of a link into frames, in any pieces."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """Take what arrived and return the frames that it completes, or raise MalformedFrame."""
        self._pending += data
        frames: list[Frame] = []
        while len(self._pending) >= _HEAD.size:
            number, size = _HEAD.unpack_from(self._pending)
            if number not in _FORMS or size > _MOST_BODY:
                raise MalformedFrame(f"type {number}, {size} bytes")
            if len(self._pending) < _HEAD.size + size:
                break
            frames.append(_decoded(number, bytes(self._pending[_HEAD.size : _HEAD.size + size])))
            del self._pending[: _HEAD.size + size]
        return frames


def _decoded(number: int, body: bytes) -> Frame:
    """Return the frame of this type with this body."""
    kind, form = _FORMS[number]
    tail_type = _TAILS[kind]
    tail = body[form.size :]
    if len(body) < form.size or (tail and tail_type is None) or len(tail) > MOST_PAYLOAD:
        raise MalformedFrame(f"{kind.__name__} of {len(body)} bytes")
    values: list[object] = list(form.unpack_from(body))
    if kind is Answer:
        if values[1] not in set(Outcome):
            raise MalformedFrame(f"outcome {values[1]}")
        values[1] = Outcome(int(str(values[1])))
    if tail_type is bytes:
        values.append(tail)
    elif tail_type is str:
        values.append(tail.decode(errors="replace"))
    return kind(*values)  # type: ignore[arg-type]  # the form and the fields stand side by side
