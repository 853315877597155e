"""The line to the printer: opened, kept open, opened again; never blocks who uses it."""

import threading
import time
from collections.abc import Callable
from typing import Final

from hardware.printers.transports import PrinterGone, Transport
from hardware.taps.record import Record

_WRITE_S: Final = 0.5
_READ_S: Final = 0.2
"""How long hanging up may have to wait for the reading thread."""
_FIRST_WAIT_S: Final = 0.1
_LONGEST_WAIT_S: Final = 1.0
_FIRST_LOOK_S: Final = 0.001
_LONGEST_LOOK_S: Final = 0.1
_HUNG_UP: Final = "hung up"


class LineOpened(Record):
    """The printer can be written to; *turn* counts the openings and goes with every offer."""

    turn: int


class LineLost(Record):
    """The printer is gone; *note* says why. It is tried again until it is there."""

    note: str


class LineClosed(Record):
    """The line was hung up because nobody wanted it; the printer is as it was."""


class Moved(Record):
    """So many bytes of the offered were handed over, and so many in all are not confirmed."""

    sent: int
    unconfirmed: int


class Heard(Record):
    """What the printer said."""

    data: bytes


News = LineOpened | LineLost | LineClosed | Moved | Heard


class PrinterLine:
    """Two threads on one transport: one opens and writes, one reads; *tell* gets the news."""

    def __init__(self, transport: Transport, tell: Callable[[News], None]) -> None:
        self._transport = transport
        self._unconfirmed: Callable[[], int] = getattr(transport, "unconfirmed", lambda: 0)
        self._tell = tell
        self._changed = threading.Condition()
        self._turn = 0
        self._offered = b""
        self._broken = ""
        self._stopped = False
        self._wanted = True
        self._told = 0
        """How many unconfirmed bytes were last told of."""

    def start(self) -> None:
        """Begin; news comes from now on."""
        threading.Thread(target=self._run, name="printer", daemon=True).start()

    def offer(self, turn: int, data: bytes) -> None:
        """Have *data* written; the news of it is Moved or LineLost. Offer no more until then."""
        with self._changed:
            if turn == self._turn:
                self._offered = data
                self._changed.notify()

    def want(self, *, wanted: bool) -> None:
        """Hang up once all is confirmed and nobody wants the line, or open it again."""
        with self._changed:
            if wanted != self._wanted:
                self._wanted = wanted
                self._changed.notify()

    def stop(self) -> None:
        """Hang up and end."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        """Keep the line open until stopped."""
        wait_s = _FIRST_WAIT_S
        while self._is_wanted():
            try:
                self._transport.open()
            except PrinterGone as gone:
                self._tell(LineLost(str(gone)))
            else:
                opened_at = time.monotonic()
                self._serve()
                if time.monotonic() - opened_at > _LONGEST_WAIT_S:
                    wait_s = _FIRST_WAIT_S  # A line that breaks at once is not hammered.
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or not self._wanted, wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    def _is_wanted(self) -> bool:
        """Wait until somebody wants the line; False when stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._stopped)
            return not self._stopped

    def _serve(self) -> None:
        """Write what is offered until the line breaks."""
        with self._changed:
            self._turn += 1
            self._offered = b""
            self._broken = ""
        reader = threading.Thread(target=self._read, name="printer status", daemon=True)
        reader.start()
        self._tell(LineOpened(self._turn))
        try:
            self._write()
        except PrinterGone as gone:
            self._break(str(gone))
        self._tell(Moved(0, self._unconfirmed()))
        reader.join()
        self._transport.close()
        self._tell(LineClosed() if self._broken == _HUNG_UP else LineLost(self._broken))

    def _write(self) -> None:
        """Hand over what is offered, and tell what of it is confirmed, until the line breaks."""
        self._told = 0
        look_s = _FIRST_LOOK_S
        while True:
            with self._changed:
                ready = self._changed.wait_for(self._has_news, look_s if self._told else None)
                if self._stopped or not (self._wanted or self._offered or self._told):
                    self._broken = self._broken or _HUNG_UP
                if self._broken:
                    return
                data = self._offered
            if not ready:
                look_s = min(2 * look_s, _LONGEST_LOOK_S)
            sent = self._transport.write(data, _WRITE_S) if data else 0
            unconfirmed = self._unconfirmed()
            if sent:
                look_s = _FIRST_LOOK_S
                with self._changed:
                    self._offered = b""
            if sent or unconfirmed != self._told:
                self._told = unconfirmed
                self._tell(Moved(sent, unconfirmed))

    def _has_news(self) -> bool:
        """Tell whether the writer has something to do."""
        parting = not self._wanted and not self._told
        return bool(self._offered or self._broken or self._stopped or parting)

    def _read(self) -> None:
        """Tell what the printer says until the line breaks."""
        while not self._broken:
            try:
                data = self._transport.read(_READ_S)
            except PrinterGone as gone:
                self._break(str(gone))
                return
            if data:
                self._tell(Heard(data))

    def _break(self, note: str) -> None:
        """Have both threads leave this line."""
        with self._changed:
            self._broken = self._broken or note or "gone"
            self._changed.notify()
