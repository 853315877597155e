"""What the Mini App's addresses answer, whoever asks: the page, the first screen, and each no."""

import gzip
import re
import shutil
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from werkzeug.test import TestResponse

from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.web.app_words import BAD_CODE, way_on_of, words_in
from hub.web.headers import IN_TELEGRAM
from hub.web.look import digest, look_url
from hub.web.page_words import day, plain, points_of, span
from hub.web.sentences import LANGUAGES, sentence
from hub.web.surroundings import WebSettings
from tests.hub.core.access.launch import launch_data
from tests.hub.hubs import BOT_TOKEN, NOW
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.modules import needed_by, preloaded

RU = words_in("ru")


class App:
    """The Mini App's addresses over a shop."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell, **settings: Any) -> None:
        self.world = ClaimWorld(store)
        self.till = self.world.selling()
        web = web_over(self.world.hub, WebSettings(rate_factor=1000, **settings), bell=bell)
        self.client = web.test_client()

    def slip(self, total: int = 1_500_00) -> str:
        """Return the code of a new slip."""
        [event] = self.till.append(self.world.sale(total))
        return self.world.code(event)

    def opened(self, start: str = "", number: int = 77, raw: str | None = None) -> TestResponse:
        """Open the app as the page does."""
        user = f'{{"id":{number},"first_name":"Айгерім","language_code":"ru"}}'
        launch = raw or launch_data(BOT_TOKEN, self.world.clock.time, user=user)
        return self.client.post("/app/session", json={"init_data": launch, "start": start})

    def get(self, path: str) -> TestResponse:
        """Ask for a screen as the member who has opened the app."""
        access = self.opened().get_json()["access"]
        return self.client.get(path, headers={"Authorization": f"Bearer {access}"})


@pytest.fixture
def database_url(tmp_path: Path, templates: dict[str, str]) -> str:
    """Return a database of one kind: the other is tried where the use cases are at home."""
    shutil.copy(templates["sqlite"].removeprefix("sqlite:///"), tmp_path / "hub.sqlite3")
    return f"sqlite:///{tmp_path / 'hub.sqlite3'}"


@pytest.fixture
def app(store: DatabaseStore, bell: MemoryBell) -> App:
    """Return the app over a shop."""
    return App(store, bell, secure=True)


def test_the_shell_is_the_same_for_everybody_and_strict(app: App) -> None:
    """Nothing inline, nothing from elsewhere, no word of who asks; Telegram may frame it."""
    page = app.client.get("/app/", headers={"Accept-Language": "kk"})
    said = page.get_data(as_text=True)
    policy = page.headers["Content-Security-Policy"]
    assert policy == IN_TELEGRAM.replace(
        "connect-src 'self'", "connect-src 'self' wss://loyalty.example.kz"
    )
    assert "unsafe" not in policy
    assert "frame-ancestors https://web.telegram.org" in policy
    assert '<html lang="kk">' in said
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|javascript:", said)
    loaded = re.findall(r'(?:src|href)="(/[^"?]+)"', said)
    assert len(loaded) > 5
    for path in loaded:
        with app.client.get(path) as part:
            assert part.status_code == 200
            assert "immutable" in part.headers["Cache-Control"]
    assert said == app.client.get("/app/", headers={"Accept-Language": "kk"}).get_data(as_text=True)


def test_telegrams_own_script_is_loaded_only_where_it_is_asked_for(
    store: DatabaseStore, bell: MemoryBell
) -> None:
    """Then the policy lets that one host in, for scripts."""
    page = App(store, bell, official_script=True).client.get("/app/")
    assert 'src="https://telegram.org/js/telegram-web-app.js"' in page.get_data(as_text=True)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' https://telegram.org;" in policy
    assert policy.count("telegram.org") == 2


def test_one_opening_signs_in_credits_and_shows(app: App) -> None:
    """And the same opening again credits nothing more."""
    code = app.slip()
    first, again = app.opened(code), app.opened(code)
    assert (first.status_code, first.get_json()["screen"]) == (200, "claimed")
    assert RU["claimed"] in first.get_json()["html"]
    assert RU["claimed_again"] in again.get_json()["html"]
    assert first.headers["Cache-Control"] == "no-store"
    with app.world.store.read() as work:
        member = work.members.of_telegram(77)
    assert member is not None
    assert app.world.has(member.id).unconfirmed == 45


@pytest.mark.parametrize("start", ["", "rewards", "x" * 48, "A" * 512])
def test_what_is_no_slip_opens_the_app_all_the_same(app: App, start: str) -> None:
    """With the reason, where it looked like one."""
    said = app.opened(start).get_json()
    assert said["screen"] == ("not_claimed" if len(start) == 48 else "home")


def test_launch_data_that_was_touched_lets_nobody_in(app: App) -> None:
    """Altered, old, of another bot, or none: no session, no claim, no member."""
    code = app.slip()
    now = app.world.clock.time
    good = launch_data(BOT_TOKEN, now)
    for raw in (
        good.replace("77", "78"),
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        launch_data(BOT_TOKEN, now - 4000),
        launch_data("7342037359:" + "U" * 35, now),
        "nonsense",
    ):
        assert app.opened(code, raw=raw).status_code in (401, 403, 410, 422), raw
    assert app.client.post("/app/session", json={"start": code}).status_code == 422
    with app.world.store.read() as work:
        assert work.members.of_telegram(77) is None


def test_each_no_of_a_claim_has_its_own_page(app: App) -> None:
    """What is the matter, and what to do: used, too late, undone, forged, strange."""
    used, late, good = app.slip(), app.slip(), app.slip()
    app.opened(used, number=1)
    [event] = app.till.append(app.world.sale(700_00))
    voided = app.world.code(event)
    app.till.append(app.world.void(event.sequence))
    app.world.hand_in(app.till)
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    expected = {
        used: (Refusal.ALREADY_CLAIMED, "do_already_claimed"),
        voided: (Refusal.VOIDED, "do_else"),
        forged: (Refusal.FORGED, BAD_CODE),
    }
    for code, (refusal, todo) in expected.items():
        html = app.opened(code).get_json()["html"]
        assert sentence(refusal, "ru") in html
        assert RU[todo] in html
        assert way_on_of(refusal) == todo
    app.world.set_policy(claims_member_day_hard=1, claims_member_day_soft=1)
    app.opened(app.slip(), number=2)
    html = app.opened(good, number=2).get_json()["html"]
    assert f'data-do="ask-person" data-code="{good}"' in html
    app.world.clock.time = NOW + 80 * 3600
    html = app.opened(late).get_json()["html"]
    assert sentence(Refusal.TOO_LATE, "ru") in html
    assert RU["do_too_late"] in html


def test_a_fiscal_code_is_taken_for_what_it_is(app: App) -> None:
    """Where a till prints slips, its reader is sent to the slip's code."""
    access = app.opened().get_json()["access"]
    headers = {"Authorization": f"Bearer {access}"}
    sale = "i=123456789012&f=010100112233&s=1500.00&t=20260921T181000"
    for url, said in (
        (f"https://consumer.kofd.kz/?{sale}", RU["fiscal_waiting"]),
        ("https://example.kz/?x=1&i=", RU["not_claimed"]),
    ):
        # The till's own register is known to print slips; this one is another shop's.
        code = url.replace("010100112233", "010100998877")
        answer = app.client.post("/app/claims", json={"code": code}, headers=headers)
        assert said in answer.get_json()["html"], code
    answer = app.client.post(
        "/app/claims", json={"code": f"https://consumer.kofd.kz/?{sale}"}, headers=headers
    )
    assert sentence(Refusal.USE_THE_SLIP, "ru") in answer.get_json()["html"]


