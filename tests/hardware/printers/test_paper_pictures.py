"""Pictures on paper: every command that brings dots puts the same dots there."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.printers.glyphs import INK
from tests.hardware.printers.marks import NARROW, black, box, ink, printed, raster, same

SIDE = 24
ROWS = b"".join(
    (0xFFFFFF << row & 0xFFFFFF if row % 5 else 0xF0F00F).to_bytes(3, "big") for row in range(SIDE)
)
"""A picture of 24 x 24 dots that is the same in no mirror."""


def picture() -> Image.Image:
    """Return the picture as ink."""
    return Image.frombytes("1", (SIDE, SIDE), ROWS)


def columns() -> bytes:
    """Return the picture as columns of three bytes."""
    return picture().transpose(Image.Transpose.TRANSPOSE).tobytes()


def two(number: int) -> bytes:
    """Return a number as two bytes, low first."""
    return number.to_bytes(2, "little")


def graphics(number: int, body: bytes, *, long: bool = False) -> bytes:
    """Return one function of GS ( L, or of its long form GS 8 L."""
    said = bytes((48, number)) + body
    if long:
        return b"\x1d8L" + len(said).to_bytes(4, "little") + said
    return b"\x1d(L" + two(len(said)) + said


SHOW = graphics(50, b"")
STORE_ROWS = b"\x30\x01\x01\x31" + two(SIDE) + two(SIDE) + ROWS
STORE_COLUMNS = b"\x30\x01\x01\x31" + two(SIDE) + two(SIDE) + columns()
KEEP = b"\x30K1\x01" + two(SIDE) + two(SIDE) + b"\x31"
WAYS = {
    "GS v 0": raster(SIDE, ROWS),
    "GS v 0 as a digit": raster(SIDE, ROWS, 48),
    "ESC * 33": b"\x1b*\x21" + two(SIDE) + columns() + b"\n",
    "GS * and GS /": b"\x1d*\x03\x03" + columns() + b"\x1d/\x00",
    "FS q and FS p": b"\x1cq\x01" + two(3) + two(3) + columns() + b"\x1cp\x01\x00",
    "GS Q 0": b"\x1dQ0\x00" + two(SIDE) + two(3) + columns(),
    "GS ( L 112": graphics(112, STORE_ROWS) + SHOW,
    "GS ( L 113": graphics(113, STORE_COLUMNS) + SHOW,
    "GS 8 L 112": graphics(112, STORE_ROWS, long=True) + graphics(2, b"", long=True),
    "GS ( L 67, NV rows": graphics(67, KEEP + ROWS) + graphics(69, b"K1\x01\x01"),
    "GS ( L 68, NV columns": graphics(68, KEEP + columns()) + graphics(69, b"K1\x01\x01"),
    "GS ( L 83, rows": graphics(83, KEEP + ROWS) + graphics(85, b"K1\x01\x01"),
    "GS 8 L 84, columns": graphics(84, KEEP + columns(), long=True) + graphics(85, b"K1\x01\x01"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_prints_the_same_dots(way: str) -> None:
    """Rows or columns, at once or kept first: the picture is the picture."""
    assert same(ink(printed(WAYS[way])[0]), picture())


@pytest.mark.parametrize(
    ("job", "across", "down"),
    [
        (raster(SIDE, ROWS, 1), 2, 1),
        (raster(SIDE, ROWS, 2), 1, 2),
        (raster(SIDE, ROWS, 51), 2, 2),
        (b"\x1b*\x20" + two(SIDE) + columns() + b"\n", 2, 1),
        (b"\x1d*\x03\x03" + columns() + b"\x1d/\x03", 2, 2),
        (graphics(112, b"\x30\x02\x01" + STORE_ROWS[3:]) + SHOW, 2, 1),
        (graphics(67, KEEP + ROWS) + graphics(69, b"K1\x02\x02"), 2, 2),
    ],
)
def test_modes_double_the_dots(job: bytes, across: int, down: int) -> None:
    """Each command has its own way to say twice as wide or twice as high."""
    size = (SIDE * across, SIDE * down)
    assert same(ink(printed(job)[0]), picture().resize(size, Image.Resampling.NEAREST))


@pytest.mark.parametrize(("mode", "across"), [(0, 2), (1, 1)])
def test_eight_dot_columns_are_three_times_as_high(mode: int, across: int) -> None:
    """ESC * 0 and 1 fill the height of a line with eight dots."""
    job = b"\x1b*" + bytes((mode,)) + two(3) + b"\xff\x81\xff\n"
    mask = Image.frombytes("1", (8, 3), b"\xff\x81\xff").transpose(Image.Transpose.TRANSPOSE)
    grown = mask.resize((3 * across, 24), Image.Resampling.NEAREST)
    assert same(ink(printed(job)[0]), grown)


def test_strips_join_without_a_seam() -> None:
    """Rasters one after the other, and ESC * lines at a line spacing of 24 dots, touch."""
    black_row = b"\xff\xff\xff"
    for job in (
        raster(SIDE, black_row * 10) * 3,
        b"\x1b3\x18" + (b"\x1b*\x21" + two(SIDE) + b"\xff" * 72 + b"\n") * 2,
    ):
        mark = ink(printed(job)[0])
        assert mark.histogram()[0] == 0
        assert mark.height in (30, 48)


def test_a_picture_stands_where_the_line_would() -> None:
    """Alignment and margin move pictures too; a line begun is printed first."""
    left, middle, right = (
        box(printed(b"\x1ba" + it + raster(SIDE, ROWS))[0]) for it in (b"0", b"1", b"2")
    )
    assert (middle[0] - left[0], right[0] - left[0]) == ((576 - SIDE) // 2, 576 - SIDE)
    assert (
        box(printed(b"A" + raster(SIDE, ROWS))[0])[3]
        == box(printed(b"A\n" + raster(SIDE, ROWS))[0])[3]
    )


def test_what_is_too_wide_is_cut_off_at_the_edge() -> None:
    """A picture for 80 mm loses its right side on 58 mm, and keeps its rows straight."""
    stripes = (b"\xff" * 36 + b"\x00" * 36) * 10
    piece = printed(raster(576, stripes), NARROW)[0]
    assert box(piece) == (0, 90, 288, 100)
    assert printed(raster(576, b"\xff" * 720), NARROW)[0].width == 384


def test_a_column_image_stands_in_the_line_with_text() -> None:
    """ESC * is a mark like a letter."""
    piece = printed(b"A\x1b*\x21" + two(SIDE) + columns() + b"B\n")[0]
    assert box(piece)[2] in range(12 + SIDE, 12 + SIDE + 13)
    assert piece.height == 120


def test_a_reset_forgets_what_was_downloaded_but_not_what_was_stored() -> None:
    """ESC @ clears memory; NV memory stays."""
    assert printed(b"\x1d*\x03\x03" + columns() + b"\x1b@\x1d/\x00") == []
    assert printed(graphics(83, KEEP + ROWS) + b"\x1b@" + graphics(85, b"K1\x01\x01")) == []
    kept = printed(WAYS["FS q and FS p"].replace(b"\x1cp", b"\x1b@\x1cp"))
    assert same(ink(kept[0]), picture())
    assert same(
        ink(printed(graphics(67, KEEP + ROWS) + b"\x1b@" + graphics(69, b"K1\x01\x01"))[0]),
        picture(),
    )


@pytest.mark.parametrize(
    "drop", [graphics(66, b"K1"), graphics(65, b"CLR"), b"\x1cq\x00"], ids=["one", "all", "anew"]
)
def test_stored_pictures_can_be_dropped(drop: bytes) -> None:
    """One key, all keys, or all defined anew."""
    job = graphics(67, KEEP + ROWS) + drop + graphics(69, b"K1\x01\x01")
    assert printed(job) == []


@pytest.mark.parametrize(
    "job",
    [
        b"\x1b*\x07\x01\x00\xff\n",
        b"\x1dv0\x00" + two(0) + two(5),
        b"\x1dQ0\x00" + two(0) + two(3),
        b"\x1d/\x00",
        b"\x1cp\x09\x00",
        graphics(112, b"\x30\x01"),
        graphics(112, b"\x30\x09\x09\x31" + two(8) + two(1) + b"\xff") + SHOW,
        graphics(67, b"\x30K1"),
        graphics(69, b"K1"),
        graphics(69, b"K1\x01\x01"),
        graphics(82, b"K1") + graphics(81, b"CLR"),
        b"\x1d(L\x00\x00",
    ],
)
def test_a_picture_that_cannot_be_is_left_out(job: bytes) -> None:
    """Modes, sizes and keys that mean nothing print nothing."""
    assert printed(job) == []


def test_memory_for_pictures_ends() -> None:
    """What does not fit is not kept, and what was kept stays."""
    large = b"\x30XX\x01" + two(4096) + two(1100) + b"\x31" + b"\xff" * (512 * 1100)
    job = (
        graphics(67, KEEP + ROWS)
        + graphics(67, large, long=True)
        + graphics(69, b"XX\x01\x01")
        + graphics(69, b"K1\x01\x01")
    )
    assert same(ink(printed(job)[0]), picture())


def test_two_colours_both_burn() -> None:
    """On one-colour paper black and red are one."""
    white = bytes(len(ROWS))
    job = (
        graphics(112, STORE_ROWS)
        + graphics(112, b"\x30\x01\x01\x32" + two(SIDE) + two(SIDE) + white)
        + SHOW
    )
    assert same(ink(printed(job)[0]), picture())


def test_tones_come_out_darker_and_darker() -> None:
    """Four planes make sixteen tones; a head of one bit shows them as more and fewer dots."""
    full = b"\xff" * len(ROWS)
    amounts = []
    for tone in range(1, 16):
        planes = [
            graphics(112, b"\x34\x01\x01" + bytes((49 + bit,)) + two(SIDE) + two(SIDE) + full)
            for bit in range(4)
            if tone >> bit & 1
        ]
        amounts.append(black(printed(b"".join(planes) + SHOW)[0]))
    assert amounts == sorted(set(amounts))
    assert amounts[-1] <= SIDE * SIDE


def test_a_picture_cut_short_prints_nothing() -> None:
    """A job that ends inside its raster leaves the printer waiting."""
    assert printed(raster(SIDE, ROWS)[:-1]) == []


@given(st.integers(1, 100), st.integers(1, 40), st.randoms(use_true_random=False))
def test_any_raster_comes_out_to_the_dot(width: int, height: int, dice: Random) -> None:
    """Whatever the size and the dots: what is on the paper is what was sent."""
    stride = (width + 7) // 8
    rows = dice.randbytes(stride * height)
    sheet = (
        printed(b"Q\n" + raster(width, rows) + b"\x1bJ\x00")[0]
        .convert("L")
        .point(lambda it: INK - it)
    )
    area = sheet.convert("1").crop((0, 120, 8 * stride, 120 + height))
    assert area.tobytes() == rows
