"""What a receipt printer says of itself: status bytes and names, as the manuals give them."""

from dataclasses import dataclass
from typing import Final

from hardware.printers.profile import PrinterProfile

_REAL_TIME_BASE: Final = 0x12
"""0xx1xx10: how a reply to DLE EOT is told from all else."""
_AUTOMATIC_BASE: Final = 0x10
"""0xx1xx00: the first byte of an automatic status; three of 0xx0xxxx follow."""
_MODEL_ID: Final = 0x20
_TYPE_WITH_CUTTER: Final = 0x02
_FIRMWARE_ID: Final = 0x31


@dataclass(frozen=True, slots=True)
class Condition:
    """What the sensors say."""

    cover_open: bool = False
    near_end: bool = False
    paper_end: bool = False
    cutter_jam: bool = False

    @property
    def offline(self) -> bool:
        """Tell whether printing has stopped."""
        return self.cover_open or self.paper_end or self.cutter_jam


def real_time(condition: Condition, number: int) -> bytes:
    """Return the reply to DLE EOT *number*; nothing for a number that printers do not know."""
    match number:
        case 1:
            bits = 0x08 * condition.offline
        case 2:
            bits = (
                0x04 * condition.cover_open
                | 0x20 * condition.paper_end
                | 0x40 * condition.cutter_jam
            )
        case 3:
            bits = 0x08 * condition.cutter_jam
        case 4:
            bits = 0x0C * (condition.near_end or condition.paper_end) | 0x60 * condition.paper_end
        case 7 | 8:
            # Ink and slip readers, which a thermal printer has not: nothing to report.
            bits = 0
        case _:
            return b""
    return bytes((_REAL_TIME_BASE | bits,))


def automatic(condition: Condition, watched: int) -> bytes:
    """Return the four bytes of an automatic status, only what *watched* (GS a) asked about."""
    first = _AUTOMATIC_BASE
    if watched & 0x02:
        first |= 0x08 * condition.offline | 0x20 * condition.cover_open
    second = 0x08 * condition.cutter_jam if watched & 0x04 else 0
    third = 0
    if watched & 0x08:
        third = 0x03 * (condition.near_end or condition.paper_end) | 0x0C * condition.paper_end
    return bytes((first, second, third, 0))


def sensors(condition: Condition, number: int) -> bytes:
    """Return the reply to GS r: 1 paper, 2 drawer (shut)."""
    if number in (1, 49):
        near = condition.near_end or condition.paper_end
        return bytes((0x03 * near | 0x0C * condition.paper_end,))
    return b"\0" if number in (2, 50) else b""


def information(profile: PrinterProfile, number: int) -> bytes:
    """Return the reply to GS I: a byte for the old numbers, `_text NUL` for the new ones."""
    identifiers = {1: _MODEL_ID, 2: _TYPE_WITH_CUTTER, 3: _FIRMWARE_ID}
    if number % 48 in identifiers and number < 64:
        return bytes((identifiers[number % 48],))
    model = profile.models[0] if profile.models else profile.name
    names = {
        65: "1.00 virtual",
        66: profile.title.split()[0].upper(),
        67: model,
        68: "BAURSAK0001",
        69: "",
        112: model,
    }
    if number not in names:
        return b""
    return b"_" + names[number].encode("ascii", "replace") + b"\0"
