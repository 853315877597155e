"""Plays a recorded stream to a printer or a relay, as slowly as a POS would.

    python -m hardware.taps.replay receipt.bin tcp://127.0.0.1:9100 --baud 9600

A timing file has one piece a line: seconds since the start, a space, the number of its bytes.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone, Transport

Piece = tuple[float, bytes]
"""When, in seconds since the start, and what."""

_BITS_A_BYTE: Final = 10
"""A start bit, eight of data and a stop bit."""
_WRITE_S: Final = 5.0
_REPLY_S: Final = 0.5
_LONGEST_LINE: Final = 64


def at_baud(data: bytes, baud: int, at_once: int = 16) -> Iterator[Piece]:
    """Cut *data* as a serial port of this speed delivers it."""
    for offset in range(0, len(data), at_once):
        yield offset * _BITS_A_BYTE / baud, data[offset : offset + at_once]


def as_timed(data: bytes, timing: Iterable[str]) -> Iterator[Piece]:
    """Cut *data* as a timing file says, or raise ValueError where it does not fit."""
    offset, before = 0, 0.0
    for number, line in enumerate(timing, start=1):
        words = line[:_LONGEST_LINE].split()
        if len(words) != 2 or not words[1].isdigit():
            raise ValueError(f"line {number}: expected seconds and a number of bytes")
        at, size = float(words[0]), int(words[1])
        if at < before or offset + size > len(data):
            raise ValueError(f"line {number}: before the line above, or beyond the stream's end")
        yield at, data[offset : offset + size]
        offset, before = offset + size, at
    if offset != len(data):
        raise ValueError(f"{len(data) - offset} bytes of the stream are in no line")


def play(
    pieces: Iterable[Piece],
    transport: Transport,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write each piece when it is due, or raise PrinterGone."""
    start = clock()
    for at, piece in pieces:
        sleep(max(0.0, start + at - clock()))
        data = piece
        while data:
            sent = transport.write(data, _WRITE_S)
            if not sent:
                raise PrinterGone(f"{transport.url} took nothing for {_WRITE_S:.0f} s")
            data = data[sent:]


def main(argv: Sequence[str] | None = None) -> int:
    """Play a file; 0 done, 2 a wrong setting or file, 3 nobody took it."""
    parser = argparse.ArgumentParser(prog="replay", description="Play a recorded stream.")
    parser.add_argument("file", type=Path)
    parser.add_argument("url", help="tcp://127.0.0.1:9100, serial:///dev/pts/3 …")
    parser.add_argument("--baud", type=int, metavar="N", help="as a serial port of this speed")
    parser.add_argument("--timing", type=Path, metavar="PATH", help="as a timing file says")
    args = parser.parse_args(argv)
    try:
        data = args.file.read_bytes()
        pieces = [(0.0, data)]
        if args.timing:
            pieces = list(as_timed(data, args.timing.read_text().splitlines()))
        elif args.baud:
            pieces = list(at_baud(data, args.baud))
        transport = transport_for(args.url)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"replay: {error}\n")
        return 2
    try:
        transport.open()
        play(pieces, transport)
        transport.read(_REPLY_S)
        transport.close()
    except PrinterGone as gone:
        sys.stderr.write(f"replay: {gone}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
