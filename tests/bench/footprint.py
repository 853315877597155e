"""What a till costs when nothing happens: memory, CPU, and how soon it is ready.

Three tills are looked at: one that only prints slips (`bare`); one of a hub (`hub`), as it stands
where nobody takes vouchers; and one at whose counter everything is on (`counter`): a camera of 720
lines at 15 pictures a second, its codes looked for, the cashier's page served and looked at. The
camera's pictures are a webcam's own (YUYV), mapped into memory as V4L2's buffers are: capture
itself is apart, and so is what JPEG would cost (`idle_jpeg_cpu_percent`).

`rss_mb` is all that `baursak agent run` started for the till of a hub: supervisor, relay, brain.
`rss_after_receipts_mb` is the same once receipts were printed and all is quiet again.
`rss_window_mb` is all processes of the counter and our own window's, `rss_tray_mb` the same where
the tray's process keeps the window; capture's own buffers, which lie in the brain's memory, are
taken off these two and said by themselves (`capture_mb`).

A process gives back what it does not need (`hardware/memory.py`), so its size breathes: what is
said is the middle of what was seen each second, and `rss_most_mb` the largest of all sums, within
a sync. Every process is said by itself, as ps says (`rss_of`), and with what processes share
divided among them (`pss_of`, `pss_mb`): that gives nothing for the sharing, and takes nothing.
"""

import argparse
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from agent.config import FACE_FILE
from tests.bench.counter_till import (
    FRAMES,
    SIZE,
    Town,
    counter_running,
    looking_on,
    quiet_film,
    quiet_pictures,
    town_running,
)
from tests.bench.till import RunningTill, running_till
from tests.hardware.cameras.films import film_of
from tests.journeys.face import CashiersPage
from tests.programs import program_running
from tests.screens import screen_running

IDLE_S: Final = 60.0
"""There is a sync within it."""
_RECEIPT: Final = Path(__file__).parents[2] / "hardware" / "captures" / "superkassa-80-both.bin"
_RECEIPTS: Final = 3
STARTS: Final = 5
SETTLE_S: Final = 12.0
"""Then a scene that nothing moves in has long been still."""
CAPTURE_MB: Final = FRAMES * SIZE[0] * SIZE[1] * 2 / 2**20
"""Of a webcam's pictures in memory: four of two bytes a pixel."""
_SCREEN: Final = ("Xvfb", "openbox", "trayer")
_TRAYER: Final = ("trayer", "--edge", "bottom", "--widthtype", "request", "--height", "32")


def add_options(reader: argparse.ArgumentParser) -> None:
    """Say how long a till is watched."""
    reader.add_argument("--minutes", type=float, default=0.0, help="watch the counter's memory on")


