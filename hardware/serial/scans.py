"""What a scanner sends over a serial line, cut into scans. Does no I/O: feed it what arrived."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hardware.serial.aim import without_prefix

LONGEST_SCAN: Final = 7200
"""Bytes: the largest QR code holds 7,089 digits; what is longer is noise, or two codes in one."""
QUIET_S: Final = 0.05
"""Seconds without a byte that end a scan which no suffix ended: fifty bytes' time at 9600 baud."""
PATIENT_S: Final = 0.5
"""The same for a scanner that is known to send a suffix: its pause is the computer's, not its own,
and half a code would be a wrong one."""

_STX: Final = 0x02
_GS: Final = "\x1d"
_SPACES: Final = "\r\n\t \x00"


class Suffix(StrEnum):
    """What the scanner was set to send after a code."""

    AUTO = "auto"
    """Whatever of the others comes, or silence."""
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    NONE = "none"
    """Only silence ends a scan."""


_ENDS: Final = {
    Suffix.AUTO: b"\r\n\t\x03",
    Suffix.CR: b"\r",
    Suffix.LF: b"\n",
    Suffix.CRLF: b"\n",
    Suffix.TAB: b"\t",
    Suffix.NONE: b"",
}
"""Bytes that end a scan. A named suffix leaves the others to codes of several lines."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One code that a scanner read."""

    text: str
    symbology: str | None = None
    """By its AIM prefix, where the scanner sends one."""


class Fault(StrEnum):
    """Why bytes of a scanner are no scan."""

    TOO_LONG = "too_long"
    NOISE = "noise"
    """No text: the speed or the parity of the line is likely wrong."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes that are no scan; the bytes themselves are of no use to anybody."""

    fault: Fault
    count: int
    """How many bytes."""


Heard = Scan | Unreadable


class ScanReader:
    """Cuts a scanner's bytes into scans, in whatever pieces they come."""

    def __init__(self, suffix: Suffix = Suffix.AUTO, quiet_s: float = QUIET_S) -> None:
        self._ends = _ENDS[suffix]
        self._quiet_s = quiet_s
        self._sends_suffix = suffix not in (Suffix.AUTO, Suffix.NONE)
        self._pending = bytearray()
        self._dropped = 0
        self._last_s = 0.0

    @property
    def quiet_s(self) -> float:
        """Return how long a silence must be to end a scan; with nothing to end, no hurry."""
        return self._quiet_s if self._pending and not self._sends_suffix else PATIENT_S

    def feed(self, data: bytes, at_s: float) -> list[Heard]:
        """Take bytes that arrived at *at_s* and return the scans that they complete.

        A gap between two calls ends nothing: the computer may have been slow. `passed` does.
        """
        heard: list[Heard] = []
        self._last_s = at_s
        for byte in data:
            if byte in self._ends:
                self._sends_suffix = True
                heard += self._ended()
            elif len(self._pending) >= LONGEST_SCAN:
                self._dropped += 1
            else:
                self._pending.append(byte)
        return heard

    def passed(self, at_s: float) -> list[Heard]:
        """Return the scan that silence has ended, where nothing came until *at_s*."""
        return self._ended() if at_s - self._last_s >= self.quiet_s else []

    def lost(self) -> None:
        """Forget the half of a scan: the line to the scanner broke."""
        self._pending.clear()
        self._dropped = 0

    def _ended(self) -> list[Heard]:
        """Return what the bytes so far were; nothing for an end that follows an end."""
        data, dropped = bytes(self._pending), self._dropped
        self.lost()
        if dropped:
            return [Unreadable(Fault.TOO_LONG, len(data) + dropped)]
        if not data.strip(_SPACES.encode() + bytes((_STX,))):
            return []
        scan = _scan_in(data)
        return [scan if scan is not None else Unreadable(Fault.NOISE, len(data))]


def _scan_in(data: bytes) -> Scan | None:
    """Return the scan that *data* is; None for what is no text."""
    try:
        text = data.lstrip(b"\x00\x02").decode("utf-8")
    except UnicodeDecodeError:
        return None
    text, symbology = without_prefix(text.strip(_SPACES))
    text = text.lstrip(_GS).strip(_SPACES)
    if not text or any(_is_noise(it) for it in text):
        return None
    return Scan(text, symbology)


def _is_noise(character: str) -> bool:
    """Tell whether a character stands in no code: a control, but for lines, tabs and GS."""
    return (character < " " and character not in "\r\n\t\x1d\x1e\x04") or character == "\x7f"
