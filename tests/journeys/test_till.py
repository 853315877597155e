"""A day at a till: real processes, a printer that behaves like one, and everything that happens."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp

from agent.enrolments import enrolment_in
from contracts.wire import claim
from hardware.captures.catalogue import CAPTURES
from hardware.captures.making import job_of
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from tests.agent.core.rig import capture
from tests.bench.till import free_port
from tests.journeys.till import Till, running
from tests.programs import program_running

DEMO = capture("demo-bakery")
OTHER = job_of(next(it for it in CAPTURES if it.name == "rkeeper-42-ru-tabs")).data
THIRD = job_of(next(it for it in CAPTURES if it.name == "shtrih-42-ru")).data


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """A till that runs."""
    with running(tmp_path) as it:
        yield it


def claims_on(till: Till) -> list[str]:
    """Return the claim codes on all pieces of paper, as a phone reads them."""
    texts = [
        code.text
        for piece in till.printer.pieces
        for code in zxingcpp.read_barcodes(piece.convert("L"))
    ]
    return [code for text in texts if (code := claim.code_in(text)) is not None]


def test_a_day_at_the_till(till: Till) -> None:
    """Sale, copy of the code by reprint, bypass and back, and an outbox that verifies."""
    till.prints(DEMO)
    till.waits_for(lambda: till.kinds() == ["accrual", "slip"])
    (code,) = claims_on(till)
    sealed = claim.unseal(code, enrolment_in(till.home).key_of)
    assert (sealed.sequence, sealed.total) == (1, 10_880_00)

    said = till.command("reprint", "--cashier", "Aigerim")
    assert said.returncode == 0, said.stderr
    till.waits_for(lambda: len(claims_on(till)) == 2)
    assert set(claims_on(till)) == {code}

    assert till.command("bypass", "on").returncode == 0
    time.sleep(0.5)
    till.prints(OTHER)
    assert till.printer.received.endswith(OTHER), "no slip went in"
    assert till.command("bypass", "off").returncode == 0
    time.sleep(0.5)
    till.prints(THIRD)
    till.waits_for(lambda: len(claims_on(till)) == 3)
    till.prints(capture("1c-42-ru-status"))
    till.waits_for(lambda: len(claims_on(till)) == 4)
    outcomes = [event["body"]["outcome"] for event in till.events() if event["kind"] == "slip"]
    assert outcomes == ["inserted", "reprinted", "late", "inserted", "inserted"]

    said = till.command("outbox", "verify", "--json")
    assert '"ok": true' in said.stdout
    assert len(till.command("outbox", "export").stdout.splitlines()) == len(till.events())


def test_a_killed_brain_costs_a_slip_and_never_a_byte(till: Till) -> None:
    """The paper comes out as the POS meant it, and the next sale has its slip again."""
    till.kill("brain")
    till.prints(DEMO)
    assert DEMO in till.printer.received
    till.waits_for(till.is_well)
    till.prints(OTHER)
    till.waits_for(lambda: "accrual" in till.kinds())


def test_a_stopped_brain_costs_a_slip_and_never_a_byte(till: Till) -> None:
    """A brain that hangs is let alone after 300 ms."""
    till.kill("brain", signal.SIGSTOP)
    till.prints(DEMO)
    assert DEMO in till.printer.received
    till.kill("brain", signal.SIGCONT)
    till.waits_for(till.is_well)
    till.prints(OTHER)
    till.waits_for(lambda: "accrual" in till.kinds())


def test_a_killed_relay_is_back(till: Till) -> None:
    """The supervisor starts it again, and the brain finds it."""
    before = till.process("relay")
    till.kill("relay")
    till.waits_for(lambda: till.process("relay") not in (0, before))
    till.waits_for(till.is_well)
    till.prints(DEMO)
    till.waits_for(lambda: till.kinds() == ["accrual", "slip"])
    assert len(claims_on(till)) == 1


def test_a_typing_mistake_never_stops_the_paper(tmp_path: Path) -> None:
    """Wrong settings of the slip and no enrolment: the POS prints on, without slips."""
    port = free_port()
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as printer:
        (tmp_path / "agent.toml").write_text(
            f'[printer]\nurl = "{printer.url}"\n[tap]\nlisten = "tcp://127.0.0.1:{port}"\n'
            "[slip]\nclaim_days = 0\n"
        )
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(tmp_path)]
        with program_running(words, stdout=subprocess.DEVNULL) as process:
            till = Till(tmp_path, port, printer, process.pid)
            till.waits_for(till.listens)
            till.prints(DEMO)
            assert printer.received == DEMO
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def test_a_second_till_in_the_same_folder_refuses(till: Till) -> None:
    """Two agents on one outbox would print two slips."""
    said = till.command("run")
    assert said.returncode == 3
    said = till.command("brain")
    assert said.returncode == 3
    assert "already running" in said.stderr
