"""A network camera's answer, sans-IO: HTTP bytes in, JPEG pictures out.

Cameras push pictures as the parts of one endless `multipart/x-mixed-replace` body. Some say each
part's length, some do not; some wrap it all in HTTP's chunks.
"""

import re
from typing import Final

from hardware.cameras.jpeg import JPEG_BYTES_MAX

HEAD_BYTES_MAX: Final = 16 * 1024
"""Of the answer's head, and of one part's: a camera sends 300."""
BOUNDARY_MAX: Final = 200
"""Bytes; RFC 2046 allows 70, and cameras do not read RFCs."""
PICTURES_KEPT: Final = 4
"""Of the pictures that one piece of bytes completes: only the newest are of use."""

_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"


class WrongAnswer(ValueError):
    """An answer that holds no stream of JPEG pictures: says why in a few words."""


class Chunks:
    """Takes HTTP's chunked coding off."""

    def __init__(self) -> None:
        self._pending = b""
        self._left = 0
        self.ended = False

    def receive(self, piece: bytes) -> bytes:
        """Return the body's bytes in *piece*."""
        self._pending += piece
        body = []
        while self._pending and not self.ended:
            if self._left > 2:
                taken = self._pending[: self._left - 2]
                body.append(taken)
                self._pending = self._pending[len(taken) :]
                self._left -= len(taken)
            elif self._left:
                # The line end after a chunk, which may itself come in two pieces.
                taken = self._pending[: self._left]
                self._pending = self._pending[len(taken) :]
                self._left -= len(taken)
            elif not self._next_size():
                break
        return b"".join(body)

    def _next_size(self) -> bool:
        line, found, rest = self._pending.partition(b"\n")
        if not found:
            if len(line) > 64:
                raise WrongAnswer("a chunk without a size")
            return False
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            raise WrongAnswer("a chunk without a size") from None
        if not 0 <= size <= JPEG_BYTES_MAX:
            raise WrongAnswer("a chunk larger than any picture")
        self._pending, self._left, self.ended = rest, size + 2, size == 0
        return True


class Parts:
    """Takes the pictures out of a multipart body."""

    def __init__(self, boundary: bytes) -> None:
        assert boundary, "parts are told apart by it"
        # Cameras that already wrote the dashes into the header mean the same line.
        self._line = b"--" + boundary.removeprefix(b"--")
        self._pending = b""
        self._searched = 0

    def receive(self, piece: bytes) -> list[bytes]:
        """Return the pictures that *piece* completes, the newest few."""
        self._pending += piece
        pictures: list[bytes] = []
        while (picture := self._next()) is not None:
            if picture.startswith(_JPEG_START):
                pictures = [*pictures[1 - PICTURES_KEPT :], picture]
        if len(self._pending) > JPEG_BYTES_MAX + HEAD_BYTES_MAX:
            raise WrongAnswer("a picture larger than any camera sends")
        return pictures

    def _next(self) -> bytes | None:
        start = self._pending.find(self._line)
        if start < 0:
            # What stands before the first part is not ours; a boundary may be cut in two.
            self._pending = self._pending[-len(self._line) :]
            return None
        head_start = start + len(self._line)
        head_end = _END_OF_HEAD.search(self._pending, head_start)
        if head_end is None:
            if len(self._pending) - head_start > HEAD_BYTES_MAX:
                raise WrongAnswer("a part whose head does not end")
            return None
        head = headers_in(self._pending[head_start : head_end.start()])
        length = head.get(b"content-length", b"")
        if length.isdigit():
            return self._part_of(head_end.end(), int(length[:10]))
        return self._part_until_boundary(head_end.end())

    def _part_of(self, start: int, length: int) -> bytes | None:
        if length > JPEG_BYTES_MAX:
            raise WrongAnswer("a picture larger than any camera sends")
        if len(self._pending) < start + length:
            return None
        part, self._pending = (
            self._pending[start : start + length],
            self._pending[start + length :],
        )
        return part

    def _part_until_boundary(self, start: int) -> bytes | None:
        # Bytes that were searched before are not searched again: pieces are small, pictures large.
        end = self._pending.find(self._line, max(start, self._searched))
        if end < 0:
            self._searched = max(start, len(self._pending) - len(self._line))
            return None
        part, self._pending, self._searched = self._pending[start:end], self._pending[end:], 0
        cut = part.rfind(_JPEG_END)
        return part[: cut + 2] if cut >= 0 else part


class PushedPictures:
    """Reads a whole answer: head, chunks, parts."""

    def __init__(self) -> None:
        self._head = b""
        self._chunks: Chunks | None = None
        self._parts: Parts | None = None

    def receive(self, piece: bytes) -> list[bytes]:
        """Return the pictures that *piece* completes; raise WrongAnswer where there are none."""
        if self._parts is None:
            self._head += piece
            end = _END_OF_HEAD.search(self._head)
            if end is None:
                if len(self._head) > HEAD_BYTES_MAX:
                    raise WrongAnswer("a head that does not end")
                return []
            piece = self._head[end.end() :]
            self._parts = self._parts_of(self._head[: end.start()])
        if self._chunks is not None:
            piece = self._chunks.receive(piece)
        return self._parts.receive(piece)

    @property
    def ended(self) -> bool:
        """Whether the camera said that nothing more comes."""
        return self._chunks is not None and self._chunks.ended

    def _parts_of(self, head: bytes) -> Parts:
        status, _, rest = head.partition(b"\n")
        words = status.split()
        if len(words) < 2 or not words[0].startswith(b"HTTP/"):
            raise WrongAnswer("no HTTP")
        if words[1] != b"200":
            raise WrongAnswer(f"status {words[1][:3].decode('ascii', 'replace')}")
        headers = headers_in(rest)
        kind = headers.get(b"content-type", b"")
        found = re.search(rb'boundary="?([^";,\s]+)', kind, re.IGNORECASE)
        if not kind.lower().startswith(b"multipart/") or found is None:
            raise WrongAnswer("no stream of pictures (multipart/x-mixed-replace)")
        boundary = found.group(1)
        if len(boundary) > BOUNDARY_MAX or not boundary.strip(b"-"):
            raise WrongAnswer("a boundary that cannot be one")
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            self._chunks = Chunks()
        return Parts(boundary)


def headers_in(text: bytes) -> dict[bytes, bytes]:
    """Return header lines by their names in small letters."""
    pairs = (line.partition(b":") for line in text.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
