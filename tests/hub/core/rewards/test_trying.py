"""A dry run: everybody is counted once, and nothing is promised that a limit would refuse."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.core.policy import Policy
from hub.core.rewards.catalogue import Draft, Standing, Terms
from hub.core.rewards.trying import Guests, Month, changed_fields, try_out
from hub.core.tiers import Tier
from tests.hub.reward_world import CASHBACK, PART, PRODUCT, TEXTS

QUIET = Month(None, None, None)
STANDINGS = st.builds(
    Standing,
    st.integers(0, 2_000).map(Points),
    st.sampled_from(Tier),
    st.integers(0, 4),
    blocked=st.booleans(),
)


def people(*standings: Standing) -> list[Guests]:
    """Return one guest of each kind."""
    return [Guests(1, it) for it in standings]


def has(points: int, tier: Tier = Tier.BRONZE, uses: int = 0) -> Standing:
    """Return what somebody brings."""
    return Standing(Points(points), tier, uses)


@given(st.lists(st.builds(Guests, st.integers(1, 9), STANDINGS), max_size=12))
def test_everybody_is_able_or_kept_out_by_one_thing(guests: list[Guests]) -> None:
    """And nobody takes more than his points, his limit and the stock allow."""
    draft = replace(PRODUCT, terms=Terms(tier=Tier.SILVER, limit=3), price=Points(100))
    run = try_out(draft, 40, guests, QUIET, Policy())
    assert run.guests == sum(it.count for it in guests)
    assert run.able + sum(count for _, count in run.kept_out) == run.guests
    assert run.most <= min(40, 3 * run.able)
    assert run.most >= min(40, run.able)


def test_what_keeps_people_out_is_told_first_by_what_lasts() -> None:
    """A tier is not made up for by points; a limit not by either."""
    draft = replace(PRODUCT, terms=Terms(tier=Tier.GOLD, limit=1))
    guests = people(has(0), has(500), has(50, Tier.GOLD), has(500, Tier.GOLD, 1),
                    has(500, Tier.GOLD))  # fmt: skip
    run = try_out(draft, None, guests, QUIET, Policy())
    assert dict(run.kept_out) == {
        Refusal.TIER_TOO_LOW: 2, Refusal.NOT_ENOUGH_POINTS: 1, Refusal.LIMIT_REACHED: 1,
    }  # fmt: skip
    assert (run.able, run.most) == (1, 1)


def test_dates_do_not_empty_a_dry_run_but_a_stock_of_none_does() -> None:
    """It shows what would be while it is offered."""
    later = replace(PRODUCT, terms=Terms(valid_from=UnixTime(2**31), valid_until=UnixTime(2**31)))
    assert try_out(later, None, people(has(250)), QUIET, Policy()).most == 2
    run = try_out(later, 0, people(has(250)), QUIET, Policy())
    assert (run.most, run.kept_out) == (0, ((Refusal.SOLD_OUT, 1),))


def test_what_is_free_counts_once_for_each() -> None:
    """Nobody can be thought to take it without end."""
    free = replace(PRODUCT, price=Points(0))
    assert try_out(free, None, people(has(0), has(900)), QUIET, Policy()).most == 2
    twice = replace(free, terms=Terms(limit=2))
    assert try_out(twice, None, people(has(0)), QUIET, Policy()).most == 1


def test_what_one_costs_is_what_it_is_worth_of_the_usual_receipt() -> None:
    """A value as it stands, a share of the mean receipt, no more than its own cap."""
    month = Month(Tiyn(2_000_00), None, None)
    one = people(has(500))

    def worth(draft: Draft, there: Month = month) -> tuple[int, int | None]:
        run = try_out(draft, None, one, there, Policy())
        return run.paid, run.worth

    assert worth(PRODUCT) == (100_00, 900_00)
    discount = replace(PRODUCT, kind=RewardKind.DISCOUNT, value=None, percent=1_500, offline=False)
    assert worth(discount) == (100_00, 300_00)
    assert worth(replace(discount, most=Tiyn(250_00))) == (100_00, 250_00)
    assert worth(discount, QUIET) == (100_00, None)
    assert worth(CASHBACK) == (50_00, 200_00)
    assert worth(PART) == (500_00, 500_00)
    assert worth(replace(PART, price=Points(5_000))) == (1_000_00, 1_000_00)
    assert worth(replace(PART, most=Tiyn(300_50))) == (300_00, 300_00)
    run = try_out(PRODUCT, None, one, month, Policy())
    assert (run.margin, run.covered, run.cost(3), run.cost(None)) == (
        -800_00,
        1_111,
        2_700_00,
        None,
    )
    unsaid = try_out(replace(PRODUCT, value=None, offline=False), None, one, month, Policy())
    assert (unsaid.margin, unsaid.covered, unsaid.cost(3)) == (None, None, None)


def test_the_stock_lasts_at_its_own_pace_or_at_that_of_the_others() -> None:
    """Of a reward that nobody took there is no end to be told."""
    for month, pace, others, lasts in (
        (Month(None, 60, 10), 60, False, 10),
        (Month(None, None, 10), 10, True, 60),
        (Month(None, 0, 10), 0, False, None),
        (Month(None, None, None), None, True, None),
    ):
        run = try_out(PRODUCT, 20, [], month, Policy())
        assert (run.pace, run.paced_by_others, run.lasts) == (pace, others, lasts)
    assert try_out(PRODUCT, None, [], Month(None, 60, None), Policy()).lasts is None


def test_a_change_is_named_field_by_field() -> None:
    """So that an owner sees what the next voucher has that the one before had not."""
    assert changed_fields(PRODUCT, PRODUCT) == ()
    after = replace(
        PRODUCT,
        price=Points(120),
        texts=replace(TEXTS, ring_up=TEXTS.title),
        terms=replace(PRODUCT.terms, limit=2, undo=False),
    )
    assert changed_fields(PRODUCT, after) == ("price", "texts", "limit", "undo")
