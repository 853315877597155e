"""One agent a till: an operating system's lock on a file, which dies with its process."""

import os
import sys
from pathlib import Path

from agent.core.delivery import AlreadyRunning, OutboxUnavailable


class FileLock:
    """Holds a lock from the moment it is made; a second one is refused."""

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise OutboxUnavailable(
                f"The file {path} cannot be opened ({error.strerror}).",
                "Check that the folder exists and that this user may write there.",
            ) from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise AlreadyRunning(path) from error

    def release(self) -> None:
        """Let go of the lock; the file stays, since removing it would race with another agent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
