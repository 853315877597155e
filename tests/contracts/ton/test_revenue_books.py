"""Whatever is deposited, stated and claimed: never more out than in, and each share its floor."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytoniq_core.boc.address import Address

from contracts.ton import revenue_distribution as revenue
from tests.contracts.ton.asking import all_well, refusal
from tests.contracts.ton.revenue_world import RevenueWorld
from tests.ton_chain import TON

NAMES = ("a", "b", "c", "d")
SAMPLES = 8
"""On the WASM executor; `--full` runs more."""
FULL = 150


@dataclass(frozen=True)
class Round:
    """An epoch: what comes in, by which weights it is shared, who claims and in which order."""

    deposits: list[int]
    weights: list[int]
    points: int
    claims: list[int]


ROUNDS = st.lists(
    st.builds(
        Round,
        deposits=st.lists(st.integers(1, 50 * TON), min_size=1, max_size=3),
        weights=st.lists(st.integers(0, 10_000), min_size=4, max_size=4),
        points=st.integers(0, 10_000),
        claims=st.lists(st.integers(0, 3), max_size=5),
    ),
    min_size=1,
    max_size=3,
)


def _play(world: RevenueWorld, one: Round, earned: list[int], owners: list[Address]) -> None:
    """Play one epoch: deposits, shares by weight rounded down, claims."""
    order = revenue.set_platform(world.platform.address, one.points)
    assert all_well(world.admin.send(world.at, order))
    was = world.books().for_partners
    for amount in one.deposits:
        assert world.deposit(amount)[0].succeeded
    pool = world.books().for_partners - was
    expected = sum(amount - revenue.platform_part(amount, one.points) for amount in one.deposits)
    assert pool == expected
    whole = sum(one.weights)
    for number, weight in enumerate(one.weights):
        earned[number] += pool * weight // whole if whole else 0
    world.in_force({owner: sum_ for owner, sum_ in zip(owners, earned, strict=True) if sum_})
    for number in one.claims:
        _claim(world, owners[number], earned[number])


def _claim(world: RevenueWorld, owner: Address, earned: int) -> None:
    """Push a claim: it pays exactly what is missing, or is refused where nothing is."""
    if not earned:
        return
    missing = earned - world.paid(owner)
    traces = world.claim(owner)
    assert refusal(traces) == (None if missing else revenue.NOTHING_DUE)
    assert world.paid(owner) == earned


def _held(rounds: list[Round]) -> None:
    """Play all rounds, then claim all that is left, and look at the books."""
    world = RevenueWorld()
    owners = [world.partner(name).address for name in NAMES]
    earned = [0] * len(NAMES)
    for one in rounds:
        _play(world, one, earned, owners)
        assert world.is_sound()
    for owner, amount in zip(owners, earned, strict=True):
        _claim(world, owner, amount)
        assert world.paid(owner) == amount
    books = world.books()
    assert books.paid == sum(earned) <= books.for_partners <= books.received
    due = world.platform_books().due
    if due:
        taken = world.platform.send(world.at, revenue.take_platform_share(due))
        assert all_well(taken)
    assert world.is_sound()


def test_each_partner_gets_its_floor_and_no_more_goes_out_than_came_in(full: bool) -> None:
    """Deposits, weights, parts and orders of claims as they come."""
    play = given(ROUNDS)(_held)
    settings(
        max_examples=FULL if full else SAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )(play)()
