"""Earning rules: data that an owner edits, with limits on everything and days of validity."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.almaty import DAY
from hub.core.earning_base import NO_MONEY
from hub.core.ids import PartnerId, RuleId
from hub.core.tiers import Tier

MOST_SHOPS: Final = 500
MOST_PATTERNS: Final = 50
LONGEST_PATTERN: Final = 40
SHORTEST_PATTERN: Final = 2
"""Characters of an excluded name's pattern: one letter would exclude half the shop."""
MOST_HAPPY_HOURS: Final = 20
MOST_RULES: Final = 200
"""Rules of one partner that may be in force at once; each receipt is judged by all of them."""
LARGEST_STEP: Final = Tiyn(10_000_00)
SMALLEST_STEP: Final = Tiyn(1_00)
LARGEST_RATE: Final = 100
"""Percent of the money that comes back as points, at the most, before happy hours."""
LARGEST_MULTIPLIER: Final = 1000
"""Percent: tenfold, as much as any loyalty system allows."""
LARGEST_CAP: Final = Points(10**9)
LARGEST_BONUS: Final = Points(100_000)
LARGEST_MINIMUM: Final = Tiyn(10_000_000_00)
LONGEST_NAME: Final = 80
DAY_MINUTES: Final = 24 * 60
ONE_HUNDRED: Final = Tiyn(100_00)
"""A hundred tenge: points for each of them are percent."""
NO_BONUS: Final = Points(0)
LATEST: Final = UnixTime(2**32 - 1)
"""The last second that the wire can say."""
LONGEST_BACKDATE: Final = 35 * DAY
"""A new rule may begin at most this long ago: tills hand in what they kept for 35 days."""


class RuleKind(StrEnum):
    """What a rule gives for; the value stands in tables and on the wire."""

    RATE = "rate"
    """Points for money spent."""
    WELCOME = "welcome"
    BIRTHDAY = "birthday"
    REFERRAL = "referral"


class CapKind(StrEnum):
    """What a cap limits, in the order in which caps are applied."""

    RECEIPT = "receipt"
    DAY = "day"
    """Of a member, the calendar day of the receipt in Almaty."""
    MONTH = "month"
    """Of a member, the calendar month of the receipt."""
    BUDGET = "budget"
    """Of the rule for all members, the calendar month of the receipt."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Points for each step of money, by the member's tier."""

    bronze: int
    silver: int
    gold: int

    def of(self, tier: Tier) -> int:
        """Return the points of *tier*."""
        return {Tier.BRONZE: self.bronze, Tier.SILVER: self.silver, Tier.GOLD: self.gold}[tier]


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that may be earned; None is no cap."""

    receipt: Points | None = None
    day: Points | None = None
    month: Points | None = None
    budget: Points | None = None

    def of(self, kind: CapKind) -> Points | None:
        """Return the cap of *kind*."""
        return {
            CapKind.RECEIPT: self.receipt, CapKind.DAY: self.day,
            CapKind.MONTH: self.month, CapKind.BUDGET: self.budget,
        }[kind]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HappyHours:
    """Hours of the week, on Almaty's clock, that earn more (or less)."""

    weekdays: frozenset[int]
    """1 is Monday, 7 is Sunday."""
    begins: int
    """Minute of the day, 0 to 1439."""
    ends: int
    """Minute of the day that is no more part of it, up to 1440; below *begins*: after midnight."""
    percent: int
    """150 is one and a half times as much."""

    def holds(self, weekday: int, minute: int) -> bool:
        """Tell whether this minute is part of it; hours after midnight belong to the day before."""
        if self.begins < self.ends:
            return weekday in self.weekdays and self.begins <= minute < self.ends
        day_before = (weekday + 5) % 7 + 1
        return (weekday in self.weekdays and minute >= self.begins) or (
            day_before in self.weekdays and minute < self.ends
        )


@dataclass(frozen=True, slots=True)
class EarningRule:
    """One rule; once in force it is never edited, only ended and followed by another."""

    id: RuleId
    partner: PartnerId
    kind: RuleKind
    name: str
    since: UnixTime
    until: UnixTime | None = None
    """The first second at which it is no more in force; None while nobody has ended it."""
    shops: frozenset[ShopId] = frozenset()
    """Empty: all shops of the partner."""
    step: Tiyn = ONE_HUNDRED
    rates: Rates = Rates(3, 5, 7)
    """Of a rule of kind `rate`; 3 points for each 100 ₸ are 3 %."""
    bonus: Points = NO_BONUS
    """Of the other kinds: given at once, vests later."""
    minimum: Tiyn = NO_MONEY
    """Of the money that earns: a smaller receipt earns nothing."""
    caps: Caps = Caps()
    excluded: tuple[str, ...] = ()
    """Goods whose name holds one of these earn nothing; letter case and spaces do not matter."""
    happy_hours: tuple[HappyHours, ...] = ()

    def in_force(self, printed_at: UnixTime, shop: ShopId) -> bool:
        """Tell whether a receipt printed then and there is judged by this rule."""
        if self.shops and shop not in self.shops:
            return False
        return self.since <= printed_at and (self.until is None or printed_at < self.until)


class ProblemCode(StrEnum):
    """What is wrong with a field of a rule; the value is what the dashboard translates."""

    OUT_OF_BOUNDS = "out_of_bounds"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NOT_FOR_THIS_KIND = "not_for_this_kind"
    GIVES_NOTHING = "gives_nothing"
    HIGHER_TIER_EARNS_LESS = "higher_tier_earns_less"
    OVERLAPS = "overlaps"
    """Another of its kind holds at that time and place, and nobody said that both shall."""
    IN_FORCE = "in_force"
    """The past is not edited: end this rule and make another."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a rule, and the bounds that it breaks."""

    field: str
    code: ProblemCode
    least: int | None = None
    most: int | None = None


