"""One's own account on the dashboard: what it takes to change it, and what a wallet may do."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.core.access import one_time
from hub.core.access.people import Staff
from hub.core.access.roles import Role
from hub.core.access.wallet_proof import WalletProof
from hub.usecases.sign_in import totp_secret
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.core.access.wallets import TestWallet
from tests.hub.web.chain_world import DEPLOYMENT
from tests.hub.web.office import PASSWORD, Office
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SENT = OURS | {"Accept-Language": "en"}
ASKED = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
NEW = "Наурыз-көже 2027"
LOGIN = "owner"


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office on chain."""
    office = Office(store, bell)
    settings = WebSettings(secure=False, rate_factor=1000)
    office.app = create_web(office.hub, Surroundings(MemoryRates(), bell, settings, DEPLOYMENT))
    office.employs(Role.OWNER, office.partner, login=LOGIN)
    return office


@pytest.fixture
def client(office: Office) -> Iterator[FlaskClient]:
    """Return a browser with the owner signed in."""
    with office.app.test_client() as browser:
        sign_in(browser, LOGIN)
        yield browser


def own(office: Office) -> Staff:
    """Return the owner."""
    with office.store.read() as work:
        found = work.staff.of_login(LOGIN)
    assert found is not None
    return found


def shown_by_app(office: Office) -> str:
    """Return what the owner's authenticator shows now."""
    with office.store.begin() as work:
        salt = work.staff.secrets(own(office).id).totp_salt
    assert salt is not None
    return one_time.code_at(totp_secret(office.hub, salt), office.clock.time // one_time.STEP_S)


def proof(client: FlaskClient) -> str:
    """Return what the forms of the page hold."""
    return proof_of(client.get("/owner/account", headers=EN).text)


def test_a_new_password_ends_the_other_sessions(office: Office, client: FlaskClient) -> None:
    """It takes the old one; what is wrong stands beside its field, and no password in the page."""
    other = office.app.test_client()
    sign_in(other, LOGIN)
    page = client.get("/owner/account", headers=EN).text
    assert page.count("another browser") == 1
    said = {"proof": proof(client), "old": PASSWORD, "new": NEW, "again": NEW}
    for change, words in (
        ({"old": "guessed it"}, "This password is not right."),
        ({"new": "short", "again": "short"}, "Too weak"),
        ({"again": NEW + "."}, "The two differ."),
        ({"old": ""}, "Fill this in."),
    ):
        wrong = client.post("/owner/account/password", data=said | change, headers=SENT)
        assert (wrong.status_code, words in wrong.text) == (422, True), words
        assert NEW not in wrong.text
        assert PASSWORD not in wrong.text
    done = client.post("/owner/account/password", data=said, headers=SENT)
    assert done.headers["Location"] == "/owner/account?done=password"
    assert other.get("/owner/", headers=PAGE).status_code == 303
    assert client.get("/owner/", headers=PAGE).status_code == 200
    assert sign_in(other, LOGIN, password=NEW).status_code == 303
    ended = client.post("/owner/account/sessions", data={"proof": said["proof"]}, headers=SENT)
    assert ended.status_code == 303
    assert other.get("/owner/", headers=PAGE).status_code == 303


def test_codes_are_enrolled_used_and_turned_off(office: Office, client: FlaskClient) -> None:
    """The picture is in the page itself; a mistyped code does not begin anew; then they count."""
    sent = {"proof": proof(client), "password": "a wrong one"}
    assert client.post("/owner/account/codes", data=sent, headers=SENT).status_code == 422
    begun = client.post("/owner/account/codes", data=sent | {"password": PASSWORD}, headers=SENT)
    link = html.unescape(str(re.findall(r'name="link" value="([^"]+)"', begun.text)[0]))
    assert link.startswith("otpauth://totp/")
    assert "<svg" in begun.text
    assert "unsafe" not in begun.headers["Content-Security-Policy"]
    door = "/owner/account/codes/confirm"
    wrong = client.post(door, data=sent | {"code": "000000", "link": link}, headers=SENT)
    assert (wrong.status_code, html.escape(link) in wrong.text) == (422, True)
    forged = client.post(door, data=sent | {"code": "000000", "link": "https://evil"}, headers=SENT)
    assert "<svg" not in forged.text
    done = client.post(door, data=sent | {"code": shown_by_app(office)}, headers=SENT)
    codes = re.findall(r"<li>([a-z2-7-]{19})</li>", done.text)
    assert len(codes) == one_time.RECOVERY_CODES
    page = client.get("/owner/account", headers=EN).text
    assert codes[0] not in page
    assert client.post(door, data=sent | {"code": "000000"}, headers=SENT).status_code == 422

    office.clock.time += 60
    browser = office.app.test_client()
    assert sign_in(browser, LOGIN).status_code == 401
    assert sign_in(browser, LOGIN, code=shown_by_app(office)).status_code == 303
    office.clock.time += 60
    assert sign_in(browser, LOGIN, code=codes[0]).status_code == 303
    off = "/owner/account/codes/off"
    for password, code, words in (
        ("a wrong one", codes[1], "This password is not right."),
        (PASSWORD, "000000", "The code does not fit."),
    ):
        said = {"proof": sent["proof"], "password": password, "code": code}
        no = client.post(off, data=said, headers=SENT)
        assert (no.status_code, words in no.text) == (422, True), words
    said = {"proof": sent["proof"], "password": PASSWORD, "code": codes[1]}
    assert client.post(off, data=said, headers=SENT).status_code == 303
    assert not own(office).has_totp
    assert sign_in(browser, LOGIN).status_code == 303


def challenge(client: FlaskClient, door: str, **more: str) -> str:
    """Return what a wallet is to sign."""
    answer = client.post(f"{door}/challenge", data=more, headers=ASKED)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["payload"])


