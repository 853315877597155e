"""The pages of the bench `web`, each opened in Chromium over a line and with a slow processor."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.usecases.live import number_feed
from tests.chromium import Window, window
from tests.hub.web.bakery import COFFEE, CROISSANT, DISCOUNT, GOLDEN, PART, Bakery
from tests.hub.web.office import Office, desk
from tests.hub.web.phone import Phone, phone
from tests.hub.web.wallet_world import NUMBER, SCREEN, WalletWorld, a_bridge, chosen

RUNS: Final = 5
_KB: Final = 1024


class Line(NamedTuple):
    """A line, and the processor at its end."""

    latency: int
    """Milliseconds to and fro."""
    speed: float
    """Bytes a second."""
    slower: int
    """How many times slower than this machine's the processor is."""


SLOW_3G: Final = Line(400, 400_000 / 8, 6)
FAST_3G: Final = Line(150, 1_600_000 / 8, 4)
FOUR_G: Final = Line(85, 9_000_000 / 8, 2)
"""An office with a stick for the mobile net, and a laptop that has seen years."""
_WATCH: Final = """
window.seen = {};
new PerformanceObserver((list) => { seen.largest = list.getEntries().at(-1).startTime; })
  .observe({ type: 'largest-contentful-paint', buffered: true });
const look = () => {
  if (document.documentElement?.dataset.shown) seen.content ??= performance.now();
  else requestAnimationFrame(look);
};
look();
"""
"""Content is there when the hub's own screen is: not the page's first shape."""
_FETCHED: Final = (
    "performance.getEntries().filter((it) => it.transferSize && it.responseEnd < {until})"
    ".map((it) => [it.name, it.transferSize])"
)
_SHARED: Final = ("baursak.css", "hub.js", "telegram.js", "theme.js", "baursak.svg")
"""What the phone has from the Mini App when its owner goes to the wallet screen."""


@contextmanager
def a_hub() -> Iterator[tuple[DatabaseStore, MemoryBell, Path]]:
    """Make a database of its own while the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'hub.sqlite3'}")
        migrate(engine)
        bell = MemoryBell()
        try:
            yield DatabaseStore(engine), bell, Path(folder)
        finally:
            bell.close()
            engine.dispose()


def furnished(store: DatabaseStore, bell: MemoryBell) -> Bakery:
    """Return a bakery with a catalogue."""
    bakery = Bakery(store, bell)
    bakery.set_policy(claims_member_day_soft=1000, claims_member_day_hard=1000)
    bakery.offers(*(CROISSANT, COFFEE, DISCOUNT, GOLDEN, PART) * 4)
    return bakery


def measure_miniapp() -> dict[str, Any]:
    """Measure the first opening with a slip, on both nets."""
    with a_hub() as (store, bell, folder), window(folder / "chromium") as page:
        bakery = furnished(store, bell)
        with bakery.open() as place, phone(page, place) as mobile:
            page.call("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
            slow = [_opened(bakery, mobile, SLOW_3G) for _ in range(RUNS)]
            fast = [_opened(bakery, mobile, FAST_3G) for _ in range(RUNS)]
            outside = _outside(page, mobile.origin)
    return {
        "miniapp_kb": round(max(it["bytes"] for it in slow) / _KB, 1),
        "miniapp_requests": int(slow[0]["requests"]),
        "content_slow3g_s": _median(slow, "content"),
        "lcp_slow3g_s": _median(slow, "largest"),
        "content_fast3g_s": _median(fast, "content"),
        "lcp_fast3g_s": _median(fast, "largest"),
        "outside_miniapp": outside,
    }


def measure_wallet() -> dict[str, Any]:
    """Measure what the wallet screen takes that the Mini App has not fetched, SDK and all."""
    with (
        a_hub() as (store, bell, folder),
        window(folder / "chromium") as page,
        a_bridge() as bridge,
    ):
        world = WalletWorld(store, folder / "epochs", bell, bridge)
        with world.open() as place, phone(page, place) as mobile:
            mobile.open(world.clock.time, path=SCREEN, number=NUMBER)
            mobile.shows("wallet")
            before = dict(page.says(_FETCHED.format(until="Infinity")))
            outside = _outside(page, mobile.origin)
            chosen(mobile)
            after = dict(page.says(_FETCHED.format(until="Infinity")))
    own = sum(size for name, size in before.items() if not name.endswith(_SHARED))
    sdk = sum(size for name, size in after.items() if name.endswith("/sdk.js"))
    return {
        "wallet_kb": round((own + sdk) / _KB, 1),
        "wallet_screen_kb": round(own / _KB, 1),
        "wallet_sdk_kb": round(sdk / _KB, 1),
        "outside_wallet": outside,
    }


def measure_dashboard() -> dict[str, Any]:
    """Measure the overview as an owner opens it in the morning."""
    with a_hub() as (store, bell, folder), window(folder / "chromium") as page:
        office = Office(store, bell)
        office.days(7, 12)
        number_feed(office.hub)
        with office.open() as place, desk(page, place) as seat:
            seat.signs_in(office.employs(Role.OWNER, office.partner))
            seat.at("/owner/")
            page.call("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
            runs = [_overview(page, seat.origin) for _ in range(RUNS)]
            outside = _outside(page, seat.origin)
    return {
        "dashboard_kb": round(max(it["bytes"] for it in runs) / _KB, 1),
        "dashboard_requests": int(runs[0]["requests"]),
        "dashboard_lcp_s": _median(runs, "largest"),
        "outside_dashboard": outside,
    }


def _opened(bakery: Bakery, mobile: Phone, line: Line) -> dict[str, float]:
    """Open the app with a new slip, everything fetched anew, and return what it took."""
    page: Window = mobile.page
    _, code = bakery.slip()
    page.call("Storage.clearDataForOrigin", origin=mobile.origin, storageTypes="all")
    _slow(page, line)
    mobile.open(bakery.now(), start=code)
    mobile.shows("claimed")
    page.until("seen.content && seen.largest")
    page.call("Emulation.setCPUThrottlingRate", rate=1)
    found = page.says(_FETCHED.format(until="seen.content"))
    return {"bytes": sum(it[1] for it in found), "requests": len(found), **page.says("seen")}


def _overview(page: Window, origin: str) -> dict[str, float]:
    """Open the overview with nothing kept but who is signed in."""
    page.call("Page.navigate", url="about:blank")
    page.until("location.href === 'about:blank'")
    _slow(page, FOUR_G)
    page.open(f"{origin}/owner/")
    page.until("document.querySelector('#live')?.dataset.is === 'live'")
    page.until("seen.largest")
    page.call("Emulation.setCPUThrottlingRate", rate=1)
    found = page.says(_FETCHED.format(until="Infinity"))
    return {"bytes": sum(it[1] for it in found), "requests": len(found), **page.says("seen")}


def _slow(page: Window, line: Line) -> None:
    """Give the browser such a line and processor, and an empty cache."""
    page.call("Network.clearBrowserCache")
    page.call(
        "Network.emulateNetworkConditions",
        offline=False, latency=line.latency, downloadThroughput=line.speed,
        uploadThroughput=line.speed,
    )  # fmt: skip
    page.call("Emulation.setCPUThrottlingRate", rate=line.slower)


def _outside(page: Window, origin: str) -> int:
    return len([it for it in page.asked if not it.startswith((origin, "about:", "data:"))])


def _median(runs: list[dict[str, float]], name: str) -> float:
    """Return the middle of what was measured, in seconds."""
    return round(statistics.median(it[name] for it in runs) / 1000, 2)
