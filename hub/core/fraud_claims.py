"""A claim by itself: how many, whose it is, what its sale weighs, whether both ends agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.wire.bodies import SlipOutcome
from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.ids import PartnerId
from hub.core.policy import DAY, HOUR, Policy


class Counted(StrEnum):
    """Whose claims are counted."""

    MEMBER = "member"
    TILL = "till"
    CASHIER = "cashier"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class VelocityLimit:
    """At most so many claims in a window: above *soft* a person looks, above *hard* it is no."""

    of: Counted
    window: int
    """Seconds."""
    soft: int | None
    hard: int | None


def velocity_limits(policy: Policy) -> tuple[VelocityLimit, ...]:
    """Return the limits that the programme's policy sets."""
    return (
        VelocityLimit(
            Counted.MEMBER, DAY, policy.claims_member_day_soft, policy.claims_member_day_hard
        ),
        VelocityLimit(
            Counted.TILL, HOUR, policy.claims_till_hour_soft, policy.claims_till_hour_hard
        ),
        VelocityLimit(Counted.CASHIER, HOUR, policy.claims_cashier_hour_soft, None),
        VelocityLimit(Counted.SHOP, HOUR, None, policy.claims_shop_hour_hard),
    )


_VELOCITY = {
    Counted.MEMBER: Suspicion.MEMBER_VELOCITY, Counted.TILL: Suspicion.TILL_VELOCITY,
    Counted.CASHIER: Suspicion.CASHIER_VELOCITY, Counted.SHOP: Suspicion.SHOP_VELOCITY,
}  # fmt: skip


def velocity(counts: Mapping[VelocityLimit, int]) -> Assessment:
    """Return what too many claims in a window say; counts include the claim in question."""
    return assessed(_too_fast(limit, count) for limit, count in counts.items())


def _too_fast(limit: VelocityLimit, count: int) -> Reason | None:
    numbers = {"count": count, "window": limit.window}
    if limit.hard is not None and count > limit.hard:
        return Reason(_VELOCITY[limit.of], Verdict.REFUSE, numbers | {"limit": limit.hard})
    if limit.soft is not None and count > limit.soft:
        return Reason(_VELOCITY[limit.of], Verdict.REVIEW, numbers | {"limit": limit.soft})
    return None


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where a member works, as a staff account says; no shop: at all shops of the partner."""

    partner: PartnerId
    shop: ShopId | None


def staff_claim(works_at: Sequence[WorkPlace], partner: PartnerId, shop: ShopId) -> Assessment:
    """Return what it says that a member claims where he works: unclaimed paper lies there."""
    own = any(place.partner == partner and place.shop in (None, shop) for place in works_at)
    if not own:
        return Assessment()
    return assessed([Reason(Suspicion.STAFF_AT_OWN_SHOP, Verdict.REVIEW, {"shop": shop})])


def slip_outcomes(outcomes: Iterable[SlipOutcome]) -> Assessment:
    """Return what became of a slip on the paper that a person should know.

    A slip that came late or perhaps not at all is in nobody's hand; one that was printed again may
    be in two.
    """
    said = {
        SlipOutcome.LATE: Suspicion.SLIP_LATE,
        SlipOutcome.UNKNOWN: Suspicion.SLIP_UNKNOWN,
        SlipOutcome.REPRINTED: Suspicion.SLIP_REPRINTED,
    }
    counted = list(outcomes)
    return assessed(
        Reason(suspicion, Verdict.REVIEW, {"times": counted.count(outcome)})
        for outcome, suspicion in said.items()
        if outcome in counted
    )


class Weight(StrEnum):
    """How much a sale's evidence is worth."""

    FISCAL = "fiscal"
    """A fiscal key of a cash register that belongs to this till."""
    TEXT = "text"
    """Text only: lower caps."""


def weigh(register: str | None, registers: frozenset[str]) -> tuple[Weight, Assessment]:
    """Return what a sale with the fiscal key of *register* weighs at a till with *registers*.

    A till without any registered cash register has not been set up: its keys weigh as text.
    """
    if register is None or not registers:
        return Weight.TEXT, Assessment()
    if register in registers:
        return Weight.FISCAL, Assessment()
    numbers = {"registers": len(registers)}
    return Weight.TEXT, assessed([Reason(Suspicion.UNREGISTERED_REGISTER, Verdict.REVIEW, numbers)])


def spendable_unconfirmed(
    adding: Points, member: Points, till: Points, shop: Points, policy: Policy
) -> bool:
    """Tell whether *adding* unconfirmed points may be spent at once.

    The others are what is spendable and unconfirmed already, of this member, from this till and
    from this shop: together they bound what a stolen claim key is worth.
    """
    return (
        member + adding <= policy.unconfirmed_member
        and till + adding <= policy.unconfirmed_till
        and shop + adding <= policy.unconfirmed_shop
    )


@dataclass(frozen=True, slots=True)
class Sold:
    """What a code or an event says of one sale, as far as both must agree."""

    total: Tiyn
    time: UnixTime
    hint: bytes


def consistency(claim: Sold, accrual: Sold, policy: Policy) -> Assessment:
    """Return where a claim and its accrual differ: one of them was not made by an honest till."""
    apart = abs(claim.time - accrual.time)
    return assessed(
        [
            Reason(
                Suspicion.TOTAL_DIFFERS,
                Verdict.REVIEW,
                {"claimed": claim.total, "accrued": accrual.total},
            )
            if claim.total != accrual.total
            else None,
            Reason(Suspicion.HINT_DIFFERS, Verdict.REVIEW, {})
            if claim.hint != accrual.hint
            else None,
            Reason(
                Suspicion.TIME_DIFFERS,
                Verdict.REVIEW,
                {"seconds": apart, "limit": policy.skew_most},
            )
            if apart > policy.skew_most
            else None,
        ]
    )
