"""Pictures in print jobs: logos whose dots look like commands, drawn QR codes, letters."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import qrcode
from PIL import Image, ImageChops, ImageDraw, ImageFont

from hardware.captures.dice import Dice

FONT: Final = Path(__file__).parents[1] / "printers" / "fonts" / "DejaVuSansMono.ttf"
_LURES: Final = (b"\x1dV\x00", b"\x1bi", b"\x10\x04\x01", b"\x1dVB\x00", b"\x1b@", b"\x1b=\x02")
"""Cuts, resets and status requests that stand inside dots and must stay dots."""
_EMBLEM: Final = 112
_MODULE: Final = 4
"""Dots a module of a drawn QR code: drivers of point-of-sale programs draw them small."""


def logo(seed: int, by: str) -> bytes:
    """Return the commands that print the logo of *seed*."""
    dice = Dice(seed)
    stride, height = dice.number(8, 16), dice.choice((24, 48))
    dots = bytearray(dice.raw(stride * height))
    for lure in dice.some(_LURES, 4):
        place = dice.number(0, len(dots) - len(lure))
        dots[place : place + len(lure)] = lure
    if by == "ESC *":
        return columns_of(bytes(dots), stride, height)
    if by == "GS v 0":
        return raster(bytes(dots), stride)
    if by == "FS p":
        return b"\x1cp\x01\x00"
    size = (stride * 8).to_bytes(2, "little") + height.to_bytes(2, "little")
    body = b"0p0\x01\x011" + size + bytes(dots)
    if by == "GS 8 L":
        head = b"\x1d8L" + len(body).to_bytes(4, "little")
    else:
        head = b"\x1d(L" + len(body).to_bytes(2, "little")
    return head + body + b"\x1d(L\x02\x0002"


def raster(dots: bytes, stride: int) -> bytes:
    """Return `GS v 0` with rows of *stride* bytes."""
    height = len(dots) // stride
    size = stride.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + dots


def columns_of(dots: bytes, stride: int, height: int) -> bytes:
    """Return *dots* as `ESC *` strips of 24 dots, one below the other."""
    sent = bytearray(b"\x1b3\x18")
    for top in range(0, height, 24):
        sent += b"\x1b*\x21" + (stride * 8).to_bytes(2, "little")
        sent += b"".join(_column(dots, stride, top, x) for x in range(stride * 8))
        sent += b"\n"
    return bytes(sent + b"\x1b2")


def _column(dots: bytes, stride: int, top: int, x: int) -> bytes:
    """Return 24 dots of one column, from the top; below the picture is white."""
    bits = 0
    for y in range(top, top + 24):
        place = y * stride + x // 8
        dot = dots[place] >> (7 - x % 8) & 1 if place < len(dots) else 0
        bits = bits << 1 | dot
    return bits.to_bytes(3, "big")


def qr(text: str) -> bytes:
    """Return *text* as a drawn QR code in one `GS v 0`."""
    picture = qr_image(text)
    return raster(*packed(picture))


@lru_cache(maxsize=16)
def qr_image(text: str) -> Image.Image:
    """Return *text* as a QR code, black on white, with its quiet zone."""
    code = qrcode.QRCode(border=4, box_size=1)
    code.add_data(text)
    code.make()
    matrix = code.get_matrix()
    small = Image.new("1", (len(matrix), len(matrix)), 1)
    small.putdata([0 if dark else 1 for row in matrix for dark in row])
    return small.resize((len(matrix) * _MODULE, len(matrix) * _MODULE))


def packed(picture: Image.Image) -> tuple[bytes, int]:
    """Return the rows of *picture*, a bit a dot, black is 1, and the bytes of one row."""
    inverted = picture.convert("L").point([255 - level for level in range(256)])
    return inverted.convert("1", dither=Image.Dither.NONE).tobytes(), (picture.width + 7) // 8


def emblem() -> bytes:
    """Return the shanyrak in one `GS v 0`."""
    return raster(*packed(emblem_image()))


@cache
def emblem_image() -> Image.Image:
    """Return a shanyrak: a ring, and two triple arches that cross in it."""
    side = _EMBLEM * 4
    arches = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(arches)
    for shift in (-52, 0, 52):
        left = side // 2 + shift
        bow = shift * 3 // 2
        pen.line(
            [(left + bow * (y * (side - y)) // (side * side // 2), y) for y in range(0, side, 4)],
            fill=0,
            width=15,
        )
    crossed = ImageChops.darker(arches, arches.rotate(90)).rotate(45, fillcolor=255)
    inside = Image.new("L", (side, side), 0)
    ImageDraw.Draw(inside).ellipse((26, 26, side - 26, side - 26), fill=255)
    picture = Image.composite(crossed, Image.new("L", (side, side), 255), inside)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((6, 6, side - 6, side - 6), outline=0, width=24)
    pen.ellipse((42, 42, side - 42, side - 42), outline=0, width=9)
    small = picture.resize((_EMBLEM, _EMBLEM))
    return small.point([255 * (level > 140) for level in range(256)]).convert("1")


@cache
def glyph(letter: str) -> bytes:
    """Return *letter* as twelve columns of 24 dots, for `ESC &`."""
    picture = Image.new("L", (16, 24), 255)
    ImageDraw.Draw(picture).text((0, 0), letter, font=font(20), fill=0)
    dots, stride = packed(picture.point([0 if level < 128 else 255 for level in range(256)]))
    return b"".join(_column(dots, stride, 0, x) for x in range(12))


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the printer's font at *size* dots."""
    return ImageFont.truetype(str(FONT), size)
