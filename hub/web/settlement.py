"""Settlement as staff sees it: where it stands, members' moves, and a partner's share."""

from dataclasses import replace
from typing import Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.ton.claim_bodies import CLAIM_SHARE
from hub.core.access.roles import Permission
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.chronicle import MovesAsked
from hub.core.settlement.deployment import Contract, Deployment
from hub.usecases.chain_reading import (
    follow_moves,
    follow_returns,
    inspect_settlement,
    show_epoch,
)
from hub.usecases.share_claims import PartnerShare, share_of
from hub.usecases.unknown_returns import assign_return, list_unknown_returns
from hub.web.chain import PROVING
from hub.web.chain_context import require_chain
from hub.web.chain_replies import (
    message_reply,
    proof_text,
    settlement_reply,
    staff_move_reply,
    staff_return_reply,
    unknown_return_reply,
)
from hub.web.chain_shapes import (
    AssignBody,
    SettlementReply,
    ShareClaimReply,
    ShareReply,
    StaffMovesQuery,
    StaffMovesReply,
    StaffReturnsReply,
    UnknownReturnReply,
    UnknownReturnsReply,
)
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.pages import PageQuery, next_page
from hub.web.rates import rated
from hub.web.shapes import Path, RowId

_TAG: Final = Tag(name="settlement", description="What is carried to the chain")
Answer = dict[str, Any]

settlement = APIBlueprint(
    "settlement", __name__, url_prefix="/api/v1/settlement", abp_tags=[_TAG], abp_security=SESSION
)
partner_shares = APIBlueprint(
    "partner_shares", __name__, url_prefix="/api/v1/partners", abp_tags=[_TAG],
    abp_security=SESSION,
)  # fmt: skip


class ReturnLtPath(Path):
    """Which return: the logical time of the transaction that said so."""

    lt: RowId


class PartnerSharePath(Path):
    """Whose share."""

    partner: RowId


@settlement.get("", responses={200: SettlementReply})
@require_staff(Permission.LEDGER_READ)
def show_settlement() -> Answer:
    """Show where settlement stands, and what stands in its way."""
    require_chain()
    seen = inspect_settlement(the_hub(), the_actor())
    last = None if seen.last is None else show_epoch(the_hub(), seen.last.statement.epoch)
    return settlement_reply(seen, last).model_dump(mode="json")


@settlement.get("/moves", responses={200: StaffMovesReply})
@require_staff(Permission.LEDGER_READ)
def list_all_moves(query: StaffMovesQuery) -> Answer:
    """List members' moves to their wallets, newest first."""
    require_chain()
    member = None if query.member is None else MemberId(query.member)
    asked = MovesAsked(member, query.epoch, query.waiting)
    found = follow_moves(the_hub(), the_actor(), asked, query.start or None, query.limit)
    more = next_page(found, query.limit, lambda it: it[0].number)
    items = [staff_move_reply(*it) for it in found]
    return StaffMovesReply(items=items, next=more).model_dump(mode="json")


@settlement.get("/returns", responses={200: StaffReturnsReply})
@require_staff(Permission.LEDGER_READ)
def list_all_returns(query: PageQuery) -> Answer:
    """List what came back from wallets, newest first."""
    require_chain()
    found = follow_returns(the_hub(), the_actor(), query.start or None, query.limit)
    more = next_page(found, query.limit, lambda it: it.lt)
    items = [staff_return_reply(it) for it in found]
    return StaffReturnsReply(items=items, next=more).model_dump(mode="json")


@settlement.get("/returns/unknown", responses={200: UnknownReturnsReply})
@require_staff(Permission.SETTINGS_EDIT)
def list_unknown() -> Answer:
    """List what came back from wallets that nobody has linked, oldest first."""
    require_chain()
    items = [unknown_return_reply(it) for it in list_unknown_returns(the_hub(), the_actor())]
    return UnknownReturnsReply(items=items).model_dump(mode="json")


@settlement.post("/returns/<int:lt>/assign", responses={200: UnknownReturnReply})
@require_staff(Permission.SETTINGS_EDIT)
def assign_unknown(path: ReturnLtPath, body: AssignBody) -> Answer:
    """Credit what came back from an unknown wallet to a member; why goes into the audit log."""
    require_chain()
    actor = replace(the_actor(), reason=body.reason)
    done = assign_return(the_hub(), actor, path.lt, MemberId(body.member))
    return unknown_return_reply(done).model_dump(mode="json")


@partner_shares.get("/<int:partner>/share", responses={200: ShareReply})
@require_staff(Permission.LEDGER_READ)
@rated(PROVING)
def show_share(path: PartnerSharePath) -> Answer:
    """Show what RevenueDistribution owes a partner, and the message that claims it."""
    deployment = require_chain()
    found = share_of(the_hub(), the_actor(), PartnerId(path.partner))
    return ShareReply(
        partner=found.partner,
        wallet=found.wallet,
        rate=found.rate,
        stated=found.stated,
        waiting=found.waiting,
        claim=_claim(deployment, found),
    ).model_dump(mode="json")


def _claim(deployment: Deployment, found: PartnerShare) -> ShareClaimReply | None:
    if found.claim is None:
        return None
    return ShareClaimReply(
        epoch=found.epoch,
        amount=found.claim.amount,
        proof=proof_text(found.claim),
        message=message_reply(deployment, Contract.REVENUE, CLAIM_SHARE, found.claim),
    )
