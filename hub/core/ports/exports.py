"""Everything that is stored, as tables for a spreadsheet."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Protocol

from hub.core.ids import PartnerId


class Export(StrEnum):
    """What can be exported."""

    MEMBERS = "members"
    CLAIMS = "claims"
    ACCRUALS = "accruals"
    RETURNS = "returns"
    Z_REPORTS = "z-reports"
    VOUCHERS = "vouchers"
    REDEMPTIONS = "redemptions"
    LOTS = "lots"
    REVIEWS = "reviews"
    CLEARING = "clearing"
    AUDIT = "audit"
    TRANSFERS = "transfers"
    """Of the whole programme: only without a partner."""


class Exports(Protocol):
    """Reads whole tables, a piece at a time."""

    def names(self, export: Export, partner: PartnerId | None) -> Sequence[str]:
        """Return the names of the columns that a partner, or the programme, gets."""
        ...

    def rows(self, export: Export, partner: PartnerId | None) -> Iterator[Sequence[Any]]:
        """Yield the rows of a partner, or of the programme, while the transaction is open."""
        ...
