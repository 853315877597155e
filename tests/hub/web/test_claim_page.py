"""The claim's page and the member's endpoints, as phones see them."""

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.wire.event import Event
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.roles import Role
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId
from hub.core.ports.ledger import Reason
from hub.core.receipts.records import ClaimState, Ending
from hub.usecases.sessions import open_session
from hub.web.claim_cookie import SESSION_COOKIE
from hub.web.claim_sentences import ENDINGS, REASONS, STATES, money
from hub.web.page_words import NAMES, WORDS, moment, points_word
from hub.web.sentences import LANGUAGES
from hub.web.surroundings import WebSettings
from tests.hub.hubs import HOST, NOW
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.people import sign_in_staff

API = "/api/v1"


class ClaimWeb:
    """The whole app over a shop that gives 3 points for each 100 ₸."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell) -> None:
        self.world = ClaimWorld(store)
        settings = WebSettings(secure=False, rate_factor=1000)
        self.app = web_over(self.world.hub, settings, bell=bell)
        self.client: FlaskClient = self.app.test_client()
        self.till = self.world.selling()
        self.member = self.world.member()

    def slip(self, total: int = 1_500_00) -> tuple[Event, str]:
        """Return a new receipt and the code of its slip."""
        [event] = self.till.append(self.world.sale(total))
        return event, self.world.code(event)

    def token(self, member: MemberId | None = None) -> str:
        """Return the token of a signed-in member."""
        with self.world.store.begin() as work:
            return open_session(work, self.world.hub, MEMBER, member or self.member).access

    def headers(self) -> dict[str, str]:
        """Return what the member's app sends."""
        return {"Authorization": f"Bearer {self.token()}"}

    def open(self, code: str, language: str = "ru") -> TestResponse:
        """Open the page of *code*."""
        return self.client.get(f"/c/{code}", headers={"Accept-Language": language})

    def keep_session(self) -> None:
        """Keep the member's session in this browser."""
        assert self.client.post("/c/session", headers=self.headers()).status_code == 204

    def press(self, code: str, proof: str | None = None, **headers: str) -> TestResponse:
        """Press the page's button, or what another page makes of it."""
        page = self.open(code).get_data(as_text=True)
        found = re.search(r'name="proof" value="([^"]+)"', page)
        shown = found[1] if found and proof is None else proof or ""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"/c/{code}", data={"proof": shown}, headers=sent)


@pytest.fixture
def database_url(tmp_path: Path, templates: dict[str, str]) -> str:
    """Return a database of one kind: the other is tried where the use cases are at home."""
    shutil.copy(templates["sqlite"].removeprefix("sqlite:///"), tmp_path / "hub.sqlite3")
    return f"sqlite:///{tmp_path / 'hub.sqlite3'}"


@pytest.fixture
def web(store: DatabaseStore, bell: MemoryBell) -> ClaimWeb:
    """Return the app and its world."""
    return ClaimWeb(store, bell)


def text(answer: TestResponse) -> str:
    """Return what a page says."""
    return answer.get_data(as_text=True)


def test_a_good_code_says_what_it_is_worth_and_until_when(web: ClaimWeb) -> None:
    """In the language of the browser, with the way to Telegram; nothing is claimed by looking."""
    _, code = web.slip()
    page = web.open(code)
    assert text(web.open(code)) == text(page)
    said = text(page)
    assert (page.status_code, page.headers["Content-Language"]) == (200, "ru")
    assert '<span class="points">45</span>' in said
    assert "баллов" in said
    assert moment(UnixTime(NOW + 72 * 3600), "ru") in said
    assert f'href="https://t.me/baursak_bot?startapp={code}"' in said
    assert '<form method="post"' not in said
    assert web.world.has(web.member).unconfirmed == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_between_words_can_come_to_stand_alone_on_a_narrow_phone(
    web: ClaimWeb, language: str
) -> None:
    """The receipt and its time have a line each, and an amount never leaves its ₸."""
    event, code = web.slip(1_234_567_05)
    page = text(web.open(code, language))
    [receipt] = re.findall(r'<p class="receipt">(.+?)</p>', page, re.DOTALL)
    amount, printed = receipt.split("<br>")
    assert "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,05\N{NO-BREAK SPACE}₸" in amount
    assert printed == moment(event.time, language)
    assert "·" not in page


