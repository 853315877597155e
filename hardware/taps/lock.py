"""One relay for one link: a lock that the system frees when its holder dies, however it dies."""

import os
import time
from pathlib import Path
from typing import BinaryIO, Final

if os.name == "nt":
    import msvcrt
else:
    import fcntl

_LOOK_S: Final = 0.2
_TRIES: Final = 2
"""Whoever only asks who holds it holds it himself for a moment."""
_LONGEST: Final = 32


class Taken(Exception):
    """Another process holds it."""


def take(path: Path, *, wait: bool) -> BinaryIO:
    """Take the lock at *path* and write our number into it; it is ours while the file is open."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = path.open("a+b", buffering=0)
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


def holder(path: Path) -> int:
    """Return the process that holds the lock at *path*, 0 for none."""
    try:
        with path.open("r+b", buffering=0) as file:
            if _try(file):
                return 0
            file.seek(0)
            number = file.read(_LONGEST).strip()
    except OSError:
        return 0
    return int(number) if number.isdigit() else 0


def _try(file: BinaryIO) -> bool:
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
