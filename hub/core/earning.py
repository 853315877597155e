"""What a receipt earns, and why: the same function posts, confirms, takes back and simulates.

The answer depends on the facts and the rules alone, so that the same receipt can be judged again
by anyone, years later, to the same points. When several rules apply, the best for the member
holds; between equals the one with the lowest id. Rounded down, once, at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.almaty import local
from hub.core.earning_base import NO_MONEY, Base, Line, base_of
from hub.core.earning_rules import CapKind, Caps, EarningRule, HappyHours, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.policy import Policy
from hub.core.tiers import Tier

NOTHING: Final = Points(0)


@dataclass(frozen=True, slots=True)
class Usage:
    """What was earned before this receipt, for each cap that counts over time."""

    day: Points = NOTHING
    month: Points = NOTHING
    budget: Points = NOTHING

    def of(self, kind: CapKind) -> Points:
        """Return what the cap of *kind* has used up."""
        return {
            CapKind.RECEIPT: NOTHING, CapKind.DAY: self.day,
            CapKind.MONTH: self.month, CapKind.BUDGET: self.budget,
        }[kind]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a receipt's points depend on, apart from the rules."""

    partner: PartnerId
    shop: ShopId
    printed_at: UnixTime
    total: Tiyn
    tier: Tier
    """Of the member, when the receipt was printed."""
    fiscal: bool
    """A fiscal key of a registered cash register stands behind it."""
    lines: tuple[Line, ...] = ()
    """Empty while only the claim code is known."""
    paid_with_points: Tiyn = NO_MONEY
    """Of the total, with points or a voucher: earns nothing."""
    returned: Tiyn = NO_MONEY
    """Of the total, came back so far."""
    returned_lines: tuple[Line, ...] = ()
    """Of what came back, where the paper told."""
    usage: Mapping[RuleId, Usage] = field(default_factory=dict)
    text_usage: Usage = Usage()
    """What this member earned on receipts without a fiscal key."""
    occasions: frozenset[RuleKind] = frozenset()
    """Bonuses that are due on this receipt: welcome, birthday, referral."""


class StepCode(StrEnum):
    """One step of the reckoning; the value is what sentences are found by."""

    TOTAL = "total"
    RETURNED = "returned"
    EXCLUDED = "excluded"
    PAID_WITH_POINTS = "paid_with_points"
    BELOW_MINIMUM = "below_minimum"
    NO_RULE = "no_rule"
    RATE = "rate"
    HAPPY_HOURS = "happy_hours"
    CAP_RECEIPT = "cap_receipt"
    CAP_DAY = "cap_day"
    CAP_MONTH = "cap_month"
    CAP_BUDGET = "cap_budget"
    TEXT_RECEIPT = "text_receipt"
    TEXT_DAY = "text_day"
    TEXT_MONTH = "text_month"
    BEST_OF = "best_of"
    BONUS = "bonus"


@dataclass(frozen=True, slots=True)
class Step:
    """A step and its numbers: amounts in tiyn, points, percents; the tier where it matters."""

    code: StepCode
    numbers: Mapping[str, int]
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points for an occasion; they vest after some confirmed receipts on different days."""

    rule: RuleId
    kind: RuleKind
    points: Points
    receipts: int
    """Confirmed receipts on different days that it waits for."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What a receipt earns."""

    points: Points
    rule: RuleId | None
    """The rule that gave the points; None when none gave any."""
    why: tuple[Step, ...]
    bonuses: tuple[Bonus, ...] = ()


def earn(facts: Facts, rules: Iterable[EarningRule], policy: Policy) -> Earned:
    """Return what the receipt in *facts* earns by those of *rules* that were in force then."""
    held = [
        rule
        for rule in sorted(rules, key=lambda rule: rule.id)
        if rule.partner == facts.partner and rule.in_force(facts.printed_at, facts.shop)
    ]
    tried = [_by_rate(facts, rule, policy) for rule in held if rule.kind is RuleKind.RATE]
    bonuses = _bonuses(facts, held, policy)
    if not tried:
        unjudged = (_total(facts), Step(StepCode.NO_RULE, {}))
        return Earned(NOTHING, None, unjudged + _said(bonuses), bonuses)
    best = max(tried, key=lambda earned: earned.points)
    why = best.why
    if len(tried) > 1:
        why = (*why, Step(StepCode.BEST_OF, {"rules": len(tried)}))
    return Earned(best.points, best.rule if best.points else None, why + _said(bonuses), bonuses)


def earn_by(facts: Facts, rule: EarningRule, policy: Policy) -> Points:
    """Return what the receipt earns by the one *rule* that judged it before.

    For a confirmation with the lines of the paper, and for goods that came back: what was posted
    less this is what is taken back. It never gives more than was posted: the caller keeps the
    lower of both.
    """
    return _by_rate(facts, rule, policy).points


def _by_rate(facts: Facts, rule: EarningRule, policy: Policy) -> Earned:
    """Return what *rule* alone gives."""
    base = _base(facts, rule)
    why = [_total(facts), *_left_out(base)]
    if base.earns < rule.minimum or base.earns <= 0:
        numbers = {"minimum": rule.minimum, "earns": int(base.earns)}
        return Earned(NOTHING, None, (*why, Step(StepCode.BELOW_MINIMUM, numbers)))
    rate = rule.rates.of(facts.tier)
    exact = base.earns * rate / rule.step
    numbers = {"earns": int(base.earns), "points": rate, "step": rule.step}
    why.append(Step(StepCode.RATE, numbers, facts.tier))
    if hours := _happy_hours(facts.printed_at, rule):
        exact = exact * hours.percent / 100
        why.append(Step(StepCode.HAPPY_HOURS, {"percent": hours.percent}))
    points, caps = _capped(_down(exact), facts, rule, policy)
    return Earned(points, rule.id, (*why, *caps))


