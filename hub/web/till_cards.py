"""Member cards at tills, with the wire's own messages: what there is to have, and having it."""

from typing import Any, Final

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.card_spending import (
    CHOICES_PATH,
    LONGEST_SPENDING,
    SPENDING_PATH,
    ChoicesReply,
    ChoicesRequest,
    SpendRequest,
)
from contracts.wire.messages import read_object
from contracts.wire.redeeming import RedemptionReply
from contracts.wire.rules import Record
from hub.core.cards import WrongPin
from hub.core.ports.rates import Allowance
from hub.usecases.card_spending import card_choices, spend_with_card
from hub.usecases.redemptions_online import AlreadyRedeemed
from hub.web.context import the_hub
from hub.web.description import TILL
from hub.web.gate import sized
from hub.web.guards import require_till, the_till
from hub.web.problems import problem
from hub.web.rates import rated
from hub.web.till_wire import answer, described, require_media_type

LOOKING: Final = Allowance(60, 60)
"""One card a second before one scanner; nobody goes through a pile of them faster."""
SPENDING: Final = Allowance(20, 60)
"""PINs typed by hand; each costs the hub a slow hash."""
_PREFIX: Final = CHOICES_PATH.rpartition("/")[0]
_JSON: Final = "application/json"
_TAG: Final = Tag(name="till", description="What tills themselves ask")

till_cards = APIBlueprint("till_cards", __name__, url_prefix=_PREFIX, abp_tags=[_TAG])


def _body(record: type[Record]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": record.schema()}}}}


@till_cards.post(
    CHOICES_PATH.removeprefix(_PREFIX),
    responses={200: described(ChoicesReply)},
    security=TILL,
    openapi_extensions=_body(ChoicesRequest),
)
@require_till
@rated(LOOKING)
@sized(LONGEST_SPENDING)
def show_choices() -> Response:
    """Tell a till what the member of a card can have there now."""
    asked = ChoicesRequest.from_json(_read())
    return answer(card_choices(the_hub(), the_till(), asked.code))


@till_cards.post(
    SPENDING_PATH.removeprefix(_PREFIX),
    responses={200: described(RedemptionReply)},
    security=TILL,
    openapi_extensions=_body(SpendRequest),
)
@require_till
@rated(SPENDING)
@sized(LONGEST_SPENDING)
def spend() -> Response:
    """Take what a card's member chose, where the PIN is the card's."""
    asked = SpendRequest.from_json(_read())
    try:
        return answer(spend_with_card(the_hub(), the_till(), asked))
    except WrongPin as wrong:
        wait = {} if wrong.retry_after is None else {"retry_after": wrong.retry_after}
        return problem(wrong.refusal, tries_left=wrong.left, **wait)
    except AlreadyRedeemed as taken:
        return problem(taken.refusal, shop=taken.shop, redeemed_at=taken.at)


def _read() -> dict[str, Any]:
    require_media_type(_JSON)
    return read_object(request.get_data(), longest=LONGEST_SPENDING)
