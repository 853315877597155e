"""The icon in a real tray: each state seen, the menu by mouse, the window from it; one a till."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pytest

from agent.adapters.control import ControlDoor
from agent.config import BYPASS_FILE, FACE_FILE
from agent.core.slip_texts import Language
from agent.core.till_icon import Mark, TillIcon, icon_of
from agent.core.till_icon_words import line_of
from agent.tray.entries import Entry, entries
from agent.tray.pictures import SIDE, picture
from agent.tray.xorg_menu import Place, Row, drawn, standing
from tests.evidence import ROOT
from tests.screens import Screen, screen_running, stand_in_browser

PICTURES: Final = ROOT / "docs" / "pictures" / "tray"
WELL: Final[dict[str, Any]] = {"printer_up": True, "printer": None, "hub": {"state": "up_to_date"}}
STATES: Final[dict[Mark, dict[str, Any]]] = {
    Mark.READY: WELL,
    Mark.OFFLINE: WELL | {"hub": {"state": "offline"}, "queued": 12},
    Mark.STAFF: WELL | {"printer_up": False, "printer": "no paper"},
}
_LEFT, _RIGHT = 1, 3
_MENU_GROUND: Final = (0xFF, 0xF8, 0xE8)


class Agent:
    """Stands in for a running agent: answers at its door whatever it is told to."""

    def __init__(self, home: Path) -> None:
        self._state, self._turn = WELL, Lock()
        self.asked: list[str] = []
        self._door = ControlDoor(home, self._answer)

    def stands(self, state: dict[str, Any]) -> None:
        """Answer so from now on."""
        with self._turn:
            self._state = state

    def close(self) -> None:
        """Answer no more, as a stopped agent."""
        self._door.close()

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._turn:
            if question["ask"] == "state":
                return self._state
            self.asked.append(question["ask"])
            return {"done": True}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a till's folder."""
    home = tmp_path / "till"
    home.mkdir()
    return home


