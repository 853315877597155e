"""Fiscal receipts and claims of them, in the database."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Text, and_, cast, func, or_, select, update

from contracts.wire.units import Sequence as Place
from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.tables.access import shops, tills
from hub.adapters.database.tables.receipts import accruals
from hub.adapters.database.tables.running import fiscal_claims, operator_receipts
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.fiscal_claims import FiscalClaim, FiscalClaimState, OperatorReceipt
from hub.core.fiscal_code import FiscalReceipt
from hub.core.fraud_reports import Covered
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.fiscal import Listed
from hub.core.receipts.records import SaleState
from hub.core.tills import TillState

_AT_ONCE: Final = 2_000
"""Rows of one statement: within what both databases take as parameters."""
_WAITS: Final = fiscal_claims.c.state == FiscalClaimState.WAITING.value
_SAME: Final = and_(
    operator_receipts.c.register == fiscal_claims.c.register,
    operator_receipts.c.sign == fiscal_claims.c.sign,
)
_AT_WORK: Final = (TillState.ACTIVE.value, TillState.QUARANTINED.value)


class DatabaseFiscal:
    """The Fiscal port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_claim(self, claim: FiscalClaim) -> FiscalClaim:
        """Add a claim and return it, locked; or return the one that the receipt has already."""
        receipt = claim.receipt
        row = {
            "receipt": receipt.identity,
            "member": claim.member,
            "register": receipt.register,
            "sign": receipt.sign,
            "total": receipt.total,
            "printed_at": receipt.time,
            "claimed_at": claim.claimed_at,
            "state": claim.state.value,
        }
        adding = inserting(self._connection, fiscal_claims).values(row).on_conflict_do_nothing()
        self._connection.execute(adding)
        found = select(fiscal_claims).where(fiscal_claims.c.receipt == receipt.identity)
        return _claim(self._connection.execute(found.with_for_update()).one())

    def get_claim(self, claim: Place) -> FiscalClaim | None:
        """Return a claim."""
        found = select(fiscal_claims).where(fiscal_claims.c.id == claim)
        row = self._connection.execute(found).first()
        return None if row is None else _claim(row)

    def lock_claim(self, claim: Place) -> FiscalClaim | None:
        """Return a claim that nobody else changes until this transaction ends."""
        found = select(fiscal_claims).where(fiscal_claims.c.id == claim).with_for_update()
        row = self._connection.execute(found).first()
        return None if row is None else _claim(row)

    def set_state(self, claim: Place, state: FiscalClaimState) -> None:
        """Store how a claim stands."""
        self._connection.execute(
            update(fiscal_claims).where(fiscal_claims.c.id == claim).values(state=state.value)
        )

    def claims_since(self, member: MemberId, since: UnixTime) -> int:
        """Return how many fiscal claims a member made since then."""
        return self._count(fiscal_claims.c.member == member, fiscal_claims.c.claimed_at >= since)

    def waiting_of(self, member: MemberId) -> int:
        """Return how many of a member's wait."""
        return self._count(fiscal_claims.c.member == member, _WAITS)

    def of_member(self, member: MemberId, page: Page) -> list[FiscalClaim]:
        """Return a page of a member's, newest first, below `page.after`; 0 begins with it."""
        found = select(fiscal_claims).where(fiscal_claims.c.member == member)
        if page.after:
            found = found.where(fiscal_claims.c.id < page.after)
        rows = self._connection.execute(found.order_by(fiscal_claims.c.id.desc()).limit(page.limit))
        return [_claim(row) for row in rows]

    def matching(self, after: Place, limit: int) -> list[Place]:
        """Return waiting claims above *after* whose receipt an export has, by id."""
        found = (
            select(fiscal_claims.c.id)
            .join(operator_receipts, _SAME)
            .where(_WAITS, fiscal_claims.c.id > after)
            .order_by(fiscal_claims.c.id)
            .limit(limit)
        )
        return [Place(it) for it in self._connection.execute(found).scalars()]

    def matching_of(self, receipts: Sequence[OperatorReceipt]) -> list[Place]:
        """Return waiting claims of these receipts."""
        found: list[Place] = []
        for register, signs in _by_register(receipts).items():
            for first in range(0, len(signs), _AT_ONCE):
                asked = select(fiscal_claims.c.id).where(
                    _WAITS, fiscal_claims.c.register == register,
                    fiscal_claims.c.sign.in_(signs[first : first + _AT_ONCE]),
                )  # fmt: skip
                found += [Place(it) for it in self._connection.execute(asked).scalars()]
        return found

    def waiting_since(self, before: UnixTime, limit: int) -> list[Place]:
        """Return waiting claims made before then, by id."""
        found = select(fiscal_claims.c.id).where(_WAITS, fiscal_claims.c.claimed_at < before)
        rows = self._connection.execute(found.order_by(fiscal_claims.c.id).limit(limit))
        return [Place(it) for it in rows.scalars()]

    def operator_receipt(self, receipt: FiscalReceipt) -> OperatorReceipt | None:
        """Return the receipt as an export has it."""
        found = select(operator_receipts).where(
            operator_receipts.c.register == receipt.register,
            operator_receipts.c.sign == receipt.sign,
        )
        row = self._connection.execute(found).first()
        if row is None:
            return None
        known = FiscalReceipt(row.register, row.sign, Tiyn(row.total), UnixTime(row.at))
        return OperatorReceipt(known, PartnerId(row.partner), ShopId(row.shop))

    def is_tapped(self, register: str) -> bool:
        """Whether a till with an agent at work has this register: its slips are to be claimed."""
        asked = select(tills.c.id).where(_has(register), tills.c.state.in_(_AT_WORK)).limit(1)
        return self._connection.execute(asked).first() is not None

    def list_receipts(self, receipts: Sequence[OperatorReceipt], at: UnixTime) -> Listed:
        """Keep what an export says; what it says anew of its own receipts holds."""
        foreign = self._foreign_registers(receipts)
        own = [it for it in receipts if it.receipt.register not in foreign]
        before = self._count_receipts(own)
        left = 0
        for first in range(0, len(own), _AT_ONCE):
            left += self._upsert(own[first : first + _AT_ONCE], at)
        known = before - left
        return Listed(len(own) - known - left, known, len(receipts) - len(own) + left)

    def unknown_sales(
        self, partner: PartnerId, register: str, span: Covered, limit: int
    ) -> list[tuple[TillId, Place, FiscalReceipt]]:
        """Return sales of a partner within *span* that no export has with that total."""
        same = and_(
            operator_receipts.c.register == register,
            operator_receipts.c.sign == func.ltrim(accruals.c.sign, "0"),
        )
        found = (
            select(accruals)
            .outerjoin(operator_receipts, same)
            .where(
                accruals.c.partner == partner,
                accruals.c.at.between(span.since, span.until),
                accruals.c.register == register,
                accruals.c.state == SaleState.GOOD.value,
                or_(
                    operator_receipts.c.total.is_(None),
                    operator_receipts.c.total != accruals.c.total,
                ),
            )
            .order_by(accruals.c.till, accruals.c.sequence)
            .limit(limit)
        )
        return [
            (
                TillId(row.till),
                Place(row.sequence),
                FiscalReceipt(row.register, row.sign, Tiyn(row.total), UnixTime(row.at)),
            )
            for row in self._connection.execute(found)
        ]

    def _upsert(self, receipts: Sequence[OperatorReceipt], at: UnixTime) -> int:
        """Write receipts and return how many another partner has."""
        rows = [
            {
                "register": it.receipt.register,
                "sign": it.receipt.sign,
                "partner": it.partner,
                "shop": it.shop,
                "total": it.receipt.total,
                "at": it.receipt.time,
                "imported_at": at,
            }
            for it in receipts
        ]
        adding = inserting(self._connection, operator_receipts)
        said = adding.excluded
        writing = adding.values(rows).on_conflict_do_update(
            index_elements=["register", "sign"],
            set_={"shop": said.shop, "total": said.total, "at": said.at, "imported_at": at},
            where=operator_receipts.c.partner == said.partner,
        )
        written = self._connection.execute(writing.returning(operator_receipts.c.sign))
        return len(rows) - len(written.all())

    def _foreign_registers(self, receipts: Sequence[OperatorReceipt]) -> set[str]:
        """Return the registers that tills of other partners have."""
        foreign = set()
        for register, partner in {(it.receipt.register, it.partner) for it in receipts}:
            asked = (
                select(tills.c.id)
                .join(shops, shops.c.id == tills.c.shop)
                .where(_has(register), shops.c.partner != partner)
                .limit(1)
            )
            if self._connection.execute(asked).first() is not None:
                foreign.add(register)
        return foreign

    def _count_receipts(self, receipts: Sequence[OperatorReceipt]) -> int:
        """Return how many of *receipts* are there already."""
        counted = 0
        for register, signs in _by_register(receipts).items():
            for first in range(0, len(signs), _AT_ONCE):
                asked = select(func.count()).where(
                    operator_receipts.c.register == register,
                    operator_receipts.c.sign.in_(signs[first : first + _AT_ONCE]),
                )
                counted += int(self._connection.execute(asked).scalar_one())
        return counted

    def _count(self, *conditions: Any) -> int:
        asked = select(func.count()).select_from(fiscal_claims).where(*conditions)
        return int(self._connection.execute(asked).scalar_one())


def _by_register(receipts: Sequence[OperatorReceipt]) -> dict[str, list[str]]:
    signs: dict[str, list[str]] = {}
    for it in receipts:
        signs.setdefault(it.receipt.register, []).append(it.receipt.sign)
    return signs


def _has(register: str) -> Any:
    """Return the condition that a till has *register*, twelve digits, in its JSON list."""
    return cast(tills.c.registers, Text).like(f'%"{register}"%')


def _claim(row: Row[Any]) -> FiscalClaim:
    return FiscalClaim(
        id=Place(row.id),
        member=MemberId(row.member),
        receipt=FiscalReceipt(
            row.register, row.sign, Tiyn(row.total), UnixTime(row.printed_at), bytes(row.receipt)
        ),
        claimed_at=UnixTime(row.claimed_at),
        state=FiscalClaimState(row.state),
    )
