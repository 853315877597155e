"""From a URL in the settings to a transport."""

from collections.abc import Callable
from typing import Final

from hardware.printers.transports import Transport


def _tcp(url: str) -> Transport:
    from hardware.printers.transport_tcp import TcpTransport  # noqa: PLC0415  # see below

    return TcpTransport(url)


_MAKERS: Final[dict[str, Callable[[str], Transport]]] = {"tcp": _tcp}
"""Each imports its own module when it is wanted: a relay needs one, and its memory is a budget."""


def transport_for(url: str) -> Transport:
    """Return the transport that *url* names, not opened; ValueError says what is wrong with it."""
    scheme = url.partition(":")[0]
    if scheme not in _MAKERS:
        known = ", ".join(f"{name}:" for name in sorted(_MAKERS))
        raise ValueError(f"{url}: a printer's URL begins with one of {known}")
    return _MAKERS[scheme](url)
