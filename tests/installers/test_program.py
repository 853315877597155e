"""The one program: its commands, and the demo that a newcomer sees first."""

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from installers.commands import baursak


def test_the_demo_lives_through_a_receipts_day(tmp_path: Path) -> None:
    """Printed, claimed, spent, stated on chain, in a wallet: each by the program that does it."""
    words = ["demo", "--once", "--out", str(tmp_path), "--language", "en"]
    result = CliRunner().invoke(baursak, words)
    assert result.exit_code == 0, result.output
    assert "/c/" in result.output
    assert "A cappuccino. Ring up" in result.output, "the camera read the phone, the page offered"
    assert "accepts: Accepted." in result.output
    assert "points in custody, 200 for wallets" in result.output
    assert "finds 200 BAUR in the member's wallet" in result.output
    assert "Everything fits" in result.output
    assert "Nothing is wrong." in result.output
    said = (tmp_path / "demo" / "hub-worker.log").read_text(encoding="utf-8")
    assert "nothing is sent" not in said
    assert "failed" not in said
    assert (tmp_path / "demo.png").stat().st_size > 5000


def test_help_names_every_command() -> None:
    """Without importing any of them."""
    result = CliRunner().invoke(baursak, ["--help"])
    assert result.exit_code == 0
    assert "agent" in result.output
    assert "demo" in result.output
    assert CliRunner().invoke(baursak, ["nonsense"]).exit_code == 2


def test_three_languages_are_too_many(tmp_path: Path) -> None:
    """A slip is no leaflet."""
    words = [word for name in ("kk", "ru", "en") for word in ("--language", name)]
    result = CliRunner().invoke(baursak, ["demo", "--out", str(tmp_path), *words])
    assert result.exit_code == 2


def test_a_tills_processes_start_without_click() -> None:
    """Their memory is a budget, and so is the time until the tap listens."""
    for words in (["relay", "--help"], ["supervise", "--help"]):
        line = [sys.executable, "-X", "importtime", "-m", "installers", "agent", *words]
        said = subprocess.run(line, capture_output=True, text=True, check=True)
        assert "usage" in said.stdout
        assert "click" not in said.stderr
