"""What a member's wallet is asked to send: enough for the contracts, at any prices so far."""

import pytest

from contracts.ton import jetton, redemption_manager
from hub.localchain.prices import Prices
from hub.web.wallet_messages import BACK_FORWARD_NANOTONS, BACK_NANOTONS
from tests.contracts.ton.redemption_world import RedemptionWorld


@pytest.mark.parametrize("prices", ["new", "old"])
def test_what_goes_along_with_a_return_is_enough(prices: Prices) -> None:
    """RedemptionManager serves it at once, and nothing is held there for want of TON."""
    world = RedemptionWorld(prices)
    assert world.needs() <= BACK_FORWARD_NANOTONS < BACK_NANOTONS
    world.give(100)
    payload = redemption_manager.payload(redemption_manager.REWARD_CUSTODY, 7)
    own = world.member.address
    asked = jetton.Transfer(100, world.manager, own, BACK_FORWARD_NANOTONS, payload, 7)
    place = jetton.wallet_address(own, world.token)
    world.member.send(place, asked.body(), value=BACK_NANOTONS)
    assert (world.jettons(), world.held()) == (0, 0)
