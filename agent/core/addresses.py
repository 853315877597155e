"""Addresses of printers and taps as the settings write them, and what is wrong with one."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from contracts.wire.enrolling import HUB_URL

LONGEST: Final = 512
_SERIAL_OPTIONS: Final[Mapping[str, str]] = {
    "baud": r"[1-9][0-9]{2,6}",
    "bits": r"[5-8]",
    "parity": r"none|even|odd",
    "flow": r"none|rtscts|dsrdtr|xonxoff",
}
_PRINTABLE: Final = re.compile(r"[^\s\x00-\x1f\x7f]+")


def problem_with(url: str, schemes: tuple[str, ...]) -> str | None:
    """Return what is wrong with *url* as one of *schemes* and how to write it, or None."""
    forms = ", ".join(f"{scheme}://…" for scheme in schemes)
    if len(url) > LONGEST or not _PRINTABLE.fullmatch(url) or "://" not in url:
        return f"write it as one of {forms}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"{error}; write it as one of {forms}"
    match parts.scheme if parts.scheme in schemes else "":
        case "tcp":
            if not parts.hostname or not port:
                return "name address and port, as in tcp://192.168.1.100:9100"
        case "serial":
            return _serial_problem(parts.netloc + parts.path, parts.query)
        case "spool":
            return _folder_problem(parts.netloc + parts.path)
        case "usb" | "file" | "winspool" | "usbserial":
            if not (parts.netloc + parts.path).strip("/"):
                return f"name what stands behind {parts.scheme}://"
        case _:
            return f"write it as one of {forms}"
    return None


def problem_with_hub(url: str) -> str | None:
    """Return what is wrong with *url* as a hub's address, or None.

    The hub sends keys, so the line to it is encrypted; only within one computer it need not be.
    """
    if not re.fullmatch(HUB_URL.pattern or "", url, re.ASCII) or len(url) > HUB_URL.longest:
        return "write it as https://loyalty.example.kz"
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_this_computer(parts.hostname or ""):
        return "write it with https://; plain http is for a hub on this computer only"
    return None


def problem_with_proxy(url: str) -> str | None:
    """Return what is wrong with *url* as a proxy's address, or None."""
    if not re.fullmatch(r"https?://[^\s/]{1,200}", url, re.ASCII):
        return "write it as http://10.0.0.1:3128"
    return None


def _is_this_computer(host: str) -> bool:
    if host in {"localhost", "127.0.0.1"}:  # the module that knows all others is half a megabyte
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def problem_with_camera(url: str) -> str | None:
    """Return what is wrong with *url* as a camera's address, or None."""
    if len(url) > LONGEST or not re.fullmatch(r"(v4l2|http|folder|file)://\S+|opencv:[0-9]", url):
        if re.fullmatch(r"/\S+", url):
            return f"write folder://{url} for a folder of pictures, file://{url} for a film"
        return (
            "write it as v4l2:///dev/v4l/by-id/…, opencv:0 or http://192.168.1.30/video;"
            " folder:///path is a folder of pictures, file:///path/film.avi a film"
        )
    return None


def problem_with_source(address: str) -> str | None:
    """Return what is wrong with the address of a computer that may print, or None."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return "write the address of one computer, as in 192.168.1.20"
    return None


def _serial_problem(device: str, query: str) -> str | None:
    if not device.strip("/"):
        return "name the port, as in serial:///dev/ttyUSB0?baud=9600 or serial://COM3?baud=9600"
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in _SERIAL_OPTIONS:
            return f"{name} is no setting of a serial line; known are {', '.join(_SERIAL_OPTIONS)}"
        if not re.fullmatch(_SERIAL_OPTIONS[name], value):
            return f"{name}={value} is not possible; as in baud=9600"
    return None


def _folder_problem(folder: str) -> str | None:
    # Each file in it is printed and moved away: a root would lose more than receipts.
    levels = max(len(PurePosixPath(folder).parts), len(PureWindowsPath(folder).parts))
    if not folder.startswith("/") and ":" not in folder[:3]:
        return "name a folder with its whole path, as in spool:///var/spool/till"
    return None if levels > 2 else "name a folder of its own, as in spool:///var/spool/till"
