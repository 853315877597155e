"""A member claims a receipt with the code of its slip."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contracts.wire.claim import Claim, code_in, unseal
from contracts.wire.identity import NO_HINT
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, TillId, UnixTime
from hub.core.access.people import Member
from hub.core.earning import NOTHING, Earned, Facts, earn
from hub.core.earning_base import Line
from hub.core.earning_rules import EarningRule
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.fraud_claims import (
    Counted,
    Weight,
    WorkPlace,
    slip_outcomes,
    staff_claim,
    velocity,
    velocity_limits,
    weigh,
)
from hub.core.ids import LotId, MemberId, TransferId
from hub.core.policy import DAY, HOUR
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Credit, TransferMismatch
from hub.core.ports.ledger import Reason as Because
from hub.core.receipts.caps import TEXT_RULE, Period, budgets, periods_of, text_periods, usages_of
from hub.core.receipts.judging import (
    UNPROVEN,
    at_till,
    closes_at,
    require_place,
    require_sale,
    require_same,
)
from hub.core.receipts.naming import of_claim, reference_of
from hub.core.receipts.records import ClaimRecord, ClaimState, Sale, SaleState, Scene
from hub.core.receipts.story import Story
from hub.core.reviews import ReviewKind, asked_subject
from hub.core.tills import SyncedTill
from hub.usecases.bonuses import grant, occasions
from hub.usecases.redemption_matching import redeemed_value
from hub.usecases.settling import exposures_of, review_of


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a member has of a claim."""

    claim: ClaimRecord
    shop: str
    partner: str
    spendable: bool
    """Its points can be spent now."""
    until: UnixTime
    """When they expire."""
    anew: bool
    """This answer made the claim; else it had been made before."""


def claim_receipt(hub: Hub, member: MemberId, code: str) -> Claimed:
    """Give *member* the points of the receipt whose slip bears *code*, once."""
    said = unsealed(hub, code)
    now = hub.clock.now()
    with hub.store.begin() as work:
        till, scene, person = _met(work, said, member)
        if scene.claim is not None:
            return _again(work, said, scene, person)
        require_place(till, scene)
        _require_open(work, said, now)
        sale = require_sale(said, till, scene.sale)
        if sale is not None:
            # What came back of it may be coming in at this moment from another till.
            sale = require_sale(said, till, work.sales.lock(sale.till, sale.sequence))
        return decide(work, said, till, scene, (person, sale, now))


def decide(
    work: Work,
    said: Claim,
    till: SyncedTill,
    scene: Scene,
    met: tuple[Member, Sale | None, UnixTime],
) -> Claimed:
    """Judge, credit and store a claim that nobody has made, its member and till locked.

    LIMIT_REACHED changes nothing; any other refusal is for who rolls back.
    """
    person, sale, now = met
    return _Case(work, said, till, scene, person, sale, now).decided()


def unsealed(hub: Hub, code: str) -> Claim:
    """Return what *code*, bare or in a link, says; no database is asked about a forged one."""
    found = code_in(code)
    if found is None:
        # The length tells a voucher from what is no code at all.
        return unseal(code, lambda _till, _key: None)

    def key_of(till: TillId, key_id: KeyId) -> bytes | None:
        return hub.keyring.key(KeyKind.CLAIM, till, key_id)

    return unseal(found, key_of)


def _met(work: Work, said: Claim, member: MemberId) -> tuple[SyncedTill, Scene, Member]:
    """Return till, scene and member of a claim, the member locked and the till kept still."""
    till, person = work.claims.parties(said.till, member)
    if till is None or not work.tills.claim_key_good(till, said.key_id, said.time):
        raise Refused(Refusal.UNKNOWN_KEY, f"till {said.till}, key {said.key_id}")
    if person is None or person.erased_at is not None:
        raise Refused(Refusal.UNAUTHENTICATED, f"member {member} is gone")
    if person.blocked:
        raise Refused(Refusal.SUSPENDED, f"member {member}")
    scene = work.claims.scene(said.till, said.sequence, member, said.time)
    assert scene is not None, "the till is there, so its shop and partner are"
    return till, scene, person


def _again(work: Work, said: Claim, scene: Scene, person: Member) -> Claimed:
    """Return what came of a claim that was made before, to whoever made it."""
    claim = scene.claim
    assert claim is not None, "the caller has looked"
    require_same(said, claim)
    if claim.member != person.id:
        raise Refused(Refusal.ALREADY_CLAIMED, f"{said.till}/{said.sequence}")
    return answer(work, claim, scene, anew=False)


