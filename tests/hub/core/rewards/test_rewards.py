"""Rewards, vouchers and leases, pure: what is wrong is named, and no rounding favours nobody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import HOURS_BEGIN, Scope
from hub.core.ids import (
    LeaseId,
    MemberId,
    PartnerId,
    RewardId,
    RewardVersion,
    TransferId,
    VoucherId,
)
from hub.core.policy import Policy
from hub.core.rewards.catalogue import (
    Draft,
    Terms,
    terms_from_json,
    terms_to_json,
)
from hub.core.rewards.leasing import Granted, LeaseState, is_worn, limits_of, new_end
from hub.core.rewards.redeeming import Counter, require_good, worth
from hub.core.rewards.texts import LONGEST_TITLE, texts_from
from hub.core.rewards.vouchers import Voucher, VoucherState, last_second
from hub.core.tiers import Tier
from tests.hub.reward_world import ANYWHERE, CASHBACK, PART, PRODUCT, TEXTS

POLICY = Policy()
NOW = UnixTime(1_790_000_000)
AMOUNTS = st.integers(0, 10**9)
VOUCHER = Voucher(
    id=VoucherId(1),
    request=bytes(16),
    member=MemberId(1),
    reward=RewardId(1),
    version=RewardVersion(1),
    partner=PartnerId(1),
    scope=Scope.ANY,
    place=0,
    issued_at=NOW,
    not_after=UnixTime(NOW + 3600),
    points=Points(500),
    hold=TransferId(bytes(16)),
    state=VoucherState.HELD,
    offline=False,
)
DISCOUNT = replace(ANYWHERE, kind=RewardKind.DISCOUNT, value=None, percent=1_500)
LEASE = Granted(
    id=LeaseId(1),
    till=TillId(1),
    shop=ShopId(1),
    count=10,
    amount=Tiyn(20_000_00),
    granted_at=NOW,
    expires_at=UnixTime(NOW + POLICY.lease_life),
    state=LeaseState.TAKEN,
    spent_count=0,
    spent_amount=Tiyn(0),
)


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (PRODUCT, set()),
        (ANYWHERE, set()),
        (CASHBACK, set()),
        (PART, set()),
        (DISCOUNT, set()),
        (replace(PRODUCT, price=Points(-1)), {"price"}),
        (replace(PRODUCT, value=Tiyn(0)), {"value"}),
        (replace(PRODUCT, value=None), {"offline"}),
        (replace(PRODUCT, terms=Terms()), {"offline"}),
        (replace(DISCOUNT, value=Tiyn(5)), {"value"}),
        (replace(DISCOUNT, percent=10_001), {"percent"}),
        (replace(ANYWHERE, percent=10), {"percent"}),
        (replace(ANYWHERE, most=Tiyn(10)), {"most"}),
        (replace(CASHBACK, percent=None), {"percent"}),
        (replace(PART, price=Points(0)), {"price"}),
        (replace(ANYWHERE, terms=Terms(valid_from=NOW, valid_until=UnixTime(1))), {"valid_until"}),
        (replace(ANYWHERE, terms=Terms(life=60, limit=0)), {"life", "limit"}),
        (replace(ANYWHERE, terms=Terms(shops=(ShopId(1), ShopId(1)))), {"shops"}),
    ],
)
def test_a_draft_names_what_is_wrong(draft: Draft, fields: set[str]) -> None:
    """Each problem begins with its field; a good draft has none."""
    assert {it.partition(":")[0] for it in draft.problems()} == fields


def test_terms_come_back_as_they_went() -> None:
    """Through the database's JSON."""
    terms = Terms(
        valid_from=NOW,
        shops=(ShopId(3), ShopId(1)),
        tier=Tier.SILVER,
        life=7200,
        limit=2,
        scope=Scope.TILL,
        undo=False,
        in_total=True,
    )
    assert terms_from_json(terms_to_json(terms)) == terms


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST_TITLE + 1), "a\x1b@b", "two\nlines"])
def test_a_title_is_one_printable_line(text: str) -> None:
    """Tills print it: no control byte reaches a printer."""
    written = TEXTS.to_json()
    written["title"] = {**written["title"], "kk": text}
    with pytest.raises(Refused) as refused:
        texts_from(written)
    assert refused.value.refusal is Refusal.VALIDATION
    assert refused.value.detail.startswith("title.kk")


def test_details_may_have_lines() -> None:
    """They are read on a phone."""
    written = TEXTS.to_json()
    written["details"] = {**written["details"], "en": "Fresh.\nEvery morning."}
    assert texts_from(written).to_json() == written


