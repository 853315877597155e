"""A day at the counter on the real programs: slips shown back, stubs, points for a part, a stop."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from agent.adapters.clock import SystemClock
from agent.app import outbox_to_read
from agent.cli.main import agent
from agent.config import LOG_FILE
from agent.core.claim_slip import claim_link
from agent.core.counter_view import Act
from agent.enrolments import enrolment_in
from contracts.wire.bodies import AccrualBody, RedemptionBody, SlipBody, VoidBody
from contracts.wire.claim import code_in
from contracts.wire.enrolling import code_shown
from contracts.wire.event import Event
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hardware.serial.display import SETTLED_S
from hardware.taps.job import IDLE_S
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.claims import claim_receipt
from hub.usecases.enrolment import add_till
from tests.bench.till import free_port
from tests.hardware.serial.ptys import Device
from tests.hub.http_town import HttpTown, serving
from tests.hub.reward_world import ANYWHERE, PART
from tests.journeys.face import CashiersPage
from tests.programs import program_running

PATIENCE_S = 20.0
PROFILE = "epson-tm"
PIN = "4815"
CUT = b"\n\n\n\x1dVB\x00"


def paper(title: str, number: int, total: str, *more: str) -> bytes:
    """Return a paper as a POS prints it, in the Russian page."""
    lines = (
        "Кондитерская", title, f"Чек № {number}", f"Торт  {total}", f"ИТОГО  {total}", *more,
        "22.11.2026 12:01",
    )  # fmt: skip
    return b"\x1bt\x11" + "\n".join(lines).encode("cp866") + CUT


@dataclass
class Day:
    """A till that is enrolled, its printer, and what happened."""

    town: HttpTown
    home: Path
    printer: VirtualPrinter
    port: int
    display: Device

    def run(self, *words: str) -> str:
        """Run a command on this till and return what it says."""
        said = CliRunner().invoke(
            agent, [*words, "--home", str(self.home)], input=f"{PIN}\n{PIN}\n"
        )
        assert said.exit_code == 0, said.output
        return said.output

    @contextmanager
    def open(self, line: str = "online") -> Iterator[CashiersPage]:
        """Run the agent, with the cashier's page open and the cashier at the till."""
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(self.home)]
        with program_running(words, stdout=subprocess.DEVNULL) as process:
            try:
                page = CashiersPage(self.home)
                view = page.until(line=line)
                if view["locked"]:
                    page.does(Act.UNLOCK, view["number"], "999999")
                    page.until(saying="wrong_pin", sentence="Неверный PIN")
                    page.does(Act.UNLOCK, view["number"], PIN)
                advice = (
                    "ready_to_type" if line == "online" else {"waits_for_reader", "waits_for_line"}
                )
                page.until(cashier="Айгүл", saying=advice)
                yield page
            finally:
                process.send_signal(signal.SIGTERM)
                code = process.wait(PATIENCE_S)
            assert code == 0

    def prints(self, stream: bytes, pieces: int) -> None:
        """Print as a POS does, and wait until so many pieces of paper have come out in all."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) as line:
            line.settimeout(PATIENCE_S)
            line.sendall(stream)
            line.shutdown(socket.SHUT_WR)
            while line.recv(4096):
                continue
        self.has_printed(pieces)

    def has_printed(self, pieces: int) -> None:
        """Wait until so many pieces of paper have come out in all, and no more."""
        clock = SystemClock()
        until = clock.now() + PATIENCE_S
        while len(self.printer.pieces) < pieces:
            assert clock.now() < until, f"{len(self.printer.pieces)} pieces of {pieces}"
            self.printer.wait_idle(0.2)
        assert self.printer.wait_idle(PATIENCE_S)
        assert len(self.printer.pieces) == pieces

    def events(self) -> list[Event]:
        """Return the till's chain."""
        return list(outbox_to_read(self.home).export())

    def slip_of(self, event: Event) -> str:
        """Return the claim code of a sale's slip."""
        code = code_in(claim_link(event, enrolment_in(self.home)))
        assert code is not None
        return code

    def last_sale(self) -> Event:
        """Return the newest sale."""
        return [it for it in self.events() if isinstance(it.body, AccrualBody)][-1]


