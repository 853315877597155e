"""Settlement, partners, the programme and its policy in a real browser: how they look."""

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.archive import FolderArchive
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.core.access.actor import CONSOLE
from hub.core.access.roles import Role
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.ledger import Credit, Reason
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Tier
from hub.usecases.chain_claims import claim_of
from hub.usecases.chain_returns import take_returns
from hub.usecases.health import WORKER, count_numbers
from hub.usecases.morning import BACKUP
from hub.usecases.moves import ask_move
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk as SettlementDesk
from hub.usecases.tiers import give_tier
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.chromium import Window
from tests.fakes.settler import MemoryChain, MemorySettler
from tests.hub.settlement_world import MANAGER, named, wallet
from tests.hub.web.chain_world import DEPLOYMENT
from tests.hub.web.looking import Looks
from tests.hub.web.office import desk
from tests.hub.web.test_owner_partners import WHY, Coalition

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
WIDE, PHONE = (1280, 800), (390, 844)
PAGES = {
    "settlement": "/owner/settlement", "returns": "/owner/settlement/returns",
    "partners": "/owner/partners", "partner": "/owner/partners/1", "policy": "/owner/policy",
    "programme": "/owner/programme",
}  # fmt: skip
SAMPLE = (("kk", "light", WIDE), ("ru", "dark", PHONE))
EVERY = [
    (language, theme, size)
    for language in ("kk", "ru", "en")
    for theme in ("light", "dark")
    for size in (WIDE, PHONE)
]


class Exchange(Coalition):
    """A coalition on chain, some days old, with something for the operator to see."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell, folder: Path) -> None:
        super().__init__(store, bell)
        self.days(2, 5)
        settings = WebSettings(secure=False, rate_factor=1000)
        self.app = create_web(
            self.hub, Surroundings(MemoryRates(), bell, settings, DEPLOYMENT)
        )  # fmt: skip
        self.chain = MemoryChain(time=self.clock.time)
        archive = FolderArchive(folder)
        self.settling = SettlementDesk(MemorySettler(self.chain), archive, MANAGER)
        self._comes_and_goes(self.people[0])
        until = UnixTime(self.clock.time + 90 * DAY)
        actor = replace(CONSOLE, reason=WHY)
        give_tier(self.hub, actor, TierOf.PARTNER, self.partner, Tier.SILVER, until)
        with self.store.begin() as work:
            work.jobs.beat(WORKER, UnixTime(self.clock.time), {})
            work.jobs.beat(BACKUP, UnixTime(self.clock.time - 7_200), {})
        count_numbers(self.hub)

    def _comes_and_goes(self, member: MemberId) -> None:
        """Let a member's points go to his wallet, on to somebody's, and back; two epochs."""
        earned = UnixTime(self.clock.time - 40 * DAY)
        ends = UnixTime(self.clock.time + 300 * DAY)
        with self.store.begin() as work:
            work.members.lock(member)
            work.members.set_wallet(member, wallet(1))
            work.ledger.credit(Credit(
                named("earn"), member, self.partner, Points(2_400), earned, ends, Reason.CLAIM,
                confirmed=True,
            ))  # fmt: skip
        ask_move(self.hub, member, named("out"), Points(600))
        self._states()
        found = claim_of(self.hub, self.settling, wallet(1))
        assert found is not None, "the epoch has matured"
        self.chain.claim(wallet(1), found[2].proof)
        self.chain.pay(wallet(1), wallet(2), 150)
        self.chain.send_back(wallet(2), 150)
        take_returns(self.hub, self.settling)
        ask_move(self.hub, member, named("again"), Points(200))
        self._states()

    def _states(self) -> None:
        seal_ledger(self.hub)
        for _ in range(3):
            settle(self.hub, self.settling)
        self.chain.time += 7_200
        settle(self.hub, self.settling)


def test_pages_of_money_are_open_to_everybody(
    store: DatabaseStore, bell: MemoryBell, chromium: Window, tmp_path: Path, *, full: bool
) -> None:
    """Axe finds nothing; at 320 px and with large letters all fits; with --full in all ways."""
    world = Exchange(store, bell, tmp_path / "epochs")
    login = world.employs(Role.OPERATOR, None)
    with world.open() as place, desk(chromium, place) as seat:
        looks = Looks(seat.page)
        seat.signs_in(login)
        seat.at("/owner/")
        for number, (language, theme, size) in enumerate(EVERY if full else SAMPLE):
            seat.page.prefers("prefers-color-scheme", theme)
            seat.goes("/owner/settlement")
            seat.speaks(language)
            for name, path in list(PAGES.items())[:: 1 if full else 2 + number]:
                seat.goes(path, *size)
                if full and (language, theme, size) in SAMPLE:
                    end = "light" if size == WIDE else "phone-dark"
                    seat.page.picture(PICTURES / f"{name}-{language}-{end}.png")
                looks.at(f"{path} {language} {theme} {size}", size)
        assert all(it.startswith((seat.origin, "data:")) for it in seat.page.asked)
    assert not looks.found, "\n".join(looks.found)
