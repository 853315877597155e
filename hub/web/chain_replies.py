"""What settlement has done, as answers of the API have it."""

import base64
from collections.abc import Mapping
from typing import Any, Final

from contracts.ton.addresses import friendly
from contracts.ton.claim_bodies import claim_body
from contracts.ton.seen import Address
from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.core.ports.chronicle import FollowedMove, ReturnSeen
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.moves import MoveState, Returned
from hub.core.settlement.network import MAINNET
from hub.core.settlement.proof_files import ClaimProof
from hub.usecases.chain_reading import SeenEpoch, SettlementSeen
from hub.usecases.moves import ShownMove
from hub.web.chain_sentences import MOVES, RETURNS
from hub.web.chain_shapes import (
    ChainReply,
    CheckReply,
    ContractReply,
    EpochReply,
    MessageReply,
    MoveReply,
    ReturnedReply,
    SettlementReply,
    StaffMoveReply,
    StaffReturnReply,
    StatedReply,
    UnknownReturnReply,
)
from hub.web.principal import language

CLAIM_NANOTONS: Final = 50_000_000
"""With a claim that somebody sends himself: a new wallet's rent at the dearest prices there were,
four times over; what is not used comes back to him."""


def move_reply(shown: ShownMove) -> MoveReply:
    """Return a move as its member sees it."""
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


def returned_reply(seen: ReturnSeen) -> ReturnedReply:
    """Return what came back as its member sees it."""
    credited = seen.credited_at is not None
    return ReturnedReply(
        points=seen.points,
        state="credited" if credited else "waiting",
        sentence=RETURNS[credited][language()],
        reward=seen.reward or None,
        wallet=seen.sender,
        at=seen.at,
        credited_at=seen.credited_at,
    )


def staff_move_reply(followed: FollowedMove, state: MoveState) -> StaffMoveReply:
    """Return a move as staff sees it."""
    move = followed.move
    return StaffMoveReply(
        id=base64url.encode(move.id),
        member=move.member,
        points=move.points,
        back=move.back,
        wallet=move.wallet,
        state=state,
        epoch=move.epoch,
        asked_at=move.asked_at,
    )


def staff_return_reply(seen: ReturnSeen) -> StaffReturnReply:
    """Return what came back as staff sees it."""
    return StaffReturnReply(
        lt=seen.lt,
        wallet=seen.sender,
        points=seen.points,
        reward=seen.reward or None,
        at=seen.at,
        member=seen.member,
        credited_at=seen.credited_at,
        unmatched=seen.unmatched,
    )


def unknown_return_reply(log: Returned) -> UnknownReturnReply:
    """Return what came back from a wallet that nobody has linked."""
    return UnknownReturnReply(
        lt=log.lt, wallet=log.sender, points=log.points, reward=log.reward or None, at=log.at
    )


def proof_text(claim: ClaimProof) -> str:
    """Return a proof as JSON holds bytes."""
    return base64.b64encode(claim.proof).decode()


def message_reply(
    deployment: Deployment, contract: Contract, operation: int, claim: ClaimProof
) -> MessageReply:
    """Return the message that makes *contract* see a claim."""
    body = claim_body(operation, claim.key, claim.proof)
    return MessageReply(
        address=_friendly(deployment, deployment.contracts[contract].address),
        amount=str(CLAIM_NANOTONS),
        payload=base64.b64encode(body).decode(),
    )


def chain_reply(deployment: Deployment, seen: SettlementSeen) -> ChainReply:
    """Return what the programme has on chain."""
    found = None if seen.last is None else seen.last.found
    return ChainReply(
        network=deployment.network,
        locked=deployment.locked,
        contracts=[
            ContractReply(
                name=it.value,
                address=there.address,
                friendly=_friendly(deployment, there.address),
                code_hash=there.code_hash.hex(),
            )
            for it, there in deployment.contracts.items()
        ],
        wallet_code_hash=deployment.wallet_code_hash.hex(),
        settler=deployment.settler,
        stated=_stated(seen.facts, seen.seen_at),
        good=None if found is None else bool(found["good"]),
        halted=bool(seen.halted),
    )


def epoch_reply(seen: SeenEpoch) -> EpochReply:
    """Return one epoch."""
    said, message = seen.epoch.statement, seen.message
    return EpochReply(
        epoch=said.epoch,
        block=said.block,
        root=said.root.hex(),
        sum_root=said.sum_root.hex(),
        issued=said.issued,
        custody=said.custody,
        state=seen.epoch.state,
        claimable=seen.claimable,
        stored_at=seen.epoch.stored_at,
        confirmed_at=seen.epoch.confirmed_at,
        message=None if message is None else message.hash.hex(),
        attempts=0 if message is None else message.attempt,
        check=_check(seen.epoch.found),
    )


def settlement_reply(seen: SettlementSeen, last: SeenEpoch | None) -> SettlementReply:
    """Return where settlement stands."""
    facts, sponsor = seen.facts, seen.sponsor
    return SettlementReply(
        seen_at=seen.seen_at,
        chain_time=facts.get("chain_time"),
        halted=seen.halted or None,
        stated=_stated(facts, seen.seen_at),
        last=None if last is None else epoch_reply(last),
        attempts=int(facts.get("attempts", 0)),
        settler_balance=facts.get("settler_balance"),
        settler_low=bool(facts.get("settler_low")),
        sponsor_balance=sponsor.get("settler_balance"),
        sponsor_low=bool(sponsor.get("settler_low")),
        moves_waiting=seen.moves_waiting,
        points_waiting=seen.points_waiting,
        unknown_returns=seen.unknown_returns,
    )


def _stated(facts: Mapping[str, Any], seen_at: UnixTime | None) -> StatedReply | None:
    if seen_at is None or not facts:
        return None
    names = ("epoch", "claimable", "block", "custody", "issued", "supply", "burned")
    return StatedReply(seen_at=seen_at, **{name: int(facts[name]) for name in names})


def _check(found: Mapping[str, Any] | None) -> CheckReply | None:
    if found is None:
        return None
    names = ("custody_chain", "custody_ledger", "supply", "issued", "burned", "good")
    return CheckReply(**{name: found[name] for name in names})


def _friendly(deployment: Deployment, address: Address) -> str:
    return friendly(address, test_network=deployment.network != MAINNET)