@given(held=st.integers(1, 10**6), total=AMOUNTS, most=st.none() | st.integers(1, 10**8))
def test_part_payment_never_takes_too_much(held: int, total: int, most: int | None) -> None:
    """Not more than held, than the policy's part of the receipt, than the reward's cap."""
    draft = replace(PART, most=None if most is None else Tiyn(most))
    cap = min(total * POLICY.part_payment_percent // 100, total if most is None else most)
    voucher = replace(VOUCHER, points=Points(held))
    if cap < POLICY.point_value:
        with pytest.raises(Refused) as refused:
            worth(voucher, draft, Tiyn(total), POLICY)
        assert refused.value.refusal is Refusal.LIMIT_REACHED
        return
    found = worth(voucher, draft, Tiyn(total), POLICY)
    assert found.value == found.points * POLICY.point_value
    assert 1 <= found.points <= held
    assert found.value <= cap
    assert found.points == held or found.value + POLICY.point_value > cap


@given(total=AMOUNTS, percent=st.integers(1, 10_000), most=st.none() | st.integers(1, 10**8))
def test_shares_are_rounded_down_within_their_cap(
    total: int, percent: int, most: int | None
) -> None:
    """Cashback and discounts of the same per cent; whole points, whole tiyn."""
    cap = None if most is None else Tiyn(most)
    exact = total * percent / 10_000
    discount = worth(VOUCHER, replace(DISCOUNT, percent=percent, most=cap), Tiyn(total), POLICY)
    assert discount.value is not None
    assert discount.value <= min(exact, exact if most is None else most)
    cashback = worth(VOUCHER, replace(CASHBACK, percent=percent, most=cap), Tiyn(total), POLICY)
    assert cashback.cashback == discount.value // POLICY.point_value
    assert cashback.points == discount.points == VOUCHER.points


def test_what_hangs_on_the_receipt_asks_for_it() -> None:
    """A discount by per cent may do without: the cashier reads how to ring it up."""
    for draft in (PART, CASHBACK):
        with pytest.raises(Refused) as refused:
            worth(VOUCHER, draft, None, POLICY)
        assert refused.value.refusal is Refusal.RECEIPT_TOTAL_NEEDED
    assert worth(VOUCHER, DISCOUNT, None, POLICY).value is None
    assert worth(VOUCHER, ANYWHERE, None, POLICY).value == ANYWHERE.value


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"state": VoucherState.REDEEMED}, Refusal.ALREADY_REDEEMED),
        ({"state": VoucherState.CANCELLING}, Refusal.CANCELLED),
        ({"state": VoucherState.UNDONE}, Refusal.CANCELLED),
        ({"state": VoucherState.EXPIRING}, Refusal.EXPIRED),
        ({"not_after": UnixTime(NOW - 1)}, Refusal.EXPIRED),
        ({"scope": Scope.SHOP, "place": 2}, Refusal.WRONG_SHOP),
        ({"scope": Scope.TILL, "place": 2}, Refusal.WRONG_SHOP),
        ({"partner": PartnerId(2)}, Refusal.WRONG_SHOP),
    ],
)
def test_a_voucher_that_is_not_good_says_why(change: dict[str, object], refusal: Refusal) -> None:
    """Each with its own code; the same voucher unchanged is good."""
    counter = Counter(TillId(1), ShopId(1), PartnerId(1))
    require_good(VOUCHER, Terms(), counter, NOW)
    require_good(replace(VOUCHER, not_after=NOW), Terms(shops=(ShopId(1),)), counter, NOW)
    with pytest.raises(Refused) as refused:
        require_good(replace(VOUCHER, **change), Terms(), counter, NOW)  # type: ignore[arg-type]  # a test's own choice
    assert refused.value.refusal is refusal


@given(st.integers(HOURS_BEGIN, HOURS_BEGIN + 10**9), st.integers(3600, 10**7))
def test_nobody_gets_less_time_than_promised(now: int, life: int) -> None:
    """Whole hours, as the code says them, and at most one more than promised."""
    end = last_second(UnixTime(now), life)
    assert (end - HOURS_BEGIN) % 3600 == 0
    assert now + life <= end < now + life + 3600


def test_a_lease_wears_out_at_its_half() -> None:
    """By count or by amount, or when the limits went below it; a mere grant never does."""
    limits = limits_of(POLICY, {})
    assert not is_worn(replace(LEASE, spent_count=4, spent_amount=Tiyn(9_999_99)), limits)
    assert is_worn(replace(LEASE, spent_count=5), limits)
    assert is_worn(replace(LEASE, spent_amount=Tiyn(10_000_00)), limits)
    assert is_worn(LEASE, limits_of(POLICY, {"lease_count": 9}))
    assert is_worn(LEASE, limits_of(POLICY, {"lease_amount": 1}))
    assert not is_worn(replace(LEASE, state=LeaseState.GRANTED, spent_count=9), limits)


@given(own=st.none() | st.booleans() | st.integers(-5, 10**14) | st.text(max_size=3))
def test_a_shop_lends_no_more_than_the_programme(own: object) -> None:
    """Whatever stands in its settings."""
    limits = limits_of(POLICY, {"lease_count": own, "lease_amount": own})
    assert 0 <= limits.count <= POLICY.lease_count
    assert 0 <= limits.amount <= POLICY.lease_amount


@given(spent=st.integers(0, 10**7), count=st.integers(0, 20), value=st.integers(0, 10**7))
def test_what_a_lease_allows_is_within_it(spent: int, count: int, value: int) -> None:
    """And what is unspent is never below zero."""
    lease = replace(LEASE, spent_count=count, spent_amount=Tiyn(spent))
    if lease.allows(Tiyn(value)):
        assert count + 1 <= lease.count
        assert value <= lease.unspent
    assert lease.unspent >= 0


def test_the_end_of_a_lease_moves_in_its_second_half() -> None:
    """So that not every sync writes."""
    limits, half = limits_of(POLICY, {}), POLICY.lease_life // 2
    assert new_end(LEASE, limits, UnixTime(NOW + half - 1)) == LEASE.expires_at
    assert new_end(LEASE, limits, UnixTime(NOW + half)) == NOW + half + POLICY.lease_life
