"""Camera and scanner at the counter: started anew when their own settings change, and only then."""

import os
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from agent.config import CounterSettings
from agent.core.counter_events import Event, Seen
from agent.core.counter_view import DeviceState
from agent.counter_devices import CounterDevices
from contracts.wire.units import Tiyn
from hardware.codes.showing import code_png

PATIENCE_S = 15.0


@dataclass
class Counter:
    """Devices, and what they told."""

    told: list[Event] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.devices = CounterDevices(self.told.append, self.log.append)

    def waits_for(self, done: Callable[[], bool]) -> None:
        """Wait until it is so, but not for ever."""
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, f"it did not come to pass: {self.told} {self.log}"
            time.sleep(0.01)

    def saw(self, text: str) -> bool:
        """Tell whether the camera or the scanner has read *text*."""
        return any(isinstance(it, Seen) and it.text == text for it in self.told)


@contextmanager
def at_counter() -> Iterator[Counter]:
    """Hold a counter without devices; at the end it has none again."""
    counter = Counter()
    try:
        yield counter
    finally:
        counter.devices.stop()
        assert counter.devices.camera.state is DeviceState.NONE
        assert counter.devices.scanner.state is DeviceState.NONE


def phone(folder: Path, text: str) -> CounterSettings:
    """Return settings with a camera before which a phone shows *text*."""
    folder.mkdir()
    (folder / "phone.png").write_bytes(code_png(text))
    return CounterSettings(camera=f"folder://{folder}?fps=15&loop=1")


def test_a_camera_is_exchanged_while_the_counter_works(tmp_path: Path) -> None:
    """Other settings leave it alone; another camera, and none, hold at once."""
    one, other = phone(tmp_path / "one", "ONE"), phone(tmp_path / "other", "OTHER")
    with at_counter() as counter:
        counter.devices.adopt(one)
        counter.waits_for(lambda: counter.saw("ONE"))
        counter.waits_for(lambda: counter.devices.camera.state is DeviceState.READY)
        before = counter.devices.camera
        counter.devices.adopt(replace(one, auto_accept_max=Tiyn(5), face=False, suffix="lf"))
        assert counter.devices.camera is before, "it was not touched"
        counter.devices.adopt(replace(one, screen_mode=False))
        assert counter.devices.camera is not before
        counter.devices.adopt(other)
        counter.waits_for(lambda: counter.saw("OTHER"))
        counter.devices.adopt(CounterSettings())
        assert counter.devices.camera.state is DeviceState.NONE


def test_an_address_of_no_camera_is_trouble_and_no_end(tmp_path: Path) -> None:
    """It is said, and the next one is taken."""
    with at_counter() as counter:
        counter.devices.adopt(CounterSettings(camera="nonsense://camera"))
        assert counter.devices.camera.state is DeviceState.TROUBLE
        assert counter.devices.camera.problem
        counter.devices.adopt(CounterSettings(camera=f"folder://{tmp_path / 'none'}"))
        counter.waits_for(lambda: counter.devices.camera.state is DeviceState.TROUBLE)
        counter.devices.adopt(phone(tmp_path / "phone", "HERE"))
        counter.waits_for(lambda: counter.saw("HERE"))
        assert any(line.startswith("camera: ") for line in counter.log)


def test_a_scanner_is_exchanged_beside_a_camera(tmp_path: Path) -> None:
    """Each has its own line and its own state; a scanner that is gone is trouble."""
    ends = [os.openpty() for _ in range(2)]
    for _, ours in ends:
        tty.setraw(ours)
    settings = [
        CounterSettings(scanner=f"serial://{os.ttyname(ours)}?baud=9600", suffix="cr")
        for _, ours in ends
    ]
    try:
        with at_counter() as counter:
            for number, (theirs, _) in enumerate(ends):
                counter.devices.adopt(settings[number])
                counter.waits_for(lambda: counter.devices.scanner.state is DeviceState.READY)
                os.write(theirs, b"SCANNED-%d\r" % number)
                counter.waits_for(partial(counter.saw, f"SCANNED-{number}"))
            both = phone(tmp_path / "phone", "SEEN")
            ready = counter.devices.scanner
            counter.devices.adopt(
                replace(both, scanner=settings[1].scanner, suffix=settings[1].suffix)
            )
            counter.waits_for(lambda: counter.saw("SEEN"))
            assert counter.devices.scanner is ready, "it was not touched"
            gone = CounterSettings(scanner="serial:///dev/no-such-scanner")
            counter.devices.adopt(gone)
            counter.waits_for(lambda: counter.devices.scanner.state is DeviceState.TROUBLE)
            told = "The scanner is not plugged in. Check its cable: it is found by itself."
            assert counter.devices.scanner.problem == told
    finally:
        for end in ends:
            os.close(end[0])
            os.close(end[1])
