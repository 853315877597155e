"""Messages, logs, state and get-methods of RedemptionManager."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.tlb.account import StateInit

from contracts.ton.cells import OPERATION_BITS, builder, message, opt
from contracts.ton.codes import code
from contracts.ton.roles import UPGRADE_DELAY, first_roles

SET_TOKEN: Final = 0x0C000301
SET_REWARD: Final = 0x0C000302
REMOVE_REWARD: Final = 0x0C000303
TAKE_BACK: Final = 0x0C000304
BURN_AGAIN: Final = 0x0C000305
SEND_STRAY: Final = 0x0C000306
REDEEMED: Final = 0x0C000101
REFUNDED: Final = 0x0C000102

NOT_OUR_WALLET: Final = 1300
TOKEN_ALREADY_SET: Final = 1301
REWARD_ZERO: Final = 1302
PRICE_ZERO: Final = 1303
CATALOGUE_FULL: Final = 1304
UNKNOWN_REWARD: Final = 1305
NOTHING_HELD: Final = 1306
NOTHING_UNBURNED: Final = 1307
TOKEN_NOT_SET: Final = 1308
AMOUNT_ZERO: Final = 1309

WHY_NO_PAYLOAD: Final = 1320
WHY_UNKNOWN_REWARD: Final = 1321
WHY_OUT_OF_STOCK: Final = 1322
WHY_NOT_THE_PRICE: Final = 1323
WHY_TOO_LITTLE_TON: Final = 1324

REWARD_CUSTODY: Final = 0
"""What is asked for when jettons go back to custody, whatever their amount."""
REWARDS_MAX: Final = 256
HELD_MAX: Final = 256


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A log: served, or taken back to custody (reward and price 0)."""

    query_id: int
    sender: Address
    amount: int
    reward: int
    nonce: int
    price: int


@dataclass(frozen=True, slots=True)
class Refunded:
    """A log: not served; on its way back, or held here for want of TON."""

    query_id: int
    sender: Address
    amount: int
    reward: int
    nonce: int
    why: int
    """One of the WHY_ numbers."""


@dataclass(frozen=True, slots=True)
class RewardView:
    """What get_reward says of one that is there."""

    price: int
    stock: int


@dataclass(frozen=True, slots=True)
class TokenView:
    """What get_token says once the token is set."""

    token: Address
    wallet: Address
    """The manager's own, where notifications come from."""
    code_hash: bytes
    locked: bool


@dataclass(frozen=True, slots=True)
class RedemptionsView:
    """What get_redemptions says."""

    rewards: int
    most_rewards: int
    held: int
    """Members for whom something is held."""
    most_held: int
    unburned: int
    needs: int
    """Nanotons that a transfer must forward to be served or sent back at once."""


@dataclass(frozen=True, slots=True)
class Founding:
    """How a redemption manager begins; the token comes by set_token, in the same message."""

    admin: Address
    upgrade_delay: int = UPGRADE_DELAY

    def init(self) -> StateInit:
        """Return code and data."""
        data = builder().store_ref(first_roles(self.admin, self.upgrade_delay))
        data.store_bit_int(0).store_address(None).store_uint(0, 16).store_uint(0, 16)
        data.store_coins(0).store_bit_int(0).store_bit_int(0)
        return StateInit(code=code("redemption_manager").cell, data=data.end_cell())


def payload(reward: int, nonce: int) -> Any:
    """Return a transfer's forward payload that says what it is for."""
    return builder().store_uint(reward, 32).store_uint(nonce, 64).end_cell()


def set_token(token: Address, wallet_code: Any, *, locked: bool, query_id: int = 0) -> Any:
    """Return the admin's word, once and for good, of which token is redeemed here."""
    asked = message(SET_TOKEN, query_id).store_address(token).store_ref(wallet_code)
    return asked.store_bit_int(int(locked)).end_cell()


def set_reward(reward: int, price: int, stock: int, *, query_id: int = 0) -> Any:
    """Return the admin's order that adds or changes a reward."""
    asked = message(SET_REWARD, query_id).store_uint(reward, 32).store_coins(price)
    return asked.store_uint(stock, 32).end_cell()


def remove_reward(reward: int, *, query_id: int = 0) -> Any:
    """Return the admin's order that takes a reward out."""
    return message(REMOVE_REWARD, query_id).store_uint(reward, 32).end_cell()


def take_back(query_id: int = 0) -> Any:
    """Return a member's request for what is held for it."""
    return message(TAKE_BACK, query_id).end_cell()


def burn_again(query_id: int = 0) -> Any:
    """Return the request, open to all, to burn what was served and came back."""
    return message(BURN_AGAIN, query_id).end_cell()


def send_stray(to: Address, amount: int, *, query_id: int = 0) -> Any:
    """Return the admin's order to send on jettons that nobody told the contract of."""
    asked = message(SEND_STRAY, query_id).store_address(to)
    return asked.store_coins(amount).end_cell()


def read_log(body: Any) -> Redeemed | Refunded | None:
    """Return what a log of the manager says; None where the body is another's."""
    rest = body.begin_parse()
    if len(rest.bits) < OPERATION_BITS:
        return None
    operation = rest.load_uint(32)
    if operation not in (REDEEMED, REFUNDED):
        return None
    query_id, sender, amount = rest.load_uint(64), rest.load_address(), rest.load_coins()
    reward, nonce = rest.load_uint(32), rest.load_uint(64)
    if operation == REDEEMED:
        return Redeemed(query_id, sender, amount, reward, nonce, rest.load_coins())
    return Refunded(query_id, sender, amount, reward, nonce, rest.load_uint(16))


def read_reward(stack: Sequence[Any]) -> RewardView | None:
    """Return what get_reward left on the stack; None where there is no such reward."""
    found, price, stock = stack
    return RewardView(price, stock) if found else None


def read_token(stack: Sequence[Any]) -> TokenView | None:
    """Return what get_token left on the stack; None before it is set."""
    token, wallet, code_hash, locked = stack
    its, own = opt(token), opt(wallet)
    if its is None or own is None:
        return None
    return TokenView(its, own, code_hash.to_bytes(32, "big"), bool(locked))


def read_redemptions(stack: Sequence[Any]) -> RedemptionsView:
    """Return what get_redemptions left on the stack."""
    return RedemptionsView(*stack)
