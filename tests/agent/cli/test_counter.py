"""Cashiers by command, and the address of their page."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import httpx
import pytest

from agent.app import BrainProgram, outbox_of
from agent.config import FACE_FILE, load_settings
from agent.enrolments import enrolment_in
from agent.hub_parts import hub_side_alone
from contracts.wire.units import ShopId, TillId, UnixTime
from tests.agent.cli.test_hub import CODE, run
from tests.agent.test_counter_loop import PATIENCE_S
from tests.fakes.hub import MemoryHub
from tests.fakes.hub_server import HubServer, serving
from tests.journeys.face import CashiersPage


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of an enrolled till whose hub is there."""
    hub = MemoryHub(TillId(7), ShopId(1), "first", UnixTime(1_800_000_000))
    with serving(HubServer(hub, code=CODE.replace("-", ""))) as server:
        assert run(tmp_path, "enrol", CODE, "--hub", server.url).exit_code == 0
        yield tmp_path


def add(home: Path, name: str, pin: str) -> tuple[int, str]:
    """Add a cashier; return exit code and what was said."""
    said = run(home, "cashier", "add", name, "--pin", pin)
    return said.exit_code, said.output


def listed(home: Path) -> list[str]:
    """Return the cashiers' names."""
    told = json.loads(run(home, "cashier", "list", "--json").output)
    return [it["name"] for it in told["cashiers"]]


def test_cashiers_come_and_go(home: Path) -> None:
    """Added, listed, given another PIN, retired; what cannot be says why."""
    assert "nothing is locked" in run(home, "cashier", "list").output
    assert add(home, "Айгүл", "4815")[0] == 0
    code, said = add(home, "Асель", "1234")
    assert (code, "first that anybody tries" in said) == (1, True)
    code, said = add(home, "Асель", "4815")
    assert (code, "cannot be used at this till" in said) == (1, True)
    assert add(home, "Асель", "7302")[0] == 0
    assert listed(home) == ["Айгүл", "Асель"]
    assert run(home, "cashier", "pin", "1", "--pin", "9371").exit_code == 0
    assert run(home, "cashier", "retire", "2").exit_code == 0
    assert listed(home) == ["Айгүл"]
    assert run(home, "cashier", "retire", "2").exit_code == 1


def test_where_shifts_are_kept_a_command_acts_in_no_other_name(home: Path) -> None:
    """Not in a colleague's, whoever types it; a till without cashiers takes any."""
    settings, enrolment = load_settings(home), enrolment_in(home)
    with (
        closing(outbox_of(settings, enrolment)) as outbox,
        hub_side_alone(settings, enrolment, outbox, lambda _: None) as side,
    ):
        assert side.named("Асель") == "Асель"
        side.shifts.add_cashier("Айгүл", "4815")
        assert side.named("Асель") is None
        side.shifts.unlock("4815")
        assert side.named("Асель") == "Айгүл"


def test_without_an_agent_there_is_no_page(home: Path) -> None:
    """And it is said what to start."""
    said = run(home, "window", "--print")
    assert (said.exit_code, "baursak agent run" in said.output) == (1, True)


def test_a_running_agent_says_where_its_page_is(home: Path) -> None:
    """For its owner's eyes only; the first cashier locks it; with the agent the address goes."""
    brain = BrainProgram(load_settings(home))
    thread = Thread(target=brain.run)
    thread.start()
    try:
        page = CashiersPage(home)
        assert not page.until(glance="idle")["locked"]
        said = run(home, "window", "--print", "--strip")
        assert said.exit_code == 0, said.output
        assert (home / FACE_FILE).stat().st_mode & 0o777 == 0o600
        assert "/strip?t=" in said.output
        assert httpx.get(said.output.strip(), trust_env=False).status_code == 303
        assert add(home, "Айгүл", "4815")[0] == 0
        assert listed(home) == ["Айгүл"]
        page.does("unlock", page.until(locked=True)["number"], "1111")
        page.does("unlock", page.until(saying="wrong_pin")["number"], "4815")
        assert page.until(locked=False)["cashier"] == "Айгүл"
        page.does("reprint", page.until(cashier="Айгүл")["number"])
        assert page.until(saying="no_slip")
        page.does("lock", page.until(glance="staff")["number"])
        page.until(locked=True)
        for more in ((), ("--undo",)):
            said = run(home, "redeem", "12345678", "--cashier", "Асель", *more)
            assert (said.exit_code, "The till is locked." in said.output) == (1, True)
    finally:
        brain.loop.stop()
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert not (home / FACE_FILE).exists()
