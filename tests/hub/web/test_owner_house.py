"""Shops, cashiers and single tills on the dashboard: what is set and taken over, and who may."""

import hashlib
import re

import pytest
from flask.testing import FlaskClient

from contracts.wire.event import Event
from contracts.wire.units import Sequence
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Cashier, Page, Shop, State, TillKey
from hub.core.access.roles import Role, Scope
from hub.core.tills import SyncedTill, TillState
from hub.usecases.shops import check_pin
from hub.usecases.sync_parts import PARTS
from hub.usecases.tills import shop_settings
from tests.hub.web.office import Office
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SENT = OURS | {"Accept-Language": "en"}
WHOLE = {
    "enabled": "1", "separate": "0", "language1": "kk", "language2": "ru", "claim_days": "14",
    "caption": "Абай 44", "link": "telegram", "total_max": "250 000", "auto_accept_max": "499,50",
    "earn_rate": "5",
}  # fmt: skip
SAID = {
    "slip": {"enabled": True, "separate": False, "languages": ["kk", "ru"], "claim_days": 14,
             "shop": "Абай 44", "link": "telegram"},
    "total_max": 250_000_00, "auto_accept_max": 499_50, "earn_rate": 5,
}  # fmt: skip
HOURS = {"opens": "08:30", "closes": "00:00", "day0": "1", "day6": "1"}


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office."""
    return Office(store, bell)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with the owner signed in."""
    return browser_of(office, Role.OWNER)


def browser_of(office: Office, role: Role, *, other: bool = False) -> FlaskClient:
    """Return a browser with somebody of that role signed in."""
    browser = office.app.test_client()
    sign_in(browser, office.employs(role, office.other if other else office.partner))
    return browser


def proof(client: FlaskClient) -> str:
    """Return what this session's forms hold."""
    return proof_of(client.get("/owner/shops", headers=EN).text)


def shop(office: Office, number: int) -> Shop:
    """Return a shop as it is stored."""
    with office.store.read() as work:
        [found] = [it for it in work.shops.listed(Page(), (Scope(),)) if it.id == number]
    return found


def till(office: Office) -> SyncedTill:
    """Return the office's first till as it is stored."""
    with office.store.read() as work:
        found = work.tills.get(office.rig.id)
    assert found is not None
    return found


def cashiers(office: Office) -> list[Cashier]:
    """Return the cashiers of the first shop."""
    with office.store.read() as work:
        return work.cashiers.listed(office.shop, Page())


def test_a_shop_is_added_renamed_closed_and_opened(office: Office, client: FlaskClient) -> None:
    """What is wrong stands beside its field; the file has all shops."""
    sent = {"proof": proof(client), "partner": str(office.partner)}
    wrong = client.post("/owner/shops", data=sent | {"name": "", "address": "Төле би"},
                        headers=SENT)  # fmt: skip
    assert (wrong.status_code, "Fill this in." in wrong.text) == (422, True)
    assert "Төле би" in wrong.text
    made = client.post("/owner/shops", data=sent | {"name": "Жаңа", "address": "Төле би 1"},
                       headers=SENT)  # fmt: skip
    door = made.headers["Location"].partition("?")[0]
    number = int(door.rpartition("/")[2])
    assert (shop(office, number).name, shop(office, number).partner) == ("Жаңа", office.partner)
    client.post(door, data=sent | {"name": "Жаңа 2", "address": ""}, headers=SENT)
    client.post(f"{door}/state", data=sent | {"state": "suspended"}, headers=SENT)
    found = shop(office, number)
    assert (found.name, found.address, found.state) == ("Жаңа 2", "", State.SUSPENDED)
    assert "Closed" in client.get(door, headers=EN).text
    client.post(f"{door}/state", data=sent | {"state": "active"}, headers=SENT)
    assert shop(office, number).state is State.ACTIVE
    assert "Жаңа 2" in client.get("/owner/shops.csv").text
    elsewhere = sent | {"partner": str(office.other), "name": "Бөтен"}
    assert client.post("/owner/shops", data=elsewhere, headers=SENT).status_code == 422


def test_cashiers_get_pins_that_are_not_shown(office: Office, client: FlaskClient) -> None:
    """Added, given another PIN, deactivated; a weak PIN is refused in words."""
    door = f"/owner/shops/{office.shop}/cashiers"
    sent = {"proof": proof(client), "name": "Айдана"}
    for pin in ("1234", "12", "12a4"):
        wrong = client.post(door, data=sent | {"pin": pin}, headers=SENT)
        assert (wrong.status_code, "not all alike" in wrong.text) == (422, True), pin
        assert f'value="{pin}"' not in wrong.text
    assert client.post(door, data=sent | {"pin": "4071"}, headers=SENT).status_code == 303
    [added] = cashiers(office)
    key = office.key_of(office.rig.id)
    assert check_pin(office.hub, key, added.id, "4071").name == "Айдана"
    one = f"{door}/{added.id}"
    client.post(one, data=sent | {"name": "Айдана С.", "pin": ""}, headers=SENT)
    assert check_pin(office.hub, key, added.id, "4071").name == "Айдана С."
    client.post(one, data=sent | {"pin": "2580"}, headers=SENT)
    assert _pin_fits(office, key, added, "2580")
    client.post(one, data={"proof": sent["proof"], "state": "suspended"}, headers=SENT)
    assert cashiers(office)[0].state is State.SUSPENDED
    assert "deactivated" in client.get(f"/owner/shops/{office.shop}", headers=EN).text
    stray = f"/owner/shops/{office.second}/cashiers/{added.id}"
    assert client.post(stray, data=sent | {"pin": ""}, headers=SENT).status_code == 404


