"""What a member's own wallet sends for him, as TON Connect takes it."""

import base64
from typing import Final

from contracts.ton.addresses import friendly
from contracts.ton.jetton import Transfer, wallet_address
from contracts.ton.reading import address_of, core_address
from contracts.ton.redemption_manager import REWARD_CUSTODY, payload
from contracts.ton.seen import Address
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.network import MAINNET
from hub.web.chain_shapes import MessageReply

BACK_FORWARD_NANOTONS: Final = 60_000_000
"""What RedemptionManager must be brought to serve a return at once: get_redemptions asked for 0.036
TON at the dearest prices there were. It sends back what it does not use."""
BACK_NANOTONS: Final = 150_000_000
"""With the order to the jetton wallet: the above, and the way there."""


def back_message(deployment: Deployment, wallet: str, points: int, number: int) -> MessageReply:
    """Return the message by which *wallet* sends so many jettons back to custody.

    The *number* is that transfer's own, by which it is found again.
    """
    owner = core_address(Address(wallet))
    manager = core_address(deployment.contracts[Contract.REDEMPTION].address)
    token = core_address(deployment.contracts[Contract.LOYALTY].address)
    place = address_of(wallet_address(owner, token, manager if deployment.locked else None))
    assert place is not None, "jetton wallets are on the basechain"
    asked = Transfer(
        points, manager, owner, BACK_FORWARD_NANOTONS, payload(REWARD_CUSTODY, number), number
    )
    return MessageReply(
        address=friendly(place, test_network=deployment.network != MAINNET),
        amount=str(BACK_NANOTONS),
        payload=base64.b64encode(asked.body().to_boc()).decode(),
    )
