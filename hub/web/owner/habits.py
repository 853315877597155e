"""Who comes back: members' visits, cohorts, groups, tiers, and what rewards are worth."""

from typing import Any, Final, Literal

from flask import Response, request
from pydantic import ValidationError

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission
from hub.core.almaty import day_from_number
from hub.core.insights.figures import Where
from hub.core.insights.periods import Period, number_of, today
from hub.usecases import insights as use
from hub.usecases.partners import list_partners
from hub.web import insights as numbers
from hub.web.guards import require_page
from hub.web.insight_shapes import (
    CohortsQuery,
    PartnerDaysQuery,
    PartnerQuery,
    PlaceQuery,
    TopQuery,
)
from hub.web.owner.frame import owner, page, seen
from hub.web.owner.habit_parts import Habits
from hub.web.owner.habit_parts import parts as parts_of
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen, home_of

SPANS: Final = {"days30": 30, "days90": 90, "year": 365}


class HabitsQuery(PlaceQuery):
    """Whose members, and how many days back."""

    span: Literal["days30", "days90", "year"] = "days90"


@owner.get("/habits")
@require_page(Permission.REPORTS_READ)
def show_habits() -> Response:
    """Show who comes back, how often, and what brings them."""
    viewer = seen()
    asked = _asked(viewer)
    everything = not home_of(viewer.actor)
    partners = (
        list_partners(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE)) if everything else []
    )
    return page(
        "habits", asked=asked, spans=list(SPANS),
        partners=[(it.id, it.name) for it in partners], **parts_of(viewer, asked),
    )  # fmt: skip


@owner.get("/csv/arrivals")
@require_page(Permission.REPORTS_READ)
def csv_arrivals() -> Response:
    """Give new and returning members of each day as a table."""
    viewer = seen()
    asked = _asked(viewer)
    found = use.show_arrivals(viewer.hub, viewer.actor, asked.where, asked.days)
    rows = ((day_from_number(it.day).isoformat(), it.active, it.new, it.active - it.new)
            for it in found)  # fmt: skip
    return csv_file("arrivals", ("day", "visited", "new", "returning"), rows)


@owner.get("/csv/frequency")
@require_page(Permission.REPORTS_READ)
def csv_frequency() -> Response:
    """Give how many members visited on how many days as a table."""
    viewer = seen()
    asked = _asked(viewer)
    days = asked.days.length
    found = use.show_frequency(viewer.hub, viewer.actor, asked.where.partner, days)
    return csv_file(
        "frequency", ("days", "visits", "members"), ((days, it.visits, it.members) for it in found)
    )


@owner.get("/csv/cohorts")
@require_page(Permission.REPORTS_READ)
def csv_cohorts() -> Any:
    """Give cohorts as a table."""
    return numbers.cohorts(CohortsQuery(**request.args, format="csv"))  # type: ignore[arg-type]


@owner.get("/csv/rfm")
@require_page(Permission.REPORTS_READ)
def csv_rfm() -> Any:
    """Give members by recency, frequency and money as a table."""
    return numbers.rfm(PartnerQuery(**request.args, format="csv"))  # type: ignore[arg-type]


@owner.get("/csv/tiers")
@require_page(Permission.REPORTS_READ)
def csv_tiers() -> Any:
    """Give moves between tiers as a table."""
    return numbers.tier_moves(PartnerDaysQuery(**request.args, format="csv"))  # type: ignore[arg-type]


@owner.get("/csv/worth")
@require_page(Permission.REPORTS_READ)
def csv_worth() -> Any:
    """Give what rewards are worth as a table."""
    return numbers.top_rewards(TopQuery(**request.args, format="csv"))  # type: ignore[arg-type]


def _asked(viewer: Seen) -> Habits:
    """Return what the address says; empty fields of a form say nothing."""
    said: dict[str, Any] = {name: it for name, it in request.args.items() if it.strip()}
    if not {"partner", "shop", "till"} & set(said):
        said |= home_of(viewer.actor)
    try:
        query = HabitsQuery.model_validate(said)
    except ValidationError as error:
        raise Refused(Refusal.VALIDATION, "an address that no page of ours has") from error
    last = number_of(today(UnixTime(viewer.hub.clock.now())))
    days = Period(last, last).ending(SPANS[query.span])
    where = Where(query.where.partner, query.where.shop)
    return Habits(where, query.span, days)
