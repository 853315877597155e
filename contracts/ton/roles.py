"""Who may do what with our contracts: the admin's two steps, the delayed upgrade, the settler.

The token keeps its roles in its own way; the other three contracts keep them like this. The
messages are the same everywhere, so those that the token's module builds serve for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytoniq_core.boc.address import Address

from contracts.ton.cells import builder, message, opt

NAME_SETTLER: Final = 0x0C00000B

NOT_ADMIN: Final = 1550
NOT_PENDING_ADMIN: Final = 1551
NO_UPGRADE: Final = 1552
UPGRADE_TOO_EARLY: Final = 1553
NOT_BASECHAIN: Final = 1554
TOO_LITTLE_TON: Final = 1555
NOT_SETTLER: Final = 1556
UPGRADE_PENDING: Final = 1557
UNKNOWN_OPERATION: Final = 0xFFFF

UPGRADE_DELAY: Final = 7 * 24 * 3600
"""Seconds, where the deployment says nothing else: a week for everybody to see what is coming."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What get_roles says."""

    admin: Address
    pending_admin: Address | None
    upgrade_delay: int
    upgrade_not_before: int
    """When the proposed code may come; 0 where none is proposed."""
    upgrade_code_hash: bytes


def first_roles(admin: Address, upgrade_delay: int = UPGRADE_DELAY) -> Any:
    """Return the cell of a new contract's roles."""
    roles = builder().store_address(admin).store_address(None).store_uint(upgrade_delay, 32)
    return roles.store_bit_int(0).end_cell()


def name_settler(settler: Address | None, *, query_id: int = 0) -> Any:
    """Return the admin's order that names the settler, or nobody."""
    return message(NAME_SETTLER, query_id).store_address(settler).end_cell()


def read_roles(stack: Sequence[Any]) -> Roles:
    """Return what get_roles left on the stack."""
    admin, pending, delay, not_before, code_hash = stack
    return Roles(
        admin.load_address(), opt(pending), delay, not_before, code_hash.to_bytes(32, "big")
    )
