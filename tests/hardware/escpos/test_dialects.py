"""Streams of other languages are recognised by their beginning, ESC/POS never taken for one."""

import pytest

from hardware.escpos.dialects import HEAD, DialectWatch
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Dialect
from tests.hardware.escpos.jobs import raster, sale, ticket


def shtrih(body: bytes) -> bytes:
    """Return a frame of a Shtrih-M register: STX, length, body, check byte."""
    frame = bytes((len(body),)) + body
    check = 0
    for byte in frame:
        check ^= byte
    return b"\x02" + frame + bytes((check,))


def atol(body: bytes) -> bytes:
    """Return a frame of an ATOL register: STX, masked body, ETX, check byte."""
    masked = body.replace(b"\x10", b"\x10\x10").replace(b"\x03", b"\x10\x03") + b"\x03"
    check = 0
    for byte in masked:
        check ^= byte
    return b"\x02" + masked + bytes((check,))


OTHERS: dict[str, tuple[bytes, Dialect]] = {
    "star-line": (b"\x1b@\x1b\x1ea\0", Dialect.STAR),
    "star-prnt": (b"\x1b@\x18\x1b\x1dt\x0aTOTAL", Dialect.STAR),
    "star-graphic": (b"\x1b*rA\x1b*rP0\0", Dialect.STAR),
    "shtrih": (b"\x05" + shtrih(b"\x10\x1e\0\0\0\x1bi\x1dVA\0"), Dialect.SHTRIH),
    "shtrih-answered": (b"\x06" + shtrih(b"\x80\x1e\0\0\0abc"), Dialect.SHTRIH),
    "atol": (b"\x05" + atol(b"\0\0?\x1bi"), Dialect.ATOL),
    "atol-masked": (b"\x05" + atol(b"\0\0\x10\x03Q\x1bi"), Dialect.ATOL),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_beginning_tells(name: str) -> None:
    """The dialect is known from the first frame or command, in one piece or byte by byte."""
    head, dialect = OTHERS[name]
    for parts in ([head + b"TOTAL 5\n"], [head[at : at + 1] for at in range(len(head))]):
        reader = PrintoutReader()
        assert [segment for part in parts for segment in reader.feed(part)] == []
        assert reader.dialect is dialect


@pytest.mark.parametrize(
    "job",
    [
        sale(),
        ticket(),
        b"\x1b\x1da\x01TOTAL\n",
        b"TOTAL\n\x1b\x1dt\x01" + b"CASH\n",
        raster(8, b"\x1b\x1dt\x0a\x1b\x1ea\0" * 16),
        b"\x02TOTAL 5\n" + b"CASH 5\n" * 100,
        b"\x10\x04\x01\x1b@TOTAL\n",
    ],
)
def test_esc_pos_stays_esc_pos(job: bytes) -> None:
    """A torn ESC, one odd pair or Star bytes among dots do not make a stream Star's."""
    reader = PrintoutReader()
    assert reader.feed(job) or reader.has_print
    assert reader.dialect is Dialect.ESCPOS


def test_little_is_held_back() -> None:
    """An undecided beginning is held no longer than a frame can be."""
    watch = DialectWatch()
    assert watch.see(b"\x02\xff" + b"a" * 20) == b""
    assert len(watch.see(b"a" * HEAD)) == HEAD + 22
    assert watch.see(b"more") == b"more"


def test_a_line_that_only_asks_is_no_print_job() -> None:
    """ENQ alone is a register's line being tried; nothing is printed by it."""
    reader = PrintoutReader()
    assert reader.feed(b"\x05\x05") == []
    assert reader.finish() is None
