"""Who may do what with each contract, as its data says it. Pure records."""

from dataclasses import dataclass

from contracts.ton.seen import Address


@dataclass(frozen=True, slots=True)
class Offices:
    """Who a contract obeys, and what is about to replace its code."""

    admin: Address
    pending_admin: Address | None
    upgrade_delay: int
    upgrade_pending: bool


@dataclass(frozen=True, slots=True)
class TokenStanding:
    """LoyaltyToken."""

    offices: Offices
    settler: Address | None
    growth_cap: int
    least_interval: int
    delay: int
    locked: bool
    manager: Address | None
    wallet_code_hash: bytes
    epoch: int
    """The newest that was stated."""


@dataclass(frozen=True, slots=True)
class ManagerStanding:
    """RedemptionManager."""

    offices: Offices
    token: Address | None
    wallet_code_hash: bytes
    """Zeros while no token is set."""
    locked: bool


@dataclass(frozen=True, slots=True)
class SettledStanding:
    """RevenueDistribution or PartnerRegistry: they have a settler too."""

    offices: Offices
    settler: Address | None


Standing = TokenStanding | ManagerStanding | SettledStanding