@dataclass(slots=True)
class _Check:
    """Collects everything that is wrong, so that an owner sees it at once."""

    found: list[Problem] = field(default_factory=list)

    def within(self, name: str, value: int | None, least: int, most: int) -> None:
        """Note a value out of bounds."""
        if value is not None and not least <= value <= most:
            self.found.append(Problem(name, ProblemCode.OUT_OF_BOUNDS, least, most))

    def say(self, name: str, code: ProblemCode, most: int | None = None) -> None:
        """Note something else."""
        self.found.append(Problem(name, code, None, most))


def problems_of(rule: EarningRule) -> tuple[Problem, ...]:
    """Return everything that is wrong with *rule*, at once; empty when it may be kept."""
    check = _Check()
    _check_frame(rule, check)
    _check_exclusions(rule, check)
    _check_happy_hours(rule, check)
    for kind in CapKind:
        check.within(f"caps.{kind}", rule.caps.of(kind), 1, LARGEST_CAP)
    if rule.kind is RuleKind.RATE:
        _check_rates(rule, check)
    else:
        check.within("bonus", rule.bonus, 1, LARGEST_BONUS)
        if rule.happy_hours:
            check.say("happy_hours", ProblemCode.NOT_FOR_THIS_KIND)
    return tuple(check.found)


def problems_of_change(before: EarningRule, after: EarningRule, now: UnixTime) -> tuple[str, ...]:
    """Return the fields of *before* that may not become those of *after* at *now*.

    A rule that has begun has judged receipts, or will judge some that tills still hold: only its
    end may be set, and only to a time that has not passed.
    """
    if before.since > now:
        return ("since",) if after.since < now else ()
    fixed = (
        "partner", "kind", "since", "shops", "step", "rates", "bonus", "minimum", "caps",
        "excluded", "happy_hours",
    )  # fmt: skip
    changed = [name for name in fixed if getattr(before, name) != getattr(after, name)]
    if after.until != before.until:
        over = before.until is not None and before.until <= now
        if over or (after.until is not None and after.until < now):
            changed.append("until")
    return tuple(changed)


def _check_frame(rule: EarningRule, check: _Check) -> None:
    """Note what is wrong with name, times, shops and minimum."""
    if not rule.name.strip():
        check.say("name", ProblemCode.TOO_SHORT)
    if len(rule.name) > LONGEST_NAME:
        check.say("name", ProblemCode.TOO_LONG, LONGEST_NAME)
    check.within("since", rule.since, 0, LATEST)
    check.within("until", rule.until, 0, LATEST)
    if rule.until is not None and rule.until <= rule.since:
        check.say("until", ProblemCode.ENDS_BEFORE_IT_BEGINS)
    if len(rule.shops) > MOST_SHOPS:
        check.say("shops", ProblemCode.TOO_MANY, MOST_SHOPS)
    check.within("minimum", rule.minimum, 0, LARGEST_MINIMUM)


def _check_rates(rule: EarningRule, check: _Check) -> None:
    """Note rates that give nothing, too much, or less to a higher tier."""
    check.within("step", rule.step, SMALLEST_STEP, LARGEST_STEP)
    most = rule.step * LARGEST_RATE // (100 * 100)
    rates = rule.rates
    for tier in Tier:
        check.within(f"rates.{tier}", rates.of(tier), 0, most)
    if not any(rates.of(tier) for tier in Tier):
        check.say("rates", ProblemCode.GIVES_NOTHING)
    if not rates.bronze <= rates.silver <= rates.gold:
        check.say("rates", ProblemCode.HIGHER_TIER_EARNS_LESS)
    if rule.bonus:
        check.say("bonus", ProblemCode.NOT_FOR_THIS_KIND)


def _check_exclusions(rule: EarningRule, check: _Check) -> None:
    """Note patterns that are too many, too long or too short."""
    if len(rule.excluded) > MOST_PATTERNS:
        check.say("excluded", ProblemCode.TOO_MANY, MOST_PATTERNS)
    for place, pattern in enumerate(rule.excluded[:MOST_PATTERNS]):
        if len(pattern) > LONGEST_PATTERN:
            check.say(f"excluded.{place}", ProblemCode.TOO_LONG, LONGEST_PATTERN)
        if len("".join(pattern.split())) < SHORTEST_PATTERN:
            check.say(f"excluded.{place}", ProblemCode.TOO_SHORT)


def _check_happy_hours(rule: EarningRule, check: _Check) -> None:
    """Note hours that no clock shows and multipliers that are too large."""
    if len(rule.happy_hours) > MOST_HAPPY_HOURS:
        check.say("happy_hours", ProblemCode.TOO_MANY, MOST_HAPPY_HOURS)
    for place, hours in enumerate(rule.happy_hours[:MOST_HAPPY_HOURS]):
        name = f"happy_hours.{place}"
        if not hours.weekdays or not hours.weekdays <= set(range(1, 8)):
            check.say(f"{name}.weekdays", ProblemCode.OUT_OF_BOUNDS)
        check.within(f"{name}.begins", hours.begins, 0, DAY_MINUTES - 1)
        check.within(f"{name}.ends", hours.ends, 0, DAY_MINUTES)
        if hours.begins == hours.ends:
            check.say(f"{name}.ends", ProblemCode.ENDS_BEFORE_IT_BEGINS)
        check.within(f"{name}.percent", hours.percent, 0, LARGEST_MULTIPLIER)
