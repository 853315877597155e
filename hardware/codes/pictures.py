"""Pictures from files: whatever people have at hand, made into brightness, within limits."""

import io
import struct
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from hardware.codes.luma import BadPicture, Luma

MOST_FILE_BYTES: Final = 48 * 1024 * 1024
"""A photograph has 3 to 12 MB, a screenshot less."""
MOST_PIXELS: Final = 32_000_000
"""More than phones make at their usual setting, four bytes each while they are unpacked; beyond it
a file is a bomb."""
LONGEST_SIDE: Final = 1280
"""Pixels that are looked at: a code that fills a twentieth of the picture still has its modules."""
FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
"""Only pictures of pixels: no format of these runs another program or draws by commands."""

_HIGH_BYTES: Final = [level >> 8 for level in range(65536)]
_UNREADABLE: Final = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
    OverflowError, MemoryError, struct.error,
)  # fmt: skip
"""All that Pillow's readers raise over broken files."""


def luma_of(source: bytes | Path) -> Luma:
    """Return a picture's brightness, at most `LONGEST_SIDE` pixels along a side.

    Raises `BadPicture` with a sentence for files that are none, are broken, or are too large.
    """
    content = source if isinstance(source, bytes) else _content_of(source)
    if not 0 < len(content) <= MOST_FILE_BYTES:
        raise BadPicture(f"a picture has 1 to {MOST_FILE_BYTES} bytes, and this has {len(content)}")
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of odd colours and torn ends: what matters is what is read
        image = _opened(content)
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise BadPicture(f"{width} x {height} pixels are more than {MOST_PIXELS}")
        try:
            grey = _grey(image)
            pixels = grey.tobytes()
        except _UNREADABLE as error:
            raise BadPicture(f"this {image.format} picture is broken") from error
    return Luma(grey.width, grey.height, memoryview(pixels), grey.width)


def _content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise BadPicture(f"{path.name} cannot be read: {error.strerror}") from error


def _opened(content: bytes) -> Any:
    pillow = _pillow()
    try:
        return pillow.open(io.BytesIO(content), formats=FORMATS)
    except pillow.DecompressionBombError as error:
        raise BadPicture(f"more than {MOST_PIXELS} pixels") from error
    except _UNREADABLE as error:
        raise BadPicture("this is no picture, or one of a kind that is not read") from error


def _grey(image: Any) -> Any:
    # A JPEG is decoded at an eighth to the whole of its size, its colours never.
    image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode.startswith("I;16"):
        return _small(image.convert("I").point(_HIGH_BYTES, "L"))
    if not image.has_transparency_data:
        return _small(image.convert("L"))
    # Codes are black on nothing in many files: nothing is white paper.
    image = _small(image if image.mode == "RGBA" else image.convert("RGBA"))
    paper = _pillow().new("RGBA", image.size, "white")
    return _pillow().alpha_composite(paper, image).convert("L")


def _small(image: Any) -> Any:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), _pillow().Resampling.BOX)
    return image


@cache
def _pillow() -> ModuleType:
    # 40 ms and 4 MB, only for who reads pictures. The plugins' import makes their kinds known.
    from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401, PLC0415

    Image.preinit()
    return Image
