"""Brightness is taken where it lies, and never from beyond its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codes.luma import WIDEST, BadPicture, Luma, grey


@given(
    st.integers(1, 9), st.integers(1, 9), st.integers(1, 3), st.integers(0, 5), st.integers(0, 4)
)
def test_packed_pixels_are_the_pictures(
    width: int, height: int, step: int, gap: int, tail: int
) -> None:
    """Whatever lies between and behind the pixels, the copy has each pixel once, in order."""
    stride = width * step + gap
    held = bytearray(b"\xee" * (height * stride + tail))
    pixels = bytes(range(width * height))
    for number, level in enumerate(pixels):
        held[number // width * stride + number % width * step] = level
    assert Luma(width, height, memoryview(held), stride, step).packed() == pixels


def test_the_last_row_needs_no_gap_behind_it() -> None:
    """A picture may end with its last pixel: drivers do not fill the last row."""
    assert Luma(2, 2, memoryview(b"ab..cd"), 4).packed() == b"abcd"
    assert Luma(2, 2, memoryview(b"a.b.c.d"), 4, 2).packed() == b"abcd"


@pytest.mark.parametrize(
    ("width", "height", "stride", "step"),
    [
        (0, 1, 1, 1),
        (1, 0, 1, 1),
        (-1, -1, 1, 1),
        (WIDEST + 1, 1, WIDEST + 1, 1),
        (5, 2, 4, 1),
        (3, 2, 5, 2),
        (4, 4, 4, 1),
        (2, 2, 4, 0),
        (2, 2, 10, 5),
    ],
)
def test_what_reaches_beyond_its_bytes_is_no_picture(
    width: int, height: int, stride: int, step: int
) -> None:
    """Readers in C trust these numbers: a driver that says too much is caught here."""
    with pytest.raises(BadPicture):
        Luma(width, height, memoryview(bytes(12)), stride, step)


def test_only_plain_bytes_are_taken() -> None:
    """Views of other shapes would be read wrongly."""
    for view in (memoryview(bytes(12)).cast("I"), memoryview(bytes(24))[::2]):
        with pytest.raises(BadPicture):
            Luma(3, 3, view, 3)


def test_grey_is_one_byte_a_pixel() -> None:
    """The short form, for who has pixels at hand."""
    assert grey(3, 2, b"abcdef").packed() == b"abcdef"
