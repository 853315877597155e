"""The kernel's side of a camera: one open device file. Everything above it also runs on a fake."""

import ctypes
import fcntl
import mmap
import os
import select
from typing import Protocol


class Device(Protocol):
    """What is asked of a video device. Each call raises OSError as the kernel would."""

    def ask(self, request: int, about: ctypes.Structure) -> None:
        """Make one request; the answer stands in *about*."""

    def map(self, length: int, offset: int) -> memoryview:
        """Return a buffer of the device, as it lies in memory."""

    def wait(self, patience_s: float) -> bool:
        """Wait for a picture; say whether there is something to fetch, be it an error."""

    def close(self) -> None:
        """Let go of the device."""


class KernelDevice:
    """A device file such as /dev/v4l/by-id/usb-…-video-index0. Untried on hardware."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def ask(self, request: int, about: ctypes.Structure) -> None:
        """Make one request; the answer stands in *about*."""
        fcntl.ioctl(self._file, request, about, True)  # noqa: FBT003  # its signature

    def map(self, length: int, offset: int) -> memoryview:
        """Return a buffer of the device; it stays mapped for as long as a view of it lives."""
        flags = mmap.MAP_SHARED
        return memoryview(mmap.mmap(self._file, length, flags=flags, offset=offset))

    def wait(self, patience_s: float) -> bool:
        """Wait for a picture, or for an error such as the device's end."""
        poll = select.poll()
        poll.register(self._file, select.POLLIN)
        return bool(poll.poll(round(patience_s * 1000)))

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
