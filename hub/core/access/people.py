"""Who belongs to a programme: partners and their shops, staff, cashiers, members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.roles import Grant, Role
from hub.core.ids import CashierId, MemberId, PartnerId, StaffId
from hub.core.tiers import Tier

LONGEST_NAME: Final = 100
"""Characters of a partner's, shop's or person's name."""
LONGEST_ADDRESS: Final = 200
LARGEST_PAGE: Final = 200
"""Rows of one answer; more come with the next cursor."""


class PartnerState(StrEnum):
    """Whether a partner takes part; the value is stored."""

    PENDING = "pending"
    """Has registered, and waits for the operator."""
    ACTIVE = "active"
    SUSPENDED = "suspended"
    """Issues and takes nothing until the operator lets it in again."""


class State(StrEnum):
    """Whether a shop, cashier or person of the staff is at work; the value is stored."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Partner:
    """A confectionery business in the programme."""

    id: PartnerId
    name: str
    wallet: str | None
    """Raw TON address, proven by its owner."""
    state: PartnerState
    tier: Tier
    created_at: UnixTime
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shop:
    """One outlet of a partner."""

    id: ShopId
    partner: PartnerId
    name: str
    address: str
    state: State
    online_only: bool
    """Its vouchers are decided by the hub alone, since one of its tills was revoked."""
    created_at: UnixTime
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cashier:
    """A person at a till, known by PIN."""

    id: CashierId
    shop: ShopId
    name: str
    state: State
    created_at: UnixTime


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who signs in to the dashboard."""

    id: StaffId
    login: str
    name: str
    wallet: str | None
    state: State
    created_at: UnixTime
    grants: tuple[Grant, ...]
    has_password: bool
    has_totp: bool


@dataclass(frozen=True, slots=True)
class StaffFilter:
    """Which people of the staff are asked for; nothing asked is all of them."""

    text: str = ""
    """Part of a login or a name."""
    role: Role | None = None
    state: State | None = None


EVERYBODY: Final = StaffFilter()


@dataclass(frozen=True, slots=True)
class Member:
    """A person with an account in the programme."""

    id: MemberId
    telegram: int | None
    first_name: str
    language: str
    tier: Tier
    wallet: str | None
    staff_of: PartnerId | None
    """The partner at whose tills this person works."""
    blocked: bool
    created_at: UnixTime
    erased_at: UnixTime | None
    settings: Mapping[str, Any] = field(default_factory=dict)
    merged_into: MemberId | None = None
    """The account that went on with what this one had; it is then erased, too."""


@dataclass(frozen=True, slots=True)
class TillKey:
    """What the hub checks a till's requests with, and whose the till is."""

    till: TillId
    shop: ShopId
    partner: PartnerId
    enrolment: str
    public_key: bytes
    state: str


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list are asked for."""

    after: int = 0
    """The id of the last row that the asker has."""
    limit: int = 50

    def __post_init__(self) -> None:
        """Refuse a page that nobody could read."""
        if not (1 <= self.limit <= LARGEST_PAGE and 0 <= self.after < 2**63):
            raise Refused(Refusal.MALFORMED, f"a page has 1 to {LARGEST_PAGE} rows")


def proper_name(text: str, longest: int = LONGEST_NAME) -> str:
    """Return *text* as a name: trimmed, one line, not empty; or refuse."""
    name = " ".join(text.split())
    if not name or len(name) > longest or not name.isprintable():
        raise Refused(Refusal.MALFORMED, f"a name has 1 to {longest} characters on one line")
    return name
