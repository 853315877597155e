"""`baursak agent status` where no agent runs, and in words; beside one it is tried as a journey."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import jsonschema
from click.testing import CliRunner

from agent.app import BrainProgram, outbox_of
from agent.cli.main import agent
from agent.cli.status import lines_of
from agent.config import AgentSettings, load_settings
from agent.core.hub_words import LinkState
from agent.core.receipt import Kind
from agent.core.status import LastReceipt, Status, TillState
from agent.core.status_troubles import status_of
from agent.enrolments import enrolment_in
from agent.standing import standing_of
from contracts.wire.bodies import ShiftAct, ShiftBody, SlipBody, SlipOutcome
from contracts.wire.units import Tiyn, UnixTime
from tests.agent.cli.test_running import run
from tests.agent.core.test_status import BRAIN, HUB, NOW, OUTSIDE, QUEUE
from tests.agent.test_counter_loop import PATIENCE_S
from tests.contracts.wire.samples import fiscal_accrual


def told(home: Path) -> tuple[Status, int]:
    """Return the status as it is printed, and the exit code."""
    said = run(home, "status", "--json")
    return Status.from_json(json.loads(said.output)), said.exit_code


def test_a_folder_without_a_till_says_what_is_missing(tmp_path: Path) -> None:
    """And that nothing runs; looking makes no file."""
    found, code = told(tmp_path / "none")
    assert (found.state, code) == (TillState.NOT_RUNNING, 3)
    assert [it.what.value for it in found.troubles] == ["agent", "enrolment"]
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_and_the_outbox_are_told_of_without_an_agent(tmp_path: Path) -> None:
    """Each with what to do."""
    run(tmp_path, "enrol", "--local")
    with closing(outbox_of(AgentSettings(home=tmp_path), enrolment_in(tmp_path))) as outbox:
        outbox.append(ShiftBody(ShiftAct.OPENED, None, "Aigerim"), UnixTime(1_795_000_000))
    (tmp_path / "agent.toml").write_text('colour = "red"\n')
    found, _ = told(tmp_path)
    assert [it.what.value for it in found.troubles] == ["agent", "settings"]
    assert found.outbox is not None
    assert (found.outbox.queued, found.outbox.set_aside) == (1, None)
    assert "Aigerim" not in run(tmp_path, "status").output


def test_an_outbox_that_was_removed_is_told_of(tmp_path: Path) -> None:
    """No brain starts without it, and the status says why."""
    run(tmp_path, "enrol", "--local")
    outbox_of(AgentSettings(home=tmp_path), enrolment_in(tmp_path)).close()
    for file in tmp_path.glob("outbox.sqlite3*"):
        file.unlink()
    found, _ = told(tmp_path)
    assert [it.what.value for it in found.troubles] == ["agent", "outbox"]
    assert "removed" in found.troubles[1].title


def test_a_brain_without_supervisor_and_relay_is_trouble(tmp_path: Path) -> None:
    """Somebody started it by hand: nothing comes in."""
    run(tmp_path, "enrol", "--local")
    brain = BrainProgram(load_settings(tmp_path))
    thread = Thread(target=brain.run)
    thread.start()
    try:
        found = standing_of(tmp_path)
        assert found.state is TillState.TROUBLE
        assert [it.what.value for it in found.troubles] == ["relay", "printer"]
        assert found.agent.since is not None
    finally:
        brain.loop.stop()
        thread.join(PATIENCE_S)


def test_a_brain_that_was_started_anew_knows_the_last_slip_and_receipt(tmp_path: Path) -> None:
    """Both stand in the outbox: a restart forgets nothing that a technician asks for."""
    run(tmp_path, "enrol", "--local")
    sold, printed = UnixTime(1_795_000_000), UnixTime(1_795_000_002)
    with closing(outbox_of(AgentSettings(home=tmp_path), enrolment_in(tmp_path))) as outbox:
        claim = outbox.append(fiscal_accrual(total=93_500), sold).sequence
        outbox.append(SlipBody(claim, SlipOutcome.INSERTED, None), printed)
        outbox.append(SlipBody(claim, SlipOutcome.REPRINTED, None), UnixTime(printed + 9))
    brain = BrainProgram(load_settings(tmp_path))
    thread = Thread(target=brain.run)
    thread.start()
    try:
        found = standing_of(tmp_path)
        assert found.printer.last_printed == printed
        assert found.tap.last_receipt == LastReceipt(
            sold, Kind.SALE, Tiyn(93_500), earns=True, why=None
        )
    finally:
        brain.loop.stop()
        thread.join(PATIENCE_S)


def test_the_words_are_a_technicians() -> None:
    """No state's name and no number of a revision; one event waits, and what becomes of it."""
    one = replace(BRAIN, outbox=replace(QUEUE, queued=1))
    words = "\n".join(lines_of(status_of(OUTSIDE, one, NOW)))
    assert "1 event waits (handed in by itself)" in words
    assert "hub       connected, last heard" in words
    assert "settings  as the hub set them" in words
    for what in LinkState:
        standing = replace(BRAIN, hub=replace(HUB, state=what))
        assert "_" not in "\n".join(lines_of(status_of(OUTSIDE, standing, NOW)))


def test_it_is_read_by_people_too() -> None:
    """One line for each thing."""
    words = "\n".join(lines_of(status_of(OUTSIDE, BRAIN, NOW)))
    for wanted in ("All is well.", "listening", "sale, 935.00", "2 events wait", "locked"):
        assert (wanted in words) is (wanted != "locked")
    words = "\n".join(lines_of(status_of(OUTSIDE, None, NOW)))
    assert "Somebody must look at this till:" in words
    assert "brain: " in words


def test_the_schema_is_a_schema() -> None:
    """Printed for whoever reads the status with a program."""
    said = CliRunner().invoke(agent, ["status", "--schema"])
    jsonschema.Draft202012Validator.check_schema(json.loads(said.output))
