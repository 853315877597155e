"""A card on paper out of the Mini App: made, shown, its PIN changed, blocked."""

import json
from pathlib import Path
from typing import Final

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.cards import CardState
from hub.usecases.member_cards import check_card_pin, own_card
from tests.chromium import Window
from tests.hub.web.bakery import Bakery
from tests.hub.web.phone import DARK, LIGHT, Phone, phone
from tests.hub.web.test_miniapp_looks import PICTURES, Looks

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PIN: Final = "4071"


def fills(mobile: Phone, what: str, **fields: str) -> None:
    """Type into one of the card's forms and send it."""
    for name, text in fields.items():
        field = json.dumps(f"form[data-do={what}] [name={name}]")
        mobile.page.says(f"document.querySelector({field}).value = {json.dumps(text)}")
    mobile.page.says("document.documentElement.dataset.shown = ''")
    mobile.tap(f"form[data-do={what}] button")
    mobile.shows("card")


def test_a_member_makes_a_card_for_the_purse(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, tmp_path: Path, *, full: bool
) -> None:
    """Each wrong PIN is told beside its field; axe finds nothing; a lost card is lost at once."""
    bakery = Bakery(store, bell)
    folder = PICTURES if full else tmp_path
    with bakery.open() as place, phone(chromium, place) as mobile:
        looks = Looks(mobile)
        mobile.open(bakery.now(), theme=LIGHT, language_code="kk")
        mobile.shows("home")
        member = bakery.member_called(77)
        mobile.goes("me")
        mobile.tap("a[href='#card']")
        mobile.shows("card")
        looks.at("no card", folder / "card-none-kk-light.png")
        fills(mobile, "card-make", pin="1234", again="1234")
        mobile.sees("оңай код жарамайды")
        fills(mobile, "card-make", pin=PIN, again="5820")
        mobile.sees("Екі PIN-код бірдей емес")
        assert own_card(bakery.hub, member) is None
        fills(mobile, "card-make", pin=PIN, again=PIN)
        made = own_card(bakery.hub, member)
        assert made is not None
        mobile.page.until("document.querySelector('[data-do=card-print]') !== null")
        looks.at("card", folder / "card-kk-light.png")
        assert made.code not in mobile.page.says("document.documentElement.outerHTML")
        fills(mobile, "card-pin", old="9157", pin="5820", again="5820")
        mobile.sees("Қалған мүмкіндік: 7")
        fills(mobile, "card-pin", old=PIN, pin="5820", again="5820")
        mobile.sees("PIN-код ауысты")
        assert check_card_pin(bakery.hub, made.card.number, "5820").member == member
        mobile.open(bakery.now(), theme=DARK)
        mobile.shows("home")
        mobile.goes("card")
        looks.at("card dark", folder / "card-kk-dark.png")
        mobile.tap("[data-do=card-block]")
        mobile.page.until("document.querySelector('form[data-do=card-make]') !== null")
        with store.read() as work:
            blocked = work.cards.get(made.card.number)
        assert blocked is not None
        assert blocked.state is CardState.BLOCKED
        assert looks.found == []
        assert mobile.page.complaints == []
