"""Which printers are plugged in: USB, serial ports, Windows print queues. Nothing is opened."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

DEVICES: Final = Path("/dev/usb")
FACTS: Final = Path("/sys/class/usbmisc")
"""Where Linux tells what hangs on a USB printer's device file."""
MOST: Final = 32
"""Printers that are listed; a till has one or two."""
_LONGEST_NAME: Final = 80
_QUEUES: Final = r"SYSTEM\CurrentControlSet\Control\Print\Printers"


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that may be the till's."""

    url: str
    name: str
    """As its maker or Windows calls it."""


def find_printers(devices: Path = DEVICES, facts: Path = FACTS) -> list[FoundPrinter]:
    """Return the printers of this computer that need no typing; serial ports are listed apart."""
    if sys.platform == "win32":
        return _queues()
    nodes = sorted(devices.glob("lp[0-9]*"))[:MOST]
    return [FoundPrinter(f"usb://{node}", _name_of(node.name, facts)) for node in nodes]


def _name_of(node: str, facts: Path) -> str:
    """Return what a USB printer calls itself: `EPSON TM-T20III`."""
    device = (facts / node / "device").resolve().parent
    words = [_read(device / it) for it in ("manufacturer", "product")]
    return " ".join(filter(None, words))[:_LONGEST_NAME] or f"USB {node}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def queue_url(name: str) -> str:
    """Return the address of a Windows print queue."""
    return f"winspool://{quote(name, safe='')}"


if sys.platform == "win32":

    def _queues() -> list[FoundPrinter]:
        """Return the print queues that Windows has."""
        import winreg  # noqa: PLC0415  # Windows only

        found: list[FoundPrinter] = []
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _QUEUES) as key:
                for number in range(min(winreg.QueryInfoKey(key)[0], MOST)):
                    name = winreg.EnumKey(key, number)
                    found.append(FoundPrinter(queue_url(name), name))
        except OSError:
            return found
        return found

else:

    def _queues() -> list[FoundPrinter]:
        """Return nothing: such queues are on Windows only."""
        return []
