"""The Mini App in a real browser, as members meet it inside Telegram."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from contracts.wire.redeeming import RedemptionRequest
from contracts.wire.units import Tiyn
from contracts.wire.voucher import Scope
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import VoucherId
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.redemptions_online import redeem_online
from hub.usecases.vouchers import show_voucher
from hub.web.app_words import words_in
from tests.chromium import Window
from tests.hub.web.bakery import AT_TILL, COFFEE, CROISSANT, DISCOUNT, GOLDEN, Bakery
from tests.hub.web.phone import DARK, Phone, phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KK, RU = words_in("kk"), words_in("ru")


@pytest.fixture
def bakery(store: DatabaseStore, bell: MemoryBell) -> Bakery:
    """Return a bakery with something to choose from."""
    bakery = Bakery(store, bell)
    bakery.offers(CROISSANT, COFFEE, DISCOUNT, GOLDEN)
    return bakery


@pytest.fixture
def mobile(bakery: Bakery, chromium: Window) -> Iterator[Phone]:
    """Return a member's phone."""
    with bakery.open() as place, phone(chromium, place) as lent:
        yield lent


def rich(bakery: Bakery, mobile: Phone, **how: object) -> None:
    """Open the app with a slip of 540 points, and go home."""
    _, code = bakery.slip(18_000_00)
    mobile.open(bakery.now(), start=code, **how)  # type: ignore[arg-type]  # as `open` takes it
    mobile.shows("claimed")
    mobile.goes("home")


def test_the_first_scan_gives_points_at_once(bakery: Bakery, mobile: Phone) -> None:
    """One opening: credited, counted up, felt in the hand, and told why; nothing else is asked."""
    event, code = bakery.slip()
    mobile.open(bakery.now(), start=code)
    mobile.sees(KK["claimed"])
    mobile.page.until("document.querySelector('[data-count]').textContent === '+85'")
    mobile.sees("әр 100\xa0₸ үшін 3 ұпай")
    assert bakery.stored(event).member == bakery.member_called(77)
    assert bakery.has(bakery.member_called(77)).unconfirmed == 85
    felt = mobile.told("web_app_trigger_haptic_feedback")
    assert {"type": "notification", "notification_type": "success"} in felt
    mobile.tap("a[href='#home']:not([data-word])")
    mobile.sees("Сәлем, Айгерім!")
    assert mobile.page.complaints == []
    assert not [it for it in mobile.page.asked if not it.startswith(mobile.origin)]


def test_whoever_wants_no_movement_gets_none(bakery: Bakery, mobile: Phone) -> None:
    """The points stand there at once, and nothing flies; the hand still feels it."""
    _, code = bakery.slip()
    mobile.page.prefers("prefers-reduced-motion", "reduce")
    mobile.open(bakery.now(), start=code)
    mobile.shows("claimed")
    assert mobile.page.says("document.querySelector('[data-count]').textContent") == "+85"
    assert mobile.page.says("document.querySelector('.crumbs')") is None
    assert mobile.page.says("document.getAnimations().length") == 0
    assert mobile.told("web_app_trigger_haptic_feedback")


def test_the_first_load_is_small(bakery: Bakery, mobile: Phone) -> None:
    """All that is fetched before the points are there fits in 25 KB, squeezed as browsers ask."""
    _, code = bakery.slip()
    mobile.open(bakery.now(), start=code)
    mobile.sees(KK["claimed"])
    fetched = mobile.page.says(
        "performance.getEntries().filter(it => it.transferSize)"
        ".map(it => [it.name, it.encodedBodySize])"
    )
    assert sum(size for _, size in fetched) <= 25 * 1024, fetched


def test_a_voucher_changes_when_the_till_takes_it(
    bakery: Bakery, mobile: Phone, tmp_path: Path
) -> None:
    """Shown with name, clock and time left so that a camera reads it; taken as the phone looks."""
    rich(bakery, mobile)
    mobile.goes("reward/1")
    mobile.tap("form[data-do=take] button")
    mobile.sees(KK["show_cashier"])
    mobile.sees("Айгерім")
    mobile.page.until(r"/^\d\d:\d\d:\d\d$/.test(document.querySelector('[data-clock]').innerText)")
    assert mobile.page.says("document.querySelector('#tabs').hidden") is True
    member = bakery.member_called(77)
    shown = show_voucher(bakery.hub, member, VoucherId(1))
    assert shown.voucher.state is VoucherState.HELD
    mobile.page.picture(tmp_path / "ticket.png")
    with Image.open(tmp_path / "ticket.png") as ticket:
        assert [it.text for it in zxingcpp.read_barcodes(ticket)] == [shown.code]
    mobile.page.until(
        "performance.getEntriesByName(location.origin + '/api/v1/live/ticket').length"
    )
    asked = RedemptionRequest(
        id=b"r" * 16, code=shown.code, short_code=None, receipt_total=Tiyn(1_000_00), cashier="7"
    )
    redeem_online(bakery.hub, bakery.key_of(bakery.rig.id), asked)
    mobile.sees(KK["was_redeemed"].upper())
    assert mobile.page.says("document.querySelector('.qr')") is None
    mobile.goes("home")
    mobile.sees("240")


