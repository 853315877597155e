"""A receipt printer that is only a program: on a TCP port or a pty, with paper and faults."""

import argparse
import contextlib
import math
import selectors
import socket
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from PIL import Image

from hardware.ending import on_ending
from hardware.printers.device import BUFFER_BYTES, Device, Pace
from hardware.printers.faults import Dead, Fault, HangUp, LineFault, PowerCut, Refusing
from hardware.printers.machine import PaperEvent
from hardware.printers.profile import PrinterProfile
from hardware.printers.profiles import load_profile, profile_names
from hardware.printers.replies import Condition
from hardware.printers.virtual_lines import Line, PtyLine, TcpLine

_STOP_S: Final = 5.0
"""Longest wait for the thread to end; it never waits for its peer."""
_SETTLE_S: Final = 0.02
"""Quiet this long means that nothing more is on its way through the kernel."""
_STEPS: Final = 32
"""Commands printed before the line is looked at again: a real-time command cannot wait."""
_SAID_LIMIT: Final = 65_536
"""Replies kept for a peer that does not read them."""


class VirtualPrinter:
    """A printer with a thread of its own; use it as a context manager, or start() and stop().

    Real-time commands are answered as soon as they can be read, whatever the printer is doing.
    They cannot be read when their own sender has filled the buffer, its reserve and the kernel's
    buffers before them: no printer sees through a full wire.
    """

    def __init__(
        self,
        profile: PrinterProfile,
        line: Line,
        *,
        buffer_bytes: int = BUFFER_BYTES,
        pace: Pace | None = None,
    ) -> None:
        self._device = Device(profile, buffer_bytes=buffer_bytes, pace=pace)
        self._line = line
        self._faults: dict[type[Fault], Fault] = {}
        self._said = bytearray()
        self._until_hang_up = math.inf
        self._lock = threading.RLock()
        self._last_byte = -math.inf
        self._stopping = False
        self._bell, self._ear = socket.socketpair()
        self._bell.settimeout(0)
        self._ear.settimeout(0)
        self._thread = threading.Thread(target=self._run, name="virtual-printer", daemon=True)

    @classmethod
    def on_tcp(
        cls,
        profile: PrinterProfile,
        *,
        port: int = 0,
        buffer_bytes: int = BUFFER_BYTES,
        pace: Pace | None = None,
    ) -> Self:
        """Return a printer on 127.0.0.1; port 0 takes a free one."""
        return cls(profile, TcpLine(port), buffer_bytes=buffer_bytes, pace=pace)

    @classmethod
    def on_pty(
        cls,
        profile: PrinterProfile,
        link: Path,
        *,
        buffer_bytes: int = BUFFER_BYTES,
        pace: Pace | None = None,
    ) -> Self:
        """Return a printer on a pseudo-terminal whose name is the symbolic link *link*."""
        return cls(profile, PtyLine(link), buffer_bytes=buffer_bytes, pace=pace)

    @property
    def url(self) -> str:
        """Return its address as the agent's settings name it."""
        return self._line.url

    @property
    def port(self) -> int:
        """Return the TCP port; 0 on a pty."""
        return self._line.port

    @property
    def received(self) -> bytes:
        """Return all bytes that arrived, the last 16 MB of them."""
        with self._lock:
            return bytes(self._device.received)

    @property
    def pieces(self) -> list[Image.Image]:
        """Return the pieces of paper; last what stands in the printer."""
        with self._lock:
            return self._device.paper.images()

    @property
    def status(self) -> Condition:
        """Return what the sensors say."""
        with self._lock:
            return self._device.condition

    @property
    def events(self) -> list[PaperEvent]:
        """Return cuts, drawer pulses and buzzes, oldest first."""
        with self._lock:
            return self._device.paper.events

    def to_png(self, path: Path) -> None:
        """Write the picture of all pieces."""
        with self._lock:
            self._device.paper.to_png(path)

    def fault(self, fault: Fault) -> None:
        """Let something go wrong, now."""
        with self._lock:
            self._faults[type(fault)] = fault
            if not isinstance(fault, LineFault):
                self._say(self._device.suffer(fault))
            elif isinstance(fault, HangUp):
                self._until_hang_up = fault.after_bytes
            elif isinstance(fault, PowerCut | Refusing):
                self._go_dark(losing_power=isinstance(fault, PowerCut))
        self._ring()

    def clear(self, *kinds: type[Fault]) -> None:
        """Put right the faults of these kinds, or all of them."""
        with self._lock:
            for kind in kinds or tuple(self._faults):
                fault = self._faults.pop(kind, None)
                if fault is None:
                    continue
                if not isinstance(fault, LineFault):
                    self._say(self._device.recover(type(fault)))
                elif isinstance(fault, HangUp):
                    self._until_hang_up = math.inf
            if not self._dark:
                self._line.open()
        self._ring()

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until everything that came is printed; False when time ran out or it cannot be."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            with self._lock:
                quiet = time.monotonic() - self._last_byte > _SETTLE_S
                if quiet and not self._device.held and not self._line.pending():
                    return True
            time.sleep(_SETTLE_S / 4)
        return False

    def start(self) -> None:
        """Switch it on."""
        self._line.open()
        self._thread.start()

    def stop(self) -> None:
        """Switch it off and put everything away."""
        self._stopping = True
        self._ring()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)
        self._line.close()
        self._bell.close()
        self._ear.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _dark(self) -> bool:
        """Tell whether nobody may reach it."""
        return PowerCut in self._faults or Refusing in self._faults

    def _go_dark(self, *, losing_power: bool) -> None:
        """Break the line; without power also forget everything."""
        self._said.clear()
        self._line.close()
        if losing_power:
            self._device.power_cut()

    def _ring(self) -> None:
        """Wake the thread."""
        with contextlib.suppress(OSError):
            self._bell.send(b"\0")

    def _say(self, said: bytes) -> None:
        """Put a reply on its way."""
        self._said += said[: max(0, _SAID_LIMIT - len(self._said))]

    def _run(self) -> None:
        """Serve the line until stop()."""
        while not self._stopping:
            with selectors.DefaultSelector() as selector:
                selector.register(self._ear, selectors.EVENT_READ)
                with self._lock:
                    self._listen(selector)
                    wakes_at = math.inf if Dead in self._faults else self._device.wakes_at()
                wait = max(0.0, wakes_at - time.monotonic())
                ready = selector.select(None if math.isinf(wait) else wait)
            with self._lock:
                self._serve({key.fd for key, _ in ready})

    def _listen(self, selector: selectors.BaseSelector) -> None:
        """Register what the thread waits for."""
        if self._dark:
            return
        for descriptor, is_door in self._line.sources():
            wanted = 0
            if is_door or (self._device.room and Dead not in self._faults):
                wanted |= selectors.EVENT_READ
            if not is_door and self._said:
                wanted |= selectors.EVENT_WRITE
            if wanted:
                selector.register(descriptor, wanted)

    def _serve(self, ready: set[int]) -> None:
        """Take what came, print, and send what is to be said."""
        if self._ear.fileno() in ready:
            with contextlib.suppress(OSError):
                self._ear.recv(4096)
        if not self._dark:
            self._line.admit(ready)
        if Dead in self._faults:
            return
        self._take()
        # Real-time answers do not wait for what is to be printed now.
        self._speak()
        self._say(self._device.work(time.monotonic(), _STEPS))
        self._speak()

    def _speak(self) -> None:
        """Send what is to be said, as much as goes."""
        if self._said:
            del self._said[: self._line.send(bytes(self._said))]

    def _take(self) -> None:
        """Read as much as there is room for, and break the line where a fault says so."""
        wanted = min(self._device.room, self._until_hang_up, 65_536)
        data = self._line.receive(int(wanted)) if wanted else b""
        if data:
            self._last_byte = time.monotonic()
            self._say(self._device.receive(data))
            self._until_hang_up -= len(data)
        if self._until_hang_up <= 0 and self._line.connected():
            self._until_hang_up = math.inf
            self._faults.pop(HangUp, None)
            self._said.clear()
            self._line.hang_up()


