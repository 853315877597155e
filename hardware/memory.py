"""What a program that idles gives back of its memory: standard library only, for Linux."""

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread

SETTLED_S = 5.0
"""By then a till has started: what it needs from now on comes back in the first second."""
_AGAIN_S = 600.0
"""What a receipt or a scan called is called again soon, or not for a while."""
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
        maps = file.read()
    for first, last in _unchanged(maps):
        advise(first, last - first, _DONT_NEED)


def _unchanged(maps: str) -> Iterator[tuple[int, int]]:
    """Yield where code and constants of the program and its libraries lie, as their files say.

    Libraries only: they stay where they are until the end, so nothing else is ever found there.
    What was changed while it was loaded (`Anonymous`) is in no file, and stays.
    """
    place, is_code = "", False
    for line in maps.splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            place = words[0]
            is_code = words[1] in _SHARED and ".so" in words[-1] and words[-1].startswith("/")
        elif words[0] == "Anonymous:" and words[1] == "0" and is_code:
            first, _, last = place.partition("-")
            yield int(first, 16), int(last, 16)


def _keep_small() -> None:
    never, wait_s = Event(), SETTLED_S
    while not never.wait(wait_s):
        wait_s = _AGAIN_S
        with suppress(OSError, AttributeError):
            give_back()
