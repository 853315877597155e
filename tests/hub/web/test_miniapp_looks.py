"""Every screen, light and dark, in three languages: nobody is kept out, nothing runs over the edge.

In full, all of them, with axe-core and a picture of each in docs/pictures/miniapp; else a sample.
"""

import gzip
import json
import time
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.web.sentences import LANGUAGES
from tests.chromium import Window
from tests.evidence import record
from tests.hub.web.bakery import COFFEE, CROISSANT, DISCOUNT, GOLDEN, PART, Bakery
from tests.hub.web.pastry import cake, cup
from tests.hub.web.phone import DARK, HEIGHT, LIGHT, WIDTH, Phone, phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES: Final = Path(__file__).parents[3] / "docs" / "pictures" / "miniapp"
_AXE: Final = Path(__file__).parent / "vendor" / "axe.min.js.gz"
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NARROW: Final = 320
SCREENS: Final = (
    "home", "rewards", "reward/1", "reward/4", "reward/5", "voucher/1", "vouchers", "history",
    "me", "consent", "scan",
)  # fmt: skip
SAMPLE: Final = (("kk", "light", SCREENS), ("ru", "dark", ("home", "voucher/1", "me")))
_RESTED: Final = """
document.getAnimations().forEach((it) => it.effect.getComputedTiming().iterations === Infinity
  ? it.cancel() : it.finish());
"""
"""Axe measures colours: nothing may be half-way through coming in."""


class Looks:
    """Looks at screens, and notes what is wrong with them."""

    def __init__(self, mobile: Phone) -> None:
        self.page = mobile.page
        self.found: list[str] = []
        self.looked = 0
        self._axe = gzip.decompress(_AXE.read_bytes()).decode("utf-8")

    def at(self, name: str, picture: Path | None) -> None:
        """Look at what the phone shows now."""
        self.looked += 1
        if picture is not None:
            self.page.picture(picture)
            _lighten(picture)
        self.page.says(_RESTED)
        self.page.says(f"{self._axe};0")
        asked = {"runOnly": _RULES, "resultTypes": ["violations"]}
        said = self.page.says(
            f"axe.run(document, {json.dumps(asked)}).then((it) => it.violations.map((one) =>"
            " `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`))"
        )
        self.found += [f"{name}: {it}" for it in said]
        self._narrow(name)

    def _narrow(self, name: str) -> None:
        """Look at it on the narrowest phone, then with letters of twice the size."""
        for size, what in ((16, "narrow"), (32, "large letters")):
            self.page.call(
                "Emulation.setDeviceMetricsOverride",
                width=_NARROW, height=640, deviceScaleFactor=1, mobile=True,
            )  # fmt: skip
            self.page.says(f"document.documentElement.style.fontSize = '{size}px'")
            wide = self.page.says("document.documentElement.scrollWidth")
            if wide > _NARROW:
                self.found.append(f"{name}: {what}: {wide} px wide")
        self.page.says("document.documentElement.style.fontSize = ''")
        self.page.call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=True,
        )  # fmt: skip
        self.page.call("Emulation.resetPageScaleFactor")


def _lighten(picture: Path) -> None:
    """Keep a picture in 256 colours: a third of the size, and nobody sees the difference."""
    with Image.open(picture) as seen:
        fewer = seen.convert("RGB").quantize(256)
    fewer.save(picture, optimize=True)


def _furnished(store: DatabaseStore, bell: MemoryBell) -> tuple[Bakery, str]:
    """Return a bakery with a regular guest, and the code of a slip for her."""
    bakery = Bakery(store, bell)
    bakery.set_policy(claims_member_day_soft=100, claims_member_day_hard=100)
    coffee, golden = bakery.photographed(COFFEE, cup()), bakery.photographed(GOLDEN, cake())
    bakery.offers(CROISSANT, coffee, DISCOUNT, golden, PART)
    for total in (9_000_00, 12_400_00, 6_350_00):
        bakery.rig.append(bakery.sale(total), at=bakery.clock.time - 3600)
    return bakery, bakery.slip()[1]


