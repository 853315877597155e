"""What a printer says of itself: paper, cover, errors. Bit meanings: Epson's DLE EOT and GS a."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ASK_OFFLINE: Final = b"\x10\x04\x02"
"""DLE EOT 2: why the printer does not print; one byte back."""
ASK_PAPER: Final = b"\x10\x04\x04"
"""DLE EOT 4: the paper sensors; one byte back."""

_REPLY_MASK, _REPLY = 0x93, 0x12
"""A reply to DLE EOT is 0xx1xx10."""
_ASB_MASK, _ASB = 0x93, 0x10
"""An automatic status begins with 0xx1xx00, and three bytes 0xx0xxxx follow."""
_ASB_SIZE: Final = 4


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """How a printer is, as far as it says."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    error: bool = False

    @property
    def problem(self) -> str | None:
        """Return what keeps it from printing and what to do, or None."""
        if self.cover_open:
            return "the cover is open: close it"
        if self.paper_out:
            return "there is no paper: put in a new roll"
        if self.error:
            return "it reports an error: switch it off and on"
        return None


def status_from_replies(offline: bytes, paper: bytes) -> PrinterStatus | None:
    """Return the status that the replies to ASK_OFFLINE and ASK_PAPER say; None without any.

    Bytes that are no such reply are passed over: a printer without sensors says nothing.
    """
    causes, sensors = _reply(offline), _reply(paper)
    if causes is None and sensors is None:
        return None
    causes, sensors = causes or 0, sensors or 0
    return PrinterStatus(
        paper_out=bool(causes & 0x20 or sensors & 0x60),
        paper_low=bool(sensors & 0x0C),
        cover_open=bool(causes & 0x04),
        error=bool(causes & 0x40),
    )


def status_from_asb(data: bytes) -> PrinterStatus | None:
    """Return the newest automatic status in what the printer sent; None when there is none."""
    for at in range(len(data) - _ASB_SIZE, -1, -1):
        first, errors, paper, last = data[at : at + _ASB_SIZE]
        if first & _ASB_MASK == _ASB and not (errors | paper | last) & 0x90:
            return PrinterStatus(
                paper_out=bool(paper & 0x0C),
                paper_low=bool(paper & 0x03),
                cover_open=bool(first & 0x20),
                error=bool(errors & 0x6C),
            )
    return None


def ask_status(write: Callable[[bytes], object], read: Callable[[], bytes]) -> PrinterStatus | None:
    """Ask a printer how it is, by a line that nobody else uses; None when it does not say."""
    write(ASK_OFFLINE)
    offline = read()
    write(ASK_PAPER)
    return status_from_replies(offline, read())


def _reply(data: bytes) -> int | None:
    return next((byte for byte in reversed(data) if byte & _REPLY_MASK == _REPLY), None)
