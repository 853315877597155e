"""Rewards and rules in a real browser: a reward from the editor to the member's phone."""

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import Role
from hub.core.almaty import DAY
from hub.core.earning_rules import HappyHours, Rates, RuleKind
from hub.core.ids import MemberId, RewardId
from hub.usecases.earning_rules import add_rule, end_rule
from hub.usecases.rewards import add_reward, withdraw_reward
from hub.web.owner.texts import words_in
from tests.chromium import Window
from tests.hub.usecases.claim_world import rule_of
from tests.hub.web.bakery import COFFEE, DISCOUNT, GOLDEN, PART
from tests.hub.web.looking import Looks
from tests.hub.web.office import Desk, Office, desk
from tests.hub.web.pastry import cake, cup
from tests.hub.web.phone import Phone, phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
WIDE, PHONE = (1280, 900), (390, 844)
SAID = {
    "title_kk": "Бал торт, бір тілім", "title_ru": "Медовик, кусок", "title_en": "Honey cake",
    "details_kk": "Сегіз қабат, қышқылтым крем.", "details_ru": "Восемь коржей, сметанный крем.",
    "details_en": "Eight layers and sour cream.", "ring_up_kk": "«Сыйлық 15» пернесі",
    "ring_up_ru": "Клавиша «Подарок 15»", "ring_up_en": "Key Gift 15",
    "price": "300", "value": "1200", "stock": "40",
}  # fmt: skip
_TYPES = """
((form, said) => {
  for (const [name, text] of Object.entries(said)) form.elements[name].value = text;
})
"""
_PICKS = """
(async (name, content) => {
  const bytes = Uint8Array.from(atob(content), (it) => it.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], 'cake.jpg', {type: 'image/jpeg'}));
  document.querySelector(`[name=${name}]`).files = chosen.files;
})
"""
RULE = {"name": "Жомарт күз", "rate_bronze": "4", "rate_silver": "6", "rate_gold": "8",
        "minimum": "1000", "cap_receipt": "250", "cap_budget": "100000", "excluded": "сигарет",
        "hh0_from": "15:00", "hh0_to": "17:00", "hh0_percent": "150"}  # fmt: skip


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell, *, full: bool) -> Office:
    """Return an office with rewards and rules of every state."""
    office = Office(store, bell)
    office.days(30 if full else 1, 5)
    office.offers(office.photographed(COFFEE, cup()), DISCOUNT, stock=20)
    withdraw_reward(office.hub, office.owner, office.offers(PART)[0].id)
    add_reward(office.hub, office.owner, office.partner, office.photographed(GOLDEN, cake()), 6)
    now = office.now()
    happy = HappyHours(frozenset({1, 2, 3, 4, 5}), 15 * 60, 17 * 60, 200)
    for changes in (
        {"kind": RuleKind.WELCOME, "bonus": Points(500), "name": "Қош келдіңіз"},
        {"since": UnixTime(now + 8 * DAY), "name": "Жаңа жыл", "rates": Rates(5, 7, 10),
         "happy_hours": (happy,)},
    ):  # fmt: skip
        add_rule(office.hub, office.owner, rule_of(office.partner, **{"since": now, **changes}))
    old = rule_of(office.partner, since=UnixTime(now - 30 * DAY), name="Ескі акция")
    end_rule(office.hub, office.owner, add_rule(office.hub, office.owner, old).id, now)
    return office


@pytest.fixture
def seat(office: Office, chromium: Window) -> Iterator[Desk]:
    """Return a browser at the dashboard, its owner signed in."""
    with office.open() as place, desk(chromium, place) as lent:
        lent.signs_in(office.employs(Role.OWNER, office.partner))
        lent.at("/owner/")
        yield lent


def types(seat: Desk, form: str, said: dict[str, str]) -> None:
    """Type into a form's fields."""
    seat.page.says(f"{_TYPES}(document.querySelector('#{form}'), {json.dumps(said)})")


def presses(seat: Desk, button: str) -> None:
    """Press a button, and wait for the page behind it."""
    seat.page.says("window.before = true")
    seat.page.says(f"document.querySelector({json.dumps(button)}).click()")
    seat.page.until("!window.before && document.readyState === 'complete'")


def test_a_reward_goes_from_the_editor_to_a_members_phone(office: Office, seat: Desk) -> None:
    """Written, photographed, reckoned through, offered, taken; and edited while that is out."""
    _give(office, office.people[0])
    seat.speaks("ru")
    made = _written(office, seat, words_in("ru"))
    with phone(seat.page, seat.origin.removeprefix("http://")) as mobile:
        _takes(office, mobile, made)
    seat.goes(f"/owner/rewards/{made}")
    types(seat, "reward-form", {"price": "350", "title_ru": "Медовик, большой кусок"})
    presses(seat, ".saving [name=look]")
    seat.sees(words_in("ru")["o_held_text"])
    presses(seat, ".saving [name=act]")
    seat.sees(words_in("ru")["oz_done_saved"])
    with phone(seat.page, seat.origin.removeprefix("http://")) as mobile:
        mobile.open(office.clock.time, number=7_000)
        mobile.shows("home")
        mobile.goes("vouchers")
        mobile.sees(SAID["title_kk"])