def run(minutes: float = 0.0) -> dict[str, object]:
    """Measure idle tills: resident memory of each process, CPU, and time to be ready."""
    ready = sorted(_ready_s() for _ in range(STARTS))[STARTS // 2]
    with running_till() as till:
        bare = _idle(till.pids)
    with town_running() as town:
        raw, pressed = _films(town.folder)
        with counter_running(town, "face = false") as till:
            hub = _idle(till.pids)
            _print(till.port)
            printed = _idle(till.pids)
        scan = sorted(_scan_ready_s(town) for _ in range(STARTS))[STARTS // 2]
        with _counter(town, pressed) as till:
            jpeg = _idle(till.pids)
        with _counter(town, raw) as till, _window(till) as window:
            counter = _idle(till.pids | window)
            grown = [_sizes(till.pids | window) for _ in _each_minute(minutes)]
        tray = _with_tray(town, raw)
    tills = {"bare": bare, "hub": hub, "printed": printed, "counter": counter}
    tills |= {"tray": tray} if tray else {}
    return {
        "rss_mb": hub.all("rss"),
        "pss_mb": hub.all("pss"),
        "rss_most_mb": hub.most,
        "rss_after_receipts_mb": printed.all("rss"),
        "rss_window_mb": round(counter.all("rss") - CAPTURE_MB, 1),
        "rss_tray_mb": round(tray.all("rss") - CAPTURE_MB, 1) if tray else None,
        "rss_tray_reason": None if tray else f"not all of {', '.join(_SCREEN)} are installed",
        "capture_mb": round(CAPTURE_MB, 1),
        "rss_of": {name: it.rss for name, it in tills.items()},
        "pss_of": {name: it.pss for name, it in tills.items()},
        "idle_cpu_percent": counter.cpu,
        "idle_jpeg_cpu_percent": jpeg.cpu,
        "idle_hub_cpu_percent": hub.cpu,
        "tap_ready_s": round(ready, 3),
        "scan_ready_s": round(scan, 3),
        "rss_each_minute": grown,
        "frozen_mb": _frozen_mb(),
    }


def _films(folder: Path) -> tuple[str, str]:
    """Return the addresses of a camera before an empty counter: its own pictures, and JPEG."""
    quiet_film(folder / "raw.avi")
    held = []
    for picture in quiet_pictures():
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
        held.append(out.getvalue())
    (folder / "jpeg.avi").write_bytes(film_of(held))
    return camera_of(folder / "raw.avi"), camera_of(folder / "jpeg.avi")


def camera_of(film: Path) -> str:
    """Return the address of a film as a webcam's 15 pictures a second, for ever."""
    return f"file://{film}?fps=15&loop=1"


@contextmanager
def _counter(town: Town, camera: str) -> Iterator[RunningTill]:
    """Run a till with everything on and its page looked at."""
    with counter_running(town, f'camera = "{camera}"') as till, looking_on(till.home):
        yield till


def _with_tray(town: Town, camera: str) -> "Idle | None":
    """Measure the counter whose window the tray keeps, on a screen of its own; None without one."""
    if not all(map(shutil.which, _SCREEN)):
        return None
    quiet = subprocess.DEVNULL
    words = ("tray", "--home", str(town.home), "--open", "window")
    with (
        screen_running() as screen,
        _counter(town, camera) as till,
        _browser() as browser,
        screen.running(*_TRAYER, stdout=quiet, stderr=quiet),
        screen.agent(*words, browser=browser) as process,
    ):
        return _idle(till.pids | {"tray": process.pid})


@contextmanager
def _browser() -> Iterator[Path]:
    """Give a folder with the till's own browser, which is apart: one that idles."""
    with tempfile.TemporaryDirectory() as folder:
        browser = Path(folder) / "chromium"
        browser.write_text("#!/bin/sh\nexec sleep 100000\n")
        browser.chmod(0o755)
        yield Path(folder)


@contextmanager
def _window(till: RunningTill) -> Iterator[dict[str, int]]:
    """Run what keeps the window."""
    with _browser() as folder:
        words = [sys.executable, "-m", "installers", "agent", "window", "--home", str(till.home)]
        path = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
        with program_running(words, env=path) as process:
            try:
                yield {"window": process.pid}
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(10)


@dataclass(frozen=True, slots=True)
class Idle:
    """What a till cost while nothing happened: megabytes of each process, percent of a core."""

    rss: dict[str, float]
    pss: dict[str, float]
    most: float
    """The largest resident sum of all processes."""
    cpu: float

    def all(self, which: str) -> float:
        """Return the sum of all processes, `rss` or `pss`."""
        sizes: dict[str, float] = getattr(self, which)
        return round(sum(sizes.values()), 1)


def _idle(pids: dict[str, int]) -> Idle:
    """Let a till idle, look at each of its processes every second, and return the middle."""
    time.sleep(SETTLE_S)
    before = {name: _cpu_s(pid) for name, pid in pids.items()}
    began, seen = time.monotonic(), []
    while time.monotonic() < began + IDLE_S:
        time.sleep(1)
        seen.append((_sizes(pids), _sizes(pids, "Pss")))
    spent = sum(_cpu_s(pid) - before[name] for name, pid in pids.items())
    return Idle(
        rss={name: median(rss[name] for rss, _ in seen) for name in pids},
        pss={name: median(pss[name] for _, pss in seen) for name in pids},
        most=round(max(sum(rss.values()) for rss, _ in seen), 1),
        cpu=round(spent / (time.monotonic() - began) * 100, 2),
    )


def _print(port: int) -> None:
    """Print receipts as a POS."""
    for _ in range(_RECEIPTS):
        with socket.create_connection(("127.0.0.1", port)) as pos:
            pos.sendall(_RECEIPT.read_bytes())


def _each_minute(minutes: float) -> Iterator[None]:
    for _ in range(round(minutes)):
        time.sleep(60)
        yield


def _ready_s() -> float:
    """Return the seconds from starting a till to the first connection that its tap takes."""
    began = time.monotonic()
    with running_till(wait=False) as till:
        while True:
            try:
                socket.create_connection(("127.0.0.1", till.port), 0.2).close()
                return time.monotonic() - began
            except OSError:
                time.sleep(0.005)


def _scan_ready_s(town: Town) -> float:
    """Return the seconds from starting a till to a code's being read: one is shown all the time."""
    film = town.folder / "code.avi"
    if not film.exists():
        quiet_film(film, "https://example.kz/menu")
    (town.home / FACE_FILE).unlink(missing_ok=True)
    began = time.monotonic()
    with counter_running(town, f'camera = "{camera_of(film)}"', wait=False) as till:
        CashiersPage(till.home).until(saying="is_link")
        return time.monotonic() - began


def _sizes(pids: dict[str, int], which: str = "Rss") -> dict[str, float]:
    """Return how many megabytes each process takes: as ps says, or with what is shared divided."""
    found = {}
    for name, pid in pids.items():
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        said = next(line for line in lines if line.startswith(f"{which}:"))
        found[name] = round(int(said.split()[1]) / 1024, 1)
    return found


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _frozen_mb() -> float:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "installers.freeze", "--out", folder]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        root = Path(done.stdout.splitlines()[-1]).parent
        return round(sum(it.stat().st_size for it in root.rglob("*") if it.is_file()) / 2**20, 1)
