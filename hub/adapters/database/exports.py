"""The Exports port over the database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, false, or_, select
from sqlalchemy.sql.elements import ColumnElement

from hub.adapters.database.tables import access, ledger, receipts, rewards, running
from hub.core.ids import PartnerId
from hub.core.ports.exports import Export

AT_ONCE: Final = 1000
"""Rows that are fetched together."""

_TABLES: Final[Mapping[Export, tuple[Table, frozenset[str]]]] = {
    Export.MEMBERS: (access.members, frozenset({"phone_digest", "referral_code", "settings"})),
    Export.CLAIMS: (receipts.claims, frozenset({"transfer", "hint"})),
    Export.ACCRUALS: (receipts.accruals, frozenset({"receipt"})),
    Export.RETURNS: (receipts.returns, frozenset({"receipt", "original_receipt"})),
    Export.Z_REPORTS: (receipts.z_reports, frozenset()),
    Export.VOUCHERS: (rewards.vouchers, frozenset({"request", "hold", "key_id"})),
    Export.REDEMPTIONS: (rewards.redemptions, frozenset({"id"})),
    Export.LOTS: (ledger.lots, frozenset({"source"})),
    Export.REVIEWS: (running.reviews, frozenset()),
    Export.CLEARING: (running.clearing, frozenset()),
    Export.AUDIT: (access.audit, frozenset()),
    Export.TRANSFERS: (ledger.transfers, frozenset()),
}
"""What is exported, and which columns are of no use to a reader or not for his eyes."""
_FOR_PARTNERS: Final[Mapping[Export, frozenset[str]]] = {
    Export.MEMBERS: frozenset({"id", "tier", "blocked"}),
}
"""Where a partner sees less: members agreed that a shop sees their purchases there, not who they
are nor what they have elsewhere."""


class DatabaseExports:
    """Reads whole tables in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def names(self, export: Export, partner: PartnerId | None) -> Sequence[str]:
        """Return the names of the columns that a partner, or the programme, gets."""
        return [column.name for column in _columns(export, partner)]

    def rows(self, export: Export, partner: PartnerId | None) -> Iterator[Sequence[Any]]:
        """Yield the rows of a partner, or of the programme."""
        table, _ = _TABLES[export]
        query = select(*_columns(export, partner)).order_by(*table.primary_key.columns)
        if partner is not None:
            query = query.where(_of_partner(export, table, partner))
        streaming = self._connection.execution_options(stream_results=True, yield_per=AT_ONCE)
        for row in streaming.execute(query):
            yield tuple(row)


def _columns(export: Export, partner: PartnerId | None) -> list[Column[Any]]:
    table, hidden = _TABLES[export]
    columns = [column for column in table.columns if column.name not in hidden]
    shown = None if partner is None else _FOR_PARTNERS.get(export)
    return columns if shown is None else [it for it in columns if it.name in shown]


def _of_partner(export: Export, table: Table, partner: PartnerId) -> ColumnElement[bool]:
    """Return what makes a row of *table* the partner's."""
    match export:
        case Export.MEMBERS:
            claims = receipts.claims
            return table.c.id.in_(
                select(claims.c.member).where(claims.c.partner == partner).distinct()
            )
        case Export.RETURNS:
            shops = select(access.shops.c.id).where(access.shops.c.partner == partner)
            return table.c.shop.in_(shops)
        case Export.Z_REPORTS:
            joined = access.tills.join(access.shops, access.tills.c.shop == access.shops.c.id)
            tills = (
                select(access.tills.c.id).select_from(joined)
                .where(access.shops.c.partner == partner)
            )  # fmt: skip
            return table.c.till.in_(tills)
        case Export.CLEARING:
            return or_(table.c.issuer == partner, table.c.taker == partner)
        case Export.TRANSFERS:
            return false()
        case _:
            return table.c.partner == partner
