"""Messages, state and get-methods of LoyaltyToken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.tlb.account import StateInit

from contracts.ton.cells import builder, message, opt
from contracts.ton.codes import Name, code

MINT: Final = 0x15
CHANGE_ADMIN: Final = 3
CHANGE_CONTENT: Final = 4
PROVIDE_WALLET_ADDRESS: Final = 0x2C76B973
TAKE_WALLET_ADDRESS: Final = 0xD1735400
SET_SETTLER: Final = 0x0C000001
SET_ROOT: Final = 0x0C000002
CLAIM: Final = 0x0C000003
VETO: Final = 0x0C000005
CLAIM_ADMIN: Final = 0x0C000006
PROPOSE_UPGRADE: Final = 0x0C000007
APPLY_UPGRADE: Final = 0x0C000008
CANCEL_UPGRADE: Final = 0x0C000009

NOT_ADMIN: Final = 73
NOT_OUR_WALLET_BURNS: Final = 74
DISCOVERY_FEE: Final = 75
MINT_HAS_ENDED: Final = 1000
NOT_THE_SETTLER: Final = 1001
NOT_THE_NEXT_EPOCH: Final = 1002
NO_SETTLEMENT: Final = 1003
PLAIN_SUPPLY_LEFT: Final = 1004
GROWS_TOO_MUCH: Final = 1006
TOO_SOON: Final = 1007
TIME_TOO_LONG: Final = 1008
TOO_LATE_TO_VETO: Final = 1009
NOT_THAT_EPOCH: Final = 1010
NOT_THE_PENDING_ADMIN: Final = 1012
AN_UPGRADE_IS_PENDING: Final = 1013
NO_UPGRADE_IS_PENDING: Final = 1014
UPGRADE_BEFORE_ITS_TIME: Final = 1015
DATA_WHILE_A_SETTLER_IS_SET: Final = 1016
DATA_SAYS_ANOTHER_SUPPLY: Final = 1017
PROOF_ORDINARY_CELL: Final = 1500
PROOF_OTHER_KIND: Final = 1501
PROOF_OTHER_ROOT: Final = 1502
PROOF_ABSENT_ADDRESS: Final = 1503
PROOF_WORKCHAIN: Final = 1504

LONGEST_TIME: Final = 30 * 24 * 3600
"""Seconds: the longest interval or delay that SetSettler takes."""
UPGRADE_DELAY: Final = 7 * 24 * 3600
"""Seconds, where the deployment says nothing else."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch states."""

    epoch: int
    root: bytes
    issued: int
    custody: int
    sum_root: bytes
    block: int

    def figures(self) -> Any:
        """Return a cell with what the token keeps."""
        figures = builder().store_uint(self.epoch, 32).store_bytes(self.root)
        figures.store_coins(self.issued).store_coins(self.custody)
        return figures.store_bytes(self.sum_root).store_uint(self.block, 64).end_cell()


