"""Finding real-time commands, so that a POS that asks is answered at once. Does no I/O."""

from typing import Final

_DLE: Final = 0x10
_EOT: Final = 0x04
_ENQ: Final = 0x05
_DC4: Final = 0x14
_LONG_EOT: Final = frozenset({0x00, 0x07, 0x08, 0x12})
"""`DLE EOT n` is 3 bytes long, 4 for these n."""
_DC4_SIZES: Final = {0x01: 5, 0x02: 5, 0x03: 8, 0x07: 4, 0x08: 10}
"""`DLE DC4 fn` has a length of its own for each function."""


class RealtimeScanner:
    """Finds `DLE EOT`, `DLE ENQ` and `DLE DC4` in a stream, in any pieces.

    It knows nothing of what is around them: the same bytes within a picture are found too, and
    releasing a picture a little earlier hurts nobody.
    """

    def __init__(self) -> None:
        self.plain_to = 0
        """Offset behind the last byte that belongs to no real-time command."""
        self._seen = 0
        self._realtime_to = 0
        self._begun = b""

    def feed(self, data: bytes) -> int:
        """Take the next piece; return the offset up to which real-time commands need release."""
        start, self._seen = self._seen, self._seen + len(data)
        at = 0
        while at < len(data):
            if not self._begun:
                found = data.find(_DLE, at)
                if found != at:
                    self.plain_to = start + (len(data) if found < 0 else found)
                if found < 0:
                    break
                at = found
            at += self._step(data[at], start + at)
        return self._realtime_to

    def _step(self, byte: int, offset: int) -> int:
        """Take one byte of what may be a command; return 0 when it must be looked at again."""
        begun = self._begun + bytes((byte,))
        size = _size(begun)
        if size == 0:
            self._begun = b""
            self.plain_to = offset
            return 0
        if len(begun) >= 2:
            self._realtime_to = offset + 1
        self._begun = b"" if len(begun) == size else begun
        return 1


def _size(begun: bytes) -> int:
    """Return the length of the command that starts so, as far as it can be told; 0: it is none."""
    if len(begun) == 1:
        return 3
    if begun[1] not in {_EOT, _ENQ, _DC4}:
        return 0
    if len(begun) == 2 or begun[1] == _ENQ:
        return 3
    if begun[1] == _EOT:
        return 4 if begun[2] in _LONG_EOT else 3
    return _DC4_SIZES.get(begun[2], 3)
