"""The port of what the database holds of partners' shares."""

from collections.abc import Mapping
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.ids import PartnerId
from hub.core.ports.settlement import EpochState
from hub.core.settlement.shares import Shares, Standing


class PartnerShares(Protocol):
    """What partners are paid by RevenueDistribution."""

    def netted(self, until: int) -> list[tuple[PartnerId, PartnerId, int]]:
        """Return issuer, taker and points of clearing for all days up to day *until*."""
        ...

    def standings(self) -> dict[PartnerId, Standing]:
        """Return what partners have been found to be owed; locked."""
        ...

    def stand(self, standing: Standing) -> None:
        """Store what a partner has been found to be owed."""
        ...

    def wallets(self) -> dict[PartnerId, str]:
        """Return the partners' wallets."""
        ...

    def leaves(self, epoch: int) -> list[tuple[str, int]]:
        """Return each wallet's cumulative nanoTON at *epoch*."""
        ...

    def last(self) -> tuple[Shares, EpochState] | None:
        """Return what was stated last."""
        ...

    def shares(self, epoch: int) -> Shares | None:
        """Return what one epoch states."""
        ...

    def add(self, shares: Shares, leaves: Mapping[str, int], at: UnixTime) -> None:
        """Store what the next message states."""
        ...

    def confirm(self, epoch: int, at: UnixTime) -> None:
        """Note that the chain states it."""
        ...
