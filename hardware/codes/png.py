"""Writing PNG without a picture library: one bit or one byte a pixel, grey."""

import struct
import zlib
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def grey_png(width: int, height: int, rows: bytes, *, bits: int = 8, level: int = 9) -> bytes:
    """Return a PNG of grey *rows*, which lie behind each other, *bits* (1 or 8) to a pixel."""
    stride = (width * bits + 7) // 8
    assert len(rows) == stride * height, "whoever makes a picture knows its size"
    pixels = b"".join(b"\0" + rows[at : at + stride] for at in range(0, len(rows), stride))
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, level)), (b"IEND", b""))
    return _PNG + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
