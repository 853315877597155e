"""An owner's earning rules: looked at, tried out, made, ended, followed by others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId, TillId, UnixTime
from contracts.wire.units import Sequence as Place
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.earning import Earned, Facts, simulated
from hub.core.earning_records import rule_terms
from hub.core.earning_rules import (
    LONGEST_BACKDATE,
    MOST_RULES,
    EarningRule,
    Problem,
    ProblemCode,
    problems_of,
    problems_of_change,
)
from hub.core.ids import PartnerId, RuleId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.receipts import RuleRow
from hub.core.receipts.records import ClaimRecord, Sale, SaleState
from hub.core.receipts.story import story_of
from hub.core.tiers import Tier

MOST_SIMULATED = 2_000
"""Stored receipts that are judged in one simulation: a busy shop's week, a quiet one's month."""
MONTH = 31 * DAY


class WrongRule(Refused):
    """A rule that may not be kept, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = ", ".join(f"{it.field}: {it.code}" for it in problems)
        super().__init__(Refusal.VALIDATION, f"rule: {said}")
        self.problems = tuple(problems)


def list_rules(hub: Hub, actor: Actor, partner: PartnerId, after: int, limit: int) -> list[RuleRow]:
    """Return a page of a partner's rules, by id."""
    actor.require(Permission.RULES_READ, Scope(partner))
    with hub.store.read() as work:
        return work.rules.listed(partner, after, limit)


def add_rule(hub: Hub, actor: Actor, draft: EarningRule) -> EarningRule:
    """Make *draft* a rule of its partner."""
    with hub.store.begin() as work:
        now = _may_edit(hub, work, actor, draft.partner)
        return _added(work, actor, draft, now, None)


def end_rule(hub: Hub, actor: Actor, rule: RuleId, until: UnixTime) -> EarningRule:
    """End a rule at *until*; the receipts before are judged by it as they were."""
    with hub.store.begin() as work:
        before = _found(work, rule)
        now = _may_edit(hub, work, actor, before.partner)
        if now < before.since and until <= before.since:
            work.rules.withdraw(rule)
            _write(work, actor, "rule.withdraw", before, now)
            return before
        after = replace(before, until=until)
        _require_sound(before, after, now)
        work.rules.change(after)
        _write(work, actor, "rule.end", after, now)
        return after


def replace_rule(hub: Hub, actor: Actor, rule: RuleId, draft: EarningRule) -> EarningRule:
    """Let *draft* follow the rule: it is never edited, but ends where the other begins."""
    with hub.store.begin() as work:
        before = _found(work, rule)
        now = _may_edit(hub, work, actor, before.partner)
        draft = replace(draft, partner=before.partner, since=UnixTime(max(draft.since, now)))
        if before.since >= draft.since:
            work.rules.withdraw(rule)
        elif before.until is None or before.until > draft.since:
            ended = replace(before, until=draft.since)
            _require_sound(before, ended, now)
            work.rules.change(ended)
        return _added(work, actor, draft, now, rule)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one receipt earns by the rules as they are, and with the draft."""

    facts: Facts
    now: Earned
    then: Earned
    posted: Points | None = None
    """What was given for it, where somebody claimed it."""
    place: tuple[TillId, Place] | None = None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would have done."""

    receipts: tuple[Simulated, ...]
    whole: bool
    """All receipts of the time were judged, not only the newest."""


def simulate(
    hub: Hub,
    actor: Actor,
    partner: PartnerId,
    draft: EarningRule | None,
    receipts: Sequence[Facts] | None,
) -> Simulation:
    """Judge *receipts*, or the last month's, by the function that posts; change nothing."""
    actor.require(Permission.RULES_READ, Scope(partner))
    if draft is not None:
        draft = replace(draft, partner=partner)
        if wrong := problems_of(draft):
            raise WrongRule(wrong)
    with hub.store.read() as work:
        now = hub.clock.now()
        if receipts is not None:
            mine = [replace(facts, partner=partner) for facts in receipts]
            rules = work.rules.ever(partner)
            judged = tuple(_judged(work, facts, rules, draft) for facts in mine)
            return Simulation(judged, whole=True)
        return _stored(work, partner, draft, UnixTime(max(0, now - MONTH)))


