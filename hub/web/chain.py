"""A member's points on chain: he moves them out, sees them come back, and gets his proofs."""

from typing import Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire import base64url
from contracts.wire.units import Points
from hub.usecases.moves import ShownMove, ask_move, list_moves
from hub.web.chain_context import require_chain
from hub.web.chain_sentences import MOVES
from hub.web.chain_shapes import MoveBody, MoveReply, MovesReply
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, the_member
from hub.web.principal import language

_TAG: Final = Tag(name="chain", description="Points on chain")
Answer = dict[str, Any]

chain = APIBlueprint(
    "chain", __name__, url_prefix="/api/v1/chain", abp_tags=[_TAG], abp_security=SESSION
)


@chain.post("/moves", responses={201: MoveReply})
@require_member
def move_out(body: MoveBody) -> tuple[Answer, int]:
    """Move points to the member's own wallet; the same id is one move."""
    require_chain()
    asked = ask_move(the_hub(), the_member().id, body.name, Points(body.points))
    return _move(asked).model_dump(mode="json"), 201


@chain.get("/moves", responses={200: MovesReply})
@require_member
def list_own_moves() -> Answer:
    """List the member's newest moves, each with how far it is."""
    require_chain()
    items = [_move(it) for it in list_moves(the_hub(), the_member().id)]
    return MovesReply(items=items).model_dump(mode="json")


def _move(shown: ShownMove) -> MoveReply:
    move = shown.move
    return MoveReply(
        id=base64url.encode(move.id),
        points=move.points,
        back=move.back,
        wallet=move.wallet,
        state=shown.state,
        sentence=MOVES[shown.state][language()],
        epoch=move.epoch,
        asked_at=move.asked_at,
    )
