"""Real pseudo-terminals as devices on serial lines."""

import os
import pty
import tty
from pathlib import Path


class Device:
    """Something on a serial line; the line's other end is at *path*, as udev would name it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._path_of_port = ""
        self._mine = -1

    @property
    def url(self) -> str:
        """Return the URL to open it by."""
        return f"serial://{self.path}"

    def plug_in(self) -> None:
        """Appear."""
        self._mine, port = pty.openpty()
        tty.setraw(port)
        self._path_of_port = os.ttyname(port)
        os.close(port)
        self.path.symlink_to(self._path_of_port)

    def send(self, data: bytes) -> None:
        """Say *data*."""
        os.write(self._mine, data)

    def pull_out(self) -> None:
        """Vanish."""
        if self._mine >= 0:
            os.close(self._mine)
            self._mine = -1
            self.path.unlink()
