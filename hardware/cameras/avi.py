"""Films in AVI files, of JPEG pictures or of a webcam's own, read without any video library.

An AVI is a tree of chunks: four letters, a length, and that many bytes. The pictures are the chunks
`00dc` and `00db` inside the lists `movi`. The index at the end is not needed, so that the film of a
recorder that was killed plays as far as it goes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from hardware.cameras.jpeg import JPEG_BYTES_MAX
from hardware.codes.luma import WIDEST

DEPTH_MAX: Final = 4
"""Lists in lists: RIFF, movi, rec. Deeper is nonsense or an attack."""
CHUNKS_MAX: Final = 10_000_000
"""Of a whole film: four days at 30 pictures a second."""

RAW_STEP: Final = 2
"""Bytes a pixel of YUY2, which is what V4L2 calls YUYV: brightness, colour, brightness, colour."""

_CHUNK: Final = struct.Struct("<4sI")
_PICTURES: Final = (b"dc", b"db")
_BITMAP: Final = struct.Struct("<IiiHH4s")
"""How a stream's pictures are said to be: its size, width, height, planes, bits, four letters."""


class NotOurs(ValueError):
    """A file that is no AVI of pictures that are read here."""


@dataclass(frozen=True, slots=True)
class RawSize:
    """The size of a film's uncompressed pictures."""

    width: int
    height: int

    @property
    def nbytes(self) -> int:
        """How many bytes a picture has."""
        return self.width * self.height * RAW_STEP


def is_ours(film: BinaryIO) -> bool:
    """Say whether a file is an AVI that is read here: of JPEG, by its first picture, or raw."""
    film.seek(0)
    try:
        first = next(pictures_in(film), b"")
        return first.startswith(b"\xff\xd8") or raw_size(film) is not None
    except NotOurs:
        return False


def raw_size(film: BinaryIO) -> RawSize | None:
    """Return the size of a film's pictures where they are a webcam's own (YUY2), else None."""
    for name, start, length in _chunks(film):
        if name == b"strf" and length >= _BITMAP.size:
            film.seek(start)
            _, width, height, _, _, kind = _BITMAP.unpack(film.read(_BITMAP.size))
            known = kind in (b"YUY2", b"YUYV") and 0 < width <= WIDEST and 0 < height <= WIDEST
            return RawSize(width, height) if known else None
        if name[2:] in _PICTURES:
            return None
    return None


def raw_places(film: BinaryIO, size: RawSize) -> Iterator[int]:
    """Yield where each whole uncompressed picture of a film begins."""
    end = film.seek(0, 2)
    for name, start, length in _chunks(film):
        whole = length == size.nbytes and start + length <= end
        if name[2:] in _PICTURES and name[:2].isdigit() and whole:
            yield start


def is_ours_at(path: Path) -> bool:
    """Say so of the file at a path; False for one that cannot be opened."""
    try:
        with path.open("rb") as film:
            return is_ours(film)
    except OSError:
        return False


def pictures_in(film: BinaryIO) -> Iterator[bytes]:
    """Yield the JPEG pictures of a film; an empty chunk stands for the picture before it."""
    before = b""
    for name, start, length in _chunks(film):
        if name[2:] not in _PICTURES or not name[:2].isdigit():
            continue
        if length > JPEG_BYTES_MAX:
            raise NotOurs("a picture larger than any camera makes")
        film.seek(start)
        picture = film.read(length)
        if len(picture) < length:
            return
        before = picture or before
        if before:
            yield before


def _chunks(film: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, place and length of each chunk that is no list, in the order of the file."""
    film.seek(0)
    head = film.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"AVI ":
        raise NotOurs("no AVI file")
    ends = [film.seek(0, 2)]
    at = 0
    for _ in range(CHUNKS_MAX):
        while len(ends) > 1 and at >= ends[-1]:
            ends.pop()
        film.seek(at)
        raw = film.read(_CHUNK.size)
        if len(raw) < _CHUNK.size:
            return
        name, length = _CHUNK.unpack(raw)
        start = at + _CHUNK.size
        if name in (b"RIFF", b"LIST"):
            if len(ends) > DEPTH_MAX:
                raise NotOurs("lists in lists in lists")
            # A recorder that was killed left a length of 0 or too large: the file's end holds then.
            ends.append(min(start + length, ends[-1]) if length else ends[-1])
            at = start + 4
        else:
            yield name, start, length
            at = start + length + length % 2
