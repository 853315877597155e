"""A member moves points to his own wallet, and sees how far each move is."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.people import Member
from hub.core.ids import TRANSFER_ID_SIZE, MemberId, TransferId
from hub.core.movable import Bounds, Movable, movable
from hub.core.ports.chronicle import MovesAsked, ReturnSeen
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import TransferMismatch
from hub.core.settlement.moves import LARGEST_MOVE, Move, MoveState, key_of, state_of
from hub.usecases.settlement_desk import stages

MOVES_SHOWN = 100
LOST_AT_ONCE = 100
"""Lost moves that one run looks at."""


class NotMovable(Refused):
    """So many points may not leave now: how many may, and from when more."""

    def __init__(self, movable: Movable) -> None:
        super().__init__(
            Refusal.NOT_ENOUGH_POINTS,
            f"{movable.now} points past the return window, {movable.later} from {movable.since}",
        )
        self.movable = movable


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move as its member sees it."""

    move: Move
    state: MoveState


@dataclass(frozen=True, slots=True)
class MayMove:
    """What a member may move, before he asks."""

    movable: Movable
    least: Points
    """Of one move."""
    window: int
    """Seconds that points of a receipt stay."""


def ask_move(hub: Hub, member: MemberId, name: TransferId, points: Points) -> ShownMove:
    """Take *points* out of the member's balance for his wallet; the same asked again is the same.

    Pending until its epoch is confirmed. Only points past the return window leave, and only so
    many at once that their gas is worth it.
    """
    if len(name) != TRANSFER_ID_SIZE or not 0 < points <= LARGEST_MOVE:
        raise Refused(Refusal.MALFORMED, "a move has an id of 16 bytes and takes points")
    with hub.store.begin() as work:
        found = work.members.lock(member)
        if found is None or found.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        known = work.moves.get(name)
        if known is not None:
            if (known.member, known.points) != (member, points):
                raise Refused(Refusal.MISMATCH, "a move of this id asked for something else")
            return _shown(work, known)
        move = _move(hub, work, found, name, points)
        window = UnixTime(move.asked_at - work.policy.return_window)
        try:
            left = work.moves.leave(move, window, move.asked_at)
        except TransferMismatch as error:  # Another member asked under this id at this moment.
            raise Refused(Refusal.MISMATCH, "a move of this id asked for something else") from error
        if not left:
            raise NotMovable(_leaving(work, member, points, move.asked_at))
        work.feed.publish("chain.move", {"points": points}, member=member)
        return _shown(work, move)


def may_move(hub: Hub, member: MemberId) -> MayMove:
    """Return how many points the member may move now, and from when as many as ever will be."""
    with hub.store.read() as work:
        found = _leaving(work, member, Points(LARGEST_MOVE), hub.clock.now())
        policy = work.policy
    return MayMove(found, Points(policy.move_minimum), policy.return_window)


def list_moves(hub: Hub, member: MemberId) -> list[ShownMove]:
    """Return the member's newest moves and how far each is, newest first."""
    with hub.store.read() as work:
        confirmed, claimable = stages(work)
        return [
            ShownMove(it.move, state_of(it.move, confirmed, claimable, claimed=it.claimed))
            for it in work.chronicle.moves(MovesAsked(member=member), None, MOVES_SHOWN)
        ]


def list_returns(hub: Hub, member: MemberId) -> list[ReturnSeen]:
    """Return what came back of the member's, newest first, credited or still waiting for it."""
    with hub.store.read() as work:
        found = work.members.get(member)
        wallet = None if found is None else found.wallet
        return work.chronicle.returns(member, wallet, None, MOVES_SHOWN)


def book_lost_moves(hub: Hub) -> int:
    """Take points out of the ledger that left in a past which a restored hub has lost.

    Whose wallet it is now pays for it; where the ledger has not the points yet, it waits for the
    tills to hand in again what they know. Returns how many were booked.
    """
    with hub.store.read() as work:
        lost = work.moves.unbooked(LOST_AT_ONCE)
    booked = 0
    for move in lost:
        with hub.store.begin() as work:
            work.settlements.lock()
            member = work.moves.member_of(move.wallet) or move.member
            if work.members.lock(member) is None:
                continue
            fresh = work.moves.unbooked_one(move.id)
            if fresh is not None:
                booked += work.moves.book(fresh, member, hub.clock.now())
    return booked


def _move(hub: Hub, work: Work, member: Member, name: TransferId, points: Points) -> Move:
    if member.blocked:
        raise Refused(Refusal.SUSPENDED, f"member {member.id}")
    if member.wallet is None:
        raise Refused(Refusal.WALLET_NEEDED, "no wallet is linked")
    key_of(member.wallet)
    if points < work.policy.move_minimum:
        raise Refused(Refusal.TOO_LITTLE, f"at least {work.policy.move_minimum} points")
    return Move(name, member.id, member.wallet, points, hub.clock.now())


def _leaving(work: Work, member: MemberId, asked: Points, now: UnixTime) -> Movable:
    """Return what may leave instead of *asked* points, now and later."""
    policy, confirmed = work.policy, work.ledger.balances(member).confirmed
    bounds = Bounds(policy.return_window, policy.move_minimum, confirmed)
    return movable(asked, work.moves.aging(member, now), bounds, now)


def _shown(work: Work, move: Move) -> ShownMove:
    claimed = False
    if move.epoch is not None:
        due = work.settlements.leaf(move.wallet, move.epoch)
        claimed = work.sponsoring.claimed(move.wallet) >= due
    return ShownMove(move, state_of(move, *stages(work), claimed=claimed))
