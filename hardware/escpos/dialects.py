"""Which language a stream is in: ESC/POS is read, the others are only recognised."""

from typing import Final

from hardware.escpos.lengths import DLE, ESC
from hardware.escpos.printout import Dialect
from hardware.escpos.tokens import Command, Text, Token

HEAD: Final = 512
"""Bytes that may be held back until a stream's beginning tells its dialect; frames are shorter."""
STAR_COMMANDS: Final = 2
"""Star commands that settle it in mid-stream; one could be a torn ESC before an ESC/POS command."""

_STX: Final = 0x02
_ETX: Final = 0x03
_LINE_CONTROL: Final = b"\x04\x05\x06\x15"
"""EOT, ENQ, ACK and NAK, which keep a fiscal register's line in step."""
_STAR_RS: Final = frozenset(b"aAcCdEFIKLmNPrRtz")
_STAR_GS: Final = b"aAbBcCDeEhIkKLmPRsStxyzZ#()="
_STAR_GS_ALONE: Final = frozenset(b"tRS=)")
"""Those of them that ESC/POS does not have: one of these at the very start settles it."""


class DialectWatch:
    """Watches a stream and tells its dialect as soon as it is sure; ESC/POS until then."""

    def __init__(self) -> None:
        self.dialect = Dialect.ESCPOS
        self._head: bytes | None = b""
        """What is held back; None once the beginning has told."""
        self._star = 0
        self._escape_end = -1
        """Where a lone ESC ended that may be a Star command's first byte."""
        self._after_rs = False

    def see(self, data: bytes) -> bytes:
        """Take bytes as they arrive and return those that may be read now.

        The first few are held back until they tell whose language it is, so that nothing of a
        fiscal register's frame is ever taken for a cut.
        """
        if self._head is None:
            return data
        self._head += data
        found = _dialect_of(self._head[:HEAD])
        if found is None and len(self._head) < HEAD:
            return b""
        return self._settle(found or Dialect.ESCPOS)

    def finish(self) -> bytes:
        """Return what is held back: no more bytes will come to tell."""
        return self._settle(Dialect.ESCPOS) if self._head is not None else b""

    def take(self, token: Token) -> None:
        """Look at a token: Star commands come out as an unknown ESC and what follows it."""
        if isinstance(token, Command) and token.name in ("? ESC RS", "? ESC GS"):
            self._escape_end, self._after_rs = token.end, False
            return
        if token.offset != self._escape_end:
            return
        self._escape_end = -1
        if isinstance(token, Text):
            self._star += self._after_rs and token.data[0] in _STAR_RS
        elif token.name == "RS":
            self._escape_end, self._after_rs = token.end, True
        else:
            self._star += (
                token.data[:1] == b"\x1d" and token.data[1:2] in _STAR_GS and len(token.data) > 1
            )
        if self._star >= STAR_COMMANDS and self.dialect is Dialect.ESCPOS:
            self.dialect = Dialect.STAR

    def _settle(self, dialect: Dialect) -> bytes:
        """Note what the beginning told and return what was held back."""
        held, self._head = self._head or b"", None
        self.dialect = dialect
        return held


def _dialect_of(head: bytes) -> Dialect | None:
    """Return the dialect that a stream's first bytes tell, None when more are needed."""
    frame = head.lstrip(_LINE_CONTROL)
    if not frame:
        return None
    if frame[0] == _STX:
        return _fiscal_dialect(frame)
    star = _begins_as_star(head)
    if star is None:
        return None
    return Dialect.STAR if star else Dialect.ESCPOS


def _fiscal_dialect(frame: bytes) -> Dialect | None:
    """Return whose frame begins here, by the check byte at its end.

    Shtrih-M: STX, length, that many bytes, check. ATOL: STX, bytes, ETX, check, with DLE before
    a byte that is data whatever its value. The check is the exclusive or of all after STX.
    """
    ends = {Dialect.SHTRIH: frame[1] + 2 if len(frame) > 1 else None, Dialect.ATOL: _etx(frame)}
    known = {dialect: end for dialect, end in ends.items() if end is not None}
    for dialect in sorted(known, key=lambda dialect: known[dialect]):
        end = known[dialect]
        if end >= len(frame):
            return None
        if end > 2 and _check(frame[1:end]) == frame[end]:
            return dialect
    return Dialect.ESCPOS if len(known) == len(ends) else None


def _etx(frame: bytes) -> int | None:
    """Return where the check byte of an ATOL frame stands, None when its end is not there yet."""
    at = 1
    while at < len(frame):
        if frame[at] == _ETX:
            return at + 1
        at += 2 if frame[at] == DLE else 1
    return None


def _check(data: bytes) -> int:
    """Return the exclusive or of all bytes."""
    check = 0
    for byte in data:
        check ^= byte
    return check


def _begins_as_star(head: bytes) -> bool | None:
    """Tell whether the first command after any reset is Star's, None when more bytes are needed."""
    at = 0
    while head[at : at + 2] == b"\x1b@" or head[at : at + 1] in (b"\x18", b"\0"):
        at += 2 if head[at] == ESC else 1
    command = head[at : at + 4]
    if command[:1] not in (b"", b"\x1b"):
        return False
    if len(command) < 2:
        return None
    second = command[1]
    wanted = 4 if second == ord("*") else 3 if second in (0x1D, 0x1E) else 2
    if len(command) < wanted:
        return None
    if wanted == 4:
        return command[2:3] == b"r" and command[3:].isalpha()
    return wanted == 3 and command[2] in (_STAR_RS if second == 0x1E else _STAR_GS_ALONE)
