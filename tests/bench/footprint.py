"""What a till costs when nothing happens: memory, CPU, and how soon it is ready.

Three tills are looked at: one that only prints slips (`bare`); one of a hub (`hub`), as it stands
where nobody takes vouchers; and one at whose counter everything is on (`counter`): a camera of 720
lines at 15 pictures a second, its codes looked for, the cashier's page served and looked at. The
camera's pictures are a webcam's own (YUYV), mapped into memory as V4L2's buffers are: capture
itself is apart, and so is what JPEG would cost (`idle_jpeg_cpu_percent`).

`rss_mb` is relay and brain of the till of a hub, `rss_window_mb` relay, brain and our own window's
process of the counter, `rss_tray_mb` the same where the tray's process keeps the window; capture's
own buffers, which lie in the brain's memory, are taken off these two and said by themselves. The
supervisor is said beside them, and so is every process by itself: as ps says (`rss_of`), and with
what processes share divided among them (`pss_of`).
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
from pathlib import Path
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

IDLE_S: Final = 20.0
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
        scan = sorted(_scan_ready_s(town) for _ in range(STARTS))[STARTS // 2]
        with _counter(town, pressed) as till:
            jpeg = _idle(till.pids)
        with _counter(town, raw) as till, _window(till) as window:
            counter = _idle(till.pids | window)
            grown = [_sizes(till.pids | window) for _ in _each_minute(minutes)]
        tray = _with_tray(town, raw)
    tills = {"bare": bare, "hub": hub, "counter": counter} | ({"tray": tray} if tray else {})
    return {
        "rss_mb": _sum(hub, "relay", "brain"),
        "rss_window_mb": round(_sum(counter, "relay", "brain", "window") - CAPTURE_MB, 1),
        "rss_tray_mb": round(_sum(tray, "relay", "brain", "tray") - CAPTURE_MB, 1)
        if tray
        else None,
        "rss_tray_reason": None if tray else f"not all of {', '.join(_SCREEN)} are installed",
        "capture_mb": round(CAPTURE_MB, 1),
        "rss_of": {name: it["rss"] for name, it in tills.items()},
        "pss_of": {name: it["pss"] for name, it in tills.items()},
        "idle_cpu_percent": counter["cpu"],
        "idle_jpeg_cpu_percent": jpeg["cpu"],
        "idle_hub_cpu_percent": hub["cpu"],
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


def _with_tray(town: Town, camera: str) -> dict[str, dict[str, float] | float] | None:
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


def _idle(pids: dict[str, int]) -> dict[str, dict[str, float] | float]:
    """Let a till idle, and return the resident and proportional size of each process, and CPU."""
    time.sleep(SETTLE_S)
    before = {name: _cpu_s(pid) for name, pid in pids.items()}
    time.sleep(IDLE_S)
    cpu = sum(_cpu_s(pid) - before[name] for name, pid in pids.items())
    return {
        "rss": _sizes(pids),
        "pss": _sizes(pids, "Pss"),
        "cpu": round(cpu / IDLE_S * 100, 2),
    }


def _sum(found: dict[str, dict[str, float] | float], *names: str) -> float:
    sizes = found["rss"]
    assert isinstance(sizes, dict), "as _idle makes it"
    return round(sum(sizes[name] for name in names), 1)


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