def answer(work: Work, claim: ClaimRecord, scene: Scene, *, anew: bool) -> Claimed:
    """Return what a member is told about *claim*."""
    confirmed = claim.state is ClaimState.CONFIRMED
    return Claimed(
        claim=claim,
        shop=scene.shop_name,
        partner=scene.partner_name,
        spendable=claim.left > 0 and (confirmed or claim.exposed > 0),
        until=UnixTime(claim.claimed_at + work.policy.lot_life),
        anew=anew,
    )


def _require_open(work: Work, said: Claim, now: UnixTime) -> None:
    """Refuse a code whose time has run out, outages of the hub not counted."""
    if now <= closes_at(said.time, work.policy):
        return
    if now > closes_at(said.time, work.policy, work.claims.outages(said.time)):
        raise Refused(Refusal.TOO_LATE, f"{said.till}/{said.sequence}: sealed at {said.time}")


@dataclass(slots=True)
class _Case:
    """One claim that nobody has made before."""

    work: Work
    said: Claim
    till: SyncedTill
    scene: Scene
    person: Member
    sale: Sale | None
    now: UnixTime
    rules: Sequence[EarningRule] = ()

    def decided(self) -> Claimed:
        """Judge it, credit it and store it."""
        rules = self.rules = self.work.rules.in_force(self.till.partner, self.said.time)
        fiscal, weighed = self._weight()
        facts = self._facts(rules, fiscal=fiscal)
        earned = earn(facts, rules, self.work.policy)
        story = Story(facts, earned.why)
        claim = self._record(story, earned)
        against = weighed + self._suspected(claim)
        if against.verdict is Verdict.REFUSE:
            against = self._asked_for(against)
        claim = self._credited(claim, story, against)
        if claim.state is not ClaimState.REVIEW:
            grant(self.work, claim, earned.bonuses, self.now)
        if not self.work.claims.add(claim):
            raise Refused(Refusal.ALREADY_CLAIMED, self._place)
        if against.reasons:
            self.work.reviews.open(review_of(claim, against), self.now)
        body = {"till": claim.till, "sequence": claim.sequence, "points": claim.points,
                "state": claim.state.value}  # fmt: skip
        self.work.feed.publish("claim.made", body, member=claim.member, partner=claim.partner)
        return answer(self.work, claim, self.scene, anew=True)

    def _asked_for(self, against: Assessment) -> Assessment:
        """Return what is left to say where a person has let this claim through; or refuse."""
        subject = asked_subject(self.said.till, self.said.sequence, self.person.id)
        if not self.work.reviews.was_approved(ReviewKind.ASKED, subject):
            worst = ", ".join(it.suspicion for it in against.reasons)
            raise Refused(Refusal.LIMIT_REACHED, f"{self._place}: {worst}")
        return Assessment(tuple(it for it in against.reasons if it.verdict is not Verdict.REFUSE))

    @property
    def _place(self) -> str:
        return f"{self.said.till}/{self.said.sequence}"

    def _weight(self) -> tuple[bool, Assessment]:
        """Return whether a registered cash register stands behind it, and what speaks against."""
        registers = frozenset(self.till.registers)
        if self.sale is not None:
            weight, against = weigh(self.sale.register, registers)
            return weight is Weight.FISCAL, against
        return bool(registers) and self.said.fiscal_hint != NO_HINT, Assessment()

    def _facts(self, rules: list[EarningRule], *, fiscal: bool) -> Facts:
        """Return all that the points depend on, as far as it is known now."""
        member, at = self.person.id, self.said.time
        counters = [it for rule in rules for it in periods_of(rule, member, at)]
        counters += [] if fiscal else text_periods(member, at)
        self.work.limits.lock_budgets(budgets(counters))
        usage = usages_of(self.work.limits.used(counters))
        text_usage = usage.pop(TEXT_RULE, None)
        facts = Facts(
            partner=self.till.partner,
            shop=self.till.shop,
            printed_at=at,
            total=self.said.total,
            tier=self.scene.tier_then or self.person.tier,
            fiscal=fiscal,
            usage=usage,
            paid_with_points=redeemed_value(self.work, self.till.id, self.said.sequence, at),
            occasions=occasions(self.work, member, self.till.partner, rules, at),
        )
        if text_usage is not None:
            facts = replace(facts, text_usage=text_usage)
        return facts if self.sale is None else self._with_sale(facts, self.sale, rules)

    def _with_sale(self, facts: Facts, sale: Sale, rules: list[EarningRule]) -> Facts:
        """Return the facts with what the till has handed in of it."""
        facts = replace(facts, returned=sale.returned)
        if not any(rule.excluded for rule in rules):
            return facts
        lines = self.work.sales.lines(sale.till, sale.sequence)
        back: tuple[Line, ...] = ()
        if sale.returned:
            for item in self.work.returns.of_sale(sale.till, sale.sequence):
                back += self.work.sales.lines(item.till, item.sequence)
        return replace(facts, lines=lines, returned_lines=back)

    def _record(self, story: Story, earned: Earned) -> ClaimRecord:
        said, till = self.said, self.till
        return ClaimRecord(
            till=till.id,
            sequence=said.sequence,
            shop=till.shop,
            partner=till.partner,
            member=self.person.id,
            total=said.total,
            sealed_at=said.time,
            claimed_at=self.now,
            hint=said.fiscal_hint,
            points=earned.points,
            state=ClaimState.UNCONFIRMED if self.sale is None else ClaimState.CONFIRMED,
            rule=earned.rule,
            cashier=None if self.sale is None else self.sale.cashier,
            why=story.record(),
        )

    def _suspected(self, claim: ClaimRecord) -> Assessment:
        """Return all that speaks against it."""
        found = Assessment()
        if self.sale is not None and self.sale.state is SaleState.REVIEW:
            found += assessed([Reason(Suspicion.SALE_IN_REVIEW, Verdict.REVIEW, {})])
        if self.sale is None or not self.till.honours(claim.sequence):
            found += at_till(self.said, self.till, self.scene, self.now, self.work.policy)
        else:
            slips = self.work.sales.slips_of(claim.till, [claim.sequence])
            found += slip_outcomes(slips.get(claim.sequence, ()))
        if self.person.staff_of is not None:
            found += staff_claim([WorkPlace(self.person.staff_of, None)], claim.partner, claim.shop)
        return found + self._velocity(claim)

    def _velocity(self, claim: ClaimRecord) -> Assessment:
        day, hour = UnixTime(self.now - DAY), UnixTime(self.now - HOUR)
        tally = self.work.claims.tally(claim, day, hour)
        counted = {
            Counted.MEMBER: tally.member, Counted.TILL: tally.till,
            Counted.CASHIER: tally.cashier, Counted.SHOP: tally.shop,
        }  # fmt: skip
        limits = velocity_limits(self.work.policy)
        return velocity({limit: counted[limit.of] + 1 for limit in limits})

    def _credited(self, claim: ClaimRecord, story: Story, against: Assessment) -> ClaimRecord:
        """Return *claim* with its lot, or without one where a person looks first."""
        if against.reasons:
            story = story.with_reasons(against)
            claim = replace(claim, state=ClaimState.REVIEW, why=story.record())
            if story.suspicions & UNPROVEN:
                return claim
        if not claim.points:
            return claim
        spendable = claim.state is ClaimState.CONFIRMED
        if claim.state is ClaimState.UNCONFIRMED:
            spendable = self.work.limits.expose(exposures_of(claim, self.work))
            claim = replace(claim, exposed=claim.points if spendable else NOTHING)
        transfer = of_claim(claim.till, claim.sequence, "credit/1")
        lot = self._lot(claim, transfer, spendable=spendable)
        claim = replace(claim, lot=lot, transfer=transfer, why=replace(story, credits=1).record())
        counters = self._counters(claim, fiscal=story.facts.fiscal)
        self.work.limits.use(dict.fromkeys(counters, int(claim.points)))
        return claim

    def _counters(self, claim: ClaimRecord, *, fiscal: bool) -> list[Period]:
        """Return the counters of caps that *claim* uses."""
        rule = next((rule for rule in self.rules if rule.id == claim.rule), None)
        if rule is None:
            return []
        found = periods_of(rule, claim.member, claim.sealed_at)
        return found if fiscal else found + text_periods(claim.member, claim.sealed_at)

    def _lot(self, claim: ClaimRecord, transfer: TransferId, *, spendable: bool) -> LotId:
        """Credit *claim* as a lot; refuse where somebody else was faster by a moment."""
        credit = Credit(
            id=transfer,
            member=claim.member,
            partner=claim.partner,
            points=claim.points,
            at=self.now,
            expires_at=UnixTime(self.now + self.work.policy.lot_life),
            reason=Because.CLAIM,
            confirmed=claim.state is ClaimState.CONFIRMED,
            spendable=spendable,
            reference=reference_of(claim.till, claim.sequence),
        )
        try:
            return self.work.ledger.credit(credit)
        except TransferMismatch as error:
            raise Refused(Refusal.ALREADY_CLAIMED, self._place) from error
