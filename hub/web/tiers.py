"""Tiers: where members and partners stand, how that came about, and what a person gives."""

from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import StringConstraints

from contracts.wire.units import UnixTime
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Tier, TierChange, TierReason
from hub.usecases import tiers as use
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, require_staff, the_actor, the_member
from hub.web.pages import PageQuery, next_page
from hub.web.shapes import Body, Path, Reply, RowId, Whole

_TIERS: Final = Tag(name="tiers", description="Bronze, silver and gold")
my_tier = APIBlueprint(
    "my_tier", __name__, url_prefix="/api/v1/me/tier", abp_tags=[_TIERS], abp_security=SESSION
)
tiers = APIBlueprint(
    "tiers", __name__, url_prefix="/api/v1/tiers", abp_tags=[_TIERS], abp_security=SESSION
)
Answer = dict[str, Any]


class TierPath(Path):
    """Whose tier."""

    kind: Literal["members", "partners"]
    id: RowId


class StandingReply(Reply):
    """A tier, what is missing to the next one, and what threatens this one."""

    tier: Tier
    since: int
    given_until: int | None
    spend: int
    """Tiyn within the window."""
    window: int
    """Seconds that spend counts."""
    thresholds: dict[str, int]
    """Tiyn from which on a tier is earned."""
    next_tier: Tier | None
    remaining: int
    """Tiyn to the next tier."""
    lost_at: int | None
    """When a step is lost unless spend rises."""
    needed_to_keep: int


class TierChangeReply(Reply):
    """One entry of the history."""

    before: Tier
    after: Tier
    at: int
    spend: int
    reason: TierReason


class TierHistoryReply(Reply):
    """A page of the history, newest first."""

    items: list[TierChangeReply]
    next: str | None


class GiveTierBody(Body):
    """A tier to give until a day, and why."""

    tier: Tier
    until: Whole
    reason: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REASON)]


class GivenTierReply(Reply):
    """The tier as it stands after the gift."""

    tier: Tier
    since: int
    given_until: int | None


@my_tier.get("", responses={200: StandingReply})
@require_member
def show_own_tier() -> Answer:
    """Show the member's tier and progress."""
    return _standing(use.member_tier(the_hub(), the_member().id))


@my_tier.get("/history", responses={200: TierHistoryReply})
@require_member
def list_own_history(query: PageQuery) -> Answer:
    """List how the member's tier came about, newest first."""
    page = Page(query.start, query.limit)
    return _history(use.member_tier_history(the_hub(), the_member().id, page), page)


@tiers.get("/<kind>/<int:id>", responses={200: StandingReply})
@require_staff(Permission.PARTNERS_READ)
def show_tier(path: TierPath) -> Answer:
    """Show the tier and progress of a member or a partner."""
    return _standing(use.show_tier(the_hub(), the_actor(), _kind(path), path.id))


@tiers.get("/<kind>/<int:id>/history", responses={200: TierHistoryReply})
@require_staff(Permission.PARTNERS_READ)
def list_history(path: TierPath, query: PageQuery) -> Answer:
    """List how a tier came about, newest first."""
    page = Page(query.start, query.limit)
    found = use.tier_history(the_hub(), the_actor(), _kind(path), path.id, page)
    return _history(found, page)


@tiers.put("/<kind>/<int:id>", responses={200: GivenTierReply})
@require_staff(Permission.PARTNERS_APPROVE)
def give_tier(path: TierPath, body: GiveTierBody) -> Answer:
    """Give a member or a partner a tier that is not lost before a day."""
    actor = replace(the_actor(), reason=body.reason)
    until = UnixTime(body.until)
    given = use.give_tier(the_hub(), actor, _kind(path), path.id, body.tier, until)
    return GivenTierReply(
        tier=given.tier, since=given.since, given_until=given.given_until
    ).model_dump(mode="json")


def _kind(path: TierPath) -> TierOf:
    return TierOf.MEMBER if path.kind == "members" else TierOf.PARTNER


def _standing(shown: use.Shown) -> Answer:
    standing, progress, ladder = shown.standing, shown.progress, shown.ladder
    return StandingReply(
        tier=standing.tier,
        since=standing.since,
        given_until=standing.given_until,
        spend=progress.spend,
        window=ladder.window,
        thresholds={tier.value: ladder.threshold(tier) for tier in Tier},
        next_tier=progress.next_tier,
        remaining=progress.remaining,
        lost_at=progress.lost_at,
        needed_to_keep=progress.needed_to_keep,
    ).model_dump(mode="json")


def _history(found: list[tuple[int, TierChange]], page: Page) -> Answer:
    items = [
        TierChangeReply(
            before=it.before, after=it.after, at=it.at, spend=it.spend, reason=it.reason
        )
        for _, it in found
    ]
    after = next_page(found, page.limit, lambda it: it[0])
    return TierHistoryReply(items=items, next=after).model_dump(mode="json")
