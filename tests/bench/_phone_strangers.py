"""Screens without a code that a till reads: text, stripes, boards, and codes of other kinds."""

from collections.abc import Callable
from random import Random
from typing import Final

import zxingcpp
from PIL import Image, ImageDraw

Picture = Image.Image


def _letter(screen: Picture, dice: Random) -> None:
    pen = ImageDraw.Draw(screen)
    for top in range(30, 690, 20):
        left = 20
        while left < 320:
            wide = dice.randint(3, 30)
            pen.rectangle((left, top, left + wide, top + dice.randint(5, 12)), fill=30)
            left += wide + dice.randint(3, 8)


def _squares(screen: Picture, dice: Random) -> None:
    """Draw random modules among true finder patterns: all that a code has but its text."""
    pen, module = ImageDraw.Draw(screen), dice.randint(6, 12)
    count = 300 // module
    for row in range(count):
        for column in range(count):
            if dice.random() < 0.5:
                x, y = 30 + column * module, 190 + row * module
                pen.rectangle((x, y, x + module - 1, y + module - 1), fill=0)
    far = 30 + (count - 7) * module
    for x, y in ((30, 190), (far, 190), (30, far + 160)):
        _finder(pen, x, y, module)


def _finder(pen: ImageDraw.ImageDraw, x: int, y: int, module: int) -> None:
    for inset, fill in ((-1, 255), (0, 0), (1, 255), (2, 0)):
        edge = (7 - inset) * module - 1
        pen.rectangle((x + inset * module, y + inset * module, x + edge, y + edge), fill=fill)


def _board(screen: Picture, dice: Random) -> None:
    pen, side = ImageDraw.Draw(screen), dice.randint(8, 40)
    for row in range(0, 720, side):
        for column in range((row // side % 2) * side, 360, 2 * side):
            pen.rectangle((column, row, column + side - 1, row + side - 1), fill=20)


def _grain(screen: Picture, dice: Random) -> None:
    side = dice.choice((60, 90, 120))
    dots = Image.frombytes("L", (side, side), dice.randbytes(side * side))
    screen.paste(dots.point([0] * 128 + [255] * 128).resize((320, 320), 0), (20, 180))


def _other_code(screen: Picture, dice: Random) -> None:
    kinds = zxingcpp.BarcodeFormat
    kind = dice.choice((kinds.DataMatrix, kinds.Aztec, kinds.PDF417, kinds.Code128, kinds.EAN13))
    text = "".join(dice.choices("0123456789", k=12))
    drawn = zxingcpp.create_barcode(text, kind).to_image(scale=2)
    height, width = drawn.shape
    image = Image.frombytes("L", (width, height), bytes(memoryview(drawn).cast("B")))  # type: ignore[arg-type]  # its stubs forget that it is a buffer
    scale = 320 / width
    screen.paste(image.resize((320, min(500, round(height * scale)))), (20, 180))


STRANGERS: Final[dict[str, Callable[[Picture, Random], None]]] = {
    "letter": _letter,
    "squares": _squares,
    "board": _board,
    "grain": _grain,
    "other code": _other_code,
}