@pytest.mark.parametrize(
    "path", ["nothing", "reward/99", "voucher/99", "reward/x", "history/0", "session"]
)
def test_a_screen_that_is_not_there_is_a_plain_no(app: App, path: str) -> None:
    """As any other address of the hub."""
    assert app.get(f"/app/screens/{path}").status_code in (404, 422)


def test_screens_are_for_members(app: App) -> None:
    """Who shows no session gets none of them, and another's voucher is as if it were not there."""
    for path in ("home", "rewards", "history", "me", "voucher/1"):
        assert app.client.get(f"/app/screens/{path}").status_code == 401
    assert app.client.post("/app/claims", json={"code": "x"}).status_code == 401
    home = app.get("/app/screens/home")
    assert home.headers["Cache-Control"] == "no-store"


def test_a_long_history_comes_in_pages(app: App) -> None:
    """Each line once, newest first, with its receipt behind it."""
    app.world.set_policy(claims_member_day_soft=100, claims_member_day_hard=100)
    app.opened()
    with app.world.store.read() as work:
        member = work.members.of_telegram(77)
    assert member is not None
    for number in range(31):
        [event] = app.till.append(app.world.sale(100_00 * (number + 1)))
        app.world.claim(member.id, event)
    first = app.get("/app/screens/history").get_data(as_text=True)
    found = re.search(r'data-before="(\d+)"', first)
    assert found is not None
    rest = app.get(f"/app/screens/history/{found[1]}").get_data(as_text=True)
    points = re.findall(r">\+(\d+)</strong>", first + rest)
    assert points == [str(3 * number) for number in range(31, 0, -1)]
    assert (first + rest).count("<details>") == 31
    assert "data-before" not in rest


