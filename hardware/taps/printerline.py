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
    """So many bytes of the offered were handed over, and so many since the opening confirmed."""

    sent: int
    confirmed: int


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
        self._written = 0
        self._unconfirmed_then = 0
        self._look_again = False
        self._broken = ""
        self._stopped = False
        self._wanted = True

    def start(self) -> None:
        """Begin; news comes from now on."""
        threading.Thread(target=self._run, name="printer", daemon=True).start()

    def offer(self, turn: int, data: bytes) -> Moved | None:
        """Have *data* written; return how it moved, or None: that news, or LineLost, will come.

        Offer no more until then. What a printer takes without waiting is written here and now:
        another thread would have to be woken for it first.
        """
        with self._changed:
            if turn != self._turn or self._broken:
                return None
            try:
                sent = self._transport.write(data, 0.0) if self._is_prompt() else 0
            except PrinterGone as gone:
                self._break(str(gone))
                return None
            if sent:
                moved = self._moved(sent)
                self._look_again = self._unconfirmed_then > 0
            else:
                moved = None
                self._offered = data
            if self._offered or self._look_again:
                self._changed.notify()
            return moved

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
            self._written = self._unconfirmed_then = 0
            self._broken = ""
        reader = threading.Thread(target=self._read, name="printer status", daemon=True)
        reader.start()
        self._tell(LineOpened(self._turn))
        try:
            self._write()
        except PrinterGone as gone:
            self._break(str(gone))
        with self._changed:
            moved = self._moved(0)
        self._tell(moved)
        reader.join()
        self._transport.close()
        self._tell(LineClosed() if self._broken == _HUNG_UP else LineLost(self._broken))

    def _write(self) -> None:
        """Hand over what is offered, and tell what of it is confirmed, until the line breaks."""
        look_s = _FIRST_LOOK_S
        while True:
            with self._changed:
                news = self._changed.wait_for(
                    self._has_news, look_s if self._unconfirmed_then else None
                )
                look_s = _FIRST_LOOK_S if news else min(2 * look_s, _LONGEST_LOOK_S)
                self._look_again = False
                if self._stopped or self._is_parting():
                    self._broken = self._broken or _HUNG_UP
                if self._broken:
                    return
                data = self._offered
            sent = self._transport.write(data, _WRITE_S) if data else 0
            with self._changed:
                if sent:
                    self._offered = b""
                before = self._unconfirmed_then
                moved = self._moved(sent)
            if sent or self._unconfirmed_then != before:
                self._tell(moved)

    def _moved(self, sent: int) -> Moved:
        """Count *sent* bytes and see how many are confirmed; with the lock held."""
        self._written += sent
        self._unconfirmed_then = self._unconfirmed()
        return Moved(sent, self._written - self._unconfirmed_then)

    def _has_news(self) -> bool:
        """Tell whether the writer has something to do."""
        busy = self._offered or self._look_again
        return bool(busy or self._broken or self._stopped or self._is_parting())

    def _is_parting(self) -> bool:
        """Tell whether it is time to hang up."""
        return not (self._wanted or self._offered or self._unconfirmed_then)

    def _is_prompt(self) -> bool:
        """Tell whether the transport can be written to without waiting."""
        return bool(getattr(self._transport, "prompt", False))

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
