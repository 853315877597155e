"""Points that leave for a member's own wallet, and jettons that come back; pure.

What is out is remembered lot by lot, with the expiry that it left with. What comes back takes up
what is out: the sender's own moves first, then the oldest of others, since who holds an open
jetton need not be who moved it. So what members have out on chain (CHAIN) is never below zero,
its sum is always what was issued less what came back, and points keep their issuer and their day.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.policy import DAY

GRACE: Final = 30 * DAY
"""What comes back can be spent for at least so long."""
LARGEST_MOVE: Final = 2**40
"""Points of one move: far above any balance, far below what a cell's coins hold."""
NO_POINTS: Final = Points(0)
_WALLET: Final = re.compile(r"0:[0-9a-f]{64}")


class MoveState(StrEnum):
    """How far a move is; what the member sees."""

    PENDING = "pending"
    """Waits for its epoch, or for that to be confirmed."""
    DELAYED = "delayed"
    """On chain, within the time in which a wrong root can still be vetoed."""
    CLAIMABLE = "claimable"
    """Anyone may push its claim."""
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class Move:
    """Points that left a member's balance for his wallet."""

    id: TransferId
    member: MemberId
    wallet: str
    """Raw address, workchain 0."""
    points: Points
    asked_at: UnixTime
    epoch: int | None = None
    """Whose root states it; None until then."""
    back: Points = NO_POINTS
    """How much of it has come back."""


@dataclass(frozen=True, slots=True)
class Out:
    """What is out of one lot by one move, and until when it would have lived."""

    move: TransferId
    member: MemberId
    lot: LotId
    partner: PartnerId
    points: Points
    expires_at: UnixTime
    graced_until: UnixTime | None = None
    """How long the move's points live that came back before, where they needed the grace."""


@dataclass(frozen=True, slots=True)
class Back:
    """Points that come back: whose, into which partner's lot, until when."""

    out: Out
    points: Points
    expires_at: UnixTime


@dataclass(frozen=True, slots=True)
class Returned:
    """A log of RedemptionManager: jettons that came back, and were burned there."""

    lt: int
    hash: bytes
    sender: str
    """Raw address of whose wallet sent them."""
    points: Points
    reward: int
    """0: back to custody."""
    nonce: int
    at: UnixTime


def key_of(wallet: str) -> bytes:
    """Return the key of *wallet* in the cumulative tree, or refuse what cannot have one."""
    if not _WALLET.fullmatch(wallet):
        raise Refused(Refusal.WRONG_KIND, "a wallet of workchain 0 is needed")
    return bytes.fromhex(wallet[2:])


def has_key(wallet: str) -> bool:
    """Whether *wallet* can stand in a tree: masterchain wallets may sign in, and no more."""
    return _WALLET.fullmatch(wallet) is not None


def wallet_of(key: bytes) -> str:
    """Return the raw address that *key* stands for."""
    return f"0:{key.hex()}"


def short_of(key: bytes) -> str:
    """Return *key* in 43 characters, as a transfer's reference holds it."""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def coming_back(points: Points, out: Iterable[Out], at: UnixTime) -> tuple[list[Back], Points]:
    """Return how *points* take up what is *out*, in the order given, and what finds nothing.

    Each lives as it would have, and GRACE from now at least; a move has that grace once: what
    comes back of it later lives no longer than what came first.
    """
    found: list[Back] = []
    graced: dict[TransferId, UnixTime] = {}
    left = points
    for it in out:
        part = Points(min(left, it.points))
        if part <= 0:
            continue
        least = graced.get(it.move) or it.graced_until or UnixTime(at + GRACE)
        if it.expires_at < least:
            graced[it.move] = least
        found.append(Back(it, part, UnixTime(max(it.expires_at, least))))
        left = Points(left - part)
    return found, left


def state_of(move: Move, confirmed: int, claimable: int, *, claimed: bool) -> MoveState:
    """Return how far *move* is, where epochs are *confirmed* and *claimable* up to these."""
    if move.epoch is None or move.epoch > confirmed:
        return MoveState.PENDING
    if claimed:
        return MoveState.CLAIMED
    return MoveState.CLAIMABLE if move.epoch <= claimable else MoveState.DELAYED
