"""What the tests of paper share: bytes of a POS, and looking at what came out."""

from collections.abc import Mapping
from dataclasses import replace

import zxingcpp
from PIL import Image, ImageChops
from pyzbar import pyzbar

from hardware.printers.paper import Paper
from hardware.printers.profile import PrinterProfile
from hardware.printers.profiles import load_profile

WIDE = load_profile("generic-80")
NARROW = load_profile("generic-58")
CUT = b"\x1dV\x42\x00"


def with_pages(pages: Mapping[int, str]) -> PrinterProfile:
    """Return a printer that holds these code pages."""
    return replace(WIDE, code_pages=pages, default_page=min(pages))


def printed(data: bytes, profile: PrinterProfile = WIDE) -> list[Image.Image]:
    """Return the pieces of paper that a job makes."""
    paper = Paper(profile)
    paper.feed(data)
    paper.finish()
    return paper.images()


def ink(image: Image.Image) -> Image.Image:
    """Return what is black on a piece, cropped to it; an empty image when nothing is."""
    dots = ImageChops.invert(image.convert("1"))
    return dots.crop(dots.getbbox() or (0, 0, 0, 0))


def box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is black on a piece that has something."""
    found = ImageChops.invert(image.convert("1")).getbbox()
    assert found is not None, "something is printed"
    return found


def black(image: Image.Image) -> int:
    """Return how many dots are black."""
    return image.convert("L").histogram()[0]


def same(first: Image.Image, second: Image.Image) -> bool:
    """Tell whether two images are equal to the dot."""
    return first.size == second.size and first.tobytes() == second.tobytes()


def framed(image: Image.Image) -> Image.Image:
    """Return a piece on white ground, as a camera sees it: codes need a quiet zone."""
    ground = Image.new("L", (image.width + 80, image.height + 80), 255)
    ground.paste(image.convert("L"), (40, 40))
    return ground


def read_by_zxing(image: Image.Image) -> list[str]:
    """Return the texts of the codes that zxing-cpp finds."""
    return [it.text for it in zxingcpp.read_barcodes(framed(image))]


def read_by_zbar(image: Image.Image) -> list[str]:
    """Return the texts of the codes that zbar finds."""
    return [it.data.decode() for it in pyzbar.decode(framed(image))]


def function(kind: int, number: int, parameters: bytes) -> bytes:
    """Return one function of GS ( k."""
    return (
        b"\x1d(k" + (len(parameters) + 2).to_bytes(2, "little") + bytes((kind, number)) + parameters
    )


def native_qr(text: bytes, module: int, level: int = 49) -> bytes:
    """Return the commands that have a printer draw a QR code."""
    return (
        function(49, 65, b"2\0")
        + function(49, 67, bytes((module,)))
        + function(49, 69, bytes((level,)))
        + function(49, 80, b"0" + text)
        + function(49, 81, b"0")
    )


def raster(width: int, rows: bytes, mode: int = 0) -> bytes:
    """Return a picture as GS v 0; *width* in dots, rows padded to bytes."""
    stride = (width + 7) // 8
    height = len(rows) // stride
    return (
        b"\x1dv0"
        + bytes((mode,))
        + stride.to_bytes(2, "little")
        + height.to_bytes(2, "little")
        + rows
    )
