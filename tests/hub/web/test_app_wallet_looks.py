"""The screen of wallets by the measures of every screen: axe, 320 px, letters of twice the size.

In full in three languages and both themes, with some pictures in docs/pictures/miniapp.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.policy import DAY
from hub.web.app_wallet_texts import wallet_texts
from hub.web.sentences import LANGUAGES
from tests.chromium import Window
from tests.fakes.ton_wallet import VersionedWallet
from tests.hub.web.phone import DARK, LIGHT, Phone, phone
from tests.hub.web.test_miniapp_looks import PICTURES, Looks
from tests.hub.web.wallet_world import NUMBER, SCREEN, WALLET, WalletWorld, a_bridge, chosen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAMPLE: Final = (("kk", "light"), ("ru", "dark"))
KEPT: Final = {
    ("choose", "kk", "light"), ("waiting", "ru", "light"), ("linked", "kk", "light"),
    ("linked", "ru", "dark"), ("linked", "en", "light"), ("rest", "ru", "light"),
}  # fmt: skip
"""The pictures that are kept: screen, language, theme."""


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> Iterator[WalletWorld]:
    """Return a programme on chain, with a bridge beside it."""
    with a_bridge() as bridge:
        yield WalletWorld(store, tmp_path / "epochs", bell, bridge)


def test_the_screen_of_wallets_is_open_to_everybody(
    world: WalletWorld, chromium: Window, *, full: bool
) -> None:
    """Before the choice, while the wallet is asked, and with all that a linked wallet shows."""
    tongues = [(it, theme) for it in LANGUAGES for theme in ("light", "dark")] if full else SAMPLE
    with world.open() as place, phone(chromium, place) as mobile:
        looks = Looks(mobile)
        for number, (language, theme) in enumerate(tongues):
            who = NUMBER + number
            see(world, mobile, who, (language, theme))
            look(looks, "choose", (language, theme), full=full)
            chosen(mobile)
            mobile.sees(wallet_texts(language)["waiting"].format(wallet=WALLET))
            look(looks, "waiting", (language, theme), full=full)
            fill(world, who)
            see(world, mobile, who, (language, theme))
            look(looks, "linked", (language, theme), full=full)
            mobile.page.says("document.querySelectorAll('details').forEach(it => it.open = true)")
            mobile.tap("[data-do=check]")
            mobile.page.until("!document.getElementById('found').hidden")
            mobile.page.says("document.getElementById('found').scrollIntoView()")
            look(looks, "rest", (language, theme), full=full)
    assert not looks.found, "\n".join(looks.found)


def see(world: WalletWorld, mobile: Phone, who: int, how: tuple[str, str]) -> None:
    """Open the screen in a language and a theme."""
    language, theme = how
    colours = DARK if theme == "dark" else LIGHT
    mobile.open(world.clock.time, path=SCREEN, number=who, theme=colours, language_code=language)
    mobile.shows("wallet")


def look(looks: Looks, name: str, how: tuple[str, str], *, full: bool) -> None:
    """Look at what is shown, and keep a picture where one is kept."""
    kept = PICTURES / f"wallet-{name}-{how[0]}-{how[1]}.png"
    looks.at(f"wallet {name} {how}", kept if full and (name, *how) in KEPT else None)


def fill(world: WalletWorld, who: int) -> None:
    """Give the member a wallet, points, moves of every kind, and something that came back."""
    own = VersionedWallet("v5r1", who).address
    with world.store.begin() as work:
        found = work.members.of_telegram(who)
        assert found is not None
        work.members.set_wallet(found.id, own)
    world.earn(found.id, 2_400)
    world.earn(found.id, 350, at=UnixTime(world.clock.time - 3 * DAY))
    for points in (600, 250):
        world.move(found.id, points, f"looks {points}")
        world.epoch()
    world.chain.jettons[own] = 600
    world.chain.send_back(own, 150)
    world.come_back()
    with world.store.begin() as work:
        work.sponsoring.note_claimed(own, Points(600), world.clock.now())
    world.move(found.id, 300, "looks 300")
