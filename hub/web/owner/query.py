"""What a page of the dashboard is asked for: which days, which place, which number on the chart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlencode

from flask import request
from pydantic import StringConstraints, ValidationError

from contracts.wire.refusals import Refusal, Refused
from hub.core.almaty import day_from_number
from hub.core.insights.figures import By, Where
from hub.core.insights.periods import Period, number_of
from hub.core.insights.tiles import Tile
from hub.usecases.insights import SPLIT_TILES
from hub.web.insight_shapes import LONGEST_NAME, DaysQuery, SummaryQuery

NOBODY: Final = "~"
"""In a form, receipts that name no cashier: an empty field there means all of them."""
PERIODS: Final = ("today", "week", "days30", "month", "own")
_LENGTHS: Final = {"week": 7, "days30": 30}
CHARTS: Final = (By.HOUR, By.DAY, By.PARTNER, By.SHOP, By.TILL, By.CASHIER)
PLACES: Final = {
    By.PARTNER: "partner", By.SHOP: "shop", By.TILL: "till", By.CASHIER: "cashier",
}  # fmt: skip
FILTERS: Final = (*PLACES.values(), "hour")
"""By what the overview is narrowed down."""


class GlanceQuery(SummaryQuery):
    """What the overview is asked for; all of it stands in its address."""

    span: Literal["today", "week", "days30", "month", "own"] = "today"
    show: Tile = Tile.TURNOVER
    by: By = By.SHOP
    cashier: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] | None = None

    @property
    def where(self) -> Where:
        """Return the place; the form's word for nobody is an empty name."""
        found = super().where
        return replace(found, cashier="") if found.cashier == NOBODY else found


@dataclass(frozen=True, slots=True)
class Asked:
    """The overview that somebody asks for."""

    query: GlanceQuery
    days: Period
    today: date
    home: Mapping[str, int]
    """The place that somebody means who names none: his own."""

    @classmethod
    def read(cls, today: date, home: Mapping[str, int]) -> Self:
        """Return what the address says; empty fields of a form say nothing."""
        said: dict[str, Any] = {name: it for name, it in request.args.items() if it.strip()}
        said.pop("part", None)
        if not {"partner", "shop", "till"} & set(said):
            said |= home
        try:
            query = _own_or_named(GlanceQuery.model_validate(said), today)
        except ValidationError as error:
            raise Refused(Refusal.VALIDATION, "an address that no page of ours has") from error
        if query.show not in SPLIT_TILES or query.by not in PLACES:
            raise Refused(Refusal.VALIDATION, "a chart that there is not")
        return cls(query, _days(query, today), today, home)

    @property
    def where(self) -> Where:
        """Return the place."""
        return self.query.where

    @property
    def is_today(self) -> bool:
        """Whether today is among the days."""
        return self.days.first <= number_of(self.today) <= self.days.last

    @property
    def first(self) -> str:
        """Return the first day as a date field has it."""
        return day_from_number(self.days.first).isoformat()

    @property
    def last(self) -> str:
        """Return the last day as a date field has it."""
        return day_from_number(self.days.last).isoformat()

    @property
    def is_filtered(self) -> bool:
        """Whether somebody asks for less than all that is his."""
        return any(self.home.get(name) != getattr(self.where, name) for name in FILTERS)

    @property
    def unfiltered(self) -> str:
        """Return the address of this page with all that is his."""
        return self.address(**dict.fromkeys(FILTERS))

    def address(self, **change: object) -> str:
        """Return the address of this page with something changed; None takes something away."""
        kept = self.query.model_dump(mode="json", exclude_defaults=True, exclude={"format"})
        if self.query.span != "own":
            kept = {name: it for name, it in kept.items() if name not in ("since", "until")}
        kept |= {name: str(it) for name, it in change.items() if it is not None}
        for name, it in change.items():
            if it is None:
                kept.pop(name, None)
        return f"?{urlencode(kept)}" if kept else "?"


def _days(query: GlanceQuery, today: date) -> Period:
    """Return the days that a period's name means."""
    last = number_of(today)
    if query.span == "own":
        return DaysQuery.period(query_days(query), today)
    if query.span == "month":
        return Period(number_of(today.replace(day=1)), last)
    return Period(last, last).ending(_LENGTHS.get(query.span, 1))


def _own_or_named(query: GlanceQuery, today: date) -> GlanceQuery:
    """Return *query* as a period of one's own when its days are not those of the named one."""
    if query.since is None and query.until is None:
        return query if query.span != "own" else query.model_copy(update={"span": "today"})
    if query.span != "own":
        named = _days(query, today)
        if DaysQuery.period(query_days(query), today) == named:
            return query.model_copy(update={"since": None, "until": None})
    return query.model_copy(update={"span": "own"})


def query_days(query: GlanceQuery) -> DaysQuery:
    """Return the two days of a period of one's own; a single one is both."""
    return DaysQuery(since=query.since or query.until, until=query.until or query.since)
