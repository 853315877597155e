"""The relay's log: lines to stderr or to a file of bounded size.

Not logging: that costs a megabyte, and this process is to be small. A log that cannot be written
is lost; it never stops the bytes.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 1024 * 1024
"""A file this long is renamed to `.1` (one such is kept): weeks of a relay's few lines."""


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
                self._path.replace(self._path.with_name(self._path.name + ".1"))
            with self._path.open("a", encoding="utf-8") as file:
                file.write(stamped)
