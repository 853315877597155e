"""What every camera promises: frames by number and time, and errors that say what to do."""

import zlib
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, runtime_checkable

from hardware.codes.luma import Luma


class CameraGone(Exception):
    """A camera that gives no pictures now: what happened, and what to do about it."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        """What happened, one sentence."""
        self.hint = hint
        """What to do next, one sentence."""


class WrongCamera(CameraGone):
    """A camera's address that names none: trying again does not help."""


class PicturesOver(CameraGone):
    """A folder or film whose last picture has been read."""

    def __init__(self, name: str, hint: str = "Open it again to begin anew.") -> None:
        super().__init__(f"{name} has no more pictures.", hint)


class Frame:
    """One picture. Its bytes may be the camera's own memory: they are good until `release`."""

    def __init__(
        self, luma: Luma, number: int, taken_s: float, *, done: Callable[[], None] | None = None
    ) -> None:
        self._luma = luma
        self.number = number
        """Counts this camera's frames from 1 since it was opened; dropped ones leave gaps."""
        self.taken_s = taken_s
        """When it was taken, by the clock of `time.monotonic`."""
        self._done = done

    @property
    def luma(self) -> Luma:
        """The picture; raises BadPicture where its bytes cannot be read as one."""
        return self._luma

    @property
    def gist(self) -> Luma:
        """The same picture, as small as is cheapest: enough to tell whether something moved."""
        return self._luma

    def fingerprint(self) -> int:
        """Return a number that differs for any two pictures of a live sensor."""
        return zlib.crc32(self._luma.data)

    def release(self) -> None:
        """Give the memory back to the camera; a second time changes nothing."""
        done, self._done = self._done, None
        if done is not None:
            done()

    def __enter__(self) -> "Frame":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class Camera(Protocol):
    """Where frames come from. One thread at a time opens, reads and closes it."""

    name: str
    """For people: never holds a password."""
    live: bool
    """True where pictures come by themselves, so that two equal ones are a fault."""

    def open(self) -> None:
        """Begin to take pictures, or raise CameraGone. Opening again begins anew."""

    def read(self, patience_s: float) -> Frame | None:
        """Return the newest picture that was not read yet; None when none came in that time.

        Raises CameraGone when it gives no more: it was pulled out, or was never opened.
        """

    def close(self) -> None:
        """Let go of the device. Closing again changes nothing; frames still held stay readable."""


@runtime_checkable
class Exposing(Protocol):
    """A camera whose exposure can be set. False means that it did not change."""

    def darker(self) -> bool:
        """Expose by hand, for about a third less light than now."""

    def brighter(self) -> bool:
        """Expose by hand, for about a third more light, never more than the camera itself chose."""

    def automatic(self) -> bool:
        """Leave exposure to the camera again."""


def closed(name: str) -> CameraGone:
    """Return the error of a camera that is read while it is not open."""
    return CameraGone(f"{name} is not open.", "Open it first.")
