"""A programme that settles: a hub on a real store, a chain in memory, an archive in a folder."""

import hashlib
from itertools import count
from pathlib import Path

from contracts.wire.units import Points, UnixTime
from hub.adapters.archive import FolderArchive
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId, PartnerId, TransferId
from hub.core.policy import DAY, policy_from
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Balances, Credit, Reason
from hub.usecases.chain_claims import claim_of
from hub.usecases.chain_returns import take_returns
from hub.usecases.moves import ShownMove, ask_move
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from tests.fakes.settler import MemoryChain, MemorySettler
from tests.hub.hubs import NOW, SetClock, hub_on

BAKERY = PartnerId(1)
MANAGER = "0:" + "ee" * 32
EARNED = UnixTime(NOW - 40 * DAY)
_numbers = count(1)


def named(*facts: object) -> TransferId:
    """Return a transfer id for *facts*."""
    said = "/".join(str(it) for it in facts)
    return TransferId(hashlib.sha256(said.encode()).digest()[:16])


def wallet(number: int) -> str:
    """Return the raw address of a wallet."""
    return f"0:{hashlib.sha256(f'wallet {number}'.encode()).hexdigest()}"


class SettlementWorld:
    """A hub, its chain, and shortcuts to people in it."""

    def __init__(self, store: DatabaseStore, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.clock = SetClock()
        self.chain = MemoryChain(time=NOW)
        self.settler = MemorySettler(self.chain)
        self.archive = FolderArchive(folder)
        self.hub: Hub = hub_on(store, self.clock)
        self.desk = self.new_desk()
        self.bakery = BAKERY
        with store.begin() as work:
            work.ledger.open_partner(BAKERY, Points(1_000))

    def go_on_with(self, store: DatabaseStore) -> None:
        """Let another database be the hub's, as after a restore."""
        self.store = store
        self.hub = hub_on(store, self.clock)
        self.desk = self.new_desk()

    def new_desk(self) -> Desk:
        """Return what another worker, or this one after a restart, would have."""
        return Desk(self.settler, self.archive, MANAGER)

    def member(self, linked: bool = True) -> MemberId:
        """Return a new member, with a wallet of his own unless told otherwise."""
        with self.hub.store.begin() as work:
            made = work.members.add(10_000 + next(_numbers), "Айгерім", "kk", EARNED)
            work.ledger.open_member(made)
            if linked:
                work.members.set_wallet(made, wallet(made))
        return made

    def earn(
        self, member: MemberId, points: int, days: int = 300, at: UnixTime = EARNED
    ) -> TransferId:
        """Give confirmed points that live *days* from now."""
        name = named("earn", next(_numbers))
        until = UnixTime(self.clock.time + days * DAY)
        with self.hub.store.begin() as work:
            work.members.lock(member)
            work.ledger.credit(
                Credit(name, member, BAKERY, Points(points), at, until, Reason.CLAIM,
                       confirmed=True)
            )  # fmt: skip
        return name

    def move(self, member: MemberId, points: int, name: str = "move") -> ShownMove:
        """Move points of a member to his wallet."""
        return ask_move(self.hub, member, named(name, member), Points(points))

    def turn(self, times: int = 1, desk: Desk | None = None) -> list[dict[str, object]]:
        """Let the worker do steps of settlement, and return what it said."""
        return [settle(self.hub, desk or self.desk) for _ in range(times)]

    def epoch(self) -> None:
        """Seal what there is, and state it: one whole epoch."""
        seal_ledger(self.hub)
        self.pass_time(3600)
        self.turn(3)

    def pass_time(self, seconds: int) -> None:
        """Let time go by, here and on chain."""
        self.clock.time += seconds
        self.chain.time += seconds

    def claim(self, member: MemberId) -> int:
        """Push a member's claim and return what his wallet then holds."""
        found = claim_of(self.hub, self.desk, wallet(member))
        assert found is not None, "there is something to claim"
        _, _, claim = found
        self.chain.claim(claim.wallet, claim.proof)
        return self.chain.jettons[claim.wallet]

    def try_claim(self, member: MemberId) -> None:
        """Push a member's claim, if there is any."""
        found = claim_of(self.hub, self.desk, wallet(member))
        if found is not None:
            self.chain.claim(found[2].wallet, found[2].proof)

    def come_back(self) -> int:
        """Let the worker take in what came back, and return how many logs it credited."""
        done = take_returns(self.hub, self.desk)
        credited = done["credited"]
        assert isinstance(credited, int)
        return credited

    def balances(self, member: MemberId) -> Balances:
        """Return what a member has."""
        with self.hub.store.read() as work:
            return work.ledger.balances(member)

    def policy(self, **values: int) -> None:
        """Set numbers of the programme's policy."""
        with self.store.begin() as work:
            work.set_policy(policy_from(work.policy.to_json() | values))
