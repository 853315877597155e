"""A webcam that is not there: keeps a V4L2 driver's rules behind the seam of the kernel's calls."""

import ctypes
import errno
import os
import threading
import time
from collections import deque
from collections.abc import Callable

from hardware.cameras import v4l2_abi as abi

Offers = dict[str, dict[tuple[int, int], tuple[int, ...]]]
"""By four letters: the sizes, and the pictures a second that each allows."""
WEBCAM: Offers = {
    "YUYV": {(1280, 720): (10, 5), (640, 480): (30, 15)},
    "MJPG": {(1280, 720): (30,)},
}
_WIDE: dict[str, int] = {"YUYV": 2, "UYVY": 2, "GREY": 1, "NV12": 1}


def failure(number: int) -> OSError:
    """Return the error that the kernel would give."""
    return OSError(number, os.strerror(number))


class Webcam:
    """A camera that a test plugs in, pulls out, and shows pictures to."""

    def __init__(self, offers: Offers | None = None, *, buffers: int = 4) -> None:
        self.offers = WEBCAM if offers is None else offers
        self.buffers = buffers
        self.open_error: OSError | None = None
        self.knobs = {abi.EXPOSURE_AUTO: abi.APERTURE_PRIORITY, abi.EXPOSURE_ABSOLUTE: 300}
        self.spans = {abi.EXPOSURE_ABSOLUTE: (3, 2047)}
        self.handles: list[Handle] = []
        self.fails_at: dict[int, OSError] = {}
        """Requests that fail."""
        self.refused: set[str] = set()
        """Formats that are listed and then refused."""
        self.clock = abi.TIMESTAMP_MONOTONIC
        """The flag that says by which clock pictures are stamped."""
        self.capabilities = abi.VIDEO_CAPTURE | abi.STREAMING

    def open(self, _path: str) -> "Handle":
        """Open the device file."""
        if self.open_error is not None:
            raise self.open_error
        self.handles.append(Handle(self))
        return self.handles[-1]

    @property
    def handle(self) -> "Handle":
        """The device file that was opened last."""
        return self.handles[-1]

    def unplug(self) -> None:
        """Pull the cable: what is open fails, and opening does too."""
        self.open_error = failure(errno.ENOENT)
        for handle in self.handles:
            handle.gone = True

    def plug_in(self) -> None:
        """Put it back: what was open stays lost, as on a real machine."""
        self.open_error = None


