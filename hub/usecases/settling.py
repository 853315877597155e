"""Brings claims to what their sales say: confirmed, lowered, ended or put before a person.

Whatever came in, and in whatever order, a claim is worth what the same rule gives for its sale
less what came back; the ledger is brought there and nothing is done twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contracts.wire.bodies import SlipOutcome
from contracts.wire.units import Points, Sequence, UnixTime
from hub.core.earning import NOTHING, Facts, earn_by
from hub.core.earning_base import NO_MONEY, Line
from hub.core.earning_rules import EarningRule
from hub.core.fraud import Assessment, Suspicion, Verdict, assessed
from hub.core.fraud import Reason as Suspected
from hub.core.fraud_claims import Weight, slip_outcomes, weigh
from hub.core.ids import LotId, RuleId
from hub.core.ports.hub import Work
from hub.core.ports.ledger import Credit, Reason
from hub.core.receipts.caps import Exposure, Period, periods_of, text_periods
from hub.core.receipts.judging import SETTLED_BY_ACCRUAL, against_sale
from hub.core.receipts.naming import of_claim, reference_of
from hub.core.receipts.records import ClaimRecord, ClaimState, Ending, Sale, SaleState
from hub.core.receipts.story import story_of
from hub.core.reviews import Review, ReviewKind, place_subject, reasons_of
from hub.usecases.redemption_matching import redeemed_value

_OVER = frozenset({ClaimState.REVERSED, ClaimState.REJECTED})
_REASON_OF = {
    Ending.RETURNED: Reason.RETURN,
    Ending.VOIDED: Reason.VOID,
    Ending.DUPLICATE: Reason.UNCONFIRMED_REVERSAL,
    Ending.NO_SUCH_SALE: Reason.UNCONFIRMED_REVERSAL,
    Ending.REJECTED: Reason.REVIEW,
}


@dataclass(slots=True)
class Settling:
    """One transaction's changes of claims; `finish` stores what all of them used up.

    The members are locked. Counters that many share are touched last and in one order, so that
    two of these never wait for each other.
    """

    work: Work
    now: UnixTime
    registers: frozenset[str] = frozenset()
    """Of the till whose sales come in."""
    _rules: dict[RuleId, EarningRule | None] = field(default_factory=dict)
    _used: dict[Period, int] = field(default_factory=dict)
    _covered: dict[tuple[str, int], int] = field(default_factory=dict)

    def arrived(
        self,
        claim: ClaimRecord,
        sale: Sale,
        lines: tuple[Line, ...] | None = None,
        slips: Mapping[Sequence, list[SlipOutcome]] | None = None,
    ) -> ClaimRecord:
        """Bring *claim* to what its *sale* says, now that it has come."""
        if claim.state in _OVER:
            return claim
        if sale.state is SaleState.DUPLICATE:
            return self.ended(claim, Ending.DUPLICATE)
        if sale.state is SaleState.VOID:
            return self.ended(claim, Ending.VOIDED)
        against = against_sale(claim, sale, self.work.policy)
        if sale.state is SaleState.REVIEW:
            against += assessed([Suspected(Suspicion.SALE_IN_REVIEW, Verdict.REVIEW, {})])
        weight, weighed = weigh(sale.register, self.registers)
        against += weighed + slip_outcomes((slips or {}).get(sale.sequence, ()))
        claim = replace(claim, cashier=sale.cashier)
        if claim.state is not ClaimState.CONFIRMED:
            claim = self._confirmed(claim, weight, against)
        elif against.reasons:
            claim = self.doubted(claim, against)
        return self.lowered(claim, sale, lines)

    def _confirmed(self, claim: ClaimRecord, weight: Weight, against: Assessment) -> ClaimRecord:
        """Confirm *claim*, or leave it with a person where something speaks against it."""
        story = story_of(claim)
        fiscal = weight is Weight.FISCAL
        story = replace(story, facts=replace(story.facts, fiscal=story.facts.fiscal and fiscal))
        claim = replace(claim, why=story.record())
        if against.reasons:
            return self.doubted(claim, against)
        if claim.state is ClaimState.REVIEW:
            if not story.suspicions <= SETTLED_BY_ACCRUAL:
                self.work.claims.change(claim)
                return claim
            self._close_review(claim, "the accrual has come and says the same")
        return self.credited(claim)

    def credited(self, claim: ClaimRecord) -> ClaimRecord:
        """Give the member what *claim* is worth as confirmed points, and call it confirmed."""
        if claim.lot is not None:
            id_ = of_claim(claim.till, claim.sequence, f"confirm/{story_of(claim).credits}")
            self.work.ledger.confirm(claim.lot, id_, self.now)
        elif claim.points:
            claim = self._credit(claim)
        before = claim.state
        claim = replace(self._covering(claim), state=ClaimState.CONFIRMED)
        self.work.claims.change(claim)
        self._say("claim.confirmed", claim, before=before.value)
        return claim

    def _credit(self, claim: ClaimRecord) -> ClaimRecord:
        story = story_of(claim)
        story = replace(story, credits=story.credits + 1, ended=None)
        lot = self.work.ledger.credit(
            Credit(
                id=of_claim(claim.till, claim.sequence, f"credit/{story.credits}"),
                member=claim.member,
                partner=claim.partner,
                points=claim.points,
                at=self.now,
                expires_at=UnixTime(self.now + self.work.policy.lot_life),
                reason=Reason.CLAIM,
                confirmed=True,
                reference=reference_of(claim.till, claim.sequence),
            )
        )
        self._use(claim, claim.points)
        return replace(claim, lot=LotId(lot), why=story.record())

    def lowered(
        self, claim: ClaimRecord, sale: Sale, lines: tuple[Line, ...] | None = None
    ) -> ClaimRecord:
        """Take back what *claim* is not worth, after what came back of its *sale*."""
        if claim.state in _OVER:
            return claim
        if sale.total and sale.returned >= sale.total:
            return self.ended(claim, Ending.RETURNED)
        too_much = claim.left - self.worth(claim, sale, lines)
        if too_much <= 0:
            return claim
        reason = Reason.RETURN if sale.returned else Reason.CONFIRM
        claim = self._taken(claim, Points(too_much), reason)
        self.work.claims.change(claim)
        self._say("claim.lowered", claim)
        return claim

    def worth(
        self, claim: ClaimRecord, sale: Sale, lines: tuple[Line, ...] | None = None
    ) -> Points:
        """Return what *claim* is worth by the rule that judged it: never more than it was."""
        rule = self._rule(claim.rule)
        if rule is None:
            return NOTHING
        facts = self._facts(story_of(claim).facts, rule, sale, lines)
        return min(claim.points, earn_by(facts, rule, self.work.policy))

    def _facts(
        self, facts: Facts, rule: EarningRule, sale: Sale, lines: tuple[Line, ...] | None
    ) -> Facts:
        """Return the facts as they are now; goods by name only where the rule asks for names."""
        paid = redeemed_value(self.work, sale.till, sale.sequence, sale.at)
        facts = replace(facts, total=sale.total, returned=sale.returned, paid_with_points=paid)
        if not rule.excluded:
            return facts
        sales = self.work.sales
        back: tuple[Line, ...] = ()
        if sale.returned > NO_MONEY:
            for item in self.work.returns.of_sale(sale.till, sale.sequence):
                back += sales.lines(item.till, item.sequence)
        goods = sales.lines(sale.till, sale.sequence) if lines is None else lines
        return replace(facts, lines=goods, returned_lines=back)

    def ended(self, claim: ClaimRecord, ending: Ending) -> ClaimRecord:
        """Take all of *claim* back and say why; a claim that has ended stays as it is."""
        if claim.state in _OVER:
            return claim
        if claim.state is ClaimState.REVIEW and ending is not Ending.REJECTED:
            self._close_review(claim, f"ended: {ending}")
        if claim.left:
            claim = self._taken(claim, claim.left, _REASON_OF[ending])
        story = replace(story_of(claim), ended=ending)
        over = ClaimState.REJECTED if ending is Ending.REJECTED else ClaimState.REVERSED
        claim = replace(self._covering(claim), state=over, why=story.record())
        self.work.claims.change(claim)
        self._say("claim.reversed", claim)
        return claim

    def doubted(self, claim: ClaimRecord, against: Assessment) -> ClaimRecord:
        """Put *claim* before a person; its points stay as they are, and are never confirmed."""
        if claim.state in _OVER or not against.reasons:
            return claim
        story = story_of(claim).with_reasons(against)
        claim = replace(claim, state=ClaimState.REVIEW, why=story.record())
        self.work.claims.change(claim)
        self.work.reviews.add_reasons(review_of(claim, against), self.now)
        return claim

    def _taken(self, claim: ClaimRecord, points: Points, reason: Reason) -> ClaimRecord:
        """Take *points* of *claim* back out of the ledger, if they ever were in it."""
        if claim.lot is None:
            return replace(claim, taken_back=Points(claim.taken_back + points))
        story = story_of(claim)
        taken = self.work.ledger.take_back(
            claim.lot,
            of_claim(claim.till, claim.sequence, f"back/{story.credits}/{claim.taken_back}"),
            points,
            self.now,
            reason,
            may_go_negative=self.work.policy.may_go_negative,
        )
        if taken.forgiven:
            numbers = {"points": points, "forgiven": taken.forgiven}
            reasons = assessed([Suspected(Suspicion.BEYOND_SHORTFALL, Verdict.REVIEW, numbers)])
            self.work.reviews.add_reasons(_shortfall_of(claim, reasons), self.now)
        self._use(claim, -points)
        return replace(claim, taken_back=Points(claim.taken_back + points))

    def _covering(self, claim: ClaimRecord) -> ClaimRecord:
        """Count *claim* no more among what may be spent before its accrual has come."""
        if claim.exposed:
            for key in _exposed_in(claim):
                self._covered[key] = self._covered.get(key, 0) + claim.exposed
        return replace(claim, exposed=NOTHING)

    def _use(self, claim: ClaimRecord, points: int) -> None:
        """Count what *claim* uses of caps, at `finish`."""
        for period in self.periods(claim):
            self._used[period] = self._used.get(period, 0) + points

    def periods(self, claim: ClaimRecord) -> list[Period]:
        """Return the counters of caps that *claim* uses."""
        rule = self._rule(claim.rule)
        if rule is None:
            return []
        found = periods_of(rule, claim.member, claim.sealed_at)
        if not story_of(claim).facts.fiscal:
            found += text_periods(claim.member, claim.sealed_at)
        return found

    def finish(self) -> None:
        """Store what the changes used up and gave back."""
        self.work.limits.use(self._used)
        self.work.limits.cover(
            [Exposure(scope, owner, Points(points), NOTHING)
             for (scope, owner), points in self._covered.items()]
        )  # fmt: skip
        self._used, self._covered = {}, {}

    def _rule(self, rule: RuleId | None) -> EarningRule | None:
        if rule is None:
            return None
        if rule not in self._rules:
            self._rules[rule] = self.work.rules.get(rule)
        return self._rules[rule]

    def _close_review(self, claim: ClaimRecord, note: str) -> None:
        subject = place_subject(claim.till, claim.sequence)
        self.work.reviews.close(ReviewKind.CLAIM, subject, self.now, note)

    def _say(self, kind: str, claim: ClaimRecord, **more: str) -> None:
        body = {
            "till": claim.till, "sequence": claim.sequence, "points": claim.left,
            "state": claim.state.value, "ended": story_of(claim).ended, **more,
        }  # fmt: skip
        self.work.feed.publish(kind, body, member=claim.member, partner=claim.partner)


def review_of(claim: ClaimRecord, against: Assessment) -> Review:
    """Return the review that *against* asks for."""
    return Review(
        kind=ReviewKind.CLAIM,
        subject=place_subject(claim.till, claim.sequence),
        partner=claim.partner,
        shop=claim.shop,
        member=claim.member,
        why=reasons_of(against),
    )


def exposures_of(claim: ClaimRecord, work: Work) -> list[Exposure]:
    """Return what *claim* counts in while its points may be spent before its accrual."""
    policy = work.policy
    most = {
        "member": policy.unconfirmed_member,
        "till": policy.unconfirmed_till,
        "shop": policy.unconfirmed_shop,
    }
    return [
        Exposure(scope, owner, claim.points, Points(most[scope]))
        for scope, owner in _exposed_in(claim)
    ]


def _exposed_in(claim: ClaimRecord) -> list[tuple[str, int]]:
    return [("member", claim.member), ("shop", claim.shop), ("till", claim.till)]


def _shortfall_of(claim: ClaimRecord, against: Assessment) -> Review:
    return replace(review_of(claim, against), kind=ReviewKind.SHORTFALL)
