"""Lines are drawn as a printer's own font would stand on the paper."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.bitmap import Bitmap
from hardware.printers.lettering import ADVANCE, HEIGHT, LONGEST_LINE, draw_line


def _columns(bitmap: Bitmap) -> list[bool]:
    """Tell for each column whether it has ink."""
    rows = [
        f"{int.from_bytes(bitmap.rows[top : top + bitmap.stride], 'big'):0{bitmap.stride * 8}b}"
        for top in range(0, len(bitmap.rows), bitmap.stride)
    ]
    return [any(row[x] == "1" for row in rows) for x in range(bitmap.width)]


@given(st.text("АБВҰҚҢабвұқң 0123", min_size=1, max_size=60), st.sampled_from((192, 384, 576)))
def test_a_line_never_leaves_its_paper(text: str, width: int) -> None:
    """As high as a character cell, at most as wide as the paper, nothing right of its ink."""
    line = draw_line(text, width_dots=width)
    assert line.height == HEIGHT
    assert line.width == min(
        width, max(0, (width - ADVANCE * len(text)) // 2) + ADVANCE * len(text)
    )


def test_a_line_stands_in_the_middle() -> None:
    """As much blank paper at its left as at its right, but for half a letter."""
    columns = _columns(draw_line("ҰПАЙ АЛЫҢЫЗ", width_dots=384))
    left, ink = columns.index(True), len(columns) - columns[::-1].index(True)
    assert abs(left - (384 - ink)) <= ADVANCE


@pytest.mark.parametrize("pair", ["Ққ", "ҰY", "ҢН", "ҒГ", "ӘА", "ӨО", "ҮУ", "Һh", "іі"])
def test_each_kazakh_letter_has_a_shape_of_its_own(pair: str) -> None:
    """A box in place of a letter would make them all alike."""
    first, second = (draw_line(letter, width_dots=12) for letter in pair)
    missing = draw_line("\N{HANGUL SYLLABLE GA}", width_dots=12)
    assert any(first.rows)
    assert first != missing
    assert (first == second) == (pair[0] == pair[1])


def test_bold_has_more_ink() -> None:
    """The date stands out."""
    usual, bold = (draw_line("15.11.2026", width_dots=384, bold=bold) for bold in (False, True))
    assert int.from_bytes(bold.rows, "big").bit_count() > int.from_bytes(usual.rows).bit_count()


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_LINE + 1)])
def test_lines_are_wrapped_before_they_are_drawn(text: str) -> None:
    """An empty or endless line is a mistake of ours."""
    with pytest.raises(AssertionError):
        draw_line(text, width_dots=384)


def test_pillow_is_loaded_when_the_first_line_is_drawn() -> None:
    """Most tills never draw a line: their brain must not pay for it at its start."""
    program = (
        "import sys, hardware.printers.lettering, hardware.codes.drawing, hardware.codes.reading"
    )
    said = "print(*{'PIL', 'qrcode', 'zxingcpp', 'pyzbar'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; {said}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
