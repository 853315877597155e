"""Asks a server at set times, whether it has answered or not: the load of a town, not of a queue.

python -m tests.hub.open_loop PORT RATE PLAN; PLAN holds a request a line, as JSON: its kind, and
its bytes in base64. Each is due at its time; what counts is the time from then to the whole
answer, so that a server that falls behind is not spared. Prints one JSON object.
"""

import base64
import heapq
import json
import selectors
import socket
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MOST_LINES: Final = 256
"""Connections at most; a request that finds none waits, and its time runs."""
LONGEST_S: Final = 30.0
"""After the last request is due: what has no answer by then has none."""
_SPIN_S: Final = 0.0005


@dataclass(slots=True)
class _Line:
    """One connection, kept open from request to request."""

    sock: socket.socket
    due: float = 0.0
    kind: str = ""
    got: bytearray = field(default_factory=bytearray)


@dataclass
class Town:
    """Those who ask."""

    port: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[str] = field(default_factory=Counter)
    lags: list[float] = field(default_factory=list)
    """From the time a request was due to when this process came to it: our own being late."""
    first_wrong: str = ""

    def __post_init__(self) -> None:
        self._poll = selectors.DefaultSelector()
        self._idle: deque[_Line] = deque()
        self._busy = 0

    def ask(self, plan: Sequence[tuple[str, bytes]], rate: float) -> None:
        """Send *plan*, *rate* requests a second, and take the answers."""
        begun = time.perf_counter() + 0.2
        waiting: deque[tuple[float, str, bytes]] = deque()
        due = [(begun + number / rate, *it) for number, it in enumerate(plan)]
        due.reverse()
        until = begun + len(plan) / rate + LONGEST_S
        while (due or waiting or self._busy) and time.perf_counter() < until:
            now = time.perf_counter()
            while due and due[-1][0] <= now:
                waiting.append(due.pop())
                self.lags.append(now - waiting[-1][0])
            while waiting and (line := self._free()) is not None:
                self._send(line, *waiting.popleft())
            left = due[-1][0] - time.perf_counter() if due else 0.05
            self._take(max(0.0, left - _SPIN_S))
        self.statuses["none"] += self._busy + len(waiting) + len(due)

    def _free(self) -> _Line | None:
        """Return the connection that has been idle the longest, or a new one."""
        if len(self._idle) > 0:
            return self._idle.popleft()
        if self._busy >= MOST_LINES:
            return None
        sock = socket.create_connection(("127.0.0.1", self.port), LONGEST_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = _Line(sock)
        self._poll.register(sock, selectors.EVENT_READ, line)
        return line

    def _send(self, line: _Line, due: float, kind: str, raw: bytes) -> None:
        line.due, line.kind = due, kind
        line.got.clear()
        line.sock.sendall(raw)
        self._busy += 1

    def _take(self, seconds: float) -> None:
        for key, _ in self._poll.select(seconds):
            line: _Line = key.data
            part = line.sock.recv(65536)
            if not part:
                self._drop(line)
                continue
            line.got += part
            if _whole(line.got):
                self._done(line)

    def _done(self, line: _Line) -> None:
        self.seconds[line.kind].append(time.perf_counter() - line.due)
        status = line.got[9:12].decode("ascii")
        self.statuses[f"{line.kind} {status}"] += 1
        if not status.startswith("2") and not self.first_wrong:
            self.first_wrong = line.got.decode("utf-8", "replace")[-400:]
        self._busy -= 1
        if b"connection: close" in line.got[:600].lower():
            self._close(line)
        else:
            self._idle.append(line)

    def _drop(self, line: _Line) -> None:
        """Forget a connection that the server has closed."""
        if line in self._idle:
            self._idle.remove(line)
        else:
            self._busy -= 1
            self.statuses[f"{line.kind} closed"] += 1
        self._close(line)

    def _close(self, line: _Line) -> None:
        self._poll.unregister(line.sock)
        line.sock.close()


def _whole(got: bytearray) -> bool:
    """Tell whether an answer with a Content-Length is all there."""
    end = got.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(got[:end]).lower()
    at = head.find(b"content-length:")
    assert at >= 0, "the hub says how long its answers are"
    length = int(head[at + 15 :].split(b"\r\n", 1)[0])
    return len(got) >= end + 4 + length


def part(values: Iterable[float], share: float) -> float:
    """Return the value below which this share of *values* lies."""
    found = list(values)
    return heapq.nlargest(max(1, round(len(found) * (1 - share))), found)[-1]


def main(words: Sequence[str]) -> int:
    """Ask, and print what came."""
    port, rate, path = int(words[0]), float(words[1]), Path(words[2])
    plan = []
    for line in path.read_text(encoding="ascii").splitlines():
        kind, raw = json.loads(line)
        plan.append((kind, base64.b64decode(raw)))
    town = Town(port)
    cpu = time.process_time()
    town.ask(plan, rate)
    print(
        json.dumps(
            {
                "seconds": town.seconds,
                "statuses": town.statuses,
                "lags": town.lags,
                "cpu_s": time.process_time() - cpu,
                "first_wrong": town.first_wrong,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