NOTHING_STATED: Final = Epoch(0, bytes(32), 0, 0, bytes(32), 0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the settler may state: how much more an epoch, how often, and from when it counts."""

    settler: Address | None
    growth_cap: int
    least_interval: int
    delay: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What get_settlement says."""

    bounds: Bounds
    stated: Epoch
    matures_at: int
    """From when on it can be claimed from, and no longer vetoed."""
    claimable_epoch: int
    claimable_root: bytes


@dataclass(frozen=True, slots=True)
class Roles:
    """What get_roles says."""

    admin: Address
    pending_admin: Address | None
    redemption_manager: Address | None
    upgrade_delay: int
    upgrade_not_before: int
    upgrade_code_hash: bytes


@dataclass(frozen=True, slots=True)
class JettonData:
    """What get_jetton_data says."""

    total_supply: int
    mintable: bool
    admin: Address
    content: Any
    wallet_code: Any


@dataclass(frozen=True, slots=True)
class Founding:
    """How a token begins."""

    admin: Address
    content: Any
    bounds: Bounds | None = None
    """None: a plain jetton, until its admin names a settler."""
    redemption_manager: Address | None = None
    """Given: wallets are locked ones, which pay only this account. Needs bounds."""
    upgrade_delay: int = UPGRADE_DELAY
    wallet_code: Any = field(default=None)
    """Of another wallet than ours: for tests."""

    def init(self) -> StateInit:
        """Return code and data."""
        return StateInit(code=code("loyalty_token").cell, data=self.data())

    def data(self) -> Any:
        """Return the token's first state."""
        if self.bounds is None:
            data = builder().store_coins(0).store_address(self.admin)
            return data.store_ref(self.content).store_ref(self._wallet_code()).end_cell()
        seldom = builder().store_ref(self.content).store_address(None)
        seldom.store_address(self.redemption_manager).store_uint(self.upgrade_delay, 32)
        nothing = builder().store_uint(0, 32).store_cell(NOTHING_STATED.figures()).end_cell()
        data = builder().store_coins(0).store_cell(_bounds(self.bounds))
        data.store_bit_int(int(self.redemption_manager is not None)).store_address(self.admin)
        data.store_ref(nothing).store_ref(nothing).store_ref(seldom.store_bit_int(0).end_cell())
        return data.store_ref(self._wallet_code()).end_cell()

    def _wallet_code(self) -> Any:
        locked: Name = "jetton_wallet_locked"
        name = locked if self.redemption_manager is not None else "jetton_wallet_open"
        return self.wallet_code or code(name).cell


def _bounds(bounds: Bounds) -> Any:
    written = builder().store_address(bounds.settler).store_coins(bounds.growth_cap)
    return written.store_uint(bounds.least_interval, 32).store_uint(bounds.delay, 32).end_cell()


def mint(to: Address, ton_amount: int, transfer: Any, *, query_id: int = 0) -> Any:
    """Return the admin's order to mint: *transfer* is the InternalTransfer's body."""
    asked = message(MINT, query_id).store_address(to).store_coins(ton_amount)
    return asked.store_ref(transfer).end_cell()


def change_admin(new: Address, *, query_id: int = 0) -> Any:
    """Return the order to hand over: at once on a plain jetton, in two steps with settlement."""
    return message(CHANGE_ADMIN, query_id).store_address(new).end_cell()


def claim_admin(query_id: int = 0) -> Any:
    """Return what the next admin says to become it."""
    return message(CLAIM_ADMIN, query_id).end_cell()


def change_content(content: Any, *, query_id: int = 0) -> Any:
    """Return the order to show other metadata (TEP-64)."""
    return message(CHANGE_CONTENT, query_id).store_ref(content).end_cell()


def set_settler(bounds: Bounds, *, query_id: int = 0) -> Any:
    """Return the admin's order that names the settler and his bounds."""
    return message(SET_SETTLER, query_id).store_cell(_bounds(bounds)).end_cell()


def set_root(epoch: Epoch, *, query_id: int = 0) -> Any:
    """Return the settler's statement of an epoch."""
    return message(SET_ROOT, query_id).store_cell(epoch.figures()).end_cell()


def claim(owner: Address, proof: Any, *, query_id: int = 0) -> Any:
    """Return a claim: anybody may push anybody's."""
    return message(CLAIM, query_id).store_address(owner).store_ref(proof).end_cell()


def veto(epoch: int, *, query_id: int = 0) -> Any:
    """Return the admin's veto of the newest epoch, before its delay is over."""
    return message(VETO, query_id).store_uint(epoch, 32).end_cell()


def propose_upgrade(new_code: Any, data: Any = None, *, query_id: int = 0) -> Any:
    """Return the admin's proposal of new code, which the delay shows to everybody."""
    asked = message(PROPOSE_UPGRADE, query_id).store_ref(new_code)
    return asked.store_maybe_ref(data).end_cell()


def apply_upgrade(query_id: int = 0) -> Any:
    """Return the order to put the proposed code in force."""
    return message(APPLY_UPGRADE, query_id).end_cell()


def cancel_upgrade(query_id: int = 0) -> Any:
    """Return the order to take the proposal back."""
    return message(CANCEL_UPGRADE, query_id).end_cell()


def provide_wallet_address(owner: Address, *, include: bool = False, query_id: int = 0) -> Any:
    """Return TEP-89's question for an owner's wallet."""
    asked = message(PROVIDE_WALLET_ADDRESS, query_id).store_address(owner)
    return asked.store_bit_int(int(include)).end_cell()


def read_jetton_data(stack: Sequence[Any]) -> JettonData:
    """Return what get_jetton_data left on the stack."""
    supply, mintable, admin, content, wallet_code = stack
    return JettonData(supply, bool(mintable), admin.load_address(), content, wallet_code)


def read_settlement(stack: Sequence[Any]) -> Settlement:
    """Return what get_settlement left on the stack."""
    settler, *numbers = stack
    cap, interval, delay, epoch, root, issued, custody, sum_root, block, matures_at, *claimable = (
        numbers
    )
    return Settlement(
        Bounds(opt(settler), cap, interval, delay),
        Epoch(epoch, _hash(root), issued, custody, _hash(sum_root), block),
        matures_at,
        claimable[0],
        _hash(claimable[1]),
    )


def read_roles(stack: Sequence[Any]) -> Roles:
    """Return what get_roles left on the stack."""
    admin, pending, manager, delay, not_before, code_hash = stack
    return Roles(
        admin.load_address(), opt(pending), opt(manager), delay, not_before, _hash(code_hash)
    )


def _hash(number: int) -> bytes:
    return number.to_bytes(32, "big")
