"""What an earning rule would have done to last month's receipts: before, after, examples."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.units import Sequence as Place
from hub.core.almaty import day_starts, month_starts
from hub.core.earning import NOTHING, Earned, Facts, Usage
from hub.core.earning_rules import EarningRule
from hub.core.ids import MemberId, RuleId

MOST_EXAMPLES: Final = 6
"""Receipts that are shown: the largest changes both ways, and those in the middle."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one receipt earns by the rules as they are, and with the draft."""

    facts: Facts
    now: Earned
    then: Earned
    posted: Points | None = None
    """What was given for it, where somebody claimed it."""
    place: tuple[TillId, Place] | None = None

    @property
    def before(self) -> int:
        """Return all points of today's rules, those of bonuses too."""
        return _whole(self.now)

    @property
    def after(self) -> int:
        """Return the same with the draft."""
        return _whole(self.then)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would have done."""

    receipts: tuple[Simulated, ...]
    whole: bool
    """All receipts of the time were judged, not only the newest."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would have done to some receipts together."""

    receipts: int = 0
    money: int = 0
    """Tiyn."""
    before: int = 0
    after: int = 0
    touched: int = 0
    """Receipts that would have earned something else."""

    def __add__(self, other: "Effect") -> "Effect":
        """Return both together."""
        return Effect(
            self.receipts + other.receipts, self.money + other.money, self.before + other.before,
            self.after + other.after, self.touched + other.touched,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole of it, as an owner decides by it."""

    claimed: Effect
    """Receipts that members claimed: what points were really given for."""
    printed: Effect
    """All receipts, as if everybody claimed."""
    shops: tuple[tuple[ShopId, Effect], ...]
    """The claimed ones by shop."""
    examples: tuple[Simulated, ...]
    since: UnixTime | None
    """When the oldest of them was printed; None where there is none."""


def compared(found: Sequence[Simulated]) -> Comparison:
    """Return what a simulation comes to."""
    claimed, printed = Effect(), Effect()
    shops: dict[ShopId, Effect] = {}
    for it in found:
        one = Effect(1, it.facts.total, it.before, it.after, int(it.before != it.after))
        printed += one
        if it.posted is not None:
            claimed += one
            shops[it.facts.shop] = shops.get(it.facts.shop, Effect()) + one
    return Comparison(
        claimed,
        printed,
        tuple(sorted(shops.items())),
        _examples(found),
        min((it.facts.printed_at for it in found), default=None),
    )


def standing_beside(draft: EarningRule, rules: Iterable[EarningRule]) -> list[EarningRule]:
    """Return the rules of its kind that hold at a time and a shop at which *draft* would.

    Where several hold the best for the member counts: an owner should know that before.
    """
    return [
        rule
        for rule in rules
        if rule.id != draft.id
        and rule.kind is draft.kind
        and (rule.until is None or rule.until > draft.since)
        and (draft.until is None or draft.until > rule.since)
        and (not rule.shops or not draft.shops or rule.shops & draft.shops)
    ]


def forebears(rule: RuleId, replaces: Mapping[RuleId, RuleId | None]) -> frozenset[RuleId]:
    """Return a rule and all that it followed, one after the other."""
    found: set[RuleId] = set()
    at: RuleId | None = rule
    while at is not None and at not in found:
        found.add(at)
        at = replaces.get(at)
    return frozenset(found)


@dataclass(slots=True)
class Spending:
    """What a draft would have used up of its caps, receipt by receipt as they were claimed."""

    rule: RuleId
    _days: dict[tuple[MemberId, UnixTime], int] = field(default_factory=dict)
    _months: dict[tuple[MemberId, UnixTime], int] = field(default_factory=dict)
    _budget: dict[UnixTime, int] = field(default_factory=dict)

    def facts(self, facts: Facts, member: MemberId) -> Facts:
        """Return a receipt's facts with what the draft has used up before it."""
        day, month = day_starts(facts.printed_at), month_starts(facts.printed_at)
        used = Usage(
            Points(self._days.get((member, day), NOTHING)),
            Points(self._months.get((member, month), NOTHING)),
            Points(self._budget.get(month, NOTHING)),
        )
        return replace(facts, usage={**facts.usage, self.rule: used})

    def use(self, facts: Facts, member: MemberId, earned: Earned) -> None:
        """Use up what the draft gave for a receipt."""
        given: int = sum(it.points for it in earned.bonuses if it.rule == self.rule)
        if earned.rule == self.rule:
            given += earned.points
        day, month = day_starts(facts.printed_at), month_starts(facts.printed_at)
        self._days[member, day] = self._days.get((member, day), 0) + given
        self._months[member, month] = self._months.get((member, month), 0) + given
        self._budget[month] = self._budget.get(month, 0) + given


def _whole(earned: Earned) -> int:
    return earned.points + sum(it.points for it in earned.bonuses)


def _examples(found: Sequence[Simulated]) -> tuple[Simulated, ...]:
    """Return some receipts: the largest losses and gains, and some that change as usual."""
    touched = sorted((it for it in found if it.before != it.after), key=_change)
    if not touched:
        return tuple(found[: MOST_EXAMPLES // 2])
    if len(touched) <= MOST_EXAMPLES:
        return tuple(touched)
    part = MOST_EXAMPLES // 3
    middle = len(touched) // 2 - part // 2
    return (*touched[:part], *touched[middle : middle + part], *touched[-part:])


def _change(it: Simulated) -> tuple[int, Tiyn, UnixTime]:
    return it.after - it.before, it.facts.total, it.facts.printed_at
