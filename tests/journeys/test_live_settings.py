"""Settings from the hub and from the file hold while vouchers are taken, on the real programs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.config import FACE_FILE, LOG_FILE
from agent.core.counter_view import DeviceState
from agent.standing import standing_of
from contracts.wire.refusals import Refusal
from hardware.codes.showing import code_png
from hub.usecases.tills import set_shop_settings, show_till
from tests.journeys.face import CashiersPage
from tests.journeys.shop import PATIENCE_S, EnrolledTill, Shop

NO_MONEY = "total_max: 0 would refuse every receipt."


def waits_for(done: Callable[[], bool]) -> None:
    """Wait until it is so, but not for ever."""
    until = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def set_to(till: EnrolledTill, *, camera: str = "", face: bool = True) -> None:
    """Write other settings of the counter, as an editor does."""
    path = till.home / "agent.toml"
    text = path.read_text().partition("[counter]")[0]
    counter = f'[counter]\nface = {str(face).lower()}\ncamera = "{camera}"\n'
    path.with_name("new").write_text(text + counter)
    path.with_name("new").replace(path)


@contextmanager
def changing_all_the_time(till: EnrolledTill, camera: str) -> Iterator[None]:
    """Set the camera up and take it away again and again while the block lasts."""
    over = threading.Event()

    def change() -> None:
        while not over.wait(0.2):
            set_to(till, camera=camera)
            over.wait(3.5)
            set_to(till)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_settings_hold_while_vouchers_are_taken(tmp_path: Path) -> None:
    """A nod is needed no more; wrong ones are refused and the hub knows why; no voucher is lost."""
    film = tmp_path / "film"
    film.mkdir()
    (film / "poster.png").write_bytes(code_png("https://example.kz/menu"))
    camera = f"folder://{film}?fps=15&loop=1"
    with Shop(tmp_path) as shop:
        town, reward = shop.town, shop.reward()
        till = shop.till("till-2")
        with till.open() as running:
            page = running.page
            assert page.types(shop.bought(reward)[0])["glance"] == "offer"
            hub_sets(shop, till, auto_accept_max=10_000_000)
            waits_for(lambda: standing_of(till.home).settings.revision is not None)
            held = standing_of(till.home).settings
            assert page.types(shop.bought(reward)[0])["glance"] == "accepted"

            hub_sets(shop, till, total_max=0, auto_accept_max=0)
            found = standing_of(till.home).settings
            assert (found.revision, found.refused) == (held.revision, (NO_MONEY,))
            notes = show_till(town.hub, town.owner, till.number).health["notes"]
            assert notes == [f"Settings refused: {NO_MONEY}"]

            with changing_all_the_time(till, camera):
                for _ in range(6):
                    assert page.types(shop.bought(reward)[0])["glance"] == "accepted"
                    time.sleep(1)
            the_page_goes_and_comes(till, camera)
            log = (till.home / LOG_FILE).read_text()
            assert log.count("counter.camera changed") >= 2
            assert Refusal.OUR_BUG not in log


def hub_sets(shop: Shop, till: EnrolledTill, **settings: int) -> None:
    """Set something for all tills of the shop at the hub; the till hears of it and answers."""
    town = shop.town
    set_shop_settings(town.hub, town.owner, town.shop, settings)
    till.syncs()


def the_page_goes_and_comes(till: EnrolledTill, camera: str) -> None:
    """Switch the page off and on, and the camera on with it."""
    set_to(till, face=False)
    waits_for(lambda: not standing_of(till.home).face)
    assert not (till.home / FACE_FILE).exists()
    set_to(till, camera=camera)
    waits_for(lambda: standing_of(till.home).camera.state is DeviceState.READY)
    assert CashiersPage(till.home).until(saying="is_link")["glance"] == "staff"
