"""An earning rule as its form has it: what the fields say, and what a rule says in them."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.almaty import local_day
from hub.core.earning_base import NO_MONEY
from hub.core.earning_records import rule_terms
from hub.core.earning_rules import (
    LARGEST_CAP,
    LARGEST_MULTIPLIER,
    LONGEST_NAME,
    MOST_HAPPY_HOURS,
    MOST_PATTERNS,
    NO_BONUS,
    ONE_HUNDRED,
    CapKind,
    Caps,
    EarningRule,
    HappyHours,
    Problem,
    ProblemCode,
    Rates,
    RuleKind,
    problems_of,
)
from hub.core.ids import PartnerId, RuleId
from hub.core.insights.periods import FIRST, LAST, number_of, starts
from hub.core.tiers import Tier
from hub.web.owner.amounts import bare, hundredths, typed
from hub.web.owner.form import Form
from hub.web.owner.rule_words import minute

SPARE_HOURS: Final = 2
"""Empty rows of happy hours below those that are filled in: without a script none is added."""
_LONGEST_LIST: Final = MOST_PATTERNS * 48
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NOTHING: Final = Rates(0, 0, 0)
_USUAL: Final = Rates(3, 5, 7)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a form's rule hangs on: whose, which one it follows, and when now is."""

    partner: PartnerId
    instead: RuleId
    """0: none."""
    now: UnixTime


def fresh(now: UnixTime) -> dict[str, str]:
    """Return the fields of a form that nobody has touched."""
    rates = {f"rate_{it.value}": str(_USUAL.of(it)) for it in Tier}
    return {"kind": "rate", "since": local_day(now).isoformat(), "step": "100", **rates}


def shown_in(rule: EarningRule, now: UnixTime) -> dict[str, str]:
    """Return the fields of a form whose rule would follow *rule* and say the same."""
    is_rate = rule.kind is RuleKind.RATE
    begins = max(rule.since, now)
    said: dict[str, object] = {
        "kind": rule.kind.value,
        "name": rule.name,
        "since": local_day(UnixTime(begins)).isoformat(),
        "until": "" if rule.until is None else local_day(UnixTime(rule.until - 1)).isoformat(),
        "step": typed(rule.step),
        "bonus": "" if is_rate else rule.bonus,
        "minimum": typed(rule.minimum) if rule.minimum else "",
        "excluded": "\n".join(rule.excluded),
    }
    rates = rule.rates if is_rate else _USUAL
    said |= {f"rate_{it.value}": rates.of(it) for it in Tier}
    said |= {f"cap_{it.value}": rule.caps.of(it) or "" for it in CapKind}
    said |= {f"shop_{it}": "1" for it in rule.shops}
    for place, hours in enumerate(rule.happy_hours):
        said |= {f"hh{place}_d{it}": "1" for it in hours.weekdays}
        said |= {f"hh{place}_from": minute(hours.begins), f"hh{place}_to": minute(hours.ends),
                 f"hh{place}_percent": hours.percent}  # fmt: skip
    return {name: str(it) for name, it in said.items()}


def rows_in(form: Form) -> range:
    """Return the rows of happy hours that a form shows: those filled in, and spare ones."""
    filled = [it for it in range(MOST_HAPPY_HOURS) if _is_filled(form, it)]
    return range(min(MOST_HAPPY_HOURS, (filled[-1] + 1 if filled else 0) + SPARE_HOURS))


def rule_in(form: Form, w: Mapping[str, str], frame: Frame) -> EarningRule | None:
    """Return the rule that a form says; None when it has a fault, and all are told."""
    rows = [it for it in range(MOST_HAPPY_HOURS) if _is_filled(form, it)]
    hours = {it: found for it in rows if (found := _hours(form, w, it)) is not None}
    rule = _read(form, w, frame, tuple(hours.values()))
    for problem in problems_of(rule):
        tell(form, problem, w, tuple(hours))
    return rule if form.good else None


def _read(
    form: Form, w: Mapping[str, str], frame: Frame, hours: tuple[HappyHours, ...]
) -> EarningRule:
    """Return what the fields say; something harmless stands in for one that cannot be read."""
    kind = RuleKind(form.choice("kind", [it.value for it in RuleKind]))
    is_rate = kind is RuleKind.RATE
    name = form.text("name", LONGEST_NAME)
    since, until = _days(form, w, frame.now)
    step = _money(form, "step", w) if is_rate else ONE_HUNDRED
    rates = _rates(form) if is_rate else _NOTHING
    bonus = form.whole("bonus", 0, LARGEST_CAP, empty=0 if is_rate else None)
    minimum = _money(form, "minimum", w, empty=NO_MONEY)
    caps = {it: form.whole(f"cap_{it.value}", 1, LARGEST_CAP, empty=0) for it in CapKind}
    excluded = form.prose("excluded", _LONGEST_LIST, required=False).split("\n")
    return EarningRule(
        id=frame.instead,
        partner=frame.partner,
        kind=kind,
        name=name,
        since=since,
        until=until,
        shops=frozenset(
            ShopId(int(it[5:])) for it in form.values if re.fullmatch(r"shop_[0-9]{1,18}", it)
        ),
        step=step or ONE_HUNDRED,
        rates=rates,
        bonus=Points(bonus or NO_BONUS),
        minimum=minimum or NO_MONEY,
        caps=Caps(**{it.value: None if not cap else Points(cap) for it, cap in caps.items()}),
        excluded=tuple(" ".join(it.split()) for it in excluded if it.strip()),
        happy_hours=hours,
    )