def _bonuses(facts: Facts, rules: Sequence[EarningRule], policy: Policy) -> tuple[Bonus, ...]:
    """Return the best bonus for each occasion that is due; goods that all came back earn none."""
    found = []
    for kind in (RuleKind.WELCOME, RuleKind.BIRTHDAY, RuleKind.REFERRAL):
        if kind not in facts.occasions:
            continue
        offered = [(_bonus_points(facts, rule), rule) for rule in rules if rule.kind is kind]
        # Rules come in the order of their ids, and the first of equals is taken.
        points, rule = max(offered, key=lambda offer: offer[0], default=(NOTHING, None))
        if rule and points:
            found.append(Bonus(rule.id, kind, points, policy.bonus_receipts))
    return tuple(found)


def _bonus_points(facts: Facts, rule: EarningRule) -> Points:
    base = _base(facts, rule)
    if base.earns <= 0 or base.earns < rule.minimum:
        return NOTHING
    usage = facts.usage.get(rule.id, Usage())
    points, _ = _under(rule.bonus, rule.caps, usage, _RULE_STEPS)
    return points


def _base(facts: Facts, rule: EarningRule) -> Base:
    return base_of(
        facts.total, facts.lines, rule.excluded,
        facts.paid_with_points, facts.returned, facts.returned_lines,
    )  # fmt: skip


def _happy_hours(printed_at: UnixTime, rule: EarningRule) -> HappyHours | None:
    """Return the happy hours of that minute; of several the best for the member."""
    time = local(printed_at)
    minute = time.hour * 60 + time.minute
    holding = [it for it in rule.happy_hours if it.holds(time.isoweekday(), minute)]
    return max(holding, key=lambda hours: hours.percent, default=None)


_RULE_STEPS: Final = {
    CapKind.RECEIPT: StepCode.CAP_RECEIPT, CapKind.DAY: StepCode.CAP_DAY,
    CapKind.MONTH: StepCode.CAP_MONTH, CapKind.BUDGET: StepCode.CAP_BUDGET,
}  # fmt: skip
_TEXT_STEPS: Final = {
    CapKind.RECEIPT: StepCode.TEXT_RECEIPT, CapKind.DAY: StepCode.TEXT_DAY,
    CapKind.MONTH: StepCode.TEXT_MONTH, CapKind.BUDGET: StepCode.CAP_BUDGET,
}  # fmt: skip


def _capped(
    points: Points, facts: Facts, rule: EarningRule, policy: Policy
) -> tuple[Points, list[Step]]:
    """Return *points* within the caps of the rule, and of the policy for text-only receipts."""
    usage = facts.usage.get(rule.id, Usage())
    points, steps = _under(points, rule.caps, usage, _RULE_STEPS)
    if facts.fiscal:
        return points, steps
    text_caps = Caps(
        receipt=Points(policy.text_only_receipt),
        day=Points(policy.text_only_day),
        month=Points(policy.text_only_month),
    )
    points, more = _under(points, text_caps, facts.text_usage, _TEXT_STEPS)
    return points, steps + more


def _under(
    points: Points, caps: Caps, usage: Usage, codes: Mapping[CapKind, StepCode]
) -> tuple[Points, list[Step]]:
    """Return *points* under *caps*, and a step for each cap that cut some off."""
    steps = []
    for kind in CapKind:
        cap = caps.of(kind)
        if cap is None:
            continue
        used = usage.of(kind)
        room = Points(max(0, cap - used))
        if points > room:
            points = room
            steps.append(Step(codes[kind], {"cap": cap, "used": used, "left": room}))
    return points, steps


def _total(facts: Facts) -> Step:
    return Step(StepCode.TOTAL, {"total": facts.total})


def _left_out(base: Base) -> list[Step]:
    """Return a step for each kind of money that earns nothing."""
    amounts = {
        StepCode.RETURNED: base.returned,
        StepCode.EXCLUDED: base.excluded,
        StepCode.PAID_WITH_POINTS: base.paid_with_points,
    }
    return [Step(code, {"amount": amount}) for code, amount in amounts.items() if amount]


def _said(bonuses: Iterable[Bonus]) -> tuple[Step, ...]:
    return tuple(
        Step(StepCode.BONUS, {"points": bonus.points, "receipts": bonus.receipts})
        for bonus in bonuses
    )


def _down(exact: Fraction) -> Points:
    """Return whole points: the one place where earning rounds, and it rounds down."""
    return Points(exact.numerator // exact.denominator)


def simulated(
    facts: Facts, rules: Iterable[EarningRule], policy: Policy, draft: EarningRule | None = None
) -> Earned:
    """Return what `earn` gives; *draft*, where there is one, stands in for its own older self."""
    kept = [rule for rule in rules if draft is None or rule.id != draft.id]
    return earn(facts, kept + ([draft] if draft else []), policy)
