"""The editor of rewards: nothing typed is lost, nothing promised changes, and who may what."""

import html
import io
import re

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import Role
from hub.core.ids import RewardId
from hub.core.ports.pictures import LARGEST_UPLOAD
from hub.core.rewards.catalogue import Reward, RewardState
from hub.core.tiers import Tier
from hub.usecases.rewards import add_reward
from hub.usecases.vouchers import Purchase, buy_voucher
from tests.hub.web.bakery import COFFEE
from tests.hub.web.office import Office
from tests.hub.web.pastry import cup
from tests.hub.web.reward_forms import EN, SPOKEN, fields_of, problems_on, sends
from tests.hub.web.test_owner import OURS, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXTS = {
    "title_kk": "Бал торт", "title_ru": "Медовик", "title_en": "Honey cake",
    "details_kk": "Бір тілім.", "details_ru": "Один кусок.\nС чаем.", "details_en": "One slice.",
    "ring_up_kk": "«Сыйлық»", "ring_up_ru": "«Подарок»", "ring_up_en": "Gift",
}  # fmt: skip


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office after a day, with one reward that is offered."""
    office = Office(store, bell)
    office.days(1, 2)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with the owner signed in."""
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    return client


def catalogue(office: Office) -> list[Reward]:
    """Return all rewards."""
    with office.store.read() as work:
        return work.rewards.listed(Page(), None, None)


def test_a_reward_is_written_in_three_languages_with_its_picture(
    office: Office, client: FlaskClient
) -> None:
    """What is missing is named, what was typed stays, and the picture too, by its digest."""
    page = client.get("/owner/rewards/new", headers=EN).text
    fields = fields_of(page, "reward-form") | TEXTS | {"title_kk": "", "ring_up_kk": ""}
    fields |= {"price": "5 000 000", "value": "900,5", "photo": (io.BytesIO(cup()), "cup.jpg")}
    answer = sends(client, "/owner/rewards/new", fields | {"act": "save"})
    assert answer.status_code == 422
    wrong = problems_on(answer.text)
    assert set(wrong) == {"title_kk", "ring_up_kk", "price"}
    assert "Not said yet: Қазақша (Title, How to ring it up)." in html.unescape(answer.text)
    assert len(catalogue(office)) == 1
    kept = fields_of(answer.text, "reward-form")
    assert (kept["price"], kept["value"], kept["title_ru"]) == ("5 000 000", "900,5", "Медовик")
    assert kept["details_ru"] == TEXTS["details_ru"]
    assert f'src="/api/v1/pictures/{kept["picture"]}"' in answer.text
    right = kept | {"title_kk": "Бал торт", "ring_up_kk": "«Сыйлық»", "price": "300",
                    "limit": "2", "stock": "40", "tier": "silver", "valid_from": "2026-11-01",
                    "valid_until": "2027-01-31", "scope": "shop", "offline": "1",
                    f"shop_{office.second}": "1", "life": "48"}  # fmt: skip
    saved = sends(client, "/owner/rewards/new", right | {"act": "save"})
    assert saved.status_code == 303
    again = sends(client, "/owner/rewards/new", right | {"act": "save"})
    assert again.headers["Location"] == saved.headers["Location"], "pressed twice, made once"
    assert len(catalogue(office)) == 2
    made = catalogue(office)[-1]
    draft = made.now.draft
    assert saved.headers["Location"] == f"/owner/rewards/{made.id}?done=added"
    assert (made.state, made.stock, draft.price) == (RewardState.DRAFT, 40, 300)
    assert (draft.value, draft.terms.tier, draft.terms.limit) == (900_50, Tier.SILVER, 2)
    assert (draft.terms.shops, draft.terms.life) == ((office.second,), 48 * 3600)
    assert draft.texts.details.ru == "Один кусок.\nС чаем."
    assert draft.picture is not None
    there = client.get(f"/owner/rewards/{made.id}", headers=EN).text
    same = fields_of(there, "reward-form")
    assert {name: same[name] for name in TEXTS} == {**TEXTS}
    assert (
        sends(client, f"/owner/rewards/{made.id}", same | {"act": "save"})
        .headers["Location"]
        .endswith("done=same")
    ), "what the form shows is what the reward says"
    assert "Сайран" in client.get("/owner/rewards", headers=EN).text
    assert "Honey cake" in client.get("/owner/rewards.csv").text


