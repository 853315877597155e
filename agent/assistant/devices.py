"""The devices that the assistant tries: one at a time, let go of when the person goes on."""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from agent.app import ask
from agent.assistant.overhearing import Overhearing
from agent.config import SUPERVISOR_FILE
from agent.core.assistant.blocks import Option
from agent.core.assistant.wishes import (
    CameraRead,
    CameraSays,
    Found,
    Heard,
    HearScanner,
    Listen,
    News,
    ScannerRead,
    ScannerSays,
    Stop,
    Watch,
)
from agent.core.till import ALMATY
from agent.standing import standing_of
from hardware.cameras.camera import WrongCamera
from hardware.cameras.choosing import camera_for, plugged_in
from hardware.cameras.peeking import PeekedCamera
from hardware.cameras.watching import CameraState
from hardware.cameras.watching import Watching as CameraWatching
from hardware.codes.cascade import Reading
from hardware.printers.finding import find_printers
from hardware.serial.line import SerialLine
from hardware.serial.ports import find_ports
from hardware.serial.scans import Scan, ScanReader, Unreadable
from hardware.serial.troubles import Trouble
from hardware.serial.watching import Watching as LineWatching
from hardware.taps.lock import holder

OPENCV_CAMERAS: Final = 3
"""Where the system does not list cameras (Windows), the first ones are offered by number."""


class _Running(Protocol):
    """A device that is looked at until it is stopped."""

    def stop(self) -> None:
        """Let go of it."""
        ...


def look(home: Path) -> Found:
    """Return what is plugged in, and whether an agent holds it."""
    # A supervisor without its brain holds printer and port too.
    runs = ask(home, {"ask": "state"}) is not None or bool(holder(home / SUPERVISOR_FILE))
    ports = tuple(Option(it.url, it.name) for it in find_ports())
    printers = tuple(Option(it.url, it.name) for it in find_printers())
    return Found(
        printers=(*printers, *ports),
        ports=ports,
        cameras=tuple(Option(it.url, it.name) for it in plugged_in()) or _by_number(),
        agent_runs=runs,
        last=_last_read(home) if runs else None,
    )


def _last_read(home: Path) -> Heard | None:
    """Return what the running agent made of the paper that the POS printed last."""
    last = standing_of(home).tap.last_receipt
    if last is None:
        return None
    return Heard(
        kind=last.kind,
        total=last.total,
        number=None,
        printed_at=datetime.fromtimestamp(last.at, ALMATY),
        fiscal=None,
        doubts=() if last.why is None else (last.why,),
        readable=True,
        earns=last.earns,
        whole=False,
    )


def _by_number() -> tuple[Option, ...]:
    """Return cameras by number, on systems that do not list them."""
    if os.name != "nt":
        return ()
    return tuple(Option(f"opencv:{n}", f"№ {n + 1}") for n in range(OPENCV_CAMERAS))


class Devices:
    """At most one device at a time is looked at."""

    def __init__(self, home: Path, tell: Callable[[News], None]) -> None:
        self._home = home
        self._tell = tell
        self._turn = threading.Lock()
        self._running: _Running | None = None
        self._camera: PeekedCamera | None = None

    def do(self, wish: Listen | Watch | HearScanner | Stop) -> None:
        """Let go of the device before, and look at this one."""
        with self._turn:
            self._stop()
            match wish:
                case Listen():
                    overhearing = Overhearing(wish, self._home, self._tell)
                    self._running = overhearing
                    overhearing.start()
                case Watch(url=url):
                    self._watch(url)
                case HearScanner(url=url):
                    self._hear_scanner(url)
                case Stop():
                    return

    def picture(self) -> bytes | None:
        """Return what the camera sees, as a PNG; None where none does."""
        camera = self._camera
        return None if camera is None else camera.png()

    def _stop(self) -> None:
        running, self._running, self._camera = self._running, None, None
        if running is not None:
            running.stop()

    def _watch(self, url: str) -> None:
        try:
            camera = PeekedCamera(camera_for(url))
        except WrongCamera as error:
            self._tell(CameraSays("over", error.title, error.hint))
            return

        def read(reading: Reading) -> None:
            self._tell(CameraRead(reading.texts[0], reading.ms))

        def said(state: CameraState) -> None:
            self._tell(CameraSays(state.sight.value, state.title, state.hint))

        watching = CameraWatching(camera, read, on_state=said)
        self._running, self._camera = watching, camera
        watching.start()

    def _hear_scanner(self, url: str) -> None:
        def take(found: Scan | Unreadable) -> None:
            self._tell(ScannerRead(found.text if isinstance(found, Scan) else None))

        def said(trouble: Trouble | None) -> None:
            self._tell(ScannerSays(None if trouble is None else trouble.value))

        watching = LineWatching(SerialLine(url), ScanReader(), take, said)
        self._running = watching
        watching.start()
