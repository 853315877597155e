"""Bronze, silver and gold: of members by what they spent, of partners by what they turned over.

A tier is earned at once and lost slowly: whoever falls below a threshold has a grace period, then
goes down one step, and has a grace period again.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from contracts.wire.units import Points, Tiyn, UnixTime
from hub.core.almaty import DAY
from hub.core.policy import Policy

BASIS: Final = 10_000
"""Basis points in a whole."""
_BEGINNING: Final = UnixTime(0)


class Tier(StrEnum):
    """How far up; the value stands in tables and on the wire."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"

    @property
    def rank(self) -> int:
        """Return the step from the bottom, from 0."""
        return _ORDER.index(self)


_ORDER: Final = (Tier.BRONZE, Tier.SILVER, Tier.GOLD)


class TierReason(StrEnum):
    """Why a tier changed or is about to; the value stands in the history."""

    UPGRADED = "upgraded"
    AT_RISK = "at_risk"
    """Below the threshold: the grace period begins."""
    KEPT = "kept"
    """Back above the threshold within the grace period."""
    DOWNGRADED = "downgraded"
    GIVEN = "given"
    """By a person; the audit log says who and why."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """What a tier costs; for members the spend of confirmed receipts, for partners the volume."""

    window: int
    """Seconds that spend counts."""
    silver: Tiyn
    gold: Tiyn
    grace: int
    """Seconds below the threshold before a step down."""

    def earned(self, spend: Tiyn) -> Tier:
        """Return the tier that *spend* within the window earns."""
        if spend >= self.gold:
            return Tier.GOLD
        return Tier.SILVER if spend >= self.silver else Tier.BRONZE

    def threshold(self, tier: Tier) -> Tiyn:
        """Return the spend from which on *tier* is earned."""
        return {Tier.BRONZE: Tiyn(0), Tier.SILVER: self.silver, Tier.GOLD: self.gold}[tier]

    def window_starts(self, now: UnixTime) -> UnixTime:
        """Return the time from which on spend counts."""
        return UnixTime(max(0, now - self.window))

    def problems(self) -> tuple[str, ...]:
        """Return which fields are out of bounds, all of them."""
        wrong = {
            "window": not DAY <= self.window <= LONGEST_WINDOW,
            "silver": not 0 < self.silver <= LARGEST_THRESHOLD,
            "gold": not self.silver < self.gold <= LARGEST_THRESHOLD,
            "grace": not 0 <= self.grace <= LONGEST_WINDOW,
        }
        return tuple(name for name, is_wrong in wrong.items() if is_wrong)


LONGEST_WINDOW: Final = 3660 * DAY
"""Ten years: longer than any programme remembers."""
LARGEST_THRESHOLD: Final = Tiyn(10**15)
"""What a chain of shops turns over in a decade."""

PARTNER_LADDER: Final = Ladder(90 * DAY, Tiyn(10_000_000_00), Tiyn(50_000_000_00), 30 * DAY)
"""A partner's volume in a quarter: 10 and 50 million tenge."""