def _written(office: Office, seat: Desk, w: dict[str, str]) -> RewardId:
    """Write a reward, look at it, save and offer it."""
    seat.goes("/owner/rewards/new")
    types(seat, "reward-form", {**SAID, "title_kk": ""})
    photo = base64.b64encode(cake()).decode("ascii")
    seat.page.says(f"{_PICKS}('photo', '{photo}')")
    presses(seat, ".saving [name=act]")
    seat.sees("Қазақша (Название)")
    assert seat.page.says("document.querySelector('.crop-card').naturalWidth") > 0
    types(seat, "reward-form", {"title_kk": SAID["title_kk"]})
    presses(seat, ".saving [name=look]")
    seat.sees(w["o_run"])
    phones = "document.querySelectorAll('.handset')"
    assert seat.page.says(f"{phones}.length") == 2
    grounds = f"[...{phones}].map((it) => getComputedStyle(it).backgroundColor)"
    assert len(set(seat.page.says(grounds))) == 2, "one by day, one by night"
    presses(seat, ".chip[name=look][value=kk]")
    seat.page.until(f"{phones}[0].innerText.includes({json.dumps(SAID['title_kk'])})")
    presses(seat, ".saving [name=act]")
    seat.sees(w["o_added"])
    presses(seat, "form[action$=offer] button")
    seat.sees(w["oz_done_offered"])
    with office.store.read() as work:
        return work.rewards.listed(Page(), None, None)[-1].id


def _give(office: Office, member: MemberId) -> None:
    [event] = office.rig.append(office.sale(60_000_00), at=office.clock.time)
    office.claim(member, event)
    office.hand_in(office.rig)


def _takes(office: Office, mobile: Phone, reward: RewardId) -> None:
    """See the card with its picture, and take a voucher."""
    mobile.open(office.clock.time, number=7_000)
    mobile.shows("home")
    mobile.goes("rewards")
    card = f"document.querySelector('.good-one[href=\"#reward/{reward}\"]')"
    assert SAID["title_kk"] in mobile.page.says(f"{card}.innerText")
    assert mobile.page.says(f"{card}.querySelector('img.picture') !== null")
    mobile.goes(f"reward/{reward}")
    mobile.tap("form[data-do=take] button")
    mobile.page.until("document.querySelector('.ticket .qr') !== null")


def test_every_screen_of_the_offer_is_open_to_everybody(seat: Desk, *, full: bool) -> None:
    """Axe finds nothing; at 320 px and with large letters all fits."""
    looks = Looks(seat.page)
    spoken = [(it, theme) for it in ("kk", "ru", "en") for theme in ("light", "dark")]
    for language, theme in spoken if full else (("kk", "dark"), ("ru", "light")):
        seat.page.prefers("prefers-color-scheme", theme)
        seat.goes("/owner/tills")
        seat.speaks(language)
        sizes = (WIDE, PHONE) if full else (WIDE if theme == "light" else PHONE,)
        for size in sizes:
            for name in ("rewards", "reward-editor", "reward-preview", "rules", "rule-simulation"):
                _opens(seat, name, size)
                if full and _is_kept(language, theme, size):
                    time.sleep(1)
                    seat.page.picture(PICTURES / f"{name}{_kind(theme, size)}.png")
                looks.at(f"{name} {language} {theme} {size}", size)
    assert not looks.found, "\n".join(looks.found)


def _is_kept(language: str, theme: str, size: tuple[int, int]) -> bool:
    return (language, theme, size) in {("ru", "light", WIDE), ("kk", "dark", PHONE)}


def _kind(theme: str, size: tuple[int, int]) -> str:
    return f"-phone-{theme}" if size == PHONE else f"-{theme}"


def _opens(seat: Desk, name: str, size: tuple[int, int]) -> None:
    """Open a screen as its user comes to it."""
    match name:
        case "rewards" | "rules":
            seat.goes(f"/owner/{name}", *size)
        case "reward-editor":
            seat.goes("/owner/rewards/2", *size)
            types(seat, "reward-form", {"price": "", "title_en": ""})
            presses(seat, ".saving [name=act]")
            seat.page.says("document.querySelector('.tongue-fields').scrollIntoView()")
        case "reward-preview":
            seat.goes("/owner/rewards/2", *size)
            types(seat, "reward-form", {"price": "500"})
            presses(seat, ".saving [name=look]")
            seat.page.says("document.querySelector('#looks-like').scrollIntoView()")
        case _:
            seat.goes("/owner/rules/new?instead=1", *size)
            types(seat, "rule-form", RULE)
            for day in range(1, 6):
                seat.page.says(f"document.querySelector('[name=hh0_d{day}]').checked = true")
            presses(seat, ".saving [name=act]")
            seat.page.says("document.querySelector('#simulated').scrollIntoView()")
