"""Pole displays: whatever commands a POS speaks, what stands there is read."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import captures
from hardware.serial.display import SETTLED_S, DisplayReader, Light, Shown

UPPER = "Круассан".ljust(20)
LOWER = "ИТОГО:        935.00"


def at_rest(stream: bytes) -> list[Shown]:
    """Return what a display shows after a stream."""
    reader = DisplayReader()
    return reader.feed(stream, 0.0) + reader.passed(SETTLED_S)


def cp866(text: str) -> bytes:
    """Return text as most displays here take it."""
    return text.encode("cp866")


BOTH = Shown(("Круассан", "ИТОГО:        935.00"))
COMMANDS = {
    "plain": b"\x0c" + cp866(UPPER + LOWER),
    "plain with line ends": b"\x0c" + cp866(UPPER + "\r\n" + LOWER + "\r\n"),
    "short lines": b"\x0c" + cp866("Круассан\r\nИТОГО:        935.00"),
    "escpos": b"\x1b=\x02\x1b@\x1bt\x11\x1fC\x00\x1f$\x01\x01" + cp866(UPPER)
    + b"\x1f$\x01\x02" + cp866(LOWER),
    "escpos window": b"\x1b@\x1bW\x01\x01\x01\x01\x14\x02\x1bW\x02\x00" + cp866(UPPER + LOWER),
    "bottom first": b"\x1b@\x1fB" + cp866(LOWER) + b"\x0b" + cp866(UPPER),
    "cd5220": b"\x0c\x1bQA" + cp866("Круассан") + b"\r\x1bQB" + cp866(LOWER) + b"\r",
    "cd5220 cursor": b"\x1b@\x1b_\x00\x1bl\x01\x02" + cp866(LOWER)
    + b"\x1bl\x01\x01" + cp866(UPPER),
    "utc": b"\x1buA" + cp866(UPPER) + b"\r\x1buB" + cp866(LOWER) + b"\r",
    "dsp800": b"\x04\x01%\x17\x04\x01C1X\x17\x04\x01P1\x17" + cp866(UPPER)
    + b"\x04\x01PE\x17" + cp866(LOWER),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_each_way_to_say_it_shows_the_same(name: str) -> None:
    """Two lines, read in the code page that their bytes tell."""
    assert at_rest(COMMANDS[name]) == [BOTH]


@given(st.sampled_from(sorted(COMMANDS)), st.lists(st.integers(0, 100), max_size=6))
def test_pieces_do_not_matter(name: str, cuts: list[int]) -> None:
    """The same bytes show the same, however the cable cut them up."""
    stream = COMMANDS[name]
    edges = sorted({0, len(stream), *(cut % len(stream) for cut in cuts)})
    reader = DisplayReader()
    shown = [one for a, b in pairwise(edges) for one in reader.feed(stream[a:b], 0.0)]
    assert shown + reader.passed(1.0) == [BOTH]


def test_what_was_shown_before_a_clearing_is_not_missed() -> None:
    """A total that stood there for a moment, then the thanks; each once."""
    reader = DisplayReader()
    stream = b"\x0cTOTAL 935.00\x0c" + "СПАСИБО".encode("cp1251")
    assert reader.feed(stream, 0.0) == [Shown(("TOTAL 935.00", ""))]
    assert reader.passed(SETTLED_S / 2) == []
    assert reader.passed(SETTLED_S) == [Shown(("СПАСИБО", ""))]
    assert reader.passed(9.0) == []
    assert reader.feed(b"\x0c", 10.0) == []


def test_a_price_display_says_what_its_number_is() -> None:
    """By the lamp beside it, which stays until another is lit."""
    reader = DisplayReader(columns=8, rows=1)
    assert reader.feed(b"\x1b@\x1bs2\x1bQA935.00\r", 0.0) == []
    assert reader.passed(1.0) == [Shown(("935.00",), Light.TOTAL)]
    reader.feed(b"\x0c\x1bs4\x1bQA65.00\r", 2.0)
    assert reader.passed(3.0) == [Shown(("65.00",), Light.CHANGE)]


def test_old_characters_are_wiped_where_the_pos_wipes_them() -> None:
    """CAN wipes a line, CR goes back in it, BS and HT move."""
    assert at_rest(b"\x0cabcdef\x18xy") == [Shown(("xy", ""))]
    assert at_rest(b"\x0cabc\rX") == [Shown(("Xbc", ""))]
    assert at_rest(b"\x0cabc\x08X\x09Y") == [Shown(("abX Y", ""))]


def test_what_is_for_the_printer_is_not_shown() -> None:
    """On one cable with the printer: only what ESC = sends to the display, receipts are none."""
    receipt = b"\x1b=\x01\x1b@Bread 350.00\r\n\x0c\x1bt\x11\x1b\x1b=\x03"
    assert at_rest(b"\x0cTOTAL 935.00" + receipt + b"!") == [Shown(("TOTAL 935.00!", ""))]
    shown = at_rest(load("umag-48-ru-display"))
    assert shown != []
    assert all(len(line) <= 20 for it in shown for line in it.lines)


def load(name: str) -> bytes:
    """Return a capture in which a display hangs on the printer's cable."""
    folder = Path(captures.__file__).parent
    return b"\x1b=\x01" + (folder / f"{name}.bin").read_bytes()


@given(st.binary(max_size=300))
def test_garbage_raises_nothing(noise: bytes) -> None:
    """And what comes after it is read again, once a clearing came."""
    reader = DisplayReader()
    for shown in reader.feed(noise, 0.0) + reader.passed(1.0):
        assert len(shown.lines) == 2
        assert all(len(line) <= 20 for line in shown.lines)
    reader.lost()
    reader.feed(COMMANDS["plain"], 2.0)
    assert reader.passed(3.0) == [BOTH]


def test_a_command_without_its_end_is_given_up() -> None:
    """It takes no memory, and a cleared display is read again."""
    reader = DisplayReader()
    reader.feed(b"\x1bQA" + b"x" * 10_000, 0.0)
    assert len(reader._pending) < 100
    assert reader.feed(COMMANDS["plain"], 0.0)[-1:] != []
    assert reader.passed(1.0) == [BOTH]
