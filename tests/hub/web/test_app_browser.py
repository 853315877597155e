"""The app in a plain browser: an account by passkey, coming back, keys, joining with Telegram."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from contracts.wire.refusals import Refusal
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.web.app_words import words_in
from hub.web.page_words import WORDS
from hub.web.sentences import LANGUAGES, sentence
from tests.chromium import Window
from tests.hub.web.bakery import COFFEE, CROISSANT, Bakery
from tests.hub.web.looking import Looks
from tests.hub.web.phone import HEIGHT, WIDTH, Phone, phone
from tests.hub.web.plain_browser import PlainBrowser, plain_browser

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RU = words_in("ru")
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "miniapp"


@pytest.fixture
def bakery(store: DatabaseStore, bell: MemoryBell) -> Bakery:
    """Return a bakery with something to choose from."""
    bakery = Bakery(store, bell)
    bakery.offers(CROISSANT, COFFEE)
    return bakery


@pytest.fixture
def browser(bakery: Bakery, bell: MemoryBell, chromium: Window) -> Iterator[PlainBrowser]:
    """Return a phone without Telegram."""
    with plain_browser(bakery, bell, chromium) as lent:
        yield lent


def scan(bakery: Bakery, browser: PlainBrowser, total: int = 18_000_00, lang: str = "ru") -> str:
    """Scan a slip with the phone's camera, and choose to take its points here."""
    _, code = bakery.slip(total)
    browser.opens(f"/c/{code}?lang={lang}")
    browser.sees(WORDS[lang]["here"])
    browser.tap("a[href*='#take-']")
    return code


def join_in(bakery: Bakery, browser: PlainBrowser, name: str = "Дана") -> MemberId:
    """Take the points of a slip, as somebody new; return who that is now."""
    scan(bakery, browser)
    browser.sees(RU["agree_take"])
    browser.page.says(f"document.querySelector('[name=called]').value = '{name}'")
    browser.tap("form[data-do=account] button")
    browser.shows("claimed")
    return newest(bakery)


def picture(page: Window, name: str) -> None:
    """Keep a picture of what has come to rest, in as few colours as it needs."""
    page.says("document.getAnimations().forEach((it) => it.finish?.()); 0")
    path = PICTURES / f"passkey-{name}.png"
    page.picture(path)
    with Image.open(path) as shot:
        shot.convert("RGB").quantize(64).save(path, optimize=True)


def newest(bakery: Bakery) -> MemberId:
    """Return the member who came last."""
    with bakery.store.read() as work:
        number = 1
        while work.members.get(MemberId(number + 1)) is not None:
            number += 1
    return MemberId(number)


def test_points_without_telegram(bakery: Bakery, browser: PlainBrowser) -> None:
    """A slip, one tap, the phone's lock: an account with consent, the points, and all screens."""
    member = join_in(bakery, browser)
    browser.page.until("document.querySelector('[data-count]').textContent === '+540'")
    assert bakery.has(member).unconfirmed == 540
    assert len(browser.keys()) == 1
    browser.goes("home")
    browser.sees("Здравствуйте, Дана!")
    for screen in ("rewards", "history", "vouchers", "me", "keys", "join", "consent", "scan"):
        browser.goes(screen)
    browser.goes("reward/1")
    browser.tap("form[data-do=take] button")
    browser.sees(RU["show_cashier"])
    browser.sees("Дана")
    assert bakery.has(member).held == 300
    assert browser.page.complaints == []
    assert not [it for it in browser.page.asked if not it.startswith(browser.origin)]


def test_a_browser_that_is_known_takes_points_at_once(
    bakery: Bakery, browser: PlainBrowser
) -> None:
    """By its cookie, without a question; the claim's own page knows it, too."""
    member = join_in(bakery, browser)
    _, code = bakery.slip(1_000_00)
    browser.opens(f"/app/#take-{code}")
    browser.shows("claimed")
    assert bakery.has(member).unconfirmed == 570
    _, code = bakery.slip(2_000_00)
    browser.opens(f"/c/{code}?lang=ru")
    browser.tap("form button.button")
    browser.sees(WORDS["ru"]["app"])
    assert bakery.has(member).unconfirmed == 630
    browser.opens("/app/")
    browser.shows("home")
    browser.goes("me")
    browser.tap("[data-do=leave]")
    browser.shows("door")
    assert browser.page.says("Object.keys(localStorage).length") == 0


def test_a_browser_that_forgot_comes_back_by_its_key(bakery: Bakery, browser: PlainBrowser) -> None:
    """The key alone leads back into the same account; without one nothing is made by mistake."""
    member = join_in(bakery, browser)
    browser.forgets()
    scan(bakery, browser, 1_000_00)
    browser.sees(RU["have_account"])
    browser.tap("[data-do=sign-in]")
    browser.shows("claimed")
    assert bakery.has(member).unconfirmed == 570
    assert newest(bakery) == member
    browser.forgets()
    browser.loses_keys()
    browser.opens("/app/?lang=ru")
    browser.tap("[data-do=sign-in]")
    browser.sees(RU["key_stopped"])
    assert newest(bakery) == member


