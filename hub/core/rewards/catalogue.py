"""Rewards of the catalogue: what an owner writes, what is frozen of it, and who may have one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.rewards.texts import RewardTexts
from hub.core.tiers import Tier

HOUR: Final = 3600
LARGEST_PRICE: Final = 1_000_000
"""Points: a million tenge of pastry."""
LONGEST_LIFE: Final = 90 * 24 * HOUR
"""Of a voucher: a season; what lives longer is a gift card, which the law treats otherwise."""
LARGEST_LIMIT: Final = 1000
MOST_SHOPS: Final = 500
LARGEST_STOCK: Final = 10**6
WHOLE: Final = 10_000
"""Hundredths of a per cent in a whole."""


class RewardState(StrEnum):
    """Whether members see a reward; the value is stored."""

    DRAFT = "draft"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may have a reward, when, where, and what its vouchers may do."""

    valid_from: UnixTime | None = None
    valid_until: UnixTime | None = None
    """The last second at which it may be bought."""
    shops: tuple[ShopId, ...] = ()
    """Where it is given; none named: every shop of its partner."""
    tier: Tier = Tier.BRONZE
    """From which on."""
    life: int | None = None
    """Seconds of a voucher; None: as the programme says."""
    limit: int | None = None
    """Vouchers of one member, redeemed and not."""
    scope: Scope = Scope.ANY
    undo: bool = True
    """A till may take its redemption back within the programme's undo time."""
    usable_from: UnixTime | None = None
    """Before it, a voucher is not yet good; such a voucher is online only."""
    in_total: bool = False
    """The receipt's printed total still holds what the voucher paid: that part earns nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reward as an owner wrote it."""

    kind: RewardKind
    price: Points
    """Of a part-payment: the most that a member may set aside with one voucher."""
    texts: RewardTexts
    terms: Terms = Terms()
    value: Tiyn | None = None
    """What it is worth; None where only the till can know."""
    percent: int | None = None
    """Hundredths of a per cent of the receipt: of cashback, and of a discount without a value."""
    most: Tiyn | None = None
    """Of one receipt, at most: of cashback, part-payment and discounts by per cent."""
    offline: bool = False
    """A till may take it by seal and lease alone."""
    picture: bytes | None = None
    """Its digest."""

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with it, all of it, each beginning with the field's name."""
        return (*_wrong_numbers(self), *_wrong_kind(self), *_wrong_terms(self.terms))


@dataclass(frozen=True, slots=True)
class Frozen:
    """One version of a reward: never edited, its number never given again."""

    version: RewardVersion
    reward: RewardId
    partner: PartnerId
    draft: Draft
    created_at: UnixTime


@dataclass(frozen=True, slots=True)
class Reward:
    """An entry of the catalogue, with the version that is offered now."""

    id: RewardId
    partner: PartnerId
    state: RewardState
    stock: int | None
    """None: without end."""
    created_at: UnixTime
    now: Frozen


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a member cannot have a reward yet."""

    code: Refusal
    missing: Points | None = None
    """Points."""
    tier: Tier | None = None
    """That it takes."""
    at: UnixTime | None = None
    """From when on, or until when it could be had."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member brings."""

    spendable: Points
    tier: Tier
    uses: int
    """Vouchers of this reward that count towards its limit."""
    blocked: bool = False


def hindrances(reward: Reward, member: Standing, now: UnixTime) -> Iterator[Hindrance]:
    """Yield all that keeps *member* from *reward*, the most lasting first."""
    draft, terms = reward.now.draft, reward.now.draft.terms
    if member.blocked:
        yield Hindrance(Refusal.SUSPENDED)
    if reward.state is not RewardState.OFFERED:
        yield Hindrance(Refusal.NOT_OFFERED)
    if terms.valid_until is not None and now > terms.valid_until:
        yield Hindrance(Refusal.TOO_LATE, at=terms.valid_until)
    if terms.valid_from is not None and now < terms.valid_from:
        yield Hindrance(Refusal.TOO_EARLY, at=terms.valid_from)
    if member.tier.rank < terms.tier.rank:
        yield Hindrance(Refusal.TIER_TOO_LOW, tier=terms.tier)
    if reward.stock == 0:
        yield Hindrance(Refusal.SOLD_OUT)
    if terms.limit is not None and member.uses >= terms.limit:
        yield Hindrance(Refusal.LIMIT_REACHED)
    least = least_price(draft)
    if member.spendable < least:
        yield Hindrance(Refusal.NOT_ENOUGH_POINTS, missing=Points(least - member.spendable))


