"""A town that settles while everything fails: what a schedule of faults is played on.

Every read, write and message of the worker passes a point where the schedule may say: silent,
late, lying about the head, lost, sent twice, answered too late, killed here. Killed is an
exception that no code of ours catches: what was committed stays, what was not is gone.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final

from contracts.wire.refusals import Refused
from contracts.wire.units import Points, UnixTime
from hub.adapters.archive import FolderArchive
from hub.adapters.database.store import DatabaseStore, DatabaseWork
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.archive import EpochRecord
from hub.core.ports.ledger import Hold, NotEnoughPoints
from hub.core.ports.settler import Claim, ClaimsWindow, SettlerUnavailable, Signed
from hub.core.settlement.epochs import ChainState, Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import Move, Returned
from hub.usecases.chain_returns import take_returns
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import push_claims
from hub.usecases.verify import verify_ledger
from tests.fakes.settler import MemoryChain, MemorySettler
from tests.hub.settlement_world import MANAGER, SettlementWorld, named, wallet

MEMBERS: Final = 4
ROUNDS_MOST: Final = 40
"""Hours after which everything must be well, once nothing fails any more."""
QUIET_ROUNDS: Final = 2
"""Rounds in which nobody finds anything to do, after which nobody will."""


class KilledError(BaseException):
    """The worker's process is gone at this line."""


@dataclass
class Faults:
    """Draws what goes wrong at each point; nothing any more once it is over."""

    random: Random
    rate: float
    over: bool = False

    def falls(self, share: float = 1.0) -> bool:
        """Tell whether a fault falls here."""
        return not self.over and self.random.random() < self.rate * share

    def kill(self) -> None:
        """Kill the worker here, perhaps."""
        if self.falls(0.3):
            raise KilledError


