"""Numbers out of sums: exact, rounded once, and none where they would be a part of nothing."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, Tiyn
from hub.core.insights.bands import (
    TOP,
    Segment,
    frequency_band,
    money_band,
    recency_band,
    segment_of,
)
from hub.core.insights.figures import COUNTED, Counts, Moved, People, Standing
from hub.core.insights.tiles import (
    OF_A_PERIOD,
    OF_NOW,
    UNITS,
    Figures,
    Now,
    Tile,
    change,
    mean,
    of_now,
    of_period,
    share,
)
from hub.core.insights.words import WORDS
from hub.core.insights.words_of_segments import SEGMENT_WORDS

LANGUAGES = ("kk", "ru", "en")
_some = st.integers(0, 10**12)


def test_every_number_has_words_and_a_unit() -> None:
    """In three languages that differ; each number is of a period or of now, and of one only."""
    assert {*OF_A_PERIOD, *OF_NOW} == set(Tile) == set(WORDS) == set(UNITS)
    assert not set(OF_A_PERIOD) & set(OF_NOW)
    said = [it for words in WORDS.values() for it in (words.name, words.formula)]
    said += [it for words in SEGMENT_WORDS.values() for it in words]
    assert set(SEGMENT_WORDS) == set(Segment)
    for texts in said:
        assert tuple(texts) == LANGUAGES
        assert len({*texts.values()}) == len(LANGUAGES)
        assert all(it == it.strip() and "  " not in it for it in texts.values())
    for words in WORDS.values():
        assert all(it.endswith(".") for it in words.formula.values())
        assert all(len(it) <= 40 for it in words.name.values())


def test_a_part_of_nothing_is_no_number() -> None:
    """Of a period without anything, counts are zero, and shares and means are none."""
    empty = Figures(Counts(), Moved(), People())
    values = {tile: of_period(tile, empty) for tile in OF_A_PERIOD}
    none = {tile for tile, value in values.items() if value is None}
    assert none == {
        Tile.CLAIM_SHARE, Tile.AVERAGE, Tile.AVERAGE_MEMBERS, Tile.AVERAGE_OTHERS,
        Tile.REDEEMED_SHARE, Tile.REPEAT, Tile.FREQUENCY,
    }  # fmt: skip
    assert {value for tile, value in values.items() if tile not in none} == {0}
    parts = Figures(Counts(receipts=2, total=10, claimed=2, claimed_total=10))
    assert of_period(Tile.AVERAGE_OTHERS, parts) is None
    assert of_period(Tile.ISSUED, parts) is of_period(Tile.ACTIVE, parts) is None


@given(_some, _some)
def test_shares_and_means_are_the_nearest_whole_numbers(part: int, whole: int) -> None:
    """Half is rounded up; nothing is lost in floats."""
    if whole == 0:
        assert share(part, whole) is mean(part, whole) is None
        return
    found, exact = share(part, whole), Fraction(part * 10_000, whole)
    assert found is not None
    assert -Fraction(1, 2) <= found - exact <= Fraction(1, 2)
    average = mean(part, whole)
    assert average is not None
    assert abs(average - Fraction(part, whole)) <= Fraction(1, 2)


def test_a_change_says_how_much_more() -> None:
    """Of what was nothing, there is no share to grow by."""
    assert (change(150, 100), change(50, 100), change(100, 100)) == (5_000, -5_000, 0)
    assert change(5, 0) is change(None, 5) is change(5, None) is None


@given(st.lists(st.builds(Counts, *[_some] * len(COUNTED)), max_size=4))
def test_sums_add_up(many: list[Counts]) -> None:
    """Each for itself."""
    whole = sum(many, Counts())
    assert all(getattr(whole, it) == sum(getattr(one, it) for one in many) for it in COUNTED)


def test_the_liability_with_and_without_what_will_expire() -> None:
    """Held points and those on chain do not expire; a young programme has no estimate."""
    standing = Standing(Points(1_000), Points(200), Points(50), Points(30), 40_000, 10_000)
    now = Now(standing, Tiyn(7), 100)
    assert of_now(Tile.LIABILITY, now) == 1_250 * 100
    assert of_now(Tile.BREAKAGE, now) == 2_500
    assert of_now(Tile.LIABILITY_EXPECTED, now) == (750 + 250) * 100
    assert of_now(Tile.OFFLINE_BOUND, now) == 7
    young = Now(Standing(Points(1_000), Points(0), Points(0), Points(0), 9_999, 0), Tiyn(0), 100)
    assert of_now(Tile.BREAKAGE, young) is of_now(Tile.LIABILITY_EXPECTED, young) is None


@given(st.integers(0, 1000), st.integers(1, 400), st.integers(0, 10**9))
def test_everybody_has_a_band_and_a_segment(days: int, visits: int, spend: int) -> None:
    """Later, more often and more is never a lower band."""
    bands = (recency_band(days), frequency_band(visits), money_band(Tiyn(spend)))
    assert all(1 <= it <= TOP for it in bands)
    assert recency_band(days + 1) <= bands[0]
    assert frequency_band(visits + 1) >= bands[1]
    assert money_band(Tiyn(spend + 1)) >= bands[2]
    assert segment_of(*bands[:2]) in Segment
    assert (segment_of(5, 5), segment_of(5, 1)) == (Segment.CHAMPIONS, Segment.NEW)
    assert (segment_of(1, 5), segment_of(1, 1)) == (Segment.AT_RISK, Segment.LOST)
