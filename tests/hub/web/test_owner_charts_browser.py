"""Charts that answer and filters that keep the page, in a real browser under the strict policy."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.web.owner.texts import words_in
from tests.chromium import Window
from tests.hub.web.looking import Looks
from tests.hub.web.office import Desk, Office, desk
from tests.hub.web.past import Past

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIVE = "document.querySelector('#chart .plot-live')"
READOUT = "document.querySelector('#chart .readout').textContent"
NUMBERS = "document.querySelector('#numbers')"

PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
PAGES = ("/owner/habits?span=year", "/owner/habits", "/owner/?span=days30&show=receipts")
WIDE, PHONE = (1280, 800), (390, 844)
KEPT = {
    ("ru", "light", "/owner/habits?span=year", WIDE): "members-cohorts-light",
    ("kk", "dark", "/owner/habits?span=year", WIDE): "members-cohorts-dark",
    ("kk", "light", "/owner/habits", PHONE): "members-cohorts-phone-light",
    ("ru", "dark", "/owner/habits", PHONE): "members-cohorts-phone-dark",
    ("en", "light", "/owner/?span=days30&show=receipts", WIDE): "overview-compared-light",
}
TALLEST = 3_600
"""Pixels of a picture of a whole page."""


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office after two days."""
    office = Office(store, bell)
    office.days(2, 2)
    return office


@pytest.fixture
def seat(office: Office, chromium: Window) -> Iterator[Desk]:
    """Return a browser at the dashboard, its owner signed in, with a week on the chart."""
    with office.open() as place, desk(chromium, place) as lent:
        lent.signs_in(office.employs(Role.OWNER, office.partner))
        lent.at("/owner/")
        lent.speaks("en")
        lent.goes("/owner/?span=week")
        lent.page.until(f"{LIVE} !== null")
        lent.page.says("window.stays = true; 0")
        yield lent


def _press(seat: Desk, key: str) -> None:
    seat.page.says(
        f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: {json.dumps(key)}, bubbles: true, cancelable: true}}))"
    )


def test_a_chart_answers_to_keys_and_to_the_hand(seat: Desk) -> None:
    """Values of both periods, zoom and back, a day opened; the policy has nothing to complain."""
    page = seat.page
    assert page.says(f"{LIVE}.querySelector('canvas').width") > 100
    drawn = "document.querySelector('#chart svg')"
    assert page.says(f"getComputedStyle({drawn}).display") == "none"
    page.says(f"{LIVE}.focus()")
    _press(seat, "ArrowLeft")
    row = "document.querySelectorAll('#chart tbody tr')[5]"
    told = page.says(READOUT)
    for cell in page.says(f"[...{row}.children].map((it) => it.textContent)"):
        assert cell in told
    assert page.says(f"{LIVE}.getAttribute('aria-valuetext')") == told
    whole = "document.querySelector('#chart .whole')"
    assert page.says(f"{whole}.hidden")
    _press(seat, "+")
    page.until(f"!{whole}.hidden")
    _press(seat, "Escape")
    page.until(f"{whole}.hidden")
    page.prefers("prefers-color-scheme", "dark")
    page.until(f"{LIVE} !== null && {LIVE}.querySelector('canvas').width > 100")
    page.says(f"{LIVE}.focus()")
    _press(seat, "Home")
    _press(seat, "Enter")
    page.until("location.search.includes('span=own') && location.search.includes('since=')")
    assert page.says("window.stays")
    assert page.complaints == []
    assert all(it.startswith((seat.origin, "data:")) for it in page.asked)


def test_filters_keep_the_page_and_a_lost_line_says_so(seat: Desk) -> None:
    """What waits looks so; what failed can be tried again; the way back is the browser's own."""
    page = seat.page
    page.call("Network.emulateNetworkConditions",
              offline=False, latency=700, downloadThroughput=-1, uploadThroughput=-1)  # fmt: skip
    page.says("document.querySelector('#asking .thin a[href*=year]').click()")
    page.until(f"{NUMBERS}.classList.contains('waits') && {NUMBERS}.hasAttribute('aria-busy')")
    page.until("location.search.includes('against=year')")
    page.until(f"!{NUMBERS}.classList.contains('waits')")
    assert page.says("document.querySelector('#asking .thin a[href*=year]').ariaCurrent") == "true"
    seat.cut()
    page.says("document.querySelector('#asking .chip').click()")
    page.until("document.querySelector('#numbers > .failed') !== null")
    seat.sees(words_in("en")["part_failed"])
    assert page.says("document.querySelector('[data-code=turnover] .value') !== null")
    seat.cut(off=False)
    page.says("document.querySelector('#numbers > .failed a').click()")
    page.until("document.querySelector('#numbers > .failed') === null")
    seat.sees(words_in("en")["glance_today"])
    page.says("history.back()")
    page.until("location.search.includes('against=year')")
    seat.sees(words_in("en")["by_day"])
    assert page.says("window.stays")


def test_an_hour_of_the_chart_leads_to_that_hour(seat: Desk) -> None:
    """As a filter that the form shows, and that one click takes away."""
    page = seat.page
    seat.goes("/owner/")
    page.until("document.querySelector('#chart tbody a') !== null")
    page.says("document.querySelectorAll('#chart tbody a')[9].click()")
    page.until("location.search.includes('hour=9')")
    page.until("document.querySelector('[name=hour]').value === '9'")
    page.says("document.querySelector('.filters .bare').click()")
    page.until("!location.search.includes('hour=')")


def test_what_the_charts_say_is_open_to_everybody(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, *, full: bool
) -> None:
    """Axe finds nothing with the charts awake; at 320 px and with large letters all fits."""
    office = Office(store, bell)
    office.days(2, 3)
    Past(office, 160 if full else 30)
    login = office.employs(Role.OWNER, office.partner)
    every = [(it, theme) for it in ("kk", "ru", "en") for theme in ("light", "dark")]
    with office.open() as place, desk(chromium, place) as seat:
        looks = Looks(seat.page)
        seat.signs_in(login)
        seat.at("/owner/")
        for language, theme in every if full else (("kk", "light"), ("ru", "dark")):
            seat.page.prefers("prefers-color-scheme", theme)
            seat.speaks(language)
            for path in PAGES if full else PAGES[::2]:
                for size in (WIDE, PHONE) if full else (WIDE if theme == "light" else PHONE,):
                    seat.goes(path, *size)
                    seat.page.says("document.querySelector('[data-plot]').scrollIntoView()")
                    seat.page.until("document.querySelector('.plot-live canvas') !== null")
                    if full and (language, theme, path, size) in KEPT:
                        _keep(seat, KEPT[language, theme, path, size], size)
                    looks.at(f"{path} {language} {theme} {size}", size)
    assert not looks.found, "\n".join(looks.found)


def _keep(seat: Desk, name: str, size: tuple[int, int]) -> None:
    """Keep a picture of the whole page."""
    seat.page.says("scrollTo(0, 0)")
    tall = int(seat.page.says("document.documentElement.scrollHeight"))
    seat.page.size(size[0], min(tall, TALLEST))
    time.sleep(1)
    seat.page.picture(PICTURES / f"{name}.png")
    seat.page.size(*size)
