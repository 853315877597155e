"""What of a receipt earns."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Tiyn
from hub.core.earning_base import NO_MONEY, Line, base_of, is_excluded
from tests.hub.core.earning_samples import lines, money

CAKE = Line("Торт «Наполеон»", Tiyn(4_000_00))
SMOKES = Line("Сигареты Parliament", Tiyn(1_000_00))
PATTERNS = ("сигареты",)


@pytest.mark.parametrize(
    "name",
    ["СИГАРЕТЫ", "пачка сигарет ы", "Сигареты Parliament 20 шт"],
    ids=["case", "spaces", "in"],
)
def test_letter_case_and_spaces_do_not_hide_goods(name: str) -> None:
    """Receipts break words and shout; a pattern is found all the same."""
    assert is_excluded(name, PATTERNS)
    assert not is_excluded("Торт", PATTERNS)


def test_a_pattern_is_no_expression() -> None:
    """Dots and stars stand for themselves: an owner's text can neither hang nor match by chance."""
    assert not is_excluded("Торт", (".*",))
    assert is_excluded("Сок 0.5 л", ("0.5л",))


def _earns(total: int, *sold: Line, paid: int = 0) -> Fraction:
    return base_of(Tiyn(total), sold, PATTERNS, Tiyn(paid), NO_MONEY, ()).earns


def test_excluded_goods_lower_what_earns() -> None:
    """Cake and cigarettes of 5,000 ₸: the 4,000 ₸ of cake earn."""
    assert _earns(5_000_00, CAKE, SMOKES) == 4_000_00


def test_a_discount_on_everything_lowers_all_goods_alike() -> None:
    """5,000 ₸ of goods for 4,500 ₸: of the discount a fifth fell on the cigarettes."""
    assert _earns(4_500_00, CAKE, SMOKES) == 3_600_00


def test_an_excluded_line_without_money_may_have_cost_the_rest() -> None:
    """Only the cake is known to have cost 4,000 ₸ of 5,000 ₸."""
    assert _earns(5_000_00, CAKE, Line("сигареты", None)) == 4_000_00


def test_only_excluded_goods_earn_nothing() -> None:
    """A receipt of cigarettes alone, whatever the lines say of its total."""
    assert _earns(1_000_00, SMOKES) == 0
    assert _earns(900_00, SMOKES) == 0


def test_points_paid_for_all_goods_alike() -> None:
    """Half of everything paid with points: half of the cake earns."""
    assert _earns(5_000_00, CAKE, SMOKES, paid=2_500_00) == 2_000_00


def test_known_and_unknown_goods_that_come_back_leave_together() -> None:
    """The cigarettes and a fourth of the cake came back, the cake without its line."""
    base = base_of(Tiyn(5_000_00), (CAKE, SMOKES), PATTERNS, NO_MONEY, Tiyn(2_000_00), (SMOKES,))
    assert base.earns == 3_000_00


@given(money, lines, money, money, lines)
def test_what_earns_is_never_below_nothing_nor_above_what_was_kept(
    total: Tiyn, sold: tuple[Line, ...], paid: Tiyn, back: Tiyn, returned: tuple[Line, ...]
) -> None:
    """Whatever the lines say: discounts, negative lines, more lines than money."""
    gone = Tiyn(min(total, back))
    base = base_of(total, sold, ("торт", "сигарет"), paid, gone, returned)
    assert 0 <= base.earns <= total - gone
    assert 0 <= base.excluded <= total


@given(money, lines, lines, st.integers(0, 100_000_00), st.integers(0, 100_000_00))
def test_more_money_back_without_lines_never_earns_more(
    total: Tiyn, sold: tuple[Line, ...], returned: tuple[Line, ...], one: int, other: int
) -> None:
    """What comes back beyond the known lines only takes away."""
    known = sum(line.amount or 0 for line in returned)
    less, more = sorted(min(total, max(known, it)) for it in (one, other))
    few = base_of(total, sold, PATTERNS, NO_MONEY, Tiyn(max(0, less)), returned)
    many = base_of(total, sold, PATTERNS, NO_MONEY, Tiyn(max(0, more)), returned)
    assert many.earns <= few.earns
