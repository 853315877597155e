"""An owner's earning rules: looked at, tried out, made, ended, followed by others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence as Place
from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.earning import Facts, simulated
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
from hub.core.earning_trials import (
    Simulated,
    Simulation,
    Spending,
    forebears,
    standing_beside,
)
from hub.core.ids import MemberId, PartnerId, RuleId
from hub.core.policy import DAY, Policy
from hub.core.ports.hub import Hub, Work
from hub.core.ports.receipts import RuleRow
from hub.core.receipts.records import ClaimRecord, Sale, SaleState
from hub.core.receipts.story import story_of
from hub.core.tiers import Tier

MOST_SIMULATED = 2_000
"""Stored receipts that are judged in one simulation: a busy shop's week, a quiet one's month."""
MOST_RULES_EVER = 2_000
"""Rules of a partner, old ones too, that are looked through for what a draft would follow."""
MONTH = 31 * DAY


class WrongRule(Refused):
    """A rule that may not be kept, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = ", ".join(f"{it.field}: {it.code}" for it in problems)
        super().__init__(Refusal.VALIDATION, f"rule: {said}")
        self.problems = tuple(problems)


def list_rules(hub: Hub, actor: Actor, partner: PartnerId, after: int, limit: int) -> list[RuleRow]:
    """Return a page of a partner's rules, by id; who runs one shop may know them, too."""
    seen = actor.partners(Permission.RULES_READ)
    if seen is not None and partner not in seen:
        raise Refused(Refusal.FORBIDDEN, f"rules of partner {partner}")
    with hub.store.read() as work:
        return work.rules.listed(partner, after, limit)


def add_rule(hub: Hub, actor: Actor, draft: EarningRule, *, together: bool = True) -> EarningRule:
    """Make *draft* a rule of its partner; unless it may hold *together* with another, alone."""
    with hub.store.begin() as work:
        now = _may_edit(hub, work, actor, draft.partner)
        _require_alone(work, draft, together=together)
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


def replace_rule(
    hub: Hub, actor: Actor, rule: RuleId, draft: EarningRule, *, together: bool = True
) -> EarningRule:
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
        _require_alone(work, draft, together=together)
        return _added(work, actor, draft, now, rule)


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
            bench = _bench(work, partner, draft)
            judged = tuple(bench.judged(replace(it, partner=partner)) for it in receipts)
            return Simulation(judged, whole=True)
        return _stored(work, partner, draft, UnixTime(max(0, now - MONTH)))


def _stored(
    work: Work, partner: PartnerId, draft: EarningRule | None, since: UnixTime
) -> Simulation:
    """Judge the newest receipts of *partner*, those that were claimed by the facts of then.

    They are judged in the order in which they were claimed: so a draft's caps fill as they would
    have filled.
    """
    sales = work.sales.month(partner, since, MOST_SIMULATED)
    good = [sale for sale in sales if sale.state is SaleState.GOOD]
    claims = {
        (claim.till, claim.sequence): claim
        for claim in work.claims.of_partner(partner, since, MOST_SIMULATED)
    }
    lines = work.sales.lines_of((sale.till, sale.sequence) for sale in good)
    bench = _bench(work, partner, draft)
    found: dict[tuple[TillId, Place], Simulated] = {}
    for sale in sorted(good, key=lambda it: _claimed_at(it, claims)):
        place = (sale.till, sale.sequence)
        claim = claims.get(place)
        facts = replace(_facts(sale, claim), lines=lines.get(place, ()))
        judged = bench.judged(facts, None if claim is None else claim.member)
        posted = None if claim is None else claim.points
        found[place] = replace(judged, posted=posted, place=place)
    newest_first = tuple(found[sale.till, sale.sequence] for sale in good)
    return Simulation(newest_first, whole=len(sales) < MOST_SIMULATED)


def _claimed_at(sale: Sale, claims: Mapping[tuple[TillId, Place], ClaimRecord]) -> UnixTime:
    claim = claims.get((sale.till, sale.sequence))
    return sale.at if claim is None else claim.claimed_at


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


@dataclass(frozen=True, slots=True)
class _Bench:
    """The rules as they are, and those among which a draft is tried."""

    policy: Policy
    rules: Sequence[EarningRule]
    others: Sequence[EarningRule]
    draft: EarningRule | None
    used: Spending

    def judged(self, facts: Facts, member: MemberId | None = None) -> Simulated:
        """Return what a receipt earns without the draft and with it."""
        now = simulated(facts, self.rules, self.policy)
        if self.draft is None:
            return Simulated(facts, now, now)
        tried = facts if member is None else self.used.facts(facts, member)
        then = simulated(tried, self.others, self.policy, self.draft)
        if member is not None:
            self.used.use(facts, member, then)
        return Simulated(facts, now, then)


def _bench(work: Work, partner: PartnerId, draft: EarningRule | None) -> _Bench:
    rules = work.rules.ever(partner)
    if draft is None:
        return _Bench(work.policy, rules, rules, None, Spending(RuleId(0)))
    # What the draft would follow judged last month's receipts, and so did what that had followed.
    rows = work.rules.listed(partner, 0, MOST_RULES_EVER)
    gone = forebears(draft.id, {row.rule.id: row.replaces for row in rows})
    others = [rule for rule in rules if rule.id not in gone]
    # As if the draft had been in force then: what an owner wants to see.
    tried = replace(draft, since=UnixTime(0), until=None)
    return _Bench(work.policy, rules, others, tried, Spending(draft.id))


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


def _require_alone(work: Work, draft: EarningRule, *, together: bool) -> None:
    """Refuse a rule beside others of its kind, unless its owner has said that both shall hold."""
    if not together and standing_beside(draft, work.rules.ever(draft.partner)):
        raise WrongRule([Problem("since", ProblemCode.OVERLAPS)])


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
