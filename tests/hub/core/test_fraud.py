"""Reasons, and what follows from them; claims by themselves; chains; reports."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.bodies import EventKind, SlipOutcome
from contracts.wire.units import Points, Sequence, ShopId, Tiyn, UnixTime
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict
from hub.core.fraud_claims import (
    Counted,
    Sold,
    Weight,
    WorkPlace,
    consistency,
    slip_outcomes,
    spendable_unconfirmed,
    staff_claim,
    velocity,
    velocity_limits,
    weigh,
)
from hub.core.fraud_reports import (
    EDGE,
    Counts,
    Covered,
    FiscalSale,
    against_export,
    closing_report,
)
from hub.core.fraud_tills import Fate, TillState, claim_at_till, fate_of_unconfirmed
from hub.core.ids import PartnerId
from hub.core.policy import DAY, Policy

POLICY = Policy()
NOW = UnixTime(1_795_417_200)
LIMIT_OF = {limit.of: limit for limit in velocity_limits(POLICY)}


def _said(assessment: Assessment) -> set[Suspicion]:
    return {reason.suspicion for reason in assessment.reasons}


@given(st.lists(st.sampled_from(Verdict)))
def test_the_worst_reason_decides(verdicts: list[Verdict]) -> None:
    """And nothing against it is a pass."""
    reasons = [Reason(Suspicion.CONCENTRATION, verdict, {}) for verdict in verdicts]
    parts = [Assessment((reason,)) for reason in reasons]
    whole = sum(parts, Assessment())
    assert whole.verdict == max(verdicts, default=Verdict.PASS)
    assert whole.reasons == tuple(reasons)


@pytest.mark.parametrize(
    ("of", "count", "verdict"),
    [
        (Counted.MEMBER, 6, Verdict.PASS), (Counted.MEMBER, 7, Verdict.REVIEW),
        (Counted.MEMBER, 20, Verdict.REVIEW), (Counted.MEMBER, 21, Verdict.REFUSE),
        (Counted.TILL, 60, Verdict.PASS), (Counted.TILL, 201, Verdict.REFUSE),
        (Counted.CASHIER, 61, Verdict.REVIEW), (Counted.CASHIER, 10**6, Verdict.REVIEW),
        (Counted.SHOP, 600, Verdict.PASS), (Counted.SHOP, 601, Verdict.REFUSE),
    ],
)  # fmt: skip
def test_soft_limits_are_reviewed_and_hard_ones_refused(
    of: Counted, count: int, verdict: Verdict
) -> None:
    """At the limit nothing happens, one above it does."""
    assert velocity({LIMIT_OF[of]: count}).verdict is verdict


def test_staff_at_their_own_shop_are_reviewed() -> None:
    """At another shop of the same partner they are members like any other."""
    here = (PartnerId(1), ShopId(2))
    assert _said(staff_claim([WorkPlace(*here)], *here)) == {Suspicion.STAFF_AT_OWN_SHOP}
    assert _said(staff_claim([WorkPlace(PartnerId(1), None)], *here))
    for place in (WorkPlace(PartnerId(1), ShopId(3)), WorkPlace(PartnerId(2), None)):
        assert staff_claim([place], *here).verdict is Verdict.PASS


def test_late_unknown_and_reprinted_slips_are_reviewed() -> None:
    """Each kind once, with how often; an inserted one is nothing."""
    outcomes = [SlipOutcome.INSERTED, SlipOutcome.REPRINTED, SlipOutcome.REPRINTED]
    assert slip_outcomes([SlipOutcome.INSERTED]).verdict is Verdict.PASS
    (reason,) = slip_outcomes(outcomes).reasons
    assert (reason.suspicion, reason.numbers) == (Suspicion.SLIP_REPRINTED, {"times": 2})
    both = slip_outcomes([SlipOutcome.LATE, SlipOutcome.UNKNOWN])
    assert _said(both) == {Suspicion.SLIP_LATE, Suspicion.SLIP_UNKNOWN}


def test_a_sale_weighs_by_its_register() -> None:
    """A key of this till's own register is full evidence; a stranger's is text, and reviewed."""
    own = frozenset({"010101010101"})
    assert weigh("010101010101", own) == (Weight.FISCAL, Assessment())
    assert weigh(None, own) == (Weight.TEXT, Assessment())
    assert weigh("010101010101", frozenset()) == (Weight.TEXT, Assessment())
    weight, assessment = weigh("999999999999", own)
    assert weight is Weight.TEXT
    assert _said(assessment) == {Suspicion.UNREGISTERED_REGISTER}


def test_a_claim_and_its_accrual_say_the_same() -> None:
    """Each difference is a reason of its own; ten minutes of clock are none."""
    claim = Sold(Tiyn(100), NOW, b"abcd")
    assert consistency(claim, Sold(Tiyn(100), UnixTime(NOW + 600), b"abcd"), POLICY) == Assessment()
    other = Sold(Tiyn(99), UnixTime(NOW - 601), b"abce")
    assert _said(consistency(claim, other, POLICY)) == {
        Suspicion.TOTAL_DIFFERS, Suspicion.HINT_DIFFERS, Suspicion.TIME_DIFFERS,
    }  # fmt: skip


@given(st.integers(0, 5_000), st.integers(0, 4_000), st.integers(0, 40_000), st.integers(0, 80_000))
def test_unconfirmed_points_are_spendable_within_every_limit(
    adding: int, member: int, till: int, shop: int
) -> None:
    """Member, till and shop each bound what a stolen key is worth."""
    spendable = spendable_unconfirmed(
        Points(adding), Points(member), Points(till), Points(shop), POLICY
    )
    assert spendable == (
        member + adding <= 3_000 and till + adding <= 30_000 and shop + adding <= 60_000
    )


def _till(contiguous: int, synced_at: int, **rest: object) -> TillState:
    known = {"quarantined": False, "revoked_above": None} | rest
    return TillState(Sequence(contiguous), UnixTime(synced_at), **known)  # type: ignore[arg-type]


def test_a_code_above_a_cut_tail_is_reviewed() -> None:
    """The till handed everything in after the code was sealed, and its accrual was not there."""
    cut = claim_at_till(Sequence(9), UnixTime(NOW - 3600), _till(8, NOW), NOW, POLICY)
    assert _said(cut) == {Suspicion.ABOVE_CUT_TAIL}
    offline = claim_at_till(Sequence(9), UnixTime(NOW - 60), _till(8, NOW - 9999), NOW, POLICY)
    known = claim_at_till(Sequence(8), UnixTime(NOW - 3600), _till(8, NOW), NOW, POLICY)
    assert offline == known == Assessment()


def test_quarantine_revocation_and_a_clock_ahead_are_reviewed() -> None:
    """A code that came before a revocation is honoured."""
    sealed = UnixTime(NOW - 60)
    quarantined = claim_at_till(Sequence(9), sealed, _till(9, 0, quarantined=True), NOW, POLICY)
    assert _said(quarantined) == {Suspicion.TILL_QUARANTINED}
    revoked = _till(9, 0, revoked_above=Sequence(9))
    assert claim_at_till(Sequence(9), sealed, revoked, NOW, POLICY) == Assessment()
    above = claim_at_till(Sequence(10), sealed, revoked, NOW, POLICY)
    assert _said(above) == {Suspicion.TILL_REVOKED}
    ahead = claim_at_till(Sequence(9), UnixTime(NOW + 601), _till(0, 0), NOW, POLICY)
    assert _said(ahead) == {Suspicion.CLOCK_AHEAD}


def _fate(at: EventKind | None, till: TillState, age: int = 0) -> tuple[Fate, set[Suspicion]]:
    fate, assessment = fate_of_unconfirmed(Sequence(9), UnixTime(NOW - age), at, till, NOW, POLICY)
    return fate, _said(assessment)


def test_what_becomes_of_an_unconfirmed_claim() -> None:
    """It waits, is confirmed, is reversed once the chain has passed it, or is looked at."""
    assert _fate(None, _till(8, 0)) == (Fate.WAIT, set())
    assert _fate(EventKind.ACCRUAL, _till(9, 0)) == (Fate.CONFIRM, set())
    assert _fate(EventKind.SHIFT, _till(9, 0)) == (Fate.REVERSE, {Suspicion.NO_ACCRUAL})
    assert _fate(None, _till(8, 0), 30 * DAY + 1) == (
        Fate.REVIEW, {Suspicion.UNCONFIRMED_TOO_LONG},
    )  # fmt: skip


@pytest.mark.parametrize("state", [{"quarantined": True}, {"revoked_above": Sequence(3)}])
def test_an_untrusted_chain_reverses_nothing_by_machine(state: dict[str, object]) -> None:
    """A person decides about claims of a forked or revoked till."""
    assert _fate(EventKind.SHIFT, _till(9, 0, **state)) == (Fate.REVIEW, {Suspicion.NO_ACCRUAL})
    assert _fate(None, _till(9, 0, **state)) == (Fate.REVIEW, {Suspicion.NO_ACCRUAL})


def test_more_accrued_than_the_closing_report_counts_is_reviewed() -> None:
    """Less is not, and neither is what a paper did not tell."""
    report = Counts(Tiyn(100_000), 10)
    over = closing_report(report, Counts(Tiyn(100_001), 11), whole=True)
    assert _said(over) == {Suspicion.ABOVE_Z_TOTAL, Suspicion.ABOVE_Z_COUNT}
    assert over.reasons[0].numbers["above"] == 1
    for accrued, whole in product([report, Counts(Tiyn(1), 1)], [True, False]):
        assert closing_report(report, accrued, whole=whole) == Assessment()
    assert closing_report(Counts(None, None), report, whole=True) == Assessment()
    assert closing_report(report, Counts(Tiyn(999_999), 99), whole=False) == Assessment()


REGISTER = "010101010101"
SPAN = {REGISTER: Covered(UnixTime(NOW - DAY), NOW)}


def _sale(sign: str, total: int = 1_000, at: int = NOW - DAY // 2) -> FiscalSale:
    return FiscalSale(REGISTER, sign, Tiyn(total), UnixTime(at))


def test_keys_that_the_operator_does_not_know_are_reviewed() -> None:
    """And those with another total; a known one is not, at whatever time."""
    exported = {(REGISTER, "1"): _sale("1"), (REGISTER, "2"): _sale("2", 999)}
    found = against_export([_sale("1"), _sale("2"), _sale("3")], exported, SPAN)
    assert [(sale.sign, _said(assessment)) for sale, assessment in found] == [
        ("2", {Suspicion.OPERATOR_TOTAL_DIFFERS}), ("3", {Suspicion.NOT_AT_THE_OPERATOR}),
    ]  # fmt: skip


@pytest.mark.parametrize("at", [NOW - EDGE + 1, NOW - DAY + EDGE - 1, NOW - 2 * DAY, NOW + 60])
def test_an_export_speaks_only_of_its_own_time(at: int) -> None:
    """Outside its span and near its ends, an unknown key is no reason; nor another register's."""
    assert against_export([_sale("3", at=at)], {}, SPAN) == []
    assert against_export([_sale("3")], {}, {"020202020202": SPAN[REGISTER]}) == []
