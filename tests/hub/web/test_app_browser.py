"""The app in a plain browser: an account by passkey, coming back, keys, and joining with Telegram."""

from collections.abc import Iterator

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.web.app_words import words_in
from hub.web.page_words import WORDS
from tests.chromium import Window
from tests.hub.web.bakery import CROISSANT, Bakery
from tests.hub.web.plain_browser import PlainBrowser, plain_browser

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RU = words_in("ru")


@pytest.fixture
def bakery(store: DatabaseStore, bell: MemoryBell) -> Bakery:
    """Return a bakery with something to choose from."""
    bakery = Bakery(store, bell)
    bakery.offers(CROISSANT)
    return bakery


@pytest.fixture
def browser(bakery: Bakery, bell: MemoryBell, chromium: Window) -> Iterator[PlainBrowser]:
    """Return a phone without Telegram."""
    with plain_browser(bakery, bell, chromium) as lent:
        yield lent


def take(bakery: Bakery, browser: PlainBrowser, total: int = 18_000_00) -> None:
    """Scan a slip with the phone's camera, and take its points here."""
    _, code = bakery.slip(total)
    browser.opens(f"/c/{code}?lang=ru")
    browser.sees(WORDS["ru"]["here"])
    browser.tap("a[href*='#take-']")


def test_points_without_telegram(bakery: Bakery, browser: PlainBrowser) -> None:
    """A slip, one tap, the phone's lock: an account with consent, and the points at once."""
    take(bakery, browser)
    browser.sees(RU["agree_take"])
    browser.sees("540")
    browser.page.says("document.querySelector('[name=called]').value = 'Дана'")
    browser.tap("form[data-do=account] button")
    browser.shows("claimed")
    browser.page.until("document.querySelector('[data-count]').textContent === '+540'")
    assert len(browser.keys()) == 1
    browser.goes("home")
    browser.sees("Здравствуйте, Дана!")
    assert browser.page.complaints == []
