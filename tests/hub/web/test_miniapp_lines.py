"""The Mini App when something fails: the line, the hub, a session; and who carries its words."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.web.app_words import words_in
from hub.web.miniapp import OFFICIAL
from tests.chromium import Window
from tests.hub.web.bakery import COFFEE, CROISSANT, Bakery
from tests.hub.web.phone import DARK, Phone, phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KK, EN = words_in("kk"), words_in("en")


@pytest.fixture
def bakery(store: DatabaseStore, bell: MemoryBell) -> Bakery:
    """Return a bakery with something to choose from."""
    bakery = Bakery(store, bell)
    bakery.offers(CROISSANT, COFFEE)
    return bakery


@pytest.fixture
def mobile(bakery: Bakery, chromium: Window) -> Iterator[Phone]:
    """Return a member's phone."""
    with bakery.open() as place, phone(chromium, place) as lent:
        yield lent


def rich(bakery: Bakery, mobile: Phone) -> None:
    """Open the app with a slip of 540 points, and go home."""
    _, code = bakery.slip(18_000_00)
    mobile.open(bakery.now(), start=code)
    mobile.shows("claimed")
    mobile.goes("home")


def test_without_a_line_balance_and_vouchers_stay_readable(bakery: Bakery, mobile: Phone) -> None:
    """Also when the app is opened anew without any; the words say of when it all is."""
    rich(bakery, mobile)
    mobile.goes("reward/1")
    mobile.tap("form[data-do=take] button")
    mobile.sees(KK["show_cashier"])
    mobile.goes("home")
    mobile.page.until("navigator.serviceWorker.ready.then(it => it.active.state === 'activated')")
    mobile.page.until("caches.keys().then(it => it.length)")
    mobile.cut()
    mobile.page.call("Page.reload")
    mobile.sees(KK["offline"].split("{")[0])
    mobile.sees("240")
    mobile.page.says("location.hash = '#voucher/1'")
    mobile.sees(KK["show_cashier"])
    assert mobile.page.says("document.querySelector('.qr path') !== null") is True
    mobile.cut(off=False)
    mobile.page.says("dispatchEvent(new Event('online'))")
    mobile.page.until("document.getElementById('strip').hidden")


def test_a_code_scanned_without_a_line_waits_for_one(bakery: Bakery, mobile: Phone) -> None:
    """It is kept on the phone, and claimed the moment the line is back."""
    rich(bakery, mobile)
    event, code = bakery.slip()
    mobile.cut()
    mobile.hears("qr_text_received", data=f"https://loyalty.example.kz/c/{code}")
    mobile.sees(KK["no_line_text"])
    assert "pending" in mobile.page.says("Object.keys(localStorage).join()")
    mobile.cut(off=False)
    mobile.sees(KK["claimed"])
    assert bakery.stored(event).member == bakery.member_called(77)
    assert "pending" not in mobile.page.says("Object.keys(localStorage).join()")


def test_a_session_that_ran_out_is_renewed_unseen(bakery: Bakery, mobile: Phone) -> None:
    """The phone lay on the table for an hour; the next tap works."""
    rich(bakery, mobile)
    bakery.clock.time += 3600
    mobile.goes("rewards")
    mobile.sees("Капучино")
    assert "401" in str(mobile.page.complaints)


def test_the_page_works_with_telegrams_own_script(
    store: DatabaseStore, bell: MemoryBell, chromium: Window
) -> None:
    """The setting changes who carries the words, and lets that one host in for that."""
    bakery = Bakery(store, bell, official_script=True)
    _, code = bakery.slip()
    with bakery.open() as place, phone(chromium, place, official=True) as mobile:
        mobile.open(bakery.now(), start=code)
        mobile.sees(KK["claimed"])
        felt = mobile.told("web_app_trigger_haptic_feedback")
        assert {"type": "notification", "notification_type": "success"} in felt
        mobile.goes("rewards")
        assert mobile.told("web_app_setup_back_button")[-1] == {"is_visible": False}
        mobile.hears("theme_changed", theme_params=DARK)
        mobile.page.until("document.documentElement.dataset.scheme === 'dark'")
        outside = {it for it in mobile.page.asked if not it.startswith(mobile.origin)}
        assert outside - {"about:blank"} == {OFFICIAL}
        assert mobile.page.complaints == []
        assert _refused(mobile, "https://elsewhere.example/x.js")


