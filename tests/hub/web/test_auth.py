"""Signing in over HTTP, as the pages, the dashboard and wallets do it."""

import base64
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from werkzeug.test import TestResponse

from contracts.wire import base64url
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access import one_time
from hub.core.access.roles import Role
from hub.core.access.wallet_proof import WalletProof
from hub.usecases.staff import add_operator
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings
from tests.hub.core.access.launch import launch_data
from tests.hub.core.access.wallets import TestWallet
from tests.hub.hubs import BOT_TOKEN, HOST
from tests.hub.usecases.access_world import PASSWORD, AccessWorld
from tests.hub.web.signing import enrolled_till
from tests.hub.web.test_guards import FreeRates

API = "/api/v1"


class AuthClient:
    """Asks the whole app, from the world's own address."""

    def __init__(self, world: AccessWorld, client: FlaskClient) -> None:
        self.world = world
        self._client = client

    def ask(
        self, method: str, path: str, body: object = None, token: str = "", **headers: str
    ) -> TestResponse:
        """Return the answer to one request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        around = {"REMOTE_ADDR": self.world.address}
        return self._client.open(
            API + path, method=method, json=body, headers=sent, environ_overrides=around
        )

    def get(self, path: str, token: str = "") -> Any:
        """Return what a good GET answers."""
        answer = self.ask("GET", path, token=token)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def post(self, path: str, body: object = None, token: str = "", method: str = "POST") -> Any:
        """Return what a good write answers."""
        answer = self.ask(method, path, {} if body is None else body, token)
        assert answer.status_code in (200, 201, 204), answer.get_data(as_text=True)
        return answer.get_json(silent=True)

    def no(self, path: str, body: object, token: str = "", method: str = "POST") -> tuple[int, str]:
        """Return status and code of a refused write."""
        answer = self.ask(method, path, body, token)
        assert answer.content_type == "application/problem+json", answer.get_data(as_text=True)
        return answer.status_code, answer.get_json()["code"]

    def operator(self) -> str:
        """Return the token of a new operator."""
        return self.world.staff(Role.OPERATOR).session.access


@pytest.fixture(scope="module")
def web(shared_store: DatabaseStore) -> Iterator[OpenAPI]:
    """Return the whole app on each of the databases."""
    bell = MemoryBell()
    yield create_web(AccessWorld(shared_store).hub, Surroundings(FreeRates(), bell))
    bell.close()


@pytest.fixture
def api(shared_store: DatabaseStore, web: OpenAPI) -> AuthClient:
    """Return a client of the app, with people of its own; all worlds have the same time."""
    return AuthClient(AccessWorld(shared_store), web.test_client())


def proof_body(proof: WalletProof) -> dict[str, object]:
    """Return a proof as a page hands it on from TON Connect."""
    return {
        "address": proof.address,
        "network": proof.network,
        "public_key": proof.public_key,
        "proof": {
            "timestamp": proof.timestamp,
            "domain": {"lengthBytes": proof.domain_length, "value": proof.domain},
            "signature": proof.signature,
            "payload": proof.payload,
            "state_init": proof.state_init,
        },
    }


def signed(api: AuthClient, wallet: TestWallet, path: str, body: object, token: str = "") -> Any:
    """Return the proof that *wallet* makes of the challenge at *path*."""
    asked = api.post(path, body, token)
    assert asked["domain"] == HOST
    made = wallet.prove(asked["payload"], asked["domain"], api.world.clock.now())
    return proof_body(made)


def test_a_partners_first_day(api: AuthClient) -> None:
    """Registers by wallet, waits, is let in, opens a shop, adds a manager and a cashier."""
    wallet, operator = api.world.wallet(), api.operator()
    wallet_body = signed(api, wallet, "/auth/challenge", {"purpose": "register"})
    made = api.post("/auth/register", {"name": "Тәтті нан", "wallet": wallet_body})
    partner, owner = made["partner"], made["session"]["access"]
    assert (partner["state"], partner["wallet"]) == ("pending", wallet.address)
    shop_body = {"partner": partner["id"], "name": "Абай, 10"}
    assert api.no("/shops", shop_body, owner) == (403, "forbidden")

    state = {"state": "active"}
    api.post(f"/partners/{partner['id']}/state", state, operator, "PUT")
    assert api.get("/partners", owner)["items"][0]["state"] == "active"
    shop = api.post("/shops", shop_body, owner)
    assert api.get(f"/shops/{shop['id']}", owner) == shop
    assert api.get(f"/shops?partner={partner['id']}", owner)["items"] == [shop]

    invited = api.post("/staff", {
        "login": api.world.login(), "name": "Асель", "role": "manager",
        "partner": partner["id"], "shop": shop["id"],
    }, owner)  # fmt: skip
    accepted = api.post("/auth/invitation", {"code": invited["code"], "password": PASSWORD})
    manager = accepted["access"]
    cashier = api.post(f"/shops/{shop['id']}/cashiers", {"name": "Динара", "pin": "2580"}, manager)
    changed = api.post(f"/cashiers/{cashier['id']}", {"name": "Дина"}, manager, "PATCH")
    assert changed == {**cashier, "name": "Дина"}
    assert "pin" not in str(api.get(f"/shops/{shop['id']}/cashiers", manager))
    assert api.no("/shops", shop_body, manager) == (403, "forbidden")

    login = signed(api, wallet, "/auth/challenge", {})
    assert api.post("/auth/login", login)["id"] == made["session"]["id"]
    assert api.no("/auth/login", login) == (409, "replayed")


def test_a_members_session(api: AuthClient) -> None:
    """Telegram's data in, a session out; who I am; the next pair; out."""
    launch = launch_data(BOT_TOKEN, api.world.clock.now(), api.world.telegram)
    session = api.post("/auth/telegram", {"init_data": launch})
    assert (session["kind"], session["is_new"], session["expires_in"]) == ("member", True, 900)
    me = api.get("/auth/me", session["access"])
    assert (me["kind"], me["name"], me["language"], me["tier"]) == (
        "member", "Айгерім", "kk", "bronze",
    )  # fmt: skip
    after = api.post("/auth/refresh", {"refresh": session["refresh"]})
    assert after["id"] == session["id"]
    api.post("/auth/logout", {"everywhere": True}, after["access"])
    assert api.no("/auth/refresh", {"refresh": after["refresh"]}) == (401, "unauthenticated")
    assert api.ask("GET", "/auth/me", token=after["access"]).status_code == 401


