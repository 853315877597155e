"""Told to end: SIGTERM and SIGINT, heard whichever thread the system hands them to."""

import signal
import socket
import threading
from collections.abc import Callable


def on_ending(do: Callable[[], None]) -> None:
    """Have *do* called when this program is told to end; to be called in its main thread.

    *do* runs in a thread of its own, once for every signal. Python runs a signal's handler in the
    main thread, when that comes round to it: a main thread that was just about to wait, while
    another thread was interrupted in its place, waits on and never does. The byte that the
    interpreter writes at once (signal.set_wakeup_fd) is not lost.
    """
    ear, mouth = socket.socketpair()
    mouth.settimeout(0)

    def hear() -> None:
        with ear, mouth:
            while ear.recv(1):
                do()

    threading.Thread(target=hear, name="ending", daemon=True).start()
    signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
