"""A camera watched all day: newest pictures looked at, codes said once, faults mended.

Two threads. One takes pictures from the camera and keeps the newest, so that a slow look never
makes the pictures old; it opens the camera again when that was pulled out, stalls or freezes. The
other looks at what moved.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from types import TracebackType
from typing import Final, Protocol

from hardware.cameras.camera import Camera, CameraGone, Exposing, Frame, PicturesOver, WrongCamera
from hardware.cameras.motion import MotionGate, dots_of
from hardware.cameras.newest import Newest, Picture
from hardware.cameras.same_value import SameValueLock
from hardware.cameras.screen_mode import ScreenMode, Wish, expose
from hardware.cameras.watchdog import BLACK, Fault, Pauses, Watchdog, WatchTimes
from hardware.codes.cascade import CodeReader, Reading
from hardware.codes.luma import BadPicture, Luma

log = logging.getLogger(__name__)

STOP_S: Final = 5.0
"""How long `stop` waits for a camera that hangs in its driver; its thread ends with the program."""
LOOK_PATIENCE_S: Final = 0.5


class Sight(StrEnum):
    """How a watched camera is."""

    OPENING = "opening"
    SEEING = "seeing"
    DARK = "dark"
    """Pictures come, and they are black: the lens is covered, or there is no light."""
    GONE = "gone"
    """It is pulled out, or does not answer: it is tried again and again."""
    OVER = "over"
    """A recording has ended, or the address names no camera: nothing more is tried."""


@dataclass(frozen=True, slots=True)
class CameraState:
    """What a footer or a check says of a camera."""

    sight: Sight
    title: str = ""
    """What is wrong, one sentence; empty where nothing is."""
    hint: str = ""
    opened: int = 0
    """How often it was opened."""


class Glances(Protocol):
    """What looks at one picture of many."""

    def glance(self, picture: Luma) -> Reading:
        """Return what can be read in a frame's share of time."""


_FAULTS: Final = {
    Fault.STALLED: ("gives no pictures", "It is opened again; if this stays, plug it in again."),
    Fault.FROZEN: (
        "shows a frozen picture",
        "It is opened again; if this stays, plug it in again.",
    ),
}