def _stored(
    work: Work, partner: PartnerId, draft: EarningRule | None, since: UnixTime
) -> Simulation:
    """Judge the newest receipts of *partner*, those that were claimed by the facts of then."""
    sales = work.sales.month(partner, since, MOST_SIMULATED)
    good = [sale for sale in sales if sale.state is SaleState.GOOD]
    claims = {
        (claim.till, claim.sequence): claim
        for claim in work.claims.of_partner(partner, since, MOST_SIMULATED)
    }
    lines = work.sales.lines_of((sale.till, sale.sequence) for sale in good)
    rules, found = work.rules.ever(partner), []
    for sale in good:
        claim = claims.get((sale.till, sale.sequence))
        facts = _facts(sale, claim)
        facts = replace(facts, lines=lines.get((sale.till, sale.sequence), ()))
        judged = _judged(work, facts, rules, draft)
        posted = None if claim is None else claim.points
        found.append(replace(judged, posted=posted, place=(sale.till, sale.sequence)))
    return Simulation(tuple(found), whole=len(sales) < MOST_SIMULATED)


def _facts(sale: Sale, claim: ClaimRecord | None) -> Facts:
    """Return the facts that a receipt is judged by; unclaimed ones as a new member's."""
    if claim is not None:
        return replace(story_of(claim).facts, total=sale.total)
    return Facts(
        partner=sale.partner,
        shop=sale.shop,
        printed_at=sale.at,
        total=sale.total,
        tier=Tier.BRONZE,
        fiscal=sale.register is not None,
        returned=sale.returned,
    )


def _judged(
    work: Work, facts: Facts, rules: Sequence[EarningRule], draft: EarningRule | None
) -> Simulated:
    now = simulated(facts, rules, work.policy)
    if draft is None:
        return Simulated(facts, now, now)
    # As if the draft had been in force then: what an owner wants to see.
    tried = replace(draft, since=UnixTime(0), until=None)
    return Simulated(facts, now, simulated(facts, rules, work.policy, tried))


def _added(
    work: Work, actor: Actor, draft: EarningRule, now: UnixTime, replaces: RuleId | None
) -> EarningRule:
    wrong = list(problems_of(draft))
    if draft.since < now - LONGEST_BACKDATE:
        wrong.append(Problem("since", ProblemCode.OUT_OF_BOUNDS, now - LONGEST_BACKDATE))
    if not _own_shops(work, draft):
        wrong.append(Problem("shops", ProblemCode.OUT_OF_BOUNDS))
    if wrong:
        raise WrongRule(wrong)
    if work.rules.count(draft.partner, now) >= MOST_RULES:
        raise Refused(Refusal.LIMIT_REACHED, f"{MOST_RULES} rules of a partner")
    made = replace(draft, id=work.rules.add(draft, now, replaces))
    _write(work, actor, "rule.add", made, now)
    return made


def _own_shops(work: Work, draft: EarningRule) -> bool:
    found = (work.shops.get(ShopId(shop)) for shop in draft.shops)
    return all(shop is not None and shop.partner == draft.partner for shop in found)


def _may_edit(hub: Hub, work: Work, actor: Actor, partner: PartnerId) -> UnixTime:
    """Refuse whoever may not edit the partner's rules; hold its row, so that edits queue up."""
    actor.require(Permission.RULES_EDIT, Scope(partner))
    if work.partners.lock(partner) is None:
        raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
    return hub.clock.now()


def _found(work: Work, rule: RuleId) -> EarningRule:
    found = work.rules.get(rule)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, f"rule {rule}")
    return found


def _require_sound(before: EarningRule, after: EarningRule, now: UnixTime) -> None:
    """Refuse a change that would judge the past anew."""
    wrong: Iterable[Problem] = problems_of(after)
    changed = problems_of_change(before, after, now)
    problems = [*wrong, *(Problem(name, ProblemCode.IN_FORCE) for name in changed)]
    if problems:
        raise WrongRule(problems)


def _write(work: Work, actor: Actor, action: str, rule: EarningRule, now: UnixTime) -> None:
    facts = {"kind": rule.kind.value, "since": rule.since, "until": rule.until,
             "terms": rule_terms(rule)}  # fmt: skip
    work.audit.write(actor.entry(now, action, f"rule {rule.id}", rule.partner, **facts))