def test_a_picture_that_is_none_loses_nothing(office: Office, client: FlaskClient) -> None:
    """Nor one that is too large; one that was taken can be taken away."""
    page = client.get("/owner/rewards/new", headers=EN).text
    fields = fields_of(page, "reward-form") | TEXTS | {"price": "300", "act": "save"}
    for upload, said in (
        (b"<svg/>", "does not open as a picture"), (bytes(LARGEST_UPLOAD + 5), "larger than 4 MB"),
    ):  # fmt: skip
        sent = fields | {"photo": (io.BytesIO(upload), "x.png")}
        answer = sends(client, "/owner/rewards/new", sent)
        assert (answer.status_code, said in problems_on(answer.text)["photo"]) == (422, True)
        assert fields_of(answer.text, "reward-form")["title_kk"] == "Бал торт"
    for digest in ("A" * 43, "../etc", "A" * 42 + "B"):
        answer = sends(client, "/owner/rewards/new", fields | {"picture": digest})
        assert (answer.status_code, "photo" in problems_on(answer.text)) == (422, True)
    looked = sends(client, "/owner/rewards/new",
                   fields | {"look": "kk", "photo": (io.BytesIO(cup()), "cup.jpg")})  # fmt: skip
    kept = fields_of(looked.text, "reward-form")
    assert looked.status_code == 200
    gone = sends(client, "/owner/rewards/new", kept | {"look": "kk", "no_picture": "1"})
    assert fields_of(gone.text, "reward-form")["picture"] == ""
    assert len(catalogue(office)) == 1


def test_what_the_core_refuses_stands_beside_its_field(office: Office, client: FlaskClient) -> None:
    """In words, for each kind."""
    page = client.get("/owner/rewards/new", headers=EN).text
    fields = fields_of(page, "reward-form") | TEXTS | {"price": "300", "act": "save"}
    with office.store.begin() as work:
        theirs = work.shops.add(office.other, "Басқа", "", office.now())
    for said, field, words in (
        ({"kind": "discount"}, "value", "an amount or a per cent"),
        ({"kind": "discount", "value": "5", "percent": "5"}, "value", "one of them, not both"),
        ({"kind": "cashback", "value": "5"}, "percent", "Cashback needs a per cent"),
        ({"kind": "product", "percent": "5"}, "percent", "Only discounts and cashback"),
        ({"kind": "part_payment", "value": "5"}, "price", "a price in points only"),
        ({"most": "100"}, "most", "only with a per cent"),
        ({"offline": "1"}, "offline", "of a known worth"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "valid_until", "before"),
        ({"valid_from": "0001-01-01"}, "valid_from", "Choose a day"),
        ({f"shop_{theirs}": "1"}, "shops", "not this partner's"),
        ({"percent": "101", "kind": "discount"}, "percent", "from 0.01 to 100"),
        ({"value": "1e9"}, "value", "Enter an amount"),
        ({"limit": "0"}, "limit", "whole number from 1 to 1\xa0000"),
        ({"kind": "gift"}, "kind", "Choose from the list"),
        ({"title_en": "x" * 81}, "title_en", "at most 80"),
        ({"details_en": "a\u202eb"}, "details_en", "invisible"),
        ({"stock": "-1"}, "stock", "whole number"),
    ):
        answer = sends(client, "/owner/rewards/new", fields | said)
        assert answer.status_code == 422, said
        assert words in problems_on(answer.text).get(field, ""), said
    assert len(catalogue(office)) == 1


def test_an_edit_is_tried_and_leaves_vouchers_as_they_were(
    office: Office, client: FlaskClient
) -> None:
    """The dry run says so; whoever was slower is told, and loses nothing."""
    [reward] = catalogue(office)
    member = office.people[0]
    [event] = office.rig.append(office.sale(60_000_00), at=office.clock.time)
    office.claim(member, event)
    office.hand_in(office.rig)
    buy_voucher(office.hub, member, reward.id, Purchase(bytes(16), office.shop))
    page = client.get(f"/owner/rewards/{reward.id}", headers=EN).text
    mine = fields_of(page, "reward-form") | {"price": "350"}
    tried = sends(client, f"/owner/rewards/{reward.id}", mine | {"look": "ru"}).text
    assert catalogue(office) == [reward], "looking changes nothing"
    assert "Version 1: Almond croissant, 300\xa0points" in tried
    assert "This edit does not touch them" in tried
    assert re.search(r"New vouchers will differ in:</span> price<", tried)
    shown = tried[: tried.index('id="reward-form"')]
    assert shown.count("Круассан с миндалём") == 6, "card and page twice, and the till's moments"
    assert "−550\xa0₸" in tried
    assert sends(client, f"/owner/rewards/{reward.id}", mine | {"act": "save"}).status_code == 303
    late = sends(client, f"/owner/rewards/{reward.id}", mine | {"price": "999", "act": "save"})
    assert (late.status_code, "somebody else changed this reward" in late.text) == (422, True)
    assert fields_of(late.text, "reward-form")["price"] == "999"
    with office.store.read() as work:
        [voucher] = work.vouchers.listed(Page(), member)
        frozen = work.rewards.version(voucher.version)
        now = work.rewards.get(reward.id)
    assert frozen is not None
    assert now is not None
    assert (frozen.draft.price, now.now.draft.price, voucher.points) == (300, 350, 300)


