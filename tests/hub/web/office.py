"""An owner's office: a bakery with some weeks behind it, and a browser at the dashboard."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Final

from contracts.wire.units import ShopId, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.insights_counting import count_days, count_groups, count_points, count_visits
from hub.usecases.seal import seal_ledger
from tests.chromium import Window
from tests.hub.till_world import TillRig, enrol_request
from tests.hub.web.bakery import CROISSANT, Bakery

HOUR: Final = 3600
PASSWORD: Final = "Бауырсақ иісі 2026"
CASHIERS: Final = ("Айдана", "Ерлан", "Мадина")
_BUSY: Final = (8, 9, 9, 10, 12, 13, 13, 14, 16, 17, 18, 18, 19)
"""Hours of the day at which people buy, the busy ones oftener."""


class Office(Bakery):
    """A bakery of two shops and three tills that has been open for some days."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell) -> None:
        super().__init__(store, bell)
        self.set_policy(claims_member_day_soft=10**6, claims_member_day_hard=10**6)
        self.now_at = self.clock.time
        with self.store.begin() as work:
            now = self.clock.now()
            self.second = work.shops.add(self.partner, "Сайран", "Алматы, Төле би 189", now)
            self.other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, now)
        self.rigs = [self.rig, self._till(self.shop, "Есік жағы"), self._till(self.second, "Касса")]
        self.offers(CROISSANT)
        self.people = [self.member(7_000 + it) for it in range(12)]

    def _till(self, shop: ShopId, name: str) -> TillRig:
        made = add_till(self.hub, self.owner, shop, name)
        rig = TillRig(enrol_till(self.hub, enrol_request(made.code), "127.0.0.1"))
        with self.store.begin() as work:
            work.tills.set_registers(rig.id, ("010100112233",))
        return rig

    def days(self, count: int, a_day: int, seed: int = 7) -> None:
        """Let so many days pass, the last of them today, with so many sales on each."""
        dice = Random(seed)
        midnight = self.now_at - (self.now_at + 5 * HOUR) % (24 * HOUR)
        for day in range(count - 1, -1, -1):
            begins = midnight - day * 24 * HOUR
            ends = min(begins + 21 * HOUR, self.now_at)
            for rig in self.rigs:
                times = sorted(
                    begins + dice.choice(_BUSY) * HOUR + dice.randrange(HOUR)
                    for _ in range(dice.randint(a_day // 2, a_day))
                )
                for at in times:
                    if at < ends:
                        self._sell(rig, at, dice)
            self.clock.time = max(self.clock.time, ends) if day == 0 else ends
            for rig in self.rigs:
                self.hand_in(rig)
        self.clock.time = self.now_at
        self.count()

    def _sell(self, rig: TillRig, at: int, dice: Random) -> None:
        self.clock.time = at + 60
        total = dice.choice((650, 890, 1_240, 1_850, 2_840, 4_560, 7_300)) * 100
        sale = replace(self.sale(total), cashier=dice.choice(CASHIERS))
        [event] = rig.append(sale, at=at)
        if dice.random() < 0.55:
            self.claim(dice.choice(self.people), event)

    def count(self) -> None:
        """Count as the worker does."""
        seal_ledger(self.hub)
        count_days(self.hub)
        count_visits(self.hub)
        count_points(self.hub)
        count_groups(self.hub)

    def sells_now(self, total: int) -> None:
        """Let a till sell something and hand it in at once."""
        self.rig.append(replace(self.sale(total), cashier=CASHIERS[0]), at=self.clock.time)
        self.hand_in(self.rig)

    def employs(
        self, role: Role, partner: PartnerId | None, shop: ShopId | None = None, login: str = ""
    ) -> str:
        """Return the login of a new person of the staff."""
        login = login or f"{role.value}-{self.hub.random.octets(4).hex()}"
        hashed = self.hub.passwords.hash(PASSWORD)
        with self.store.begin() as work:
            staff = work.staff.add(login, "Гүлнар Әбенова", None, UnixTime(self.clock.time))
            work.staff.grant(staff, Grant(role, Scope(partner, shop)))
            work.staff.set_secrets(staff, replace(work.staff.secrets(staff), password=hashed))
        return login


class Desk:
    """A browser at the dashboard."""

    def __init__(self, page: Window, place: str) -> None:
        self.page = page
        self.origin = f"http://{place}"

    def goes(self, path: str, width: int = 1280, height: int = 800) -> None:
        """Open a page of the dashboard."""
        self.page.open(f"{self.origin}{path}", width, height)
        self.page.until(
            f"location.href === {json.dumps(self.origin + path)} && document.readyState"
            " === 'complete' && document.querySelector('main') !== null"
        )

    def signs_in(self, login: str, password: str = PASSWORD, code: str = "") -> None:
        """Fill in the form and send it."""
        self.goes("/owner/sign-in")
        self.fills(login=login, password=password, code=code)
        self.page.says("document.querySelector('[data-sign-in] button').click()")

    def speaks(self, language: str) -> None:
        """Choose a language, also the one that is spoken, and wait for the page in it."""
        self.page.says("window.before = true")
        self.page.says(f"document.querySelector('[name=language][value={language}]').click()")
        self.page.until(f"!window.before && document.documentElement?.lang === '{language}'")

    def fills(self, **fields: str) -> None:
        """Type into fields."""
        for name, text in fields.items():
            self.page.says(f"document.querySelector('[name={name}]').value = {json.dumps(text)}")

    def cut(self, *, off: bool = True) -> None:
        """Take the line away, or give it back."""
        self.page.call(
            "Network.emulateNetworkConditions",
            offline=off, latency=0, downloadThroughput=-1, uploadThroughput=-1,
        )  # fmt: skip

    def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        self.page.until(f"document.body?.innerText.includes({json.dumps(words)})")

    def at(self, path: str) -> None:
        """Wait until the browser shows that page."""
        self.page.until(
            f"location.pathname === {json.dumps(path)} && document.readyState === 'complete'"
        )


@contextmanager
def desk(page: Window, place: str) -> Iterator[Desk]:
    """Sit down before the browser while the block lasts, and leave nothing behind."""
    page.asked.clear()
    page.complaints.clear()
    try:
        yield Desk(page, place)
    finally:
        page.call("Network.clearBrowserCookies")
        page.call("Page.navigate", url="about:blank")
        page.call("Emulation.setEmulatedMedia", features=[])
        page.call("Emulation.clearDeviceMetricsOverride")
        page.asked.clear()
        page.complaints.clear()
