"""The doors of the app in a plain browser: their cookies, and who is kept out."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.passkeys import LARGEST_ANSWER
from hub.core.access.roles import Role
from hub.core.access.sessions import STAFF
from hub.core.consent import VERSION
from hub.core.ids import StaffId
from hub.usecases.passkeys import list_passkeys
from hub.usecases.sessions import open_session
from hub.web.app_browser import COOKIE
from hub.web.app_words import words_in
from hub.web.claim_cookie import SESSION_COOKIE
from hub.web.sentences import SENTENCES
from hub.web.surroundings import WebSettings
from tests.fakes.phone_lock import PhoneLock
from tests.hub.hubs import HOST
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.people import sign_in_member, sign_in_staff

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ORIGIN = f"https://{HOST}"
HOME = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
AWAY = (
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site"},
)


@dataclass
class Town:
    """A hub, a browser at it, and slips."""

    world: ClaimWorld
    browser: FlaskClient

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        """Post as the page does."""
        return self.browser.post(f"/app{path}", json=body, headers=HOME | headers)

    def account(self, start: str = "", **how: Any) -> tuple[PhoneLock, TestResponse]:
        """Open an account; return the phone and the hub's answer."""
        phone = PhoneLock(ORIGIN, HOST)
        asked = self.post("/browser/account/challenge").get_json()
        handle = asked["user"]["id"].encode()
        body = {"answer": phone.makes(asked["challenge"], handle), "key_name": "iPhone",
                "consent": VERSION, "start": start} | how  # fmt: skip
        return phone, self.post("/browser/account", body)

    def slip(self) -> str:
        """Return the code of a slip of 30 points."""
        [event] = self.world.selling().append(self.world.sale(1_000_00))
        return self.world.code(event)


@pytest.fixture
def town(store: DatabaseStore) -> Town:
    """Return a hub that is reached by https."""
    world = ClaimWorld(store)
    web = web_over(world.hub, WebSettings(secure=True, rate_factor=1000))
    return Town(world, web.test_client())


def bearer(said: TestResponse) -> dict[str, str]:
    """Return the header that shows the session of an answer."""
    return {"Authorization": f"Bearer {said.get_json()['access']}"}


def test_the_session_is_kept_where_no_script_reads_it(town: Town) -> None:
    """One cookie for coming back, one for the claim's page; the next token is in no body."""
    _, said = town.account(town.slip())
    assert said.get_json()["screen"] == "claimed"
    assert "refresh" not in said.get_json()
    kept = {it.split("=")[0]: it for it in said.headers.getlist("Set-Cookie")}
    assert set(kept) == {COOKIE, SESSION_COOKIE}
    for name, path, site in ((COOKIE, "/app/browser", "Strict"), (SESSION_COOKIE, "/c", "Lax")):
        for part in ("Secure", "HttpOnly", f"Path={path}", f"SameSite={site}"):
            assert part in kept[name], name
    assert said.headers["Cache-Control"] == "no-store"
    # Coming back is by the cookie alone, with what the app is opened with now.
    again = town.post("/browser/session", {"start": town.slip()})
    assert (again.status_code, again.get_json()["me"]) == (200, said.get_json()["me"])
    assert town.post("/browser/leave", **bearer(again)).status_code == 204
    assert town.post("/browser/session", {}).status_code == 204


def test_no_other_page_opens_or_uses_an_account(town: Town) -> None:
    """Forms of other pages are refused before anything is looked at."""
    phone, said = town.account()
    asked = town.post("/browser/sign-in/challenge").get_json()
    bodies: dict[str, dict[str, Any]] = {
        "/app/browser/session": {}, "/app/browser/sign-in": {"answer": phone.signs(
            asked["challenge"])},
    }  # fmt: skip
    for path, body in bodies.items():
        for headers in AWAY:
            answer = town.browser.post(path, json=body, headers=headers)
            assert answer.status_code == 403, (path, headers)
            assert not answer.headers.getlist("Set-Cookie")
    wrong = PhoneLock("https://evil.example", HOST)
    made = wrong.makes(town.post("/browser/account/challenge").get_json()["challenge"], b"x")
    body = {"answer": made, "key_name": "x", "consent": VERSION}
    assert town.post("/browser/account", body).get_json()["code"] == "passkey_refused"
    assert said.status_code == 200


