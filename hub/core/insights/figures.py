"""What is counted: sums that add up over days and places, and numbers of people that do not."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from hub.core.ids import PartnerId, RewardId
from hub.core.rewards.texts import RewardTexts
from hub.core.tiers import Tier


@dataclass(frozen=True, slots=True)
class Where:
    """Which part of the programme is meant; nothing named: all of it."""

    partner: PartnerId | None = None
    shop: ShopId | None = None
    till: TillId | None = None
    cashier: str | None = None
    """As tills write the name; empty: receipts that name nobody."""
    hour: int | None = None
    """Of the clock in Almaty: of each day that hour alone."""


class By(StrEnum):
    """What a number is split by."""

    DAY = "day"
    WEEKDAY = "weekday"
    """1 is Monday."""
    HOUR = "hour"
    """Of the clock in Almaty."""
    PARTNER = "partner"
    SHOP = "shop"
    TILL = "till"
    CASHIER = "cashier"


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over receipts, claims and redemptions; each adds up over days, hours and places."""

    receipts: int = 0
    """Receipts of the days that stand: neither undone nor a second copy."""
    total: int = 0
    """Their tiyn."""
    returned: int = 0
    """Tiyn of theirs that came back, whenever it did."""
    voided: int = 0
    """Receipts of the days that were undone."""
    claimed: int = 0
    """Of *receipts*, those with a claim that stands, whenever it was made."""
    claimed_total: int = 0
    """Their tiyn, less what came back."""
    earned: int = 0
    """Points that those claims have left."""
    claims: int = 0
    """Claims made on the days that stand, of whatever day's receipt."""
    ended: int = 0
    """Claims made on the days that were taken back or rejected."""
    redeemed: int = 0
    """Vouchers that tills took on the days, and that stayed taken."""
    redeemed_points: int = 0
    redeemed_value: int = 0
    """Tiyn of what was handed out."""
    undone: int = 0
    """Vouchers taken on the days whose taking was undone."""
    lost: int = 0
    """Goods handed out on the days that nobody gave points for."""
    lost_value: int = 0
    """Their tiyn."""

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(*(getattr(self, it) + getattr(other, it) for it in COUNTED))


COUNTED: Final = tuple(it.name for it in fields(Counts))
"""The names of all sums, in their order."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Points that the ledger moved on some days, by who issued them."""

    issued: int = 0
    taken_back: int = 0
    expired: int = 0
    live: int = 0
    """By how much the points in members' lots grew."""


MOVED: Final = tuple(it.name for it in fields(Moved))


@dataclass(frozen=True, slots=True)
class People:
    """Members of some days.

    A visit is a day on which a member claimed a receipt, or a till took a voucher of his; whoever
    comes twice on one day has visited once.
    """

    active: int = 0
    """Who visited at all."""
    new: int = 0
    """Whose first visit ever was on these days."""
    twice: int = 0
    """Who visited on two days or more."""
    visits: int = 0
    lately: int = 0
    """Who visited within the 90 days that end with the period."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed at this moment, and what it is reckoned from."""

    live: Points
    """In members' lots."""
    held: Points
    """Behind vouchers that no till has taken yet."""
    on_chain: Points
    """In members' own wallets."""
    unconfirmed: Points
    """Of claims whose receipt the till has not handed in."""
    issued_then: int
    """Points issued, less those taken back, on days whose points have all lived out their time."""
    expired_since: int
    """Points that expired in the year in which those did."""


@dataclass(frozen=True, slots=True)
class WaitingTill:
    """Claims of one till whose receipts it has not handed in."""

    till: TillId
    shop: ShopId
    partner: PartnerId
    claims: int
    points: Points
    oldest: UnixTime
    synced_at: UnixTime | None


@dataclass(frozen=True, slots=True)
class RewardRow:
    """How one reward did."""

    reward: RewardId
    texts: RewardTexts
    taken: int = 0
    """Vouchers that tills took on the days, and that stayed taken."""
    points: int = 0
    value: int = 0
    """Tiyn of what was handed out."""
    undone: int = 0
    issued: int = 0
    """Vouchers that members got on the days."""
    unused: int = 0
    """Vouchers that expired or were cancelled on the days."""


REWARDED: Final = tuple(it.name for it in fields(RewardRow))[2:]
"""The names of its sums."""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """Of the members whose first visit was in one month, those who visited in a later one."""

    first: int
    """Month."""
    month: int
    members: int


@dataclass(frozen=True, slots=True)
class RfmRow:
    """Members alike in recency, frequency and money, each a band from 1 to 5."""

    recency: int
    frequency: int
    money: int
    members: int
    visits: int
    spend: Tiyn
    points: Points
    """In their lots when it was counted."""


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """Members who visited on so many days; the last row stands for that many and more."""

    visits: int
    members: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Members who visited on one day."""

    day: int
    active: int
    new: int
    """Of those, who had never been here before."""


@dataclass(frozen=True, slots=True)
class TierDay:
    """Members who went from one tier to another on one day."""

    day: int
    before: Tier
    after: Tier
    members: int


@dataclass(frozen=True, slots=True)
class TierMove:
    """Members who went from one tier to another."""

    before: Tier
    after: Tier
    members: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the worker has counted."""

    until: int | None
    """The last day, None before the first counting is through."""
    at: UnixTime | None
    """When it last counted today."""
