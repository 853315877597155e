"""A town that settles while everything fails: what a schedule of faults is played on."""

import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import func, select

from contracts.wire.refusals import Refused
from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.chain import chain_returns
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.almaty import day_number, local_day
from hub.core.ids import MemberId, PartnerId
from hub.core.policy import DAY
from hub.core.ports.ledger import Hold, NotEnoughPoints
from hub.core.ports.settlement import BuyingState
from hub.core.ports.statements import Netted
from hub.core.rewards.catalogue import Reward
from hub.usecases.chain_returns import take_returns
from hub.usecases.partner_shares import state_shares
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import push_claims
from hub.usecases.verify import verify_ledger
from hub.usecases.vouchers import request_of
from tests.fakes.settler import TON, MemoryChain, MemorySettler
from tests.hub.settlement_world import MANAGER, SettlementWorld, named, wallet
from tests.simulation.faults import (
    Faults,
    FaultyArchive,
    FaultySettler,
    FaultyStore,
    KilledError,
    Two,
)

MEMBERS: Final = 4
EARNED: Final = 1_500
MOVED: Final = 600
"""Points of each member at the start, and how many of them are jettons by then."""
ROUNDS_MOST: Final = 60
"""Hours after which everything must be well, once nothing fails any more."""
SETTLE_EVERY: Final = 30
SHARE_RATE: Final = 100
"""NanoTON for a point of clearing."""
ISSUERS: Final = 900
"""Ids of partners above this one issue what ours takes."""
SMALL_CAP: Final = 1_500
"""Points that the token takes an epoch, in a third of all schedules: some days of the town's."""


@dataclass(frozen=True)
class Ground:
    """What every town begins with: a partner with a wallet, a reward, and members with points.

    Some of these are jettons in their wallets already.
    """

    partner: PartnerId
    reward: int
    price: int
    members: tuple[MemberId, ...]
    chain: MemoryChain
    folder: Path
    """The archive."""


def found(world: SettlementWorld, partner: PartnerId, reward: Reward) -> Ground:
    """Return the ground of a world where nothing has happened yet."""
    # An epoch may come at any moment: most of them while things fail, not in the calm after it.
    world.policy(share_rate=SHARE_RATE, clearing_days=1, settle_every=SETTLE_EVERY)
    members = tuple(world.member() for _ in range(MEMBERS))
    for it in members:
        world.earn(it, EARNED)
        world.move(it, MOVED)
    world.epoch()
    for it in members:
        assert world.claim(it) == MOVED
    price = reward.now.draft.price
    return Ground(partner, reward.id, price, members, world.chain, world.folder)


