"""The ledger's port: what may happen to points, each thing once, within one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import Account
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.transfers import Reason

__all__ = [
    "Balances", "Credit", "Expiring", "Hold", "Ledger", "LotView", "NotEnoughPoints", "Reason",
    "Taken", "TransferMismatch", "UnknownTransfer",
]  # fmt: skip


class NotEnoughPoints(Exception):
    """The member may not spend that many points now."""


class TransferMismatch(Exception):
    """A transfer id came again, saying something else."""


class UnknownTransfer(Exception):
    """There is no hold or lot of that id."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Points for a member, as one lot."""

    id: TransferId
    member: MemberId
    partner: PartnerId
    """Who issues them, and owes."""
    points: Points
    at: UnixTime
    expires_at: UnixTime
    reason: Reason
    confirmed: bool
    """False until the accrual has come, or the bonus has vested."""
    spendable: bool = True
    """False for unconfirmed points above a limit, and for bonuses that have not vested."""
    reference: str = ""
    """What it is about, such as `7/1234` (till and sequence); at most 64 characters."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Points that a member sets aside for a voucher."""

    id: TransferId
    member: MemberId
    points: Points
    at: UnixTime
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking points back came to: the parts add up to what was asked."""

    from_lot: Points
    from_other_lots: Points
    below_zero: Points
    """Booked as the member's debt, where the policy lets him go negative."""
    shortfall: Points
    """Booked as the partner's loss."""
    forgiven: Points
    """Beyond what the shortfall account may hold: left with the member, for review."""


@dataclass(frozen=True, slots=True)
class Balances:
    """What a member has."""

    confirmed: Points
    unconfirmed: Points
    held: Points
    chain: Points
    spendable: Points
    """Of confirmed and unconfirmed, what a voucher may cost now."""


@dataclass(frozen=True, slots=True)
class LotView:
    """One lot as people see it."""

    id: LotId
    partner: PartnerId
    points: Points
    remaining: Points
    earned_at: UnixTime
    expires_at: UnixTime
    confirmed: bool
    spendable: bool
    reason: Reason
    reference: str


@dataclass(frozen=True, slots=True)
class Expiring:
    """Points of a member whose day is near."""

    member: MemberId
    points: Points
    expires_at: UnixTime
    """The soonest of them."""


class Ledger(Protocol):
    """Double entry in whole points. Every method is idempotent by the id it is given.

    The caller has locked the member's row, so nothing else moves that member's points meanwhile.
    """

    def open_member(self, member: MemberId) -> None:
        """Make a new member's accounts."""
        ...

    def open_partner(self, partner: PartnerId, shortfall_most: Points) -> None:
        """Make a new partner's accounts; its shortfall never exceeds *shortfall_most*."""
        ...

    def credit(self, credit: Credit) -> LotId:
        """Give points as a new lot and return it; first they pay a negative balance off."""
        ...

    def credit_all(self, many: Sequence[Credit]) -> list[LotId]:
        """Give many lots at once, as `credit` would one by one; for imports and batches."""
        ...

    def confirm(self, lot: LotId, id: TransferId, at: UnixTime) -> Points:  # noqa: A002
        """Turn what is left of an unconfirmed lot into confirmed, spendable points; return it."""
        ...

    def hold(self, hold: Hold) -> None:
        """Set points aside, lots that expire soonest first; or raise NotEnoughPoints."""
        ...

    def post(
        self, hold: TransferId, partner: PartnerId, at: UnixTime, points: Points | None = None
    ) -> Points:
        """Give held points to the partner that took the voucher; release the rest of the hold.

        *points* None posts all. Resolving a hold twice the same way changes nothing; another way
        raises TransferMismatch. Returns what was posted.
        """
        ...

    def release(self, hold: TransferId, at: UnixTime) -> Points:
        """Give held points back to the lots they came from, and return how many."""
        ...

    def refund(self, hold: TransferId, id: TransferId, at: UnixTime) -> Points:  # noqa: A002
        """Undo a posted hold within its undo time: points return to their lots."""
        ...

    def take_back(
        self,
        lot: LotId,
        id: TransferId,  # noqa: A002
        points: Points,
        at: UnixTime,
        reason: Reason,
        *,
        may_go_negative: bool,
    ) -> Taken:
        """Reverse *points* of a lot: from what is left of it, then by the policy."""
        ...

    def expire(self, member: MemberId, at: UnixTime) -> Points:
        """Move what is left of a member's lots past their time to breakage."""
        ...

    def due(self, at: UnixTime, limit: int) -> list[MemberId]:
        """Return members with lots past their time, at most *limit* of them."""
        ...

    def expiring(
        self, after: UnixTime, until: UnixTime, above: MemberId, limit: int
    ) -> list[Expiring]:
        """Return what expires after *after* and until *until*, of members above *above*."""
        ...

    def balances(self, member: MemberId) -> Balances:
        """Return what a member has."""
        ...

    def lots(self, member: MemberId) -> list[LotView]:
        """Return the lots with something left, soonest to expire first."""
        ...

    def balance_of(self, account: Account) -> int:
        """Return any account's balance: sealed part and what came since."""
        ...

    def resolve_lot(self, transfer: TransferId) -> LotId | None:
        """Return the lot that the credit with this id made, if there was one."""
        ...
