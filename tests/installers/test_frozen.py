"""The frozen agent starts, tries every part of itself, and holds nothing of the hub."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from installers.freeze import freeze


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Freeze the agent once."""
    return freeze(tmp_path_factory.mktemp("frozen"))


def test_the_frozen_agent_passes_its_self_test(program: Path) -> None:
    """Every bundled library, device driver and font works inside the frozen program."""
    done = subprocess.run(
        [program, "agent", "self-test", "--json"], capture_output=True, text=True, check=False
    )
    said = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, said["failed"]) == (0, {}), done.stderr
    assert {"outbox", "serial", "qr", "font", "reading", "wire", "relay"} <= said["parts"].keys()
    assert {"page", "PINs", "codes", "camera"} <= said["parts"].keys()


def test_the_frozen_agent_plays_a_receipt(program: Path, tmp_path: Path) -> None:
    """Relay, brain, outbox and slip work frozen, in their own processes."""
    capture = Path("hardware/captures/demo-bakery.bin")
    paper = tmp_path / "paper.png"
    done = subprocess.run(
        [program, "agent", "replay", capture, "--png", paper],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "/c/" in done.stdout
    assert paper.stat().st_size > 5000


def test_nothing_of_the_hub_is_bundled(program: Path) -> None:
    """The till's program holds no module of hub, Flask or a database server's."""
    names = {path.name.lower() for path in program.parent.rglob("*")}
    assert not names & {"flask", "sqlalchemy", "hub", "numpy", "cv2"}
    listed = subprocess.run(
        [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "-l", "-r", program],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "agent.core.brain" in listed, "or this would look at nothing"
    assert not [line for line in listed.splitlines() if "'hub" in line or "'flask" in line]


def test_the_agent_imports_nothing_heavy_before_it_needs_it() -> None:
    """Importing what the idle brain is made of loads no picture library and nothing of the hub."""
    words = "import agent.app, sys; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "agent.core.brain" in loaded
    assert not {
        "PIL",
        "zxingcpp",
        "qrcode",
        "sqlite_utils",
        "escpos",
        "flask",
        "hub",
        "serial",
        "httpx",
        "cryptography",
    } & set(loaded)