class Handle:
    """One open device file."""

    def __init__(self, webcam: Webcam) -> None:
        self._webcam = webcam
        self._lock = threading.Lock()
        self.gone = False
        self.closed = False
        self.streaming = False
        self.layout = ("", 0, 0)
        self.rate = 0
        self.memory: list[bytearray] = []
        self.queued: deque[int] = deque()
        self.filled: deque[tuple[int, int, int, float, int]] = deque()
        self.sequence = 0
        self._answers: dict[int, Callable[..., None]] = {
            abi.QUERYCAP: self._capability,
            abi.ENUM_FMT: self._formats,
            abi.ENUM_FRAMEINTERVALS: self._intervals,
            abi.S_FMT: self._set_format,
            abi.S_PARM: self._set_rate,
            abi.REQBUFS: self._make_buffers,
            abi.QUERYBUF: self._place,
            abi.QBUF: self._queue,
            abi.DQBUF: self._fetch,
            abi.STREAMON: self._start,
            abi.STREAMOFF: self._stop,
            abi.QUERYCTRL: self._span,
            abi.G_CTRL: self._knob,
            abi.S_CTRL: self._turn,
        }

    def show(self, content: bytes, *, taken_s: float | None = None, flags: int = 0) -> bool:
        """Fill a buffer with a picture as it comes over the cable; lost when none is free."""
        with self._lock:
            number, self.sequence = self.sequence, self.sequence + 1
            if not self.queued or not self.streaming:
                return False
            index = self.queued.popleft()
            self.memory[index][: len(content)] = content
            at = time.monotonic() if taken_s is None else taken_s
            self.filled.append((index, len(content), number, at, flags))
            return True

    def show_grey(self, pixels: bytes, **facts: float) -> bool:
        """Fill a buffer with a grey picture in the format that was set."""
        kind = self.layout[0]
        if _WIDE[kind] == 2:
            wide = bytearray(b"\x80" * (2 * len(pixels)))
            wide[kind == "UYVY" :: 2] = pixels
            return self.show(bytes(wide), **facts)  # type: ignore[arg-type]  # taken_s only
        return self.show(pixels, **facts)  # type: ignore[arg-type]  # as above

    def ask(self, request: int, about: ctypes.Structure) -> None:
        """Answer as the driver would."""
        assert not self.closed, "a closed file is not asked"
        assert request >> 16 & 0x3FFF == ctypes.sizeof(about), "the number holds the size"
        if self.gone:
            raise failure(errno.ENODEV)
        if request in self._webcam.fails_at:
            raise self._webcam.fails_at[request]
        self._answers[request](about)

    def map(self, length: int, offset: int) -> memoryview:
        """Return a buffer, by the offset that QUERYBUF gave."""
        buffer = self.memory[offset // 0x1000]
        assert length == len(buffer), "mapped whole"
        return memoryview(buffer)

    def wait(self, patience_s: float) -> bool:
        """Wait until a picture is there, or the device is gone."""
        end = time.monotonic() + patience_s
        while not self.filled and not self.gone and time.monotonic() < end:
            threading.Event().wait(0.002)
        return bool(self.filled) or self.gone

    def close(self) -> None:
        """Close the file; the driver forgets its buffers."""
        self.closed = True
        self.streaming = False

    def _capability(self, about: abi.Capability) -> None:
        about.card = b"Webcam of tests"
        about.capabilities = abi.VIDEO_CAPTURE | abi.STREAMING | abi.DEVICE_CAPS
        about.device_caps = self._webcam.capabilities

    def _formats(self, about: abi.FormatDescription) -> None:
        kinds = list(self._webcam.offers)
        if about.index >= len(kinds):
            raise failure(errno.EINVAL)
        about.pixelformat = abi.fourcc(kinds[about.index])

    def _intervals(self, about: abi.FrameInterval) -> None:
        sizes = self._webcam.offers.get(_letters(about.pixel_format), {})
        rates = sizes.get((about.width, about.height), ())
        if about.index >= len(rates):
            raise failure(errno.EINVAL)
        about.type = abi.DISCRETE
        about.discrete.numerator, about.discrete.denominator = 1, rates[about.index]

    def _set_format(self, about: abi.Format) -> None:
        pix, offers = about.fmt.pix, self._webcam.offers
        kind = _letters(pix.pixelformat)
        if kind in self._webcam.refused:
            raise failure(errno.EINVAL)
        kind = kind if kind in offers else next(iter(offers))
        sizes = offers[kind]
        size = (pix.width, pix.height)
        pix.width, pix.height = size if size in sizes else next(iter(sizes))
        pix.pixelformat = abi.fourcc(kind)
        pix.bytesperline = pix.width * _WIDE.get(kind, 0)
        pix.sizeimage = pix.width * pix.height * 2
        self.layout = (kind, pix.width, pix.height)

    def _set_rate(self, about: abi.StreamParameters) -> None:
        self.rate = about.timeperframe.denominator

    def _make_buffers(self, about: abi.RequestBuffers) -> None:
        about.count = min(about.count, self._webcam.buffers)
        size = self.layout[1] * self.layout[2] * 2
        self.memory = [bytearray(size) for _ in range(about.count)]

    def _place(self, about: abi.Buffer) -> None:
        about.length, about.m.offset = len(self.memory[about.index]), about.index * 0x1000

    def _queue(self, about: abi.Buffer) -> None:
        with self._lock:
            if about.index in self.queued or about.index in [it[0] for it in self.filled]:
                raise failure(errno.EINVAL)
            self.queued.append(about.index)

    def _fetch(self, about: abi.Buffer) -> None:
        with self._lock:
            if not self.filled:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            index, length, number, taken_s, flags = self.filled.popleft()
        about.index, about.bytesused, about.sequence, about.flags = (
            index,
            length,
            number,
            flags | self._webcam.clock,
        )
        about.timestamp.seconds = int(taken_s)
        about.timestamp.microseconds = int(taken_s % 1 * 1e6)

    def _start(self, _about: abi.BufferType) -> None:
        self.streaming = True

    def _stop(self, _about: abi.BufferType) -> None:
        self.streaming = False

    def _span(self, about: abi.ControlRange) -> None:
        if about.id not in self._webcam.spans:
            raise failure(errno.EINVAL)
        about.minimum, about.maximum = self._webcam.spans[about.id]

    def _knob(self, about: abi.Control) -> None:
        about.value = self._webcam.knobs[about.id]

    def _turn(self, about: abi.Control) -> None:
        if about.id not in self._webcam.knobs:
            raise failure(errno.EINVAL)
        self._webcam.knobs[about.id] = about.value


def _letters(number: int) -> str:
    return number.to_bytes(4, "little").decode("latin-1")
