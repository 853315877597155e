"""What relay and brain say to each other: frames, their limits and their codec. Does no I/O.

A frame is a type (1 byte), the length of its body (4 bytes, big-endian) and the body. The relay
speaks first with Hello; a brain speaks first with Greet. Everything a POS connection sends is one
*job*: a number that this relay process gives once, and bytes with absolute offsets from 0.

A brain that connects in the middle of a job is told Opened, then GaveUp at the offset from which
it will see bytes: that job is not its to hold until the line was idle (Idle).
"""

import struct
from enum import IntEnum
from typing import Final

from hardware.taps.record import Record

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


class Hello(Record):
    """Relay: the first frame.

    Another *session* is another relay process: what was asked of the one before and not answered
    is unknown.
    """

    version: int
    session: int


class Opened(Record):
    """Relay: a POS began a job; *source* says where it came from."""

    job: int
    source: str


class Bytes(Record):
    """Relay: what the POS sent, complete and in order from the first offset shown."""

    job: int
    offset: int
    data: bytes


class Closed(Record):
    """Relay: no byte of this job will follow (the POS hung up, the file ended)."""

    job: int


class Idle(Record):
    """Relay: the POS has sent nothing for a second. After GaveUp the job is yours again."""

    job: int


class Status(Record):
    """Relay: what the printer said; the POS that owns it has it already."""

    data: bytes


class Answer(Record):
    """Relay: what became of an Insert or a Print; given once for each, and again when asked."""

    insert_id: int
    outcome: Outcome


class Printer(Record):
    """Relay: whether the line to the printer stands, and why not."""

    up: bool
    note: str


class GaveUp(Record):
    """Relay: everything of this job goes to the printer unasked from here on, until Idle.

    *offset* is how much of the job has been let go: what lies below it, an insert is late for.
    """

    job: int
    offset: int


class Greet(Record):
    """Brain: the first frame; the token is what the link's file holds where sockets lack owners."""

    version: int
    token: bytes


class Release(Record):
    """Brain: print this job up to *offset* (it may only grow, and not beyond what was shown)."""

    job: int
    offset: int


class Insert(Record):
    """Brain: print *data* at *at_offset* of this job, then the job up to *then_release_to*.

    *insert_id*: 64 random bits made once and stored; the same id is the same slip for ever.
    """

    job: int
    insert_id: int
    at_offset: int
    then_release_to: int
    data: bytes


class End(Record):
    """Brain: a piece of this job is complete at *offset*: another job may print after it."""

    job: int
    offset: int


class Print(Record):
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
_TAILS: Final = {kind: kind.__annotations__[kind.__match_args__[-1]] for kind in _NUMBERS}


def encode(frame: Frame) -> bytes:
    """Return the bytes of *frame*."""
    kind = type(frame)
    number = _NUMBERS[kind]
    values: list[object] = list(frame)
    tail = b""
    if isinstance(last := values[-1], bytes):
        assert len(last) <= MOST_PAYLOAD, "whoever makes frames cuts them"
        tail = last
    elif isinstance(last, str):
        tail = last.encode()[:MOST_TEXT]
    if _TAILS[kind] in {bytes, str}:
        values.pop()
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
    if len(body) < form.size or len(tail) > (MOST_PAYLOAD if tail_type in {bytes, str} else 0):
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
    return kind(*values)  # type: ignore[arg-type]  # _FORMS says what they are