def _pin_fits(office: Office, key: TillKey, cashier: Cashier, pin: str) -> bool:
    return check_pin(office.hub, key, cashier.id, pin).id == cashier.id


def test_what_a_shop_sets_its_tills_inherit(office: Office, client: FlaskClient) -> None:
    """The form gives back what was set; a till's own wins; empty is nobody's."""
    sent, door = {"proof": proof(client)}, f"/owner/shops/{office.shop}/settings"
    done = client.post(door, data=sent | WHOLE | HOURS, headers=SENT)
    assert done.status_code == 303
    stored = dict(shop_settings(office.hub, office.owner, office.shop))
    assert stored == SAID | {"hours": {"opens": 510, "closes": 1440, "days": [0, 6]}}
    page = client.get(f"/owner/shops/{office.shop}", headers=EN).text
    for held in ('value="250000"', 'value="499,50"', 'value="08:30"', 'value="00:00"',
                 'value="Абай 44"', 'value="telegram" selected'):  # fmt: skip
        assert held in page, held
    own = f"/owner/tills/{office.rig.id}"
    page = client.get(own, headers=EN).text
    assert "Empty: as the shop says, 14" in page
    assert "Empty: as the shop says, 499,50" in page
    assert "As the shop says: Қазақша, Русский" in page
    registers = {"registers": "010100112233\n010100112244"}
    client.post(f"{own}/settings", data=sent | registers | {"claim_days": "3"}, headers=SENT)
    found = till(office)
    assert found.settings == {"slip": {"claim_days": 3}}
    assert found.registers == ("010100112233", "010100112244")
    client.post(door, data=sent | dict.fromkeys(WHOLE, ""), headers=SENT)
    assert shop_settings(office.hub, office.owner, office.shop) == {}
    assert "Empty: as the till&#39;s file says" in client.get(own, headers=EN).text


def test_wrong_settings_lose_nothing(office: Office, client: FlaskClient) -> None:
    """Each problem beside its field, nothing is stored, and what was right stays typed."""
    sent = {"proof": proof(client)}
    shops = f"/owner/shops/{office.shop}/settings"
    own = f"/owner/tills/{office.rig.id}/settings"
    for door, change, words in (
        (shops, {"claim_days": "366"}, "from 1 to 365"),
        (shops, {"total_max": "a lot"}, "Enter an amount"),
        (shops, {"auto_accept_max": "-5"}, "Enter an amount"),
        (shops, {"earn_rate": "1001"}, "from 0 to 1"),
        (shops, {"caption": "x" * 49}, "at most 48"),
        (shops, {"link": "nowhere"}, "Choose from the list"),
        (shops, {"opens": "08:30"}, "Give both times"),
        (own, {"registers": "0101001122"}, "has 12 digits"),
        (own, {"registers": " ".join(f"{it:012}" for it in range(65))}, "At most 64"),
    ):
        wrong = client.post(door, data=sent | WHOLE | change, headers=SENT)
        assert (wrong.status_code, words in wrong.text) == (422, True), change
        assert 'value="kk" selected' in wrong.text
    assert shop_settings(office.hub, office.owner, office.shop) == {}
    assert till(office).settings == {}


def test_a_till_says_since_when_it_has_its_settings(office: Office, client: FlaskClient) -> None:
    """Not before it has said so itself."""
    sent, own = {"proof": proof(client)}, f"/owner/tills/{office.rig.id}"
    client.post(f"{own}/settings", data=sent | {"earn_rate": "5"}, headers=SENT)
    assert "has not taken these settings over yet" in client.get(own, headers=EN).text
    config = office.sync(office.rig, [], PARTS).config
    assert config is not None
    office.rig.header["config_version"] = config.version
    office.sync(office.rig, [], PARTS)
    for page in (own, f"/owner/shops/{office.shop}"):
        assert "has worked with these settings since" in client.get(page, headers=EN).text