@pytest.fixture
def agent(home: Path) -> Iterator[Agent]:
    """Return the agent that runs there."""
    agent = Agent(home)
    yield agent
    agent.close()


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Return a screen with a tray at its lower right corner."""
    with screen_running() as running, trayer(running):
        yield running


def trayer(screen: Screen) -> Any:
    """Run a tray there."""
    words = ["trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request",
             "--height", "32", "--SetDockType", "true", "--transparent", "false"]  # fmt: skip
    return screen.running(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seen(screen: Screen, mark: Mark) -> bool:
    """Tell whether the icon of a state stands in the tray: the colour of its corner, and glyph."""
    icons = screen.windows("baursak")
    if not icons:
        return False
    x, y, width, height = screen.place(icons[0])
    side = min(width, height)
    middle = (x + (width - side) // 2, y + (height - side) // 2, side, side)
    return side >= 16 and _like(screen.seen(middle), mark)


def _like(shown: Any, mark: Mark) -> bool:
    """Tell whether a picture is that state's and no other's, as it is taken down to its size."""
    have = shown.tobytes()

    def far(one: Mark) -> int:
        want = picture(one).resize(shown.size).convert("RGBA").tobytes()
        return sum(
            abs(have[3 * at + colour] - want[4 * at + colour])
            for at in range(len(have) // 3)
            if want[4 * at + 3] > 250
            for colour in range(3)
        )

    return min(Mark, key=far) is mark


def middle(screen: Screen, name: str) -> tuple[int, int]:
    """Return the middle of a window of that class."""
    x, y, width, height = screen.place(screen.window(name))
    return x + width // 2, y + height // 2


def chooses(screen: Screen, number: int) -> None:
    """Click on a row of the open menu, once it is drawn: nobody clicks on what is not there."""
    screen.until(partial(_is_drawn, screen))
    x, y, _, _ = screen.place(screen.window("baursak-menu"))
    screen.click(x + 40, y + 30 * number + 15, _LEFT)


def _has_rows(screen: Screen, count: int) -> bool:
    return screen.place(screen.window("baursak-menu"))[3] == count * 30


def _is_drawn(screen: Screen) -> bool:
    x, y, width, height = screen.place(screen.window("baursak-menu"))
    last = screen.seen((x + 4, y + height - 4, 1, 1)).getpixel((0, 0))
    first = screen.seen((x + width - 4, y + 4, 1, 1)).getpixel((0, 0))
    return last == first == _MENU_GROUND


def test_every_state_is_seen_in_the_tray(
    screen: Screen, home: Path, agent: Agent, tmp_path: Path, *, full: bool
) -> None:
    """Within seconds of its coming; in full each one, and the pictures of docs are made anew."""
    folder = PICTURES if full else tmp_path / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    words = ["tray", "--home", str(home), "--language", "ru"]
    with screen.agent(*words, browser=stand_in_browser(tmp_path / "bin")) as icon:
        for mark in STATES if full else (Mark.READY, Mark.STAFF):
            agent.stands(STATES[mark])
            screen.until(partial(seen, screen, mark))
            _keep(screen, folder / f"icon-{mark.value}.png")
        if full:
            (home / BYPASS_FILE).touch()
            screen.until(lambda: seen(screen, Mark.BYPASS))
            _keep(screen, folder / "icon-bypass.png")
            (home / BYPASS_FILE).unlink()
        agent.close()
        screen.until(lambda: seen(screen, Mark.GONE))
        _keep(screen, folder / "icon-gone.png")
        assert icon.poll() is None
    assert len(list(folder.glob("icon-*.png"))) == (len(Mark) if full else 3)


def test_the_menu_by_mouse(
    screen: Screen, home: Path, agent: Agent, tmp_path: Path, *, full: bool
) -> None:
    """The last slip again; bypass, and back, and the end by a second click only."""
    bypass = home / BYPASS_FILE
    browser = stand_in_browser(tmp_path / "bin")
    toasts = browser / "notify-send"
    toasts.write_text(f'#!/bin/sh\necho "$2: $3" >> "{browser}/toasts"\n')
    toasts.chmod(0o755)
    with screen.agent("tray", "--home", str(home), "--language", "kk", browser=browser) as icon:
        screen.until(lambda: seen(screen, Mark.READY))
        at = middle(screen, "baursak")
        screen.click(*at, _RIGHT)
        if full:
            screen.until(partial(_is_drawn, screen))
            _keep(screen, PICTURES / "menu-kk.png", screen.place(screen.window("baursak-menu")))
        chooses(screen, 3)
        screen.until(lambda: agent.asked == ["reprint"])
        screen.until((browser / "toasts").exists)
        assert (browser / "toasts").read_text() == "Baursak: Соңғы код қайта басылды\n"
        screen.until(lambda: not screen.windows("baursak-menu"))
        screen.click(*at, _RIGHT)
        chooses(screen, 5)
        screen.until(partial(_has_rows, screen, 8))
        assert not bypass.exists(), "one click only asks"
        if full:
            screen.until(partial(_is_drawn, screen))
            _keep(screen, PICTURES / "menu-bypass-kk.png",
                  screen.place(screen.window("baursak-menu")))  # fmt: skip
        screen.click(300, 300, _LEFT)
        screen.until(lambda: not screen.windows("baursak-menu"))
        assert not bypass.exists(), "a click elsewhere is a no"
        for there in (True, False):
            screen.click(*at, _RIGHT)
            chooses(screen, 5)
            screen.until(partial(_has_rows, screen, 8))
            chooses(screen, 6)
            screen.until(partial(seen, screen, Mark.BYPASS if there else Mark.READY))
            assert bypass.exists() is there
        screen.click(*at, _RIGHT)
        chooses(screen, 6)
        screen.until(partial(_has_rows, screen, 8))
        assert icon.poll() is None, "one click only asks"
        chooses(screen, 7)
        assert icon.wait(20) == 0


def test_the_menu_never_lies_under_the_pointer(
    screen: Screen, home: Path, agent: Agent, tmp_path: Path
) -> None:
    """A left click where the right one was does nothing; Escape closes, other keys pass."""
    browser = stand_in_browser(tmp_path / "bin")
    with screen.agent("tray", "--home", str(home), "--language", "ru", browser=browser) as icon:
        screen.until(lambda: seen(screen, Mark.READY))
        at, top = middle(screen, "baursak"), screen.place(screen.window("baursak"))[1]
        screen.click(*at, _RIGHT)
        screen.until(partial(_is_drawn, screen))
        _, y, _, height = screen.place(screen.window("baursak-menu"))
        assert 0 <= y < y + height < top
        screen.click(*at, _LEFT)
        screen.until(lambda: not screen.windows("baursak-menu"))
        screen.click(*at, _RIGHT)
        chooses(screen, 6)
        screen.until(partial(_has_rows, screen, 8))
        assert screen.place(screen.window("baursak-menu"))[1] == y, "nothing moves below a hand"
        screen.type("a")
        screen.press("Escape")
        screen.until(lambda: not screen.windows("baursak-menu"))
        assert icon.poll() is None
        assert not (browser / "told").exists(), "no window was opened"
    assert agent.asked == []


@pytest.mark.parametrize("top", [None, 500])
@pytest.mark.parametrize("icon", [(0, 0, 24, 24), (1000, 0, 24, 32), (1000, 744, 24, 24),
                                  (0, 752, 16, 16), (1000, 380, 24, 24)])  # fmt: skip
def test_a_menu_stands_beside_its_icon_and_on_the_screen(icon: Place, top: int | None) -> None:
    """Whatever edge the tray is at; a line that opens below leaves the one above where it was."""
    room = (1024, 768)
    x, y = standing((400, 210), room, icon, None)
    assert y >= icon[1] + icon[3] or y + 210 <= icon[1]
    assert 0 <= x <= room[0] - 400
    assert 0 <= y <= room[1] - 240
    assert standing((400, 240), room, icon, y) == (x, y)
    if top is not None:
        assert standing((400, 330), room, icon, top)[1] == room[1] - 330


@pytest.mark.parametrize("has_browser", [True, False])
def test_a_window_that_does_not_open_is_told(
    screen: Screen, home: Path, agent: Agent, tmp_path: Path, *, has_browser: bool
) -> None:
    """Aloud, on stderr and in the log, with what to do; the icon stays."""
    folder = tmp_path / "bin"
    folder.mkdir()
    words = {"notify-send": f'echo "$3" >> "{folder}/toasts"'}
    words |= {"chromium": "exit 1"} if has_browser else {}
    for name, line in words.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    (home / FACE_FILE).write_text("http://127.0.0.1:5001/?t=a-token")
    python = [sys.executable, "-m", "installers", "agent", "tray", "--language", "en"]
    path = f"PATH={folder}" + (":/usr/bin:/bin" if has_browser else "")
    with (
        (tmp_path / "said").open("w") as said,
        screen.running(path, *python, "--home", str(home), stderr=said.fileno()) as icon,
    ):
        screen.until(lambda: seen(screen, Mark.READY))
        screen.click(*middle(screen, "baursak"), _LEFT)
        screen.until((folder / "toasts").exists)
        assert icon.poll() is None
    told = (folder / "toasts").read_text()
    hint = "does not run as root" if has_browser else "Install Chromium"
    assert told.startswith("The window did not open")
    for where in (tmp_path / "said", home / "tray.log"):
        assert told.strip() in where.read_text()
        assert hint in where.read_text()
        assert "a-token" not in where.read_text()
    assert agent.asked == []


def test_a_click_opens_the_window_and_it_outlives_the_icon(
    screen: Screen, home: Path, agent: Agent, tmp_path: Path
) -> None:
    """One, however often it is clicked; the process ends with its last window."""
    browser = stand_in_browser(tmp_path / "bin")
    (home / FACE_FILE).write_text("http://127.0.0.1:5001/?t=a-token")
    with screen.agent("tray", "--home", str(home), "--open", "strip", browser=browser) as icon:
        screen.window("baursak-strip")
        screen.until(lambda: seen(screen, Mark.READY))
        screen.click(*middle(screen, "baursak"), _LEFT)
        window = screen.window("baursak-window")
        screen.click(*middle(screen, "baursak"), _LEFT)
        told = (browser / "told").read_text()
        assert sorted(re.findall(r"5001(/\w*)\?t=a-token", told)) == ["/", "/strip"]
        screen.click(*middle(screen, "baursak"), _RIGHT)
        chooses(screen, 6)
        screen.until(partial(_has_rows, screen, 8))
        chooses(screen, 7)
        screen.until(lambda: not screen.windows("baursak"))
        assert screen.windows("baursak-window") == [window]
        icon.terminate()
        assert icon.wait(20) == 0
        screen.until(lambda: not screen.windows("baursak-window"))
    assert agent.asked == []


def test_a_tray_may_come_late_and_come_again(home: Path, agent: Agent, tmp_path: Path) -> None:
    """The icon is there before its tray, and finds the next one."""
    browser = stand_in_browser(tmp_path / "bin")
    with (
        screen_running() as screen,
        screen.agent("tray", "--home", str(home), "--language", "en", browser=browser) as icon,
    ):
        for _ in range(2):
            with trayer(screen):
                screen.until(lambda: seen(screen, Mark.READY))
            screen.until(lambda: not screen.windows("baursak"))
            assert icon.poll() is None
    assert agent.asked == []


def test_there_is_one_icon_a_till_and_none_without_a_screen(
    screen: Screen, home: Path, tmp_path: Path
) -> None:
    """Each is a sentence and no traceback."""
    browser = stand_in_browser(tmp_path / "bin")
    words = ["tray", "--home", str(home), "--language", "en"]
    with screen.agent(*words, browser=browser):
        screen.until(lambda: seen(screen, Mark.GONE))
        with screen.agent(*words, browser=browser, stderr=subprocess.PIPE) as second:
            said = second.communicate(timeout=20)[1]
            assert (second.returncode, "there already" in said) == (3, True)
    for name in ("", ":4711"):
        with screen.agent(*words, browser=browser, stderr=subprocess.PIPE, display=name) as third:
            said = third.communicate(timeout=20)[1]
            assert (third.returncode, "No screen" in said, "Traceback" in said) == (1, True, False)


@pytest.mark.parametrize("mark", list(Mark))
def test_a_picture_is_like_no_other(mark: Mark) -> None:
    """In full colour and small, without any transparent hole in the mark."""
    assert picture(mark).size == (SIDE, SIDE)
    for side in (16, 24, 32):
        assert _like(picture(mark).resize((side, side)).convert("RGB"), mark)


def test_the_menu_asks_before_a_bypass_or_its_end_and_fits() -> None:
    """Every entry does something or opens; the widest language fits half a small screen."""
    did: list[str] = []
    for spoken in Language:
        for icon in (TillIcon(Mark.GONE), icon_of(STATES[Mark.STAFF], bypass=True)):
            menu = entries(icon, spoken, _Does(did))
            assert [it.first for it in menu] == [False, True, *[False] * 5]
            assert (menu[0].text, menu[0].do) == (line_of(icon, spoken), None)
            *_, bypass, leaving = menu
            for asks in (bypass, leaving):
                assert asks.do is None
                assert len(asks.inner) == 1
            rows = [Row(it, inner=False) for it in menu]
            rows += [Row(it, inner=True) for outer in menu for it in outer.inner]
            assert drawn(rows, 0).width <= 800
            for it in (*menu, *bypass.inner, *leaving.inner):
                _press(it)
    assert len(did) == 2 * len(Language) * 5


class _Does(dict[Any, Any]):
    """Writes down what an entry did."""

    def __init__(self, did: list[str]) -> None:
        super().__init__()
        self._did = did

    def __missing__(self, name: str) -> Any:
        return lambda: self._did.append(name)


def _press(entry: Entry) -> None:
    if entry.do is not None:
        entry.do()


def _keep(screen: Screen, path: Path, at: tuple[int, int, int, int] | None = None) -> None:
    """Keep the corner of the screen, or a part of it, as a picture four times as large."""
    if at is None:
        x, y, width, height = screen.place(screen.window("baursak"))
        shown = screen.seen((x - 8, y - 8, width + 8, height + 8))
        shown = shown.resize((shown.width * 4, shown.height * 4))
    else:
        shown = screen.seen(at)
    shown.save(path)
