"""What a person does to a till: enrol, check, bypass, reprint, outbox."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from agent.app import BrainProgram, outbox_of
from agent.check import device_as_told
from agent.cli.main import agent
from agent.config import SUPERVISOR_FILE, AgentSettings, load_settings
from agent.core.delivery import OutboxGone
from agent.enrolments import enrolment_in
from contracts.wire.bodies import ShiftAct, ShiftBody
from contracts.wire.units import UnixTime
from hardware.codes.showing import code_png
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hardware.taps.lock import take

COUNTER_DEVICES = ("camera", "scanner", "display")


def run(home: Path, *words: str) -> Result:
    """Run a command of the agent on the till in *home*."""
    return CliRunner().invoke(agent, [*words, "--home", str(home)])


def findings(home: Path) -> dict[str, dict[str, str]]:
    """Return what `check --json` finds, by what it looked at."""
    return {
        it["what"]: it for it in map(json.loads, run(home, "check", "--json").output.splitlines())
    }


def test_a_new_folder_is_told_what_is_missing(tmp_path: Path) -> None:
    """Each line says what to do."""
    found = findings(tmp_path)
    assert found["enrolment"]["state"] == found["printer"]["state"] == "PROBLEM"
    assert "enrol --local" in found["enrolment"]["hint"]
    assert "printer" in found["printer"]["hint"]
    assert run(tmp_path, "check").exit_code == 1


def test_an_enrolled_till_with_a_printer_is_well(tmp_path: Path) -> None:
    """Warnings are allowed."""
    assert run(tmp_path, "enrol", "--local").exit_code == 0
    outbox = outbox_of(AgentSettings(home=tmp_path), enrolment_in(tmp_path))
    outbox.append(ShiftBody(ShiftAct.OPENED, None, None), UnixTime(1_795_000_000))
    outbox.close()
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as printer:
        (tmp_path / "agent.toml").write_text(
            f'registers = ["010199003417"]\n[printer]\nurl = "{printer.url}"\n'
        )
        result = run(tmp_path, "check")
    assert result.exit_code == 0, result.output
    assert "1 events, 1 not sent" in result.output
    assert run(tmp_path, "enrol", "--local").exit_code == 1, "never over another enrolment"


def test_a_printer_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """With what to do about it."""
    (tmp_path / "agent.toml").write_text('[printer]\nurl = "tcp://127.0.0.1:9"\n')
    assert findings(tmp_path)["printer"]["state"] == "PROBLEM"
    assert "switch it on" in findings(tmp_path)["printer"]["hint"]


def test_every_device_has_its_line(tmp_path: Path) -> None:
    """What is absent is a problem with what to do; what is not set is said to be so."""
    found = findings(tmp_path)
    assert {found[it]["state"] for it in COUNTER_DEVICES} == {"ok"}
    assert all("not set" in found[it]["found"] for it in COUNTER_DEVICES)
    (tmp_path / "agent.toml").write_text(
        '[tap]\ndisplay = "serial:///dev/ttyUSB8?baud=9600"\n[counter]\n'
        'camera = "v4l2:///dev/video77"\nscanner = "serial:///dev/ttyUSB9?baud=9600"\n'
    )
    found = findings(tmp_path)
    assert {found[it]["state"] for it in COUNTER_DEVICES} == {"PROBLEM"}
    assert all("not plugged in" in found[it]["found"] for it in COUNTER_DEVICES)
    assert all("Plug it in" in found[it]["hint"] for it in COUNTER_DEVICES)


def test_a_camera_is_looked_through(tmp_path: Path) -> None:
    """One that gives pictures is well; a broken picture and a folder of none are problems."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (tmp_path / "agent.toml").write_text(f'[counter]\ncamera = "folder://{pictures}"\n')
    assert findings(tmp_path)["camera"]["state"] == "PROBLEM"
    (pictures / "a.png").write_bytes(b"no picture")
    assert "cannot be read" in findings(tmp_path)["camera"]["found"]
    (pictures / "a.png").write_bytes(code_png("A CODE"))
    assert findings(tmp_path)["camera"]["state"] == "ok"
    (tmp_path / "agent.toml").write_text(
        '[counter]\ncamera = "http://owner:secret@127.0.0.1:1/video"\n'
    )
    assert findings(tmp_path)["camera"]["state"] == "PROBLEM"
    assert "secret" not in run(tmp_path, "check").output


def test_a_device_that_the_agent_holds_is_asked_after_and_not_opened(tmp_path: Path) -> None:
    """Opened twice, a serial line loses letters; what is not opened is not found missing."""
    (tmp_path / "agent.toml").write_text(
        '[tap]\ndisplay = "serial:///dev/ttyUSB8"\n[counter]\n'
        'camera = "v4l2:///dev/video77"\nscanner = "serial:///dev/ttyUSB9"\n'
    )
    run(tmp_path, "enrol", "--local")
    brain = BrainProgram(load_settings(tmp_path))
    thread = Thread(target=brain.run)
    thread.start()
    try:
        found = findings(tmp_path)
    finally:
        brain.loop.stop()
        thread.join()
    # A till without a hub takes no vouchers: its camera and scanner are not used.
    for what in ("camera", "scanner"):
        assert found[what]["state"] == "warning"
        assert "the agent does not use it" in found[what]["found"]
    assert "ttyUSB8" in found["display"]["found"]