def test_a_member_is_spoken_to_in_his_language(api: AuthClient) -> None:
    """The one that he has, whatever his browser asks for; a stranger by his browser."""
    launch = launch_data(BOT_TOKEN, api.world.clock.now(), api.world.telegram)
    token = api.post("/auth/telegram", {"init_data": launch})["access"]
    shown = api.ask("PUT", "/auth/wallet", {}, token, Accept_Language="en")
    assert shown.headers["Content-Language"] == "kk"
    stranger = api.ask("GET", "/auth/me", Accept_Language="ru")
    assert stranger.get_json()["title"] == "Сначала войдите."


def test_a_member_links_a_wallet(api: AuthClient) -> None:
    """By a challenge made for him."""
    launch = launch_data(BOT_TOKEN, api.world.clock.now(), api.world.telegram)
    token, wallet = api.post("/auth/telegram", {"init_data": launch})["access"], api.world.wallet()
    body = signed(api, wallet, "/auth/wallet/challenge", {}, token)
    assert api.post("/auth/wallet", body, token, "PUT") == {"wallet": wallet.address}
    assert api.get("/auth/me", token)["wallet"] == wallet.address
    assert api.post("/auth/wallet", {}, token, "DELETE") == {"wallet": None}
    other = signed(api, wallet, "/auth/challenge", {})
    assert api.no("/auth/wallet", other, token, "PUT") == (422, "forged")


def test_a_partner_links_another_wallet(api: AuthClient) -> None:
    """Its owner does; a neighbour is not even given a challenge."""
    (partner, owner), (_, neighbour) = api.world.partner(), api.world.partner()
    wallet, path = api.world.wallet(), f"/partners/{partner}/wallet"
    assert api.no(f"{path}/challenge", {}, neighbour.session.access) == (403, "forbidden")
    body = signed(api, wallet, f"{path}/challenge", {}, owner.session.access)
    changed = api.post(path, body, owner.session.access, "PUT")
    assert changed["wallet"] == wallet.address


def test_an_operator_signs_in_with_codes(api: AuthClient) -> None:
    """Password, authenticator, recovery code, and off again."""
    invited = add_operator(api.world.hub, api.world.login(), "Ерлан")
    login = invited.person.login
    first = api.post("/auth/invitation", {"code": invited.code, "password": PASSWORD})["access"]
    link = api.post("/auth/totp", {"password": PASSWORD}, first)["link"]
    assert link.startswith("otpauth://totp/")
    assert api.no("/auth/totp/confirm", {"code": "000000"}, first) == (401, "wrong_credentials")
    codes = api.post("/auth/totp/confirm", {"code": _code(api, link)}, first)["codes"]
    me = api.get("/auth/me", first)
    assert (me["has_totp"], me["login"]) == (True, login)
    assert "partners.approve" in me["permissions"]
    assert me["grants"] == [{"role": "operator", "partner": None, "shop": None}]
    body = {"login": login, "password": PASSWORD}
    assert api.no("/auth/password", body) == (401, "second_factor_needed")
    api.post("/auth/password", {**body, "code": codes[0]})
    api.post("/auth/totp/off", {"password": PASSWORD, "code": codes[1]}, first)
    api.post("/auth/password/change", {"old": PASSWORD, "new": PASSWORD + "!"}, first)
    assert api.no("/auth/password", body) == (401, "wrong_credentials")


