"""A screen of its own for tests: Xvfb with a window manager, a hand on mouse and keys, an eye."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

from PIL import Image
from Xlib import XK, X, display, error
from Xlib.ext import xtest

from tests.programs import program_running

GONE: Final = (error.BadWindow, error.BadDrawable)
WAIT_S: Final = 20.0
STAND_IN: Final = Path(__file__).parent / "agent" / "window" / "stand_in_browser.py"


class Screen:
    """One X screen and whoever sits before it."""

    def __init__(self, number: int) -> None:
        self.name = f":{number}"
        self.x = display.Display(self.name)
        self.root = self.x.screen().root

    def running(
        self,
        *words: str,
        stdout: int | None = None,
        stderr: int | None = None,
        display: str | None = None,
    ) -> AbstractContextManager[subprocess.Popen[str]]:
        """Run a program while the block lasts, on this screen or on one of another name."""
        line = ["env", f"DISPLAY={self.name if display is None else display}", *words]
        return program_running(line, stdout=stdout, stderr=stderr)

    def agent(
        self,
        *words: str,
        browser: Path,
        stderr: int | None = None,
        display: str | None = None,
    ) -> AbstractContextManager[subprocess.Popen[str]]:
        """Run a command of the agent on this screen, whose browser lies in that folder."""
        python = sys.executable
        line = [f"PATH={browser}:/usr/bin:/bin", python, "-m", "installers", "agent", *words]
        return self.running(*line, stderr=stderr, display=display)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Point there and click."""
        xtest.fake_input(self.x, X.MotionNotify, x=x, y=y)
        self.x.sync()
        for kind in (X.ButtonPress, X.ButtonRelease):
            xtest.fake_input(self.x, kind, button)
        self.x.sync()

    def type(self, text: str) -> None:
        """Press the keys of small letters."""
        for letter in text:
            self.press(letter)

    def press(self, key: str) -> None:
        """Press the key of that name."""
        code = self.x.keysym_to_keycode(XK.string_to_keysym(key))
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self.x, kind, code)
        self.x.sync()

    def windows(self, name: str) -> list[Any]:
        """Return the windows of a class that are seen, wherever they hang."""
        return [it for it in self._below(self.root) if self._is(it, name)]

    def window(self, name: str) -> Any:
        """Return the one window of a class, waited for."""
        return self.until(lambda: self.windows(name))[0]

    def place(self, window: Any) -> tuple[int, int, int, int]:
        """Return where on the screen a window is, and how large."""
        size = window.get_geometry()
        at = self.root.translate_coords(window, 0, 0)
        return at.x, at.y, size.width, size.height

    def seen(self, at: tuple[int, int, int, int] | None = None) -> Image.Image:
        """Return what stands on the screen, or on a part of it."""
        x, y, width, height = at or (0, 0, *self._size())
        raw = self.root.get_image(x, y, width, height, X.ZPixmap, 0xFFFFFFFF)
        return Image.frombytes("RGB", (width, height), raw.data, "raw", "BGRX")

    def until(self, look: Callable[[], Any], wait_s: float = WAIT_S) -> Any:
        """Wait until something is true, and return it."""
        end = time.monotonic() + wait_s
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.05)
        raise AssertionError("never came true")

    def _size(self) -> tuple[int, int]:
        whole = self.root.get_geometry()
        return whole.width, whole.height

    def _below(self, window: Any) -> Iterator[Any]:
        try:
            children = window.query_tree().children
        except GONE:
            return
        for child in children:
            yield child
            yield from self._below(child)

    def _is(self, window: Any, name: str) -> bool:
        try:
            return name in (window.get_wm_class() or ()) and (
                window.get_attributes().map_state == X.IsViewable
            )
        except GONE:
            return False


@contextmanager
def screen_running(size: str = "1024x768") -> Iterator[Screen]:
    """Run a screen with a window manager while the block lasts."""
    quiet = subprocess.DEVNULL
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    with program_running(words, stdout=subprocess.PIPE, stderr=quiet) as xvfb:
        assert xvfb.stdout is not None
        screen = Screen(int(xvfb.stdout.readline()))
        try:
            with screen.running("openbox", stdout=quiet, stderr=quiet):
                check = screen.x.intern_atom("_NET_SUPPORTING_WM_CHECK")
                screen.until(lambda: screen.root.get_full_property(check, X.AnyPropertyType))
                yield screen
        finally:
            screen.x.close()


def stand_in_browser(folder: Path) -> Path:
    """Return a folder with a program named chromium that shows a plain window, and keeps notes.

    What it was told lies in `told` there, one line a start.
    """
    folder.mkdir()
    program = folder / "chromium"
    program.write_text(
        f'#!/bin/sh\nprintf \'%s\\n\' "$*" >> "{folder}/told"\n'
        f'exec "{sys.executable}" "{STAND_IN}" "$@"\n'
    )
    program.chmod(0o755)
    return folder


def real_browser(folder: Path) -> Path:
    """Return a folder with a program that is Debian's chromium, for tests that run as root."""
    found = shutil.which("chromium")
    assert found is not None, "the proof in full needs chromium"
    folder.mkdir()
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec {found} --no-sandbox --test-type "$@"\n')
    program.chmod(0o755)
    return folder