def test_names_are_never_taken_for_html(app: App) -> None:
    """Whatever somebody is called at Telegram."""
    user = '{"id":9,"first_name":"<img src=x onerror=alert(1)>","language_code":"ru"}'
    raw = launch_data(BOT_TOKEN, app.world.clock.time, user=user)
    assert "<img src=x" not in app.opened(raw=raw).get_json()["html"]


def test_files_of_the_look_are_kept_for_ever_by_their_content(app: App) -> None:
    """Squeezed for who unpacks; a page of an older release still gets what it names."""
    path = look_url("baursak.css")
    plain_one = app.client.get(path)
    for encoding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        squeezed = app.client.get(path, headers={"Accept-Encoding": encoding})
        assert squeezed.headers["Content-Encoding"] == encoding
        assert squeezed.headers["Vary"] == "Accept-Encoding"
        assert len(squeezed.get_data()) < len(plain_one.get_data()) / 3
        assert unpack(squeezed.get_data()) == plain_one.get_data()
    old = app.client.get(path.replace(digest(), "0" * 12))
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    assert app.client.get(f"/look/{digest()}/../app.js").status_code == 404
    assert app.client.get(f"/look/{digest()}/none.js").status_code == 404
    worker = app.client.get("/app/keeper.js")
    assert worker.headers["Cache-Control"] == "no-cache"
    kept = worker.get_data(as_text=True)
    needed = needed_by("app.js", later=True) | {"baursak.css", "baursak.svg"}
    assert {"hub.js", "screen.js", "live.js"} <= needed
    assert all(look_url(it) in kept for it in needed)


def test_no_module_is_found_late(app: App) -> None:
    """The page names all that its script begins with: on a slow line a round trip is long."""
    page = app.client.get("/app/").get_data(as_text=True)
    assert preloaded(page) == needed_by("app.js")


def test_a_member_chooses_language_and_messages(app: App) -> None:
    """Over the API; the next answer is in the chosen language."""
    headers = {"Authorization": f"Bearer {app.opened().get_json()['access']}"}
    path = "/api/v1/me/profile"
    assert app.client.get(path, headers=headers).get_json() == {"language": "ru", "notices": None}
    chosen = app.client.put(path, json={"language": "kk", "notices": True}, headers=headers)
    assert chosen.get_json() == {"language": "kk", "notices": True}
    assert app.client.put(path, json={"language": "de"}, headers=headers).status_code == 422
    assert words_in("kk")["tab_rewards"] in app.get("/app/screens/rewards").get_data(as_text=True)
    assert app.client.get(path).status_code == 401


def test_times_and_numbers_are_said_as_people_say_them() -> None:
    """Days with their month, years where they are far, hours and days counted."""
    at = UnixTime(NOW)
    assert [day(at, it, year=True) for it in LANGUAGES] == [
        "2026\xa0жылғы 21\xa0қыркүйек", "21\xa0сентября 2026", "21\xa0September 2026",
    ]  # fmt: skip
    assert [span(it * 3600, "ru") for it in (1, 2, 5, 21, 24, 48, 120, 50)] == [
        "1\xa0час", "2\xa0часа", "5\xa0часов", "21\xa0час", "24\xa0часа", "2\xa0дня",
        "5\xa0дней", "50\xa0часов",
    ]  # fmt: skip
    assert (span(3600, "en"), span(7200, "en"), span(48 * 3600, "kk")) == (
        "1\xa0hour", "2\xa0hours", "2\xa0күн",
    )  # fmt: skip
    assert (plain(12345), points_of(21, "ru")) == ("12\xa0345", "21\xa0балл")