def _code(api: AuthClient, link: str) -> str:
    """Return what an authenticator shows that has read *link*."""
    words = link.partition("secret=")[2].partition("&")[0]
    return one_time.code_at(base64.b32decode(words), api.world.clock.now() // one_time.STEP_S)


def test_an_invited_partner_registers_with_a_password(api: AuthClient) -> None:
    """And takes part at once; half of each way is neither."""
    code = api.post("/partners/invitations", {}, api.operator())["code"]
    body = {
        "name": "Нан", "invitation": code, "login": api.world.login(), "password": PASSWORD,
    }  # fmt: skip
    proof = signed(api, api.world.wallet(), "/auth/challenge", {"purpose": "register"})
    for half in ({"name": "Нан"}, {**body, "wallet": proof}, {**body, "login": None}):
        assert api.no("/auth/register", half) == (422, "validation")
    assert api.post("/auth/register", body)["partner"]["state"] == "active"
    assert api.no("/auth/register", body) == (409, "replayed")


def test_everybody_can_check_our_tokens(api: AuthClient) -> None:
    """With the published keys and any library that knows RFC 8037."""
    token = api.operator()
    keys = {key["kid"]: jwt.PyJWK(key) for key in api.get("/auth/keys")["keys"]}
    key = keys[jwt.get_unverified_header(token)["kid"]]
    said = jwt.decode(
        token, key, ["EdDSA"], {"verify_exp": False, "verify_iat": False}, audience="staff"
    )
    assert said["iss"] == f"https://{HOST}"
    assert len(base64url.decode(said["sid"])) == 16


def test_what_staff_did_and_why_is_read_in_the_log(api: AuthClient) -> None:
    """The reason comes in a header, the address from the line."""
    partner, owner = api.world.partner()
    token, body = owner.session.access, {"name": "Жаңа нан"}
    path = f"/partners/{partner}"
    assert api.ask("PUT", path, body, token, Baursak_Reason="rebranding").status_code == 200
    newest = api.get("/audit?limit=1", token)
    row = newest["items"][0]
    assert (row["action"], row["subject"]) == ("partner.change", f"partner {partner}")
    assert (row["reason"], row["address"]) == ("rebranding", api.world.address)
    older = api.get(f"/audit?limit=1&after={newest['next']}", token)["items"][0]
    assert older["id"] < row["id"]


def test_staff_is_kept_over_http(api: AuthClient) -> None:
    """Listed, renamed, given a role, taken one, invited again, suspended."""
    partner, owner = api.world.partner()
    token = owner.session.access
    body = {"login": api.world.login(), "name": "Асель", "role": "auditor", "partner": partner}
    person = api.post("/staff", body, token)["person"]
    path, role = f"/staff/{person['id']}", {"role": "manager", "partner": partner}
    assert len(api.post(f"{path}/roles", role, token)["grants"]) == 2
    assert len(api.post(f"{path}/roles/withdraw", role, token)["grants"]) == 1
    assert api.no(f"{path}/roles", {"role": "manager", "shop": 1}, token) == (422, "validation")
    assert api.no(f"{path}/roles", {"role": "king"}, token) == (422, "validation")
    assert len(api.post(f"{path}/invitation", {}, token)["code"]) == 16
    assert api.post(path, {"name": "Әсел", "state": "suspended"}, token, "PATCH")["name"] == "Әсел"
    assert api.get(path, token)["state"] == "suspended"
    listed = api.get("/staff?limit=1", token)
    assert api.get(f"/staff?after={listed['next']}", token)["items"][0]["id"] == person["id"]


def test_a_till_checks_a_cashiers_pin(api: AuthClient) -> None:
    """By its own signature; a wrong PIN says no more than that."""
    till = enrolled_till(api.world.hub, api.world.telegram)
    operator = api.operator()
    with api.world.hub.store.read() as work:
        key = work.till_keys.of(till.id)
    assert key is not None
    path = f"/shops/{key.shop}/cashiers"
    cashier = api.post(path, {"name": "Динара", "pin": "2580"}, operator)
    for pin, status in (("2580", 200), ("2581", 401)):
        body = b'{"cashier": %d, "pin": "%s"}' % (cashier["id"], pin.encode())
        now = api.world.clock.now()
        headers = till.headers("POST", f"{API}/cashiers/check", body, now)
        answer = api._client.post(
            f"{API}/cashiers/check", data=body, headers=headers, content_type="application/json"
        )
        assert answer.status_code == status, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/auth/telegram", {"init_data": ""}),
        ("/auth/telegram", {"init_data": "x" * 8193}),
        ("/auth/telegram", {"init_data": "here comes something wrong;"}),
        ("/auth/telegram", {}),
        ("/auth/refresh", {"refresh": "short"}),
        ("/auth/challenge", {"purpose": "link"}),
        ("/auth/login", {"address": "0:" + "f" * 64}),
        ("/auth/password", {"login": "ab", "password": "x"}),
        ("/auth/password", {"login": "owner", "password": "x", "code": 123456}),
        ("/auth/invitation", {"code": "!" * 16, "password": PASSWORD}),
        ("/auth/register", {"name": "", "wallet": None}),
    ],
    ids=str,
)
def test_odd_requests_are_refused_as_odd(api: AuthClient, path: str, body: object) -> None:
    """Each with 422, before anything is looked up."""
    assert api.no(path, body)[0] == 422
