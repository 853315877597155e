"""The Statements port over the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, text, update

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.members import merged_into
from hub.adapters.database.posting import post_transfers
from hub.adapters.database.tables.access import partners
from hub.adapters.database.tables.ledger import blocks, lot_uses, lots, transfers
from hub.adapters.database.tables.running import clearing, clearing_marks
from hub.adapters.database.upsert import inserting
from hub.core.accounts import MEMBER_KINDS, Account, AccountKind
from hub.core.almaty import DAY, day_from_number, day_number
from hub.core.ids import LotId, MemberId, PartnerId
from hub.core.ports.statements import Netted, StatementLine, UnvestedBonus
from hub.core.receipts.naming import transfer_id
from hub.core.transfers import Reason, Transfer

_SHIFT: Final = 5 * 3600
"""Almaty's clock before UTC's."""
_KIND: Final = 15
"""Of an account's id, the bits that say what it holds."""


class DatabaseStatements:
    """Reads the ledger's transfers, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_member(
        self,
        member: MemberId,
        before: int | None,
        limit: int,
        only: frozenset[PartnerId] | None = None,
    ) -> list[StatementLine]:
        """Return a page of what moved a member's points, newest first, below place *before*.

        Of all partners, or of those in *only*.
        """
        both = (member, *merged_into(self._connection, member))
        own = [Account(kind, it).id for it in both for kind in MEMBER_KINDS]
        sides = [
            self._side(transfers.c.credit.in_(own), transfers.c.debit, 1, before),
            self._side(transfers.c.debit.in_(own), transfers.c.credit, -1, before),
        ]
        found = []
        for side in sides:
            shown = side if only is None else side.where(partners.c.id.in_(sorted(only)))
            page = shown.order_by(transfers.c.seq.desc()).limit(limit)
            found += [_line(row) for row in self._connection.execute(page)]
        return sorted(found, key=lambda line: -line.seq)[:limit]

    def _side(self, mine: ColumnElement[bool], other: Any, sign: int, before: int | None) -> Any:
        """Return the transfers between a member and a partner, seen from the member."""
        asked = (
            select(
                transfers.c.seq, (transfers.c.amount * sign).label("points"), transfers.c.reason,
                transfers.c.reference, transfers.c.at, (other // 16).label("partner"),
                partners.c.name,
            )
            .join(partners, partners.c.id == other // 16)
            # Points that only went from one account of his to the other moved nowhere.
            .where(mine, other.op("&")(_KIND) > AccountKind.CHAIN,
                   transfers.c.reason != Reason.MERGE.value)
        )  # fmt: skip
        return asked if before is None else asked.where(transfers.c.seq < before)

    def unvested(self, after: LotId, limit: int) -> list[UnvestedBonus]:
        """Return a page of bonuses that wait, by lot."""
        asked = (
            select(
                lots.c.id, lots.c.member, lots.c.partner, lots.c.remaining, lots.c.earned_at,
                lots.c.reference,
            )
            .where(
                lots.c.reason == Reason.BONUS.value, ~lots.c.confirmed, lots.c.remaining > 0,
                lots.c.id > after,
            )
            .order_by(lots.c.id)
            .limit(limit)
        )  # fmt: skip
        return [
            UnvestedBonus(
                LotId(row.id), MemberId(row.member), PartnerId(row.partner),
                Points(row.remaining), UnixTime(row.earned_at), row.reference,
            )
            for row in self._connection.execute(asked)
        ]  # fmt: skip

    def mark(self, name: str) -> tuple[int, Mapping[str, int]]:
        """Return up to which place *name* has been reckoned, and its remainders; locked."""
        adding = inserting(self._connection, clearing_marks)
        self._connection.execute(
            adding.values(name=name, seq=0, remainders={}).on_conflict_do_nothing()
        )
        asked = select(clearing_marks).where(clearing_marks.c.name == name).with_for_update()
        row = self._connection.execute(asked).one()
        return row.seq, row.remainders

    def set_mark(self, name: str, seq: int, remainders: Mapping[str, int]) -> None:
        """Store up to which place *name* has been reckoned."""
        self._connection.execute(
            update(clearing_marks)
            .where(clearing_marks.c.name == name)
            .values(seq=seq, remainders=dict(remainders))
        )

    def sealed(self) -> int:
        """Return the place of the last transfer that stands in a sealed block."""
        return int(self._connection.execute(select(func.max(blocks.c.last_seq))).scalar() or 0)

    def netted(self, after: int, until: int) -> list[Netted]:
        """Return what partners took of each other's points between two places."""
        redeemed, issued = AccountKind.REDEEMED, AccountKind.ISSUED
        into = _of_kind(transfers.c.credit, redeemed), transfers.c.credit, 1
        out = _of_kind(transfers.c.debit, redeemed), transfers.c.debit, -1
        paid = _of_kind(transfers.c.credit, issued), transfers.c.credit, 1
        found: dict[tuple[int, int, int], int] = {}
        for condition, account, sign in (into, out, paid):
            for day, issuer, taker, points in self._connection.execute(
                _uses(condition, account, after, until)
            ):
                key = (int(day), int(issuer), int(taker))
                found[key] = found.get(key, 0) + sign * int(points)
        return [
            Netted(day, PartnerId(issuer), PartnerId(taker), points)
            for (day, issuer, taker), points in sorted(found.items())
            if points
        ]

    def add_clearing(self, rows: Sequence[Netted]) -> None:
        """Add to what partners owe each other."""
        for row in rows:
            adding = inserting(self._connection, clearing).values(
                day=day_from_number(row.day).isoformat(), issuer=row.issuer, taker=row.taker,
                points=row.points,
            )  # fmt: skip
            self._connection.execute(
                adding.on_conflict_do_update(
                    index_elements=["day", "issuer", "taker"],
                    set_={"points": clearing.c.points + adding.excluded.points},
                )
            )

    def issued(self, after: int, until: int) -> dict[PartnerId, int]:
        """Return what each partner issued between two places, less what was taken back."""
        found: dict[PartnerId, int] = {}
        for account, sign in ((transfers.c.debit, 1), (transfers.c.credit, -1)):
            asked = (
                select(account, func.sum(transfers.c.amount))
                .where(
                    transfers.c.seq > after, transfers.c.seq <= until,
                    _of_kind(account, AccountKind.ISSUED),
                    transfers.c.reason.not_in([Reason.COMMISSION.value, Reason.MERGE.value]),
                )
                .group_by(account)
            )  # fmt: skip
            for number, points in self._connection.execute(asked):
                partner = PartnerId(number >> 4)
                found[partner] = found.get(partner, 0) + sign * int(points)
        return found

    def charge(self, partner: PartnerId, points: int, upto: int, at: UnixTime) -> None:
        """Book the programme's share of what a partner issued up to a place, once."""
        issued = Account(AccountKind.ISSUED, partner).id
        share = Account(AccountKind.COMMISSION, partner).id
        debit, credit = (issued, share) if points > 0 else (share, issued)
        transfer = Transfer(
            id=transfer_id("commission", partner, upto),
            debit=debit,
            credit=credit,
            amount=Points(abs(points)),
            at=at,
            reason=Reason.COMMISSION,
            reference=f"commission/{upto}",
        )
        post_transfers(self._connection, [transfer])

    def charged(self, since: UnixTime, until: UnixTime) -> dict[PartnerId, int]:
        """Return what was booked as the programme's share between two times, both included."""
        found: dict[PartnerId, int] = {}
        for account, sign in ((transfers.c.credit, 1), (transfers.c.debit, -1)):
            asked = (
                select(account, func.sum(transfers.c.amount))
                .where(
                    # Written out: an index of a part is found by its own words only.
                    text("reason = 'commission'"), transfers.c.at >= since,
                    transfers.c.at <= until, _of_kind(account, AccountKind.COMMISSION),
                )
                .group_by(account)
            )  # fmt: skip
            for number, points in self._connection.execute(asked):
                partner = PartnerId(number >> 4)
                found[partner] = found.get(partner, 0) + sign * int(points)
        return found

    def owed(self, since: int, until: int, partner: PartnerId | None) -> list[Netted]:
        """Return what partners owe each other for days from *since* up to *until*."""
        asked = select(clearing).where(
            clearing.c.day >= day_from_number(since).isoformat(),
            clearing.c.day <= day_from_number(until).isoformat(),
        )
        if partner is not None:
            asked = asked.where(or_(clearing.c.issuer == partner, clearing.c.taker == partner))
        ordered = asked.order_by(clearing.c.day, clearing.c.issuer, clearing.c.taker)
        return [
            Netted(day_number(row.day), PartnerId(row.issuer), PartnerId(row.taker), row.points)
            for row in self._connection.execute(ordered)
        ]


def _of_kind(account: Any, kind: AccountKind) -> ColumnElement[bool]:
    return account.op("&")(_KIND) == int(kind)  # type: ignore[no-any-return]  # an operator of both databases


def _uses(condition: ColumnElement[bool], account: Any, after: int, until: int) -> Any:
    """Return, by day, whose lots were used in transfers with the partner of *account*."""
    day = (transfers.c.at + _SHIFT) // DAY
    taker = account // 16
    return (
        select(day, lots.c.partner, taker, func.sum(lot_uses.c.amount))
        .select_from(transfers)
        .join(lot_uses, lot_uses.c.transfer == transfers.c.id)
        .join(lots, lots.c.id == lot_uses.c.lot)
        .where(
            and_(transfers.c.seq > after, transfers.c.seq <= until), condition,
            lots.c.partner != taker,
        )
        .group_by(day, lots.c.partner, taker)
    )  # fmt: skip


def _line(row: Row[Any]) -> StatementLine:
    return StatementLine(
        row.seq, int(row.points), Reason(row.reason), row.reference, UnixTime(row.at),
        PartnerId(int(row.partner)), row.name,
    )  # fmt: skip
