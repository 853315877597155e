"""Codes drawn into print jobs are found, quickly, and nothing else is."""

import random
import subprocess
import sys
import time
import tracemalloc

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from hardware.codes.drawing import draw_qr
from hardware.codes.reading import MOST_BYTES, MOST_DOTS, find_codes
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printout import FoundCode
from hardware.printers.lettering import draw_line

FISCAL = "http://consumer.example.kz?i=737345093970&f=010100930367&s=3360.00&t=20230117T101603"
FOUND = FoundCode(FISCAL, "QR")


def _stretched(bitmap: Bitmap, across: int, down: int) -> Bitmap:
    width, rows = bitmap.width * across, []
    for top in range(0, len(bitmap.rows), bitmap.stride):
        bits = f"{int.from_bytes(bitmap.rows[top : top + bitmap.stride], 'big'):b}"
        dots = "".join(bit * across for bit in bits.zfill(bitmap.stride * 8)[: bitmap.width])
        rows.append(int(dots.ljust((width + 7) // 8 * 8, "0"), 2).to_bytes((width + 7) // 8, "big"))
    return Bitmap(width, bitmap.height * down, b"".join(row * down for row in rows))


def _on_paper(*parts: Bitmap, width: int = 576, gap: int = 30) -> Bitmap:
    """Return the parts one above the other, moved right by whole bytes, with blank rows between."""
    stride, rows = width // 8, []
    for part in parts:
        left = bytes((stride - part.stride) // 2)
        tops = range(0, len(part.rows), part.stride)
        rows += [(left + part.rows[top : top + part.stride]).ljust(stride, b"\0") for top in tops]
        rows += [bytes(stride)] * gap
    return Bitmap(width, len(rows), b"".join(rows))


def _lines(count: int) -> list[Bitmap]:
    return [
        draw_line(f"Наполеон {n} 1,000 x {n}50,00 = {n}50,00", width_dots=576) for n in range(count)
    ]


@pytest.mark.parametrize("quiet", [0, 1, 4])
@pytest.mark.parametrize(("across", "down"), [(1, 1), (2, 1), (1, 2), (1, 3), (3, 1)])
@pytest.mark.parametrize("dots", [1, 2, 3, 6])
def test_a_code_that_is_the_whole_picture(dots: int, across: int, down: int, quiet: int) -> None:
    """Any module size, drawn in any of the densities of ESC * and GS v 0, up to the very edge."""
    code = draw_qr(FISCAL, module_dots=dots, quiet_modules=quiet)
    assert find_codes(_stretched(code, across, down)) == [FOUND]


@pytest.mark.parametrize("dots", [2, 3, 4, 6, 8])
def test_a_code_within_a_receipt_that_is_one_picture(dots: int) -> None:
    """Drivers that draw everything draw the fiscal code between the lines of text."""
    lines = _lines(20)
    paper = _on_paper(*lines[:14], draw_qr(FISCAL, module_dots=dots, quiet_modules=1), *lines[14:])
    assert find_codes(paper) == [FOUND]


def test_two_codes_come_from_top_to_bottom_and_each_once() -> None:
    """The order is the paper's; a code printed twice is one code."""
    first, second = draw_qr("first", module_dots=4), draw_qr("second", module_dots=3)
    paper = _on_paper(first, second, first)
    assert find_codes(paper) == [FoundCode("first", "QR"), FoundCode("second", "QR")]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (zxingcpp.BarcodeFormat.DataMatrix, "DataMatrix"),
        (zxingcpp.BarcodeFormat.PDF417, "PDF417"),
        (zxingcpp.BarcodeFormat.Aztec, "Aztec"),
    ],
)
def test_other_kinds_are_found_where_they_are_the_picture(
    kind: zxingcpp.BarcodeFormat, name: str
) -> None:
    """Marked goods carry DataMatrix; the symbology says which kind it was."""
    image = zxingcpp.create_barcode(FISCAL, kind).to_image(scale=3)
    height, width = image.shape
    grey = bytes(memoryview(image).cast("B"))  # type: ignore[arg-type]  # its stubs forget that
    bits = "".join("1" if dot < 128 else "0" for dot in grey)
    rows = [
        bits[top : top + width].ljust((width + 7) // 8 * 8, "0")
        for top in range(0, len(bits), width)
    ]
    stride = (width + 7) // 8
    bitmap = Bitmap(width, height, b"".join(int(row, 2).to_bytes(stride, "big") for row in rows))
    assert find_codes(bitmap) == [FoundCode(FISCAL, name)]


def test_without_zbar_the_clean_codes_are_read_all_the_same() -> None:
    """Its library is missing on many machines; nothing fails, and pictures of text stay silent."""
    program = """
import sys
sys.modules["pyzbar"] = None
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.printers.lettering import draw_line
print(find_codes(draw_qr("clean", module_dots=3)), find_codes(draw_line("text", width_dots=384)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[FoundCode(text='clean', symbology='QR')] []"


def test_pictures_without_codes_have_none() -> None:
    """Text, white, black and an empty picture say nothing."""
    assert find_codes(_on_paper(*_lines(30))) == []
    for rows in (b"", bytes(72 * 500), b"\xff" * (72 * 500)):
        assert find_codes(Bitmap(576, len(rows) // 72, rows)) == []
    assert find_codes(Bitmap(0, 10, b"")) == []


@pytest.mark.parametrize("stride", [1, 2, 511, 512, 513, 8191, 65_535])
@pytest.mark.parametrize("height", [1, 2, 65_535, 70_000])
def test_absurd_shapes_say_nothing_and_hurt_nothing(stride: int, height: int) -> None:
    """A command may claim any width and height that its bytes can say."""
    height = min(height, 8_000_000 // stride)
    assert find_codes(Bitmap(stride * 8, height, bytes(stride * height - 1) + b"\1")) == []


@given(st.integers(1, 90), st.randoms(use_true_random=False))
def test_noise_says_nothing_and_hurts_nothing(width: int, dice: random.Random) -> None:
    """Any bits of any shape give a list, and chance does not write codes."""
    height = dice.randrange(1, 90)
    assert find_codes(Bitmap(width, height, dice.randbytes((width + 7) // 8 * height))) == []


def test_a_picture_of_any_size_costs_a_bounded_time() -> None:
    """Only the end of an endless picture is looked at, and that reduced: a code there is found."""
    code = draw_qr(FISCAL, module_dots=6)
    blank = Bitmap(576, 60_000, bytes(72 * 60_000))
    paper = _on_paper(blank, code)
    assert len(paper.rows) > MOST_BYTES
    assert paper.width * paper.height > 10 * MOST_DOTS
    wide = Bitmap(65_535 * 8, 40, bytes(65_535 * 40 - 1) + b"\1")
    assert find_codes(paper) == [FOUND]
    began = time.process_time()
    tracemalloc.start()
    try:
        assert find_codes(paper) == [FOUND]
        assert find_codes(wide) == []
        assert tracemalloc.get_traced_memory()[1] < 30 * MOST_BYTES
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 1.0


def test_a_receipt_in_one_picture_takes_milliseconds() -> None:
    """576 by 2000 dots, text and code: 15 ms is the budget, and the best of five holds it."""
    lines = _lines(56)
    paper = _on_paper(*lines[:50], draw_qr(FISCAL, module_dots=4), *lines[50:], gap=0)
    paper = Bitmap(576, 2000, paper.rows[: 72 * 2000].ljust(72 * 2000, b"\0"))
    times = []
    for _ in range(5):
        began = time.process_time()
        assert find_codes(paper) == [FOUND]
        times.append(time.process_time() - began)
    assert min(times) < 0.015
