"""The ledger's accounts: whose they are and what they hold; their ids need no lookup."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

AccountId = NewType("AccountId", int)


class AccountKind(IntEnum):
    """What an account holds; the number is part of the account's id and never changes."""

    CONFIRMED = 1
    """Of a member: points whose sale the till has handed in, free to spend."""
    UNCONFIRMED = 2
    """Of a member: points claimed before their accrual came, and bonuses that have not vested."""
    HELD = 3
    """Of a member: points behind vouchers that are not yet redeemed."""
    CHAIN = 4
    """Of a member: points that left for his own wallet."""
    ISSUED = 5
    """Of a partner, owed to members: zero or below."""
    REDEEMED = 6
    """Of a partner: points taken at its tills, owed to it by the others."""
    COMMISSION = 7
    """Of a partner: the programme's share of what it issued."""
    BREAKAGE = 8
    """Of a partner: its points that expired."""
    SHORTFALL = 9
    """Of a partner: what a late reversal could not take back; zero or below, bounded."""


MEMBER_KINDS = (
    AccountKind.CONFIRMED, AccountKind.UNCONFIRMED, AccountKind.HELD, AccountKind.CHAIN,
)  # fmt: skip
PARTNER_KINDS = (
    AccountKind.ISSUED, AccountKind.REDEEMED, AccountKind.COMMISSION, AccountKind.BREAKAGE,
    AccountKind.SHORTFALL,
)  # fmt: skip
LIVE_KINDS = (*MEMBER_KINDS, AccountKind.SHORTFALL)
"""Their balances move with each transfer and have a floor; the others' move with each block."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a member or a partner."""

    kind: AccountKind
    owner: int
    """The member's or the partner's id, from 1."""

    @property
    def id(self) -> AccountId:
        """Return the account's id: owner and kind in one number."""
        return AccountId(self.owner << 4 | self.kind)


def account_of(number: AccountId) -> Account:
    """Return the account that *number* names."""
    return Account(AccountKind(number & 15), number >> 4)


def is_live(number: AccountId) -> bool:
    """Tell whether the balance of the account that *number* names moves with each transfer."""
    return (number & 15) in LIVE_KINDS
