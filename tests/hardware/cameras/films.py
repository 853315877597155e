"""Films of JPEG pictures, written as a recorder writes them."""

import struct
from collections.abc import Sequence


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk, padded to an even length."""
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def film_of(pictures: Sequence[bytes], *, fps: int = 15, kind: bytes = b"00dc") -> bytes:
    """Return an AVI file: heads, pictures and an index that nobody needs."""
    head = struct.pack("<10I", 1_000_000 // fps, *[0] * 9) + bytes(16)
    heads = b"hdrl" + chunk(b"avih", head)
    movie = b"movi" + b"".join(chunk(kind, picture) for picture in pictures)
    index = chunk(b"idx1", bytes(16 * len(pictures)))
    return chunk(b"RIFF", b"AVI " + chunk(b"LIST", heads) + chunk(b"LIST", movie) + index)


def raw_film_of(pictures: Sequence[bytes], size: tuple[int, int], kind: bytes = b"YUY2") -> bytes:
    """Return an AVI file of uncompressed pictures, as a webcam gives them."""
    bitmap = struct.pack("<IiiHH4s5I", 40, *size, 1, 16, kind, *[0] * 5)
    stream = chunk(b"strh", b"vids" + kind + bytes(48)) + chunk(b"strf", bitmap)
    heads = b"hdrl" + chunk(b"avih", bytes(56)) + chunk(b"LIST", b"strl" + stream)
    movie = b"movi" + b"".join(chunk(b"00db", picture) for picture in pictures)
    return chunk(b"RIFF", b"AVI " + chunk(b"LIST", heads) + chunk(b"LIST", movie))


def yuy2(grey: bytes) -> bytes:
    """Return a grey picture's pixels as a webcam's own, without colour."""
    wide = bytearray(b"\x80" * (2 * len(grey)))
    wide[::2] = grey
    return bytes(wide)