class Watching:
    """Watches a camera between `start` and `stop`.

    `on_reading` is called on a thread of its own, once for each code that comes into sight;
    `on_state`, one call at a time, whenever the state changes. Neither may raise.
    """

    def __init__(
        self,
        camera: Camera,
        on_reading: Callable[[Reading], None],
        *,
        on_state: Callable[[CameraState], None] = lambda _: None,
        reader: Glances | None = None,
        screen_mode: bool = False,
        times: WatchTimes | None = None,
    ) -> None:
        self._camera = camera
        self._on_reading = on_reading
        self._on_state = on_state
        self._reader = reader or CodeReader()
        self._screen = ScreenMode() if screen_mode and isinstance(camera, Exposing) else None
        self._times = times or WatchTimes()
        self._newest = Newest()
        self._stopping = threading.Event()
        self._state = CameraState(Sight.OPENING)
        self._saying = threading.Lock()
        self._reading_since: float | None = None
        self._threads = [
            threading.Thread(target=self._take_pictures, name="camera pictures", daemon=True),
            threading.Thread(target=self._look, name="camera codes", daemon=True),
        ]

    @property
    def state(self) -> CameraState:
        """How the camera is now."""
        return self._state

    def start(self) -> None:
        """Begin to watch; opening the camera may take its time, on its own thread."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop, and wait for both threads."""
        self._stopping.set()
        self._newest.end()
        for thread in self._threads:
            thread.join(STOP_S)
        self._newest.clear()

    def __enter__(self) -> "Watching":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _take_pictures(self) -> None:
        """Open the camera and take pictures, again and again until told to stop."""
        pauses = Pauses(self._times)
        while not self._stopping.is_set():
            since: float | None = None
            try:
                self._camera.open()
                since = time.monotonic()
                self._say(replace(self._state, opened=self._state.opened + 1))
                self._take_until_wrong()
            except (PicturesOver, WrongCamera) as error:
                # The last picture of a recording is still looked at.
                self._failed(Sight.OVER, error.title, error.hint)
                return
            except CameraGone as error:
                self._failed(Sight.GONE, error.title, error.hint)
                self._newest.clear()
            except OSError as error:
                log.warning("Camera %s failed: %s", self._camera.name, error)
                title = f"The camera {self._camera.name} failed."
                self._failed(Sight.GONE, title, "It is opened again; plug it in again if it stays.")
                self._newest.clear()
            finally:
                self._close()
            well_for = 0.0 if since is None else time.monotonic() - since
            self._stopping.wait(pauses.after(well_for))

    def _say_if_it_hangs(self) -> None:
        """Notice a driver that does not come back: a thread cannot be torn out of it."""
        since = self._reading_since
        if since is not None and time.monotonic() - since > self._times.hang_s:
            title = f"The camera {self._camera.name} hangs."
            self._failed(Sight.GONE, title, "Plug it in again; if it stays, start anew.")

    def _failed(self, sight: Sight, title: str, hint: str) -> None:
        self._say(replace(self._state, sight=sight, title=title, hint=hint))

    def _take_until_wrong(self) -> None:
        """Take pictures until told to stop; raise CameraGone when it must be opened anew."""
        dog = Watchdog(self._times, time.monotonic())
        while not self._stopping.is_set():
            self._reading_since = time.monotonic()
            try:
                frame = self._camera.read(self._times.read_s)
            finally:
                self._reading_since = None
            now_s = time.monotonic()
            if frame is not None:
                self._take(frame, dog, now_s)
            if self._camera.live and (fault := dog.fault(now_s)) is not None:
                what, hint = _FAULTS[fault]
                raise CameraGone(f"The camera {self._camera.name} {what}.", hint)

    def _take(self, frame: Frame, dog: Watchdog, now_s: float) -> None:
        try:
            dots = dots_of(frame.gist)
        except BadPicture as error:
            log.info("A picture of camera %s is broken: %s", self._camera.name, error)
            frame.release()
            return
        if self._camera.live and now_s - frame.taken_s > self._times.stale_s:
            frame.release()
            return
        fresh = dog.saw(dots, frame.fingerprint, now_s)
        self._newest.put(Picture(frame, dots))
        if fresh:
            self._seen(dots)
        if self._screen is not None:
            self._expose(self._screen.wish(dots))

    def _seen(self, dots: bytes) -> None:
        if max(dots) < BLACK:
            title = f"The camera {self._camera.name} sees nothing but black."
            self._say(replace(self._state, sight=Sight.DARK, title=title, hint="Uncover its lens."))
        else:
            self._say(replace(self._state, sight=Sight.SEEING, title="", hint=""))

    def _expose(self, wish: Wish | None) -> None:
        if wish is not None and expose(self._camera, wish):
            log.debug("Camera %s exposes %s", self._camera.name, wish.value)

    def _close(self) -> None:
        if self._screen is not None and isinstance(self._camera, Exposing):
            self._camera.automatic()
        try:
            self._camera.close()
        except CameraGone as error:
            log.info("Camera %s does not close: %s", self._camera.name, error.title)

    def _say(self, state: CameraState) -> None:
        with self._saying:
            before, self._state = self._state, state
            if state != before:
                self._on_state(state)

    def _look(self) -> None:
        """Look at the newest pictures, and say what comes into sight."""
        gate, lock = MotionGate(), SameValueLock()
        while not self._stopping.is_set():
            picture = self._newest.take(LOOK_PATIENCE_S)
            if picture is None:
                self._say_if_it_hangs()
                continue
            with picture.frame as frame:
                now_s = time.monotonic()
                if not gate.passes(picture.dots):
                    lock.passed_over(now_s)
                    continue
                try:
                    reading = self._reader.glance(frame.luma)
                except BadPicture as error:
                    log.info("A picture of camera %s is broken: %s", self._camera.name, error)
                    continue
            new = lock.looked(reading.texts, now_s, still=gate.still)
            if new:
                self._on_reading(replace(reading, texts=new))
