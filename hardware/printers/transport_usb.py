"""A USB printer through Linux's usblp driver: a character device that comes and goes."""

import os
import select
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from hardware.printers.transports import PrinterGone, in_words

_MOST_READ: Final = 4096
_PAUSE_S: Final = 0.2
"""Some printers are always ready to be read and never say anything; they are asked this often."""


class UsbTransport:
    """`usb:///dev/usb/lp0`, or `usb:///dev/usb/lp*` for whichever is plugged in."""

    prompt = True
    """A write that may not wait does not wait."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._path = Path(urlsplit(url).path)
        if not self._path.is_absolute():
            raise ValueError(f"{url}: expected usb:///dev/usb/lp0")
        self._device = -1
        self._speaks = False

    def open(self) -> None:
        """Open the device, for reading too where it can be read; or raise PrinterGone."""
        self.close()
        found = sorted(self._path.parent.glob(self._path.name))
        if not found:
            raise PrinterGone(f"{self.url}: no such printer is plugged in")
        flags = os.O_NONBLOCK | os.O_NOCTTY
        try:
            self._device = os.open(found[0], os.O_RDWR | flags)
            self._speaks = True
        except OSError:
            self._speaks = False
            try:
                self._device = os.open(found[0], os.O_WRONLY | flags)
            except OSError as error:
                raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over at least one byte and return how many, 0 when time ran out; or PrinterGone."""
        try:
            if not self._ready(select.POLLOUT, timeout_s):
                return 0
            return os.write(self._opened(), data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def read(self, timeout_s: float) -> bytes:
        """Return what the printer said, b"" when time ran out; or PrinterGone."""
        device = self._opened()
        if not self._speaks:
            time.sleep(timeout_s)
            return b""
        try:
            data = os.read(device, _MOST_READ) if self._ready(select.POLLIN, timeout_s) else None
        except BlockingIOError:
            data = b""
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        if data == b"":
            time.sleep(min(timeout_s, _PAUSE_S))
        return data or b""

    def close(self) -> None:
        """Close the device; closing twice is closing once."""
        device, self._device = self._device, -1
        if device >= 0:
            os.close(device)

    def _ready(self, way: int, timeout_s: float) -> bool:
        """Wait until the device is ready; False when time ran out, OSError when it is gone."""
        waiting = select.poll()
        waiting.register(self._opened(), way)
        events = waiting.poll(timeout_s * 1000)
        if events and events[0][1] & (select.POLLHUP | select.POLLNVAL):
            raise OSError("it was unplugged")
        return bool(events)

    def _opened(self) -> int:
        """Return the open device, or raise PrinterGone."""
        if self._device < 0:
            raise PrinterGone(f"{self.url}: not open")
        return self._device
