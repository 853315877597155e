"""Member cards on the dashboard: given, printed, blocked, replaced, and nobody else's seen."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from contracts.wire.card import PATTERN
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import Role
from hub.core.cards import CardState, MemberCard
from hub.core.ids import PartnerId
from hub.usecases.member_cards import code_of
from hub.web.qr_picture import qr_picture
from tests.chromium import Window
from tests.contrast import CONTRAST
from tests.evidence import ROOT
from tests.hub.web.office import Desk, Office, desk
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SPOKEN = OURS | {"Accept-Language": "en"}
PICTURES = ROOT / "docs" / "pictures" / "dashboard"
PIN = "4071"


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office that has just opened."""
    return Office(store, bell)


def client_of(office: Office, role: Role, partner: PartnerId | None = None) -> FlaskClient:
    """Return a browser with somebody signed in."""
    client = office.app.test_client()
    sign_in(client, office.employs(role, partner or office.partner))
    return client


def cards_of(office: Office) -> list[MemberCard]:
    """Return all cards, newest first."""
    with office.store.read() as work:
        return [card for card, _ in work.cards.listed(Page(limit=200), None)]


def given(office: Office, client: FlaskClient, **typed: str) -> tuple[int, str]:
    """Send the form for a new card; return what came of it."""
    page = client.get("/owner/cards", headers=EN).text
    sent = {"proof": proof_of(page), "partner": str(office.partner), "language": "kk",
            "name": "Роза апай", "pin": PIN, "pin_again": PIN} | typed  # fmt: skip
    answer = client.post("/owner/cards", data=sent, headers=SPOKEN)
    return answer.status_code, answer.text if answer.status_code != 303 else answer.location


def test_a_card_is_given_and_printed(office: Office) -> None:
    """What was typed stays but for PINs; its code is in the picture alone; a cashier gives none."""
    client = client_of(office, Role.MANAGER)
    for typed, said in (({"pin": "1234"}, "none that everybody tries"),
                        ({"pin_again": "5820"}, "The two PINs differ"),
                        ({"partner": "999"}, "Choose from the list"),
                        ({"name": "x" * 101}, "at most 100 characters")):  # fmt: skip
        status, text = given(office, client, **typed)
        assert (status, said in text or "partner" in typed) == (422, True), typed
        assert PIN not in text
        assert "5820" not in text
        assert typed.get("name", "Роза апай") in text
    assert cards_of(office) == []
    status, where = given(office, client)
    [card] = cards_of(office)
    assert (status, where) == (303, f"/owner/cards?done=given&number={card.number}")
    page = client.get(where, headers=EN).text
    assert "The card is made" in page
    printed = client.get(f"/owner/cards/{card.number}/print", headers=EN)
    code = code_of(office.hub, card)
    assert qr_picture(code).path in printed.text
    shown = f"{str(card.number)[:3]} {str(card.number)[3:6]} {str(card.number)[6:]}"
    for said in (shown, "Роза апай", "Төлер алдында", "Покажите перед", "Show it before"):
        assert said in printed.text
    assert not re.search(PATTERN, page + printed.text)
    assert printed.headers["Cache-Control"] == "no-store"
    cashier = client_of(office, Role.CASHIER)
    seen = cashier.get("/owner/cards", headers=EN).text
    assert (shown in seen, 'id="give"' in seen, "/print" in seen) == (True, False, False)
    assert cashier.get(f"/owner/cards/{card.number}/print", headers=EN).status_code == 403
    for path in ("/owner/cards", f"/owner/cards/{card.number}/block"):
        no = cashier.post(path, data={"proof": proof_of(seen)}, headers=OURS)
        assert no.status_code == 403


