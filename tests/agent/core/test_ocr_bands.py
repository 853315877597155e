"""Rows of text are found wherever they stand in a picture, whatever stands beside them."""

from hypothesis import given
from hypothesis import strategies as st

from agent.core.ocr_bands import MOST_BANDS, bands_of, without_enclosed
from hardware.escpos.bitmap import Bitmap

RING = (0b011110, 0b100001, 0b101101, 0b101101, 0b100001, 0b011110)
HOLLOW = (0b011110, 0b100001, 0b100001, 0b100001, 0b100001, 0b011110)


def picture(*rows: tuple[int, str], width: int = 160) -> Bitmap:
    """Return runs of equal rows, each given by its height and its dots from the left."""
    dots = b""
    for height, pattern in rows:
        bits = int(pattern.ljust(width, "0"), 2)
        dots += bits.to_bytes(width // 8, "big") * height
    return Bitmap(width, len(dots) * 8 // width, dots)


def test_what_floats_in_a_zero_goes() -> None:
    """The dot is taken out, and the ring stays as it was."""
    assert without_enclosed(RING, 6) == HOLLOW
    assert without_enclosed(HOLLOW, 6) == HOLLOW


def test_large_rows_know_their_size() -> None:
    """Rows are large beside the usual height of the picture, not by themselves."""
    text = "0110" * 20
    gap = (10, "")
    found = bands_of(picture((20, text), gap, (20, text), gap, (38, text), gap, (20, text)))
    assert [band.letters for band in found] == [20, 20, 40, 20]
    assert [band.top for band in found] == [0, 30, 60, 108]


def test_high_rows_need_not_be_wide() -> None:
    """A row of twice the height may have letters of the usual width, or of twice that too."""
    gap, small = (10, ""), (20, "011110" * 12)
    tall, wide = (38, "011110" * 9), (38, "01111111100" * 9)
    found = bands_of(picture(small, gap, small, gap, small, gap, tall, gap, wide))
    assert [(band.letters, band.breadth) for band in found[2:]] == [(20, 20), (40, 20), (40, 40)]


def test_marks_belong_to_their_letters() -> None:
    """The bow above a letter, white between them, is a part of its row."""
    found = bands_of(picture((3, "0110"), (2, ""), (15, "0110" * 4), (9, ""), (20, "0110" * 4)))
    assert [(band.top, band.height) for band in found] == [(0, 20), (29, 20)]


def test_black_boxes_are_turned() -> None:
    """White letters in a black box are black letters on white, without the box."""
    edge, text = "1" * 160, "1" * 40 + "0110" * 20 + "1" * 40
    found = bands_of(picture((4, edge), (20, text), (4, edge), (12, ""), (20, "0110" * 9)))
    box, plain = found
    assert (box.top, box.height, plain.height) == (4, 20, 20)
    assert box.rows[0] == int(("1001" * 20).strip("0"), 2)


def test_frames_are_taken_away() -> None:
    """Of a row in a frame its letters are left."""
    edge, side, text = "1" * 160, "11" + "0" * 156 + "11", "11" + "0110" * 39 + "11"
    rows = ((2, edge), (8, side), (20, text), (8, side), (2, edge), (9, ""), (20, "0110" * 9))
    found = bands_of(picture(*rows))
    assert [(band.top, band.height, band.is_rule) for band in found] == [
        (10, 20, False),
        (49, 20, False),
    ]


@given(st.integers(1, 12), st.binary(max_size=600))
def test_no_picture_raises(stride: int, dots: bytes) -> None:
    """Any dots give rows within the picture, from the top down."""
    height = len(dots) // stride
    found = bands_of(Bitmap(stride * 8, height, dots[: stride * height]))
    assert len(found) <= MOST_BANDS
    assert [band.top for band in found] == sorted(band.top for band in found)
    for band in found:
        assert 0 <= band.top < band.bottom <= height
        assert 0 <= band.left < band.left + band.width <= stride * 8
        assert all(row.bit_length() <= band.width for row in band.rows)
