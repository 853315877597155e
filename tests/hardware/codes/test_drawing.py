"""QR codes are drawn as the printer would draw them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codes.drawing import LONGEST_TEXT, MOST_DOTS, TooLongToDraw, draw_qr
from hardware.codes.reading import find_codes
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printout import FoundCode

LINK = "https://points.example.kz/c/" + "aB3_" * 12


def _row(bitmap: Bitmap, y: int) -> str:
    data = bitmap.rows[y * bitmap.stride : (y + 1) * bitmap.stride]
    return f"{int.from_bytes(data, 'big'):0{bitmap.stride * 8}b}"[: bitmap.width]


def test_a_finder_pattern_stands_in_its_quiet_zone() -> None:
    """Four white modules, then the finder's seven black ones, each of whole dots."""
    code = draw_qr(LINK, module_dots=3)
    assert (code.width, code.height) == (45 * 3, 45 * 3)
    assert {_row(code, y) for y in range(12)} == {"0" * 135}
    assert _row(code, 12).startswith("0" * 12 + "1" * 21 + "000")
    assert _row(code, 12) == _row(code, 13) == _row(code, 14) != _row(code, 15)


def test_the_quiet_zone_can_be_left_to_the_caller() -> None:
    """Without a border the code begins in the corner: blank lines on paper cost no bytes."""
    code = draw_qr(LINK, module_dots=3, quiet_modules=0)
    assert code.width == 37 * 3
    assert _row(code, 0).startswith("1" * 21 + "000")


@given(
    st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=106),
    st.integers(1, 4),
    st.sampled_from("LMQH"),
)
def test_what_was_drawn_can_be_read(text: str, dots: int, level: str) -> None:
    """A drawn code says exactly its text, whatever its level and size."""
    code = draw_qr(text, module_dots=dots, level=level)  # type: ignore[arg-type]  # sampled from Level
    assert find_codes(code) == [FoundCode(text, "QR")]


def test_what_no_receipt_could_hold_is_not_drawn() -> None:
    """Nothing, too much, and too wide are refused before any work is done for them."""
    for text, dots in (("", 3), ("x" * (LONGEST_TEXT + 1), 1), (LINK, MOST_DOTS)):
        with pytest.raises(TooLongToDraw):
            draw_qr(text, module_dots=dots)
