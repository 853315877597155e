"""A till with a counter as its processes: enrolled with a hub that runs, a camera, its page."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import httpx
from click.testing import CliRunner
from PIL import Image, ImageChops

from agent.cli.main import agent
from agent.config import FACE_FILE
from contracts.wire.enrolling import code_shown
from hardware.codes.showing import code_png
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.enrolment import add_till
from tests.bench.phone_frames import empty_frames
from tests.bench.till import RunningTill, free_port, printer_that_takes_all, wait_for_till
from tests.hardware.cameras.films import raw_film_of, yuy2
from tests.hub.http_town import HttpTown, serving
from tests.programs import program_running

PATIENCE_S: Final = 20.0
SIZE: Final = (1280, 720)
FRAMES: Final = 4
"""As many as V4L2's buffers: what a camera's pictures take of the memory."""
NOISE: Final = 3.0
"""Levels, of a webcam in a shop's light: never two pictures alike, and nothing moves."""


@dataclass(frozen=True, slots=True)
class Town:
    """A hub that runs, its members, and a till's folder that is enrolled there."""

    people: HttpTown
    url: str
    home: Path
    folder: Path
    stop_hub: Callable[[], None]


@contextmanager
def town_running(members: int = 1) -> Iterator[Town]:
    """Run a hub on a database of its own, and enrol a till."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = f"sqlite:///{folder / 'hub.sqlite3'}"
        engine = open_engine(database)
        migrate(engine)
        people = HttpTown(DatabaseStore(engine), members=members)
        waiting = add_till(people.hub, people.owner, people.shop, "Касса 2")
        home = folder / "till"
        with serving(database, folder) as (url, hub):
            words = ["enrol", code_shown(waiting.code), "--hub", url, "--home", str(home)]
            done = CliRunner().invoke(agent, words)
            assert done.exit_code == 0, done.output
            yield Town(people, url, home, folder, lambda: os.killpg(hub.pid, signal.SIGKILL))


def quiet_pictures(text: str = "") -> Iterator[Image.Image]:
    """Yield what a camera sees of an empty counter, or of a phone that lies there: never twice."""
    still = next(iter(empty_frames(1, lines=720, each=1))).image.copy()
    if text:
        phone = Image.open(io.BytesIO(code_png(text))).convert("L")
        still.paste(phone, ((SIZE[0] - phone.width) // 2, (SIZE[1] - phone.height) // 2))
    dice = Random(1)
    for _ in range(FRAMES):
        noise = Image.frombytes("L", SIZE, dice.randbytes(SIZE[0] * SIZE[1]))
        small = noise.point([round((level - 128) * NOISE / 74) + 128 for level in range(256)])
        yield ImageChops.add(still, small, offset=-128)


def quiet_film(path: Path, text: str = "") -> None:
    """Write the same as a film of pictures as a webcam gives them."""
    path.write_bytes(raw_film_of([yuy2(it.tobytes()) for it in quiet_pictures(text)], SIZE))


@contextmanager
def counter_running(town: Town, counter: str, *, wait: bool = True) -> Iterator[RunningTill]:
    """Run the till with these lines of `[counter]`."""
    with printer_that_takes_all() as printer:
        port = free_port()
        (town.home / "agent.toml").write_text(
            f'[hub]\nurl = "{town.url}"\n[printer]\nurl = "{printer}"\nprofile = "epson-tm"\n'
            f'[tap]\nlisten = "tcp://127.0.0.1:{port}"\n[counter]\n{counter}\n'
        )
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(town.home)]
        # No till has these: they would have all certificates read at once.
        plain = {name: it for name, it in os.environ.items() if not name.startswith("SSL_CERT_")}
        with program_running(words, env=plain, stdout=subprocess.DEVNULL) as process:
            till = RunningTill(town.home, port)
            try:
                if wait:
                    wait_for_till(town.home, till, process.pid)
                yield till
            finally:  # or relay and brain, which outlive a killed supervisor, stay behind
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE_S)


@contextmanager
def page_of(home: Path) -> Iterator[httpx.Client]:
    """Give what asks the cashier's page, as its window does."""
    address = (home / FACE_FILE).read_text().strip()
    origin = address[: address.index("/", 8)]
    headers = {"Origin": origin}
    with httpx.Client(
        base_url=origin, headers=headers, trust_env=False, timeout=PATIENCE_S
    ) as http:
        assert http.get(address).status_code == httpx.codes.SEE_OTHER
        yield http


@contextmanager
def looking_on(home: Path) -> Iterator[None]:
    """Look at the cashier's page while the block lasts, as its window does."""
    ended = threading.Event()
    with page_of(home) as http:

        def look() -> None:
            with http.stream("GET", "/events?lang=ru") as told:
                for _ in told.iter_lines():
                    if ended.is_set():
                        return

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            ended.set()
            looking.join(PATIENCE_S)
