"""Rules, facts and reckonings as JSON: what the database keeps and the API shows.

The facts of a judged receipt are kept, so that a confirmation or a return judges it again by the
same rule, tier and use of the caps. What is read here was written here: a wrong shape is our bug
or an altered database, and raises.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.earning import Earned, Facts, Step, StepCode, Usage
from hub.core.earning_base import Line
from hub.core.earning_rules import CapKind, Caps, EarningRule, HappyHours, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.tiers import Tier

Json = dict[str, Any]


def rule_terms(rule: EarningRule) -> Json:
    """Return what a rule says, apart from its id, partner, kind and validity."""
    return {
        "name": rule.name,
        "shops": sorted(rule.shops),
        "step": rule.step,
        "rates": {tier.value: rule.rates.of(tier) for tier in Tier},
        "bonus": rule.bonus,
        "minimum": rule.minimum,
        "caps": {kind.value: rule.caps.of(kind) for kind in CapKind},
        "excluded": list(rule.excluded),
        "happy_hours": [
            {
                "weekdays": sorted(hours.weekdays),
                "begins": hours.begins,
                "ends": hours.ends,
                "percent": hours.percent,
            }
            for hours in rule.happy_hours
        ],
    }


def rule_from(
    id: RuleId,  # noqa: A002
    partner: PartnerId,
    kind: RuleKind,
    since: UnixTime,
    until: UnixTime | None,
    terms: Mapping[str, Any],
) -> EarningRule:
    """Return the rule whose row says this."""
    return EarningRule(
        id=id,
        partner=partner,
        kind=kind,
        name=terms["name"],
        since=since,
        until=until,
        shops=frozenset(ShopId(shop) for shop in terms["shops"]),
        step=Tiyn(terms["step"]),
        rates=Rates(**terms["rates"]),
        bonus=Points(terms["bonus"]),
        minimum=Tiyn(terms["minimum"]),
        caps=Caps(**terms["caps"]),
        excluded=tuple(terms["excluded"]),
        happy_hours=tuple(
            HappyHours(frozenset(it["weekdays"]), it["begins"], it["ends"], it["percent"])
            for it in terms["happy_hours"]
        ),
    )


def facts_record(facts: Facts) -> Json:
    """Return the facts of a receipt; what is empty is left out, for there are millions."""
    record: Json = {
        "partner": facts.partner,
        "shop": facts.shop,
        "printed_at": facts.printed_at,
        "total": facts.total,
        "tier": facts.tier.value,
        "fiscal": facts.fiscal,
    }
    rest: Json = {
        "lines": _lines_record(facts.lines),
        "paid_with_points": facts.paid_with_points,
        "returned": facts.returned,
        "returned_lines": _lines_record(facts.returned_lines),
        "usage": {str(rule): _usage_record(usage) for rule, usage in facts.usage.items()},
        "text_usage": _usage_record(facts.text_usage) if facts.text_usage != Usage() else None,
        "occasions": sorted(kind.value for kind in facts.occasions),
    }
    return record | {name: value for name, value in rest.items() if value}


def facts_from(record: Mapping[str, Any]) -> Facts:
    """Return the facts that *record* holds."""
    usage = record.get("usage", {})
    return Facts(
        partner=PartnerId(record["partner"]),
        shop=ShopId(record["shop"]),
        printed_at=UnixTime(record["printed_at"]),
        total=Tiyn(record["total"]),
        tier=Tier(record["tier"]),
        fiscal=record["fiscal"],
        lines=_lines_from(record.get("lines", ())),
        paid_with_points=Tiyn(record.get("paid_with_points", 0)),
        returned=Tiyn(record.get("returned", 0)),
        returned_lines=_lines_from(record.get("returned_lines", ())),
        usage={RuleId(int(rule)): _usage_from(used) for rule, used in usage.items()},
        text_usage=_usage_from(record.get("text_usage", (0, 0, 0))),
        occasions=frozenset(RuleKind(kind) for kind in record.get("occasions", ())),
    )


def steps_record(steps: Iterable[Step]) -> list[Json]:
    """Return a reckoning as the member's page and the dashboard get it."""
    return [
        {"code": step.code.value, "numbers": dict(step.numbers)}
        | ({"tier": step.tier.value} if step.tier else {})
        for step in steps
    ]


def steps_from(records: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the reckoning that *records* hold."""
    return tuple(
        Step(
            StepCode(record["code"]),
            dict(record["numbers"]),
            Tier(record["tier"]) if "tier" in record else None,
        )
        for record in records
    )


def earned_record(earned: Earned) -> Json:
    """Return what a receipt earns, for a simulation's reply."""
    return {
        "points": earned.points,
        "rule": earned.rule,
        "why": steps_record(earned.why),
        "bonuses": [
            {
                "rule": bonus.rule,
                "kind": bonus.kind.value,
                "points": bonus.points,
                "receipts": bonus.receipts,
            }
            for bonus in earned.bonuses
        ],
    }


def _lines_record(lines: Iterable[Line]) -> list[list[Any]]:
    return [[line.name, line.amount] for line in lines]


def _lines_from(records: Iterable[Any]) -> tuple[Line, ...]:
    return tuple(Line(name, None if amount is None else Tiyn(amount)) for name, amount in records)


def _usage_record(usage: Usage) -> list[int]:
    return [usage.day, usage.month, usage.budget]


def _usage_from(record: Iterable[int]) -> Usage:
    day, month, budget = record
    return Usage(Points(day), Points(month), Points(budget))
