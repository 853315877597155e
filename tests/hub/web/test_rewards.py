"""Rewards and vouchers over HTTP: a member buys, a till takes, an owner writes."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from contracts.wire import base64url
from contracts.wire.messages import write_message
from contracts.wire.redeeming import REDEMPTIONS_PATH, RedemptionReply, RedemptionRequest
from contracts.wire.rules import Record
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId
from hub.usecases.sessions import open_session
from hub.web.surroundings import WebSettings
from tests.hub.reward_world import RewardWorld
from tests.hub.till_world import TillRig
from tests.hub.web.people import sign_in_staff
from tests.hub.web.signing import SigningTill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What comes behind these doors is tried on both databases where it is at home."""
TEXT = {"kk": "Круассан", "ru": "Круассан", "en": "Croissant"}
CROISSANT = {
    "kind": "product",
    "price": 100,
    "title": TEXT,
    "details": TEXT,
    "ring_up": TEXT,
    "value": 90_000,
    "offline": True,
    "scope": "shop",
}
FREE = WebSettings(secure=False, rate_factor=1_000_000)
REQUEST = "AAAAAAAAAAAAAAAAAAAAAA"


class RewardWeb:
    """The whole app over a hub with a shop, and those who call it."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell) -> None:
        self.world = RewardWorld(store)
        self.client: FlaskClient = web_over(self.world.hub, FREE, bell=bell).test_client()
        self.owner = sign_in_staff(self.world.hub, Role.OWNER, self.world.partner).headers
        self.member = self.world.member(250)
        self.headers = self.headers_of(self.member)

    def headers_of(self, member: MemberId) -> dict[str, str]:
        """Return the headers that a member's phone sends."""
        with self.world.hub.store.begin() as work:
            signed = open_session(work, self.world.hub, MEMBER, member)
        return {"Authorization": f"Bearer {signed.access}"}

    def offered(self, **more: object) -> int:
        """Write a reward, offer it and return its id."""
        body = {**CROISSANT, "partner": self.world.partner, **more}
        made = self.client.post("/api/v1/catalogue", json=body, headers=self.owner)
        assert made.status_code == 201, made.text
        number: int = made.get_json()["id"]
        offer = self.client.post(f"/api/v1/catalogue/{number}/offer", headers=self.owner)
        assert offer.get_json()["state"] == "offered"
        return number

    def asked(
        self, till: TillRig, key: Ed25519PrivateKey, path: str, record: Record
    ) -> tuple[int, dict[str, object]]:
        """Return status and body of what a till asks."""
        body = write_message(record)
        signer = SigningTill(till.id, till.enrolled.enrolment, key)
        headers = signer.headers("POST", path, body, UnixTime(self.world.clock.time))
        sent = {"Content-Type": "application/json", **headers}
        answer = self.client.post(path, data=body, headers=sent)
        return answer.status_code, answer.get_json()


@pytest.fixture
def reward_web(store: DatabaseStore, bell: MemoryBell) -> RewardWeb:
    """Return the app and those who call it."""
    return RewardWeb(store, bell)


def test_a_member_buys_and_gives_back(reward_web: RewardWeb) -> None:
    """The list says what is there, claiming gives a code once, cancelling takes it away."""
    web, number = reward_web, reward_web.offered(stock=5)
    (listed,) = web.client.get("/api/v1/rewards", headers=web.headers).get_json()["items"]
    assert (listed["id"], listed["price"], listed["left"], listed["why_not"]) == (
        number, 100, 5, [],
    )  # fmt: skip
    wanted = {"request": REQUEST, "shop": web.world.shop}
    claim = f"/api/v1/rewards/{number}/claim"
    first = web.client.post(claim, json=wanted, headers=web.headers)
    again = web.client.post(claim, json=wanted, headers=web.headers)
    assert (first.status_code, first.get_json()) == (201, again.get_json())
    voucher = first.get_json()["id"]
    own = web.client.get("/api/v1/vouchers", headers=web.headers).get_json()["items"]
    assert [it["code"] for it in own] == [first.get_json()["code"]]
    code = web.client.post(
        f"/api/v1/vouchers/{voucher}/short-code",
        json={"shop": web.world.shop},
        headers=web.headers,
    )
    assert (code.status_code, len(code.get_json()["code"])) == (201, 8)
    back = web.client.post(f"/api/v1/vouchers/{voucher}/cancel", headers=web.headers)
    assert (back.get_json()["state"], back.get_json()["code"]) == ("cancelled", None)
    assert web.world.balances(web.member).spendable == 250


def test_what_keeps_a_member_from_it_is_said_over_http_too(reward_web: RewardWeb) -> None:
    """With the code, and how many points are missing."""
    web, number = reward_web, reward_web.offered(price=300)
    shown = web.client.get(f"/api/v1/rewards/{number}", headers=web.headers).get_json()
    assert shown["why_not"] == [
        {"code": "not_enough_points", "missing": 50, "tier": None, "at": None}
    ]
    wanted = {"request": REQUEST, "shop": web.world.shop}
    refused = web.client.post(f"/api/v1/rewards/{number}/claim", json=wanted, headers=web.headers)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_enough_points")


