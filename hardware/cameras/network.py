"""A camera on this machine or in the shop's network that pushes JPEG pictures over HTTP."""

import base64
import ipaddress
import select
import socket
import time
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, unquote

from hardware.cameras.camera import CameraGone, Frame, WrongCamera, closed
from hardware.cameras.jpeg import JpegFrame
from hardware.cameras.multipart import PushedPictures, WrongAnswer

CONNECT_S: Final = 3.0
"""In a shop's network an answer takes milliseconds; a camera that wakes up, a second or two."""
PIECE_BYTES: Final = 256 * 1024
"""Read at once: one picture of 720 lines, so that a whole one seldom comes in pieces."""
PIECES_MAX: Final = 64
"""Read in one go before the newest picture is handed over: a flood cannot keep us reading."""


class NetworkCamera:
    """Pictures from `http://host/path`, if that host is near. Redirects are not followed."""

    live = True

    def __init__(self, url: SplitResult) -> None:
        try:
            self._port = url.port or 80
        except ValueError:
            raise WrongCamera("The camera's port is no number.", "Ports go to 65535.") from None
        self._host = url.hostname or ""
        self._target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        if not self._host or not (self._target + self._host).isascii():
            raise WrongCamera("The camera's address names no host.", "Write http://HOST/PATH.")
        self._login = None
        if url.username is not None:
            self._login = f"{unquote(url.username)}:{unquote(url.password or '')}"
        self.name = f"http://{self._host}:{self._port}{url.path or '/'}"
        self._line: socket.socket | None = None
        self._pictures = PushedPictures()
        self._number = 0

    def open(self) -> None:
        """Connect and ask for the pictures."""
        self.close()
        family, address = self._near_address()
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(CONNECT_S)
            line.connect(address)
            line.sendall(self._question())
        except OSError as error:
            line.close()
            raise self._gone("does not answer") from error
        line.setblocking(False)  # noqa: FBT003  # socket's signature
        self._line, self._pictures, self._number = line, PushedPictures(), 0

    def read(self, patience_s: float) -> Frame | None:
        """Return the newest picture of those that have arrived."""
        end = time.monotonic() + patience_s
        pictures: list[bytes] = []
        while not pictures:
            left = end - time.monotonic()
            if not self._wait(max(left, 0.0)):
                return None
            pictures = self._arrived()
            if left <= 0 and not pictures:
                return None
        self._number += 1
        return JpegFrame(pictures[-1], self._number, time.monotonic())

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _wait(self, patience_s: float) -> bool:
        if self._line is None:
            raise closed(self.name)
        return bool(select.select([self._line], [], [], patience_s)[0])

    def _arrived(self) -> list[bytes]:
        """Return the pictures in what has arrived by now, or raise CameraGone at its end."""
        assert self._line is not None, "waited for on an open line"
        pictures: list[bytes] = []
        # A piece that is not there yet: the rest of the picture comes with the next read.
        with suppress(BlockingIOError):
            for _ in range(PIECES_MAX):
                try:
                    piece = self._line.recv(PIECE_BYTES)
                    pictures = self._pictures.receive(piece) or pictures
                except WrongAnswer as error:
                    raise self._gone(f"sends {error}") from error
                except BlockingIOError:
                    raise
                except OSError as error:
                    raise self._gone("hung up") from error
                if not piece or self._pictures.ended:
                    if pictures:
                        break
                    raise self._gone("hung up")
        return pictures

    def _question(self) -> bytes:
        lines = [f"GET {self._target} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += ["Accept: multipart/x-mixed-replace", "Connection: close"]
        if self._login is not None:
            lines.append("Authorization: Basic " + base64.b64encode(self._login.encode()).decode())
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")

    def _near_address(self) -> tuple[socket.AddressFamily, tuple[str, int]]:
        """Return where to connect; raise WrongCamera for a host outside the shop's network."""
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise self._gone("is not known in this network") from error
        for family, _, _, _, address in found:
            # The address that was judged is the one that is connected to: a name cannot change
            # its mind in between.
            if is_near(str(address[0])):
                return family, (str(address[0]), self._port)
        raise WrongCamera(
            f"{self.name} is not in this shop's network.",
            "Name a camera on this machine or in the local network (192.168.…, 10.…, 172.16.…).",
        )

    def _gone(self, what: str) -> CameraGone:
        return CameraGone(
            f"The camera {self.name} {what}.", "Check that it is switched on, and its address."
        )


def is_near(address: str) -> bool:
    """Say whether an address is this machine's or of a private network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    unusable = ip.is_multicast or ip.is_unspecified or ip.is_reserved
    return ip.is_loopback or (ip.is_private and not unusable)
