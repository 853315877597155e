"""Which counters of caps a receipt uses, and what it is judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import Points, UnixTime
from hub.core.almaty import local_day
from hub.core.earning import NOTHING, Usage
from hub.core.earning_rules import CapKind, EarningRule
from hub.core.ids import MemberId, RuleId

TEXT_RULE: Final = RuleId(0)
"""Stands for the policy's own caps on receipts without a fiscal key."""
_ALL: Final = 0
"""The owner of a budget."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Points that may be spent before their accruals have come."""

    scope: str
    """`member`, `till` or `shop`."""
    owner: int
    points: Points
    most: Points


@dataclass(frozen=True, slots=True)
class Period:
    """One use of a cap."""

    rule: RuleId
    scope: str
    """`day`, `month` or `budget`."""
    owner: int
    """The member; 0 for the budget of all."""
    period: str


def periods_of(rule: EarningRule, member: MemberId, at: UnixTime) -> list[Period]:
    """Return the counters of *rule* that a receipt of that time uses."""
    kinds = (CapKind.DAY, CapKind.MONTH, CapKind.BUDGET)
    return [_period(rule.id, kind, member, at) for kind in kinds if rule.caps.of(kind) is not None]


def text_periods(member: MemberId, at: UnixTime) -> list[Period]:
    """Return the counters of a receipt without a fiscal key."""
    return [_period(TEXT_RULE, kind, member, at) for kind in (CapKind.DAY, CapKind.MONTH)]


def budgets(periods: Iterable[Period]) -> list[Period]:
    """Return those that all members use together."""
    return [period for period in periods if period.scope == CapKind.BUDGET]


def usages_of(used: Mapping[Period, Points]) -> dict[RuleId, Usage]:
    """Return what is used up, for each rule."""
    found: dict[RuleId, dict[str, Points]] = {}
    for period, points in used.items():
        found.setdefault(period.rule, {})[period.scope] = points
    return {
        rule: Usage(
            day=scopes.get(CapKind.DAY, NOTHING),
            month=scopes.get(CapKind.MONTH, NOTHING),
            budget=scopes.get(CapKind.BUDGET, NOTHING),
        )
        for rule, scopes in found.items()
    }


def _period(rule: RuleId, kind: CapKind, member: MemberId, at: UnixTime) -> Period:
    day = local_day(at)
    name = day.isoformat() if kind is CapKind.DAY else f"{day:%Y-%m}"
    return Period(rule, kind.value, _ALL if kind is CapKind.BUDGET else member, name)
