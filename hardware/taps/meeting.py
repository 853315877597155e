"""Where relay and brain meet: a socket in a folder of the agent's own.

On POSIX a Unix socket that only its owner can reach. Elsewhere a loopback port whose number and
token stand in a file at that path, which only its owner can read.
"""

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from hardware.taps.link import VERSION, Greet, encode

_ANSWER_S: Final = 2.0
_LONGEST_FILE: Final = 256


def listen(path: Path) -> tuple[socket.socket, bytes]:
    """Return a listening socket for *path* and the token that a brain must greet with."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        path.unlink()
    if hasattr(socket, "AF_UNIX"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)
        try:
            line.bind(str(path))
        finally:
            os.umask(mask)
        token = b""
    else:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        line.bind(("127.0.0.1", 0))
        token = os.urandom(16).hex().encode()
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(b"%d %s\n" % (line.getsockname()[1], token))
    line.listen(4)
    line.settimeout(0)
    return line, token


def connect(path: Path) -> socket.socket:
    """Connect a brain to the relay that listens at *path* and greet it, or raise OSError."""
    if hasattr(socket, "AF_UNIX"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address: str | tuple[str, int] = str(path)
        token = b""
    else:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        with path.open("rb") as file:
            port, _, token = file.read(_LONGEST_FILE).strip().partition(b" ")
        if not port.isdigit():
            raise OSError(f"{path} names no port")
        address = ("127.0.0.1", int(port))
    line.settimeout(_ANSWER_S)
    try:
        line.connect(address)
        line.sendall(encode(Greet(VERSION, token)))
    except OSError:
        line.close()
        raise
    line.settimeout(None)
    return line
