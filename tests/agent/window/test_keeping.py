"""The window stays: it follows the agent through its starts, one a till, until it is closed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from agent.config import ENROLMENT_FILE, FACE_FILE
from tests.programs import program_running

BROWSER: Final = """#!/bin/sh
echo $$ "$@" >> "{told}"
[ -f "{told}.fails" ] && exit 7
exec sleep 600
"""
WAIT_S: Final = 20.0


class Till:
    """A till's folder, a browser that only keeps notes, and the command that keeps the window."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "till"
        self.told = folder / "told"
        self._bin = folder / "bin"
        self.home.mkdir()
        self._bin.mkdir()
        (self.home / ENROLMENT_FILE).write_text("{}")
        (self._bin / "chromium").write_text(BROWSER.format(told=self.told))
        (self._bin / "chromium").chmod(0o755)

    def serves(self, port: int) -> None:
        """Let the agent have started, with its page at *port*."""
        (self.home / FACE_FILE).write_text(f"http://127.0.0.1:{port}/?t=token-{port}")

    def words(self, *more: str) -> list[str]:
        """Return the command line that keeps the window; no screen is there."""
        path = f"PATH={self._bin}:/usr/bin:/bin"
        python = [sys.executable, "-m", "installers", "agent", "window"]
        return ["env", "-u", "DISPLAY", path, *python, "--home", str(self.home), *more]

    def opened(self) -> list[tuple[int, list[str]]]:
        """Return what was opened so far: process and words."""
        lines = self.told.read_text().splitlines() if self.told.exists() else []
        return [(int(it.split()[0]), it.split()[1:]) for it in lines]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till; whatever browser it leaves behind is ended."""
    till = Till(tmp_path)
    yield till
    for process, _ in till.opened():
        if alive(process):
            os.kill(process, signal.SIGKILL)


def until(look: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + WAIT_S
    while not look():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Tell whether a process runs: one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_the_page_comes_back_with_the_agent(till: Till) -> None:
    """At its new address, once, the old window gone; while there is none, nothing changes."""
    till.serves(5001)
    with program_running(till.words()) as keeper:
        until(lambda: len(till.opened()) == 1)
        first, words = till.opened()[0]
        assert "--app=http://127.0.0.1:5001/?t=token-5001" in words
        assert f"--user-data-dir={till.home / 'window'}" in words
        (till.home / FACE_FILE).unlink()
        time.sleep(1.2)
        assert alive(first)
        assert len(till.opened()) == 1
        till.serves(5002)
        until(lambda: len(till.opened()) == 2)
        second, words = till.opened()[1]
        assert "--app=http://127.0.0.1:5002/?t=token-5002" in words
        assert not alive(first)
        os.kill(second, signal.SIGTERM)
        assert keeper.wait(WAIT_S) == 0


def test_it_waits_for_the_agent(till: Till) -> None:
    """Started first after a logon, it says so and opens when the page is there."""
    with program_running(till.words(), stderr=subprocess.PIPE) as keeper:
        assert keeper.stderr is not None
        assert "opens when it does" in keeper.stderr.readline()
        till.serves(5003)
        until(till.opened)
        keeper.terminate()
        assert keeper.wait(WAIT_S) == 0
        assert not alive(till.opened()[0][0])


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/?t=x", "http://127.0.0.1:80@evil.example/?t=x", "file:///etc/passwd",
     "http://127.0.0.1:1/?t=x --no-sandbox", "javascript:0//127.0.0.1:1/?t=x"],
)  # fmt: skip
def test_only_the_agents_own_page_is_opened(till: Till, elsewhere: str) -> None:
    """Whatever stands in the file: a window at the till is believed."""
    till.serves(5005)
    with program_running(till.words()) as keeper:
        until(till.opened)
        (till.home / FACE_FILE).write_text(elsewhere)
        time.sleep(1.2)
        till.serves(5006)
        until(lambda: len(till.opened()) == 2)
        assert "--app=http://127.0.0.1:5006/?t=token-5006" in till.opened()[1][1]
        assert keeper.poll() is None


def test_there_is_one_window_a_till(till: Till) -> None:
    """A second one says so, code 3, and opens nothing; a killed one keeps nobody out."""
    till.serves(5004)
    with program_running(till.words()) as keeper:
        until(till.opened)
        second = subprocess.run(till.words(), capture_output=True, text=True, check=False)
        assert (second.returncode, "open already" in second.stderr) == (3, True)
        assert len(till.opened()) == 1
        keeper.kill()
        keeper.wait(WAIT_S)
    with program_running(till.words()):
        until(lambda: len(till.opened()) == 2)


def test_a_browser_that_was_left_behind_is_ended_first(till: Till) -> None:
    """One that holds the profile would take the new page over, and its window with it."""
    till.serves(5005)
    profile = till.home / "window"
    profile.mkdir()
    line = ["sh", "-c", "sleep 600; :", f"--user-data-dir={profile}"]
    with program_running(line) as left, program_running(["sleep", "600"]) as other:
        (profile / "SingletonLock").symlink_to(f"till-{left.pid}")
        with program_running(till.words()):
            until(till.opened)
            assert left.wait(WAIT_S) == -signal.SIGTERM
        (profile / "SingletonLock").unlink()
        (profile / "SingletonLock").symlink_to(f"till-{other.pid}")
        with program_running(till.words()):
            until(lambda: len(till.opened()) == 2)
            assert alive(other.pid), "a number that another program has now"


def test_a_browser_that_cannot_start_is_said(till: Till) -> None:
    """With its exit code and what to do, at once."""
    till.serves(5006)
    till.told.with_name("told.fails").touch()
    said = subprocess.run(till.words(), capture_output=True, text=True, check=False, timeout=WAIT_S)
    assert (said.returncode, "exit code 7" in said.stderr) == (1, True)


def test_who_cannot_ever_see_a_page_is_told(till: Till) -> None:
    """No screen for a strip, no page by the settings, no enrolment: each has its sentence."""
    for prepare, more, sentence in (
        (lambda: None, ["--strip"], "No X screen"),
        (
            lambda: (till.home / "agent.toml").write_text("[counter]\nface = false\n"),
            [],
            "face = false",
        ),
        ((till.home / ENROLMENT_FILE).unlink, [], "not enrolled"),
    ):
        prepare()
        said = subprocess.run(till.words(*more), capture_output=True, text=True, check=False)
        assert said.returncode == 1
        assert sentence in said.stderr
        assert "Traceback" not in said.stderr
    assert till.opened() == []