def test_keys_are_named_and_the_last_one_stays(bakery: Bakery, browser: PlainBrowser) -> None:
    """Called something of one's own; the only one has no button that removes it."""
    join_in(bakery, browser)
    browser.goes("keys")
    assert browser.page.says("document.querySelector('[data-do=key-remove]')") is None
    browser.page.says("document.querySelector('form [name=called]').value = 'Мой телефон'")
    browser.page.says("document.querySelector('form[data-do=key-name]').requestSubmit()")
    browser.sees("Мой телефон")
    browser.sees(RU["key_alone"])


def test_two_accounts_become_one(
    bakery: Bakery, browser: PlainBrowser, chromium: Window, *, full: bool
) -> None:
    """A link from the browser, opened in Telegram, confirmed there; the old key opens nothing.

    The browser's points, voucher and history are in the account of Telegram, under its number.
    """
    gone = join_in(bakery, browser)
    browser.goes("reward/1")
    browser.tap("form[data-do=take] button")
    browser.sees(RU["show_cashier"])
    browser.goes("join")
    browser.tap("[data-do=join-make]")
    link = browser.page.until("document.querySelector('a[href*=\"startapp=join_\"]')?.href")
    assert browser.page.says("document.querySelector('.qr svg') !== null")
    code = link.rpartition("=")[2]
    place = browser.origin.removeprefix("http://")
    with phone(chromium, place) as telegram:
        telegram.open(bakery.now(), start=code, language_code="ru")
        telegram.shows("joining")
        telegram.sees("540")
        if full:
            picture(telegram.page, "joining-ru")
        looks = Looks(telegram.page)
        looks.at("joining", (WIDTH, HEIGHT))
        assert looks.found == []
        assert bakery.has(gone).unconfirmed == 240
        telegram.tap("[data-do=join]")
        telegram.shows("joined")
        stays = bakery.member_called(77)
        has = bakery.has(stays)
        assert (has.unconfirmed, has.held) == (240, 300)
        telegram.goes("vouchers")
        telegram.sees("миндал")
        _again_is_the_same(telegram, bakery, code)
        telegram.page.says("sessionStorage.clear()")  # the browser's window is one of its own
    # The old session is over, and the old key opens nothing: who made the link is not let in.
    browser.opens("/app/?lang=ru")
    browser.shows("door")
    browser.tap("[data-do=sign-in]")
    refused = [sentence(Refusal.PASSKEY_REFUSED, it) for it in LANGUAGES]
    said = json.dumps(refused, ensure_ascii=False)
    browser.page.until(f"{said}.some((it) => document.body.innerText.includes(it))")
    assert browser.page.says("document.documentElement.dataset.shown") == "door"
    assert bakery.has(gone).held == 0


def _again_is_the_same(telegram: Phone, bakery: Bakery, code: str) -> None:
    telegram.open(bakery.now(), start=code, language_code="ru")
    telegram.shows("joining")
    telegram.sees(RU["joined"])
    assert telegram.page.says("document.querySelector('[data-do=join]')") is None


def test_a_slip_that_gives_nothing_says_so(bakery: Bakery, browser: PlainBrowser) -> None:
    """Used by another one: the door says it, and still lets in."""
    event, code = bakery.slip()
    bakery.claim(bakery.member(5), event)
    browser.opens(f"/app/?lang=ru#take-{code}")
    browser.sees(sentence(Refusal.ALREADY_CLAIMED, "ru"))
    browser.sees(RU["agree_open"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_door_and_its_rooms_look_well(
    bakery: Bakery, browser: PlainBrowser, lang: str, *, full: bool
) -> None:
    """In each language, on the narrowest phone and with large letters, for a reader of screens."""
    looks, spoken = Looks(browser.page), words_in(lang)

    def look(name: str) -> None:
        if full and lang != "en":
            picture(browser.page, f"{name}-{lang}")
        looks.at(f"{name} {lang}", (WIDTH, HEIGHT))

    _, code = bakery.slip()
    browser.opens(f"/c/{code}?lang={lang}")
    browser.sees(WORDS[lang]["here"])
    look("claim")
    browser.opens(f"/app/?lang={lang}")
    browser.sees(spoken["agree_open"])
    look("door")
    scan(bakery, browser, lang=lang)
    browser.sees(spoken["agree_take"])
    look("take")
    browser.tap("form[data-do=account] button")
    browser.page.until("document.querySelector('[data-count]')?.textContent === '+540'")
    look("joy")
    for screen in ("me", "keys", "join"):
        browser.goes(screen)
        look(screen)
    browser.tap("[data-do=join-make]")
    browser.page.until("document.querySelector('.qr') !== null")
    look("link")
    assert looks.found == []
