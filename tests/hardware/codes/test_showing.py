"""Codes on screens can be read, on white and in dark mode."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.codes.cascade import CodeReader
from hardware.codes.drawing import draw_qr
from hardware.codes.pictures import luma_of
from hardware.codes.showing import code_png, code_svg

TEXTS = st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=106)


@given(TEXTS, st.integers(2, 9))
def test_a_png_says_its_text(text: str, dots: int) -> None:
    """What is drawn for a screen is read by what reads screens."""
    assert CodeReader().read(luma_of(code_png(text, module_dots=dots))).texts == (text,)


@given(TEXTS)
def test_an_svg_is_the_same_code(text: str) -> None:
    """Its runs, put side by side, are the modules; letters of the text do not stand in it."""
    svg, code = code_svg(text), draw_qr(text, module_dots=1)
    drawn = Image.new("1", (code.width, code.height), 0)
    for left, top, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        drawn.paste(1, (int(left), int(top), int(left) + int(wide), int(top) + 1))
    assert drawn.tobytes() == code.rows
    assert svg.count("<path") == 2


def test_the_white_border_belongs_to_the_code() -> None:
    """On a black page the code still stands on white, four modules wide: it is never inverted."""
    image = Image.open(io.BytesIO(code_png("B1:dark-mode", module_dots=4)))
    border = [image.getpixel((x, y)) for x in range(image.width) for y in range(16)]
    assert set(border) == {255}
    assert code_svg("B1:dark-mode").index("#fff") < code_svg("B1:dark-mode").index("#000")
