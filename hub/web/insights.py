"""The dashboard's numbers, as JSON for screens and as CSV for spreadsheets."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.units import UnixTime
from hub.core.access.roles import Permission
from hub.core.almaty import day_from_number
from hub.core.cells import csv_lines
from hub.core.ids import PartnerId
from hub.core.insights.figures import By
from hub.core.insights.periods import Period, month_of, number_of, today
from hub.core.insights.tiles import (
    OF_A_PERIOD,
    OF_NOW,
    UNITS,
    Tile,
    Unit,
    of_now,
    of_period,
)
from hub.core.insights.words import WORDS
from hub.usecases import insights as use
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.insight_groups import cohorts_of, segments_of
from hub.web.insight_shapes import (
    BandsReply,
    CohortsQuery,
    CohortsReply,
    ComparedReply,
    DaysQuery,
    Form,
    NowReply,
    NumberName,
    NumberReply,
    PartnerDaysQuery,
    PartnerQuery,
    PlaceQuery,
    RfmReply,
    SliceReply,
    SplitQuery,
    SplitReply,
    SummaryQuery,
    SummaryReply,
    TableReply,
    TierMoveReply,
    TierMovesReply,
    TopQuery,
    TopRewardReply,
    TopRewardsReply,
    UnconfirmedReply,
    UnconfirmedTillReply,
)
from hub.web.principal import language

CSV: Final = "text/csv; charset=utf-8"
insights = APIBlueprint(
    "insights", __name__, url_prefix="/api/v1/insights",
    abp_tags=[Tag(name="insights", description="The dashboard's numbers, each with its formula")],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any] | Response


@insights.get("/summary", responses={200: SummaryReply})
@require_staff(Permission.REPORTS_READ)
def summary(query: SummaryQuery) -> Answer:
    """Show the numbers of a period beside those of the one before, each with its formula."""
    period = _period(query)
    found = use.show_summary(the_hub(), the_actor(), query.where, period, query.against)
    items = []
    for tile in OF_A_PERIOD:
        it = use.compared(tile, found)
        items.append(
            ComparedReply(
                **_said(tile), value=it.value, before=it.before,
                before_of_whole_day=it.whole_day, change=it.change,
            )
        )  # fmt: skip
    reply = SummaryReply(
        since=_date(period.first), until=_date(period.last),
        before_since=_date(found.before.first), before_until=_date(found.before.last),
        compared_until_hour=found.hour, counted_at=found.counted.at, items=items,
    )  # fmt: skip
    names = ("code", "name", "unit", "value", "before", "change_basis_points", "formula")
    rows = ((it.code, it.name, it.unit, it.value, it.before, it.change, it.formula)
            for it in items)  # fmt: skip
    return _answer(query.format, reply, _named("summary", period), names, rows)


@insights.get("/split", responses={200: SplitReply})
@require_staff(Permission.REPORTS_READ)
def split(query: SplitQuery) -> Answer:
    """Show the numbers of a period by day, weekday, hour, partner, shop, till or cashier."""
    period = _period(query)
    found = use.show_split(the_hub(), the_actor(), query.where, period, query.by)
    tiles = [it for it in OF_A_PERIOD if it in use.SPLIT_TILES]
    items = [
        SliceReply(
            key=_date(int(it.key)) if query.by is By.DAY else str(it.key), name=it.name,
            values={tile.value: of_period(tile, it.figures) for tile in tiles},
        )
        for it in found.slices
    ]  # fmt: skip
    reply = SplitReply(
        by=query.by, since=_date(period.first), until=_date(period.last),
        counted_at=found.counted.at, cut=found.cut,
        columns=[NumberName(**_said(it)) for it in tiles], items=items,
    )  # fmt: skip
    names = (query.by.value, "name", *map(_column, tiles))
    rows = ((it.key, it.name, *it.values.values()) for it in items)
    return _answer(query.format, reply, _named(f"by-{query.by}", period), names, rows)


@insights.get("/now", responses={200: NowReply})
@require_staff(Permission.REPORTS_READ)
def now(query: PartnerQuery) -> Answer:
    """Show what is owed at this moment, with and without what will expire, and what is at risk."""
    found, at = use.show_now(the_hub(), the_actor(), _partner(query))
    items = [NumberReply(**_said(tile), value=of_now(tile, found)) for tile in OF_NOW]
    rows = ((it.code, it.name, it.unit, it.value, it.formula) for it in items)
    names = ("code", "name", "unit", "value", "formula")
    return _answer(query.format, NowReply(at=at, items=items), "now", names, rows)


@insights.get("/unconfirmed", responses={200: UnconfirmedReply})
@require_staff(Permission.REPORTS_READ)
def unconfirmed(query: PlaceQuery) -> Answer:
    """Show the points whose receipts tills have not handed in, by till."""
    found, names = use.list_waiting(the_hub(), the_actor(), query.where)
    items = [
        UnconfirmedTillReply(
            till=it.till, name=names[it.till], shop=it.shop, partner=it.partner, claims=it.claims,
            points=it.points, oldest=it.oldest, synced_at=it.synced_at,
        )
        for it in found
    ]  # fmt: skip
    return _listed(
        query.format, UnconfirmedReply(items=items), "unconfirmed", UnconfirmedTillReply, items
    )


@insights.get("/rewards", responses={200: TopRewardsReply})
@require_staff(Permission.REPORTS_READ)
def top_rewards(query: TopQuery) -> Answer:
    """Show the rewards that were taken most."""
    period = _period(query)
    found = use.list_top_rewards(the_hub(), the_actor(), query.where, period, query.limit)
    items = [
        TopRewardReply(
            reward=it.reward, title=getattr(it.texts.title, language()), taken=it.taken,
            points=it.points, value=it.value, undone=it.undone,
            issued=None if query.shop else it.issued, unused=None if query.shop else it.unused,
        )
        for it in found
    ]  # fmt: skip
    name = _named("rewards", period)
    return _listed(query.format, TopRewardsReply(items=items), name, TopRewardReply, items)


@insights.get("/cohorts", responses={200: CohortsReply})
@require_staff(Permission.REPORTS_READ)
def cohorts(query: CohortsQuery) -> Answer:
    """Show who came back in which month after the first."""
    since = month_of(number_of(_today())) - query.months + 1
    items = cohorts_of(use.show_cohorts(the_hub(), the_actor(), _partner(query), since))
    rows = ((it.first, it.members, part.month, part.members, part.share)
            for it in items for part in it.months)  # fmt: skip
    names = ("first_month", "cohort", "month", "members", "share_basis_points")
    return _answer(query.format, CohortsReply(items=items), "cohorts", names, rows)


@insights.get("/rfm", responses={200: RfmReply})
@require_staff(Permission.REPORTS_READ)
def rfm(query: PartnerQuery) -> Answer:
    """Show the members of the last year by recency, frequency and money, and in segments."""
    found = use.show_rfm(the_hub(), the_actor(), _partner(query))
    items = [BandsReply.model_validate(it) for it in found]
    reply = RfmReply(segments=segments_of(found, language()), items=items)
    return _listed(query.format, reply, "rfm", BandsReply, items)


@insights.get("/tiers", responses={200: TierMovesReply})
@require_staff(Permission.REPORTS_READ)
def tier_moves(query: PartnerDaysQuery) -> Answer:
    """Show how many members went from one tier to another."""
    period = _period(query)
    found = use.list_tier_moves(the_hub(), the_actor(), _partner(query), period)
    items = [TierMoveReply.model_validate(it) for it in found]
    name = _named("tiers", period)
    return _listed(query.format, TierMovesReply(items=items), name, TierMoveReply, items)


def _said(tile: Tile) -> dict[str, Any]:
    said, spoken = WORDS[tile], language()
    return {
        "code": tile, "name": said.name[spoken], "unit": UNITS[tile],
        "formula": said.formula[spoken],
    }  # fmt: skip


def _column(tile: Tile) -> str:
    plain = UNITS[tile] in (Unit.COUNT, Unit.POINTS)
    return tile.value if plain else f"{tile.value}_{UNITS[tile].value}"


def _today() -> Any:
    return today(UnixTime(the_hub().clock.now()))


def _period(query: DaysQuery) -> Period:
    return query.period(_today())


def _partner(query: PartnerQuery) -> PartnerId | None:
    return None if query.partner is None else PartnerId(query.partner)


def _date(day: int) -> str:
    return day_from_number(day).isoformat()


def _named(what: str, period: Period) -> str:
    return f"{what}-{_date(period.first)}-{_date(period.last)}"


def _listed(
    form: Form, reply: TableReply, name: str, row: type[Any], items: Sequence[Any]
) -> Answer:
    """Return *reply*, or its items as a table with a column for each field."""
    names = tuple(row.model_fields)
    rows = ([getattr(it, field) for field in names] for it in items)
    return _answer(form, reply, name, names, rows)


def _answer(
    form: Form, reply: TableReply, name: str, names: Sequence[str], rows: Iterable[Iterable[object]]
) -> Answer:
    if form == "json":
        return reply.model_dump(mode="json")
    answer = Response("".join(csv_lines(names, rows)), content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