@pytest.fixture
def town(tmp_path: Path) -> HttpTown:
    """Return a hub's database."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    return HttpTown(DatabaseStore(engine), members=1, points=5_000)


@pytest.fixture
def day(town: HttpTown, tmp_path: Path) -> Iterator[Day]:
    """Return a till whose printer is on, not enrolled yet."""
    home = tmp_path / "till"
    home.mkdir()
    with VirtualPrinter.on_tcp(load_profile(PROFILE)) as printer:
        display = Device(tmp_path / "display")
        display.plug_in()
        yield Day(town, home, printer, free_port(), display)
        display.pull_out()


def enrol(day: Day, hub: str) -> None:
    """Enrol the till, write its settings, let it learn what the hub tells, add its cashier."""
    waiting = add_till(day.town.hub, day.town.owner, day.town.shop, "Касса 2")
    day.run("enrol", code_shown(waiting.code), "--hub", hub)
    (day.home / "agent.toml").write_text(
        f'[hub]\nurl = "{hub}"\n'
        f'[printer]\nurl = "{day.printer.url}"\nprofile = "{PROFILE}"\n'
        f'[tap]\nlisten = "tcp://127.0.0.1:{day.port}"\ndisplay = "{day.display.url}"\n'
        "[counter]\nstub = true\n"
    )
    day.run("cashier", "add", "Айгүл")
    day.run("sync", "--once")


def shows(page: CashiersPage, code: str, **wanted: object) -> dict[str, object]:
    """Show a code to the till and return the first view that is as wanted."""
    page.does(Act.TYPE_CODE, 0, code)
    return page.until(**wanted)


def test_a_day_at_the_counter(day: Day, tmp_path: Path) -> None:
    """What a cashier sees and what comes out on paper, with the hub there and with it gone."""
    town, member = day.town, day.town.citizens[0].id
    with serving(f"sqlite:///{tmp_path / 'hub.sqlite3'}", tmp_path) as (hub, _):
        enrol(day, hub)
        with day.open() as page:
            _slips_tell_their_state(day, page)
            _a_voucher_is_taken_and_taken_back(day, page)
            _a_stub_waits_for_the_receipt(day, page)
            part = str(town.bought(member, town.offered(PART).id).code)
            day.run("sync", "--once")
            _points_pay_a_part(day, page, part)
        with day.open() as page:
            _who_waits_is_known_after_a_stop(day, page)
    _without_the_hub_the_till_tells_what_it_knows(day)


def _slips_tell_their_state(day: Day, page: CashiersPage) -> None:
    day.display.send(b"\x0c\x1bQATOTAL\r\x1bQB   900.00\r")
    time.sleep(2 * SETTLED_S)
    day.prints(paper("ПРОДАЖА", 1, "1000.00", "Наличными  1000.00"), 1)
    sale = day.last_sale()
    assert isinstance(sale.body, AccrualBody)
    assert sale.body.cashier == "Айгүл"
    log = (day.home / LOG_FILE).read_text()
    assert "the display's total was 900.00, the receipt says 1000.00" in log
    code = day.slip_of(sale)
    told = shows(page, f"https://points.example.kz/c/{code}", saying="claim_not_yet")
    assert "до" in str(told["hint"])
    day.run("sync", "--once")
    town = day.town
    claim_receipt(town.hub, town.citizens[0].id, code)
    shows(page, code, saying="claim_claimed")
    day.prints(paper("ЧЕК АННУЛИРОВАН", 1, "1000.00"), 2)
    void = day.events()[-1].body
    assert isinstance(void, VoidBody)
    assert (void.accrual, void.cashier) == (sale.sequence, "Айгүл")
    day.run("sync", "--once")
    shows(page, code, saying="claim_given_back", glance="staff")


def _a_voucher_is_taken_and_taken_back(day: Day, page: CashiersPage) -> None:
    town, member = day.town, day.town.citizens[0].id
    had = town.balances(member).spendable
    code = str(town.bought(member, town.offered(ANYWHERE).id).code)
    offer = shows(page, code, glance="offer")
    page.does(Act.CONFIRM, int(str(offer["number"])))
    taken = page.until(glance="accepted")
    day.has_printed(3)
    assert town.balances(member).spendable < had
    redeemed = next(it.body for it in day.events() if isinstance(it.body, RedemptionBody))
    assert redeemed.cashier == "Айгүл"
    page.does(Act.UNDO, int(str(taken["number"])))
    page.until(saying="taken_back")
    day.has_printed(4)
    assert town.balances(member).spendable == had
    by_hand = str(town.bought(member, town.offered(ANYWHERE).id).code)
    day.run("redeem", by_hand)
    day.run("reprint")
    day.has_printed(5)
    slip, taken_by_hand = [it.body for it in day.events() if hasattr(it.body, "cashier")][:-3:-1]
    assert isinstance(taken_by_hand, RedemptionBody)
    assert isinstance(slip, SlipBody)
    assert (taken_by_hand.cashier, slip.cashier) == ("Айгүл", "Айгүл")
    day.printer.to_png(day.home.parent / "paper.png")


def _a_stub_waits_for_the_receipt(day: Day, page: CashiersPage) -> None:
    """A voucher is accepted while the POS prints: the stub is a piece of its own, after it."""
    town = day.town
    code = str(town.bought(town.citizens[0].id, town.offered(ANYWHERE).id).code)
    stream = paper("ПРОДАЖА", 4, "500.00", "Наличными  500.00")
    half = len(stream) // 2
    with socket.create_connection(("127.0.0.1", day.port), PATIENCE_S) as line:
        line.sendall(stream[:half])
        page.does(Act.CONFIRM, int(str(shows(page, code, glance="offer")["number"])))
        page.until(glance="accepted")
        time.sleep(1.5 * IDLE_S)
        line.sendall(stream[half:])
        day.has_printed(7)
    printed = bytes(day.printer.received)
    receipt = printed.rindex("Наличными  500.00".encode("cp866"))
    assert receipt < printed.rindex("ВАУЧЕР ПРИНЯТ".encode("cp1251"))


def _points_pay_a_part(day: Day, page: CashiersPage, code: str) -> None:
    offer = shows(page, code, glance="offer", saying="offered_for_total")
    page.does(Act.TYPE_TOTAL, int(str(offer["number"])), "800")
    taken = page.until(glance="accepted")
    assert str(taken["value"]).startswith("400"), "half of a receipt is the programme's cap"
    day.has_printed(8)
    day.prints(paper("ПРОДАЖА", 2, "99.00", "Наличными  99.00"), 9)
    waits = page.until(unmatched_word="Ваучеры без чека: 1")
    assert waits["unmatched"]


def _who_waits_is_known_after_a_stop(day: Day, page: CashiersPage) -> None:
    (waits,) = page.until(unmatched_word="Ваучеры без чека: 1")["unmatched"]
    assert str(waits["value"]).startswith("400")
    day.prints(paper("ПРОДАЖА", 3, "400.00", "Наличными  400.00"), 10)
    page.until(unmatched_word="")


def _without_the_hub_the_till_tells_what_it_knows(day: Day) -> None:
    with day.open("offline") as page:
        told = shows(page, day.slip_of(day.last_sale()), saying="claim_printed")
        assert "400" in str(told["sentence"])