def member_ladder(policy: Policy) -> Ladder:
    """Return the ladder of members that the programme's policy sets."""
    return Ladder(
        policy.tier_window, Tiyn(policy.tier_silver), Tiyn(policy.tier_gold), policy.tier_grace
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member or a partner stands."""

    tier: Tier = Tier.BRONZE
    since: UnixTime = _BEGINNING
    """When this tier began."""
    at_risk_since: UnixTime | None = None
    """When the grace period began; None when the threshold is kept."""
    given_until: UnixTime | None = None
    """A person gave this tier: it is not lost before then."""


@dataclass(frozen=True, slots=True)
class TierChange:
    """One entry of the history."""

    before: Tier
    after: Tier
    at: UnixTime
    spend: Tiyn
    reason: TierReason


@dataclass(frozen=True, slots=True)
class Progress:
    """What a member is shown."""

    tier: Tier
    spend: Tiyn
    """Within the window."""
    next_tier: Tier | None
    remaining: Tiyn
    """What is still missing to the next tier; 0 at the top."""
    lost_at: UnixTime | None
    """When this tier goes down a step unless spend rises; None when it is safe."""
    needed_to_keep: Tiyn
    """What is missing to keep this tier; 0 when it is safe."""


def judge(
    standing: Standing, spend: Tiyn, ladder: Ladder, now: UnixTime
) -> tuple[Standing, TierChange | None]:
    """Return where *spend* within the window puts a member, and the change, if there is one.

    Judged twice at the same time, the second judgement changes nothing.
    """
    earned = ladder.earned(spend)
    if earned.rank > standing.tier.rank:
        return _moved(standing, earned, TierReason.UPGRADED, spend, now)
    if earned is standing.tier:
        if standing.at_risk_since is None:
            return standing, None
        kept = replace(standing, at_risk_since=None)
        return kept, TierChange(earned, earned, now, spend, TierReason.KEPT)
    if standing.given_until is not None and now < standing.given_until:
        return standing, None
    if standing.at_risk_since is None and ladder.grace:
        warned = replace(standing, at_risk_since=now)
        tier = standing.tier
        return warned, TierChange(tier, tier, now, spend, TierReason.AT_RISK)
    if standing.at_risk_since is not None and now < _ends(standing.at_risk_since, ladder):
        return standing, None
    below = _ORDER[standing.tier.rank - 1]
    lower, change = _moved(standing, below, TierReason.DOWNGRADED, spend, now)
    if below is not earned and ladder.grace:
        # One step at a time, and a whole grace period on each.
        lower = replace(lower, at_risk_since=now)
    return lower, change


def give(
    standing: Standing, tier: Tier, until: UnixTime, spend: Tiyn, now: UnixTime
) -> tuple[Standing, TierChange]:
    """Return the standing after a person gave *tier* until a day."""
    given = Standing(tier, now, None, until)
    return given, TierChange(standing.tier, tier, now, spend, TierReason.GIVEN)


def progress(standing: Standing, spend: Tiyn, ladder: Ladder) -> Progress:
    """Return how far the next tier is, and what threatens this one."""
    tier = standing.tier
    above = _ORDER[tier.rank + 1] if tier.rank + 1 < len(_ORDER) else None
    remaining = max(0, ladder.threshold(above) - spend) if above else 0
    at_risk = standing.at_risk_since
    return Progress(
        tier=tier,
        spend=spend,
        next_tier=above,
        remaining=Tiyn(remaining),
        lost_at=None if at_risk is None else _ends(at_risk, ladder),
        needed_to_keep=Tiyn(max(0, ladder.threshold(tier) - spend)),
    )


@dataclass(frozen=True, slots=True)
class CommissionRates:
    """What the programme keeps of what a partner issues, in basis points, by the partner's tier."""

    bronze: int = 300
    silver: int = 200
    gold: int = 100

    def of(self, tier: Tier) -> int:
        """Return the basis points of *tier*."""
        return {Tier.BRONZE: self.bronze, Tier.SILVER: self.silver, Tier.GOLD: self.gold}[tier]

    def problems(self) -> tuple[str, ...]:
        """Return which fields are out of bounds: a better tier never pays more."""
        wrong = {
            "gold": not 0 <= self.gold <= self.silver,
            "silver": not self.silver <= self.bronze,
            "bronze": not self.bronze <= BASIS,
        }
        return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def commission(issued: Points, tier: Tier, rates: CommissionRates) -> Points:
    """Return the programme's share of *issued* points, rounded down: in the partner's favour."""
    return Points(issued * rates.of(tier) // BASIS)


def _ends(at_risk_since: UnixTime, ladder: Ladder) -> UnixTime:
    return UnixTime(at_risk_since + ladder.grace)


def _moved(
    standing: Standing, tier: Tier, reason: TierReason, spend: Tiyn, now: UnixTime
) -> tuple[Standing, TierChange]:
    return Standing(tier, now), TierChange(standing.tier, tier, now, spend, reason)
