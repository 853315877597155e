"""The Merging port over the database: rows that go with a member into another account."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from contracts.wire.units import UnixTime
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.tables import access, chain, ledger, receipts, rewards, running
from hub.adapters.database.upsert import inserting
from hub.adapters.database.vouchers import voucher_of_row
from hub.core.almaty import DAY
from hub.core.earning_rules import CapKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId, VoucherId
from hub.core.rewards.vouchers import Voucher, VoucherState

_OPEN: Final = [
    VoucherState.HELD.value, VoucherState.CANCELLING.value, VoucherState.EXPIRING.value,
]  # fmt: skip
"""States in which a voucher's points are set aside; those of one being undone are a partner's."""
_FOLLOWS: Final = (
    access.consents, receipts.claims, running.fiscal_claims, rewards.vouchers,
    rewards.redemptions, running.reviews, running.adjustments, running.feed,
    running.imported_members,
)  # fmt: skip
"""Tables whose rows name the member that they are about, and go with him as they are."""
_SHIFT: Final = 5 * 3600
"""Almaty's clock before UTC's."""


class DatabaseMerging:
    """Moves rows from one account to another, in the tables of one transaction."""

    def __init__(self, connection: Connection, marks: DayMarks) -> None:
        self._connection = connection
        self._marks = marks

    def open_vouchers(self, member: MemberId) -> list[Voucher]:
        """Return the vouchers whose points are still set aside, by id."""
        table = rewards.vouchers
        asked = select(table).where(
            table.c.member == member, table.c.state.in_(_OPEN), table.c.hold.is_not(None)
        )
        return [voucher_of_row(row) for row in self._do(asked.order_by(table.c.id))]

    def rehold(self, voucher: VoucherId, hold: TransferId) -> None:
        """Note that a voucher's points are now set aside by another hold."""
        table = rewards.vouchers
        self._do(update(table).where(table.c.id == voucher).values(hold=hold))

    def has_moves(self, member: MemberId) -> bool:
        """Whether points of the member are on their way to or from a wallet."""
        table = chain.moves
        out = exists().where(table.c.member == member, table.c.back < table.c.points)
        return bool(self._do(select(out)).scalar_one())

    def follow(self, lots: Mapping[LotId, LotId]) -> None:
        """Let what points were earned by lead to the lots that the points are in now."""
        if not lots:
            return
        for table in (receipts.claims, rewards.redemptions):
            now_in = case(lots, value=table.c.lot)
            self._do(update(table).where(table.c.lot.in_(list(lots))).values(lot=now_in))

    def carry(self, gone: MemberId, stays: MemberId) -> None:
        """Give *stays* everything of *gone* but his points: receipts, vouchers, counters."""
        self._mark_days(gone)
        for table in _FOLLOWS:
            self._do(update(table).where(table.c.member == gone).values(member=stays))
        self._add_uses(gone, stays)
        self._add_exposure(gone, stays)
        self._add_usages(gone, stays)
        self._befriend(gone, stays)

    def close(self, gone: MemberId, stays: MemberId, at: UnixTime) -> None:
        """Note that *gone* went into *stays*, and forget who he was."""
        people = access.members
        self._do(
            update(people)
            .where(people.c.id == gone)
            .values(
                first_name="", birthday=None, phone_digest=None, wallet=None, referral_code=None,
                referred_by=None, settings={}, blocked=True, erased_at=at, merged_into=stays,
            )
        )  # fmt: skip
        self._do(delete(running.notices).where(running.notices.c.member == gone))
        replies = running.idempotency
        self._do(delete(replies).where(replies.c.principal == f"member:{gone}"))

    def left_behind(self, limit: int) -> list[tuple[MemberId, MemberId]]:
        """Return merged accounts to which points came back, each with the one that goes on."""
        lots, people = ledger.lots, access.members
        left = exists().where(lots.c.member == people.c.id, lots.c.remaining > 0)
        asked = select(people.c.id, people.c.merged_into)
        asked = asked.where(people.c.merged_into.is_not(None), left).limit(limit)
        return [(MemberId(row.id), MemberId(row.merged_into)) for row in self._do(asked)]

    def _mark_days(self, gone: MemberId) -> None:
        """Let the days be counted anew on which one person was counted as two."""
        table = receipts.claims
        for at in (table.c.sealed_at, table.c.claimed_at):
            day = (at + _SHIFT) // DAY
            asked = select(table.c.partner, func.min(at)).where(table.c.member == gone)
            for partner, time in self._do(asked.group_by(table.c.partner, day)):
                self._marks.note(PartnerId(partner), UnixTime(time), visits=True)

    def _add_uses(self, gone: MemberId, stays: MemberId) -> None:
        """Count the vouchers of both; what is then above a limit is not judged, but counts."""
        table = rewards.reward_uses
        for row in self._do(select(table).where(table.c.member == gone)).all():
            adding = inserting(self._connection, table).values(
                reward=row.reward, member=stays, count=row.count, most=None
            )
            self._do(
                adding.on_conflict_do_update(
                    index_elements=["reward", "member"],
                    set_={"count": table.c.count + row.count, "most": None},
                )
            )
        self._do(delete(table).where(table.c.member == gone))

    def _add_exposure(self, gone: MemberId, stays: MemberId) -> None:
        table = receipts.exposures
        his = (table.c.scope == "member") & (table.c.owner == gone)
        for row in self._do(select(table).where(his)).all():
            both = table.c.points + row.points
            adding = inserting(self._connection, table).values(
                scope="member", owner=stays, points=row.points, most=row.most
            )
            self._do(
                adding.on_conflict_do_update(
                    index_elements=["scope", "owner"],
                    # Where both are above the most, nothing more is let through till they are not.
                    set_={"points": both, "most": case((both > table.c.most, both),
                                                       else_=table.c.most)},
                )
            )  # fmt: skip
        self._do(delete(table).where(his))

    def _add_usages(self, gone: MemberId, stays: MemberId) -> None:
        """Add what both have used of caps: joined accounts may earn no more than one."""
        table = receipts.usages
        his = (table.c.owner == gone) & (table.c.scope != CapKind.BUDGET.value)
        for row in self._do(select(table).where(his)).all():
            adding = inserting(self._connection, table).values(
                rule=row.rule, scope=row.scope, owner=stays, period=row.period, points=row.points
            )
            self._do(
                adding.on_conflict_do_update(
                    index_elements=["rule", "scope", "owner", "period"],
                    set_={"points": table.c.points + row.points},
                )
            )
        self._do(delete(table).where(his))

    def _befriend(self, gone: MemberId, stays: MemberId) -> None:
        """Whom *gone* brought, *stays* has brought now; nobody has brought himself."""
        people = access.members
        brought: Column[Any] = people.c.referred_by
        self._do(update(people).where(brought == gone).values(referred_by=stays))
        own = or_(people.c.id == stays, people.c.id == gone) & (brought == stays)
        self._do(update(people).where(own).values(referred_by=None))
        his = people.alias()
        by = select(his.c.referred_by).where(his.c.id == gone).scalar_subquery()
        alone = (people.c.id == stays) & brought.is_(None)
        self._do(update(people).where(alone).values(referred_by=by))

    def _do(self, statement: Any) -> Any:
        return self._connection.execute(statement)
