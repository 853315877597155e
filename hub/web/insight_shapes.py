"""What is asked and answered about the dashboard's numbers."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, StringConstraints

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from hub.core.ids import PartnerId
from hub.core.insights.figures import By, Where
from hub.core.insights.periods import Against, Period, number_of, problems
from hub.core.insights.tiles import Tile, Unit
from hub.web.shapes import Query, Reply, RowId

USUAL: Final = timedelta(days=29)
"""Behind its last day, where a period begins of which nobody has said it."""
LONGEST_NAME: Final = 120
_TABLE: Final = {"content": {"text/csv": {"schema": {"type": "string"}}}}
"""Every answer is also a table for a spreadsheet."""

Day = Annotated[str, StringConstraints(pattern=r"^20[2-7][0-9]-[01][0-9]-[0-3][0-9]$")]
Form = Literal["json", "csv"]


class FormQuery(Query):
    """How the answer comes."""

    format: Form = "json"


class PartnerQuery(FormQuery):
    """Whose numbers; without a partner those of the whole programme."""

    partner: RowId | None = None


class PlaceQuery(PartnerQuery):
    """Whose numbers, and of which place."""

    shop: RowId | None = None
    till: RowId | None = None

    @property
    def where(self) -> Where:
        """Return the place."""
        return Where(
            None if self.partner is None else PartnerId(self.partner),
            None if self.shop is None else ShopId(self.shop),
            None if self.till is None else TillId(self.till),
        )


class DaysQuery(Query):
    """Which days in Almaty, both ends included; without them the last thirty."""

    since: Day | None = None
    until: Day | None = None

    def period(self, today: date) -> Period:
        """Return the days, or refuse those that no calendar has and those that are too many."""
        last = today if self.until is None else _day("until", self.until)
        first = last - USUAL if self.since is None else _day("since", self.since)
        wrong = problems(number_of(first), number_of(last))
        if wrong:
            raise Refused(Refusal.VALIDATION, f"since, until: {wrong}")
        return Period(number_of(first), number_of(last))


class PeriodQuery(PlaceQuery, DaysQuery):
    """Whose numbers, of which place and days."""

    cashier: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] | None = None
    """As the tills write the name; empty: receipts that name nobody."""
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    """Of the clock in Almaty: of each day that hour alone."""

    @property
    def where(self) -> Where:
        """Return the place, and the cashier and the hour at it."""
        place = super().where
        return Where(place.partner, place.shop, place.till, self.cashier, self.hour)


class SummaryQuery(PeriodQuery):
    """Which numbers, and what they are compared with."""

    against: Against = Against.BEFORE


class SplitQuery(PeriodQuery):
    """Which numbers, and what they are split by."""

    by: By = By.DAY


class TopQuery(PlaceQuery, DaysQuery):
    """Which rewards, and how many of them."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


class PartnerDaysQuery(PartnerQuery, DaysQuery):
    """Whose numbers, of which days."""


class CohortsQuery(PartnerQuery):
    """Whose members, and how many months back."""

    months: Annotated[int, Field(ge=1, le=36)] = 12


class TableReply(Reply):
    """What is also given as CSV."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, openapi_extra=_TABLE)  # type: ignore[typeddict-unknown-key]  # flask-openapi3's own


class NumberName(Reply):
    """What a number is called and how it is reckoned, in the asker's language."""

    code: Tile
    name: str
    unit: Unit
    """tiyn, points, count; basis_points: hundredths of a per cent; hundredths: of one."""
    formula: str


class NumberReply(NumberName):
    """A number; none where it would be a part of nothing."""

    value: int | None


class ComparedReply(NumberReply):
    """A number beside that of another period."""

    before: int | None
    before_of_whole_day: bool
    """Of a whole day, while today is not over: what is not counted by the hour."""
    change: int | None
    """Basis points by which it grew; none where it was nothing, or a day is not over."""


class SummaryReply(TableReply):
    """The numbers of a period."""

    since: str
    until: str
    before_since: str
    before_until: str
    compared_until_hour: int | None
    """While today's last hour runs: receipts of both periods' last days are compared up to it."""
    counted_at: int | None
    """When the worker last counted; none before it did for the first time."""
    items: list[ComparedReply]


class SliceReply(Reply):
    """The numbers of one day, hour or place."""

    key: str
    """A date, an hour, 1 for Monday, a cashier's name, or an id; 0: points of no receipt."""
    name: str | None
    """Of a partner, shop or till."""
    values: dict[str, int | None]
    """By the code of each number."""


class SplitReply(TableReply):
    """The numbers of a period, split."""

    by: By
    since: str
    until: str
    counted_at: int | None
    cut: bool
    """There were more than one answer holds."""
    columns: list[NumberName]
    items: list[SliceReply]


class NowReply(TableReply):
    """What is owed at this moment."""

    at: int
    items: list[NumberReply]


class UnconfirmedTillReply(Reply):
    """A till with claims whose receipts it has not handed in."""

    till: int
    name: str
    shop: int
    partner: int
    claims: int
    points: int
    oldest: int
    """When the first of them was claimed."""
    synced_at: int | None


class UnconfirmedReply(TableReply):
    """Unconfirmed points by till, most first."""

    items: list[UnconfirmedTillReply]


class TopRewardReply(Reply):
    """How one reward did."""

    reward: int
    title: str
    taken: int
    points: int
    value: int
    undone: int
    issued: int | None
    """Vouchers that members got; none where one shop is meant: they are got in no shop."""
    unused: int | None
    """Vouchers that expired or were cancelled."""


class TopRewardsReply(TableReply):
    """Rewards, the most taken first."""

    items: list[TopRewardReply]


class CohortMonthReply(Reply):
    """Those of a cohort who visited in one month."""

    month: str
    members: int
    share: int | None
    """Basis points of the cohort."""


class CohortReply(Reply):
    """Members whose first visit was in one month."""

    first: str
    members: int
    months: list[CohortMonthReply]


class CohortsReply(TableReply):
    """Who came back in which month."""

    items: list[CohortReply]


class SegmentReply(Reply):
    """Members alike."""

    code: str
    name: str
    meaning: str
    members: int
    share: int | None
    visits: int
    spend: int
    """Tiyn, less what came back."""
    points: int
    """In their lots when it was counted."""


class BandsReply(Reply):
    """Members of the same bands, each from 1 to 5."""

    recency: int
    frequency: int
    money: int
    members: int
    visits: int
    spend: int
    points: int


class RfmReply(TableReply):
    """Members of the last year by recency, frequency and money."""

    segments: list[SegmentReply]
    items: list[BandsReply]


class TierMoveReply(Reply):
    """How many members went from one tier to another."""

    before: str
    after: str
    members: int


class TierMovesReply(TableReply):
    """How members' tiers changed."""

    items: list[TierMoveReply]


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(Refusal.VALIDATION, f"{field}: no such day") from error
