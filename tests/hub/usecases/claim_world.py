"""A shop with tills, members and one earning rule, for the tests of claims."""

from dataclasses import replace

from contracts.wire.bodies import (
    AccrualBody,
    EvidenceKind,
    Fiscal,
    ItemLine,
    ReturnBody,
    VoidBody,
)
from contracts.wire.claim import claim_of, seal
from contracts.wire.event import Event
from contracts.wire.identity import fiscal_identity, text_identity
from contracts.wire.keys import KeyKind
from contracts.wire.units import KeyId, Points, Sequence, TillId, Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.earning_rules import EarningRule, Rates, RuleKind
from hub.core.ids import MemberId, PartnerId, RuleId
from hub.core.ports.ledger import Balances
from hub.core.receipts.records import ClaimRecord
from hub.usecases.claims import Claimed, claim_receipt
from hub.usecases.sync_parts import PARTS
from tests.hub.hubs import NOW as _NOW
from tests.hub.till_world import TillRig, TillWorld

NOW = UnixTime(_NOW)
REGISTER = "010100112233"
OPERATOR = "kofd"


class ClaimWorld(TillWorld):
    """A hub with a partner that gives 3 points for each 100 ₸, and members without any."""

    def __init__(self, store: DatabaseStore, **policy: object) -> None:
        super().__init__(store)
        self.signs = 0
        with store.begin() as work:
            work.ledger.open_partner(PartnerId(self.partner), Points(100_000))
            self.rule = work.rules.add(rule_of(self.partner), NOW, None)
        if policy:
            self.set_policy(**policy)

    def set_policy(self, **numbers: object) -> None:
        """Set numbers of the programme's policy."""
        with self.store.begin() as work:
            work.set_policy(replace(work.policy, **numbers))  # type: ignore[arg-type]  # as named

    @property
    def store(self) -> DatabaseStore:
        """Return the store."""
        assert isinstance(self.hub.store, DatabaseStore)
        return self.hub.store

    def member(self, telegram: int = 1) -> MemberId:
        """Return a new member."""
        with self.store.begin() as work:
            made = work.members.add(telegram, "Айгүл", "kk", NOW)
            work.ledger.open_member(made)
        return made

    def selling(self) -> TillRig:
        """Return a till whose cash register is known."""
        till = self.till()
        with self.store.begin() as work:
            work.tills.set_registers(till.id, (REGISTER,))
        return till

    def sale(
        self, total: int, *, fiscal: bool = True, items: tuple[ItemLine, ...] = ()
    ) -> AccrualBody:
        """Return the accrual of a new receipt."""
        self.signs += 1
        sign = f"{self.signs:012}"
        key = Fiscal(OPERATOR, sign, REGISTER) if fiscal else None
        identity = (
            fiscal_identity(REGISTER, sign)
            if fiscal
            else text_identity(_TILL_OF_TEXT, sign, None, Tiyn(total))
        )
        return AccrualBody(
            total=Tiyn(total),
            currency="KZT",
            receipt=identity,
            number=str(self.signs),
            printed_at="2025-11-22T12:26:40",
            evidence=EvidenceKind.FISCAL_QR if fiscal else EvidenceKind.LABEL,
            fiscal=key,
            items=items,
            items_count=len(items),
            cashier="7",
            claim_key=KeyId(0),
        )

    def back(
        self,
        sale: AccrualBody,
        total: int,
        *,
        accrual: int | None = None,
        by_sign: bool = False,
        items: tuple[ItemLine, ...] = (),
    ) -> ReturnBody:
        """Return the paper of goods of *sale* that came back."""
        self.signs += 1
        sign = f"{self.signs:012}"
        assert sale.fiscal is not None
        return ReturnBody(
            total=Tiyn(total),
            currency="KZT",
            receipt=fiscal_identity(REGISTER, sign),
            number=str(self.signs),
            printed_at="2025-11-22T12:26:40",
            evidence=EvidenceKind.FISCAL_QR,
            fiscal=Fiscal(OPERATOR, sign, REGISTER),
            items=items,
            items_count=len(items),
            cashier="7",
            original=sale.fiscal.sign if by_sign else None,
            accrual=None if accrual is None else Sequence(accrual),
        )

    def void(self, accrual: int) -> VoidBody:
        """Return the event that undoes a sale."""
        return VoidBody(accrual=Sequence(accrual), reason="mistake", cashier="7")

    def code(self, event: Event, **changes: object) -> str:
        """Return the code of the slip of *event*, or one that says something else."""
        said = replace(claim_of(event), **changes)  # type: ignore[arg-type]  # a test's own choice
        return seal(said, self.hub.keyring.key(KeyKind.CLAIM, said.till, said.key_id))

    def claim(self, member: MemberId, event: Event, **changes: object) -> Claimed:
        """Claim the slip of *event*."""
        return claim_receipt(self.hub, member, self.code(event, **changes))

    def hand_in(self, till: TillRig) -> None:
        """Sync the whole chain of *till*."""
        self.sync(till, parts=PARTS)

    def has(self, member: MemberId) -> Balances:
        """Return what a member has."""
        with self.store.read() as work:
            return work.ledger.balances(member)

    def stored(self, event: Event) -> ClaimRecord:
        """Return the claim of *event*."""
        with self.store.read() as work:
            found = work.claims.get(event.till, event.sequence)
        assert found is not None
        return found


_TILL_OF_TEXT = TillId(1)


def rule_of(partner: PartnerId, **changes: object) -> EarningRule:
    """Return a rule of 3, 5 and 7 points for each 100 ₸."""
    rule = EarningRule(
        id=RuleId(0),
        partner=partner,
        kind=RuleKind.RATE,
        name="Ұпай",
        since=UnixTime(0),
        rates=Rates(3, 5, 7),
    )
    return replace(rule, **changes)  # type: ignore[arg-type]  # a test's own choice
