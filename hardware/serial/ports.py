"""Which serial ports there are, each under a name that is the same when it is plugged in again."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, urlsplit

BY_ID: Final = Path("/dev/serial/by-id")
DEVICES: Final = Path("/dev")
MOST: Final = 64
"""Ports that are shown; a till has two or three."""
_KINDS: Final = ("ttyUSB*", "ttyACM*")
"""USB adapters and devices that speak for themselves; ttyS* are on every board, wired or not."""

USB_SERIAL: Final = "usbserial"
"""The scheme of `usbserial://0403:6001/A5XK3RJT?baud=9600`: a device, whatever its port's name."""


class ListedPort(Protocol):
    """A port as the system lists it: pyserial's ListPortInfo."""

    device: str
    description: str
    vid: int | None
    pid: int | None
    serial_number: str | None


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A serial port that something may hang on."""

    url: str
    """To open it by, without settings of the line."""
    name: str
    """As its maker calls it, to choose it by."""
    steady: bool
    """The URL stays the device's own, whichever socket it is plugged into."""


def find_ports(by_id: Path = BY_ID, devices: Path = DEVICES) -> list[FoundPort]:
    """Return the serial ports of this computer; those with names of their own first."""
    if os.name == "nt":
        return windows_ports(listed_ports())
    named = sorted(by_id.iterdir()) if by_id.is_dir() else []
    known = {path.resolve() for path in named}
    found = [FoundPort(f"serial://{path}", _readable(path.name), steady=True) for path in named]
    others = sorted(path for kind in _KINDS for path in devices.glob(kind))
    found += [
        FoundPort(f"serial://{path}", path.name, steady=False)
        for path in others
        if path.resolve() not in known
    ]
    return found[:MOST]


def device_of(url: str, listed: Callable[[], Iterable[ListedPort]]) -> str | None:
    """Return the URL of where a device is plugged in now; None while it is not.

    Only `usbserial://VENDOR:PRODUCT/SERIAL` is looked for; any other URL is the answer itself.
    """
    parts = urlsplit(url)
    if parts.scheme != USB_SERIAL:
        return url
    settings = f"?{parts.query}" if parts.query else ""
    for port in listed():
        if port.vid is not None and f"{parts.netloc}{parts.path}" == _identity(port):
            return f"serial://{port.device}{settings}"
    return None


def listed_ports() -> list[ListedPort]:
    """Return what the system says of its serial ports."""
    from serial.tools import list_ports  # noqa: PLC0415  # pyserial only where it is asked

    return list(list_ports.comports())


def windows_ports(listed: Iterable[ListedPort]) -> list[FoundPort]:
    """Return ports of Windows: by vendor, product and serial number where they have one.

    Plugged in again, such a device may come back under another COM number, as the old one stays
    shadowed for a while.
    """
    return [
        FoundPort(f"{USB_SERIAL}://{_identity(it)}", it.description, steady=True)
        if it.vid is not None and it.serial_number
        else FoundPort(f"serial://{it.device}", it.description, steady=False)
        for it in listed
    ][:MOST]


def _identity(port: ListedPort) -> str:
    serial = quote(port.serial_number or "", safe="")
    return f"{port.vid or 0:04x}:{port.pid or 0:04x}/{serial}"


def _readable(name: str) -> str:
    """Return udev's name of a device as people read it: `Honeywell Voyager 1450g`."""
    return name.removeprefix("usb-").rpartition("-if")[0].replace("_", " ") or name