def test_a_thousand_points_are_written_as_people_write_them(web: ClaimWeb) -> None:
    """With a space that does not break, and no word of HTML."""
    _, code = web.slip(50_000_00)
    assert '<span class="points">1\N{NO-BREAK SPACE}500</span>' in text(web.open(code))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word(web: ClaimWeb, language: str) -> None:
    """Chosen by the browser or by hand; no page mixes two."""
    _, code = web.slip()
    page = web.open(code, language)
    assert f'<html lang="{language}">' in text(page)
    assert WORDS[language]["telegram"] in text(page)
    other = web.client.get(f"/c/{code}?lang={language}", headers={"Accept-Language": "de"})
    assert WORDS[language]["title"] in text(other)
    assert set(WORDS[language]) == set(WORDS["en"])
    assert all(NAMES[it] in text(page) for it in LANGUAGES)


def test_the_page_is_strict_and_kept_by_nobody(web: ClaimWeb) -> None:
    """No script, no style of its own, no other host; its address is worth points."""
    _, code = web.slip()
    page = web.open(code)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    said = text(page)
    assert not re.search(r"<script|<style|style=|onclick|javascript:", said)
    for path in re.findall(r'href="(/[^"]+)"', said):
        with web.client.get(path) as asset:
            assert asset.status_code == 200
            assert "http" not in asset.get_data(as_text=True).replace(
                "http://www.w3.org/2000/svg", ""
            )


def test_whoever_is_signed_in_claims_with_our_own_form(web: ClaimWeb) -> None:
    """And sees what came of it, on the same page."""
    event, code = web.slip()
    web.keep_session()
    answer = web.press(code)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/c/{code}?lang=ru")
    assert web.world.stored(event).member == web.member
    page = text(web.open(code))
    assert '<span class="points">45</span>' in page
    assert STATES[ClaimState.UNCONFIRMED]["ru"] in page
    assert '<form method="post"' not in page
    assert web.press(code, "anything").status_code == 403


@pytest.mark.parametrize(
    ("proof", "headers"),
    [("", {}), ("A" * 43, {}), ("ұпай", {}), (None, {"Sec_Fetch_Site": "cross-site"})],
)
def test_no_other_page_can_press_the_button(
    web: ClaimWeb, proof: str | None, headers: dict[str, str]
) -> None:
    """A forged form claims nothing."""
    _, code = web.slip()
    web.keep_session()
    assert web.press(code, proof, **headers).status_code == 403
    assert web.world.has(web.member).unconfirmed == 0


def test_without_a_session_nothing_is_claimed(web: ClaimWeb) -> None:
    """Nor with one that is no good."""
    _, code = web.slip()
    assert web.press(code).status_code == 401
    web.client.set_cookie(SESSION_COOKIE, "nonsense", path="/c")
    assert web.open(code).status_code == 200
    assert web.press(code).status_code == 401


def test_the_kept_session_is_for_these_pages_only(web: ClaimWeb) -> None:
    """No script reads it, no other path gets it."""
    answer = web.client.post("/c/session", headers=web.headers())
    cookie = answer.headers["Set-Cookie"]
    assert all(it in cookie for it in ("HttpOnly", "SameSite=Lax", "Path=/c", "Max-Age="))
    assert web.client.post("/c/session").status_code == 401


def test_each_no_has_its_page(web: ClaimWeb) -> None:
    """Claimed by somebody, too late, undone, not ours: a sentence, never a stack trace."""
    event, code = web.slip()
    other = web.world.member(2)
    web.world.claim(other, event)
    _, late = web.slip()
    voided_event, voided = web.slip()
    web.till.append(web.world.void(voided_event.sequence))
    web.world.hand_in(web.till)
    assert web.open(code).status_code == 409
    assert web.open(voided).status_code == 410
    assert web.open(code[:-1] + ("A" if code[-1] != "A" else "B")).status_code == 422
    assert web.open("nonsense").status_code == 422
    assert web.open("A" * 400).status_code == 422
    web.world.clock.time = NOW + 80 * 3600
    page = web.open(late, "kk")
    assert page.status_code == 410
    assert '<main class="paper late">' in text(page)


