"""JPEG pictures as frames: only as much of them is decoded as somebody looks at."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Final

from hardware.cameras.camera import Frame
from hardware.codes.luma import WIDEST, BadPicture, Luma, grey

JPEG_BYTES_MAX: Final = 8 * 2**20
"""Of one picture: a 4K camera at its best quality sends 3 MB."""
PIXELS_MAX: Final = 24_000_000
"""Of one picture: 6000 x 4000. More would take 24 MB and half a second to decode."""
GIST: Final = 8
"""The gist is an eighth as wide and high: JPEG gives that from each block's mean, for a tenth of
the work."""

_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length: TEM, the restart markers and SOI."""
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame header, which tells the size."""

_UNREADABLE: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error,
)  # fmt: skip
"""All that Pillow's reader raises over broken pictures."""


class JpegFrame(Frame):
    """A frame that came as JPEG."""

    def __init__(
        self, jpeg: bytes, number: int, taken_s: float, *, done: Callable[[], None] | None = None
    ) -> None:
        self._jpeg = jpeg
        self._whole: Luma | None = None
        self._small: Luma | None = None
        self.number = number
        self.taken_s = taken_s
        self._done = done

    @property
    def luma(self) -> Luma:
        """The picture, decoded when it is first asked for."""
        if self._whole is None:
            self._whole = decode(self._jpeg)
        return self._whole

    @property
    def gist(self) -> Luma:
        """The picture at an eighth of its size."""
        if self._small is None:
            self._small = decode(self._jpeg, GIST)
        return self._small

    def fingerprint(self) -> int:
        """Return a number for the file's bytes: no two pictures of a sensor compress alike."""
        return zlib.crc32(self._jpeg)


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return width and height as the file's header says, or raise BadPicture."""
    if jpeg[:2] != b"\xff\xd8":
        raise BadPicture("no JPEG: it does not begin like one")
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES and at + 9 <= len(jpeg):
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return width, height
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise BadPicture("a JPEG without a size")


def decode(jpeg: bytes, smaller: int = 1) -> Luma:
    """Return a JPEG's brightness, *smaller* (1, 2, 4 or 8) times as small, or raise BadPicture."""
    width, height = size_of(jpeg)
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and width * height <= PIXELS_MAX):
        raise BadPicture(f"{width} x {height} pixels")
    pillow = _pillow()
    try:
        with pillow.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            # As grey it is the luma as it lies in the file: colour is never computed.
            picture.draft("L", (width // smaller, height // smaller))
            plain = picture if picture.mode == "L" else picture.convert("L")
            return grey(plain.width, plain.height, plain.tobytes())
    except _UNREADABLE as error:
        raise BadPicture(f"a JPEG that cannot be read: {error}") from error


@cache
def _pillow() -> ModuleType:
    from PIL import Image, JpegImagePlugin  # noqa: F401, PLC0415  # 40 ms, only where JPEG comes

    return Image
