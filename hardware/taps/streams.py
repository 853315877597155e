"""Taps that wait in a thread of their own: serial lines, files, a watched folder."""

import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from hardware.printers.file_urls import path_in
from hardware.printers.transports import PrinterGone, Transport
from hardware.taps.doors import Jobs
from hardware.taps.logbook import Logbook
from hardware.taps.loop import Loop

_READ_S: Final = 1.0
_RETRY_S: Final = 1.0
_MOST_READ: Final = 16 * 1024
_LOOK_S: Final = 0.5
"""A file in the folder is finished when it has not grown between two looks."""
_LONGEST_FILE: Final = 16 * 1024 * 1024
"""A receipt of pictures has 1 MiB; whatever this is, it is no receipt."""
_UNFINISHED: Final = (".tmp", ".part", ".partial", "~")
"""Names that programs give to files which they are still writing."""


class StreamTap(ABC):
    """A tap's thread on one side, the relay's loop on the other; one piece at a time between."""

    finite = False
    """Whether its work can be done one day."""

    def __init__(self, loop: Loop, log: Logbook, jobs: Jobs) -> None:
        self.done = False
        self._loop = loop
        self._log = log
        self._jobs = jobs
        self._job = 0
        self._ended = False
        self._passed = False
        """The loop has done what the thread last asked for."""
        self._go = threading.Event()

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self.work, name=type(self).__name__, daemon=True).start()

    def settle(self) -> None:
        """Let the thread go on when there is room, or when what it brought is on paper."""
        if self._passed and not self._go.is_set():
            job = self._job
            if self._jobs.printed(job) if self._ended else self._jobs.wants(job):
                self._go.set()

    @abstractmethod
    def work(self) -> None:
        """Bring jobs; runs in the tap's thread."""

    def reply(self, data: bytes) -> None:  # noqa: B027  # nothing, for most taps
        """Take what the printer said: nothing to do where nobody can hear it."""

    def begin(self, source: str) -> None:
        """Begin a job; for work()."""
        self._ended = False

        def opened() -> None:
            self._job = self._jobs.opened(source, self.reply)

        self._pass(opened)

    def bring(self, data: bytes) -> None:
        """Bring bytes of this job and wait until there is room for more; for work()."""
        self._pass(lambda: self._jobs.received(self._job, data))

    def end(self) -> None:
        """End this job and wait until it is on paper; for work()."""

        def closed() -> None:
            self._jobs.closed(self._job)
            self._ended = True

        self._pass(closed)
        self._jobs.forget(self._job)
        self._job = 0

    def copy(self, file: BinaryIO, source: str) -> None:
        """Bring a file as one job; for work()."""
        self.begin(source)
        try:
            while data := file.read(_MOST_READ):
                self.bring(data)
        finally:
            self.end()

    def _pass(self, call: Callable[[], None]) -> None:
        """Have *call* run in the loop, and wait for settle() to let us go on after it."""

        def called() -> None:
            call()
            self._passed = True

        self._passed = False
        self._go.clear()
        self._loop.post(called)
        self._go.wait()


class LineTap(StreamTap):
    """A serial line that a POS prints to: one job for as long as the line stands."""

    def __init__(self, loop: Loop, log: Logbook, jobs: Jobs, line: Transport) -> None:
        super().__init__(loop, log, jobs)
        self._line = line

    def work(self) -> None:
        """Read the line, and open it again when it broke."""
        note = ""
        while True:
            try:
                self._line.open()
                self._log.write(f"{self._line.url}: open")
                self._serve()
            except PrinterGone as gone:
                if str(gone) != note:
                    note = str(gone)
                    self._log.write(note)
            self._line.close()
            time.sleep(_RETRY_S)

    def reply(self, data: bytes) -> None:
        """Pass on what the printer said; a POS that does not read it misses it."""
        with suppress(PrinterGone):
            self._line.write(data, 0.0)

    def _serve(self) -> None:
        """Bring what comes until the line breaks."""
        self.begin(self._line.url)
        try:
            while True:
                if data := self._line.read(_READ_S):
                    self.bring(data)
        finally:
            self.end()


class FileTap(StreamTap):
    """`file:///job.bin` or `stdin:`, as one job."""

    finite = True

    def __init__(self, loop: Loop, log: Logbook, jobs: Jobs, url: str) -> None:
        super().__init__(loop, log, jobs)
        self._url = url
        self._path: Path | None = None
        if url.startswith("file:"):
            self._path = path_in(url)
            if not self._path.is_file():
                raise ValueError(f"{url}: there is no such file")

    def work(self) -> None:
        """Bring the file."""
        with self._path.open("rb") if self._path else sys.stdin.buffer as file:
            self.copy(file, self._url)
        self.done = True
        self._loop.post(lambda: None)


class SpoolTap(StreamTap):
    """A watched folder: each finished file is one job, moved to `done` when it is on paper.

    A relay that is killed within a file prints that file again from its start: half a receipt
    is no receipt.
    """

    def __init__(self, loop: Loop, log: Logbook, jobs: Jobs, folder: Path) -> None:
        super().__init__(loop, log, jobs)
        self._folder = folder
        self._done = folder / "done"
        self._done.mkdir(parents=True, exist_ok=True)
        self._seen: dict[Path, tuple[int, int]] = {}
        self._refused: dict[Path, tuple[int, int]] = {}

    def work(self) -> None:
        """Look into the folder again and again."""
        while True:
            for path in self._finished():
                try:
                    self._print(path)
                except OSError as error:
                    self._log.write(f"{path} is left alone until it changes: {error}")
                    self._refused[path] = self._seen[path]
            time.sleep(_LOOK_S)

    def _print(self, path: Path) -> None:
        """Print a file and move it away; OSError when that cannot be done."""
        if self._seen[path][1] > _LONGEST_FILE:
            raise OSError(f"it is longer than {_LONGEST_FILE} bytes")
        with path.open("rb") as file:
            self.copy(file, f"spool {path.name}")
        self._move(path)

    def _finished(self) -> list[Path]:
        """Return the files that have not changed since the last look, oldest first."""
        found: dict[Path, tuple[int, int]] = {}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.is_file() and not path.name.startswith("."):
                    state = path.stat()
                    found[path] = (state.st_mtime_ns, state.st_size)
        before, self._seen = self._seen, found
        return sorted(
            (
                path
                for path, state in found.items()
                if before.get(path) == state != self._refused.get(path)
                and not path.name.endswith(_UNFINISHED)
            ),
            key=lambda path: (found[path], path.name),
        )

    def _move(self, path: Path) -> None:
        """Move a printed file to `done`, under a name that is free there."""
        target = self._done / path.name
        count = 0
        while target.exists():
            count += 1
            target = self._done / f"{path.name}.{count}"
        path.rename(target)