def test_a_reward_is_offered_withdrawn_and_stocked(office: Office, client: FlaskClient) -> None:
    """Each by a form of our own page, and said on the next one."""
    made = add_reward(office.hub, office.owner, office.partner, COFFEE, 5)
    here = f"/owner/rewards/{made.id}"
    page = client.get(here, headers=EN).text
    proof = {"proof": proof_of(page)}
    for act, state in (("offer", RewardState.OFFERED), ("withdraw", RewardState.WITHDRAWN)):
        assert client.post(f"{here}/{act}", headers=OURS).status_code == 403
        answer = client.post(f"{here}/{act}", data=proof, headers=SPOKEN)
        assert answer.status_code == 303
        assert 'role="status"' in client.get(answer.headers["Location"], headers=EN).text
        assert catalogue(office)[-1].state is state
    for said, stock in (("12", 12), ("", None)):
        answer = client.post(f"{here}/stock", data=proof | {"stock": said}, headers=SPOKEN)
        assert answer.status_code == 303
        assert catalogue(office)[-1].stock == stock
    wrong = client.post(f"{here}/stock", data=proof | {"stock": "many"}, headers=SPOKEN)
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)
    for shown, count in (("draft", 0), ("withdrawn", 1), ("offered", 1), ("", 2)):
        listed = client.get(f"/owner/rewards?state={shown}", headers=EN).text
        assert listed.count("offer-one") == count
    for wanted, count in (("КАПУЧИНО", 1), ("croissant", 1), ("торт", 0), ("%", 0)):
        found = client.get(f"/owner/rewards?q={wanted}", headers=EN).text
        assert found.count("offer-one") == count, wanted
    for asked in ("state=gone", "after=x", "after=-1"):
        assert client.get(f"/owner/rewards?{asked}", headers=EN).status_code == 422


def test_everybody_sees_and_writes_what_is_his(office: Office) -> None:
    """A stranger nothing, a cashier no numbers, only an owner and the operator the editor."""
    [reward] = catalogue(office)
    there = f"/owner/rewards/{reward.id}"
    for role, partner, shop, sees, edits in (
        (Role.OWNER, office.other, None, False, False),
        (Role.CASHIER, office.partner, office.shop, True, False),
        (Role.MANAGER, office.partner, office.shop, True, False),
        (Role.AUDITOR, None, None, True, False),
        (Role.OWNER, office.partner, None, True, True),
        (Role.OPERATOR, None, None, True, True),
    ):
        browser = office.app.test_client()
        sign_in(browser, office.employs(role, partner, shop))
        page = browser.get("/owner/rewards", headers=EN)
        assert page.status_code == 200
        assert ("Almond croissant" in page.text) is sees, role
        assert ("Taken in 30 days" in page.text) is (sees and role is not Role.CASHIER)
        one = browser.get(there, headers=EN)
        assert one.status_code == (200 if sees else 404)
        assert ('id="reward-form"' in one.text) is edits
        proof = {"proof": proof_of(page.text)}
        may = role in (Role.OWNER, Role.OPERATOR)
        answer = browser.post(f"{there}/withdraw", data=proof, headers=SPOKEN)
        assert answer.status_code == (303 if edits else 404 if may else 403), role
        added = sends(browser, "/owner/rewards/new",
                      proof | TEXTS | {"partner": str(office.partner), "price": "1",
                                       "kind": "product", "tier": "bronze", "scope": "any",
                                       "in_total": "", "look": "kk"})  # fmt: skip
        assert added.status_code == (200 if edits else 403), role
    assert len(catalogue(office)) == 1


def test_who_serves_several_partners_says_whose_it_is(office: Office) -> None:
    """And a name of a partner that is not his opens nothing."""
    browser = office.app.test_client()
    sign_in(browser, office.employs(Role.OPERATOR, None))
    asked = browser.get("/owner/rewards/new", headers=EN).text
    assert "Тәтті" in asked
    assert 'id="reward-form"' not in asked
    form = browser.get(f"/owner/rewards/new?partner={office.other}", headers=EN).text
    assert fields_of(form, "reward-form")["partner"] == str(office.other)
    owner = office.app.test_client()
    sign_in(owner, office.employs(Role.OWNER, office.partner))
    assert owner.get(f"/owner/rewards/new?partner={office.other}").status_code == 403
    assert owner.get("/owner/rewards/999", headers=EN).status_code == 404
    assert RewardId(999) not in {it.id for it in catalogue(office)}
