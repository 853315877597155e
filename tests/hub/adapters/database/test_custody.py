"""Custody kept block by block is custody added up from nothing, at every block."""

from pathlib import Path
from random import Random

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import LotId, MemberId
from hub.core.policy import DAY
from hub.core.ports.ledger import Credit, Hold, NotEnoughPoints, Reason
from hub.core.settlement.custody import Kept, grown, moved_on, total_of
from hub.usecases.seal import seal_ledger
from tests.hub.settlement_world import BAKERY, SettlementWorld, named

SAMPLES = 3
DEEDS = 60


class Book:
    """What members have, and what is held out of confirmed, kept the plain way."""

    def __init__(self, world: SettlementWorld, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.members = [world.member() for _ in range(3)]
        self.open: list[tuple[MemberId, Hold]] = []
        self.loose: list[tuple[MemberId, LotId]] = []
        self.step = 0

    def deed(self) -> None:
        """Do one thing to one member's points."""
        self.step += 1
        deeds = [self._earn, self._earn, self._loose, self._hold, self._end, self._confirm,
                 self._take]  # fmt: skip
        with self.world.store.begin() as self.work:
            self.random.choice(deeds)()

    def _credit(self, *, confirmed: bool) -> tuple[MemberId, LotId]:
        member = self.random.choice(self.members)
        now = self.world.clock.now()
        name, points = named("c", self.step), Points(self.random.randrange(1, 200))
        until = UnixTime(now + self.random.randrange(1, 300) * DAY)
        credit = Credit(name, member, BAKERY, points, now, until, Reason.CLAIM, confirmed)
        return member, self.work.ledger.credit(credit)

    def _earn(self) -> None:
        self._credit(confirmed=True)

    def _loose(self) -> None:
        self.loose.append(self._credit(confirmed=False))

    def _confirm(self) -> None:
        if self.loose:
            _, lot = self.loose.pop()
            self.work.ledger.confirm(lot, named("k", self.step), self.world.clock.now())

    def _hold(self) -> None:
        member, points = self.random.choice(self.members), self.random.randrange(1, 150)
        hold = Hold(named("h", self.step), member, Points(points), self.world.clock.now())
        try:
            self.work.ledger.hold(hold)
        except NotEnoughPoints:
            return
        self.open.append((member, hold))

    def _end(self) -> None:
        if not self.open:
            return
        _, hold = self.open.pop(self.random.randrange(len(self.open)))
        now = self.world.clock.now()
        if self.random.random() < 0.3:
            self.work.ledger.release(hold.id, now)
            return
        part = Points(self.random.randrange(hold.points + 1))
        posted = self.work.ledger.post(hold.id, BAKERY, now, part)
        if posted and self.random.random() < 0.5:
            self.work.ledger.refund(hold.id, named("r", self.step), now)

    def _take(self) -> None:
        member = self.random.choice(self.members)
        lots = self.work.ledger.lots(member)
        if lots:
            lot, points = self.random.choice(lots), Points(self.random.randrange(1, 300))
            self.work.ledger.take_back(
                lot.id, named("t", self.step), points, self.world.clock.now(), Reason.RETURN,
                may_go_negative=True,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(SAMPLES))
def test_kept_and_added_up_anew_are_the_same(
    store: DatabaseStore, tmp_path: Path, seed: int
) -> None:
    """Holds of confirmed and loose points, part-posted, released, refunded; debts; all of it."""
    world = SettlementWorld(store, tmp_path)
    book = Book(world, seed)
    kept: dict[MemberId, Kept] = {}
    place = total = 0
    for _ in range(DEEDS // 6):
        for _ in range(6):
            book.deed()
        seal_ledger(world.hub)
        with store.read() as work:
            block = work.settlements.blocks(place, 0, 99)
            until = block[-1].last_seq if block else place
            moved = work.settlements.moved(place, until)
            anew = moved_on({}, work.settlements.moved(0, until))
            balances = {it: work.ledger.balances(it) for it in book.members}
        after = moved_on(kept, moved)
        total += grown(kept, after)
        kept.update(after)
        place = until
        assert {it: kept[it] for it in anew if anew[it] != Kept(it, 0, 0)} == {
            it: anew[it] for it in anew if anew[it] != Kept(it, 0, 0)
        }
        assert total == total_of(kept.values()) == total_of(anew.values())
        for it, has in balances.items():
            mine = kept.get(it, Kept(it, 0, 0))
            assert mine.confirmed == has.confirmed
            assert 0 <= mine.held <= has.held