@dataclass
class Town:
    """Members who earn, move, claim, pay, buy and bring back, while two workers settle."""

    world: SettlementWorld
    faults: Faults
    ground: Ground
    members: list[MemberId] = field(default_factory=list)
    wallets: list[str] = field(default_factory=list)
    workers: list[Desk] = field(default_factory=list)
    asked: int = 0
    back: int = 0
    owed: int = 0
    """Points of clearing that the partner is to be paid for."""
    _step: int = 0

    @classmethod
    def founded(
        cls, store: DatabaseStore, folder: Path, ground: Ground, seed: int, rate: float
    ) -> "Town":
        """Return a town over a store that holds *ground* and nothing else."""
        faults = Faults(Random(seed), rate)
        shutil.copytree(ground.folder, folder)
        world = SettlementWorld(store, folder)
        world.chain = deepcopy(ground.chain)
        world.clock.time = world.chain.time
        world.chain.growth_cap = faults.random.choice([SMALL_CAP, 12_000, 10**9])
        world.chain.delay = faults.random.choice([0, 1_800])
        world.chain.received = faults.random.choice([0, 40_000, TON])
        world.settler = MemorySettler(world.chain)
        world.turn(desk=world.new_desk())
        town = cls(world, faults, ground, list(ground.members), asked=MEMBERS * MOVED)
        town.wallets = [wallet(it) for it in town.members]
        town.workers = [town.new_worker(), town.new_worker()]
        return town

    def new_worker(self) -> Desk:
        """Return a worker's own view of the chain, as after a restart."""
        settler = FaultySettler(self.world.chain, self.faults)
        archive = FaultyArchive(self.world.folder, self.faults)
        return Desk(settler, archive, MANAGER)

    def live(self, steps: int) -> None:
        """Let so many things happen, in an order that the schedule draws."""
        deeds: Mapping[Callable[[], object], int] = {
            self._earn: 5, self._move: 4, self._hold: 4, self._claim: 3, self._return: 5,
            self._pay: 3, self._swap: 1, self._clear: 2, self._deposit: 1, self._time: 4,
            self._work: 9, self._both_work: 7,
        }  # fmt: skip
        drawn = self.faults.random.choices(list(deeds), list(deeds.values()), k=steps)
        for deed in drawn:
            self._step += 1
            deed()

    def settle_down(self) -> None:
        """Stop all faults, and let a worker do what is left: nothing may stay stuck."""
        self.faults.over = True
        self.world.chain.received += TON
        self.workers = [self.new_worker(), self.new_worker()]
        # What was cleared while the hub's clock was days fast is due when those days have passed.
        fast = max(0, self.world.clock.time - self.world.chain.time)
        self.world.clock.time = self.world.chain.time
        self.world.pass_time(fast)
        for _ in range(ROUNDS_MOST):
            self.world.clock.time = self.world.chain.time
            self.world.pass_time(3_700)
            # An epoch is sent in one step and found in the next; the others find theirs an hour on.
            hub, desk = self.world.hub, self.workers[0]
            sealed = seal_ledger(hub)
            did = [settle(hub, desk)]
            if any(did[0].values()):
                did.append(settle(hub, desk))
            did += [take_returns(hub, desk), push_claims(hub, desk), state_shares(hub, desk)]
            if not sealed and not any(any(it.values()) for it in did):
                break

    def _work(self) -> None:
        self._live_turn(self.faults.random.randrange(2))

    def _both_work(self) -> None:
        """Let both workers have their turns at once."""
        self.faults.two = Two(self.faults.random)
        try:
            self.faults.two.run([partial(self._live_turn, it) for it in (0, 1)])
        finally:
            self.faults.two = None

    def _live_turn(self, number: int) -> None:
        try:
            with self.faults.killing_at_a_line():
                self._turn(number)
        except KilledError:
            self.workers[number] = self.new_worker()

    def _turn(self, number: int) -> None:
        """Let a worker do one step of its jobs."""
        hub = replace(self.world.hub, store=FaultyStore(self.world.store, self.faults))
        desk, drawn = self.workers[number], self.faults.random
        seal_ledger(hub)
        settle(hub, desk)
        if drawn.random() < 0.7:
            take_returns(hub, desk)
        if drawn.random() < 0.5:
            push_claims(hub, desk)
        if drawn.random() < 0.3:
            state_shares(hub, desk)

    def _any(self) -> MemberId:
        return self.faults.random.choice(self.members)

    def _earn(self) -> None:
        self.world.earn(self._any(), self.faults.random.randrange(1, 600))

    def _move(self) -> None:
        member, points = self._any(), self.faults.random.randrange(100, 400)
        name = f"move {self._step}"
        for _ in range(self.faults.random.choice([1, 2])):
            try:
                self.world.move(member, points, name)
            except Refused:
                return
        self.asked += points

    def _hold(self) -> None:
        member, points = self._any(), Points(self.faults.random.randrange(1, 200))
        hold = Hold(named("hold", self._step), member, points, self.world.clock.now())
        try:
            with self.world.store.begin() as work:
                work.members.lock(member)
                work.ledger.hold(hold)
        except NotEnoughPoints:
            return
        with self.world.store.begin() as work:
            work.members.lock(member)
            if self.faults.random.random() < 0.4:
                work.ledger.release(hold.id, hold.at)
            elif self.faults.random.random() < 0.6:
                work.ledger.post(hold.id, self.world.bakery, hold.at)

    def _claim(self) -> None:
        self.world.try_claim(self._any())

    def _return(self) -> None:
        """Send jettons back, for points, for the reward, or for one that there is not."""
        sender = self.faults.random.choice(self.wallets)
        there = self.world.chain.jettons.get(sender, 0)
        if not there:
            return
        reward = self.faults.random.choice([0, 0, self.ground.reward, 77])
        points = self.faults.random.randrange(1, there + 1)
        if reward and there >= self.ground.price:
            points = self.ground.price
        self.world.chain.send_back(sender, points, reward)
        self.back += points

    def _pay(self) -> None:
        giver, taker = self.faults.random.sample(self.wallets, 2)
        there = self.world.chain.jettons.get(giver, 0)
        if there:
            self.world.chain.pay(giver, taker, (there + 1) // 2)

    def _swap(self) -> None:
        """Let two members link each other's wallets, whatever is on its way to these."""
        one, other = self.faults.random.sample(self.members, 2)
        with self.world.store.begin() as work:
            mine, its = (work.members.lock(it) for it in (one, other))
            assert mine is not None, "he is there"
            assert its is not None, "so is he"
            work.members.set_wallet(one, None)
            work.members.set_wallet(other, mine.wallet)
            work.members.set_wallet(one, its.wallet)

    def _clear(self) -> None:
        """Book points of another partner that ours took some days ago."""
        day = day_number(local_day(self.world.clock.now()).isoformat()) - 3
        issuer = PartnerId(ISSUERS + self._step)
        points = self.faults.random.randrange(1, 300)
        with self.world.store.begin() as work:
            work.statements.add_clearing([Netted(day, issuer, self.ground.partner, points)])
        self.owed += points

    def _deposit(self) -> None:
        self.world.chain.received += self.faults.random.randrange(20_000)

    def _time(self) -> None:
        self.world.pass_time(self.faults.random.choice([5, 60, 700, 4_000, DAY]))
        if self.faults.falls():
            self.world.clock.time += self.faults.random.choice([-90_000, -5_000, 5_000, 90_000])

    def check(self) -> None:
        """Both sides say the same, at the block that the chain states, and nothing is missing."""
        chain, store = self.world.chain, self.world.store
        assert [it.epoch for it in chain.history] == list(range(1, len(chain.history) + 1))
        with store.read() as work:
            mark, last = work.settlements.mark(), work.settlements.last()
            assert not mark.halted, mark.halted
            if last is None:
                assert not chain.history
                return
            assert last.statement == chain.stated
            assert last.confirmed_at is not None, "the last epoch is known to be there"
            assert work.settlements.blocks(mark.seq, 0, 1) == [], "every block is stated"
            balances = [work.ledger.balances(it) for it in self.members]
            out = work.moves.outstanding()
            assert work.logs.unknown() == 0, "every return is credited"
        assert chain.stated.custody == sum(it.confirmed + it.held for it in balances)
        assert chain.stated.issued == self.asked, "every move left once"
        assert sum(it.chain for it in balances) == out == self.asked - self.back
        assert sum(chain.jettons.values()) == out, "every claim was pushed"
        assert chain.supply == chain.stated.total - chain.burned
        self._check_rewards()
        self._check_shares()
        report = verify_ledger(self.world.hub)
        assert report.good, report.to_text()

    def _check_rewards(self) -> None:
        """Each return that named the reward bought it once or not at all, and that is decided."""
        page = Page(0, LARGEST_PAGE)
        with self.world.store.read() as work:
            assert work.logs.buying(1) == [], "every purchase is decided"
            bought = [it for one in self.members for it in work.vouchers.listed(page, one)]
            done = chain_returns.c.purchase == BuyingState.DONE.value
            counted = select(func.count()).select_from(chain_returns).where(done)
            assert work.connection.execute(counted).scalar_one() == len(bought)
        may = {
            request_of(member, log.hash)
            for log in self.world.chain.logs
            if log.reward == self.ground.reward and log.points >= self.ground.price
            for member in self.members
        }
        requests = [it.request for it in bought]
        assert len(requests) == len(set(requests))
        assert set(requests) <= may

    def _check_shares(self) -> None:
        """What the partner is paid is what clearing owes it, stated in order, once."""
        chain = self.world.chain
        assert [it.epoch for it in chain.shared] == list(range(1, len(chain.shared) + 1))
        assert chain.shares.total == self.owed * SHARE_RATE
