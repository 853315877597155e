"""What a member sees of his points: what there is, what goes soon, what moved them."""

from dataclasses import dataclass

from contracts.wire.units import Points, Sequence, TillId, UnixTime
from hub.core.almaty import day_starts
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Balances, Reason
from hub.core.ports.statements import StatementLine
from hub.core.receipts.naming import place_in
from hub.core.receipts.records import ClaimRecord
from hub.usecases.tiers import Shown, member_tier

SOON = 30 * DAY
"""Seconds before their end at which points are called expiring."""
MOST_DAYS = 31
_OF_RECEIPTS = frozenset(
    {
        Reason.CLAIM, Reason.CONFIRM, Reason.RETURN, Reason.VOID,
        Reason.UNCONFIRMED_REVERSAL, Reason.REVIEW,
    }
)  # fmt: skip
"""Reasons whose reference names a receipt."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """Points that expire on one day."""

    day: UnixTime
    """When that day begins in Almaty."""
    points: Points


@dataclass(frozen=True, slots=True)
class Loyalty:
    """All that a member has."""

    balances: Balances
    unvested: Points
    """Of the unconfirmed points, bonuses that wait for more receipts."""
    expiring: tuple[Expiring, ...]
    tier: Shown
    point_value: int
    """Tiyn that a point is worth."""


def show_loyalty(hub: Hub, member: MemberId) -> Loyalty:
    """Return what *member* has."""
    tier = member_tier(hub, member)
    now = hub.clock.now()
    with hub.store.read() as work:
        lots = work.ledger.lots(member)
        days: dict[UnixTime, int] = {}
        for lot in lots:
            if now < lot.expires_at <= now + SOON:
                day = day_starts(lot.expires_at)
                days[day] = days.get(day, 0) + lot.remaining
        waiting = sum(it.remaining for it in lots if it.reason is Reason.BONUS and not it.confirmed)
        return Loyalty(
            balances=work.ledger.balances(member),
            unvested=Points(waiting),
            expiring=tuple(Expiring(day, Points(days[day])) for day in sorted(days)[:MOST_DAYS]),
            tier=tier,
            point_value=work.policy.point_value,
        )


def list_history(hub: Hub, member: MemberId, before: int | None, limit: int) -> list[StatementLine]:
    """Return a page of what moved a member's points, newest first."""
    with hub.store.read() as work:
        return work.statements.of_member(member, before, limit)


def list_claims(
    hub: Hub, member: MemberId, before: tuple[UnixTime, TillId, Sequence] | None, limit: int
) -> list[tuple[ClaimRecord, str, str]]:
    """Return a page of a member's claims, newest first, with partner and shop by name."""
    with hub.store.read() as work:
        return work.claims.of_member(member, before, limit)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of a member's history, and the receipt behind it."""

    line: StatementLine
    claim: ClaimRecord | None
    """The member's own claim that the points came of; None where no receipt stands behind it."""


def tell_history(hub: Hub, member: MemberId, before: int | None, limit: int) -> list[ToldLine]:
    """Return a page of a member's history, newest first, each line with its receipt."""
    with hub.store.read() as work:
        return [
            ToldLine(line, _claim_of(work, member, line))
            for line in work.statements.of_member(member, before, limit)
        ]


def _claim_of(work: Work, member: MemberId, line: StatementLine) -> ClaimRecord | None:
    place = place_in(line.reference) if line.reason in _OF_RECEIPTS else None
    found = None if place is None else work.claims.get(*place)
    return found if found is not None and found.member == member else None
