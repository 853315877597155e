"""Slips that are shown at a counter, with the wire's own messages."""

from typing import Final

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.messages import read_object
from contracts.wire.slip_state import (
    LONGEST_SLIP_STATE,
    SLIP_STATE_PATH,
    SlipStateReply,
    SlipStateRequest,
)
from hub.core.ports.rates import Allowance
from hub.usecases.slip_states import slip_state
from hub.web.context import the_hub
from hub.web.description import TILL
from hub.web.gate import sized
from hub.web.guards import require_till, the_till
from hub.web.rates import rated
from hub.web.till_wire import answer, described, require_media_type

LOOKING: Final = Allowance(60, 60)
"""One slip a second before one camera; nobody goes through a pile of paper faster."""
_JSON: Final = "application/json"
_TAG: Final = Tag(name="till", description="What tills themselves ask")
_BODY: Final = {
    "requestBody": {"required": True, "content": {_JSON: {"schema": SlipStateRequest.schema()}}}
}

till_slips = APIBlueprint("till_slips", __name__, url_prefix=SLIP_STATE_PATH, abp_tags=[_TAG])


@till_slips.post(
    "", responses={200: described(SlipStateReply)}, security=TILL, openapi_extensions=_BODY
)
@require_till
@rated(LOOKING)
@sized(LONGEST_SLIP_STATE)
def show_slip_state() -> Response:
    """Tell a till how the claim of one of its partner's slips stands, and not whose it is."""
    require_media_type(_JSON)
    asked = SlipStateRequest.from_json(read_object(request.get_data(), longest=LONGEST_SLIP_STATE))
    return answer(slip_state(the_hub(), the_till(), asked.code))
