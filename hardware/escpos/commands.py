"""The command reader: bytes in any pieces to text and commands, length-exact, without I/O."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from hardware.escpos.lengths import (
    CHINESE_QR,
    CONTROL_NAMES,
    CUTS_WITH_FEED,
    CUTS_WITHOUT_FEED,
    DC2,
    DISPLAY_FIXED,
    DISPLAY_GRAMMARS,
    DLE,
    ESC,
    FIXED,
    GRAMMARS,
    GS,
    LONGEST_INTERRUPTED,
    NAMED_BY_SELECTOR,
    PREFIXES,
    REAL_TIME,
    US,
    Grammar,
)
from hardware.escpos.tokens import Command, Text, Token

PAYLOAD_KEPT: Final = 4 << 20
"""Bytes kept of one command: a metre of 80 mm raster is 0.6 MB; the rest is only counted."""
TEXT_RUN: Final = 4096
"""Longest text token; a longer run comes out in pieces of exactly this length."""

_CONTROL: Final = re.compile(rb"[\x00-\x1f]")
_SELECT_PERIPHERAL: Final = ESC << 8 | ord("=")
_NEED_MORE: Final = -1


class CommandReader:
    """Turns the bytes of a print job into tokens. Does no I/O: feed it what arrived, in any pieces.

    A real-time command (DLE EOT, DLE ENQ, DLE DC4) is recognised between tokens, within text, and
    between the opcode and the parameters of a short command, where it cannot be a parameter that
    makes sense; it then comes out before the command that it interrupts, whose size spans it.
    Inside a counted payload the same bytes are payload: a raster may hold any byte, and a reader
    that took three of them out would lose its place for the rest of the job. So would a printer.
    """

    def __init__(self) -> None:
        self._pending = b""
        """Bytes that do not yet make a token; empty while a command is open."""
        self._clean = 0
        """How many of them are known to be text."""
        self._offset = 0
        """Of the first pending byte in the stream."""
        self._open: _Open | None = None
        self._on_display = False

    @property
    def in_command(self) -> bool:
        """Tell whether a command has begun whose parameters or payload are still to come."""
        return self._open is not None

    def feed(self, data: bytes) -> list[Token]:
        """Take the bytes that arrived and return the tokens that they complete."""
        return self._read(data, last=False)

    def finish(self) -> list[Token]:
        """Return what is left when the job is over; a command cut short is not complete."""
        tokens = self._read(b"", last=True)
        if self._open is not None:
            tokens.append(self._open.token(complete=False))
            self._open = None
        elif self._pending:
            rest = self._pending
            name = _name_of(rest[:3]) if len(rest) > 1 else CONTROL_NAMES[rest[0]]
            tokens.append(Command(self._offset, name, rest, len(rest), complete=False))
            self._offset += len(rest)
            self._pending = b""
        return tokens

    def _read(self, data: bytes, *, last: bool) -> list[Token]:
        """Read on; *last* says that no byte will follow, so nothing waits for the next one."""
        data = self._pending + data
        at, size, base = 0, len(data), self._offset
        tokens: list[Token] = []
        clean, self._clean = self._clean, 0
        while at < size:
            if self._open is not None:
                at = self._go_on(data, at, tokens)
                continue
            byte = data[at]
            if byte >= 0x20:
                found = _CONTROL.search(data, at + clean)
                clean = 0
                end = found.start() if found else size
                while end - at >= TEXT_RUN:
                    tokens.append(Text(base + at, data[at : at + TEXT_RUN]))
                    at += TEXT_RUN
                if found is None and not last:
                    self._clean = end - at
                    break
                if at < end:
                    tokens.append(Text(base + at, data[at:end]))
                    at = end
            elif byte not in PREFIXES:
                tokens.append(Command(base + at, CONTROL_NAMES[byte], data[at : at + 1], 1))
                at += 1
            else:
                after = self._command(data, at, tokens, last=last)
                if after == _NEED_MORE:
                    break
                at = after
        self._pending = data[at:]
        self._offset = base + at
        return tokens

    def _command(self, data: bytes, at: int, tokens: list[Token], *, last: bool) -> int:
        """Take the command that begins at *at* and return where it ends, or open it."""
        if at + 1 >= len(data):
            return _NEED_MORE
        opcode = data[at + 1]
        key = data[at] << 8 | opcode
        length = self._fixed(key)
        if length is not None:
            end = at + length
            if end > len(data):
                return _NEED_MORE
            command = data[at:end]
            if length > LONGEST_INTERRUPTED or DLE not in command[1:]:
                tokens.append(self._whole(self._offset + at, command, length))
                return end
        elif opcode != DLE or data[at] == DLE:
            return self._begin(at, data[at : at + 2], 2, tokens)
        return self._interrupted(data, at, tokens, last=last)

    def _fixed(self, key: int) -> int | None:
        """Return the length of a command that always has the same."""
        if self._on_display and (key in DISPLAY_FIXED or key in DISPLAY_GRAMMARS):
            return DISPLAY_FIXED.get(key)
        return FIXED.get(key)

    def _whole(self, offset: int, data: bytes, size: int) -> Command:
        """Return a command that has all its bytes, and note what it does to the reading itself."""
        if data[0] << 8 | data[1] == _SELECT_PERIPHERAL:
            # Bit 0 is the printer; the display alone leaves the printer deaf.
            self._on_display = data[2] & 3 == 2
        return Command(offset, _name_of(data[:3]), data, size)

    def _begin(self, at: int, opcode: bytes, size: int, tokens: list[Token]) -> int:
        """Open a command that says its own length, or name it as unknown."""
        key = opcode[0] << 8 | opcode[1]
        overlay = DISPLAY_GRAMMARS.get(key) if self._on_display else None
        grammar = overlay or GRAMMARS.get(key)
        offset = self._offset + at
        if grammar is not None:
            self._open = _Open(offset, bytearray(opcode), size, grammar())
            return at + size
        # A control byte after the prefix does its own work, and no letter belongs to a DLE: then
        # only the prefix is lost.
        lost = 1 if opcode[1] < 0x20 or opcode[0] == DLE else 2
        name = f"? {_bare_name(opcode)}"
        if opcode[0] == DC2:
            # Only SII printers have commands that begin with DC2; alone it is a control character.
            lost, name = 1, "DC2"
        size -= 2 - lost
        tokens.append(Command(offset, name, opcode[:lost], size))
        return at + size

    def _interrupted(self, data: bytes, at: int, tokens: list[Token], *, last: bool) -> int:
        """Take a short command with the real-time commands that stand inside it."""
        kept = data[at : at + 1]
        inside: list[Token] = []
        position = at + 1
        length = 2
        while len(kept) < length:
            if position >= len(data):
                return _NEED_MORE
            if data[position] == DLE:
                taken = _real_time(data, position, last=last)
                if taken == _NEED_MORE:
                    return _NEED_MORE
                if taken:
                    command = data[position : position + taken]
                    name = _name_of(command[:3])
                    inside.append(Command(self._offset + position, name, command, taken))
                    position += taken
                    continue
            kept += data[position : position + 1]
            position += 1
            if len(kept) == 2:
                fixed = self._fixed(kept[0] << 8 | kept[1])
                if fixed is None or fixed > LONGEST_INTERRUPTED:
                    break
                length = fixed
        tokens += inside
        if len(kept) == length and self._fixed(kept[0] << 8 | kept[1]) == length:
            tokens.append(self._whole(self._offset + at, kept, position - at))
            return position
        return self._begin(at, kept, position - at, tokens)

    def _go_on(self, data: bytes, at: int, tokens: list[Token]) -> int:
        """Carry the open command on through *data* and return how far it came."""
        command = self._open
        assert command is not None, "called while a command is open"
        back = None
        while back is None:
            while command.wanted or command.skipped:
                if at == len(data):
                    return at
                at = command.take(data, at)
            back = command.step()
        command.give_back(back)
        tokens.append(command.token(complete=True))
        self._open = None
        return at - back


@dataclass(slots=True)
class _Open:
    """A command whose end has not come yet."""

    offset: int
    kept: bytearray
    size: int
    grammar: Grammar
    started: bool = False
    wanted: int = 0
    """Bytes that the grammar still waits to be given."""
    given: bytearray = field(default_factory=bytearray)
    skipped: int = 0
    """Bytes that are still to pass by."""

    def take(self, data: bytes, at: int) -> int:
        """Take what is there of the bytes needed now, and return where it ends."""
        count = min(self.wanted or self.skipped, len(data) - at)
        piece = data[at : at + count]
        if self.wanted:
            self.given += piece
            self.wanted -= count
        else:
            self.skipped -= count
        self.size += count
        self.kept += piece[: max(0, PAYLOAD_KEPT - len(self.kept))]
        return at + count

    def step(self) -> int | None:
        """Ask the grammar what comes next; return the bytes to give back once it has ended."""
        given = bytes(self.given)
        self.given.clear()
        try:
            need = self.grammar.send(given) if self.started else next(self.grammar)
        except StopIteration as end:
            return int(end.value)
        self.started = True
        self.wanted, self.skipped = max(0, need), max(0, -need)
        return None

    def give_back(self, count: int) -> None:
        """Drop the last *count* bytes: they belong to what follows."""
        self.size -= count
        del self.kept[len(self.kept) - count :]

    def token(self, *, complete: bool) -> Command:
        """Return the command as it stands."""
        data = bytes(self.kept)
        return Command(self.offset, _name_of(data[:3]), data, self.size, complete)


def _real_time(data: bytes, at: int, *, last: bool) -> int:
    """Return the length of the real-time command at *at*, 0 when there is none."""
    head = data[at + 1 : at + 3]
    length = REAL_TIME.get(head, 0)
    if length:
        return length if at + length <= len(data) else _NEED_MORE
    undecided = len(head) == 0 or (len(head) == 1 and head[0] in (0x04, 0x05, 0x14))
    return _NEED_MORE if undecided and not last else 0


@lru_cache(maxsize=4096)
def _name_of(head: bytes) -> str:
    """Return the name of the command that begins with *head*, its first two or three bytes."""
    key = head[0] << 8 | head[1]
    name = _bare_name(head[:2])
    if len(head) < 3:
        return name
    selector = head[2]
    if not _has_form(key, selector):
        return f"? {name} {selector:02X}"
    if key == US << 8 | ESC:
        known = selector in (DLE, US)
        return f"{name} {_letter(selector)}" if known else f"? {name} {selector:02X}"
    return f"{name} {_letter(selector)}" if key in NAMED_BY_SELECTOR else name


def _has_form(key: int, selector: int) -> bool:
    """Tell whether a command with many forms has the one that *selector* names."""
    if key == GS << 8 | ord("V"):
        return selector in CUTS_WITHOUT_FEED or selector in CUTS_WITH_FEED
    if key == GS << 8 | ord("k"):
        return selector <= 11 or 65 <= selector <= 79 or selector == CHINESE_QR
    return True


def _bare_name(opcode: bytes) -> str:
    """Return prefix and opcode as the manuals write them."""
    return f"{CONTROL_NAMES[opcode[0]]} {_letter(opcode[1])}"


def _letter(byte: int) -> str:
    """Return a byte as the manuals write it: its character, its control name, or in hex."""
    if 0x20 < byte < 0x7F:
        return chr(byte)
    if byte < 0x20:
        return CONTROL_NAMES[byte]
    return "SP" if byte == 0x20 else f"{byte:02X}"
