"""Points given or taken by hand, as JSON."""

from dataclasses import replace
from typing import Annotated, Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from contracts.wire import base64url
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.adjustments import (
    ADJUSTMENT_ID_SIZE,
    LARGEST_ADJUSTMENT,
    Adjustment,
    AdjustmentState,
)
from hub.core.ids import MemberId, PartnerId
from hub.core.reasons import SHORTEST_REASON
from hub.usecases import adjustments as use
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.pages import PageQuery, next_page
from hub.web.shapes import Body, Path, Reply, RowId

_ADJUSTMENTS: Final = Tag(name="adjustments", description="Points given or taken by hand")
adjustments = APIBlueprint(
    "adjustments", __name__, url_prefix="/api/v1/adjustments", abp_tags=[_ADJUSTMENTS],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]
AdjustmentName = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{21}[AQgw]$")]
"""16 bytes in base64url, made by whoever asks; its last letter stands for two bits."""
Given = Annotated[int, Field(ge=1, le=LARGEST_ADJUSTMENT)]
Taken = Annotated[int, Field(ge=-LARGEST_ADJUSTMENT, le=-1)]


class AdjustmentBody(Body):
    """Points to give, or below zero to take, and why."""

    id: AdjustmentName
    member: RowId
    partner: RowId
    points: Given | Taken
    reason: Annotated[str, StringConstraints(min_length=SHORTEST_REASON, max_length=LONGEST_REASON)]


class AdjustmentPath(Path):
    """Which adjustment."""

    id: AdjustmentName


class AdjustmentsQuery(PageQuery):
    """Which adjustments."""

    state: AdjustmentState | None = None
    member: RowId | None = None


class AdjustmentReply(Reply):
    """Points given or taken by hand."""

    id: str
    member: int
    partner: int
    points: int
    reason: str
    state: AdjustmentState
    asked_by: int
    asked_at: int
    approved_by: int | None
    approved_at: int | None


class AdjustmentsReply(Reply):
    """A page of adjustments, oldest first."""

    items: list[AdjustmentReply]
    next: str | None


@adjustments.get("", responses={200: AdjustmentsReply})
@require_staff(Permission.POINTS_ADJUST)
def list_adjustments(query: AdjustmentsQuery) -> Answer:
    """List adjustments, oldest first."""
    member = None if query.member is None else MemberId(query.member)
    page = Page(query.start, query.limit)
    found = use.list_adjustments(the_hub(), the_actor(), query.state, member, page)
    items = [_adjustment(it) for _, it in found]
    after = next_page(found, query.limit, lambda it: it[0])
    return AdjustmentsReply(items=items, next=after).model_dump(mode="json")


@adjustments.post("", responses={201: AdjustmentReply})
@require_staff(Permission.POINTS_ADJUST)
def ask_adjustment(body: AdjustmentBody) -> tuple[Answer, int]:
    """Give or take points by hand; many of them wait for a second person."""
    made = use.ask_adjustment(
        the_hub(),
        replace(the_actor(), reason=body.reason),
        _name(body.id),
        MemberId(body.member),
        PartnerId(body.partner),
        body.points,
    )
    return _adjustment(made).model_dump(mode="json"), 201


@adjustments.post("/<id>/approve", responses={200: AdjustmentReply})
@require_staff(Permission.POINTS_ADJUST)
def approve_adjustment(path: AdjustmentPath) -> Answer:
    """Approve what another person asked for."""
    made = use.approve_adjustment(the_hub(), the_actor(), _name(path.id))
    return _adjustment(made).model_dump(mode="json")


@adjustments.post("/<id>/refuse", responses={200: AdjustmentReply})
@require_staff(Permission.POINTS_ADJUST)
def refuse_adjustment(path: AdjustmentPath) -> Answer:
    """Refuse what somebody asked for, or take one's own back."""
    made = use.refuse_adjustment(the_hub(), the_actor(), _name(path.id))
    return _adjustment(made).model_dump(mode="json")


def _adjustment(made: Adjustment) -> AdjustmentReply:
    return AdjustmentReply(
        id=base64url.encode(made.id),
        member=made.member,
        partner=made.partner,
        points=made.points,
        reason=made.reason,
        state=made.state,
        asked_by=made.asked_by,
        asked_at=made.asked_at,
        approved_by=made.approved_by,
        approved_at=made.approved_at,
    )


def _name(text: str) -> bytes:
    """Return an adjustment's id; two spellings of one are refused by the decoder."""
    name = base64url.decode(text)
    assert len(name) == ADJUSTMENT_ID_SIZE, "22 characters are 16 bytes"
    return name