def _fill(bakery: Bakery, mobile: Phone, language: str, theme: dict[str, str], code: str) -> None:
    """Open the app, and let the member have points, a history and a voucher."""
    mobile.open(bakery.now(), start=code, theme=theme, language_code=language)
    mobile.shows("claimed")
    member = bakery.member_called(77)
    for event in bakery.rig.events[:3]:
        bakery.claim(member, event)
    bakery.hand_in(bakery.rig)
    mobile.goes("reward/1")
    mobile.tap("form[data-do=take] button")
    mobile.shows("voucher/1")


def _themes(*, full: bool) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    if not full:
        return SAMPLE
    return tuple((it, theme, SCREENS) for it in LANGUAGES for theme in ("light", "dark"))


def test_every_screen_is_open_to_everybody(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, *, full: bool
) -> None:
    """Axe finds nothing in any theme and language; at 320 px and with large letters all fits."""
    began = time.monotonic()
    bakery, code = _furnished(store, bell)
    with bakery.open() as place, phone(chromium, place) as mobile:
        _fill(bakery, mobile, "kk", LIGHT, code)
        looks = Looks(mobile)
        for language, theme, screens in _themes(full=full):
            _speak(bakery, mobile, language, DARK if theme == "dark" else LIGHT)
            for screen in screens:
                mobile.goes(screen)
                kept = PICTURES / f"{screen.replace('/', '-')}-{language}-{theme}.png"
                looks.at(f"{screen} {language} {theme}", kept if full else None)
            _moments(bakery, mobile, looks, (language, theme), full=full)
    assert not looks.found, "\n".join(looks.found)
    if full:
        counts: dict[str, object] = {"screens": looks.looked, "axe_violations": 0, "sideways": 0}
        record("miniapp-looks", counts, time.monotonic() - began)


def test_the_page_of_a_claim_is_open_to_everybody(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, *, full: bool
) -> None:
    """Without Telegram: what it is worth, each no, and an address of nothing; measured alike."""
    bakery, good = _furnished(store, bell)
    event, used = bakery.slip()
    bakery.claim(bakery.member(9), event)
    with bakery.open() as place, phone(chromium, place) as mobile:
        looks = Looks(mobile)
        for language, theme, _ in _themes(full=full):
            mobile.page.prefers("prefers-color-scheme", theme)
            for name, path in (
                ("claim", f"c/{good}"),
                ("claim-used", f"c/{used}"),
                ("error", "no"),
            ):
                mobile.size()
                mobile.page.call("Page.navigate", url=f"{mobile.origin}/{path}?lang={language}")
                begun = ".mishap" if name == "error" else "main.paper"
                mobile.page.until(f"document.querySelector('{begun}') !== null")
                kept = PICTURES / f"{name}-{language}-{theme}.png"
                looks.at(f"{name} {language} {theme}", kept if full else None)
    assert not looks.found, "\n".join(looks.found)


def _speak(bakery: Bakery, mobile: Phone, language: str, theme: dict[str, str]) -> None:
    """Open the app in another language and theme."""
    mobile.open(bakery.now(), theme=theme)
    mobile.shows("home")
    mobile.goes("me")
    mobile.page.says("window.before = true")  # the page is opened anew, whatever was spoken before
    mobile.tap(f"[data-language={language}]")
    mobile.page.until(f"!window.before && document.documentElement?.lang === '{language}'")
    mobile.shows("me")


def _moments(
    bakery: Bakery, mobile: Phone, looks: Looks, spoken: tuple[str, str], *, full: bool
) -> None:
    """Look at what has no address: the moment of joy, and the code that gives nothing."""
    language, theme = spoken
    _, code = bakery.slip(4_560_00)
    wrong = "A" + code[1:]
    for name, scanned in (("joy", code), ("not-claimed", wrong)):
        mobile.hears("qr_text_received", data=scanned)
        mobile.shows("claimed" if name == "joy" else "not_claimed")
        time.sleep(0.9 if full else 0)
        kept = PICTURES / f"{name}-{language}-{theme}.png"
        looks.at(f"{name} {language} {theme}", kept if full else None)