def test_a_cookie_of_nobody_is_forgotten(town: Town) -> None:
    """Nonsense, one that was used up, and one of the staff let nobody in."""
    assert town.post("/browser/session", {}).status_code == 204
    staff = sign_in_staff(town.world.hub, Role.OPERATOR)
    with town.world.store.begin() as work:
        signed = open_session(work, town.world.hub, STAFF, StaffId(staff.number))
    for value in ("nonsense", "A" * 43, signed.refresh):
        town.browser.set_cookie(COOKIE, value, path="/app/browser")
        answer = town.post("/browser/session", {})
        assert answer.status_code == 204
        assert f"{COOKIE}=;" in answer.headers["Set-Cookie"]


def test_what_stands_before_the_app_changes_nothing(town: Town) -> None:
    """A good code with its worth, a bad one with why; in the language that was asked for."""
    code = town.slip()
    for lang in ("kk", "ru", "en"):
        good = town.browser.get(f"/app/browser/door?lang={lang}&code={code}")
        said = good.get_data(as_text=True)
        assert words_in(lang)["agree_take"] in said
        assert ">30<" in said
        assert f"startapp={code}" in said
        bad = town.browser.get(f"/app/browser/door?lang={lang}&code={'A' * 48}")
        assert bad.status_code == 200
        assert words_in(lang)["agree_open"] in bad.get_data(as_text=True)
        assert any(it[lang] in bad.get_data(as_text=True) for it in SENTENCES.values())
    assert town.browser.get(f"/app/browser/door?code={'A' * 65}").status_code == 422
    _, said_of = town.account(code)
    assert said_of.get_json()["screen"] == "claimed"


def test_answers_are_looked_at_before_they_are_believed(town: Town) -> None:
    """Beyond all measure, of another shape, without consent: each is told what is wrong."""
    for how, status in (
        ({"consent": "2025-01"}, 409),
        ({"key_name": ""}, 422),
        ({"key_name": "x" * 41}, 422),
        ({"first_name": "x" * 41}, 422),
        ({"start": "x" * 513}, 422),
        ({"answer": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}}, 422),
        ({"answer": {"id": "AA", "rawId": "AB", "type": "public-key", "response": {
            "clientDataJSON": "AA"}}}, 403),
        ({"answer": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {
            "clientDataJSON": "A" * (LARGEST_ANSWER + 1)}}}, 422),
        ({"admin": True}, 422),
    ):  # fmt: skip
        _, said = town.account(**how)
        assert said.status_code == status, (how, said.get_json())


def test_keys_and_joining_are_the_members_own(town: Town) -> None:
    """Somebody else's key is nobody's; a code that was made up joins nothing."""
    _, said = town.account()
    mine = bearer(said)
    [key] = list_passkeys(town.world.hub, said.get_json()["me"])
    other = sign_in_member(town.world.hub, 555).headers
    for headers, status in ((other, 404), (mine, 409)):
        answer = town.browser.delete(f"/app/keys/{key.id}", headers=headers)
        assert answer.status_code == status
    renamed = town.browser.put(f"/app/keys/{key.id}", json={"name": "Мой"}, headers=mine)
    assert "Мой" in renamed.get_data(as_text=True)
    assert town.post("/join", **other).get_json()["code"] == "merge_same"
    assert town.post("/joining", {"code": "A" * 22}, **other).status_code == 404
    assert town.post("/joining", {"code": "A" * 21}, **other).status_code == 422
    assert town.post("/joining", {"code": "A" * 22}).status_code == 401
    shown = town.post("/join", **mine).get_data(as_text=True)
    code = shown.partition("startapp=join_")[2][:22]
    joined = town.post("/joining", {"code": code}, **other)
    assert joined.get_json()["screen"] == "joined"
    assert town.post("/join", **mine).status_code == 401
