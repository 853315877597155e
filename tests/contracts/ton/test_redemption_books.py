"""Whatever members send and in whatever order: every jetton is somewhere, burned only if served."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.ton import redemption_manager as manager
from contracts.ton.redemption_manager import Redeemed
from tests.contracts.ton.asking import all_well
from tests.contracts.ton.redemption_world import CAKE, NONCE, PRICE, RedemptionWorld

GIVEN = 10_000
SAMPLES = 8
"""On the WASM executor; `--full` runs more."""
FULL = 150


@dataclass(frozen=True)
class Paid:
    """A transfer to the manager: how much, what for, and with how much TON."""

    amount: int
    reward: int
    ton: float
    """Of what it needs; 0: no notification at all."""


STEPS = st.lists(
    st.one_of(
        st.builds(
            Paid,
            amount=st.sampled_from([1, PRICE - 1, PRICE, PRICE, 2 * PRICE]),
            reward=st.sampled_from([0, CAKE, CAKE, 9]),
            ton=st.sampled_from([0, 0.7, 1, 1, 2]),
        ),
        st.sampled_from(["take back", "stock", "no stock", "price", "phantom", "burn again"]),
    ),
    max_size=8,
)


def _step(world: RedemptionWorld, step: Paid | str) -> None:
    """Do one thing."""
    if isinstance(step, Paid):
        forward = int(step.ton * world.needs())
        world.pay(step.amount, manager.payload(step.reward, NONCE), forward=forward)
    elif step == "take back":
        world.member.send(world.manager, manager.take_back())
    elif step == "burn again":
        world.stranger.send(world.manager, manager.burn_again())
    elif step == "phantom":
        world.phantom(PRICE, manager.payload(CAKE, NONCE))
    else:
        price, stock = {"stock": (PRICE, 2), "no stock": (PRICE, 0), "price": (1, 2)}[step]
        world.admin.send(world.manager, manager.set_reward(CAKE, price, stock))


def _held(steps: list[Paid | str]) -> None:
    """Do all steps; after each, look for every jetton."""
    world = RedemptionWorld()
    world.give(GIVEN)
    rent = world.chain.account(world.manager).balance
    for step in steps:
        _step(world, step)
        supply = world.supply()
        assert world.jettons() + world.jettons(world.manager) == supply
        served = sum(log.amount for log in world.logs() if isinstance(log, Redeemed))
        assert GIVEN - supply == served - world.seen().unburned, "burned is what was served"
        assert world.chain.account(world.manager).balance >= rent, "nobody spends the rent"
    world.member.send(world.manager, manager.take_back())
    left = world.jettons(world.manager)
    if left and not world.seen().unburned:
        home = manager.send_stray(world.member.address, left)
        assert all_well(world.admin.send(world.manager, home))
        assert world.jettons() == world.supply()


def test_every_jetton_is_somewhere(full: bool) -> None:
    """Served, sent back, held, stray: the sums hold after every step."""
    play = given(STEPS)(_held)
    settings(
        max_examples=FULL if full else SAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )(play)()
