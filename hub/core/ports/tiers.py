"""The store of standings: who is bronze, silver or gold, and what led there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from contracts.wire.units import Tiyn, UnixTime
from hub.core.access.people import Page
from hub.core.ids import MemberId
from hub.core.tiers import Standing, Tier, TierChange


class TierOf(StrEnum):
    """Whose tier; the value is stored."""

    MEMBER = "member"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where somebody stands, and what he spent or turned over within the window."""

    owner: int
    standing: Standing
    spend: Tiyn


class Tiers(Protocol):
    """Standings of members and partners."""

    def lock(self, kind: TierOf, owner: int) -> Standing | None:
        """Return a standing that nobody else changes until this transaction ends."""
        ...

    def get(self, kind: TierOf, owner: int) -> Standing | None:
        """Return a standing."""
        ...

    def tier_at(self, member: MemberId, at: UnixTime) -> Tier | None:
        """Return the tier that a member had then; None where it has not changed since."""
        ...

    def spend(self, kind: TierOf, owner: int, since: UnixTime) -> Tiyn:
        """Return a member's money of confirmed receipts, or a partner's volume, since then."""
        ...

    def placed(self, kind: TierOf, after: int, limit: int, since: UnixTime) -> list[Placed]:
        """Return a page of all standings by id, with what was spent since then."""
        ...

    def set(
        self, kind: TierOf, owner: int, standing: Standing, changes: Iterable[TierChange]
    ) -> None:
        """Store a standing, and add *changes* to the history."""
        ...

    def history(self, kind: TierOf, owner: int, page: Page) -> list[tuple[int, TierChange]]:
        """Return a page of the history, newest first, below `page.after`; 0 begins with it."""
        ...