def test_cards_are_blocked_replaced_and_given_a_pin(office: Office) -> None:
    """With a reason; a wrong form stays open with what was typed, beside the problem."""
    client = client_of(office, Role.MANAGER)
    given(office, client)
    [card] = cards_of(office)
    page = client.get(f"/owner/cards?number={card.number}", headers=EN).text
    proof = {"proof": proof_of(page)}
    door = f"/owner/cards/{card.number}"
    why = {"reason": "ұмытып қалған"}
    no = client.post(f"{door}/pin", data={**proof, **why, "pin": "5820", "pin_again": "5821"},
                     headers=SPOKEN)  # fmt: skip
    assert (no.status_code, "ұмытып қалған" in no.text, "5820" in no.text) == (422, True, False)
    good = {**proof, **why, "pin": "5820", "pin_again": "5820"}
    assert client.post(f"{door}/pin", data=good, headers=OURS).status_code == 303
    assert cards_of(office)[0].pin != card.pin
    short = client.post(f"{door}/replace", data={**proof, "reason": "ok"}, headers=SPOKEN)
    assert short.status_code == 422
    assert client.post(f"{door}/replace", data={**proof, **why}, headers=OURS).status_code == 303
    new = next(it for it in cards_of(office) if it.state is CardState.ACTIVE)
    assert client.get(f"{door}/print", headers=EN).status_code != 200
    block = f"/owner/cards/{new.number}/block"
    assert client.post(block, data={}, headers=OURS).status_code == 403
    assert client.post(block, data=proof, headers=OURS).status_code == 303
    assert {it.state for it in cards_of(office)} == {CardState.REPLACED, CardState.BLOCKED}


def test_another_partners_staff_sees_no_card_of_ours(office: Office) -> None:
    """Neither in the list, nor by its number, nor on paper, nor to change."""
    given(office, client_of(office, Role.OWNER))
    [card] = cards_of(office)
    stranger = client_of(office, Role.OWNER, office.other)
    for path in ("/owner/cards", f"/owner/cards?number={card.number}",
                 f"/owner/cards/{card.number}/print"):  # fmt: skip
        text = stranger.get(path, headers=EN).text
        assert "Роза апай" not in text
        assert f'id="card-{card.number}"' not in text
        assert "member-card" not in text
    proof = {"proof": proof_of(stranger.get("/owner/cards", headers=EN).text),
             "reason": "просто так", "pin": "5820", "pin_again": "5820"}  # fmt: skip
    for act in ("block", "replace", "pin"):
        no = stranger.post(f"/owner/cards/{card.number}/{act}", data=proof, headers=OURS)
        assert no.status_code == 404, act
    assert given(office, stranger)[0] == 422, "its own partner is the only choice"
    assert cards_of(office) == [card]


def test_the_card_on_paper_has_the_size_of_a_bank_card(
    office: Office, chromium: Window, tmp_path: Path, *, full: bool
) -> None:
    """Nothing on it is cut in any way; nothing else is printed; in full the pictures are kept."""
    with office.open() as place, desk(chromium, place) as seat:
        seat.signs_in(office.employs(Role.OWNER, office.partner))
        seat.page.until("location.pathname === '/owner/'")
        given(office, client_of(office, Role.OWNER), name="Қалампыр Нұрмұхаммедқызы")
        [card] = cards_of(office)
        folder = PICTURES if full else tmp_path
        for language in ("kk", "ru"):
            seat.goes("/owner/cards")
            seat.speaks(language)
            looked(seat, folder / f"cards-{language}.png")
        seat.goes(f"/owner/cards/{card.number}/print")
        looked(seat, folder / "card-print-ru.png")
        seat.page.call("Emulation.setEmulatedMedia", media="print")
        size = seat.page.says(
            "(({width, height}) => [width, height].map((it) => Math.round(it / 96 * 254)))"
            "(document.querySelector('.member-card').getBoundingClientRect())"
        )
        assert size == [856, 540], "tenths of a millimetre"
        cut = seat.page.says(
            "[...document.querySelectorAll('.member-card *')].filter((it) =>"
            " it.closest('svg') === null && it.scrollHeight > it.clientHeight + 2)"
            ".map((it) => it.className)"
        )
        assert cut == []
        assert seat.page.says("document.querySelector('.bar-top').offsetHeight") == 0
        seat.page.picture(folder / "card-paper.png")
        seat.page.call("Emulation.setEmulatedMedia", media="")


def looked(seat: Desk, path: Path) -> None:
    """Keep a picture of a page whose inks all stand out."""
    assert min(float(it[1]) for it in seat.page.says(CONTRAST)) >= 4.5
    seat.page.picture(path)