def test_without_the_setting_that_host_is_shut_out(bakery: Bakery, chromium: Window) -> None:
    """Its script is there to be had, and the page's policy does not let it in."""
    with bakery.open() as place, phone(chromium, place, official=True) as mobile:
        mobile.open(bakery.now())
        mobile.sees("Айгерім")
        assert OFFICIAL not in mobile.page.asked
        assert _refused(mobile, OFFICIAL)


def _refused(mobile: Phone, script: str) -> bool:
    """Whether the page's policy refuses a script that somebody got into the page."""
    mobile.page.says(
        "window.refused = null; addEventListener('securitypolicyviolation',"
        " (it) => { refused = it.effectiveDirective; });"
        "document.head.append(document.createElement('script'));"
        f"document.head.lastChild.src = '{script}'"
    )
    return bool(mobile.page.until("refused") == "script-src-elem")


class Ailing:
    """What stands before the hub, when the hub behind it does not answer."""

    def __init__(self, app: Flask) -> None:
        self.well = app.wsgi_app
        self.ails: int | None = None
        """The status that everything gets but the page itself."""
        app.wsgi_app = self  # type: ignore[method-assign,assignment]  # as proxies stand before it

    def __call__(self, environ: Any, begin: Any) -> Any:
        """Answer, or pass the question on."""
        asks = str(environ["PATH_INFO"]).startswith(("/app/screens", "/app/claims", "/app/session"))
        if self.ails is None or not asks:
            return self.well(environ, begin)
        begin(f"{self.ails} Trouble", [("Content-Type", "text/html")])
        return [b"<h1>Bad gateway</h1>"]


def test_a_hub_in_trouble_loses_nothing(bakery: Bakery, mobile: Phone) -> None:
    """What is known stays readable and says of when it is; a code waits; and there is a way on."""
    rich(bakery, mobile)
    mobile.goes("vouchers")
    mobile.goes("home")
    ailing = Ailing(bakery.app)
    ailing.ails = 502
    mobile.page.says("location.hash = '#vouchers'")
    mobile.sees(KK["hub_down"].split("{")[0])
    mobile.page.says("location.hash = '#me'")
    mobile.sees(KK["hub_trouble"])
    mobile.sees(KK["hub_trouble_text"])
    event, code = bakery.slip()
    mobile.hears("qr_text_received", data=code)
    mobile.page.until("Object.keys(localStorage).join().includes('pending')")
    mobile.sees(KK["hub_trouble"])
    ailing.ails = None
    mobile.tap("main button")
    mobile.sees(KK["claimed"])
    assert bakery.stored(event).member == bakery.member_called(77)
    ailing.ails = 503
    mobile.page.call("Page.reload")
    mobile.sees(KK["hub_down"].split("{")[0])
    mobile.sees("Айгерім")


def test_a_newcomer_to_a_hub_in_trouble_keeps_his_code(bakery: Bakery, mobile: Phone) -> None:
    """It is claimed when he tries again: nobody has to find the paper once more."""
    event, code = bakery.slip()
    ailing = Ailing(bakery.app)
    ailing.ails = 503
    mobile.open(bakery.now(), start=code)
    mobile.sees(EN["hub_trouble"])  # the page speaks as the browser does: nobody is known yet
    ailing.ails = None
    mobile.tap("main button")
    mobile.sees(KK["claimed"])
    assert bakery.stored(event).member == bakery.member_called(77)
