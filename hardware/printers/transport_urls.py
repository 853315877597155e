"""From a URL in the settings to a transport.

Each maker imports its own module when it is wanted: a relay needs one, and its memory is a budget.
"""

from collections.abc import Callable
from typing import Final

from hardware.printers.transports import Transport


def transport_for(url: str) -> Transport:
    """Return the transport that *url* names, not opened; ValueError says what is wrong with it."""
    scheme = url.partition(":")[0]
    if scheme not in _MAKERS:
        known = ", ".join(f"{name}:" for name in sorted(_MAKERS))
        raise ValueError(f"{url}: a printer's URL begins with one of {known}")
    return _MAKERS[scheme](url)


def _tcp(url: str) -> Transport:
    """Make the transport for a network printer."""
    from hardware.printers.transport_tcp import TcpTransport  # noqa: PLC0415  # see the top

    return TcpTransport(url)


def _serial(url: str) -> Transport:
    """Make the transport for a serial line."""
    from hardware.printers.transport_serial import SerialTransport  # noqa: PLC0415  # see the top

    return SerialTransport(url)


def _usb(url: str) -> Transport:
    """Make the transport for a USB printer."""
    from hardware.printers.transport_usb import UsbTransport  # noqa: PLC0415  # see the top

    return UsbTransport(url)


def _winspool(url: str) -> Transport:
    """Make the transport for a Windows print queue."""
    from hardware.printers.transport_winspool import (  # noqa: PLC0415  # see the top
        WinspoolTransport,
    )

    return WinspoolTransport(url)


def _file(url: str) -> Transport:
    """Make the transport for a file."""
    from hardware.printers.transport_file import FileTransport  # noqa: PLC0415  # see the top

    return FileTransport(url)


_MAKERS: Final[dict[str, Callable[[str], Transport]]] = {
    "tcp": _tcp, "usb": _usb, "winspool": _winspool, "file": _file,
    "serial": _serial, "loop": _serial, "socket": _serial, "rfc2217": _serial,
}  # fmt: skip