def tell(form: Form, problem: Problem, w: Mapping[str, str], rows: Sequence[int] = ()) -> None:
    """Say what is wrong with a rule, beside its field; *rows* are those of its happy hours."""
    field, code = problem.field, problem.code
    bounds = {"least": problem.least or 0, "most": problem.most or 0}
    usual = {
        ProblemCode.TOO_MANY: w["e_wrong_many"],
        ProblemCode.TOO_LONG: w["e_wrong_line_long"],
        ProblemCode.TOO_SHORT: w["e_wrong_line_short"],
        ProblemCode.ENDS_BEFORE_IT_BEGINS: w["e_wrong_until"],
        ProblemCode.NOT_FOR_THIS_KIND: w["e_wrong_kind"],
        ProblemCode.GIVES_NOTHING: w["e_wrong_nothing"],
        ProblemCode.HIGHER_TIER_EARNS_LESS: w["e_wrong_tiers"],
        ProblemCode.OVERLAPS: w["e_wrong_beside"],
        ProblemCode.IN_FORCE: w["e_wrong_past"],
    }
    said = usual.get(code, w["e_wrong_bounds"])
    if field.startswith("rates.") and code is ProblemCode.OUT_OF_BOUNDS:
        said = w["e_wrong_rate"]
    elif field.startswith("happy_hours."):
        said = w["e_wrong_hours"]
    elif field in ("step", "minimum"):
        bounds = {name: value // 100 for name, value in bounds.items()}
    elif field == "shops":
        said = w["o_wrong_shops"]
    form.blame(_field(field, rows), said.format(**bounds))


def fingerprint(rule: EarningRule) -> str:
    """Return what tells a rule that was tried from one that was changed since."""
    said = [rule.kind.value, rule.partner, rule.id, local_day(rule.since).isoformat(), rule.until,
            rule_terms(rule)]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


def _field(name: str, rows: Sequence[int]) -> str:
    """Return the form's field for a part of a rule."""
    first, _, rest = name.partition(".")
    match first:
        case "rates":
            return f"rate_{rest}" if rest else "rate_bronze"
        case "caps":
            return f"cap_{rest}"
        case "happy_hours":
            return f"hh{rows[int(rest.partition('.')[0])]}" if rest and rows else first
        case _:
            return first


def _days(form: Form, w: Mapping[str, str], now: UnixTime) -> tuple[UnixTime, UnixTime | None]:
    """Return when the rule begins, now where it is today, and the first second after it."""
    today, first, last = local_day(now), form.day("since"), form.day("until")
    if first is None or not _within_time(first):
        form.blame_day("since")
        return now, None
    if first < today:
        form.blame("since", w["e_wrong_past"])
    since = now if first == today else starts(number_of(first))
    if last is None:
        return since, None
    if last < max(first, today) or not _within_time(last):
        form.blame("until", w["e_wrong_until"])
        return since, None
    return since, starts(number_of(last) + 1)


def _within_time(day: date) -> bool:
    return FIRST <= number_of(day) <= LAST


def _rates(form: Form) -> Rates:
    found = {it.value: form.whole(f"rate_{it.value}", 0, LARGEST_CAP) or 0 for it in Tier}
    return Rates(**found)


def _money(
    form: Form, name: str, w: Mapping[str, str], *, empty: Tiyn | None = None
) -> Tiyn | None:
    said = bare(form.values.get(name, ""))
    if not said and empty is not None:
        return empty
    found = hundredths(said)
    if found is None:
        form.blame(name, w["o_wrong_amount"].format(least=0, most="100\u00a0000\u00a0000"))
        return None
    return Tiyn(found)


def _is_filled(form: Form, row: int) -> bool:
    names = [f"hh{row}_{it}" for it in ("from", "to", "percent")]
    names += [f"hh{row}_d{it}" for it in range(1, 8)]
    return any(form.values.get(it, "").strip() for it in names)


def _hours(form: Form, w: Mapping[str, str], row: int) -> HappyHours | None:
    """Return one row of happy hours; midnight as an end is the day's last minute."""
    begins, ends = (_TIME.fullmatch(form.values.get(f"hh{row}_{it}", "")) for it in ("from", "to"))
    days = frozenset(it for it in range(1, 8) if form.ticked(f"hh{row}_d{it}"))
    percent = form.whole(f"hh{row}_percent", 0, LARGEST_MULTIPLIER)
    if begins is None or ends is None or not days:
        form.blame(f"hh{row}", w["e_wrong_hours"])
        return None
    first, last = (int(it[1]) * 60 + int(it[2]) for it in (begins, ends))
    return None if percent is None else HappyHours(days, first, last or 24 * 60, percent)
