"""The Sales port over the database: accruals, slips and closing reports."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select, update

from contracts.wire.bodies import AccrualBody, ReturnBody, SlipOutcome
from contracts.wire.event import read_event
from contracts.wire.units import Sequence as Place
from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.bulk import insert_new
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.receipts import accruals, events, slips, z_reports
from hub.core.earning_base import Line
from hub.core.ids import PartnerId
from hub.core.ports.receipts import SlipRecord, ZRecord
from hub.core.receipts.records import Sale, SaleState

_COLUMNS: Final = (
    "till", "sequence", "shop", "partner", "at", "received_at", "total", "receipt", "number",
    "printed_at", "register", "sign", "cashier", "state",
)  # fmt: skip

_LOCKED: Final = Prepared(
    select(accruals)
    .where(accruals.c.till == bindparam("till"), accruals.c.sequence == bindparam("sequence"))
    .with_for_update()
)
_SLIPS: Final = select(slips.c.claim, slips.c.outcome).where(
    slips.c.till == bindparam("till"), slips.c.claim.in_(bindparam("claims", expanding=True))
)
_SLIPS_OF_ONE: Final = Prepared(
    select(slips.c.claim, slips.c.outcome).where(
        slips.c.till == bindparam("till"), slips.c.claim == bindparam("claim")
    )
)


class DatabaseSales:
    """What the tills handed in, within one transaction."""

    def __init__(self, connection: Connection, marks: DayMarks) -> None:
        self._connection = connection
        self._marks = marks

    def add(self, till: TillId, sales: Sequence[Sale]) -> list[Sale]:
        """Add what is new and return it, a receipt that another till has as a duplicate."""
        # In one order, so that two tills with the same receipts never wait for each other.
        rows = sorted((_row(sale) for sale in sales), key=lambda row: row[7])
        for sale in sales:
            self._marks.note(sale.partner, sale.at)
        if insert_new(self._connection, accruals, _COLUMNS, rows) == len(rows):
            return list(sales)
        return self._after_conflict(till, sales)

    def _after_conflict(self, till: TillId, sales: Sequence[Sale]) -> list[Sale]:
        """Return *sales* as they stand, after some of them were not inserted as good ones."""
        places = [sale.sequence for sale in sales]
        present = {sale.sequence: sale for sale in self._of_till(till, places)}
        missing = [_row(sale, SaleState.DUPLICATE) for sale in sales
                   if sale.sequence not in present]  # fmt: skip
        insert_new(self._connection, accruals, _COLUMNS, missing)
        return self._of_till(till, places)

    def _of_till(self, till: TillId, places: Sequence[Place]) -> list[Sale]:
        found = select(accruals).where(
            accruals.c.till == till, accruals.c.sequence.between(min(places), max(places))
        )
        asked = set(places)
        rows = self._connection.execute(found.order_by(accruals.c.sequence))
        return [sale_of(row) for row in rows if row.sequence in asked]

    def get(self, till: TillId, sequence: Place) -> Sale | None:
        """Return a sale."""
        found = select(accruals).where(accruals.c.till == till, accruals.c.sequence == sequence)
        row = self._connection.execute(found).first()
        return None if row is None else sale_of(row)

    def lock(self, till: TillId, sequence: Place) -> Sale | None:
        """Return a sale whose row nobody else changes until this transaction ends."""
        row = _LOCKED.on(self._connection, {"till": till, "sequence": sequence}).first()
        return None if row is None else sale_of(row)

    def of_receipt(self, receipt: bytes) -> Sale | None:
        """Return the sale with this receipt's identity that earns."""
        found = select(accruals).where(
            accruals.c.receipt == receipt, accruals.c.state != SaleState.DUPLICATE.value
        )
        row = self._connection.execute(found).first()
        return None if row is None else sale_of(row)

    def numbered(self, till: TillId, number: str, since: UnixTime, before: Place) -> list[Sale]:
        """Return at most two sales of a till with this number, newest first."""
        return self._candidates(till, since, before, accruals.c.number == number)

    def totalling(self, till: TillId, total: Tiyn, since: UnixTime, before: Place) -> list[Sale]:
        """Return at most two sales of a till with this total of which nothing came back."""
        return self._candidates(
            till, since, before, and_(accruals.c.total == total, accruals.c.returned == 0)
        )

    def _candidates(
        self, till: TillId, since: UnixTime, before: Place, condition: Any
    ) -> list[Sale]:
        found = (
            select(accruals)
            .where(
                accruals.c.till == till, accruals.c.at >= since, accruals.c.sequence < before,
                accruals.c.state != SaleState.DUPLICATE.value, condition,
            )
            .order_by(accruals.c.sequence.desc())
            .limit(2)
        )  # fmt: skip
        return [sale_of(row) for row in self._connection.execute(found)]

    def set_returned(self, sale: Sale, returned: Tiyn) -> None:
        """Note how much of a sale came back."""
        self._change(sale, returned=returned)

    def set_state(self, sale: Sale, state: SaleState) -> None:
        """Note what became of a sale."""
        self._change(sale, state=state.value)

    def _change(self, sale: Sale, **values: Any) -> None:
        self._marks.note(sale.partner, sale.at)
        self._connection.execute(
            update(accruals)
            .where(accruals.c.till == sale.till, accruals.c.sequence == sale.sequence)
            .values(values)
        )

    def lines(self, till: TillId, sequence: Place) -> tuple[Line, ...]:
        """Return the goods of a receipt, as far as its paper told."""
        return self.lines_of([(till, sequence)]).get((till, sequence), ())

    def lines_of(
        self, places: Iterable[tuple[TillId, Place]]
    ) -> dict[tuple[TillId, Place], tuple[Line, ...]]:
        """Return the goods of many receipts."""
        found = {}
        by_till: dict[TillId, list[Place]] = {}
        for till, sequence in places:
            by_till.setdefault(till, []).append(sequence)
        for till, sequences in by_till.items():
            asked = select(events.c.sequence, events.c.raw).where(
                events.c.till == till, events.c.sequence.in_(sequences)
            )
            for sequence, raw in self._connection.execute(asked):
                found[till, Place(sequence)] = _lines(raw)
        return found

    def add_slips(self, till: TillId, slips_found: Sequence[SlipRecord]) -> None:
        """Note what became of slips."""
        rows = [(till, slip.sequence, slip.claim, slip.outcome.value, slip.cashier, slip.at)
                for slip in slips_found]  # fmt: skip
        columns = ("till", "sequence", "claim", "outcome", "cashier", "at")
        insert_new(self._connection, slips, columns, rows)

    def slips_of(self, till: TillId, claims: Sequence[Place]) -> dict[Place, list[SlipOutcome]]:
        """Return what became of the slips of these claims."""
        outcomes: dict[Place, list[SlipOutcome]] = {}
        found: Iterable[Any]
        if len(claims) == 1:
            found = _SLIPS_OF_ONE.on(self._connection, {"till": till, "claim": claims[0]})
        else:
            found = self._connection.execute(_SLIPS, {"till": till, "claims": list(claims)})
        for claim, outcome in found:
            outcomes.setdefault(claim, []).append(SlipOutcome(outcome))
        return outcomes

    def z_before(self, till: TillId, register: str | None, before: Place) -> Place | None:
        """Return the sequence of the closing report before that one, if there was one."""
        found = select(func.max(z_reports.c.sequence)).where(
            z_reports.c.till == till, z_reports.c.sequence < before,
            z_reports.c.register.is_not_distinct_from(register),
        )  # fmt: skip
        last: int | None = self._connection.execute(found).scalar_one()
        return None if last is None else Place(last)

    def counted(
        self, till: TillId, register: str | None, after: Place, before: Place
    ) -> tuple[Tiyn, int]:
        """Return total and number of the sales between two places of a chain."""
        own = or_(accruals.c.register.is_(None), accruals.c.register == register)
        found = select(func.coalesce(func.sum(accruals.c.total), 0), func.count()).where(
            accruals.c.till == till, accruals.c.sequence > after, accruals.c.sequence < before,
            accruals.c.state.in_([SaleState.GOOD.value, SaleState.REVIEW.value]),
            *([] if register is None else [own]),
        )  # fmt: skip
        total, count = self._connection.execute(found).one()
        return Tiyn(int(total)), count

    def add_z(self, till: TillId, report: ZRecord) -> None:
        """Keep a closing report."""
        columns = (
            "sequence", "at", "number", "register", "sales_total", "sales_count",
            "returns_total", "returns_count", "accrued_total", "state",
        )  # fmt: skip
        row = (till, *(getattr(report, name) for name in columns))
        insert_new(self._connection, z_reports, ("till", *columns), [row])

    def month(self, partner: PartnerId, since: UnixTime, most: int) -> list[Sale]:
        """Return at most so many sales of a partner since then, newest first."""
        found = (
            select(accruals)
            .where(accruals.c.partner == partner, accruals.c.at >= since)
            .order_by(accruals.c.at.desc())
            .limit(most)
        )
        return [sale_of(row) for row in self._connection.execute(found)]


def _row(sale: Sale, state: SaleState | None = None) -> tuple[Any, ...]:
    return (
        sale.till, sale.sequence, sale.shop, sale.partner, sale.at, sale.received_at, sale.total,
        sale.receipt, sale.number, sale.printed_at, sale.register, sale.sign, sale.cashier,
        (state or sale.state).value,
    )  # fmt: skip


def _lines(raw: bytes) -> tuple[Line, ...]:
    body = read_event(raw).body
    assert isinstance(body, AccrualBody | ReturnBody), "only a paper has lines"
    return tuple(Line(item.name, item.amount) for item in body.items)


def sale_of(row: Row[Any]) -> Sale:
    """Return the sale that a row of accruals says."""
    return Sale(
        till=TillId(row.till), sequence=Place(row.sequence), shop=ShopId(row.shop),
        partner=PartnerId(row.partner), at=UnixTime(row.at),
        received_at=UnixTime(row.received_at), total=Tiyn(row.total), receipt=row.receipt,
        number=row.number, printed_at=row.printed_at, register=row.register, sign=row.sign,
        cashier=row.cashier, returned=Tiyn(row.returned), state=SaleState(row.state),
    )  # fmt: skip
