"""A webcam on Linux, read by Video4Linux2: brightness without a copy.

Untried on hardware: the requests and structures are the kernel header's (their sizes and numbers
were compared with a C compiler's), and everything here runs in tests on a fake device that keeps a
driver's rules; but no real webcam was at hand. `baursak agent scan --camera URL` is the first try.
"""

import errno
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from hardware.cameras import v4l2_abi as abi
from hardware.cameras.camera import CameraGone, Frame, closed
from hardware.cameras.jpeg import JpegFrame
from hardware.cameras.v4l2_device import Device, KernelDevice
from hardware.cameras.v4l2_exposure import ExposureKnob
from hardware.codes.luma import BadPicture, Luma

BUFFERS: Final = 4
"""One that is read, one that waits to be read, two that the device fills."""
FORMATS_MAX: Final = 64
"""Of a device's lists: a driver that never ends one is broken."""
FPS_LEAST: Final = 10
"""Slower is a picture that lags behind the hand: rather smaller pictures, or JPEG."""
IDLE_S: Final = 0.005
"""Between two questions to a device that answers with nothing."""
FPS_WANTED: Final = 15
"""More would be looked at by nobody, and costs the till's processor."""

_RAW: Final = {
    abi.fourcc("YUYV"): (0, 2),
    abi.fourcc("GREY"): (0, 1),
    abi.fourcc("NV12"): (0, 1),
    abi.fourcc("UYVY"): (1, 2),
}
"""Where a raw format's first brightness stands, and how far the next one is."""
_JPEG: Final = (abi.fourcc("MJPG"), abi.fourcc("JPEG"))


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height."""

    width: int
    height: int


SIZES: Final = (Size(1280, 720), Size(640, 480))
"""Wanted in this order: what the reading cascade was measured at."""


@dataclass(frozen=True, slots=True)
class _Layout:
    pixels: int
    width: int
    height: int
    stride: int


class V4l2Camera:
    """A webcam by its device file. A frame's buffer is the device's own until `release`."""

    live = True

    def __init__(
        self,
        path: str,
        *,
        sizes: tuple[Size, ...] = SIZES,
        open_device: Callable[[str], Device] = KernelDevice,
    ) -> None:
        self.name = path
        self._path = path
        self._sizes = sizes
        self._open_device = open_device
        self._device: Device | None = None
        self._layout = _Layout(0, 0, 0, 0)
        self._buffers: list[memoryview] = []
        self._knob: ExposureKnob | None = None
        self._opened = 0
        self._idle = threading.Event()

    def open(self) -> None:
        """Choose the cheapest format that is fast enough, map the buffers and start."""
        self.close()
        try:
            device = self._open_device(self._path)
        except OSError as error:
            raise self._gone(error) from error
        self._device = device
        self._opened += 1
        try:
            self._check_kind(device)
            self._layout = self._choose(device)
            self._map(device)
            device.ask(abi.STREAMON, abi.BufferType(abi.VIDEO_CAPTURE))
        except OSError as error:
            self.close()
            raise self._gone(error) from error
        except CameraGone:
            self.close()
            raise
        self._knob = ExposureKnob(device)

    def read(self, patience_s: float) -> Frame | None:
        """Return the newest picture; older ones that wait are given back unread."""
        device = self._device
        if device is None:
            raise closed(self.name)
        end = time.monotonic() + patience_s
        try:
            while True:
                left = end - time.monotonic()
                if not device.wait(max(left, 0.0)):
                    return None
                newest = self._newest(device)
                if newest is not None:
                    return self._frame(newest)
                if left <= 0:
                    return None
                # A device may say that there is something, and have nothing: no busy waiting.
                self._idle.wait(min(left, IDLE_S))
        except OSError as error:
            raise self._gone(error) from error

    def close(self) -> None:
        """Stop, and let go of the device. Views that are still held keep their memory."""
        device, self._device, self._knob = self._device, None, None
        self._buffers = []
        if device is None:
            return
        try:
            device.ask(abi.STREAMOFF, abi.BufferType(abi.VIDEO_CAPTURE))
        except OSError as error:
            # Pulled out: there is nothing left to stop.
            if error.errno not in (errno.ENODEV, errno.EIO, errno.ENOTTY, errno.EINVAL):
                raise self._gone(error) from error
        finally:
            device.close()

    def darker(self) -> bool:
        """Expose by hand, for about a third less light than now."""
        return self._knob is not None and self._knob.darker()

    def brighter(self) -> bool:
        """Expose by hand, for about a third more light."""
        return self._knob is not None and self._knob.brighter()

    def automatic(self) -> bool:
        """Leave exposure to the camera again."""
        return self._knob is not None and self._knob.automatic()

    def _check_kind(self, device: Device) -> None:
        can = abi.Capability()
        device.ask(abi.QUERYCAP, can)
        bits = can.device_caps if can.capabilities & abi.DEVICE_CAPS else can.capabilities
        if not bits & abi.VIDEO_CAPTURE or not bits & abi.STREAMING:
            raise CameraGone(
                f"{self.name} gives no pictures.",
                "A webcam has several device files: name the one that `--list` shows.",
            )

    def _choose(self, device: Device) -> _Layout:
        """Set the first format that the device really takes."""
        offered = set(_offered(device))
        raw = [kind for kind in _RAW if kind in offered]
        wishes = [(kind, size) for size in self._sizes for kind in raw]
        fast = [it for it in wishes if _fastest(device, *it) >= FPS_LEAST]
        pressed = [(kind, size) for size in self._sizes for kind in _JPEG if kind in offered]
        for kind, size in [*fast, *pressed, *wishes]:
            layout = _set(device, kind, size)
            if layout is not None:
                _ask_for_rate(device)
                return layout
        raise CameraGone(
            f"{self.name} has no format that is read here.",
            "Use it by OpenCV: opencv:" + self._path,
        )

    def _map(self, device: Device) -> None:
        wanted = abi.RequestBuffers(count=BUFFERS, type=abi.VIDEO_CAPTURE, memory=abi.MEMORY_MMAP)
        device.ask(abi.REQBUFS, wanted)
        if wanted.count < 2:
            raise CameraGone(f"{self.name} has no memory for pictures.", "Plug it in again.")
        self._buffers = []
        for index in range(wanted.count):
            buffer = _buffer(index)
            device.ask(abi.QUERYBUF, buffer)
            self._buffers.append(device.map(buffer.length, buffer.m.offset))
            device.ask(abi.QBUF, _buffer(index))

    def _newest(self, device: Device) -> abi.Buffer | None:
        """Fetch all pictures that wait, give all but the newest back."""
        newest: abi.Buffer | None = None
        for _ in range(2 * BUFFERS):
            buffer = _buffer(0)
            try:
                device.ask(abi.DQBUF, buffer)
            except BlockingIOError:
                break
            if buffer.flags & abi.BUFFER_BROKEN or not buffer.bytesused:
                device.ask(abi.QBUF, _buffer(buffer.index))
                continue
            if newest is not None:
                device.ask(abi.QBUF, _buffer(newest.index))
            newest = buffer
        return newest

    def _frame(self, buffer: abi.Buffer) -> Frame | None:
        view = self._buffers[buffer.index][: buffer.bytesused]
        number = buffer.sequence + 1
        taken_s = _taken_s(buffer)
        opened = self._opened

        def done() -> None:
            self._give_back(buffer.index, opened)

        layout = self._layout
        if layout.pixels in _JPEG:
            # Compressed pictures are small: copied, their buffer goes back at once.
            jpeg = bytes(view)
            done()
            return JpegFrame(jpeg, number, taken_s)
        start, step = _RAW[layout.pixels]
        try:
            luma = Luma(layout.width, layout.height, view[start:], layout.stride, step)
        except BadPicture:
            # A picture that did not arrive whole, from a driver that does not say so.
            done()
            return None
        return Frame(luma, number, taken_s, done=done)

    def _give_back(self, index: int, opened: int) -> None:
        device = self._device
        if device is None or opened != self._opened:
            return
        try:
            device.ask(abi.QBUF, _buffer(index))
        except OSError:
            # Pulled out in the meantime: the next read says so.
            return

    def _gone(self, error: OSError) -> CameraGone:
        what, hint = _WORDS.get(error.errno or 0, _UNKNOWN)
        return CameraGone(f"The camera {self.name} {what}.", hint)


_UNKNOWN: Final = ("does not answer", "Plug it in again.")
_NOT_THERE: Final = ("is not plugged in", "Plug it in; it is found again by itself.")
_NO_CAMERA: Final = ("is no camera", "Name one that `--list` shows.")
_WORDS: Final = {
    errno.ENOENT: _NOT_THERE,
    errno.ENODEV: _NOT_THERE,
    errno.ENXIO: _NOT_THERE,
    errno.EIO: ("was pulled out or has a bad cable", "Plug it in again."),
    errno.EBUSY: ("is used by another program", "Close that program."),
    errno.EACCES: ("may not be used", "Put this user into the group `video`, log in again."),
    errno.EPERM: ("may not be used", "Put this user into the group `video`, log in again."),
    errno.ENOTTY: _NO_CAMERA,
    errno.EINVAL: _NO_CAMERA,
    errno.EISDIR: _NO_CAMERA,
    errno.ENOSPC: ("has no room on its USB line", "Plug it into another USB socket."),
}


def _buffer(index: int) -> abi.Buffer:
    return abi.Buffer(index=index, type=abi.VIDEO_CAPTURE, memory=abi.MEMORY_MMAP)


def _taken_s(buffer: abi.Buffer) -> float:
    """Return when a picture was taken, by our clock; now where the driver stamps by another."""
    now_s = time.monotonic()
    if buffer.flags & abi.TIMESTAMP_KIND != abi.TIMESTAMP_MONOTONIC:
        return now_s
    return min(now_s, float(buffer.timestamp.seconds + buffer.timestamp.microseconds / 1e6))


def _offered(device: Device) -> Iterator[int]:
    for index in range(FORMATS_MAX):
        about = abi.FormatDescription(index=index, type=abi.VIDEO_CAPTURE)
        try:
            device.ask(abi.ENUM_FMT, about)
        except OSError as error:
            if error.errno == errno.EINVAL:
                return
            raise
        yield about.pixelformat


def _fastest(device: Device, kind: int, size: Size) -> float:
    """Return the pictures a second that a format and size allow; where it is not said, enough."""
    rates = []
    for index in range(FORMATS_MAX):
        about = abi.FrameInterval(
            index=index, pixel_format=kind, width=size.width, height=size.height
        )
        try:
            device.ask(abi.ENUM_FRAMEINTERVALS, about)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):
                break
            raise
        gap = about.discrete
        # A range begins with its shortest time.
        rates.append(gap.denominator / gap.numerator if gap.numerator else 0.0)
        if about.type != abi.DISCRETE:
            break
    return max(rates, default=float(FPS_LEAST))


def _set(device: Device, kind: int, size: Size) -> _Layout | None:
    """Ask for a format; None where the device answered with another one."""
    wish = abi.Format(type=abi.VIDEO_CAPTURE)
    pix = wish.fmt.pix
    pix.width, pix.height, pix.pixelformat, pix.field = (
        size.width,
        size.height,
        kind,
        abi.FIELD_NONE,
    )
    try:
        device.ask(abi.S_FMT, wish)
    except OSError as error:
        if error.errno == errno.EINVAL:
            return None
        raise
    if pix.pixelformat != kind or not pix.width or not pix.height:
        return None
    step = _RAW.get(kind, (0, 1))[1]
    return _Layout(kind, pix.width, pix.height, pix.bytesperline or pix.width * step)


def _ask_for_rate(device: Device) -> None:
    wish = abi.StreamParameters(type=abi.VIDEO_CAPTURE)
    wish.timeperframe.numerator, wish.timeperframe.denominator = 1, FPS_WANTED
    try:
        device.ask(abi.S_PARM, wish)
    except OSError as error:
        # Not every camera lets its rate be chosen; any will do.
        if error.errno not in (errno.EINVAL, errno.ENOTTY):
            raise
