"""One relay for one link: a lock that the system frees when its holder dies, however it dies.

Without pathlib and typing: the supervisor, which takes one, has three megabytes to spare for
neither.
"""

import os
import time
from io import FileIO

if os.name == "nt":
    import msvcrt
else:
    import fcntl

_LOOK_S = 0.2
_TRIES = 2
"""Whoever only asks who holds it holds it himself for a moment."""
_LONGEST = 32


class Taken(Exception):
    """Another process holds it."""


def take(path: str | os.PathLike[str], *, wait: bool) -> FileIO:
    """Take the lock at *path* and write our number into it; it is ours while the file is open."""
    os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
    file = open(path, "a+b", buffering=0)  # noqa: PTH123, SIM115
    tried = 0
    while not _try(file):
        tried += 1
        if not wait and tried == _TRIES:
            file.close()
            raise Taken(f"{path}: another process ({holder(path)}) is at work there")
        time.sleep(_LOOK_S)
    file.truncate(0)
    file.write(b"%d\n" % os.getpid())
    return file


def holder(path: str | os.PathLike[str]) -> int:
    """Return the process that holds the lock at *path*, 0 for none."""
    try:
        with open(path, "r+b", buffering=0) as file:  # noqa: PTH123
            if _try(file):
                return 0
            file.seek(0)
            number = file.read(_LONGEST).strip()
    except OSError:
        return 0
    return int(number) if number.isdigit() else 0


def _try(file: FileIO) -> bool:
    """Lock *file* if nobody else has it."""
    try:
        if os.name == "nt":
            file.seek(_LONGEST)  # Behind the number: what is locked cannot be read there.
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
