"""Planted colluders are found, the faithful are left alone, and better than by a daily count."""

from collections import Counter
from statistics import median
from time import monotonic

from contracts.wire.units import ShopId, UnixTime
from hub.core.almaty import DAY
from hub.core.fraud import Suspicion, Verdict
from hub.core.fraud_concentration import ClaimedReceipt, concentrated
from hub.core.ids import MemberId
from tests import evidence
from tests.hub.core.cashier_world import DAYS, START, a_month

DAILY_LIMIT = 5
"""Square's rule, the only published one: an account with more receipts a day is reported."""


def test_colluders_are_found_and_the_faithful_are_not(full: bool) -> None:
    """Recall at least 90 %, at most 1 % of honest members bothered, and both beat a daily count."""
    began = monotonic()
    totals: Counter[str] = Counter()
    hours: list[float] = []
    months = 20 if full else 2
    for seed in range(months):
        _count(seed, totals, hours)
    recall = totals["found"] / totals["colluders"]
    false_alarms = totals["bothered"] / totals["honest"]
    by_count = totals["counted"] / totals["colluders"]
    alarms_by_count = totals["counted_honest"] / totals["honest"]
    facts: dict[str, object] = {
        "months": months,
        **totals,
        "recall": round(recall, 4),
        "false_alarms": round(false_alarms, 5),
        "median_hours_from_first_receipt": round(median(hours), 1),
        "daily_count_recall": round(by_count, 4),
        "daily_count_false_alarms": round(alarms_by_count, 5),
    }
    print(facts)
    if full:
        evidence.record("claim-concentration", facts, monotonic() - began)
    assert recall >= 0.9
    assert false_alarms <= 0.01
    assert recall > by_count
    assert false_alarms < alarms_by_count


def _count(seed: int, totals: Counter[str], hours: list[float]) -> None:
    """Judge one month day by day, as the worker does, and by the daily count."""
    world = a_month(seed)
    everybody = {receipt.member for receipt in world.receipts}
    honest = everybody - world.colluders
    first: dict[MemberId, int] = {}
    for receipt in world.receipts:
        first.setdefault(receipt.member, receipt.printed_at)
    found: dict[MemberId, int] = {}
    for day in range(1, DAYS + 1):
        now = START + day * DAY
        window = [it for it in world.receipts if it.printed_at < now]
        for shop in {receipt.shop for receipt in window}:
            for finding in concentrated([it for it in window if it.shop == shop]):
                found.setdefault(finding.member, now)
    a_day = Counter((it.member, (it.printed_at - START) // DAY) for it in world.receipts)
    counted = {member for (member, _), count in a_day.items() if count > DAILY_LIMIT}
    hours += [(found[it] - first[it]) / 3600 for it in world.colluders & found.keys()]
    totals.update(
        colluders=len(world.colluders),
        honest=len(honest),
        found=len(world.colluders & found.keys()),
        bothered=len(honest & found.keys()),
        counted=len(world.colluders & counted),
        counted_honest=len(honest & counted),
    )


def test_the_order_of_receipts_does_not_matter() -> None:
    """The same claims are judged the same, however the database hands them over."""
    receipts = a_month(1).receipts
    key = repr
    assert sorted(concentrated(receipts), key=key) == sorted(
        concentrated(list(reversed(receipts))), key=key
    )


def test_a_finding_shows_its_numbers_and_goes_before_a_person() -> None:
    """A reviewer sees claims, visits, shifts and the odds; nothing is refused by machine."""
    finding = concentrated(a_month(1).receipts)[0]
    (reason,) = finding.assessment.reasons
    assert reason.suspicion is Suspicion.CONCENTRATION
    assert reason.verdict is Verdict.REVIEW
    assert reason.numbers["claims"] >= reason.numbers["visits"] > reason.numbers["shifts"]
    assert reason.numbers["one_in"] >= 100_000


def test_where_one_person_always_serves_meeting_her_says_nothing() -> None:
    """Thirty-nine people who come every day to the only cashier are nobody's accomplices."""
    receipts = [
        ClaimedReceipt(
            MemberId(member), ShopId(1), "7", str(day), UnixTime(START + day * DAY + 32_400)
        )
        for member in range(1, 40)
        for day in range(20)
    ]
    assert concentrated(receipts) == []


def test_a_thousand_shifts_are_counted_like_ten() -> None:
    """Numbers that no float holds stand in the way of no judgement."""
    receipts = [
        ClaimedReceipt(MemberId(1), ShopId(1), str(shift % 2), str(shift), UnixTime(at * 3600))
        for shift in range(3000)
        for at in range(4)
    ]
    assert {finding.cashier for finding in concentrated(receipts)} == {"0", "1"}
