"""Claims by the fiscal code of a receipt, where no agent can print a slip."""

from dataclasses import replace

from contracts.wire.identity import hint
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, UnixTime
from hub.core.access.people import Member, Page, PartnerState, State
from hub.core.almaty import local
from hub.core.earning import Facts, Usage, earn
from hub.core.earning_rules import EarningRule, RuleKind
from hub.core.fiscal_claims import (
    FISCAL_TILL,
    LONGEST_WAIT,
    MOST_WAITING,
    FiscalClaim,
    FiscalClaimState,
    OperatorReceipt,
    agrees,
)
from hub.core.fiscal_code import FiscalReceipt, read_fiscal_code
from hub.core.fraud import Assessment
from hub.core.fraud_claims import Counted, WorkPlace, staff_claim, velocity, velocity_limits
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.caps import budgets, periods_of, usages_of
from hub.core.receipts.judging import closes_at
from hub.core.receipts.records import ClaimRecord, ClaimState, Sale, SaleState
from hub.core.receipts.story import Story
from hub.usecases.settling import Settling

PAGE = 200
"""Claims that are looked for at once; each is credited in a transaction of its own."""


def claim_fiscal_receipt(hub: Hub, member: MemberId, text: str) -> FiscalClaim:
    """Note that *member* claims the receipt whose fiscal code says *text*; credit it if known.

    The same receipt again, by the same member, is the same claim; by another it is refused.
    """
    receipt = read_fiscal_code(text)
    now = hub.clock.now()
    with hub.store.begin() as work:
        person = work.members.lock(member)
        if person is None or person.erased_at is not None:
            raise Refused(Refusal.UNAUTHENTICATED, f"member {member} is gone")
        if person.blocked:
            raise Refused(Refusal.SUSPENDED, f"member {member}")
        _require_open(work, receipt, now)
        asked = FiscalClaim(Sequence(0), member, receipt, now)
        claim = work.fiscal.add_claim(asked)
        if claim.member != member:
            raise Refused(Refusal.ALREADY_CLAIMED, "fiscal receipt")
        if claim.receipt != receipt:
            raise Refused(Refusal.MISMATCH, "the receipt was claimed with another sum or time")
        if claim.claimed_at == now:
            _require_room(work, member, now)
        if claim.state is not FiscalClaimState.WAITING:
            return claim
        return _matched(work, claim, person, now)


def list_fiscal_claims(hub: Hub, member: MemberId, page: Page) -> list[FiscalClaim]:
    """Return a member's fiscal claims, newest first."""
    with hub.store.read() as work:
        return work.fiscal.of_member(member, page)


def match_fiscal_claims(hub: Hub) -> dict[str, object]:
    """Credit the waiting claims that an export knows, and end those that none has known in time.

    The worker does this after imports and every quarter of an hour; each claim for itself.
    """
    counted = {"looked_at": 0, "credited": 0, "ended": 0}
    after = Sequence(0)
    while True:
        with hub.store.read() as work:
            page = work.fiscal.matching(after, PAGE)
        for number in page:
            counted["looked_at"] += 1
            state = _match_one(hub, number)
            counted["credited"] += state is FiscalClaimState.CREDITED
        if len(page) < PAGE:
            break
        after = page[-1]
    counted["ended"] = _end_old(hub)
    return dict(counted)


def _match_one(hub: Hub, number: Sequence) -> FiscalClaimState | None:
    """Match one waiting claim, its member locked first."""
    with hub.store.begin() as work:
        seen = work.fiscal.get_claim(number)
        person = None if seen is None else work.members.lock(seen.member)
        found = work.fiscal.lock_claim(number)
        if found is None or person is None or found.state is not FiscalClaimState.WAITING:
            return None
        return _matched(work, found, person, hub.clock.now()).state


def _end_old(hub: Hub) -> int:
    """End waiting claims that no export has known in time, and return how many."""
    before = UnixTime(hub.clock.now() - LONGEST_WAIT)
    with hub.store.begin() as work:
        old = work.fiscal.waiting_since(before, PAGE)
        for number in old:
            found = work.fiscal.lock_claim(number)
            if found is not None and found.state is FiscalClaimState.WAITING:
                _settled(work, found, FiscalClaimState.UNKNOWN)
    return len(old)


def _require_open(work: Work, receipt: FiscalReceipt, now: UnixTime) -> None:
    """Refuse a receipt that is too old, not printed yet, or has a slip of its own."""
    if receipt.time - now > work.policy.skew_most:
        raise Refused(Refusal.TOO_EARLY, "a receipt of a time to come")
    outages = work.claims.outages(receipt.time)
    if now > closes_at(receipt.time, work.policy, outages):
        raise Refused(Refusal.TOO_LATE, f"printed at {receipt.time}")
    if work.fiscal.is_tapped(receipt.register):
        raise Refused(Refusal.USE_THE_SLIP, f"register {receipt.register} has a till of ours")


