"""What tells a file from its own copy: a disk put back from a backup must not pass for the same."""

import os
import sys
from pathlib import Path
from typing import Final

_FS_IOC_GETVERSION: Final = 0x80087601
"""Linux: the inode's generation, another one each time that an inode's number is used again."""


def mark_of(path: Path) -> str:
    """Return a word for this very file: it outlives every write, and no copy has it.

    The number of the file in its file system; NTFS counts in it how often it was used before.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return f"{os.fstat(descriptor).st_ino:x}-{_generation(descriptor):x}"
    finally:
        os.close(descriptor)


if sys.platform == "linux":
    import fcntl

    def _generation(descriptor: int) -> int:
        answer = bytearray(8)
        try:
            fcntl.ioctl(descriptor, _FS_IOC_GETVERSION, answer)
        except OSError:
            return 0  # tmpfs and some others have none, and use no number twice
        return int.from_bytes(answer, sys.byteorder)

else:

    def _generation(_descriptor: int) -> int:
        return 0
