"""What is read over many claims at once, to find who gathers other people's paper."""

from typing import Protocol

from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.core.fraud_concentration import ClaimedReceipt
from hub.core.ids import PartnerId


class Fraud(Protocol):
    """Claims of whole shops."""

    def shops(self, since: UnixTime, after: ShopId, limit: int) -> list[tuple[ShopId, PartnerId]]:
        """Return shops above *after* with claims made since then, by id."""
        ...

    def claimed(self, shop: ShopId, since: UnixTime, most: int) -> list[ClaimedReceipt]:
        """Return at most so many live claims of a shop's receipts made since then, newest first."""
        ...

    def reported(self, till: TillId, report: Sequence, most: int) -> list[Sequence]:
        """Return the sales that the closing report at *report* should count, at most so many."""
        ...