def test_an_owner_is_told_all_that_is_wrong(reward_web: RewardWeb) -> None:
    """Each field by its name; the preview says the same and stores nothing."""
    web = reward_web
    body = {
        **CROISSANT,
        "partner": web.world.partner,
        "value": None,
        "percent": 10,
        "shops": [999],
    }
    refused = web.client.post("/api/v1/catalogue", json=body, headers=web.owner)
    assert refused.status_code == 422
    assert {it["field"] for it in refused.get_json()["fields"]} == {"percent", "offline", "shops"}
    preview = web.client.post("/api/v1/catalogue/preview", json=body, headers=web.owner)
    assert len(preview.get_json()["problems"]) == len(refused.get_json()["fields"])
    listed = web.client.get("/api/v1/catalogue", headers=web.owner).get_json()
    assert listed == {"items": [], "next": None}


def test_a_stranger_changes_no_reward(reward_web: RewardWeb) -> None:
    """Another partner's owner does not even see it."""
    web, number = reward_web, reward_web.offered()
    with web.world.hub.store.begin() as work:
        other = work.partners.add("Другие", None, PartnerState.ACTIVE, UnixTime(1))
    stranger = sign_in_staff(web.world.hub, Role.OWNER, other).headers
    for path in ("", "/offer", "/withdraw"):
        call = web.client.post if path else web.client.get
        answer = call(f"/api/v1/catalogue/{number}{path}", headers=stranger)
        assert answer.status_code == 404
    assert web.client.get("/api/v1/catalogue", headers=stranger).get_json()["items"] == []


def test_a_version_is_frozen_and_stock_is_not(reward_web: RewardWeb) -> None:
    """A change is a new version; a withdrawn reward leaves the list."""
    web, number = reward_web, reward_web.offered()
    before = web.client.get(f"/api/v1/catalogue/{number}", headers=web.owner).get_json()
    changed = web.client.post(
        f"/api/v1/catalogue/{number}/versions",
        json={**CROISSANT, "price": 80},
        headers=web.owner,
    ).get_json()
    assert (changed["version"] > before["version"], changed["price"]) == (True, 80)
    stocked = web.client.put(
        f"/api/v1/catalogue/{number}/stock", json={"stock": 2}, headers=web.owner
    )
    assert (stocked.get_json()["left"], stocked.get_json()["version"]) == (2, changed["version"])
    web.client.post(f"/api/v1/catalogue/{number}/withdraw", headers=web.owner)
    assert web.client.get("/api/v1/rewards", headers=web.headers).get_json()["items"] == []


def test_a_picture_is_made_anew_and_kept_for_ever(reward_web: RewardWeb) -> None:
    """Its name is its content's; what is no picture, or far too large, is refused."""
    web = reward_web
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 800), "orange").save(drawn, "PNG")
    made = _uploaded(web, drawn.getvalue())
    assert made.status_code == 201, made.text
    shown = web.client.get(made.get_json()["path"])
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown.content_type == "image/webp"
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.size == (512, 256)
    number = web.offered(picture=made.get_json()["digest"])
    listed = web.client.get(f"/api/v1/rewards/{number}", headers=web.headers).get_json()
    assert listed["picture"] == made.get_json()["path"]
    for wrong in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"GIF89a" + bytes(20)):
        refused = _uploaded(web, wrong)
        assert (refused.status_code, refused.get_json()["code"]) == (422, "validation")
    unknown = f"/api/v1/pictures/{base64url.encode(bytes(32))}"
    assert web.client.get(unknown).status_code == 404


def _uploaded(web: RewardWeb, content: bytes) -> TestResponse:
    form = {"file": (io.BytesIO(content), "picture.png")}
    return web.client.post("/api/v1/pictures", data=form, headers=web.owner)


def test_a_till_takes_a_voucher_with_the_wires_messages(reward_web: RewardWeb) -> None:
    """Signed request, the wire's reply; another till learns where and when."""
    web = reward_web
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    one, two = (web.world.till(key=it.public_key().public_bytes_raw()) for it in keys)
    wanted = {"request": REQUEST, "shop": web.world.shop}
    claim = f"/api/v1/rewards/{web.offered()}/claim"
    code = web.client.post(claim, json=wanted, headers=web.headers).get_json()["code"]
    asked = RedemptionRequest(bytes(16), code, None, None, "Асель")
    status, body = web.asked(one, keys[0], REDEMPTIONS_PATH, asked)
    assert status == 200
    assert RedemptionReply.from_json(body).value == 90_000  # type: ignore[arg-type]  # JSON
    other = RedemptionRequest(bytes(15) + b"\1", code, None, None, None)
    status, body = web.asked(two, keys[1], REDEMPTIONS_PATH, other)
    assert (status, body["code"], body["shop"]) == (409, "already_redeemed", "Абай 1")
    assert body["redeemed_at"] == web.world.clock.time


def test_the_bound_is_on_the_dashboard(reward_web: RewardWeb) -> None:
    """Per till and in all; unmatched redemptions and losses are listed beside it."""
    web = reward_web
    till = web.world.till()
    web.offered()
    lease = web.world.sync_all(till).lease
    assert lease is not None
    bound = web.client.get("/api/v1/redemptions/bound", headers=web.owner)
    assert bound.status_code == 403  # of the whole programme: not an owner's to see
    query = {"partner": web.world.partner}
    bound = web.client.get("/api/v1/redemptions/bound", query_string=query, headers=web.owner)
    assert (bound.get_json()["amount"], bound.get_json()["tills"][0]["lease"]) == (
        lease.amount,
        lease.lease,
    )
    for path in ("unmatched", "losses"):
        listed = web.client.get(f"/api/v1/redemptions/{path}", headers=web.owner)
        assert listed.get_json() == {"items": []}
