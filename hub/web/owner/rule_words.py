"""An earning rule in words that people understand, made of its data."""

from collections.abc import Mapping
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.earning_rules import CapKind, EarningRule, HappyHours, RuleKind
from hub.core.tiers import Tier
from hub.web.claim_sentences import money, tier_name
from hub.web.owner.texts import words_in
from hub.web.page_words import day, points_of

_WEEK: Final = 7
_A_DAY: Final = 24 * 60


def rule_lines(rule: EarningRule, shops: Mapping[int, str], spoken: str) -> list[str]:
    """Return what a rule says, line by line, the gist first."""
    w = words_in(spoken)
    lines = [_gist(rule, spoken)]
    if rule.minimum:
        lines.append(w["e_say_minimum"].format(money=money(rule.minimum)))
    lines += [_happy(it, spoken) for it in rule.happy_hours]
    for kind in CapKind:
        cap = rule.caps.of(kind)
        if cap is not None:
            lines.append(w[f"ez_cap_{kind.value}"].format(points=points_of(cap, spoken)))
    if rule.excluded:
        names = ", ".join(f"«{it}»" for it in rule.excluded)
        lines.append(w["e_say_excluded"].format(names=names))
    if rule.shops:
        names = ", ".join(shops.get(it, str(it)) for it in sorted(rule.shops))
        lines.append(w["e_say_shops"].format(names=names))
    else:
        lines.append(w["e_say_everywhere"])
    if rule.kind is not RuleKind.RATE:
        lines.append(w["e_say_vests"])
    return lines


def rule_days(rule: EarningRule, now: UnixTime, spoken: str) -> str:
    """Return when a rule holds: `from 1 November until 30 November`."""
    w = words_in(spoken)
    begins = w["e_since_start"]
    if rule.since:
        begins = w["o_from_day"].format(day=_day(rule.since, now, spoken))
    if rule.until is None:
        return begins
    last = w["o_to_day"].format(day=_day(UnixTime(rule.until - 1), now, spoken))
    return f"{begins} {last}"


def rule_title(rule: EarningRule, spoken: str) -> str:
    """Return what a rule is called; one without a name by its kind."""
    return rule.name.strip() or words_in(spoken)[f"ez_kind_{rule.kind.value}"]


def _gist(rule: EarningRule, spoken: str) -> str:
    w = words_in(spoken)
    if rule.kind is not RuleKind.RATE:
        said = w[f"ez_say_{rule.kind.value}"]
        return said.format(points=points_of(rule.bonus, spoken))
    step, rates = money(rule.step), rule.rates
    if rates.bronze == rates.silver == rates.gold:
        return w["e_say_rate"].format(step=step, points=points_of(rates.bronze, spoken))
    tiers = ", ".join(f"{tier_name(it, spoken)} — {points_of(rates.of(it), spoken)}" for it in Tier)
    return w["e_say_rates"].format(step=step, tiers=tiers)


def _happy(hours: HappyHours, spoken: str) -> str:
    whole, rest = divmod(hours.percent, 100)
    times = f"{whole}.{rest:02}".rstrip("0") if rest else f"{whole}"
    return words_in(spoken)["e_say_happy"].format(
        days=_weekdays(sorted(hours.weekdays), spoken),
        begins=minute(hours.begins),
        ends=minute(hours.ends),
        times=times if spoken == "en" else times.replace(".", ","),
    )


def _weekdays(days: list[int], spoken: str) -> str:
    """Return days as `Mon–Fri` or `Mon, Wed`."""
    w = words_in(spoken)
    names = w["ez_days"].split()
    if len(days) == _WEEK:
        return w["e_say_every_day"]
    follow = days == list(range(days[0], days[0] + len(days)))
    if follow and len(days) > 2:
        return f"{names[days[0] - 1]}–{names[days[-1] - 1]}"
    return ", ".join(names[it - 1] for it in days)


def minute(of_day: int) -> str:
    """Return a minute of the day as a clock shows it."""
    hours, minutes = divmod(of_day % _A_DAY, 60)
    return f"{hours:02}:{minutes:02}"


def _day(time: UnixTime, now: UnixTime, spoken: str) -> str:
    far = abs(now - time) > 300 * _A_DAY * 60
    return day(time, spoken, year=far)
