"""Points by hand, and what a review says of itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Sequence, ShopId, TillId, UnixTime
from hub.core.access.roles import PROGRAMME, Scope
from hub.core.adjustments import Adjustment, needs_two, require_sound, spread
from hub.core.ids import LotId, MemberId, PartnerId, StaffId
from hub.core.policy import Policy
from hub.core.reviews import Review, ReviewKind, asked_subject, place_of, place_subject

GOOD = Adjustment(bytes(16), MemberId(1), PartnerId(1), 5, "a reason", StaffId(1), UnixTime(1))


@pytest.mark.parametrize("reason", ["", "   ok   ", "x" * 301])
def test_a_reason_is_a_reason(reason: str) -> None:
    """Too short and too long are refused alike."""
    require_sound(GOOD)
    with pytest.raises(Refused) as refused:
        require_sound(replace(GOOD, reason=reason))
    assert refused.value.refusal is Refusal.VALIDATION


def test_an_id_has_sixteen_bytes() -> None:
    """Or the ledger could not take it as a transfer's."""
    with pytest.raises(Refused) as refused:
        require_sound(replace(GOOD, id=b"short"))
    assert refused.value.refusal is Refusal.MALFORMED


@given(st.integers(-3_000, 3_000), st.integers(0, 3_000), st.booleans())
def test_a_second_person_is_needed_above_the_limit(
    points: int, before: int, own_staff: bool
) -> None:
    """Both signs count, and so does what was done alone before."""
    alone = needs_two(points, before, Policy(), own_staff=own_staff)
    assert alone == (own_staff or abs(points) + before > 1_000)


@given(st.lists(st.integers(0, 500), max_size=8), st.integers(1, 2_000))
def test_points_are_taken_from_lots_in_order_or_not_at_all(lots: list[int], points: int) -> None:
    """Never more than a lot holds; in sum what was asked."""
    held = [(LotId(place), Points(left)) for place, left in enumerate(lots)]
    if sum(lots) < points:
        with pytest.raises(Refused) as refused:
            spread(Points(points), held)
        assert refused.value.refusal is Refusal.NOT_ENOUGH_POINTS
        return
    taken = spread(Points(points), held)
    assert sum(part for _, part in taken) == points
    assert all(0 < part <= dict(held)[lot] for lot, part in taken)
    assert [lot for lot, _ in taken] == sorted(lot for lot, _ in taken)


def test_a_review_lies_where_its_things_do() -> None:
    """In the programme, at a partner's, or in one shop."""
    assert Review(ReviewKind.TILL, "1", None).scope == PROGRAMME
    assert Review(ReviewKind.TILL, "1", PartnerId(2)).scope == Scope(PartnerId(2))
    shop = Review(ReviewKind.TILL, "1", PartnerId(2), ShopId(3))
    assert shop.scope == Scope(PartnerId(2), ShopId(3))


@given(st.integers(0, 2**24), st.integers(1, 2**32), st.integers(1, 2**40))
def test_a_subject_leads_back_to_its_place(till: int, sequence: int, member: int) -> None:
    """Whether it names a member behind the place or not."""
    place = (TillId(till), Sequence(sequence))
    assert place_of(place_subject(*place)) == place
    assert place_of(asked_subject(*place, MemberId(member))) == place
