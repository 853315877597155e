"""Notes which days that are counted already change in a transaction; most change none."""

from collections.abc import Callable

from sqlalchemy import Connection, insert

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.insights import insight_marks
from hub.core.ids import PartnerId
from hub.core.insights.periods import day_of

OPEN_DAYS = 2
"""Today and yesterday are counted again anyway; visits only those of today."""


class DayMarks:
    """The marks of one transaction, written at its end.

    They are rows of their own: nobody waits for a mark, and one that is written while the worker
    counts is there the next time.
    """

    def __init__(self, connection: Connection, now: Callable[[], UnixTime]) -> None:
        self._connection = connection
        self._now = now
        self._days: dict[tuple[PartnerId, int], bool] = {}

    def note(self, partner: PartnerId, time: UnixTime, *, visits: bool = False) -> None:
        """Note that something of the day of *time* changes; *visits*: also who was there."""
        day = day_of(time)
        if day <= day_of(self._now()) - (1 if visits else OPEN_DAYS):
            key = (partner, day)
            self._days[key] = visits or self._days.get(key, False)

    def write(self) -> None:
        """Write what was noted."""
        if self._days:
            rows = [{"partner": partner, "day": day, "visits": visits}
                    for (partner, day), visits in sorted(self._days.items())]  # fmt: skip
            self._connection.execute(insert(insight_marks), rows)
            self._days = {}
