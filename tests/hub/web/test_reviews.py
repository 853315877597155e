"""Reviews, adjustments, tiers and fiscal claims over HTTP."""

import io

import pytest
from flask.testing import FlaskClient

from contracts.wire import base64url
from contracts.wire.units import Points, ShopId, UnixTime
from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.ids import MemberId, PartnerId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub
from hub.core.reviews import Review, ReviewKind, reasons_of
from tests.hub.hubs import NOW
from tests.hub.web.people import sign_in_member, sign_in_staff

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def partner(hub: Hub) -> PartnerId:
    """Return a partner that takes part."""
    with hub.store.begin() as work:
        partner = work.partners.add("Бауырсақ", None, PartnerState.ACTIVE, UnixTime(NOW))
        work.ledger.open_partner(partner, Points(100_000))
    return partner


@pytest.fixture
def shop(hub: Hub, partner: PartnerId) -> ShopId:
    """Return one of its shops."""
    with hub.store.begin() as work:
        return work.shops.add(partner, "Абай 1", "", UnixTime(NOW))


def test_a_reviewer_reads_the_reason_in_his_language_and_decides(
    hub: Hub, client: FlaskClient, partner: PartnerId, shop: ShopId
) -> None:
    """Listed, counted, shown with its sentence, rejected with a word; a till out stays out."""
    reason = Reason(Suspicion.SLIP_REPRINTED, Verdict.REVIEW, {"times": 3})
    with hub.store.begin() as work:
        why = reasons_of(assessed([reason]))
        work.reviews.open(Review(ReviewKind.TILL, "7", partner, shop, None, why), UnixTime(NOW))
    owner = sign_in_staff(hub, Role.OWNER, partner).headers | {"Accept-Language": "kk"}
    (item,) = client.get("/api/v1/reviews?state=open&kind=till", headers=owner).json["items"]  # type: ignore[index]
    assert item["why"][0]["sentence"] == "Ұпай коды қайта басылды: 3 рет."
    assert item["means"]["approve"].startswith("Касса қайтадан жұмыс істейді.")
    assert client.get("/api/v1/reviews/waiting", headers=owner).json == {"waiting": 1}
    door = f"/api/v1/reviews/{item['id']}/decision"
    silent = client.post(door, json={"decision": "reject"}, headers=owner)
    assert (silent.status_code, silent.json["code"]) == (422, "validation")  # type: ignore[index]
    said = {"decision": "reject", "note": "a fault of the printer"}
    assert client.post(door, json=said, headers=owner).json["state"] == "rejected"  # type: ignore[index]
    undone = client.post(door, json={"decision": "undo", "note": "no fault"}, headers=owner)
    assert (undone.status_code, undone.json["code"]) == (409, "conflict")  # type: ignore[index]
    stranger = sign_in_staff(hub, Role.OWNER, PartnerId(partner + 1)).headers
    assert client.get(f"/api/v1/reviews/{item['id']}", headers=stranger).status_code == 403
    member = sign_in_member(hub).headers
    assert client.get("/api/v1/reviews", headers=member).status_code in (401, 403)


def test_points_by_hand_take_two_people(hub: Hub, client: FlaskClient, partner: PartnerId) -> None:
    """Asked by one, approved by another, each point once."""
    first, second = (sign_in_staff(hub, Role.OWNER, partner).headers for _ in range(2))
    member = _member(hub)
    name = base64url.encode(bytes(range(16)))
    body = {
        "id": name, "member": member, "partner": partner, "points": 5_000, "reason": "a wedding",
    }  # fmt: skip
    made = client.post("/api/v1/adjustments", json=body, headers=first)
    assert (made.status_code, made.json["state"]) == (201, "waiting")  # type: ignore[index]
    door = f"/api/v1/adjustments/{name}/approve"
    own = client.post(door, headers=first)
    assert (own.status_code, own.json["code"]) == (403, "two_people_needed")  # type: ignore[index]
    assert client.post(door, headers=second).json["state"] == "done"  # type: ignore[index]
    listed = client.get(f"/api/v1/adjustments?member={member}&state=done", headers=first)
    assert [it["points"] for it in listed.json["items"]] == [5_000]  # type: ignore[index]
    again = client.post(f"/api/v1/adjustments/{name}/refuse", headers=second)
    assert (again.status_code, again.json["code"]) == (409, "conflict")  # type: ignore[index]


