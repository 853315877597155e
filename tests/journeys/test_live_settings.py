"""Settings from the hub and from the file hold while vouchers are taken, on the real programs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from agent.config import FACE_FILE, LOG_FILE
from agent.core.counter_view import DeviceState
from agent.standing import standing_of
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
def changing(till: EnrolledTill, camera: str) -> Iterator[threading.Event]:
    """Set the camera up, take it away and set it up once more; tell when that is done."""
    over = threading.Event()

    def change() -> None:
        for wanted in (camera, "", camera):
            set_to(till, camera=wanted)
            waits_for(partial(is_so, till, camera=bool(wanted)))
        over.set()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield over
    finally:
        thread.join()


def is_so(till: EnrolledTill, *, camera: bool) -> bool:
    """Tell whether it has a camera, or has none, as wanted."""
    return has_camera(till) is camera


def has_camera(till: EnrolledTill) -> bool:
    """Tell whether the running agent looks through a camera."""
    return standing_of(till.home).camera.state is DeviceState.READY


def test_settings_hold_while_vouchers_are_taken(tmp_path: Path) -> None:
    """A nod is needed no more; wrong ones are refused and the hub knows why; no voucher is lost."""
    film = tmp_path / "film"
    film.mkdir()
    (film / "poster.png").write_bytes(code_png("https://example.kz/menu"))
    camera = f"folder://{film}?fps=15&loop=1"
    with Shop(tmp_path) as shop:
        town, reward = shop.town, shop.reward()
        till = shop.till("till-2")
        codes: list[str] = []

        def bought() -> str:
            codes.append(shop.bought(reward)[0])
            return codes[-1]

        with till.open() as running:
            page = running.page
            offered = page.types(bought())
            assert offered["glance"] == "offer"
            hub_sets(shop, till, auto_accept_max=10_000_000)
            waits_for(lambda: standing_of(till.home).settings.revision is not None)
            standing = standing_of(till.home)
            assert standing.hub is not None
            assert standing.hub.lease is not None
            assert (standing.hub.state, bool(standing.hub.last_sync)) == ("up_to_date", True)
            held = standing.settings
            page.does("confirm", offered["number"])  # what was offered is not taken away
            page.until(glance="accepted")
            assert page.types(bought())["glance"] == "accepted"

            hub_sets(shop, till, total_max=0, auto_accept_max=0)
            found = standing_of(till.home).settings
            assert (found.revision, found.refused) == (held.revision, (NO_MONEY,))
            notes = show_till(town.hub, town.owner, till.number).health["notes"]
            assert notes == [f"Settings refused: {NO_MONEY}"]

            with changing(till, camera) as over:
                while not over.wait(0.5):
                    assert page.types(bought())["glance"] == "accepted"
            page = the_page_goes_and_comes(till, camera)
            (film / "next").write_bytes(code_png(bought()))
            (film / "next").replace(film / "poster.png")
            page.until(glance="accepted")
            log = (till.home / LOG_FILE).read_text()
            assert " in counter" not in log, "a bug of ours"
            assert [it for it in codes if it in log] == []


def hub_sets(shop: Shop, till: EnrolledTill, **settings: int) -> None:
    """Set something for all tills of the shop at the hub; the till hears of it and answers."""
    town = shop.town
    set_shop_settings(town.hub, town.owner, town.shop, settings)
    till.syncs()


def the_page_goes_and_comes(till: EnrolledTill, camera: str) -> CashiersPage:
    """Switch the page off and on, and the camera on with it; return the page."""
    set_to(till, face=False)
    waits_for(lambda: not standing_of(till.home).face)
    assert not (till.home / FACE_FILE).exists()
    set_to(till, camera=camera)
    waits_for(lambda: has_camera(till))
    return CashiersPage(till.home)