def test_a_till_is_renamed_rekeyed_and_written_off(office: Office, client: FlaskClient) -> None:
    """Each act by its own form; what cannot be done any more is not offered."""
    sent, own = {"proof": proof(client)}, f"/owner/tills/{office.rig.id}"
    before = till(office)
    client.post(f"{own}/name", data=sent | {"name": "Алдыңғы"}, headers=SENT)
    client.post(f"{own}/key", data=sent | {"kind": "claim", "stolen": "1"}, headers=SENT)
    client.post(f"{own}/key", data=sent | {"kind": "voucher-till"}, headers=SENT)
    client.post(f"/owner/shops/{office.shop}/key", data=sent | {"stolen": "1"}, headers=SENT)
    found = till(office)
    assert found.name == "Алдыңғы"
    assert found.claim_key == before.claim_key + 1
    assert found.till_key == before.till_key + 1
    assert (found.shop_key, found.online_only) == (before.shop_key + 1, True)
    wrong = client.post(f"{own}/key", data=sent | {"kind": "voucher-any"}, headers=SENT)
    assert wrong.status_code == 422
    assert client.post(f"{own}/lift", data=sent, headers=SENT).status_code == 303
    assert client.post(f"{own}/write-off", data=sent, headers=SENT).status_code == 303
    assert till(office).state is TillState.WRITTEN_OFF
    page = client.get(own, headers=EN).text
    assert "Written off" in page
    log = f"/owner/audit?of=till&number={office.rig.id}"
    assert log.replace("&", "&amp;") in page
    assert client.get(log, headers=EN).status_code == 200
    assert not re.search(r'action="/owner/tills/\d+/(key|revoke|write-off|lift|name)"', page)
    assert client.post(f"{own}/lift", data=sent, headers=SENT).status_code == 422


def test_what_can_never_be_accepted_is_shown(office: Office, client: FlaskClient) -> None:
    """In words, by its place in the till's log."""
    own = f"/owner/tills/{office.rig.id}"
    assert "There are none." in client.get(own, headers=EN).text
    [event] = office.rig.append(office.sale(1_000_00))
    strange = event.raw.replace(b'"kind":"accrual"', b'"kind":"parade"')
    after = Event(office.rig.id, Sequence(2), event.time, office.sale(2_000_00),
                  hashlib.sha256(strange).digest())  # fmt: skip
    office.rig.events.append(after)
    reply = office.sync(office.rig, [strange, after.raw], PARTS)
    assert [it.sequence for it in reply.set_aside] == [1]
    page = client.get(own, headers=EN).text
    assert "<td>1</td><td>A kind that the hub does not know: the till is newer</td>" in page
    assert "There are none." in client.get(f"{own}?after=1", headers=EN).text
    assert client.get(f"{own}?after=x", headers=EN).status_code == 422


def test_a_cashier_sees_the_shops_and_no_more(office: Office) -> None:
    """Neither cashiers nor tills, and no form."""
    cashier = browser_of(office, Role.CASHIER)
    page = cashier.get(f"/owner/shops/{office.shop}", headers=EN)
    assert (page.status_code, "Абай" in page.text) == (200, True)
    main = page.text.partition("<main")[2]
    assert "<form" not in main
    assert "/owner/tills/" not in main
    assert cashier.get(f"/owner/tills/{office.rig.id}", headers=EN).status_code == 403


def test_nobody_changes_what_is_not_his(office: Office, client: FlaskClient) -> None:
    """A stranger sees nothing, an auditor looks, a manager keeps tills and cashiers."""
    stranger = browser_of(office, Role.OWNER, other=True)
    auditor = browser_of(office, Role.AUDITOR)
    manager = browser_of(office, Role.MANAGER)
    assert "Абай" not in stranger.get("/owner/shops", headers=EN).text
    assert "Абай" not in stranger.get("/owner/shops.csv").text
    assert client.get("/owner/shops", headers=EN).status_code == 200
    shops, own = f"/owner/shops/{office.shop}", f"/owner/tills/{office.rig.id}"
    acts: tuple[tuple[str, dict[str, str], bool], ...] = (
        (shops, {"name": "X", "address": ""}, False),
        (f"{shops}/state", {"state": "suspended"}, False),
        (f"{shops}/settings", {"earn_rate": "9"}, True), (f"{shops}/key", {}, True),
        (f"{shops}/cashiers", {"name": "X", "pin": "4071"}, True),
        (f"{own}/settings", {"earn_rate": "9"}, True), (f"{own}/name", {"name": "X"}, True),
        (f"{own}/key", {"kind": "claim"}, True), (f"{own}/write-off", {}, True),
    )  # fmt: skip
    for who, page_status in ((stranger, (403, 404)), (auditor, (200,)), (manager, (200,))):
        sent = {"proof": proof(who)}
        for page in (shops, own):
            answer = who.get(page, headers=EN)
            assert answer.status_code in page_status
            main = answer.text.partition("<main")[2]
            assert ("<fieldset disabled" in main.replace(' class="stack tight"', "")) is (
                who is auditor
            )
        for door, said, managers in acts:
            answer = who.post(door, data=sent | said, headers=SENT)
            if who is manager and managers:
                assert answer.status_code == 303, door
            else:
                assert answer.status_code in (403, 404), door