def _require_room(work: Work, member: MemberId, now: UnixTime) -> None:
    """Refuse more claims than one person makes: numbers can be guessed, if slowly."""
    made = work.fiscal.claims_since(member, UnixTime(now - DAY))
    if made > work.policy.claims_member_day_hard or work.fiscal.waiting_of(member) > MOST_WAITING:
        raise Refused(Refusal.LIMIT_REACHED, f"{made} fiscal claims within a day")


def _matched(work: Work, claim: FiscalClaim, person: Member, now: UnixTime) -> FiscalClaim:
    """Return *claim* as it stands once the export has been asked; its member is locked."""
    known = work.fiscal.operator_receipt(claim.receipt)
    if known is None or not _takes_part(work, known):
        return claim
    if person.erased_at is not None or person.blocked:
        return _settled(work, claim, FiscalClaimState.UNKNOWN)
    if not agrees(claim.receipt, known.receipt, work.policy):
        return _settled(work, claim, FiscalClaimState.DIFFERS)
    (sale,) = work.sales.add(FISCAL_TILL, [_sale(claim, known, now)])
    if sale.state is not SaleState.GOOD:
        return _settled(work, claim, FiscalClaimState.DUPLICATE)
    return _credited(work, claim, sale, person, now)


def _takes_part(work: Work, known: OperatorReceipt) -> bool:
    """Whether the receipt's shop gives points now; else its claims wait."""
    partner, shop = work.partners.get(known.partner), work.shops.get(known.shop)
    assert partner is not None, "an export is a partner's"
    assert shop is not None, "an export is a shop's"
    return partner.state is PartnerState.ACTIVE and shop.state is State.ACTIVE


def _credited(
    work: Work, claim: FiscalClaim, sale: Sale, person: Member, now: UnixTime
) -> FiscalClaim:
    """Credit a fiscal claim as any other, or put it before a person."""
    rules = work.rules.in_force(sale.partner, sale.at)
    facts = _facts(work, sale, person, rules)
    earned = earn(facts, rules, work.policy)
    record = ClaimRecord(
        till=FISCAL_TILL,
        sequence=sale.sequence,
        shop=sale.shop,
        partner=sale.partner,
        member=person.id,
        total=sale.total,
        sealed_at=sale.at,
        claimed_at=claim.claimed_at,
        hint=hint(sale.receipt),
        points=earned.points,
        state=ClaimState.UNCONFIRMED,
        rule=earned.rule,
        why=Story(facts, earned.why).record(),
    )
    against = _suspected(work, record, person, now)
    work.claims.add(record)
    settling = Settling(work, now)
    if against.reasons:
        settling.doubted(record, against)
        state = FiscalClaimState.REVIEW
    else:
        settling.credited(record)
        state = FiscalClaimState.CREDITED
    settling.finish()
    return _settled(work, claim, state)


def _facts(work: Work, sale: Sale, person: Member, rules: list[EarningRule]) -> Facts:
    """Return what the points depend on; the goods are not known, the operator does not say."""
    rated = [rule for rule in rules if rule.kind is RuleKind.RATE]
    counters = [it for rule in rated for it in periods_of(rule, person.id, sale.at)]
    work.limits.lock_budgets(budgets(counters))
    usage = usages_of(work.limits.used(counters))
    return Facts(
        partner=sale.partner,
        shop=sale.shop,
        printed_at=sale.at,
        total=sale.total,
        tier=work.tiers.tier_at(person.id, sale.at) or person.tier,
        fiscal=True,
        usage={rule.id: usage.get(rule.id, Usage()) for rule in rated},
    )


def _suspected(work: Work, record: ClaimRecord, person: Member, now: UnixTime) -> Assessment:
    """Return what speaks against it: who claims, and how often."""
    found = Assessment()
    if person.staff_of is not None:
        found += staff_claim([WorkPlace(person.staff_of, None)], record.partner, record.shop)
    made = work.fiscal.claims_since(person.id, UnixTime(now - DAY))
    limits = [
        replace(limit, hard=None)
        for limit in velocity_limits(work.policy)
        if limit.of is Counted.MEMBER
    ]
    return found + velocity(dict.fromkeys(limits, made))


def _sale(claim: FiscalClaim, known: OperatorReceipt, now: UnixTime) -> Sale:
    receipt = claim.receipt
    return Sale(
        till=FISCAL_TILL,
        sequence=claim.id,
        shop=known.shop,
        partner=known.partner,
        at=receipt.time,
        received_at=now,
        total=known.receipt.total,
        receipt=receipt.identity,
        printed_at=local(receipt.time).strftime("%Y-%m-%dT%H:%M:%S"),
        register=receipt.register,
        sign=receipt.sign,
    )


def _settled(work: Work, claim: FiscalClaim, state: FiscalClaimState) -> FiscalClaim:
    """Store how *claim* stands, and say so."""
    work.fiscal.set_state(claim.id, state)
    body = {"claim": claim.id, "state": state.value, "total": claim.receipt.total}
    work.feed.publish("fiscal_claim", body, member=claim.member)
    return replace(claim, state=state)