@pytest.mark.parametrize(
    ("told", "state", "words"),
    [
        ({"state": "ready"}, "ok", "the agent reads codes by it"),
        ({"state": "trouble", "problem": "It is pulled out."}, "PROBLEM", "It is pulled out."),
        ({"state": "unknown"}, "warning", "is opening it"),
    ],
)
def test_what_the_running_agent_says_of_its_camera_is_said(
    told: dict[str, str], state: str, words: str
) -> None:
    """Each state of a device has its words."""
    found = device_as_told("camera", "v4l2:///dev/video77", told)
    assert (found.state, words in found.found) == (state, True)


def test_a_supervisor_whose_brain_is_silent_keeps_its_devices(tmp_path: Path) -> None:
    """They are not opened beside it: it may have them back within a second."""
    (tmp_path / "agent.toml").write_text('[counter]\ncamera = "v4l2:///dev/video77"\n')
    with take(tmp_path / SUPERVISOR_FILE, wait=False):
        found = findings(tmp_path)["camera"]
    assert (found["state"], "does not answer" in found["found"]) == ("warning", True)


def test_wrong_settings_are_all_listed(tmp_path: Path) -> None:
    """One line a problem."""
    (tmp_path / "agent.toml").write_text('currency = 5\ncolour = "red"\n')
    result = run(tmp_path, "check")
    assert result.exit_code == 1
    assert result.output.count("PROBLEM") == 2


def test_a_wrong_receipt_profile_is_named(tmp_path: Path) -> None:
    """A shop's own file must not stop the till without a word."""
    folder = tmp_path / "receipt-profiles"
    folder.mkdir()
    (folder / "ours.toml").write_text("match = '('\n")
    assert "ours.toml" in findings(tmp_path)["profiles"]["found"]


def test_bypass_is_a_file_that_the_relay_sees(tmp_path: Path) -> None:
    """On and off, twice is once."""
    assert run(tmp_path, "bypass", "on").exit_code == 1, "no till is here"
    (tmp_path / "agent.toml").write_text("")
    for state, there in (("on", True), ("on", True), ("off", False), ("off", False)):
        assert run(tmp_path, "bypass", state).exit_code == 0
        assert (tmp_path / "bypass").exists() is there


def test_commands_for_a_running_till_say_that_none_runs(tmp_path: Path) -> None:
    """And how to start it."""
    result = run(tmp_path, "reprint")
    assert result.exit_code == 1
    assert "agent run" in result.output


def test_the_outbox_is_listed_verified_and_exported(tmp_path: Path) -> None:
    """Also while it is empty, and when there is none."""
    assert run(tmp_path, "outbox", "list").exit_code == 1
    run(tmp_path, "enrol", "--local")
    outbox = outbox_of(AgentSettings(home=tmp_path), enrolment_in(tmp_path))
    for number in ("1", "2", "3"):
        body = ShiftBody(ShiftAct.OPENED, number, "Aigerim")
        outbox.append(body, UnixTime(1_795_000_000))
    outbox.close()
    assert len(run(tmp_path, "outbox", "list", "--last", "2").output.splitlines()) == 2
    assert run(tmp_path, "outbox", "verify").output == "3 events, all as they were written.\n"
    exported = [json.loads(line) for line in run(tmp_path, "outbox", "export").output.splitlines()]
    assert [event["sequence"] for event in exported] == [1, 2, 3]


def test_a_removed_outbox_is_a_problem_and_never_begun_anew(tmp_path: Path) -> None:
    """A chain that began again at 1 would print claims that are there already."""
    run(tmp_path, "enrol", "--local")
    settings, enrolment = AgentSettings(home=tmp_path), enrolment_in(tmp_path)
    outbox = outbox_of(settings, enrolment)
    for file in tmp_path.glob("outbox.sqlite3*"):
        file.unlink()
    with pytest.raises(OutboxGone):
        outbox.append(ShiftBody(ShiftAct.OPENED, None, None), UnixTime(1_795_000_000))
    outbox.close()
    with pytest.raises(OutboxGone):
        outbox_of(settings, enrolment)
    assert "removed" in findings(tmp_path)["outbox"]["found"]


def test_run_refuses_what_cannot_work(tmp_path: Path) -> None:
    """No printer named, or no address: a sentence and an exit code."""
    assert run(tmp_path, "run").exit_code == 2
    (tmp_path / "agent.toml").write_text('[printer]\nurl = "the one in the kitchen"\n')
    assert run(tmp_path, "run").exit_code == 2
    (tmp_path / "agent.toml").write_text("")
    result = run(tmp_path, "brain")
    assert result.exit_code == 1
    assert "not enrolled" in result.output


def test_self_test_tries_every_part() -> None:
    """The same that the frozen program must pass, in a process that holds nothing else."""
    words = [sys.executable, "-m", "installers", "agent", "self-test"]
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["failed"] == {}
    said = subprocess.run(words, capture_output=True, text=True, check=True)
    assert said.stdout.count("ok ") >= 10


def test_every_command_has_help_with_an_example() -> None:
    """Help is where a person looks first."""
    for name in (
        "run",
        "brain",
        "check",
        "bypass",
        "enrol",
        "sync",
        "redeem",
        "reprint",
        "status",
        "support-bundle",
        "read",
        "replay",
        "self-test",
    ):
        help_text = CliRunner().invoke(agent, [name, "--help"]).output
        assert f"baursak agent {name}" in help_text
