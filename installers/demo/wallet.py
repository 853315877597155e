"""The wallet on the demo's member's phone: a key, an address, and what it signs to prove itself."""

import base64
import secrets
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytoniq.contract.wallets.wallet_v5 import WALLET_V5_R1_CODE

from contracts.ton.addresses import account_id, basechain, friendly
from contracts.ton.external import state_init
from contracts.ton.reading import boc_of
from contracts.ton.wallets import v5_data, v5_wallet_id
from hub.core.access.wallet_proof import Network, signed_text

NETWORK: Final = Network.TESTNET
"""What the wallets of a local chain say."""


class PhoneWallet:
    """A wallet 5 that is not on chain yet: jettons come to it all the same."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secrets.token_bytes(32))
        self._public = self._key.public_key().public_bytes_raw()
        wallet_id = v5_wallet_id(int(NETWORK.value))
        self._state: Any = state_init(WALLET_V5_R1_CODE, v5_data(self._public, wallet_id))
        self.address = basechain(bytes(self._state.serialize().hash))

    @property
    def shown(self) -> str:
        """Return the address as the wallet shows it."""
        return friendly(self.address, bounceable=False, test_network=True)

    def proof(self, payload: str, domain: str, now: int) -> dict[str, Any]:
        """Return `ton_proof` over the hub's challenge, as TON Connect hands it over."""
        said = signed_text(0, account_id(self.address), domain, now, payload)
        return {
            "address": self.address,
            "network": NETWORK.value,
            "public_key": self._public.hex(),
            "proof": {
                "timestamp": now,
                "domain": {"value": domain, "lengthBytes": len(domain.encode())},
                "signature": base64.b64encode(self._key.sign(said)).decode(),
                "payload": payload,
                "state_init": base64.b64encode(boc_of(self._state.serialize())).decode(),
            },
        }
