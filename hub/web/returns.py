"""The manager's list of returns without a sale, and what partners owe each other."""

from datetime import date, timedelta
from typing import Annotated, Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId
from hub.core.access.roles import Permission
from hub.core.almaty import day_from_number, day_number
from hub.core.ids import PartnerId
from hub.core.receipts.records import ReturnRecord
from hub.usecases.clearing import list_clearing
from hub.usecases.return_decisions import decide_return, list_returns, return_by_slip
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.loyalty import ClaimBody
from hub.web.shapes import Body, Path, Query, Reply, RowId

LONGEST_SPAN = timedelta(days=366)
"""Of clearing, that one answer holds."""

returns = APIBlueprint(
    "returns", __name__, url_prefix="/api/v1/returns",
    abp_tags=[Tag(name="returns", description="Goods that came back, of no sale that was found")],
    abp_security=SESSION,
)  # fmt: skip
clearings = APIBlueprint(
    "clearing", __name__, url_prefix="/api/v1/clearing",
    abp_tags=[Tag(name="clearing", description="What partners owe each other")],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]
Day = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
Wire32 = Annotated[int, Field(ge=1, le=2**32 - 1)]


class ReturnPath(Path):
    """Which return: the till that took it, and its place in that till's chain."""

    till: RowId
    sequence: RowId


class SaleOfReturnBody(Body):
    """The sale that a return is of."""

    till: Wire32
    sequence: Wire32


class ReturnReply(Reply):
    """Goods that came back."""

    till: int
    sequence: int
    shop: int
    total: int
    at: int
    original: str | None
    state: str
    sale_till: int | None
    sale_sequence: int | None


class ReturnsReply(Reply):
    """What waits for a person, oldest first."""

    items: list[ReturnReply]


class ClearingQuery(Query):
    """Whose clearing, and of which days."""

    partner: RowId | None = None
    since: Day
    until: Day


class ClearingRow(Reply):
    """Points of one partner that another one took on one day."""

    day: str
    issuer: int
    taker: int
    points: int


class ClearingReply(Reply):
    """What partners owe each other, day by day."""

    items: list[ClearingRow]


@returns.get("", responses={200: ReturnsReply})
@require_staff(Permission.REVIEWS_READ)
def list_undecided() -> Answer:
    """List returns that no machine found the sale of."""
    found = list_returns(the_hub(), the_actor())
    return ReturnsReply(items=[_reply(item) for item in found]).model_dump()


@returns.post("/<int:till>/<int:sequence>/sale", responses={200: ReturnReply})
@require_staff(Permission.REVIEWS_DECIDE)
def name_sale(path: ReturnPath, body: SaleOfReturnBody) -> Answer:
    """Say of which sale a return is."""
    sale = (TillId(body.till), Sequence(body.sequence))
    return _reply(decide_return(the_hub(), the_actor(), _key(path), sale)).model_dump()


@returns.post("/<int:till>/<int:sequence>/slip", responses={200: ReturnReply})
@require_staff(Permission.REVIEWS_DECIDE)
def scan_slip(path: ReturnPath, body: ClaimBody) -> Answer:
    """Say of which sale a return is by the code of the sale's slip."""
    decided = return_by_slip(the_hub(), the_actor(), _key(path), body.code.strip())
    return _reply(decided).model_dump()


@returns.post("/<int:till>/<int:sequence>/ignore", responses={200: ReturnReply})
@require_staff(Permission.REVIEWS_DECIDE)
def ignore_return(path: ReturnPath) -> Answer:
    """Say that a return takes nothing back."""
    return _reply(decide_return(the_hub(), the_actor(), _key(path), None)).model_dump()


@clearings.get("", responses={200: ClearingReply})
@require_staff(Permission.LEDGER_READ)
def show_clearing(query: ClearingQuery) -> Answer:
    """Show what partners owe each other for some days."""
    since, until = _day(query.since), _day(query.until)
    if not since <= until <= since + LONGEST_SPAN:
        raise Refused(Refusal.VALIDATION, "days that are no span of a year at most")
    partner = None if query.partner is None else PartnerId(query.partner)
    numbers = day_number(query.since), day_number(query.until)
    found = list_clearing(the_hub(), the_actor(), partner, *numbers)
    items = [
        ClearingRow(
            day=day_from_number(row.day).isoformat(),
            issuer=row.issuer,
            taker=row.taker,
            points=row.points,
        )
        for row in found
    ]
    return ClearingReply(items=items).model_dump()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(Refusal.VALIDATION, "a day that never is") from error


def _key(path: ReturnPath) -> tuple[TillId, Sequence]:
    return TillId(path.till), Sequence(path.sequence)


def _reply(item: ReturnRecord) -> ReturnReply:
    till, sequence = item.sale or (None, None)
    return ReturnReply(
        till=item.till,
        sequence=item.sequence,
        shop=item.shop,
        total=item.total,
        at=item.at,
        original=item.original,
        state=item.state.value,
        sale_till=till,
        sale_sequence=sequence,
    )
