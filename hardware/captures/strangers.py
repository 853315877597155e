"""Jobs that are no ESC/POS: Star Line, and the frames of fiscal registers. To be left alone."""

from functools import reduce
from operator import xor
from typing import Final

from hardware.captures.dice import Dice
from hardware.captures.document import Align, Document, Qr, Row, Truth
from hardware.captures.encoders import Job
from hardware.captures.letters import encodable, plainer

_UNREAD: Final = Truth("other")
_ENQ: Final = b"\x05"
_ACK: Final = b"\x06"


def star_line(paper: Document) -> Job:
    """Return *paper* for a Star printer in line mode, Windows-1251."""
    sent = bytearray(b"\x1b@\x1b\x1dt\x22\x1b\x1eF\x00")
    for mark in paper.marks:
        if isinstance(mark, Row):
            sent += b"\x1b\x1da\x01" if mark.align is Align.CENTRE else b"\x1b\x1da\x00"
            room = paper.columns // 2 if mark.wide else paper.columns
            text = mark.left + mark.right.rjust(room - len(mark.left))
            large = b"\x1bi\x01\x01" if mark.wide else b""
            sent += large + _cp1251(text) + b"\n" + (b"\x1bi\x00\x00" if large else b"")
        elif isinstance(mark, Qr):
            data = mark.text.encode("ascii")
            sent += b"\x1b\x1dyS0\x02\x1b\x1dyS1\x01\x1b\x1dyS2\x06"
            sent += b"\x1b\x1dyD1\x00" + len(data).to_bytes(2, "little") + data + b"\x1b\x1dyP\n"
    return Job(bytes(sent + b"\x1bd\x03\x07"), (_UNREAD,))


def shtrih_frames(paper: Document) -> Job:
    """Return *paper* as a program tells it to a Shtrih-M register: a frame a line, then the cut."""
    sent = bytearray()
    password = (30).to_bytes(4, "little")
    for mark in paper.marks:
        if isinstance(mark, Row):
            text = mark.left + mark.right.rjust(40 - len(mark.left))
            body = b"\x17" + password + b"\x02" + _cp1251(text)[:40].ljust(40)
            sent += _ENQ + _shtrih_frame(body) + _ACK
    return Job(bytes(sent + _ENQ + _shtrih_frame(b"\x25" + password + b"\x00") + _ACK), (_UNREAD,))


def atol_frames(paper: Document, dice: Dice) -> Job:
    """Return *paper* as a program tells it to an ATOL register: masked frames, ENQ to EOT."""
    sent = bytearray()
    for mark in paper.marks:
        if isinstance(mark, Row):
            body = dice.raw(2) + b"L" + _cp1251(mark.left)[:40]
            masked = b"".join(
                b"\x10" + bytes([it]) if it in (3, 16) else bytes([it]) for it in body
            )
            check = reduce(xor, masked + b"\x03")
            sent += _ENQ + b"\x02" + masked + b"\x03" + bytes([check]) + b"\x04"
    return Job(bytes(sent), (_UNREAD,))


def _shtrih_frame(body: bytes) -> bytes:
    """Return STX, length, *body* and the exclusive or of both."""
    counted = bytes([len(body)]) + body
    return b"\x02" + counted + bytes([reduce(xor, counted)])


def _cp1251(text: str) -> bytes:
    """Return *text* in Windows-1251, with `?` for what it lacks."""
    found = (encodable(it, "cp1251") or encodable(plainer(it), "cp1251") or b"?" for it in text)
    return b"".join(found)
