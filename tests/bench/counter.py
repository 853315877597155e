"""From a code before the camera to green light at the cashier's page, on the real programs.

A hub, a till and a camera of 720 lines at 15 pictures a second, all on this machine; vouchers below
the value that needs no nod. The clock starts when the first picture with the code leaves the camera
(a network camera: its JPEG is decoded by us, and counts) and stops when the page hears *accepted*.

`read_ms`: until the page hears that the code is being checked; `decide_ms`: the rest, with seal,
disk and hub; `hub_ms`: what the hub alone takes for such a question, asked by somebody else.
`offline`: the same with the hub stopped, by seal and lease.
"""

import argparse
import io
import itertools
import json
import random
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import httpx

from tests.bench.counter_till import Town, counter_running, page_of, quiet_pictures, town_running
from tests.bench.phone_frames import phone_showing
from tests.hardware.cameras.network import HEAD, part
from tests.hub.http_town import Line
from tests.hub.reward_world import PRODUCT

VOUCHERS: Final = 60
BY_LEASE: Final = 9
"""Of the ten that a lease allows by default."""
ALONE: Final = 40
FPS: Final = 15
PATIENCE_S: Final = 10.0
_EMPTY_S: Final = (0.3, 0.7)
"""Between two phones, so that no rhythm is met."""


def add_options(reader: argparse.ArgumentParser) -> None:
    """Say how many vouchers are shown."""
    reader.add_argument("--vouchers", type=int, default=VOUCHERS)


def run(vouchers: int = VOUCHERS) -> dict[str, object]:
    """Show vouchers to a till, one after the other, with the hub and without it."""
    with town_running() as town:
        reward, member = town.people.offered(PRODUCT).id, town.people.citizens[0].id
        codes = [
            str(town.people.bought(member, reward).code) for _ in range(vouchers + BY_LEASE + ALONE)
        ]
        with phone_camera() as camera:
            lines = f'camera = "{camera.url}"\nauto_accept_max = "10000.00"'
            with counter_running(town, lines) as till, page_of(till.home) as http:
                page = Page(http)
                page.until(line="online")
                online = [_shown(it, camera, page) for it in codes[:vouchers]]
                alone = _hub_alone_ms(town, codes[vouchers + BY_LEASE :])
                town.stop_hub()
                page.until(line="offline")
                offline = [_shown(it, camera, page) for it in codes[vouchers:][:BY_LEASE]]
    return {
        "vouchers": vouchers,
        "online": _said(online),
        "offline": _said(offline),
        "hub_ms": _quantiles(alone),
        "p95_ms": _said(online)["p95_ms"],
    }


class PhoneCamera:
    """A network camera that sees an empty counter, or what it is shown."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/stream"
        self._empty = next(quiet_pictures())
        self._jpeg = _jpeg(self._empty)
        self._shown_at = 0.0
        self._waits = threading.Condition()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def show(self, picture: Any) -> float:
        """Hold a phone before it; return when the first picture of it leaves."""
        jpeg = _jpeg(picture)
        with self._waits:
            self._jpeg, self._shown_at = jpeg, 0.0
            self._waits.wait_for(lambda: self._shown_at > 0, PATIENCE_S)
            assert self._shown_at > 0, "somebody looks through this camera"
            return self._shown_at

    def end(self) -> None:
        """Switch it off."""
        self._ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE_S)

    def _run(self) -> None:
        with suppress(OSError):
            while not self._ended.is_set():
                line, _ = self._listener.accept()
                with line, suppress(OSError):
                    line.recv(4096)
                    line.sendall(HEAD)
                    self._send(line)

    def _send(self, line: socket.socket) -> None:
        for number in itertools.count():
            if self._ended.wait(1 / FPS):
                return
            with self._waits:
                # A note in the file makes no two alike, as a sensor's noise does.
                note = b"\xff\xfe\x00\x06" + (number & 0xFFFFFFFF).to_bytes(4, "big")
                jpeg = self._jpeg[:2] + note + self._jpeg[2:]
                if self._shown_at == 0:
                    self._shown_at = time.monotonic()
                    self._waits.notify_all()
            line.sendall(part(jpeg))


@contextmanager
def phone_camera() -> Iterator[PhoneCamera]:
    """Switch a camera on while the block lasts."""
    camera = PhoneCamera()
    try:
        yield camera
    finally:
        camera.end()


class Page:
    """The cashier's page: what it heard, and when."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._changed = threading.Condition()
        self._heard: list[tuple[float, dict[str, Any]]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def until(self, *, after: float = 0.0, **wanted: object) -> tuple[float, dict[str, Any]] | None:
        """Return when the first view with all these was heard after a moment, and the view."""

        def found() -> tuple[float, dict[str, Any]] | None:
            for at, view in self._heard:
                if at > after and all(view.get(name) == it for name, it in wanted.items()):
                    return at, view
            return None

        with self._changed:
            self._changed.wait_for(lambda: found() is not None, PATIENCE_S)
            return found()

    def next(self, number: int) -> None:
        """Have the verdict away."""
        self._http.post("/act", json={"act": "next", "number": number, "text": ""})
        with self._changed:
            self._heard.clear()

    def _listen(self) -> None:
        with suppress(httpx.HTTPError), self._http.stream("GET", "/events?lang=ru") as told:
            for line in told.iter_lines():
                at = time.monotonic()
                if line.startswith("data:"):
                    view = json.loads(line.removeprefix("data:"))
                    with self._changed:
                        self._heard.append((at, view))
                        self._changed.notify_all()


def _shown(code: str, camera: PhoneCamera, page: Page) -> tuple[float, float] | None:
    """Show a voucher until it is green; return the time of both halves, None for no green."""
    picture = phone_showing(code, 1, lines=720).image
    at = camera.show(picture)
    checked = page.until(after=at, glance="busy")
    green = page.until(after=at, glance="accepted")
    camera.show(next(quiet_pictures()))
    if green is None or checked is None:
        return None
    page.next(green[1]["number"])
    time.sleep(random.uniform(*_EMPTY_S))
    return (checked[0] - at) * 1000, (green[0] - checked[0]) * 1000


def _hub_alone_ms(town: Town, codes: list[str]) -> list[float]:
    """Return how long the hub takes for a redemption of a till that is nothing else."""
    line, found = Line(town.people, town.url), []
    for number, code in enumerate(codes):
        began = time.perf_counter()
        answer = line.redeem(number + 1, code)
        found.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == httpx.codes.OK, answer.text
    return found


def _jpeg(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _said(found: list[tuple[float, float] | None]) -> dict[str, Any]:
    green = [it for it in found if it is not None]
    all_ms = [sum(it) for it in green]
    return {
        "green": len(green),
        "not_green": len(found) - len(green),
        **_quantiles(all_ms),
        "read_ms": _quantiles([it[0] for it in green]),
        "decide_ms": _quantiles([it[1] for it in green]),
    }


def _quantiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
        "max_ms": round(ordered[-1], 1),
    }
