"""What settlement has done: for everybody what the chain says anyway, for staff the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ports.chronicle import FollowedMove, MovesAsked, ReturnSeen
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch, EpochState
from hub.core.settlement.epochs import Message
from hub.core.settlement.leaf_file import LeafHead, written_leaves
from hub.core.settlement.moves import MoveState, key_of, state_of
from hub.usecases.settlement import ROOT
from hub.usecases.settlement_desk import BEAT, SPONSOR_BEAT, stages

_LARGEST_NUMBER: Final = 2**32 - 1
"""Of an epoch: what the chain holds."""
LEAVES_AT_ONCE: Final = 4096
"""Of a leaf file: a piece of it, 160 KB."""


@dataclass(frozen=True, slots=True)
class SeenEpoch:
    """An epoch, the newest message that states it, and whether claims go by it."""

    epoch: Epoch
    message: Message | None
    claimable: bool


@dataclass(frozen=True, slots=True)
class SettlementSeen:
    """Where settlement stands, as the worker last saw it."""

    seen_at: UnixTime | None
    """None: it never looked."""
    facts: Mapping[str, Any]
    sponsor: Mapping[str, Any]
    halted: str
    last: Epoch | None
    """The newest epoch that is known to be on chain."""
    moves_waiting: int
    points_waiting: Points
    unknown_returns: int
    """Points of wallets that nobody has linked."""


def list_epochs(hub: Hub, before: int | None, limit: int) -> list[SeenEpoch]:
    """Return epochs below number *before*, newest first."""
    with hub.store.read() as work:
        return [_seen(work, it) for it in work.settlements.listed(before, limit)]


def show_epoch(hub: Hub, number: int) -> SeenEpoch:
    """Return one epoch."""
    with hub.store.read() as work:
        found = work.settlements.epoch(number) if 0 < number <= _LARGEST_NUMBER else None
        if found is None or found.statement.epoch != number:
            raise Refused(Refusal.NOT_FOUND, f"epoch {number}")
        return _seen(work, found)


def publish_leaves(hub: Hub, number: int) -> Iterator[bytes]:
    """Return the leaf file of an epoch that is on chain, in pieces.

    With it anybody makes the root anew, and every claim, even if the hub is gone.
    """
    found = show_epoch(hub, number).epoch
    if found.state is not EpochState.CONFIRMED:
        raise Refused(Refusal.TOO_EARLY, f"epoch {number} is not on chain yet")
    said = found.statement
    with hub.store.read() as work:
        count = work.chronicle.leaf_count(number)
    head = LeafHead(number, count, said.issued, said.root)
    return written_leaves(head, _leaves(hub, number))


def _leaves(hub: Hub, epoch: int) -> Iterator[tuple[bytes, int]]:
    """Yield an epoch's leaves, page by page: rows of the past do not change."""
    last = ""
    while True:
        with hub.store.read() as work:
            page = work.chronicle.leaves_after(epoch, last, LEAVES_AT_ONCE)
        for wallet, points in page:
            yield key_of(wallet), points
        if len(page) < LEAVES_AT_ONCE:
            return
        last = page[-1][0]


def settlement_seen(hub: Hub) -> SettlementSeen:
    """Return where settlement stands."""
    with hub.store.read() as work:
        newest = work.settlements.listed(None, 2)
        waiting, points = work.chronicle.moves_waiting()
        return SettlementSeen(
            seen_at=work.jobs.beats().get(BEAT),
            facts=work.jobs.facts(BEAT),
            sponsor=work.jobs.facts(SPONSOR_BEAT),
            halted=work.settlements.mark().halted,
            last=next((it for it in newest if it.state is EpochState.CONFIRMED), None),
            moves_waiting=waiting,
            points_waiting=points,
            unknown_returns=work.logs.unknown(),
        )


def inspect_settlement(hub: Hub, actor: Actor) -> SettlementSeen:
    """Return where settlement stands, to whoever may read the programme's books."""
    actor.require(Permission.LEDGER_READ)
    return settlement_seen(hub)


def follow_moves(
    hub: Hub, actor: Actor, asked: MovesAsked, before: int | None, limit: int
) -> list[tuple[FollowedMove, MoveState]]:
    """Return members' moves, newest first, and how far each is."""
    actor.require(Permission.LEDGER_READ)
    with hub.store.read() as work:
        confirmed, claimable = stages(work)
        return [
            (it, state_of(it.move, confirmed, claimable, claimed=it.claimed))
            for it in work.chronicle.moves(asked, before, limit)
        ]


def follow_returns(hub: Hub, actor: Actor, before: int | None, limit: int) -> list[ReturnSeen]:
    """Return what came back to the programme, newest first."""
    actor.require(Permission.LEDGER_READ)
    with hub.store.read() as work:
        return work.chronicle.returns(None, None, before, limit)


def _seen(work: Work, epoch: Epoch) -> SeenEpoch:
    number = epoch.statement.epoch
    claimable = int(work.jobs.facts(BEAT).get("claimable", 0))
    return SeenEpoch(epoch, work.settlements.message(ROOT, number), number == claimable)
