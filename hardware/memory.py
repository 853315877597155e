"""What a program that idles gives back of its memory: standard library only, for Linux."""

import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread

SETTLED_S = 5.0
"""By then a till has started: what it needs from now on comes back in the first second."""
_AGAIN_S = 30.0
"""A look costs five milliseconds; what a receipt or a sync called is soon not needed any more."""
_SHARED = ("r-xp", "r--p")
"""The rights of mapped pages that nobody writes: the system reads them anew from their file."""
_DONT_NEED = 4
"""MADV_DONTNEED, as Linux numbers it everywhere."""


def keep_small() -> None:
    """Give back what is not needed, once this program has started and then now and then."""
    if sys.platform == "linux":
        # No signal is for this thread, whatever the others do with theirs.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        Thread(target=_keep_small, name="memory", daemon=True).start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def give_back() -> None:
    """Unmap the pages of program code that nothing has changed.

    Starting calls far more code than idling: of Python and its libraries three to eight megabytes
    in each of a till's processes. They stay in the system's own cache, which may now drop them,
    and whatever is called again is back at once.
    """
    import ctypes  # noqa: PLC0415  # not within the second in which a till starts

    advise = ctypes.CDLL(None).madvise
    advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with open("/proc/self/smaps", encoding="utf-8") as file:  # noqa: PTH123  # pathlib is a megabyte
        pages = unchanged(file.read(), os.readlink("/proc/self/exe"))  # noqa: PTH115
    for first, size in pages:
        advise(first, size, _DONT_NEED)


def unchanged(maps: str, program: str) -> list[tuple[int, int]]:
    """Return where code and constants of *program* and its libraries lie, as (address, size).

    Libraries only: they stay where they are until the end, so nothing else is ever found there.
    What was changed while it was loaded (`Anonymous`) is in no file, and stays. Python itself
    comes last: whoever goes on calling it has half a megabyte of it back.
    """
    found = []
    start, end, name, is_code = "", "", "", False
    for line in maps.splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            start, _, end = words[0].partition("-")
            name = line.partition("/")[2]
            is_code = words[1] in _SHARED and (".so" in name or f"/{name}" == program)
        elif is_code and words[:2] == ["Anonymous:", "0"]:
            is_python = f"/{name}" == program or "libpython" in name
            found.append((is_python, int(start, 16), int(end, 16)))
    return [(first, last - first) for _, first, last in sorted(found)]


def _keep_small() -> None:
    never, wait_s = Event(), SETTLED_S
    while not never.wait(wait_s):
        wait_s = _AGAIN_S
        with suppress(OSError, AttributeError):
            give_back()
