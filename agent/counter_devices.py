"""What reads codes at the counter: camera and scanner, each started anew when its own words change.

Both may come and go while vouchers are taken: whatever they read is told to the counter's loop,
which knows nothing of them.
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from agent.config import CounterSettings
from agent.core.counter_events import Event, Seen
from agent.core.counter_view import DeviceState
from agent.core.scanner_words import scanner_words
from agent.core.slip_texts import Language
from agent.core.status import Device, sentence

_NONE = Device(DeviceState.NONE)


class _Watched(Protocol):
    """A device that is watched until it is told to stop."""

    def stop(self) -> None:
        """Stop watching."""
        ...


class CounterDevices:
    """The camera and the scanner of one counter."""

    def __init__(self, tell: Callable[[Event], None], log: Callable[[str], None]) -> None:
        self._tell = tell
        self._log = log
        self._turn = Lock()
        self._settings = CounterSettings()
        self._camera: _Watched | None = None
        self._scanner: _Watched | None = None
        self.camera = _NONE
        """How the camera is."""
        self.scanner = _NONE
        """How the scanner is."""

    def adopt(self, settings: CounterSettings) -> None:
        """Go on with other settings; a device whose own did not change is left alone.

        May wait some seconds for a camera that hangs in its driver.
        """
        with self._turn:
            before, self._settings = self._settings, settings
            if _camera_words(before) != _camera_words(settings):
                self._stop_camera()
                if settings.camera:
                    self._watch_camera(settings.camera, screen_mode=settings.screen_mode)
            if _scanner_words(before) != _scanner_words(settings):
                self._stop_scanner()
                if settings.scanner:
                    self._listen_to_scanner(settings.scanner, settings.suffix)

    def stop(self) -> None:
        """Let go of both."""
        with self._turn:
            self._settings = CounterSettings()
            self._stop_camera()
            self._stop_scanner()

    def _stop_camera(self) -> None:
        old, self._camera, self.camera = self._camera, None, _NONE
        if old is not None:
            old.stop()

    def _stop_scanner(self) -> None:
        old, self._scanner, self.scanner = self._scanner, None, _NONE
        if old is not None:
            old.stop()

    def _watch_camera(self, url: str, *, screen_mode: bool) -> None:
        from hardware.cameras.camera import WrongCamera  # noqa: PLC0415  # only with a camera
        from hardware.cameras.choosing import camera_for  # noqa: PLC0415
        from hardware.cameras.watching import CameraState, Sight, Watching  # noqa: PLC0415
        from hardware.codes.cascade import Reading  # noqa: PLC0415

        def read(reading: Reading) -> None:
            for text in reading.texts:
                self._tell(Seen(text))

        def said(state: CameraState) -> None:
            if self._camera is not watching:
                return  # it hung in its driver when it was let go of
            problem = sentence(f"{state.title} {state.hint}") or None
            if state.sight is Sight.SEEING:
                self.camera = Device(DeviceState.READY)
            elif state.sight is Sight.OPENING:
                self.camera = Device(DeviceState.UNKNOWN)
            else:
                self.camera = Device(DeviceState.TROUBLE, problem)
            if problem:
                self._log(f"camera: {problem}")

        try:
            camera = camera_for(url)
        except WrongCamera as error:
            self.camera = Device(DeviceState.TROUBLE, sentence(str(error)))
            self._log(f"camera: {error}")
            return
        self.camera = Device(DeviceState.UNKNOWN)
        watching = Watching(camera, read, on_state=said, screen_mode=screen_mode)
        self._camera = watching
        watching.start()

    def _listen_to_scanner(self, url: str, suffix: str) -> None:
        from hardware.serial.line import SerialLine  # noqa: PLC0415  # only with a scanner
        from hardware.serial.scans import Scan, ScanReader, Suffix, Unreadable  # noqa: PLC0415
        from hardware.serial.troubles import Trouble  # noqa: PLC0415
        from hardware.serial.watching import Watching  # noqa: PLC0415

        def take(found: Scan | Unreadable) -> None:
            if isinstance(found, Scan):
                self._tell(Seen(found.text, from_camera=False))
            else:
                self._log(f"scanner: {found.fault} {found.count}")

        def said(trouble: Trouble | None) -> None:
            if self._scanner is not watching:
                return
            if trouble is None:
                self.scanner = Device(DeviceState.READY)
            else:
                title, hint = scanner_words(trouble, Language.ENGLISH)
                self.scanner = Device(DeviceState.TROUBLE, sentence(f"{title}. {hint}."))
                self._log(f"scanner: {trouble}")

        self.scanner = Device(DeviceState.UNKNOWN)
        watching = Watching(SerialLine(url), ScanReader(Suffix(suffix)), take, said)
        self._scanner = watching
        watching.start()


def _camera_words(settings: CounterSettings) -> tuple[str, bool]:
    return settings.camera, settings.screen_mode


def _scanner_words(settings: CounterSettings) -> tuple[str, str]:
    return settings.scanner, settings.suffix
