"""The strip above a POS that owns the whole screen: seen, clicked, and never typed into."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.config import ENROLMENT_FILE, FACE_FILE
from agent.face.server import FaceServer
from tests.agent.face.conftest import TOKEN
from tests.agent.face.views import VIEWS, Counter
from tests.evidence import ROOT
from tests.screens import Screen, real_browser, screen_running, stand_in_browser

_OFFERED = (0x1F, 0x5F, 0xC4)
"""The colour at the left end of the strip while a voucher is offered."""
_LOCKED = (0xFF, 0xE0, 0x4A)
POS = str(Path(__file__).with_name("pos.py"))
PICTURES = ROOT / "docs" / "pictures" / "tray"


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Return a screen of its own."""
    with screen_running() as running:
        yield running


@pytest.fixture
def browser(tmp_path: Path, *, full: bool) -> Path:
    """Return the folder of a browser: the real one in full."""
    return (real_browser if full else stand_in_browser)(tmp_path / "bin")


@pytest.fixture
def served() -> Iterator[tuple[Counter, FaceServer]]:
    """Serve the page of a counter with an offer on it."""
    counter = Counter()
    counter.turn(VIEWS["offer"])
    with FaceServer(counter.face(), token=TOKEN) as server:
        yield counter, server


@pytest.fixture
def home(tmp_path: Path, served: tuple[Counter, FaceServer]) -> Path:
    """Return the folder of the till whose page that is."""
    home = tmp_path / "till"
    home.mkdir()
    (home / ENROLMENT_FILE).write_text("{}")
    (home / FACE_FILE).write_text(served[1].address())
    return home


@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_the_strip_is_above_and_the_keys_are_the_pos(
    screen: Screen,
    browser: Path,
    home: Path,
    served: tuple[Counter, FaceServer],
    edge: str,
    *,
    full: bool,
) -> None:
    """A full-screen POS that comes later lies below it; what is typed is the POS', click or not."""
    counter, server = served
    words = ["window", "--strip", "--edge", edge, "--home", str(home)]
    with screen.agent(*words, browser=browser):
        strip = screen.window("baursak-strip")
        top = 0 if edge == "top" else 768 - 96
        screen.until(lambda: screen.place(strip) == (0, top, 1024, 96))
        with screen.running(sys.executable, POS, stdout=subprocess.PIPE) as pos:
            screen.until(lambda: screen.place(screen.window("pos")) == (0, 0, 1024, 768))
            screen.until(lambda: _focused(screen) == "pos")
            assert _topmost(screen, 500, top + 40) == "baursak-strip"
            assert _topmost(screen, 500, 384) == "pos"
            screen.type("ab")
            screen.click(500, top + 20)
            screen.type("cd")
            assert pos.stdout is not None
            assert pos.stdout.read(4) == "abcd"
            assert _focused(screen) == "pos"
            if full:
                screen.until(lambda: screen.seen().getpixel((2, top + 40)) == _OFFERED)
                PICTURES.mkdir(parents=True, exist_ok=True)
                screen.seen().save(PICTURES / f"strip-above-pos-{edge}.png")
                screen.click(870, top + 16)
                screen.until(lambda: [it for it, _ in counter.done] == ["confirm"])
                counter.turn(VIEWS["locked"])
                server.changed()
                screen.until(lambda: screen.seen().getpixel((10, top + 4)) == _LOCKED)
                for x in (700, 807, 591, 988):
                    screen.click(x, top + 36)
                screen.until(lambda: counter.done[1:])
                assert (counter.done[1][0], counter.done[1][1]["text"]) == ("unlock", "471")
                screen.type("ef")
                assert pos.stdout.read(2) == "ef", "a PIN is pointed at: the keys are the POS'"


def test_a_strip_that_opens_leaves_the_keys_with_the_pos(
    screen: Screen, browser: Path, home: Path
) -> None:
    """It has them for a blink, as every new window; then they are the POS' again by themselves."""
    with screen.running(sys.executable, POS, stdout=subprocess.PIPE) as pos:
        screen.until(lambda: _focused(screen) == "pos")
        with screen.agent("window", "--strip", "--home", str(home), browser=browser):
            strip = screen.window("baursak-strip")
            screen.until(lambda: screen.place(strip) == (0, 0, 1024, 96))
            screen.until(lambda: strip.get_attributes().override_redirect)
            screen.until(lambda: _focused(screen) == "pos")
            screen.type("ab")
            assert pos.stdout is not None
            assert pos.stdout.read(2) == "ab"
            assert _topmost(screen, 500, 40) == "baursak-strip"


def _focused(screen: Screen) -> str:
    focus = screen.x.get_input_focus().focus
    if isinstance(focus, int):
        return ""
    return (focus.get_wm_class() or ("", ""))[1]


def _topmost(screen: Screen, x: int, y: int) -> str:
    """Return the class of what is seen at that place."""
    window, found = screen.root, ""
    while True:
        at = window.translate_coords(screen.root, x, y)
        if not at.child or isinstance(at.child, int):
            return found
        window = at.child
        found = (window.get_wm_class() or ("", found))[1]
