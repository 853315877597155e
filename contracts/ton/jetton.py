"""Messages and states of TEP-74's jettons (our wallets, and a token without settlement)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.tlb.account import StateInit

from contracts.ton.cells import OPERATION_BITS, account_of, builder, message
from contracts.ton.codes import code

TRANSFER: Final = 0x0F8A7EA5
TRANSFER_NOTIFICATION: Final = 0x7362D09C
INTERNAL_TRANSFER: Final = 0x178D4519
EXCESSES: Final = 0xD53276DB
BURN: Final = 0x595F07BC
BURN_NOTIFICATION: Final = 0x7BDD97DE
CLAIM_CREDIT: Final = 0x0C000004
TOP_UP: Final = 0xD372158C

WRONG_WORKCHAIN: Final = 333
NOT_OWNER: Final = 705
NOT_ENOUGH_JETTONS: Final = 706
NOT_OUR_WALLET: Final = 707
BAD_PAYLOAD: Final = 708
NOT_ENOUGH_TON: Final = 709
UNKNOWN_MESSAGE: Final = 0xFFFF
LOCKED: Final = 1100
NOT_THE_TOKEN: Final = 1101

CLAIMED_BITS: Final = 128
_ADDRESS_BITS: Final = 267


def claimed_in(data: Any) -> int:
    """Return what a wallet with this *data* has claimed in all: it stands last, or not at all."""
    rest = data.begin_parse()
    rest.load_coins()
    rest.load_address()
    rest.load_address()
    if len(rest.bits) >= _ADDRESS_BITS:
        rest.load_address()  # A locked wallet's redemption manager.
    return int(rest.load_uint(CLAIMED_BITS)) if len(rest.bits) else 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """What an owner asks of his wallet."""

    amount: int
    to: Address
    excesses_to: Address | None = None
    forward_ton: int = 0
    payload: Any = None
    """A cell that goes on by reference; None: an empty payload in place."""
    query_id: int = 0

    def body(self) -> Any:
        """Return the message's body."""
        asked = message(TRANSFER, self.query_id).store_coins(self.amount).store_address(self.to)
        asked.store_address(self.excesses_to).store_bit_int(0).store_coins(self.forward_ton)
        return with_payload(asked, self.payload).end_cell()


@dataclass(frozen=True, slots=True)
class InternalTransfer:
    """What a wallet or the token sends to a wallet."""

    amount: int
    sender: Address | None = None
    excesses_to: Address | None = None
    forward_ton: int = 0
    payload: Any = None
    query_id: int = 0

    def body(self) -> Any:
        """Return the message's body."""
        paid = message(INTERNAL_TRANSFER, self.query_id).store_coins(self.amount)
        paid.store_address(self.sender).store_address(self.excesses_to)
        return with_payload(paid.store_coins(self.forward_ton), self.payload).end_cell()


@dataclass(frozen=True, slots=True)
class TransferNotification:
    """What a wallet tells its owner: these jettons came in."""

    query_id: int
    amount: int
    sender: Address | None
    payload: Any
    """A slice: the payload itself, wherever it stood."""


@dataclass(frozen=True, slots=True)
class WalletData:
    """What a wallet says of itself."""

    balance: int
    owner: Address
    minter: Address
    code: Any


def with_payload(into: Any, payload: Any) -> Any:
    """Add a forward payload: by reference where there is one."""
    if payload is None:
        return into.store_bit_int(0)
    return into.store_bit_int(1).store_ref(payload)


def burn(amount: int, *, excesses_to: Address | None = None, query_id: int = 0) -> Any:
    """Return an owner's request to burn."""
    asked = message(BURN, query_id).store_coins(amount).store_address(excesses_to)
    return asked.store_bit_int(0).end_cell()


def burn_notification(
    amount: int, owner: Address, *, excesses_to: Address | None = None, query_id: int = 0
) -> Any:
    """Return what a wallet tells the token about a burn."""
    said = message(BURN_NOTIFICATION, query_id).store_coins(amount)
    return said.store_address(owner).store_address(excesses_to).end_cell()


def claim_credit(cumulative: int, *, excesses_to: Address | None = None, query_id: int = 0) -> Any:
    """Return what the token tells a wallet about a claim."""
    said = message(CLAIM_CREDIT, query_id).store_coins(cumulative)
    return said.store_address(excesses_to).end_cell()


def transfer_notification(
    amount: int, sender: Address | None, *, payload: Any = None, query_id: int = 0
) -> Any:
    """Return what a wallet tells its owner about what came in."""
    said = message(TRANSFER_NOTIFICATION, query_id).store_coins(amount).store_address(sender)
    return with_payload(said, payload).end_cell()


def read_transfer_notification(body: Any) -> TransferNotification | None:
    """Return what a notification says; None where the body is another message."""
    rest = body.begin_parse()
    if len(rest.bits) < OPERATION_BITS or rest.load_uint(32) != TRANSFER_NOTIFICATION:
        return None
    query_id, amount, sender = rest.load_uint(64), rest.load_coins(), rest.load_address()
    payload = rest.load_ref().begin_parse() if rest.load_bit() else rest
    return TransferNotification(query_id, amount, sender, payload)


def excesses(query_id: int = 0) -> Any:
    """Return what is said with what was left of somebody's TON."""
    return message(EXCESSES, query_id).end_cell()


def top_up(query_id: int = 0) -> Any:
    """Return a message that only brings TON."""
    return message(TOP_UP, query_id).end_cell()


def open_wallet(owner: Address, minter: Address) -> StateInit:
    """Return how an open wallet begins."""
    data = builder().store_coins(0).store_address(owner).store_address(minter)
    return StateInit(code=code("jetton_wallet_open").cell, data=data.end_cell())


def locked_wallet(owner: Address, minter: Address, manager: Address) -> StateInit:
    """Return how a locked wallet begins: it pays *manager* only (and the manager's own anybody)."""
    data = builder().store_coins(0).store_address(owner).store_address(minter)
    data = data.store_address(manager).end_cell()
    return StateInit(code=code("jetton_wallet_locked").cell, data=data)


def wallet_address(owner: Address, minter: Address, manager: Address | None = None) -> Address:
    """Return the address of an owner's wallet: a locked one where there is a *manager*."""
    if manager is None:
        return account_of(open_wallet(owner, minter))
    return account_of(locked_wallet(owner, minter, manager))


def read_wallet_data(stack: Sequence[Any]) -> WalletData:
    """Return what get_wallet_data left on the stack."""
    balance, owner, minter, its_code = stack
    return WalletData(balance, owner.load_address(), minter.load_address(), its_code)