def test_a_member_claims_and_sees_his_points(web: ClaimWeb) -> None:
    """By a bare code or a link; again is the same; another one is refused."""
    event, code = web.slip()
    headers = web.headers()
    link = f"https://{HOST}/c/{code}"
    made = web.client.post(f"{API}/claims", json={"code": link}, headers=headers)
    assert made.status_code == 201
    assert made.json is not None
    assert (made.json["points"], made.json["state"]) == (45, "unconfirmed")
    assert made.json["steps"] == [
        "Чек: 1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}₸.",
        "Деңгейіңіз — қола: әр 100\N{NO-BREAK SPACE}₸ үшін 3 ұпай.",
    ]
    again = web.client.post(f"{API}/claims", json={"code": code}, headers=headers)
    assert (again.status_code, again.json) == (200, made.json)
    thief = {"Authorization": f"Bearer {web.token(web.world.member(2))}"}
    taken = web.client.post(f"{API}/claims", json={"code": code}, headers=thief)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "already_claimed")
    web.world.hand_in(web.till)
    balance = web.client.get(f"{API}/loyalty/balance", headers=headers).get_json()
    assert (balance["confirmed"], balance["spendable"], balance["tier"]["tier"]) == (
        45,
        45,
        "bronze",
    )
    assert web.world.stored(event).state is ClaimState.CONFIRMED


def test_history_and_claims_come_in_pages(web: ClaimWeb) -> None:
    """Newest first, each once, with a reason in the member's language."""
    headers = web.headers()
    for total in (100_00, 200_00, 300_00):
        _, code = web.slip(total)
        web.world.clock.time += 1
        web.client.post(f"{API}/claims", json={"code": code}, headers=headers)
    for path, points in (("claims", [9, 6, 3]), ("loyalty/history", [9, 6, 3])):
        found, after = [], ""
        for _ in range(4):
            page = web.client.get(f"{API}/{path}?limit=1{after}", headers=headers).get_json()
            found += [it["points"] for it in page["items"]]
            assert all(it["sentence"] for it in page["items"])
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert found == points
    line = web.client.get(f"{API}/loyalty/history", headers=headers).get_json()["items"][0]
    assert line["sentence"] == REASONS[Reason.CLAIM]["kk"]


def test_an_owner_tries_a_rule_out_and_makes_it(web: ClaimWeb) -> None:
    """What is wrong with it is said field by field."""
    headers = sign_in_staff(web.world.hub, Role.OWNER, web.world.partner).headers
    rule = {"kind": "rate", "name": "Екі есе", "since": NOW, "rates": {"bronze": 6, "silver": 6,
            "gold": 6}}  # fmt: skip
    receipt = {"shop": web.world.shop, "printed_at": NOW, "total": 1_000_00}
    ask = {"partner": web.world.partner, "draft": rule, "receipts": [receipt]}
    tried = web.client.post(f"{API}/earning-rules/simulate", json=ask, headers=headers).get_json()
    assert (tried["points"], tried["points_then"]) == (30, 60)
    path = f"{API}/earning-rules/{web.world.rule}/replace"
    made = web.client.post(path, json=rule, headers=headers)
    assert (made.status_code, made.get_json()["replaces"]) == (201, web.world.rule)
    bad = rule | {"rates": {"bronze": 9, "silver": 1, "gold": 1}}
    wrong = web.client.post(
        f"{API}/earning-rules", json={"partner": web.world.partner, "rule": bad}, headers=headers
    )
    assert (wrong.status_code, wrong.get_json()["fields"]) == (
        422, [{"field": "rates", "why": "higher_tier_earns_less"}],
    )  # fmt: skip
    listed = web.client.get(
        f"{API}/earning-rules?partner={web.world.partner}", headers=headers
    ).get_json()
    assert [it["id"] for it in listed["items"]] == [web.world.rule, made.get_json()["id"]]


def test_every_state_ending_and_reason_has_its_sentence() -> None:
    """In three languages."""
    for sentences in (*(STATES[it] for it in ClaimState), *(ENDINGS[it] for it in Ending),
                      *(REASONS[it] for it in Reason)):  # fmt: skip
        assert set(sentences) == set(LANGUAGES)


def test_numbers_are_written_as_people_write_them() -> None:
    """Thousands apart, tiyn only where there are some; the word follows the number."""
    assert (money(1_500_00), money(1_234_567_05)) == ("1\xa0500", "1\xa0234\xa0567,05")
    words = [points_word(it, "ru") for it in (1, 2, 5, 11, 21, 112, 122)]
    assert words == ["балл", "балла", "баллов", "баллов", "балл", "баллов", "балла"]
    assert [points_word(it, "en") for it in (1, 2)] == ["point", "points"]