def test_a_member_sees_his_tier_and_a_person_gives_one(
    hub: Hub, client: FlaskClient, partner: PartnerId
) -> None:
    """Bronze with 50,000 ₸ to go; gold by hand until a day; both in the history."""
    caller = sign_in_member(hub)
    tier = client.get("/api/v1/me/tier", headers=caller.headers).json
    assert tier
    assert (tier["tier"], tier["next_tier"], tier["remaining"]) == ("bronze", "silver", 50_000_00)
    operator = sign_in_staff(hub, Role.OPERATOR).headers
    gift = {"tier": "gold", "until": NOW + 30 * DAY, "reason": "an old friend"}
    door = f"/api/v1/tiers/members/{caller.number}"
    assert client.put(door, json=gift, headers=operator).json["tier"] == "gold"  # type: ignore[index]
    assert client.get(door, headers=operator).json["given_until"] == NOW + 30 * DAY  # type: ignore[index]
    for path, headers in [
        ("/api/v1/me/tier/history", caller.headers), (f"{door}/history", operator),
    ]:  # fmt: skip
        (entry,) = client.get(path, headers=headers).json["items"]  # type: ignore[index]
        assert (entry["before"], entry["after"], entry["reason"]) == ("bronze", "gold", "given")
    owner = sign_in_staff(hub, Role.OWNER, partner).headers
    assert client.get(f"/api/v1/tiers/partners/{partner}", headers=owner).status_code == 200
    assert client.get(f"/api/v1/tiers/partners/{partner + 1}", headers=owner).status_code == 403
    assert client.put(door, json=gift, headers=owner).status_code == 403


def test_a_fiscal_code_waits_and_the_export_answers_it(
    hub: Hub, client: FlaskClient, partner: PartnerId, shop: ShopId
) -> None:
    """Claimed by the member, tried dry, imported, credited."""
    member = sign_in_member(hub).headers
    text = "https://consumer.oofd.kz/?i=123456789&f=990000000001&s=1000.00&t=20260921T180000"
    claimed = client.post("/api/v1/me/fiscal-claims", json={"text": text}, headers=member)
    assert (claimed.status_code, claimed.json["state"]) == (201, "waiting")  # type: ignore[index]
    owner = sign_in_staff(hub, Role.OWNER, partner).headers
    table = "register,sign,total,time\n990000000001,123456789,1000,2026-09-21 18:00:00\n"
    for dry, state in [("true", "waiting"), ("false", "credited")]:
        form = {"shop": str(shop), "dry": dry, "file": (io.BytesIO(table.encode()), "a.csv")}
        done = client.post("/api/v1/operator-receipts/import", data=form, headers=owner)
        assert done.json
        assert (done.json["new"], done.json["matching"]) == (1, 1)
        (item,) = client.get("/api/v1/me/fiscal-claims", headers=member).json["items"]  # type: ignore[index]
        assert item["state"] == state
    wrong = client.post("/api/v1/me/fiscal-claims", json={"text": "hello"}, headers=member)
    assert (wrong.status_code, wrong.json["code"]) == (422, "wrong_kind")  # type: ignore[index]


def test_staff_members_are_flagged_by_their_own_partner(
    hub: Hub, client: FlaskClient, partner: PartnerId
) -> None:
    """Twice is once; another partner's flag is not ours to lift."""
    member = _member(hub)
    owner = sign_in_staff(hub, Role.OWNER, partner).headers
    door = f"/api/v1/staff-members/{member}"
    for _ in range(2):
        flagged = client.put(door, json={"partner": partner, "works": True}, headers=owner)
        assert flagged.json == {"member": member, "staff_of": partner}
    operator = sign_in_staff(hub, Role.OPERATOR).headers
    other = client.put(door, json={"partner": partner + 1, "works": False}, headers=operator)
    assert (other.status_code, other.json["code"]) == (409, "conflict")  # type: ignore[index]


def _member(hub: Hub) -> MemberId:
    with hub.store.begin() as work:
        member = work.members.add(77, "Айгүл", "kk", UnixTime(NOW))
        work.ledger.open_member(member)
    return member
