"""The numbers of the dashboard: counted by the worker, read by people."""

from collections.abc import Sequence
from typing import Protocol

from contracts.wire.units import TillId, UnixTime
from hub.core.ids import PartnerId
from hub.core.insights.figures import (
    Arrivals,
    By,
    CohortRow,
    Counted,
    Counts,
    FrequencyRow,
    Moved,
    People,
    RewardRow,
    RfmRow,
    Standing,
    TierDay,
    WaitingTill,
    Where,
)
from hub.core.insights.periods import Period

Key = int | str


class Insights(Protocol):
    """Reads what was counted; every answer takes a few thousand rows at most."""

    def counted(self) -> Counted:
        """Return how far the worker has counted."""
        ...

    def grouped(self) -> int | None:
        """Return the day of whose end members were last put into groups."""
        ...

    def counts(self, where: Where, period: Period) -> Counts:
        """Return the sums of a period."""
        ...

    def counts_before(self, where: Where, day: int, hour: int) -> Counts:
        """Return the sums of a day up to the beginning of an hour."""
        ...

    def counts_by(self, where: Where, period: Period, by: By) -> list[tuple[Key, Counts]]:
        """Return the sums of a period for each day, hour or place that has any, in order."""
        ...

    def moved(self, where: Where, period: Period) -> Moved:
        """Return what the ledger did to points within a period."""
        ...

    def moved_by(self, where: Where, period: Period, by: By) -> list[tuple[Key, Moved]]:
        """Return the same for each day, partner, shop or till that has any, in order."""
        ...

    def people(self, where: Where, period: Period) -> People:
        """Return how many members visited in a period, and how."""
        ...

    def arrivals(self, where: Where, period: Period) -> list[Arrivals]:
        """Return who visited on each day that had visitors, in order."""
        ...

    def standing(self, partner: PartnerId | None, matured: Period, ripe: Period) -> Standing:
        """Return what is owed now; *matured* and *ripe* are for the share that expires."""
        ...

    def waiting(self, where: Where) -> list[WaitingTill]:
        """Return the tills with claims of receipts that they have not handed in."""
        ...

    def rewards(self, where: Where, period: Period, most: int) -> list[RewardRow]:
        """Return how rewards did, the most taken first."""
        ...

    def cohorts(self, partner: PartnerId | None, since: int) -> list[CohortRow]:
        """Return who came back in which month, of members first seen in month *since* or later."""
        ...

    def rfm(self, partner: PartnerId | None) -> list[RfmRow]:
        """Return the members of the last year by recency, frequency and money."""
        ...

    def frequency(self, partner: PartnerId | None, days: int) -> list[FrequencyRow]:
        """Return how many members visited on how many of the last days, ending yesterday."""
        ...

    def tier_days(self, partner: PartnerId | None, period: Period) -> list[TierDay]:
        """Return how many members went from one tier to another on each day, in order."""
        ...

    def names(self, by: By, keys: Sequence[int]) -> dict[int, str]:
        """Return what partners, shops or tills are called."""
        ...

    def place_of(self, till: TillId) -> Where | None:
        """Return where a till stands."""
        ...


class Counting(Protocol):
    """Counts; whatever is done twice is done once, and all of it can be done anew."""

    def lock(self) -> None:
        """Let nobody else count until this transaction ends."""
        ...

    def progress(self, name: str) -> tuple[int, UnixTime] | None:
        """Return how far something has been counted, and when."""
        ...

    def set_progress(self, name: str, upto: int, at: UnixTime) -> None:
        """Note how far something is counted."""
        ...

    def first_day(self) -> int | None:
        """Return the first day that anything happened on."""
        ...

    def take_marks(self, most: int) -> dict[tuple[PartnerId, int], bool]:
        """Take away at most so many marks, and return the days that they name, each once.

        True where visits are among what has changed.
        """
        ...

    def recount(self, period: Period, partner: PartnerId | None = None) -> int:
        """Count receipts, claims and redemptions of these days anew; return the rows made."""
        ...

    def recount_visits(self, period: Period, partner: PartnerId | None = None) -> int:
        """Count the visits of these days anew; return the rows made."""
        ...

    def add_points(self, after: int, most: int) -> int:
        """Add what sealed transfers above a place did, and return the place of the last of them."""
        ...

    def recount_groups(self, day: int) -> int:
        """Count cohorts, and recency, frequency and money, anew as of the end of a day."""
        ...

    def forget(self) -> None:
        """Forget all that was counted."""
        ...

    def differences(self, period: Period) -> list[str]:
        """Return where what is counted differs from what a new count of these days gives."""
        ...

    def points_apart(self, after: int) -> list[str]:
        """Return whose points in lots differ from what was added, with transfers above a place."""
        ...
