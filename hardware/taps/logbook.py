"""The agent's log: lines to stderr or to a file of bounded size.

Not logging: that costs a megabyte, and this process is to be small. A log that cannot be written
is lost; it never stops the bytes.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 1024 * 1024
"""A file this long is renamed to `.1`, that one to `.2` and so on: months of a till's few lines."""
MOST_FILES: Final = 5
"""The one that is written, and four older ones: five megabytes of the disk, whatever happens."""


class Logbook:
    """Writes one line for each thing worth knowing; no receipt bytes, no secrets."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def write(self, line: str) -> None:
        """Append *line* with the time, as UTC."""
        stamped = time.strftime("%Y-%m-%dT%H:%M:%SZ ", time.gmtime()) + line + "\n"
        with suppress(OSError, ValueError):
            if self._path is None:
                sys.stderr.write(stamped)
                sys.stderr.flush()
                return
            if self._path.exists() and self._path.stat().st_size > MOST_BYTES:
                self._turn_over(self._path)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(stamped)

    @staticmethod
    def _turn_over(path: Path) -> None:
        """Make room for a new file; the oldest one goes."""
        for number in reversed(range(1, MOST_FILES)):
            older = path.with_name(f"{path.name}.{number}")
            newer = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
            if newer.exists():
                newer.replace(older)