def signed(office: Office, wallet: TestWallet, payload: str) -> str:
    """Return what the page's script hands on of a wallet's answer."""
    found: WalletProof = wallet.prove(payload, office.hub.programme.host, office.clock.time)
    return json.dumps({
        "address": found.address, "network": found.network, "public_key": found.public_key,
        "proof": {
            "timestamp": found.timestamp, "payload": found.payload, "signature": found.signature,
            "domain": {"lengthBytes": found.domain_length, "value": found.domain},
            "state_init": found.state_init,
        },
    })  # fmt: skip


def test_a_linked_wallet_signs_in_once_for_each_challenge(
    office: Office, client: FlaskClient
) -> None:
    """Linking takes the password; a proof shown again, and one for linking, lets nobody in."""
    wallet, stranger = TestWallet(), office.app.test_client()
    unknown = signed(office, wallet, challenge(stranger, "/owner/sign-in/wallet"))
    no = stranger.post("/owner/sign-in/wallet", data={"wallet": unknown}, headers=ASKED)
    assert no.get_json()["code"] == "wrong_credentials"
    linking, sent = "/owner/account/wallet", {"proof": proof(client)}
    guessed = client.post(f"{linking}/challenge", data=sent | {"password": "x"}, headers=ASKED)
    assert guessed.get_json()["code"] == "wrong_credentials"
    bought = challenge(client, linking, password=PASSWORD, **sent)
    for payload in (challenge(stranger, "/owner/sign-in/wallet"), "A" * 54):
        said = {"wallet": signed(office, wallet, payload), **sent}
        assert client.post(linking, data=said, headers=ASKED).get_json()["code"] == "forged"
    shown = signed(office, wallet, bought)
    assert client.post(linking, data={"wallet": shown}, headers=ASKED).status_code == 403
    done = client.post(linking, data={"wallet": shown, **sent}, headers=ASKED)
    assert done.get_json()["to"] == "/owner/account?done=linked"
    assert own(office).wallet == wallet.address
    assert wallet.address in client.get("/owner/account", headers=EN).text

    fresh = signed(office, wallet, challenge(stranger, "/owner/sign-in/wallet"))
    said = {"wallet": fresh, "next": "/owner/tills"}
    entered = stranger.post("/owner/sign-in/wallet", data=said, headers=ASKED)
    assert entered.get_json()["to"] == "/owner/tills"
    assert stranger.get("/owner/tills", headers=PAGE).status_code == 200
    thief = office.app.test_client()
    for used in (fresh, shown):
        again = thief.post("/owner/sign-in/wallet", data={"wallet": used}, headers=ASKED)
        assert again.get_json()["code"] in ("replayed", "forged")
        assert again.headers.getlist("Set-Cookie") == []
    for nothing in ("", "{}", "[" * 2000):
        bad = thief.post("/owner/sign-in/wallet", data={"wallet": nothing}, headers=ASKED)
        assert bad.status_code == 422
    out = client.post(f"{linking}/unlink", data=sent | {"password": PASSWORD}, headers=SENT)
    assert out.status_code == 303
    assert own(office).wallet is None


def test_only_the_pages_of_wallets_speak_to_bridges(office: Office, client: FlaskClient) -> None:
    """Named one by one; a hub on no chain has no such page, and no way to it."""
    for path in ("/owner/sign-in/wallet", "/owner/account/wallet"):
        policy = client.get(path, headers=EN).headers["Content-Security-Policy"]
        assert "https://bridge.tonapi.io" in policy
        assert "unsafe" not in policy
    for path in ("/owner/account", "/owner/sign-in"):
        answer = client.get(path, headers=EN)
        assert "tonapi" not in answer.headers["Content-Security-Policy"]
        assert "/wallet" in answer.text
    drawn = client.post("/owner/sign-in/wallet/qr", data={"link": "tc://x"}, headers=ASKED)
    assert drawn.get_json()["size"] > 20
    for link in ("", "x" * 1_201):
        no = client.post("/owner/sign-in/wallet/qr", data={"link": link}, headers=ASKED)
        assert no.status_code == 422
    surroundings = Surroundings(MemoryRates(), MemoryBell(), WebSettings(secure=False))
    plain = create_web(office.hub, surroundings).test_client()
    assert "/sign-in/wallet" not in plain.get("/owner/sign-in", headers=EN).text
    assert plain.get("/owner/sign-in/wallet", headers=EN).status_code == 409
    assert plain.post("/owner/sign-in/wallet/challenge", headers=ASKED).status_code == 409
