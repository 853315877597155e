"""Processes that a till starts: on POSIX without subprocess, which is a megabyte and a half."""

import os
import signal
import sys
from contextlib import suppress
from threading import Lock


class Spawned:
    """A command that runs in a session of its own; one thread waits for it, any may end it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        nothing_to_read = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        # Ctrl-C at our terminal is for us: we tell the children. Nor do they inherit what we wait
        # for ourselves, which is blocked.
        self._number = os.posix_spawnp(
            command[0],
            command,
            environment,
            file_actions=[nothing_to_read],
            setsid=True,
            setsigmask=[],
        )
        self._turn = Lock()
        self._code: int | None = None

    def wait(self) -> int:
        """Return its exit code once it has ended; negative for the signal that ended it."""
        # It stays known by its number until we say that we have seen its end, and nobody can tell
        # a stranger with the same number to end.
        with suppress(ChildProcessError):  # another thread has just seen it
            os.waitid(os.P_PID, self._number, os.WEXITED | os.WNOWAIT)
        with self._turn:
            if self._code is None:
                self._code = os.waitstatus_to_exitcode(os.waitpid(self._number, 0)[1])
            return self._code

    def poll(self) -> int | None:
        """Return its exit code, None while it runs or nobody has seen its end."""
        return self._code

    def terminate(self) -> None:
        """Ask it to end."""
        self._tell(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        with self._turn:
            if self._code is None:
                os.kill(self._number, number)


def started(command: list[str], environment: dict[str, str]) -> Spawned:
    """Start *command*; raises OSError where it cannot be."""
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415  # POSIX does without

        return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)  # noqa: S603  # the owner's setting
    return Spawned(command, environment)
