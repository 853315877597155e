"""The dashboard in a real browser: an owner signs in, sees a sale arrive, and works by keyboard."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.usecases.live import number_feed
from hub.web.owner.texts import words_in
from tests.chromium import Window
from tests.hub.web.looking import Looks
from tests.hub.web.office import PASSWORD, Desk, Office, desk
from tests.hub.web.test_owner_desk import put_up

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
PAGES = ("/owner/?span=days30", "/owner/reviews", "/owner/tills")
SAMPLE = (("kk", "light"), ("ru", "dark"))
WIDE, PHONE = (1280, 800), (390, 844)
KEPT = {
    ("ru", "light", "/owner/?span=days30", WIDE): "overview-light",
    ("kk", "dark", "/owner/?span=days30", WIDE): "overview-dark",
    ("kk", "light", "/owner/?span=days30", PHONE): "overview-phone-light",
    ("ru", "dark", "/owner/?span=days30", PHONE): "overview-phone-dark",
    ("ru", "light", "/owner/reviews", WIDE): "reviews-light",
    ("kk", "dark", "/owner/tills", WIDE): "tills-dark",
    ("kk", "light", "/owner/tills", PHONE): "tills-phone-light",
}

_HELD = """
window.held = [];
window.later = 0;
window.WebSocket = class extends WebSocket {
  constructor(...how) { super(...how); held.push(this); }
};
const now = Date.now;
Date.now = () => now() + window.later;
"""
"""Sockets that a test can close, and a clock that it can put forward."""


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office after two days."""
    office = Office(store, bell)
    office.days(2, 4)
    number_feed(office.hub)
    return office


@pytest.fixture
def seat(office: Office, chromium: Window) -> Iterator[Desk]:
    """Return a browser at the dashboard."""
    with office.open() as place, desk(chromium, place) as lent:
        yield lent


def test_what_was_typed_stays_when_it_is_wrong(office: Office, seat: Desk) -> None:
    """And the right password opens the page, without a request to any other host."""
    login = office.employs(Role.OWNER, office.partner)
    seat.signs_in(login, "wrong")
    seat.page.until("!document.querySelector('#problem').hidden")
    assert seat.page.says("document.querySelector('[name=password]').value") == "wrong"
    assert seat.page.says("document.activeElement.name") == "password"
    seat.fills(password=PASSWORD)
    seat.page.says("document.querySelector('[data-sign-in] button').click()")
    seat.at("/owner/")
    seat.page.until("document.querySelector('[data-code=turnover]') !== null")
    assert all(it.startswith((seat.origin, "data:")) for it in seat.page.asked)
    unsaid = [it for it in seat.page.complaints if "401" not in it]
    assert unsaid == []
    assert seat.page.says("localStorage.length + sessionStorage.length") == 0
    assert seat.page.says("document.cookie") == ""


def test_a_sale_is_seen_as_it_comes(office: Office, seat: Desk) -> None:
    """Within a second; what is not counted stands beside the number, then in it, and once only."""
    seat.signs_in(office.employs(Role.OWNER, office.partner))
    seat.at("/owner/")
    seat.page.until("document.querySelector('#live')?.dataset.is === 'live'")
    value = "document.querySelector('[data-code=receipts] .value').textContent"
    before = int(seat.page.says(value))
    seat.page.says(
        "window.came = null; new MutationObserver(() => { came ??= Date.now(); })"
        ".observe(document.querySelector('#arrivals'), {childList: true}); 0"
    )
    sold = time.time()
    office.sells_now(4_560_00)
    handed_in = time.time()
    seat.page.until("document.querySelector('#arrivals').innerText.includes('4\u00a0560')")
    came = seat.page.says("came") / 1000
    assert sold <= came <= handed_in + 1
    assert seat.page.says("document.querySelector('#arrivals li').innerText.includes('Абай')")
    fresh = "document.querySelector('[data-code=receipts] [data-fresh]')"
    assert seat.page.says(f"!{fresh}.hidden && {fresh}.textContent.includes('1')")
    assert int(seat.page.says(value)) == before
    office.clock.time = int(time.time()) + 1
    office.count()
    seat.page.says("document.dispatchEvent(new Event('visibilitychange'))")  # he looks again
    seat.page.until(f"Number({value}) === {before + 1}", 30)
    assert seat.page.says(f"{fresh}.hidden")


def test_without_a_line_the_page_says_since_when(office: Office, seat: Desk) -> None:
    """It keeps what it has and does not call it live; with a line it is live again."""
    made = seat.page.call("Page.addScriptToEvaluateOnNewDocument", source=_HELD)
    try:
        seat.signs_in(office.employs(Role.OWNER, office.partner))
        seat.at("/owner/")
        seat.page.until("document.querySelector('#live')?.dataset.is === 'live'")
        seat.cut()
        seat.page.says("held.forEach((it) => it.close())")
        seat.page.until("document.querySelector('#live').dataset.is === 'poll'")
        seat.page.says("window.later = 60000; 0")
        seat.page.until("document.querySelector('#live').dataset.is === 'stale'")
        assert seat.page.says("document.querySelector('[data-code=turnover] .value') !== null")
        seat.cut(off=False)
        seat.page.until("document.querySelector('#live').dataset.is === 'live'", 40)
    finally:
        seat.cut(off=False)
        seat.page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=made["identifier"])


def test_bars_lead_to_their_day_and_keys_to_everything(office: Office, seat: Desk) -> None:
    """A click on a bar filters; a formula opens by Enter; a language is chosen and kept."""
    seat.signs_in(office.employs(Role.OWNER, office.partner))
    seat.at("/owner/")
    seat.goes("/owner/?span=week")
    seat.page.says("document.querySelector('.bars g:last-of-type rect').dispatchEvent("
                   "new MouseEvent('click', {bubbles: true}))")  # fmt: skip
    seat.page.until("location.search.includes('span=own') && location.search.includes('since=')")
    seat.page.until("document.querySelector('.formula summary') !== null")
    seat.page.says("document.querySelector('.formula summary').focus()")
    seat.page.says("document.activeElement.click()")
    assert seat.page.says("document.querySelector('.formula').open")
    for spoken in ("kk", "ru"):
        seat.speaks(spoken)
        seat.sees(words_in(spoken)["g_receipts"])
    assert "span=own" in seat.page.says("location.search")


def test_every_page_is_open_to_everybody(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, *, full: bool
) -> None:
    """Axe finds nothing in any theme and language; at 320 px and with large letters all fits."""
    office = Office(store, bell)
    office.days(60 if full else 2, 9 if full else 4)
    put_up(office)
    login = office.employs(Role.OWNER, office.partner)
    spoken = [(it, theme) for it in ("kk", "ru", "en") for theme in ("light", "dark")]
    with office.open() as place, desk(chromium, place) as seat:
        looks = Looks(seat.page)
        seat.goes("/owner/sign-in")
        looks.at("sign-in", WIDE)
        seat.signs_in(login)
        seat.at("/owner/")
        for language, theme in spoken if full else SAMPLE:
            seat.page.prefers("prefers-color-scheme", theme)
            seat.goes("/owner/tills")
            seat.speaks(language)
            for path in PAGES:
                for size in (WIDE, PHONE) if full else (WIDE if theme == "light" else PHONE,):
                    seat.goes(path, *size)
                    name = KEPT.get((language, theme, path, size)) if full else None
                    if name is not None:
                        time.sleep(1)
                        seat.page.picture(PICTURES / f"{name}.png")
                    looks.at(f"{path} {language} {theme} {size}", size)
    assert not looks.found, "\n".join(looks.found)
