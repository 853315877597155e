"""Pictures are the same dots in whatever form they were sent."""

import pytest

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.graphics import PICTURE_COMMANDS, Drawing, GraphicsMemory
from hardware.escpos.raster import PICTURE_BYTES, WIDEST, Strips, from_columns, from_rows, overlaid
from hardware.escpos.tokens import Command
from tests.hardware.escpos.jobs import tokens_of

ARROW = Bitmap(8, 8, bytes((0x80, 0xC0, 0xE0, 0xF0, 0x88, 0x84, 0x82, 0x81)))
"""A shape without symmetry, so that nothing can be turned or mirrored unseen."""
AS_COLUMNS = bytes((0xFF, 0x70, 0x30, 0x10, 0x08, 0x04, 0x02, 0x01))
"""The same, column by column from the left, the topmost dot in the highest bit."""


def drawn(stream: bytes) -> list[Drawing]:
    """Return what the picture commands of a stream print."""
    memory = GraphicsMemory()
    return [
        drawing
        for token in tokens_of([stream])
        if isinstance(token, Command) and token.name in PICTURE_COMMANDS and token.complete
        if (drawing := memory.take(token)) is not None
    ]


def graphics(function: int, rest: bytes, *, long: bool = False) -> bytes:
    """Return a function of GS ( L, or of GS 8 L."""
    body = b"0" + bytes((function,)) + rest
    head = b"\x1d8L" if long else b"\x1d(L"
    return head + len(body).to_bytes(4 if long else 2, "little") + body


FORMS: dict[str, bytes] = {
    "GS v 0": b"\x1dv0\0\x01\0\x08\0" + ARROW.rows,
    "GS Q 0": b"\x1dQ0\0\x08\0\x01\0" + AS_COLUMNS,
    "GS *": b"\x1d*\x01\x01" + AS_COLUMNS + b"\x1d/\0",
    "FS q": b"\x1cq\x02\x01\0\x01\0" + bytes(8) + b"\x01\0\x01\0" + AS_COLUMNS + b"\x1cp\x02\0",
    "GS ( L rows": graphics(112, b"0\x01\x011\x08\0\x08\0" + ARROW.rows) + graphics(50, b""),
    "GS 8 L rows": graphics(112, b"0\x01\x011\x08\0\x08\0" + ARROW.rows, long=True)
    + graphics(2, b""),
    "GS ( L columns": graphics(113, b"0\x01\x011\x08\0\x08\0" + AS_COLUMNS) + graphics(50, b""),
    "NV rows": graphics(67, b"0AB\x01\x08\0\x08\x001" + ARROW.rows) + graphics(69, b"AB\x01\x01"),
    "download columns": graphics(84, b"0AB\x01\x08\0\x08\x001" + AS_COLUMNS)
    + graphics(85, b"AB\x01\x01"),
    "planes": graphics(112, b"4\x01\x011\x08\0\x08\0" + ARROW.rows[:4] + bytes(4))
    + graphics(112, b"4\x01\x012\x08\0\x08\0" + bytes(4) + ARROW.rows[4:])
    + graphics(50, b""),
    "stored planes": graphics(
        83,
        b"4AB\x02\x08\0\x08\x001" + ARROW.rows[:4] + bytes(4) + b"2" + bytes(4) + ARROW.rows[4:],
    )
    + graphics(85, b"AB\x01\x01"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_prints_the_same_dots(form: str) -> None:
    """Rows, columns, stored, downloaded or in colours: the paper shows the same."""
    assert drawn(FORMS[form]) == [Drawing(ARROW, 8)]


def test_column_images_stand_in_the_line() -> None:
    """ESC * is part of a line; its coarse modes have larger dots."""
    fine = drawn(b"\x1b*\x21\x02\0" + b"\x80\x00\x01\x00\xff\x00")
    assert [(d.inline, d.bitmap and (d.bitmap.width, d.bitmap.height)) for d in fine] == [
        (True, (2, 24))
    ]
    (coarse,) = drawn(b"\x1b*\0\x02\0\x80\x01")
    assert coarse.bitmap == Bitmap(4, 24, bytes([0xC0] * 3 + [0x00] * 18 + [0x30] * 3))


def test_double_height_counts_on_the_paper() -> None:
    """Mode 2 prints each row twice; the picture is read as it was sent."""
    (drawing,) = drawn(b"\x1dv0\x02\x01\0\x08\0" + ARROW.rows)
    assert (drawing.bitmap, drawing.height) == (ARROW, 16)


def test_what_was_never_sent_is_printed_unseen() -> None:
    """A logo stored in the printer before is on the paper, and nobody here knows it."""
    assert drawn(b"\x1cp\x01\0" + graphics(69, b"AB\x01\x01")) == [Drawing(None, 0)] * 2
    assert drawn(b"\x1d/\0" + graphics(50, b"")) == []


def test_deleting_forgets() -> None:
    """Pictures that a stream deletes are gone."""
    define = graphics(83, b"0AB\x01\x08\0\x08\x001" + ARROW.rows)
    assert drawn(define + graphics(81, b"CLR") + graphics(85, b"AB\x01\x01")) == [Drawing(None, 0)]


@pytest.mark.parametrize(
    "stream",
    [
        graphics(112, b""),
        graphics(67, b"0AB\x04\x08\0\x08\x001"),
        graphics(69, b"A"),
        b"\x1d(L\0\0",
        b"\x1dv0\0\0\0\0\0",
        b"\x1d*\0\0\x1d/\0",
        b"\x1cq\0",
        b"\x1b*\x21\0\0",
    ],
)
def test_empty_and_torn_pictures_print_nothing(stream: bytes) -> None:
    """A picture without dots is none."""
    assert drawn(stream) == []


def test_pictures_stay_within_their_limits() -> None:
    """A width beyond any paper is cut off, and so is a height beyond the limit."""
    wide = from_rows(bytes(1000), 500, 2)
    assert wide is not None
    assert (wide.width, wide.height) == (WIDEST, 2)
    tall = from_rows(bytes(PICTURE_BYTES + 100), 1, PICTURE_BYTES + 100)
    assert tall is not None
    assert tall.height == PICTURE_BYTES
    columns = from_columns(b"\xff" * 5000, 1)
    assert columns is not None
    assert columns.width == WIDEST


def test_pictures_lie_over_each_other() -> None:
    """Both show; what lies right of the paper's edge does not."""
    dot = Bitmap(1, 1, b"\x80")
    assert overlaid(ARROW, dot, 9) == Bitmap(
        10, 8, b"".join(bytes((row, 0x40 if at == 0 else 0)) for at, row in enumerate(ARROW.rows))
    )
    assert overlaid(dot, dot, WIDEST + 5).width == WIDEST


def test_strips_of_different_widths_are_one_picture() -> None:
    """The narrower strip has white at its right, the room between them is white too."""
    strips = Strips(0, 0, 0, 0, [])
    strips.add(Bitmap(8, 1, b"\xff"), 0, 1)
    strips.add(Bitmap(16, 1, b"\xff\xff"), 2, 3)
    assert strips.bitmap() == Bitmap(16, 3, b"\xff\0\0\0\xff\xff")
    assert not strips.fits(Bitmap(16, 1, b"\0\0"), PICTURE_BYTES)
