"""The till's own browser: which one is there, and a page in a window of its own."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Final

from agent.errors import AgentError

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge", "chrome",
)  # fmt: skip
"""Those that show a page as a window of its own, by their names on the PATH."""
_WINDOWS_PROGRAMS: Final = ("msedge.exe", "chrome.exe")
_APP_PATHS: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_WORDS: Final = (
    "--autoplay-policy=no-user-gesture-required",  # the page's sounds
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-mode",  # it ends when its window is closed
    "--hide-crash-restore-bubble",  # after a power cut nobody asks about old pages
)
_PREFERENCES: Final = '{"translate":{"enabled":false}}'
"""A new profile's: an offer to translate the page would lie over the strip's keys."""
LEAVING_S: Final = 5.0
"""What a browser gets to put its things away."""


class NoBrowser(AgentError):
    """No browser is there that can show a page as a window."""

    def __init__(self) -> None:
        super().__init__(
            "No browser was found that can show a page as a window.",
            "Install Chromium, Chrome or Edge; or open what baursak agent window --print says.",
        )


def found_browser() -> str:
    """Return the path of a browser that shows a page as a window, or raise NoBrowser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None) or _registered()
    if found is None:
        raise NoBrowser
    return found


def open_window(profile: Path, address: str, *more: str) -> subprocess.Popen[bytes]:
    """Show *address* in a window of its own; the process ends when the person closes it.

    What the browser keeps is kept in *profile*: the shop's own browsing and its extensions stay
    apart. A browser that an earlier window left behind there is ended first. Raises NoBrowser.
    """
    browser = found_browser()
    end_leftover(profile)
    _prepare(profile)
    words = [browser, f"--app={address}", f"--user-data-dir={profile}", *_WORDS, *more]
    quiet = subprocess.DEVNULL
    # A session of its own: Ctrl-C in a terminal is for us, who then close it in order.
    return subprocess.Popen(  # noqa: S603  # a browser of this system
        words, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet
    )


def close_window(window: subprocess.Popen[bytes]) -> None:
    """End a browser that open_window started, in order when it can."""
    window.terminate()
    try:
        window.wait(LEAVING_S)
    except subprocess.TimeoutExpired:
        window.kill()
        window.wait()


def end_leftover(profile: Path) -> None:
    """End the browser that still holds *profile*: a new one would hand over to it and be gone."""
    ours, waiting = f"--user-data-dir={profile}".encode(), Event()
    with suppress(OSError, ValueError):
        number = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])  # noqa: PTH115  # it leads nowhere
        words = Path(f"/proc/{number}/cmdline")
        if ours in words.read_bytes().split(b"\0"):
            os.kill(number, signal.SIGTERM)
        for _ in range(round(LEAVING_S * 10)):
            # Another program may have the number by now; one that has ended has no words.
            if ours not in words.read_bytes().split(b"\0"):
                break
            waiting.wait(0.1)


def _prepare(profile: Path) -> None:
    """Give a profile that is not there yet our preferences; the browser then keeps its own."""
    kept = profile / "Default" / "Preferences"
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.write_text(_PREFERENCES, encoding="ascii")


def _registered() -> str | None:
    """Return a browser that Windows knows the place of; Edge is on every one."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # Windows only

        for name in _WINDOWS_PROGRAMS:
            for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
                with suppress(OSError):
                    path = winreg.QueryValue(root, f"{_APP_PATHS}\\{name}")
                    if Path(path).is_file():
                        return path
    return None
