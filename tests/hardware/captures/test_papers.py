"""Papers are laid out as their families have them, and their truth stands on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.captures.amounts import ALL_STYLES, WEBKASSA, AmountStyle, with_suffix
from hardware.captures.deals import LARGEST_TOTAL, Order
from hardware.captures.dice import Dice
from hardware.captures.document import KINDS, Document, Moment, Row
from hardware.captures.jobs import some_job
from hardware.captures.papers import LAYOUTS, make_paper
from hardware.captures.recipes import RECIPES, varied

SEEDS = st.integers(0, 2**64 - 1)
PAPERS = st.builds(
    lambda seed, family, language, columns, kind: make_paper(
        Dice(seed), family, language, columns, Order(kind)
    ),
    SEEDS,
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from(("ru", "kk", "both")),
    st.sampled_from((32, 36, 42, 48)),
    st.sampled_from(("sale", "return", "copy")),
)


def texts(paper: Document) -> list[str]:
    """Return the rows of a paper as one string each."""
    return [f"{row.left} {row.right}" for row in paper.marks if isinstance(row, Row)]


def test_dice_never_change() -> None:
    """The same seed throws the same dice as on the day the captures were made."""
    dice = Dice(7)
    assert [dice.number(1, 6) for _ in range(8)] == [4, 1, 1, 4, 5, 4, 5, 1]
    assert dice.digits(5) == "95360"
    assert len(dice.raw(13)) == 13


@given(PAPERS)
def test_rows_fit_the_paper(paper: Document) -> None:
    """No row is wider than its paper; wide letters take two columns."""
    for row in paper.marks:
        if isinstance(row, Row):
            room = paper.columns // 2 if row.wide else paper.columns
            between = 1 if row.left and row.right else 0
            assert len(row.left) + between + len(row.right) <= room, row


@given(PAPERS)
def test_a_total_stands_on_its_paper(paper: Document) -> None:
    """What the truth calls the total is printed, in one of the ways amounts are written."""
    total = paper.truth.total
    if total is None:
        assert paper.truth.kind in ("report", "kitchen", "cash", "other")
        return
    assert 100 <= abs(total) <= LARGEST_TOTAL
    written = {style.bare(abs(total)) for style in ALL_STYLES}
    assert any(amount in text for text in texts(paper) for amount in written)


@given(PAPERS)
def test_a_number_stands_on_its_paper(paper: Document) -> None:
    """What the truth calls the number is printed."""
    if paper.truth.number:
        assert any(paper.truth.number in text for text in texts(paper))


def test_only_returns_are_below_zero() -> None:
    """A return's total is negative, all others are above zero."""
    for seed in range(60):
        for kind in ("sale", "return", "copy"):
            truth = make_paper(Dice(seed), "superkassa", "kk", 48, Order(kind)).truth
            assert truth.total
            assert (truth.total < 0) == (truth.kind == "return")


@given(SEEDS)
def test_a_seed_is_a_job(seed: int) -> None:
    """The same seed makes the same job, and each of its papers has its truth."""
    made = some_job(seed)
    assert made.job == some_job(seed).job
    assert [truth.kind for truth in made.job.truths][: len(made.papers)] == [
        paper.truth.kind for paper in made.papers
    ]
    assert {truth.kind for truth in made.job.truths} <= set(KINDS)


def test_a_day_has_every_kind_and_both_ends_of_the_scale() -> None:
    """Some hundreds of jobs hold all kinds of paper, from a few tenge to millions."""
    truths = [truth for seed in range(600) for truth in some_job(seed).job.truths]
    assert {truth.kind for truth in truths} == set(KINDS)
    totals = [abs(truth.total) for truth in truths if truth.total]
    assert min(totals) < 1_000
    assert max(totals) > 100_000_000


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (AmountStyle(), "1234567.80"),
        (WEBKASSA, "1\xa0234\xa0567,80"),
        (with_suffix(AmountStyle(",", ".", "="), " KZT"), "=1,234,567.80 KZT"),
        (AmountStyle(" ", tiyn_shown=False), "1 234 567"),
    ],
)
def test_amounts_are_written(style: AmountStyle, written: str) -> None:
    """An amount is written with its separators, signs and currency."""
    assert style.write(123456780) == written


def test_moments_are_written() -> None:
    """A time is written as paper has it, and as ISO."""
    at = Moment(2026, 3, 1, 9, 5, 7)
    assert at.printed() == "01.03.2026 09:05:07"
    assert at.to_the_minute().iso() == "2026-03-01T09:05:00"


def test_recipes_vary_but_keep_their_charset() -> None:
    """Another program on the same printer keeps the printer's code page."""
    for recipe in RECIPES:
        other = varied(recipe, Dice(3))
        assert (other.charset, other.start, other.page) == (
            recipe.charset,
            recipe.start,
            recipe.page,
        )
