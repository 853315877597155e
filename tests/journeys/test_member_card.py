"""A guest without a phone: the card is scanned, the receipt earns, a reward is had for the PIN."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.config import LOG_FILE
from agent.core.counter_view import Act
from contracts.wire.bodies import AccrualBody, CardBody
from contracts.wire.units import Points
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.usecases.member_cards import NewCard, ShownCard, block_card, give_card
from tests.bench.till import free_port
from tests.hardware.serial.ptys import Device
from tests.hub.http_town import HttpTown, serving
from tests.hub.reward_world import ANYWHERE
from tests.journeys.face import CashiersPage
from tests.journeys.test_counter_slips import PROFILE, Day, enrol, paper, shows

CARD_PIN, WRONG = "407193", "915728"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Return a till of a shop that gives 3 points for each 100 ₸."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    town = HttpTown(DatabaseStore(engine), members=1, points=5_000)
    home = tmp_path / "till"
    home.mkdir()
    with VirtualPrinter.on_tcp(load_profile(PROFILE)) as printer:
        display = Device(tmp_path / "display")
        display.plug_in()
        yield Day(town, home, printer, free_port(), display)
        display.pull_out()


def has(day: Day, card: ShownCard) -> int:
    """Return what the member of a card can spend, once the till has handed everything in."""
    for _ in range(2):
        day.run("sync", "--once")
    return spendable(day, card.card.member)


def spendable(day: Day, member: MemberId) -> int:
    """Return what a member can spend."""
    with day.town.hub.store.read() as work:
        return work.ledger.balances(member).spendable


def kinds(day: Day) -> list[str]:
    """Return the kinds of events that say what became of receipts."""
    wanted = {"accrual", "card", "slip"}
    return [it.kind.value for it in day.events() if it.kind.value in wanted]


def test_a_card_earns_and_spends(day: Day, tmp_path: Path) -> None:
    """With the hub there and with it gone; each receipt once, and for no blocked card."""
    address = f"sqlite:///{tmp_path / 'hub.sqlite3'}"
    wanted = NewCard(day.town.partner, CARD_PIN, "Роза апай", "kk")
    with serving(address, tmp_path) as (hub, _):
        enrol(day, hub)
        card = give_card(day.town.hub, day.town.owner, wanted)
        lost = give_card(day.town.hub, day.town.owner, wanted)
        with day.open() as page:
            _a_receipt_is_for_the_card(day, page, card)
            _a_reward_is_had_for_the_pin(day, page, card)
    with day.open("offline") as page:
        _without_the_hub_it_earns_and_spends_nothing(day, page, card, lost)
    block_card(day.town.hub, day.town.owner, lost.card.number)
    with serving(address, tmp_path) as (hub, _):
        told = day.home / "agent.toml"
        told.write_text(told.read_text().replace(_hub_in(told.read_text()), hub))
        assert has(day, card) == 30 + 500 - 100 + 60
        assert spendable(day, lost.card.member) == 0
    log = (day.home / LOG_FILE).read_text()
    for secret in (CARD_PIN, WRONG, card.code):
        assert secret not in log


def _hub_in(settings: str) -> str:
    return settings.partition('url = "')[2].partition('"')[0]


def _a_receipt_is_for_the_card(day: Day, page: CashiersPage, card: ShownCard) -> None:
    laid = shows(page, card.code, saying="card_laid")
    assert str(laid["card"]).endswith("→ следующий чек")
    day.prints(paper("ПРОДАЖА", 1, "1000.00", "Наличными  1000.00"), 1)
    page.until(saying="card_took", card="")
    assert kinds(day) == ["accrual", "card"]
    accrual, carded = (it.body for it in day.events() if it.kind.value in {"accrual", "card"})
    assert isinstance(accrual, AccrualBody)
    assert isinstance(carded, CardBody)
    assert (carded.card, carded.cashier) == (card.card.number, "Айгүл")
    assert has(day, card) == 30
    day.prints(paper("ПРОДАЖА", 2, "700.00", "Наличными  700.00"), 2)
    assert kinds(day)[2] == "accrual"
    assert has(day, card) == 30, "the next guest's receipt is the next guest's"


def _a_reward_is_had_for_the_pin(day: Day, page: CashiersPage, card: ShownCard) -> None:
    day.town.give(card.card.member, 500)
    laid = shows(page, card.code, saying="card_laid")
    page.does(Act.SPEND, int(str(laid["number"])))
    choices = page.until(saying="card_choices")
    assert [it["points"] for it in choices["choices"]] == ["100\xa0баллов"]
    page.does(Act.CHOOSE, choices["number"], "1")
    asked = page.until(saying="card_pin")
    page.does(Act.TYPE_CARD_PIN, asked["number"], WRONG)
    again = page.until(saying="card_wrong_pin")
    assert again["hint"] == "Осталось попыток: 7"
    page.does(Act.TYPE_CARD_PIN, again["number"], CARD_PIN)
    taken = page.until(glance="accepted")
    assert taken["hand_over"] == ANYWHERE.texts.title.ru
    assert spendable(day, card.card.member) == 430
    page.does(Act.DROP_CARD, taken["number"])
    page.until(saying="card_removed")


def _without_the_hub_it_earns_and_spends_nothing(
    day: Day, page: CashiersPage, card: ShownCard, lost: ShownCard
) -> None:
    laid = shows(page, card.code, saying="card_laid")
    page.does(Act.SPEND, int(str(laid["number"])))
    page.until(saying="card_needs_hub")
    pieces = len(day.printer.pieces)
    day.prints(paper("ПРОДАЖА", 3, "2000.00", "Наличными  2000.00"), pieces + 1)
    page.until(saying="card_took")
    shows(page, lost.code, saying="card_laid")
    day.prints(paper("ПРОДАЖА", 4, "2000.00", "Наличными  2000.00"), pieces + 2)
    page.until(saying="card_took")
    assert kinds(day)[-4:] == ["accrual", "card"] * 2
    assert spendable(day, card.card.member) == Points(430)
