"""What a till costs when nothing happens: memory, CPU, and how soon it listens."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.till import running_till

IDLE_S = 10.0
STARTS = 5


def run() -> dict[str, object]:
    """Measure an idle till: resident memory of each process, CPU, and time to listen."""
    ready = sorted(_ready_s() for _ in range(STARTS))[STARTS // 2]
    with running_till() as till:
        time.sleep(1.0)
        before = {name: _cpu_s(pid) for name, pid in till.pids.items()}
        time.sleep(IDLE_S)
        cpu = {name: _cpu_s(pid) - before[name] for name, pid in till.pids.items()}
        rss = {name: _rss_mb(pid) for name, pid in till.pids.items()}
    return {
        "rss_mb": round(rss["relay"] + rss["brain"], 1),
        "rss_relay_mb": rss["relay"],
        "rss_brain_mb": rss["brain"],
        "rss_supervisor_mb": rss["supervisor"],
        "rss_window_mb": None,
        "rss_window_reason": "the cashier's window comes with its own issue",
        "idle_cpu_percent": round(sum(cpu.values()) / IDLE_S * 100, 2),
        "tap_ready_s": round(ready, 3),
        "scan_ready_s": None,
        "scan_ready_reason": "the camera comes with its own issue",
        "frozen_mb": _frozen_mb(),
    }


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


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise AssertionError("a process has a size")


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _frozen_mb() -> float:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "installers.freeze", "--out", folder]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        root = Path(done.stdout.splitlines()[-1]).parent
        return round(sum(it.stat().st_size for it in root.rglob("*") if it.is_file()) / 2**20, 1)