class FaultySettler(MemorySettler):
    """A settler whose line and lite-servers are as bad as the schedule says."""

    def __init__(self, chain: MemoryChain, faults: Faults) -> None:
        super().__init__(chain)
        self._faults = faults
        self._old: list[ChainState] = []
        self._late: list[bytes] = []

    def state(self) -> ChainState:
        """Answer, late, not at all, or with a head of another time."""
        self._begin()
        seen = super().state()
        self._old = [*self._old[-3:], seen]
        if self._faults.falls(0.7):
            return self._faults.random.choice(self._old)
        if self._faults.falls(0.5):
            lie = self._faults.random.choice([-90_000, -700, 700, 90_000])
            return replace(seen, now=UnixTime(max(1, seen.now + lie)))
        return seen

    def send(self, boc: bytes) -> None:
        """Deliver, lose, repeat, delay, or deliver and say nothing."""
        self._begin()
        if self._faults.falls():
            fate = self._faults.random.choice(["lost", "twice", "late", "unanswered"])
            if fate == "late":
                self._late.append(boc)
            if fate in ("twice", "unanswered"):
                super().send(boc)
            if fate == "twice":
                super().send(boc)
            if fate != "twice":
                raise SettlerUnavailable("the line fell silent")
            return
        super().send(boc)
        self._faults.kill()

    def sign_root(self, statement: Statement, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign, and perhaps not live to tell."""
        self._faults.kill()
        return super().sign_root(statement, sequence, valid_until)

    def claimed(self, wallet: str) -> int:
        """Answer, perhaps."""
        self._begin()
        return super().claimed(wallet)

    def returns(self, after: int) -> Sequence[Returned]:
        """Answer with what there is, or with some of it again."""
        self._begin()
        if self._faults.falls():
            after = max(0, after - 20)
        return super().returns(after)

    def claims_window(self) -> ClaimsWindow:
        """Answer, perhaps."""
        self._begin()
        return super().claims_window()

    def sign_claims(self, query: int, created_at: UnixTime, claims: Sequence[Claim]) -> Signed:
        """Sign, and perhaps not live to tell."""
        self._faults.kill()
        return super().sign_claims(query, created_at, claims)

    def _begin(self) -> None:
        self._faults.kill()
        while self._late and self._faults.falls(0.5):
            super().send(self._late.pop())
        if self._faults.falls():
            raise SettlerUnavailable("no answer")


class FaultyArchive(FolderArchive):
    """An archive whose worker may die before and after it has written."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        super().__init__(folder)
        self._faults = faults

    def store(
        self,
        record: EpochRecord,
        leaves: Leaves,
        balances: Sequence[tuple[MemberId, int]],
        moves: Sequence[Move],
        proofs: Iterable[tuple[str, bytes]],
    ) -> None:
        """Keep an epoch, and perhaps die."""
        self._faults.kill()
        super().store(record, leaves, balances, moves, proofs)
        self._faults.kill()


class FaultyStore:
    """A store whose worker may die before a transaction, before its commit, and after it."""

    def __init__(self, inner: DatabaseStore, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    def begin(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that may write."""
        return self._watched(self._inner.begin)

    def read(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that only reads."""
        return self._watched(self._inner.read)

    def look(self) -> AbstractContextManager[DatabaseWork]:
        """Read one thing."""
        return self._watched(self._inner.look)

    @contextmanager
    def _watched(self, inner: Callable[[], AbstractContextManager[DatabaseWork]]) -> Any:
        self._faults.kill()
        with inner() as work:
            yield work
            self._faults.kill()
        self._faults.kill()


@dataclass
class Town:
    """Members who earn, move, claim, pay and bring back, while two workers settle."""

    world: SettlementWorld
    faults: Faults
    members: list[MemberId] = field(default_factory=list)
    workers: list[Desk] = field(default_factory=list)
    asked: dict[MemberId, int] = field(default_factory=dict)
    back: int = 0
    _step: int = 0

    @classmethod
    def founded(cls, store: DatabaseStore, folder: Path, seed: int, rate: float) -> "Town":
        """Return a town over an empty store."""
        faults = Faults(Random(seed), rate)
        world = SettlementWorld(store, folder)
        world.chain.growth_cap = faults.random.choice([4_000, 12_000, 10**9])
        world.chain.delay = faults.random.choice([0, 1_800])
        town = cls(world, faults, [world.member() for _ in range(MEMBERS)])
        town.workers = [town.new_worker(), town.new_worker()]
        return town

    def new_worker(self) -> Desk:
        """Return a worker's own view of the chain, as after a restart."""
        settler = FaultySettler(self.world.chain, self.faults)
        archive = FaultyArchive(self.world.folder, self.faults)
        return Desk(settler, archive, MANAGER)

    def live(self, steps: int) -> None:
        """Let so many things happen, in an order that the schedule draws."""
        deeds = [self._earn, self._move, self._hold, self._claim, self._return, self._pay,
                 self._work, self._work, self._work, self._work, self._time]  # fmt: skip
        for _ in range(steps):
            self._step += 1
            self.faults.random.choice(deeds)()

    def settle_down(self) -> None:
        """Stop all faults, and let the workers do what is left: nothing may stay stuck."""
        self.faults.over = True
        quiet = 0
        for _ in range(ROUNDS_MOST):
            self.world.clock.time = self.world.chain.time
            self.world.pass_time(3_700)
            did = [self._turn(number) for number in (0, 1)]
            quiet = 0 if any(did) else quiet + 1
            if quiet == QUIET_ROUNDS:
                break

    def _work(self) -> None:
        number = self.faults.random.randrange(2)
        try:
            self._turn(number)
        except KilledError:
            self.workers[number] = self.new_worker()

    def _turn(self, number: int) -> bool:
        """Let a worker do one step of everything, and tell whether anything came of it."""
        hub = replace(self.world.hub, store=FaultyStore(self.world.store, self.faults))
        desk = self.workers[number]
        did = [seal_ledger(hub) > 0, any(settle(hub, desk).values())]
        if self.faults.over or self.faults.random.random() < 0.5:
            did.append(any(take_returns(hub, desk).values()))
            did.append(any(push_claims(hub, desk).values()))
        return any(did)

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
        self.asked[member] = self.asked.get(member, 0) + points

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
        member = self._any()
        there = self.world.chain.jettons.get(wallet(member), 0)
        if there:
            points = self.faults.random.randrange(1, there + 1)
            self.world.chain.send_back(wallet(member), points)
            self.back += points

    def _pay(self) -> None:
        giver, taker = self._any(), self._any()
        there = self.world.chain.jettons.get(wallet(giver), 0)
        if there:
            self.world.chain.pay(wallet(giver), wallet(taker), (there + 1) // 2)

    def _time(self) -> None:
        self.world.pass_time(self.faults.random.choice([5, 60, 700, 4_000, DAY]))
        if self.faults.falls():
            self.world.clock.time += self.faults.random.choice([-5_000, 5_000])

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
        custody = sum(it.confirmed + it.held for it in balances)
        assert chain.stated.custody == custody
        assert chain.stated.issued == sum(self.asked.values())
        assert sum(it.chain for it in balances) == out == chain.stated.issued - self.back
        assert sum(chain.jettons.values()) == out, "every claim was pushed"
        assert chain.supply == chain.stated.total - chain.burned
        report = verify_ledger(self.world.hub)
        assert report.good, report.to_text()
