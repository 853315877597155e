"""The Returns port over the database."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.sql.expression import ColumnElement

from contracts.wire.units import Sequence as Place
from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.scopes import within
from hub.adapters.database.tables.access import shops
from hub.adapters.database.tables.receipts import returns
from hub.adapters.database.upsert import inserting
from hub.core.access.roles import Scope
from hub.core.receipts.records import ReturnRecord, ReturnState


class DatabaseReturns:
    """Goods that came back, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, item: ReturnRecord) -> bool:
        """Add a return; False when its receipt has come before."""
        row = {
            "till": item.till, "sequence": item.sequence, "shop": item.shop,
            "receipt": item.receipt, "total": item.total, "at": item.at,
            "original": item.original, "original_receipt": item.original_receipt,
            "accrual": item.accrual, **_changing(item),
        }  # fmt: skip
        adding = inserting(self._connection, returns).values(row).on_conflict_do_nothing()
        made = self._connection.execute(adding.returning(returns.c.till)).first()
        return made is not None

    def get(self, till: TillId, sequence: Place) -> ReturnRecord | None:
        """Return one, its row locked."""
        found = select(returns).where(returns.c.till == till, returns.c.sequence == sequence)
        row = self._connection.execute(found.with_for_update()).first()
        return None if row is None else _return(row)

    def change(self, item: ReturnRecord) -> None:
        """Store how a return stands now."""
        self._connection.execute(
            update(returns)
            .where(returns.c.till == item.till, returns.c.sequence == item.sequence)
            .values(_changing(item))
        )

    def waiting(self, shop: ShopId) -> list[ReturnRecord]:
        """Return the returns at a shop whose sale has not come."""
        waits = returns.c.state == ReturnState.WAITING.value
        return self._some(returns.c.shop == shop, waits)

    def waiting_everywhere(self, most: int) -> list[ReturnRecord]:
        """Return at most so many returns whose sale has not come, oldest first."""
        return self._some(returns.c.state == ReturnState.WAITING.value, most=most)

    def of_sale(self, till: TillId, sequence: Place) -> list[ReturnRecord]:
        """Return what came back of a sale."""
        return self._some(returns.c.sale_till == till, returns.c.sale_sequence == sequence)

    def undecided(self, scopes: Iterable[Scope], most: int) -> list[ReturnRecord]:
        """Return those within *scopes* that no machine finds the sale of, oldest first."""
        allowed = select(shops.c.id).where(within(scopes, shops.c.partner, shops.c.id))
        undecided = returns.c.state == ReturnState.REVIEW.value
        return self._some(undecided, returns.c.shop.in_(allowed), most=most)

    def _some(
        self, *conditions: ColumnElement[bool], most: int | None = None
    ) -> list[ReturnRecord]:
        found = select(returns).where(*conditions).limit(most)
        ordered = found.order_by(returns.c.at, returns.c.till, returns.c.sequence)
        return [_return(row) for row in self._connection.execute(ordered)]


def _changing(item: ReturnRecord) -> dict[str, Any]:
    till, sequence = item.sale or (None, None)
    return {"state": item.state.value, "sale_till": till, "sale_sequence": sequence}


def _return(row: Row[Any]) -> ReturnRecord:
    return ReturnRecord(
        till=TillId(row.till), sequence=Place(row.sequence), shop=ShopId(row.shop),
        receipt=row.receipt, total=Tiyn(row.total), at=UnixTime(row.at), original=row.original,
        original_receipt=row.original_receipt,
        accrual=None if row.accrual is None else Place(row.accrual), state=ReturnState(row.state),
        sale=None if row.sale_till is None else (TillId(row.sale_till), Place(row.sale_sequence)),
    )  # fmt: skip
