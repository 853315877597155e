"""A member's points on chain: he moves them out, sees them come back, and gets his proofs."""

from typing import Any, Final

from flask import Response, json
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.ton.claim_bodies import CLAIM
from contracts.wire.units import Points
from hub.core.ports.rates import Allowance
from hub.core.settlement.deployment import Contract
from hub.usecases.chain_proofs import claim_of_member, proof_of_member
from hub.usecases.chain_reading import (
    list_epochs,
    publish_leaves,
    settlement_seen,
    show_epoch,
)
from hub.usecases.moves import NotMovable, ask_move, list_moves, list_returns
from hub.web.chain_context import require_chain
from hub.web.chain_replies import (
    chain_reply,
    epoch_reply,
    message_reply,
    move_reply,
    proof_text,
    returned_reply,
)
from hub.web.chain_sentences import movable_sentence
from hub.web.chain_shapes import (
    ChainReply,
    ClaimReadyReply,
    EpochPath,
    EpochReply,
    EpochsReply,
    MoveBody,
    MoveReply,
    MovesReply,
    ProofReply,
)
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, the_member
from hub.web.pages import PageQuery, next_page
from hub.web.principal import language
from hub.web.problems import problem
from hub.web.rates import HEAVY, rated

_TAG: Final = Tag(name="chain", description="Points on chain")
PROVING: Final = Allowance(30, 60)
"""Of proofs: each reads a thousand leaves and hashes as many."""
LEAF_FILE: Final = "application/octet-stream"
FILE_NAME: Final = "baursak-proof-{epoch}.json"
Answer = dict[str, Any]

chain = APIBlueprint(
    "chain", __name__, url_prefix="/api/v1/chain", abp_tags=[_TAG], abp_security=SESSION
)
chain_public = APIBlueprint("chain_public", __name__, url_prefix="/api/v1/chain", abp_tags=[_TAG])


@chain.post("/moves", responses={201: MoveReply})
@require_member
def move_out(body: MoveBody) -> tuple[Answer, int]:
    """Move points to the member's own wallet; the same id is one move.

    Where there are not so many past the return window, the answer says how many there are, and
    from when there are more.
    """
    require_chain()
    asked = ask_move(the_hub(), the_member().id, body.name, Points(body.points))
    return move_reply(asked).model_dump(mode="json"), 201


@chain.errorhandler(NotMovable)
def say_what_may_leave(refused: NotMovable) -> Response:
    """Answer a move of too many points with how many there are, and from when more."""
    found = refused.movable
    later = {} if found.since is None else {"later": found.later, "since": found.since}
    said = movable_sentence(found, language())
    return problem(refused.refusal, detail=said, movable={"now": found.now, **later})


@chain.get("/moves", responses={200: MovesReply})
@require_member
def list_own_moves() -> Answer:
    """List the member's newest moves out and back, each with how far it is."""
    require_chain()
    hub, member = the_hub(), the_member().id
    return MovesReply(
        items=[move_reply(it) for it in list_moves(hub, member)],
        returns=[returned_reply(it) for it in list_returns(hub, member)],
    ).model_dump(mode="json")


@chain.get("/claim", responses={200: ClaimReadyReply})
@require_member
@rated(PROVING)
def show_claim() -> Answer:
    """Show what the member's wallet may claim now, as a message for it to send.

    The hub pushes claims by itself within its budget; this is for whoever does not want to wait.
    """
    deployment = require_chain()
    found = claim_of_member(the_hub(), the_member().id)
    return ClaimReadyReply(
        wallet=found.claim.wallet,
        epoch=found.epoch,
        amount=found.claim.amount,
        claimed=found.claimed,
        proof=proof_text(found.claim),
        message=message_reply(deployment, Contract.LOYALTY, CLAIM, found.claim),
    ).model_dump(mode="json")


@chain.get("/proof", responses={200: ProofReply})
@require_member
@rated(PROVING)
def show_proof() -> Response:
    """Give the file by which `baursak verify-proof` shows that the chain counts his points.

    It is about the newest epoch on chain: his balance in custody at its block, and what his
    wallet has been issued. Checking it needs no trust in the hub.
    """
    require_chain()
    found = proof_of_member(the_hub(), the_member().id)
    answer = Response(json.dumps(found.to_json()), content_type="application/json")
    name = FILE_NAME.format(epoch=found.epoch)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@chain_public.get("", responses={200: ChainReply})
def show_chain() -> Answer:
    """Show what the programme has on chain: its contracts, their codes, what they state."""
    deployment = require_chain()
    return chain_reply(deployment, settlement_seen(the_hub())).model_dump(mode="json")


@chain_public.get("/epochs", responses={200: EpochsReply})
def list_all_epochs(query: PageQuery) -> Answer:
    """List epochs, newest first, each with the check that was made after it."""
    require_chain()
    found = list_epochs(the_hub(), query.start or None, query.limit)
    more = next_page(found, query.limit, lambda it: it.epoch.statement.epoch)
    return EpochsReply(items=[epoch_reply(it) for it in found], next=more).model_dump(mode="json")


@chain_public.get("/epochs/<int:epoch>", responses={200: EpochReply})
def show_one_epoch(path: EpochPath) -> Answer:
    """Show one epoch: what it states, and whether the chain and the ledger agree on it."""
    require_chain()
    return epoch_reply(show_epoch(the_hub(), path.epoch)).model_dump(mode="json")


@chain_public.get("/epochs/<int:epoch>/leaves", responses={200: None})
@rated(HEAVY)
def publish_leaf_file(path: EpochPath) -> Response:
    """Publish an epoch's leaf file: with it anybody makes its root anew, and every claim."""
    require_chain()
    answer = Response(publish_leaves(the_hub(), path.epoch), content_type=LEAF_FILE)
    name = f"baursak-leaves-{path.epoch}.bin"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
