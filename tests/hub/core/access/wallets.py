"""Wallets for tests: published proofs, and wallets of our own that sign what we like."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytoniq_core
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.core.access.wallet_proof import Network, WalletProof, signed_text

_FILE: Final = Path(__file__).with_name("wallet_vectors.json")
_V3R2: Final = bytes.fromhex(
    "deff0020dd2082014c97ba218201339cbab19f71b0ed44d0d31fd31f31d70bffe304e0a4f2608308d71820d31f"
    "d31fd31ff82313bbf263ed44d0d31fd31fd3ffd15132baf2a15144baf2a204f901541055f910f2a3f8009320d7"
    "4a96d307d402fb00e8d101a4c8cb1fcb1fcbffc9ed54"
)
"""The code of a v3r2 wallet, the second byte of the cell's head before it."""


@dataclass(frozen=True)
class Published:
    """A proof that somebody published."""

    name: str
    proof: WalletProof


def published_proofs() -> list[Published]:
    """Return the published proofs of real wallets."""
    found = json.loads(_FILE.read_text())["proofs"]
    return [Published(it.pop("name"), WalletProof(**it)) for it in found]


class TestWallet:
    """A v3r2 wallet of our own."""

    __test__ = False

    def __init__(self, seed: int = 1, network: Network = Network.TESTNET) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32, "big"))
        self.public_key = self._key.public_key().public_bytes_raw()
        self.network = network
        self.state = state_of(code_cell(), data_cell(self.public_key))
        self.account: bytes = self.state.hash
        self.address = f"0:{self.account.hex()}"

    def prove(self, payload: str, domain: str, at: int) -> WalletProof:
        """Return the proof that this wallet signs."""
        said = signed_text(0, self.account, domain, at, payload)
        return WalletProof(
            address=self.address,
            network=self.network,
            public_key=self.public_key.hex(),
            state_init=boc_of(self.state),
            timestamp=at,
            domain=domain,
            domain_length=len(domain.encode()),
            payload=payload,
            signature=base64.b64encode(self._key.sign(said)).decode(),
        )


def new_cell() -> Any:
    """Begin a cell with pytoniq-core, which has no types."""
    return pytoniq_core.begin_cell()  # type: ignore[no-untyped-call]  # see above


def code_cell() -> Any:
    """Return the code of a v3r2 wallet."""
    return new_cell().store_bytes(_V3R2[1:]).end_cell()


def data_cell(public_key: bytes) -> Any:
    """Return the data of a new v3r2 wallet: seqno, subwallet, key."""
    made = new_cell().store_uint(0, 32).store_uint(698983191, 32)
    return made.store_bytes(public_key).end_cell()


def state_of(code: Any, data: Any) -> Any:
    """Return the initial state of a wallet."""
    return new_cell().store_bits("00110").store_ref(code).store_ref(data).end_cell()


def boc_of(cell: Any) -> str:
    """Return the bag of cells with this root, in base64."""
    return base64.b64encode(cell.to_boc()).decode()
