"""The agent's log: lines to stderr or to a file of bounded size.

Not logging, nor pathlib and typing: those cost a megabyte each, and whoever writes here is to be
small. A log that cannot be written is lost; it never stops the bytes.
"""

import os
import sys
import time
from contextlib import suppress

MOST_BYTES = 1024 * 1024
"""A file this long is renamed to `.1`, that one to `.2` and so on: months of a till's few lines."""
MOST_FILES = 5
"""The one that is written, and four older ones: five megabytes of the disk, whatever happens."""

_LINE_BYTES = 4096


class Logbook:
    """Writes one line for each thing worth knowing; no receipt bytes, no secrets."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._path = None if path is None else os.fspath(path)

    def write(self, line: str) -> None:
        """Append *line* with the time, as UTC."""
        stamped = time.strftime("%Y-%m-%dT%H:%M:%SZ ", time.gmtime()) + line + "\n"
        with suppress(OSError, ValueError):
            if self._path is None:
                sys.stderr.write(stamped)
                sys.stderr.flush()
                return
            if os.path.exists(self._path) and os.path.getsize(self._path) > MOST_BYTES:  # noqa: PTH110, PTH202
                self._turn_over(self._path)
            with open(self._path, "a", encoding="utf-8") as file:  # noqa: PTH123
                file.write(stamped)

    def write_news(self, line: str) -> None:
        """Append *line* unless the newest one says the same: who is started each second says it."""
        if self._path is None or self._newest(self._path) != line:
            self.write(line)

    @staticmethod
    def _newest(path: str) -> str:
        """Return the newest line without its time, as far as it can be read."""
        with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LINE_BYTES))
            lines = file.read(_LINE_BYTES).decode("utf-8", errors="replace").splitlines()
            return lines[-1].partition(" ")[2] if lines else ""
        return ""

    @staticmethod
    def _turn_over(path: str) -> None:
        """Make room for a new file; the oldest one goes."""
        for number in reversed(range(1, MOST_FILES)):
            newer = f"{path}.{number - 1}" if number > 1 else path
            if os.path.exists(newer):  # noqa: PTH110
                os.replace(newer, f"{path}.{number}")  # noqa: PTH105
