"""Messages, state and get-methods of RevenueDistribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.tlb.account import StateInit

from contracts.ton.cells import OPERATION_BITS, builder, message, opt
from contracts.ton.codes import code
from contracts.ton.roles import UPGRADE_DELAY, first_roles

DEPOSIT: Final = 0x0C000401
SET_SHARES: Final = 0x0C000402
CLAIM_SHARE: Final = 0x0C000403
SHARE: Final = 0x0C000404
TAKE_PLATFORM_SHARE: Final = 0x0C000405
PLATFORM_SHARE: Final = 0x0C000406
SET_PLATFORM: Final = 0x0C000407

AMOUNT_ZERO: Final = 1400
NOT_NEXT_EPOCH: Final = 1401
TOTAL_SHRINKS: Final = 1402
MORE_THAN_CAME_IN: Final = 1403
NOT_MATURED: Final = 1404
NOTHING_DUE: Final = 1405
MORE_THAN_STATED: Final = 1406
TOO_MANY_PARTNERS: Final = 1407
NOT_STATED_EPOCH: Final = 1408
ALREADY_MATURED: Final = 1409
NOT_PLATFORM: Final = 1410
MORE_THAN_PLATFORM_SHARE: Final = 1411
BASIS_POINTS_TOO_MANY: Final = 1412
RESERVE: Final = 1413
EMPTY_ROOT: Final = 1414

PARTNERS_MAX: Final = 1_000
BASIS_POINTS: Final = 10_000
CLAIM_DELAY: Final = 24 * 3600
"""Seconds, where the deployment says nothing else: a day for the admin's veto."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What one epoch states of partners' shares."""

    epoch: int
    root: bytes
    total: int
    """The sum of the leaves: nanotons ever earned by all partners."""
    at: int = 0
    """When the chain took it."""


@dataclass(frozen=True, slots=True)
class SharesView:
    """What get_shares says: the newest, and those that claims go by."""

    stated: Shares
    in_force: Shares


@dataclass(frozen=True, slots=True)
class RevenueView:
    """What get_revenue says, in nanotons."""

    received: int
    for_partners: int
    paid: int
    partners: int
    """That were ever paid."""
    most_partners: int
    settler: Address | None
    claim_delay: int


@dataclass(frozen=True, slots=True)
class PlatformView:
    """What get_platform says."""

    wallet: Address
    basis_points: int
    due: int
    taken: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What get_needs says: nanotons that must come with a message, and what never leaves."""

    deposit: int
    """Beside its amount."""
    claim: int
    platform: int
    reserve: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What goes out to a partner (with the epoch that owes it) or to the platform (epoch None)."""

    query_id: int
    amount: int
    epoch: int | None


@dataclass(frozen=True, slots=True)
class Founding:
    """How a revenue distribution begins."""

    admin: Address
    platform: Address
    basis_points: int
    settler: Address | None = None
    claim_delay: int = CLAIM_DELAY
    upgrade_delay: int = UPGRADE_DELAY

    def init(self) -> StateInit:
        """Return code and data."""
        platform = builder().store_address(self.platform).store_uint(self.basis_points, 16)
        nothing = builder().store_uint(0, 32).store_uint(0, 256).store_coins(0).store_uint(0, 32)
        stated = nothing.end_cell()
        history = builder().store_cell(stated).store_bit_int(0)
        data = builder().store_ref(first_roles(self.admin, self.upgrade_delay))
        data.store_ref(platform.store_coins(0).store_coins(0).end_cell()).store_ref(stated)
        data.store_address(self.settler).store_uint(self.claim_delay, 32)
        data.store_coins(0).store_coins(0).store_coins(0).store_uint(0, 16)
        data.store_ref(history.end_cell())
        return StateInit(code=code("revenue_distribution").cell, data=data.end_cell())


def deposit(amount: int, *, query_id: int = 0) -> Any:
    """Return what brings revenue: *amount* nanotons of the message's value."""
    return message(DEPOSIT, query_id).store_coins(amount).end_cell()


def set_shares(shares: Shares, *, query_id: int = 0) -> Any:
    """Return the settler's statement of an epoch."""
    asked = message(SET_SHARES, query_id).store_uint(shares.epoch, 32).store_bytes(shares.root)
    return asked.store_coins(shares.total).end_cell()


def claim_share(owner: Address, proof: Any, *, query_id: int = 0) -> Any:
    """Return a claim: anybody may push any partner's."""
    return message(CLAIM_SHARE, query_id).store_address(owner).store_ref(proof).end_cell()


def take_platform_share(amount: int, *, query_id: int = 0) -> Any:
    """Return the platform's request for what was set aside for it."""
    return message(TAKE_PLATFORM_SHARE, query_id).store_coins(amount).end_cell()


def set_platform(wallet: Address, basis_points: int, *, query_id: int = 0) -> Any:
    """Return the admin's order that sets the platform's wallet and its part from now on."""
    asked = message(SET_PLATFORM, query_id).store_address(wallet)
    return asked.store_uint(basis_points, 16).end_cell()


def platform_part(amount: int, basis_points: int) -> int:
    """Return what of a deposit is the platform's, rounded down as the contract does."""
    return amount * basis_points // BASIS_POINTS


def read_payment(body: Any) -> Payment | None:
    """Return what a payment says; None where the body is another message."""
    rest = body.begin_parse()
    if len(rest.bits) < OPERATION_BITS:
        return None
    operation = rest.load_uint(32)
    if operation not in (SHARE, PLATFORM_SHARE):
        return None
    query_id, amount = rest.load_uint(64), rest.load_coins()
    return Payment(query_id, amount, rest.load_uint(32) if operation == SHARE else None)


def read_shares(stack: Sequence[Any]) -> SharesView:
    """Return what get_shares left on the stack."""
    return SharesView(_shares(stack[:4]), _shares(stack[4:]))


def read_revenue(stack: Sequence[Any]) -> RevenueView:
    """Return what get_revenue left on the stack."""
    received, for_partners, paid, partners, most, settler, delay = stack
    return RevenueView(received, for_partners, paid, partners, most, opt(settler), delay)


def read_platform(stack: Sequence[Any]) -> PlatformView:
    """Return what get_platform left on the stack."""
    wallet, basis_points, due, taken = stack
    return PlatformView(wallet.load_address(), basis_points, due, taken)


def read_needs(stack: Sequence[Any]) -> Needs:
    """Return what get_needs left on the stack."""
    return Needs(*stack)


def _shares(numbers: Sequence[Any]) -> Shares:
    epoch, root, total, at = numbers
    return Shares(epoch, root.to_bytes(32, "big"), total, at)