def test_a_reward_of_one_till_is_taken_for_that_till(bakery: Bakery, mobile: Phone) -> None:
    """The member chooses among the tills that may give it; the ticket names the one."""
    reward = bakery.offers(AT_TILL)[0].id
    other = bakery.selling().id
    rich(bakery, mobile)
    mobile.goes(f"reward/{reward}")
    mobile.sees(KK["which_till"])
    offered = mobile.page.says(
        "Array.from(document.querySelectorAll('select[name=till] option'), (it) => +it.value)"
    )
    assert offered == [bakery.rig.id, other]
    mobile.page.says(f"document.querySelector('select[name=till]').value = '{other}'")
    mobile.tap("form[data-do=take] button")
    mobile.sees(KK["show_cashier"])
    with bakery.store.read() as work:
        till = work.tills.get(other)
    assert till is not None
    mobile.sees(f"Абай даңғылы, {till.name}")
    held = show_voucher(bakery.hub, bakery.member_called(77), VoucherId(1)).voucher
    assert (held.scope, held.place) == (Scope.TILL, other)


@pytest.mark.parametrize("start", ["rewards", "voucher-1"])
def test_a_link_may_lead_to_a_screen(bakery: Bakery, mobile: Phone, start: str) -> None:
    """From a message of the bot straight to what it is about; and back leads home."""
    rich(bakery, mobile)
    mobile.goes("reward/1")
    mobile.tap("form[data-do=take] button")
    mobile.shows("voucher/1")
    mobile.open(bakery.now(), start=start)
    mobile.shows(start.replace("-", "/"))
    mobile.hears("back_button_pressed")
    mobile.shows("home")


def test_the_camera_takes_slips_and_says_which_code_is_which(bakery: Bakery, mobile: Phone) -> None:
    """A strange code is explained; the right one closes the camera and gives its points."""
    rich(bakery, mobile)
    mobile.tap("a.scan")
    [popup] = mobile.told("web_app_open_scan_qr_popup")
    assert 0 < len(popup["text"]) <= 64
    mobile.hears("qr_text_received", data="WIFI:S:kafe;;")
    mobile.sees(KK["codes_ours"])
    _, code = bakery.slip()
    mobile.tap("button[data-do=scan]")
    mobile.hears("qr_text_received", data=f"https://loyalty.example.kz/c/{code}")
    mobile.sees(KK["claimed"])
    assert len(mobile.told("web_app_close_scan_qr_popup")) == 2


def test_a_member_chooses_another_language(bakery: Bakery, mobile: Phone) -> None:
    """Every word changes, and the choice holds for the next opening, whatever Telegram speaks."""
    rich(bakery, mobile)
    mobile.goes("me")
    mobile.tap("[data-language=ru]")
    mobile.sees(RU["notices"])
    mobile.page.until("document.documentElement?.lang === 'ru'")
    assert mobile.page.says("document.querySelector('#tabs').innerText.includes('Награды')")
    mobile.open(bakery.now())
    mobile.sees("Здравствуйте")
    assert mobile.page.complaints == []


def test_messages_are_asked_for_after_the_first_points(bakery: Bakery, mobile: Phone) -> None:
    """First consent, then messages; Telegram's own answer is what counts."""
    rich(bakery, mobile)
    assert mobile.told("web_app_request_write_access") == []
    mobile.tap("[data-do=consent]")
    mobile.page.until("!document.querySelector('[data-ask]')")
    mobile.page.says(
        "answers = { web_app_request_write_access:"
        " ['write_access_requested', { status: 'allowed' }] }"
    )
    mobile.goes("me")
    mobile.tap(".switch[aria-checked=false]")
    mobile.page.until("document.querySelector('.switch[aria-checked=true]') !== null")
    with bakery.store.read() as work:
        found = work.members.get(bakery.member_called(77))
    assert found is not None
    assert found.settings == {"notices": True}


def test_a_member_takes_his_data_and_goes(bakery: Bakery, mobile: Phone) -> None:
    """The copy is a file; after the erasure nothing is left on the phone either."""
    rich(bakery, mobile)
    mobile.goes("me")
    mobile.tap("[data-do=export]")
    mobile.page.until("document.querySelector('a[download]')?.href.startsWith('blob:')")
    mobile.tap("[data-do=erase]")
    mobile.sees(KK["erased"])
    assert mobile.page.says("Object.keys(localStorage).length") == 0
    with bakery.store.read() as work:
        assert work.members.of_telegram(77) is None


def test_outside_telegram_the_way_in_is_shown(mobile: Phone) -> None:
    """A plain browser gets no error: it gets the way into Telegram."""
    mobile.page.call("Page.navigate", url=f"{mobile.origin}/app/")
    mobile.page.until("document.querySelector('main a.button')?.href.startsWith('https://t.me/')")


def test_a_theme_is_taken_where_it_can_be_read(bakery: Bakery, mobile: Phone) -> None:
    """White, grey and black ones give light or dark; coloured ones themselves, if legible."""
    night = {"bg_color": "#17212b", "secondary_bg_color": "#0e1621", "text_color": "#f5f5f5"}
    mobile.open(bakery.now(), theme={"bg_color": "nonsense"})
    mobile.sees("Айгерім")
    assert mobile.page.says("document.documentElement.dataset.scheme ?? null") is None
    paper = "getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
    for theme, scheme, shown in (
        ({"bg_color": "#ffffff"}, "light", "#fffdf9"),
        (DARK, "dark", "#241910"),
        (night, "dark", "#17212b"),
        (night | {"text_color": "#2b3a4b"}, "dark", "#241910"),
    ):
        mobile.hears("theme_changed", theme_params=theme)
        mobile.page.until(f"document.documentElement.dataset.scheme === '{scheme}'")
        assert mobile.page.says(paper) == shown
        frame = mobile.told("web_app_set_header_color")[-1]["color"]
        assert frame == mobile.page.says(paper.replace("paper", "table"))
