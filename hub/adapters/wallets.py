"""The wallet ports over Ed25519 seeds: wallet 5 for settling, highload 3 for sponsored claims."""

from collections.abc import Sequence
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytoniq.contract.wallets.highload_v3 import HIGHLOAD_V3_WALLET_CODE
from pytoniq.contract.wallets.wallet_v5 import WALLET_V5_R1_CODE

from contracts.ton import wallets
from contracts.ton.addresses import basechain
from contracts.ton.external import external, normalized_hash, read_state_init, state_init
from contracts.ton.query_ids import is_query_id
from contracts.ton.reading import MalformedCells, boc_of, cell_of, core_address, reading
from contracts.ton.seen import Address
from hub.core.ports.chain import LARGEST_MESSAGE
from hub.core.ports.wallets import Order, Signed, WalletMistake

GLOBAL_IDS: Final = {"mainnet": -239, "testnet": -3, "local": -7_117}
"""What a wallet's id holds of its network; the local chain's is our own, so that what is signed
there is void elsewhere."""
WINDOW: Final = 3600
"""Seconds in which a sponsored message can happen: an hour of a network's bad day."""
SELF_VALUE: Final = 50_000_000
"""NanoTON that the highload wallet sends to itself for gas, and gets back: thirty times the gas
of 250 messages at the prices before May 2026."""
FEE_OF_ONE: Final = 10_000_000
"""NanoTON that sending one message with a proof of a kilobyte costs at most, at those prices."""
SEED_SIZE: Final = 32
_LATEST: Final = (1 << 32) - 1
_MOST_VALUE: Final = 10**18
"""NanoTON of one order: a fifth of all TON."""


class _Wallet:
    """A key, a code and data: what the two wallets share."""

    def __init__(self, seed: bytes, code: Any, expected: bytes) -> None:
        if len(seed) != SEED_SIZE:
            raise WalletMistake(f"a key's seed has {SEED_SIZE} bytes")
        if bytes(code.hash) != expected:
            raise WalletMistake("the library's wallet code is not the published one")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._code = code
        self.public_key: bytes = self._key.public_key().public_bytes_raw()

    def _settle(self, data: Any) -> None:
        self._init = state_init(self._code, data)
        self.address: Address = basechain(bytes(self._init.serialize().hash))

    def _external(self, body: Any, void_after: int, *, deploy: bool) -> Signed:
        init = self._init if deploy else None
        boc = boc_of(external(core_address(self.address), body, init))
        if len(boc) > LARGEST_MESSAGE:
            raise WalletMistake(f"a message of {len(boc)} bytes: at most {LARGEST_MESSAGE} go out")
        return Signed(boc, normalized_hash(boc), void_after)


class SettlerWallet(_Wallet):
    """Wallet 5, revision 1."""

    def __init__(self, seed: bytes, network: str) -> None:
        super().__init__(seed, WALLET_V5_R1_CODE, wallets.V5_CODE_HASH)
        self._id = wallets.v5_wallet_id(GLOBAL_IDS[network])
        self._settle(wallets.v5_data(self.public_key, self._id))

    def sign(self, orders: Sequence[Order], *, seqno: int, valid_until: int) -> Signed:
        """Return the message number *seqno*, void after *valid_until*."""
        if not 0 <= seqno <= _LATEST or not 0 < valid_until < _LATEST:
            raise WalletMistake("a number or a time that does not fit")
        unsigned = wallets.v5_unsigned(
            self._id, seqno, valid_until, _messages(orders, wallets.V5_MOST_ORDERS)
        )
        body = wallets.v5_body(unsigned, self._key.sign(unsigned.hash))
        return self._external(body, valid_until, deploy=seqno == 0)


class SponsorWallet(_Wallet):
    """The highload wallet, version 3."""

    def __init__(self, seed: bytes, window: int = WINDOW) -> None:
        super().__init__(seed, HIGHLOAD_V3_WALLET_CODE, wallets.HIGHLOAD_CODE_HASH)
        if not wallets.SHORTEST_WINDOW <= window <= wallets.LONGEST_WINDOW:
            raise WalletMistake("a window that the wallet cannot hold")
        self.window = window
        self._settle(wallets.highload_data(self.public_key, window))

    def sign(
        self, orders: Sequence[Order], *, query_id: int, created_at: int, deploy: bool = False
    ) -> Signed:
        """Return the message under *query_id*; the wallet takes it for `window` seconds."""
        if not is_query_id(query_id):
            raise WalletMistake("no query id: its place must be under 1023")
        if not 0 < created_at < _LATEST:
            raise WalletMistake("a time that does not fit")
        if not orders or any(order.init is not None for order in orders):
            raise WalletMistake("this wallet sends at least one message, and deploys nothing")
        packed = wallets.highload_pack(query_id, _messages(orders, wallets.HIGHLOAD_MOST_ORDERS))
        inner = wallets.internal(core_address(self.address), SELF_VALUE, packed)
        unsigned = wallets.highload_unsigned(inner, query_id, created_at, self.window)
        body = wallets.highload_body(unsigned, self._key.sign(unsigned.hash))
        return self._external(body, created_at + self.window, deploy=deploy)

    def needs(self, orders: Sequence[Order]) -> int:
        """Return the nanoTON that the wallet must hold so that nothing of *orders* is left out."""
        return SELF_VALUE + sum(order.value + FEE_OF_ONE for order in orders)


def _messages(orders: Sequence[Order], most: int) -> list[Any]:
    if len(orders) > most:
        raise WalletMistake(f"at most {most} messages at once, not {len(orders)}")
    return [_message(order) for order in orders]


def _message(order: Order) -> Any:
    if not 0 <= order.value <= _MOST_VALUE:
        raise WalletMistake("a value that nobody has")
    try:
        with reading("an order"):
            return _internal(order)
    except MalformedCells as error:
        raise WalletMistake("an order whose address or cells are malformed") from error


def _internal(order: Order) -> Any:
    init = read_state_init(order.init) if order.init is not None else None
    return wallets.internal(
        core_address(order.target),
        order.value,
        cell_of(order.body),
        bounce=order.bounce,
        init=init,
    )
