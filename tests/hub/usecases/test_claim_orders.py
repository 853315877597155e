"""Sales, returns, voids and claims in any order and any number of times end in the same ledger."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import MemberId
from hub.core.receipts.records import ClaimState
from hub.usecases.claim_worker import match_waiting, reverse_passed
from hub.usecases.sync_parts import PARTS as SYNC_PARTS
from tests.evidence import proven
from tests.hub.usecases.claim_world import ClaimWorld

TOTALS = st.sampled_from([33_00, 100_00, 999_99, 1_500_00, 12_345_67])
PARTS = st.sampled_from([1, 3, 7, 10])
FIRST = st.integers(0, 1)
ANY = st.integers(0, 10**6)


@dataclass
class Sold:
    """One paper of a till, and what became of it, as a person would reckon."""

    till: int
    event: Event
    body: AccrualBody
    returns: list[tuple[int, int, int]] = field(default_factory=list)
    """Till, place and total of each paper of goods that came back."""
    voided_at: int | None = None
    claimed_by: MemberId | None = None


class Orders(RuleBasedStateMachine):
    """Two tills of a shop that sell, void and take back; members that claim; a slow line."""

    world: ClaimWorld

    def __init__(self) -> None:
        super().__init__()
        self.tills = [self.world.selling(), self.world.till(key=bytes([2]) * 32)]
        with self.world.store.begin() as work:
            work.tills.set_registers(self.tills[1].id, ("010100112233",))
            self.issued = work.ledger.balance_of(self._account())
        self.delivered = [0, 0]
        self.sold: list[Sold] = []
        self.earns: dict[bytes, Sold] = {}
        """Of each receipt, the paper that came first."""
        self.members = [self.world.member(self.world.signs * 10 + it + 1_000) for it in (1, 2)]
        self.world.signs += 1

    @rule(till=FIRST, total=TOTALS)
    def sell(self, till: int, total: int) -> None:
        """Print a receipt and its slip."""
        self._print(till, self.world.sale(total))

    @precondition(lambda self: self.sold)
    @rule(pick=ANY)
    def print_again_elsewhere(self, pick: int) -> None:
        """Let the other till print the same receipt, with a slip of its own."""
        sold = self._picked(pick)
        self._print(1 - sold.till, sold.body)

    @precondition(lambda self: self.sold)
    @rule(pick=ANY, part=PARTS, elsewhere=st.booleans())
    def take_back(self, pick: int, part: int, elsewhere: bool) -> None:
        """Take goods back, at the same till or by the fiscal sign at the other."""
        sold = self._picked(pick)
        total = max(1, sold.body.total * part // 10)
        till = 1 - sold.till if elsewhere else sold.till
        place = None if elsewhere else sold.event.sequence
        paper = self.world.back(sold.body, total, accrual=place, by_sign=elsewhere)
        [event] = self.tills[till].append(paper)
        for other in self.sold:
            if other.body.receipt == sold.body.receipt:
                other.returns.append((till, event.sequence, total))

    @precondition(lambda self: self.sold)
    @rule(pick=ANY)
    def void(self, pick: int) -> None:
        """Undo a sale at its till."""
        sold = self._picked(pick)
        [event] = self.tills[sold.till].append(self.world.void(sold.event.sequence))
        sold.voided_at = sold.voided_at or event.sequence

    @precondition(lambda self: self.sold)
    @rule(pick=ANY, who=FIRST)
    def claim(self, pick: int, who: int) -> None:
        """Scan a slip; one that nobody has, and whose sale has not come, is always good."""
        sold = self._picked(pick)
        fresh = sold.claimed_by is None and sold.event.sequence > self.delivered[sold.till]
        try:
            self.world.claim(self.members[who], sold.event)
        except Refused:
            assert not fresh, "a good slip was refused"
        else:
            assert sold.claimed_by in (None, self.members[who]), "a slip was claimed by two"
            sold.claimed_by = self.members[who]

    @rule(till=FIRST, how_far=st.integers(1, 4), times=st.integers(1, 3))
    def deliver(self, till: int, how_far: int, times: int) -> None:
        """Hand the next events in, with all those before them, more than once."""
        chain = self.tills[till]
        end = min(len(chain.events), self.delivered[till] + how_far)
        for sold in self.sold:
            if sold.till == till and self.delivered[till] < sold.event.sequence <= end:
                self.earns.setdefault(sold.body.receipt, sold)
        for _ in range(times):
            self.world.sync(chain, [event.raw for event in chain.events[:end]], SYNC_PARTS)
        self.delivered[till] = end

    @rule()
    def work(self) -> None:
        """Let the worker look at what waits."""
        reverse_passed(self.world.hub)
        match_waiting(self.world.hub)

    @invariant()
    def nothing_from_nowhere(self) -> None:
        """What members have, their partner owes."""
        with self.world.store.read() as work:
            owed = self.issued - work.ledger.balance_of(self._account())
            has = [work.ledger.balances(member) for member in self.members]
        assert sum(it.confirmed + it.unconfirmed for it in has) == owed

    def teardown(self) -> None:
        """Hand everything in: each claim is worth what its sale is, less what came back."""
        for till in (0, 1):
            self.deliver(till, 10**6, 2)
        self.work()
        for sold in self.sold:
            if sold.claimed_by is not None:
                claim = self.world.stored(sold.event)
                assert claim.left == self._worth(sold), sold
                assert claim.state in (ClaimState.CONFIRMED, ClaimState.REVERSED)
                assert claim.state is ClaimState.CONFIRMED or claim.left == 0
        for member in self.members:
            assert self.world.has(member).unconfirmed == 0

    def _worth(self, sold: Sold) -> int:
        """Return what a paper is worth in the end: 3 points for each 100 ₸ that stayed sold."""
        if self.earns[sold.body.receipt] is not sold or sold.voided_at is not None:
            return 0
        back = sum(total for _, _, total in sold.returns)
        return max(0, sold.body.total - back) * 3 // 100_00

    def _print(self, till: int, body: AccrualBody) -> None:
        returns = next((it.returns for it in self.sold if it.body.receipt == body.receipt), [])
        [event] = self.tills[till].append(body)
        self.sold.append(Sold(till, event, body, list(returns)))

    def _picked(self, pick: int) -> Sold:
        return self.sold[pick % len(self.sold)]

    def _account(self) -> Account:
        return Account(AccountKind.ISSUED, self.world.partner)


def test_every_order_ends_in_the_same_ledger(
    store: DatabaseStore, engine: Engine, full: bool
) -> None:
    """Whatever comes first, and however often: the ledger is what the papers say."""
    world = ClaimWorld(
        store,
        reversal_grace=0,
        claims_member_day_soft=10**6,
        claims_member_day_hard=10**6,
        claims_till_hour_soft=10**6,
        claims_till_hour_hard=10**6,
        claims_cashier_hour_soft=10**6,
        claims_shop_hour_hard=10**6,
        unconfirmed_member=10**9,
        unconfirmed_till=10**9,
        unconfirmed_shop=10**9,
    )
    machine = type("Machine", (Orders,), {"world": world})
    examples, steps = (400, 40) if full else (6, 20)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        # A shrunk story takes minutes to find; the whole one is printed at once.
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    with proven(f"claim-orders-{engine.name}", full=full, examples=examples, steps_at_most=steps):
        run_state_machine_as_test(machine, settings=chosen)
