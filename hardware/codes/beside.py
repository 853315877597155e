"""A step of reading in a process of its own: where it hangs or falls, the rest goes on without.

It is started when it is first asked, and once more after each fall, a few times; then no more.
"""

import json
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final

from hardware.codes.luma import Luma
from hardware.codes.opencv_worker import HEAD

START_S: Final = 20.0
"""OpenCV takes half a second to load, on a till whose disk is busy some more."""
ANSWER_S: Final = 2.0
"""For one picture; the step takes 0.03 s, and whoever shows a code waits no longer."""
FALLS_MAX: Final = 3
"""After so many it is not started again: it falls over what this till's camera shows."""


class StepMissing(Exception):
    """The step cannot be had: what is missing, and what to do."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        self.hint = hint


class Beside:
    """Asks the process with this command line; between `with` and its end it may run."""

    def __init__(self, words: Sequence[str], *, answer_s: float = ANSWER_S) -> None:
        self._words = list(words)
        self._answer_s = answer_s
        self._process: subprocess.Popen[bytes] | None = None
        self._said: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self.falls = 0
        """How often it hung or ended by itself."""

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def start(self) -> dict[str, Any]:
        """Start it and return what it says of itself; raise StepMissing where it cannot be."""
        said = self._said = SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603  # our own program
            self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        listening = threading.Thread(target=_listen, args=(self._process, said), daemon=True)
        listening.start()
        first = self._next(START_S)
        if first is not None and first.get("ready"):
            return first
        self.close()
        if first is None:
            raise StepMissing("The step beside does not start.", "The others go on without it.")
        raise StepMissing(str(first.get("title")), str(first.get("hint")))

    def texts_in(self, picture: Luma) -> tuple[str, ...]:
        """Return what it reads in a picture; nothing where it hangs, falls or is not there."""
        if self.falls >= FALLS_MAX:
            return ()
        try:
            if self._process is None:
                self.start()
        except (StepMissing, OSError):
            self.falls = FALLS_MAX
            return ()
        assert self._process is not None, "started just now"
        assert self._process.stdin is not None, "it has a pipe"
        try:
            self._process.stdin.write(HEAD.pack(picture.width, picture.height) + picture.packed())
            self._process.stdin.flush()
        except OSError:
            told = None
        else:
            told = self._next(self._answer_s)
        if told is None:
            self.falls += 1
            self.close()
            return ()
        return tuple(str(text) for text in told.get("texts", ()))

    def close(self) -> None:
        """End it, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _next(self, patience_s: float) -> dict[str, Any] | None:
        """Return its next answer, None where none comes."""
        try:
            return self._said.get(timeout=patience_s)
        except Empty:
            return None


def _listen(process: subprocess.Popen[bytes], said: SimpleQueue[dict[str, Any] | None]) -> None:
    """Hand on each line that it says; None at its end."""
    assert process.stdout is not None, "it has a pipe"
    with suppress(OSError, ValueError):
        for line in process.stdout:
            told = json.loads(line)
            said.put(told if isinstance(told, dict) else None)
    said.put(None)