def least_price(draft: Draft) -> Points:
    """Return the fewest points that buy it: of a part-payment any number does."""
    return Points(1) if draft.kind is RewardKind.PART_PAYMENT else draft.price


def _outside(value: int | None, least: int, most: int) -> bool:
    return value is not None and not least <= value <= most


def _wrong_numbers(draft: Draft) -> Iterator[str]:
    if not 0 <= draft.price <= LARGEST_PRICE:
        yield f"price: 0 to {LARGEST_PRICE} points"
    if _outside(draft.value, 1, LARGEST_AMOUNT):
        yield f"value: 1 to {LARGEST_AMOUNT} tiyn"
    if _outside(draft.percent, 1, WHOLE):
        yield f"percent: 1 to {WHOLE} hundredths of a per cent"
    if _outside(draft.most, 1, LARGEST_AMOUNT):
        yield f"most: 1 to {LARGEST_AMOUNT} tiyn"


def _wrong_kind(draft: Draft) -> Iterator[str]:
    kind = draft.kind
    has_value, has_percent = draft.value is not None, draft.percent is not None
    if kind is RewardKind.DISCOUNT and has_value == has_percent:
        yield "value: a discount has a value or a per cent, not both"
    if kind is RewardKind.CASHBACK and (has_value or not has_percent):
        yield "percent: cashback is a per cent of the receipt and has no value of its own"
    if kind is RewardKind.PART_PAYMENT and (has_value or has_percent or draft.price < 1):
        yield "price: a part-payment has a price in points and no value of its own"
    if kind in {RewardKind.PRODUCT, RewardKind.SPECIAL_OFFER} and has_percent:
        yield "percent: only discounts and cashback have one"
    if draft.most is not None and not has_percent and kind is not RewardKind.PART_PAYMENT:
        yield "most: only for what is reckoned from the receipt"
    if draft.offline and not has_value:
        yield "offline: what has no frozen value is online only"
    if draft.offline and (draft.terms.scope is Scope.ANY or draft.terms.usable_from is not None):
        yield "offline: only a voucher of one shop or till that is good at once"


def _wrong_terms(terms: Terms) -> Iterator[str]:
    begin, end = terms.valid_from, terms.valid_until
    if begin is not None and end is not None and begin > end:
        yield "valid_until: before valid_from"
    if _outside(terms.life, HOUR, LONGEST_LIFE):
        yield f"life: {HOUR} to {LONGEST_LIFE} seconds"
    if _outside(terms.limit, 1, LARGEST_LIMIT):
        yield f"limit: 1 to {LARGEST_LIMIT} vouchers of one member"
    if len(terms.shops) > MOST_SHOPS or len(set(terms.shops)) != len(terms.shops):
        yield f"shops: at most {MOST_SHOPS}, each once"


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """Return *terms* as the database holds them."""
    return {
        "valid_from": terms.valid_from,
        "valid_until": terms.valid_until,
        "shops": list(terms.shops),
        "tier": terms.tier.value,
        "life": terms.life,
        "limit": terms.limit,
        "scope": terms.scope.value,
        "undo": terms.undo,
        "usable_from": terms.usable_from,
        "in_total": terms.in_total,
    }


def terms_from_json(stored: dict[str, Any]) -> Terms:
    """Return the terms that the database holds."""
    return Terms(
        **{
            **stored,
            "shops": tuple(ShopId(it) for it in stored["shops"]),
            "tier": Tier(stored["tier"]),
            "scope": Scope(stored["scope"]),
        }
    )
