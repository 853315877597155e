"""`baursak agent setup` as a program: it serves, it ends when the person does."""

import subprocess
import sys
from pathlib import Path

import httpx

from agent.config import load_settings
from tests.programs import program_running

WAIT_S = 30.0


def _words(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "installers", "agent", "setup", "--home", str(home), *more]


def test_it_ends_when_the_person_has_finished(tmp_path: Path) -> None:
    """The settings are written, the address is gone, the exit code is 0."""
    home = tmp_path / "till"
    with program_running(_words(home, "--print"), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        origin = address[: address.index("/", 8)]
        with httpx.Client(base_url=origin, headers={"Origin": origin}, trust_env=False) as page:
            assert page.get(address).status_code == httpx.codes.SEE_OTHER

            def act(step: str, name: str, **values: str) -> None:
                said = {"step": step, "act": name, "values": values}
                assert page.post("/act", json=said).status_code == httpx.codes.NO_CONTENT

            act("shop", "next", shop="Наан", languages="ru,kk")
            act("printer", "go", to="done")
            act("done", "save")
            with page.stream("GET", "/events?lang=en") as stream:
                next(line for line in stream.iter_lines() if "Saved ✔" in line)
            act("done", "finish")
        assert process.wait(WAIT_S) == 0
    settings = load_settings(home)
    assert (settings.slip.shop, settings.slip.languages) == ("Наан", ("ru", "kk"))


def test_it_ends_when_its_window_is_closed(tmp_path: Path) -> None:
    """Nothing was saved, so nothing is written."""
    browser = tmp_path / "bin" / "chromium"
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/told\n')
    browser.chmod(0o755)
    home = tmp_path / "till"
    line = ["env", f"PATH={browser.parent}:/usr/bin:/bin", *_words(home)]
    with program_running(line, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert process.wait(WAIT_S) == 0
    assert f"--app={address}" in (tmp_path / "told").read_text()
    assert not (home / "agent.toml").exists()
