"""What may leave now and later is what would leave, were it asked for then."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, UnixTime
from hub.core.movable import Aging, Bounds, Movable, movable

NOW = UnixTime(1_000)
BOUNDS = Bounds(window=100, least=10, confirmed=10_000)
LOTS = st.lists(
    st.builds(
        Aging,
        st.integers(1, 500).map(Points),
        st.integers(800, 1_000).map(UnixTime),
        st.integers(1_001, 1_400).map(UnixTime),
    ),
    max_size=8,
)


def there(lots: list[Aging], bounds: Bounds, at: int) -> int:
    """Return what one move may take at that time, added up the plain way."""
    free = sum(it.points for it in lots if it.earned_at + bounds.window <= at < it.expires_at)
    most = min(free, bounds.confirmed)
    return most if most >= bounds.least else 0


@given(LOTS, st.integers(10, 2_000), st.integers(0, 3_000))
def test_it_says_the_first_moment_at_which_so_many_may_leave(
    lots: list[Aging], asked: int, confirmed: int
) -> None:
    """Of all moments there are; and where none is good enough, the best of them."""
    bounds = Bounds(100, 10, confirmed)
    found = movable(Points(asked), lots, bounds, NOW)
    later = {at: there(lots, bounds, at) for at in range(NOW, 1_500)}
    assert found.now == later[NOW]
    best = max(later.values())
    if found.since is None:
        assert found.now >= min(best, asked)
        return
    assert found.later == min(best, asked) > found.now
    assert found.since == next(at for at, many in later.items() if many >= found.later)


def test_what_expires_within_the_window_never_leaves() -> None:
    """Nor is it promised."""
    lots = [Aging(Points(50), UnixTime(950), UnixTime(1_040))]
    assert movable(Points(50), lots, BOUNDS, NOW) == Movable(Points(0), Points(0), None)