def main(arguments: list[str] | None = None) -> int:
    """Run a virtual printer until it is told to end, then write its paper."""
    parser = argparse.ArgumentParser(prog="python -m hardware.printers.virtual")
    parser.add_argument("--profile", choices=profile_names(), default="generic-80")
    parser.add_argument("--port", type=int, default=0, help="TCP port on 127.0.0.1; 0: any free")
    parser.add_argument("--pty", type=Path, help="a symbolic link to make, instead of TCP")
    parser.add_argument("--png", type=Path, help="write the paper here at the end")
    parser.add_argument("--received", type=Path, help="write all received bytes here at the end")
    chosen = parser.parse_args(arguments)
    profile = load_profile(chosen.profile)
    ended = threading.Event()
    on_ending(ended.set)
    printer = (
        VirtualPrinter.on_pty(profile, chosen.pty)
        if chosen.pty
        else VirtualPrinter.on_tcp(profile, port=chosen.port)
    )
    with printer:
        sys.stdout.write(f"{printer.url}\n")
        sys.stdout.flush()
        ended.wait()
        printer.wait_idle(_STOP_S)
    if chosen.png:
        printer.to_png(chosen.png)
    if chosen.received:
        chosen.received.write_bytes(printer.received)
    return 0


if __name__ == "__main__":
    sys.exit(main())
