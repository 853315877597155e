"""The ledger against a simple model, act by act, on both databases; and each act again, later."""

import hashlib
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.ledger import DatabaseLedger
from hub.core.accounts import PARTNER_KINDS, Account, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.policy import Policy
from hub.core.ports.ledger import (
    Credit,
    Hold,
    NotEnoughPoints,
    Reason,
    TransferMismatch,
)
from hub.usecases.seal import seal_ledger
from hub.usecases.verify import verify_ledger
from tests.evidence import proven
from tests.hub.adapters.database.ledger_model import Model, ModelHold, ModelLot
from tests.hub.adapters.database.one_transaction import OneTransaction
from tests.hub.hubs import hub_on

MEMBERS: Final = (1, 2)
PARTNERS: Final = (1, 2)
BEGUN: Final = 1_800_000_000
NEGATIVE_MOST: Final = 40
SHORTFALL_MOST: Final = 60
Outcome = object

members = st.sampled_from((1, 1, 1, 2))  # more happens to one than to two

partners = st.sampled_from(PARTNERS)
points = st.integers(1, 60)
shares = st.sampled_from((10, 50, 100, 100))
"""Per cent of what there is, so that most acts can be done."""


class LedgerMachine(RuleBasedStateMachine):
    """One transaction of acts, never kept; every act is done by the model too."""

    lots = Bundle("lots")
    holds = Bundle("holds")

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._connection = engine.connect()
        self._ledger = DatabaseLedger(self._connection, Policy(negative_most=NEGATIVE_MOST))
        self._model = Model(NEGATIVE_MOST, SHORTFALL_MOST)
        self._now = BEGUN
        self._count = 0
        self._acts: list[tuple[Callable[[], Outcome], Outcome]] = []
        self._ids: dict[int, LotId] = {}
        self._holds: dict[int, TransferId] = {}

    def teardown(self) -> None:
        """Check partners too, and the whole as `verify` does, sealed and not; and forget it."""
        try:
            self._check_all()
        finally:
            self._connection.close()

    @initialize()
    def open(self) -> None:
        """Open the accounts."""
        for partner in PARTNERS:
            self._ledger.open_partner(PartnerId(partner), Points(SHORTFALL_MOST))
        for member in MEMBERS:
            self._ledger.open_member(MemberId(member))

    @rule(hours=st.integers(1, 72))
    def time_passes(self, hours: int) -> None:
        """Let some hours pass."""
        self._now += hours * 3600

    @rule(target=lots, member=members, partner=partners, amount=points,
          days=st.integers(0, 5), confirmed=st.booleans(), spendable=st.booleans())  # fmt: skip
    def credit(
        self, member: int, partner: int, amount: int, days: int, *, confirmed: bool,
        spendable: bool,
    ) -> ModelLot:  # fmt: skip
        """Give a lot."""
        until = self._now + days * 86_400
        free = confirmed or spendable
        lot = ModelLot(len(self._ids), member, partner, amount, until, confirmed, free)
        self._model.credit(lot)
        credit = Credit(
            self._name(), MemberId(member), PartnerId(partner), Points(amount),
            UnixTime(self._now), UnixTime(until), Reason.CLAIM, confirmed, free,
        )  # fmt: skip
        self._ids[lot.place] = self._ledger.credit(credit)
        self._acts.append((lambda: self._ledger.credit(credit), self._ids[lot.place]))
        return lot

    @rule(target=lots, member=members, partner=partners, amounts=st.lists(points, max_size=4))
    def credit_many(self, member: int, partner: int, amounts: list[int]) -> object:
        """Give several lots at once, the first of them twice."""
        made, credits_ = [], []
        for amount in amounts:
            until = self._now + 86_400
            lot = ModelLot(len(self._ids), member, partner, amount, until, True, True)
            self._model.credit(lot)
            self._ids[lot.place] = LotId(0)
            made.append(lot)
            credits_.append(
                Credit(
                    self._name(), MemberId(member), PartnerId(partner), Points(amount),
                    UnixTime(self._now), UnixTime(until), Reason.IMPORT, confirmed=True,
                )
            )  # fmt: skip
        found = self._ledger.credit_all([*credits_, *credits_[:1]])
        assert found[: len(made)] + found[:1] == found or not made
        for lot, number in zip(made, found, strict=False):
            self._ids[lot.place] = number
        self._acts.append((lambda: self._ledger.credit_all([*credits_, *credits_[:1]]), found))
        return multiple(*made)

    @rule(lot=lots)
    def confirm(self, lot: ModelLot) -> None:
        """Confirm a lot."""
        name, at = self._name(), UnixTime(self._now)
        expected = self._model.confirm(lot)
        self._expect(lambda: self._ledger.confirm(self._ids[lot.place], name, at), expected)

    @rule(target=holds, member=members, share=shares, more=st.sampled_from((0, 0, 0, 1)))
    def hold(self, member: int, share: int, more: int) -> object:
        """Set points aside, or be refused."""
        amount = max(1, self._model.spendable(member) * share // 100) + more
        hold = Hold(self._name(), MemberId(member), Points(amount), UnixTime(self._now))
        made = self._model.hold(member, amount, self._now)
        if made is None:
            with pytest.raises(NotEnoughPoints):
                self._ledger.hold(hold)
            return multiple()
        self._holds[id(made)] = hold.id
        self._expect(lambda: self._ledger.hold(hold), None)
        return made

    @rule(hold=holds, partner=partners, share=st.none() | shares, more=st.sampled_from((0, 0, 1)))
    def post(self, hold: ModelHold, partner: int, share: int | None, more: int) -> None:
        """Post a hold, wholly or in part."""
        part = None if share is None else hold.points * share // 100 + more
        wanted = hold.points if part is None else part
        name, at = self._holds[id(hold)], UnixTime(self._now)
        given = None if part is None else Points(part)

        def act() -> Points:
            return self._ledger.post(name, PartnerId(partner), at, given)

        if hold.posted is None and wanted > hold.points:
            with pytest.raises(NotEnoughPoints):
                act()
        elif hold.posted is not None and not hold.ended_by(wanted, partner):
            with pytest.raises(TransferMismatch):
                act()
        else:
            if hold.posted is None:
                self._model.end(hold, partner, wanted, self._now)
            self._expect(act, wanted)

    @rule(hold=holds)
    def release(self, hold: ModelHold) -> None:
        """Release a hold."""
        name, at = self._holds[id(hold)], UnixTime(self._now)
        if hold.taken:
            with pytest.raises(TransferMismatch):
                self._ledger.release(name, at)
            return
        if hold.posted is None:
            self._model.end(hold, 0, 0, self._now)
        self._expect(lambda: self._ledger.release(name, at), hold.points)

    @rule(hold=holds)
    def refund(self, hold: ModelHold) -> None:
        """Undo what was posted, once."""
        name, by, at = self._holds[id(hold)], self._name(), UnixTime(self._now)
        if not hold.taken or hold.refunded:
            with pytest.raises(TransferMismatch):
                self._ledger.refund(name, by, at)
            return
        self._model.refund(hold, self._now)
        self._expect(lambda: self._ledger.refund(name, by, at), hold.taken)

    @rule(lot=lots, amount=points, negative=st.sampled_from((True, True, False)))
    def take_back(self, lot: ModelLot, amount: int, *, negative: bool) -> None:
        """Reverse points of a lot."""
        name, at = self._name(), UnixTime(self._now)
        expected = self._model.take_back(lot, amount, may_go_negative=negative)
        self._expect(
            lambda: self._ledger.take_back(
                self._ids[lot.place], name, Points(amount), at, Reason.RETURN,
                may_go_negative=negative,
            ),
            expected,
        )  # fmt: skip

    @rule(target=holds, lot=lots, amount=points, back=st.booleans())
    def owe(self, lot: ModelLot, amount: int, *, back: bool) -> object:
        """Hold all that a member has, then reverse a lot of his: he is in debt while it is held."""
        held = self.hold(lot.member, 100, 0)
        self.take_back(lot, amount, negative=True)
        if back and isinstance(held, ModelHold):
            self.release(held)
        return held

    @rule(member=members, hours=st.integers(1, 100))
    def come_back_late(self, member: int, hours: int) -> None:
        """Hold all that a member has over some hours, and give it back."""
        held = self.hold(member, 100, 0)
        self.time_passes(hours)
        self.expire(member)
        if isinstance(held, ModelHold):
            self.release(held)

    @rule(member=members)
    def expire(self, member: int) -> None:
        """Let a member's lots expire."""
        expected = self._model.expire(member, self._now)
        assert self._ledger.expire(MemberId(member), UnixTime(self._now)) == expected
        assert self._ledger.expire(MemberId(member), UnixTime(self._now)) == 0

    @precondition(lambda self: self._acts)
    @rule(draw=st.data())
    def again(self, draw: st.DataObject) -> None:
        """Do an earlier act again: it says what it said, and the invariants see no change."""
        act, outcome = draw.draw(st.sampled_from(self._acts))
        assert act() == outcome

    @invariant()
    def every_account_is_as_the_model_has_it(self) -> None:
        """Each balance, each lot and what may be spent agree; the sum is zero."""
        total = 0
        for member in MEMBERS:
            found = self._ledger.balances(MemberId(member))
            kinds = (AccountKind.CONFIRMED, AccountKind.UNCONFIRMED, AccountKind.HELD)
            has = [found.confirmed, found.unconfirmed, found.held]
            assert has == [self._model.has[kind, member] for kind in kinds]
            assert found.spendable == self._model.spendable(member)
            total += sum(has)
            views = [
                (it.id, it.remaining, it.expires_at, it.confirmed, it.spendable)
                for it in self._ledger.lots(MemberId(member))
            ]
            assert views == [
                (self._ids[it.place], it.rest, it.until, it.confirmed, it.spendable)
                for it in self._model.mine(member)
            ]
        partners_have = [self._model.has[kind, it] for kind in PARTNER_KINDS for it in PARTNERS]
        assert total + sum(partners_have) == 0

    def _check_all(self) -> None:
        for kind in PARTNER_KINDS:
            for partner in PARTNERS:
                balance = self._ledger.balance_of(Account(kind, partner))
                assert balance == self._model.has[kind, partner], kind
        hub = hub_on(OneTransaction(self._connection))
        report = verify_ledger(hub)
        assert report.good, report.to_text()
        seal_ledger(hub, most=7)
        report = verify_ledger(hub)
        assert report.good, report.to_text()

    def _expect(self, act: Callable[[], Outcome], outcome: Outcome) -> None:
        """Do *act*, expect *outcome*, and keep both for another time."""
        assert act() == outcome
        self._acts.append((act, outcome))

    def _name(self) -> TransferId:
        self._count += 1
        return TransferId(hashlib.sha256(str(self._count).encode()).digest()[:16])


def test_the_ledger_is_the_models(engine: Engine, full: bool) -> None:
    """Whatever is done in whatever order, and done again, both agree and `verify` is content."""

    class OnEngine(LedgerMachine):
        """The machine on this database."""

        def __init__(self) -> None:
            super().__init__(engine)

    examples, steps = (1_000, 60) if full else (25 if engine.name == "sqlite" else 8, 40)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not full,
        suppress_health_check=list(HealthCheck),
    )
    name = f"ledger-machine-{engine.name}"
    with proven(name, full=full, examples=examples, steps_at_most=steps):
        run_state_machine_as_test(OnEngine, settings=chosen)
