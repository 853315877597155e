"""Vouchers that tills take online, with the wire's own messages."""

from typing import Annotated, Any, Final

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import StringConstraints

from contracts.wire import base64url
from contracts.wire.messages import read_object
from contracts.wire.redeeming import (
    LONGEST_REDEMPTION,
    REDEMPTIONS_PATH,
    RedemptionReply,
    RedemptionRequest,
    UndoRequest,
)
from contracts.wire.rules import Record
from hub.usecases.redemptions_online import AlreadyRedeemed, redeem_online, undo_online
from hub.web.context import the_hub
from hub.web.description import TILL
from hub.web.gate import sized
from hub.web.guards import require_till, the_till
from hub.web.problems import problem
from hub.web.shapes import Path
from hub.web.till_wire import answer, described, require_media_type

_TAG: Final = Tag(name="till", description="What tills themselves ask")
_JSON: Final = "application/json"

till_redemptions = APIBlueprint(
    "till_redemptions", __name__, url_prefix=REDEMPTIONS_PATH, abp_tags=[_TAG]
)


class RedemptionPath(Path):
    """Which redemption, by the id that the till made."""

    id: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{21}[AQgw]$")]


def _body(record: type[Record]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": record.schema()}}}}


@till_redemptions.post(
    "",
    responses={200: described(RedemptionReply)},
    security=TILL,
    openapi_extensions=_body(RedemptionRequest),
)
@require_till
@sized(LONGEST_REDEMPTION)
def redeem() -> Response:
    """Decide whether a till may hand out what a voucher is for."""
    asked = RedemptionRequest.from_json(_read())
    try:
        return answer(redeem_online(the_hub(), the_till(), asked))
    except AlreadyRedeemed as taken:
        return problem(taken.refusal, shop=taken.shop, redeemed_at=taken.at)


@till_redemptions.post(
    "/<string:id>/undo",
    responses={200: described(RedemptionReply)},
    security=TILL,
    openapi_extensions=_body(UndoRequest),
)
@require_till
@sized(LONGEST_REDEMPTION)
def undo(path: RedemptionPath) -> Response:
    """Take a redemption back, soon enough."""
    asked = UndoRequest.from_json(_read())
    return answer(undo_online(the_hub(), the_till(), base64url.decode(path.id), asked))


def _read() -> dict[str, Any]:
    require_media_type(_JSON)
    return read_object(request.get_data(), longest=LONGEST_REDEMPTION)
