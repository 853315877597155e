"""Claims by the fiscal code itself, for cash registers whose paper we cannot print on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.core.fiscal_code import FiscalReceipt
from hub.core.ids import MemberId, PartnerId
from hub.core.policy import DAY, Policy

FISCAL_TILL: Final = TillId(0)
"""Stands for all cash registers that no agent taps: no till of the wire has this id. A fiscal
claim that is credited becomes a sale and a claim of this till, so that the one index on receipts
decides between it and a slip."""
MOST_WAITING: Final = 60
"""Fiscal claims of one member that may wait at once: two months of daily bread."""
LONGEST_WAIT: Final = 45 * DAY
"""Seconds that a claim waits for the export: shops import once a month."""


class FiscalClaimState(StrEnum):
    """How a fiscal claim stands; the value is stored and shown."""

    WAITING = "waiting"
    """For the shop's export from its fiscal operator."""
    CREDITED = "credited"
    REVIEW = "review"
    DIFFERS = "differs"
    """The operator knows the receipt with another sum or time."""
    DUPLICATE = "duplicate"
    """The receipt has earned by its slip."""
    REJECTED = "rejected"
    """A person said no."""
    UNKNOWN = "unknown"
    """No export has known it in time."""


@dataclass(frozen=True, slots=True)
class FiscalClaim:
    """A member's claim of a fiscal receipt."""

    id: Sequence
    """Its sequence at the till 0; 0 before it is stored."""
    member: MemberId
    receipt: FiscalReceipt
    claimed_at: UnixTime
    state: FiscalClaimState = FiscalClaimState.WAITING


@dataclass(frozen=True, slots=True)
class OperatorReceipt:
    """A receipt that a shop's export has."""

    receipt: FiscalReceipt
    partner: PartnerId
    shop: ShopId


def agrees(claim: FiscalReceipt, operator: FiscalReceipt, policy: Policy) -> bool:
    """Whether the text that a member sent says what the operator says.

    Clocks may differ a little; sums may not.
    """
    apart = abs(claim.time - operator.time)
    return claim.total == operator.total and apart <= policy.skew_most
