"""Keeps relay and brain alive; standard library only.

    python -m hardware.taps.supervisor --pid-file PATH --relay CMD … --brain CMD …

Each has its own fate: a brain that dies or hangs never touches the relay, and when this process
dies both go on. A new supervisor starts both commands again: the relay's, with --wait-for-turn,
waits for the old relay's lock and takes over the moment it is free; the brain's finds its own
lock taken, exits, and is tried again every few seconds. Told to stop, it stops both, and an old
relay that still holds --relay-lock.

It waits all day for two processes, so it imports next to nothing: argparse, pathlib, typing and
subprocess made it half as large again.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

from hardware.taps.lock import Taken, holder, take
from hardware.taps.logbook import Logbook
from hardware.taps.spawned import Spawned, started
from hardware.taps.words import WrongWords, read_words

_HEALTHY_S = 5.0
"""Who lived this long did not crash at its start, and is started again at once."""
_FIRST_WAIT_S = 0.1
_RELAY_WAITS_S = 1.0
_BRAIN_WAITS_S = 5.0
_PARTING_S = 8.0
"""A relay prints what it holds before it ends; then it is killed."""
_TAKEN = 3
_ALL_TOLD = 10
_ALONE = "One is enough for a till: use the one that runs, or stop it first."
_ONE_HEAP = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}
"""For glibc: one heap for all threads, and what is free is given back. A heap for each thread, each
as large as its largest picture was, made a brain with a camera seven megabytes larger."""
_ENDS = {signal.SIGTERM, signal.SIGINT}
_WRONG_WORDS = 2
_USAGE = """usage: supervisor --pid-file PATH [--relay-lock PATH] [--log-file PATH]
                  --relay COMMAND … [--brain COMMAND …]
Keep a relay and a brain alive. PATH of --relay-lock is LINK.lock of the relay; without --log-file
the log goes to stderr.
"""


class Child:
    """One command that is started again whenever it ends."""

    def __init__(self, name: str, command: list[str], longest_wait_s: float, log: Logbook) -> None:
        self._name = name
        self._command = command
        self._longest_wait_s = longest_wait_s
        self._log = log
        self._process: Spawned | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        """Start it and keep it alive."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end and start it no more; join() waits for it."""
        self._stopping.set()
        if self._process:
            self._process.terminate()

    def join(self, until: float) -> None:
        """Wait until it ended; kill it when *until* has come."""
        self._thread.join(max(0.0, until - time.monotonic()))
        if self._process and self._process.poll() is None:
            self._log.write(f"{self._name}: killed, it did not end by itself")
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        """Start it again and again."""
        wait_s, in_a_row = 0.0, 0
        while not self._stopping.wait(wait_s):
            started = time.monotonic()
            code = self._run()
            lived_s = time.monotonic() - started
            wait_s = _wait_after(lived_s, wait_s, self._longest_wait_s)
            in_a_row = in_a_row + 1 if wait_s else 0
            if not self._stopping.is_set() and _is_worth_a_line(in_a_row):
                told = f"ended with {code} after {lived_s:.1f} s, again in {wait_s:.1f} s"
                self._log.write(f"{self._name}: {told}")

    def _run(self) -> int | str:
        """Run it once and return how it ended."""
        try:
            self._process = started(self._command, environment({}))
        except OSError as error:
            return str(error)
        if self._stopping.is_set():
            self._process.terminate()
        return self._process.wait()


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 3 when another supervisor holds the pid file."""
    words = list(sys.argv[1:] if argv is None else argv)
    words, brain = _cut(words, "--brain")
    words, relay = _cut(words, "--relay")
    if words[:1] in (["-h"], ["--help"]):
        sys.stdout.write(_USAGE)
        return 0
    try:
        pid_file, relay_lock, log_file = _paths(words, relay=relay)
    except WrongWords as error:
        sys.stderr.write(f"{_USAGE}supervisor: {error}\n")
        return _WRONG_WORDS
    log = Logbook(log_file or None)
    try:
        lock = take(pid_file, wait=False)
    except (OSError, Taken) as error:
        sys.stderr.write(f"The agent does not start: {error}.\n{_ALONE}\n")
        return _TAKEN
    children = [Child("relay", relay, _RELAY_WAITS_S, log)]
    if brain:
        children.append(Child("brain", brain, _BRAIN_WAITS_S, log))
    with lock:
        _until_told(children)
        _stop_old_relay(relay_lock)
        for child in children:
            child.stop()
        until = time.monotonic() + _PARTING_S
        for child in children:
            child.join(until)
    return 0


def _until_told(children: list[Child]) -> None:
    """Start them, and return when this program is told to end."""
    if sys.platform == "win32":
        from hardware.ending import on_ending  # noqa: PLC0415  # sockets, only where needed

        stop = threading.Event()
        on_ending(stop.set)
        for child in children:
            child.start()
        stop.wait()
        return
    # Blocked before there are other threads, or one of those might be the one that is told.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    for child in children:
        child.start()
    signal.sigwait(_ENDS)


def environment(more: dict[str, str]) -> dict[str, str]:
    """Return what a till's processes find around them: what we found, one heap each, and *more*."""
    return {**_ONE_HEAP, **os.environ, **more}


def _is_worth_a_line(in_a_row: int) -> bool:
    """Tell whether an end at the start is told of: the first ten, then ever fewer.

    Whoever ends each second for a day must not wash everything else out of the log.
    """
    return in_a_row <= _ALL_TOLD or not in_a_row & (in_a_row - 1)


def _wait_after(lived_s: float, waited_s: float, longest_s: float) -> float:
    """Return how long to wait before the next start: not at all, unless it ends at its start."""
    if lived_s >= _HEALTHY_S:
        return 0.0
    return min(max(_FIRST_WAIT_S, 2 * waited_s), longest_s)


def _stop_old_relay(lock: str) -> None:
    """Ask whoever holds the relay's lock to end: it may be an older supervisor's relay."""
    number = holder(lock) if lock else 0
    if number:
        os.kill(number, signal.SIGTERM)


def _paths(words: list[str], *, relay: list[str]) -> list[str]:
    """Return the paths that the command line names, "" for none."""
    found = read_words(words, ("--pid-file", "--relay-lock", "--log-file"))
    if not relay or not found["--pid-file"]:
        raise WrongWords("name a pid file and the relay's command")
    return [it[-1] if it else "" for it in found.values()]


def _cut(words: list[str], name: str) -> tuple[list[str], list[str]]:
    """Return the words before *name*, and those behind it."""
    at = words.index(name) if name in words else len(words)
    return words[:at], words[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
