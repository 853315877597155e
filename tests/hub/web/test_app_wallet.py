"""The screen of wallets in a real browser, with wallets that really speak by a bridge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.wallet_proof import Network
from hub.usecases.seal import seal_ledger
from hub.web.app_wallet_texts import wallet_texts
from tests.chromium import Window
from tests.fakes.ton_wallet import VERSIONS, VersionedWallet
from tests.hub.web.phone import Phone, phone
from tests.hub.web.wallet_world import NUMBER, SCREEN, WalletWorld, a_bridge, chosen
from tests.settlers import LocalPlace

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KK, RU = wallet_texts("kk"), wallet_texts("ru")
LINK = "/api/v1/auth/wallet"


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> Iterator[WalletWorld]:
    """Return a programme on chain, with a bridge beside it."""
    with a_bridge() as bridge:
        yield WalletWorld(store, tmp_path / "epochs", bell, bridge)


@pytest.fixture
def mobile(world: WalletWorld, chromium: Window) -> Iterator[Phone]:
    """Return a member's phone."""
    with world.open() as place, phone(chromium, place) as lent:
        yield lent


def opened(world: WalletWorld, mobile: Phone, language: str = "ru") -> None:
    """Open the screen of wallets."""
    mobile.open(world.clock.time, path=SCREEN, number=NUMBER, language_code=language)
    mobile.shows("wallet")


def complaints(mobile: Phone) -> list[str]:
    """Return what the browser complains of; the SDK tells its own steps to the console, too."""
    return [it for it in mobile.page.complaints if not it.startswith('{"type": "debug"')]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wallet_is_linked_by_its_signature_and_unlinked(
    world: WalletWorld, mobile: Phone, version: str
) -> None:
    """Chosen, confirmed, shown; its proof is good once; nobody outside is asked before the choice."""
    opened(world, mobile)
    assert not [it for it in mobile.page.asked if not it.startswith(mobile.origin)]
    assert not [it for it in mobile.page.asked if "sdk" in it]
    own = world.phone_wallet(VersionedWallet(version))
    own.open(chosen(mobile), mobile.origin)
    mobile.sees(RU["yours"])
    assert world.wallet_here() == own.wallet.address
    others = {it.split("?")[0] for it in mobile.page.asked if not it.startswith(mobile.origin)}
    assert others == {f"{world.bridge}/events"}
    headers = world.sign_in(world.member_here()).headers
    again = world.client.put(LINK, json=own.proof, headers=headers)
    assert (again.status_code, again.get_json()["code"]) == (409, "replayed")
    mobile.tap("[data-do=unlink]")
    mobile.sees(RU["choose"])
    assert world.wallet_here() is None
    assert complaints(mobile) == []
