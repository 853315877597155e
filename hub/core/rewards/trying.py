"""A dry run of a reward: what it would come to, by those who were here last month.

Who could have it is told by the function that tells it to members. All of it is read and reckoned;
nothing is promised to anybody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.policy import Policy
from hub.core.rewards.catalogue import (
    WHOLE,
    Draft,
    Frozen,
    Reward,
    RewardState,
    Standing,
    hindrances,
    least_price,
)
from hub.core.rewards.redeeming import share_of

DAYS: Final = 30
"""Of the month that is looked back at."""
_NOBODY: Final = PartnerId(0)
_NEW: Final = RewardId(0)


@dataclass(frozen=True, slots=True)
class Guests:
    """Members who were here last month, those alike counted together."""

    count: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Month:
    """What a reward is measured against."""

    average: Tiyn | None
    """Mean receipt of the partner's members; None where there was none."""
    taken: int | None
    """Vouchers of this very reward that tills took; None while it was never offered."""
    usual: int | None
    """The same of a reward of this partner, on the average; None where none was taken."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a reward would come to."""

    guests: int
    """Members who were here last month."""
    able: int
    """Of them, those who could have it now."""
    kept_out: tuple[tuple[Refusal, int], ...]
    """Of the others, what keeps them out first."""
    most: int
    """Vouchers, if everybody who can takes all that he may, and the stock lasts."""
    paid: Tiyn
    """What the points of one voucher are worth."""
    worth: Tiyn | None
    """What is handed out for one voucher; None where nobody has said."""
    pace: int | None
    """Vouchers a month: of this reward, or else as many as of the partner's others."""
    paced_by_others: bool
    lasts: int | None
    """Days that the stock lasts at that pace; None without an end, or without a pace."""

    @property
    def margin(self) -> Tiyn | None:
        """Return what the points are worth above what is handed out; below zero it costs."""
        return None if self.worth is None else Tiyn(self.paid - self.worth)

    @property
    def covered(self) -> int | None:
        """Return the share of what is handed out that points pay, in basis points."""
        return self.paid * WHOLE // self.worth if self.worth else None

    def cost(self, vouchers: int | None) -> Tiyn | None:
        """Return what is handed out for so many vouchers."""
        return None if vouchers is None or self.worth is None else Tiyn(vouchers * self.worth)


def try_out(
    draft: Draft, stock: int | None, guests: Iterable[Guests], month: Month, policy: Policy
) -> DryRun:
    """Return what *draft* would come to if it were offered, whatever its dates say."""
    reward = _as_if_offered(draft, stock)
    there, able, most = 0, 0, 0
    kept_out: Counter[Refusal] = Counter()
    for one in guests:
        there += one.count
        first = next(hindrances(reward, one.standing, reward.created_at), None)
        if first is not None:
            kept_out[first.code] += one.count
            continue
        able += one.count
        most += one.count * _each(draft, one.standing)
    pace = month.usual if month.taken is None else month.taken
    return DryRun(
        guests=there,
        able=able,
        kept_out=tuple(kept_out.most_common()),
        most=most if stock is None else min(most, stock),
        paid=_paid(draft, month.average, policy),
        worth=_worth(draft, month.average, policy),
        pace=pace,
        paced_by_others=month.taken is None,
        lasts=stock * DAYS // pace if stock is not None and pace else None,
    )


def changed_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    """Return the names of what differs, as `Draft` and `Terms` have them."""
    found = [
        name
        for name in ("kind", "price", "texts", "value", "percent", "most", "offline", "picture")
        if getattr(before, name) != getattr(after, name)
    ]
    terms = (
        "valid_from", "valid_until", "shops", "tier", "life", "limit", "scope", "undo",
        "usable_from", "in_total",
    )  # fmt: skip
    found += [it for it in terms if getattr(before.terms, it) != getattr(after.terms, it)]
    return tuple(found)


def _as_if_offered(draft: Draft, stock: int | None) -> Reward:
    now = UnixTime(0)
    always = replace(draft, terms=replace(draft.terms, valid_from=None, valid_until=None))
    frozen = Frozen(RewardVersion(0), _NEW, _NOBODY, always, now)
    return Reward(_NEW, _NOBODY, RewardState.OFFERED, stock, now, frozen)


def _each(draft: Draft, who: Standing) -> int:
    """Return how many one member may take; of what is free, or of any size, one is enough."""
    price = least_price(draft)
    once = not price or draft.kind is RewardKind.PART_PAYMENT
    most = 1 if once else who.spendable // price
    limit = draft.terms.limit
    return most if limit is None else min(most, limit - who.uses)


def _paid(draft: Draft, average: Tiyn | None, policy: Policy) -> Tiyn:
    if draft.kind is RewardKind.PART_PAYMENT:
        return _part(draft, average, policy)
    return Tiyn(draft.price * policy.point_value)


def _worth(draft: Draft, average: Tiyn | None, policy: Policy) -> Tiyn | None:
    """Return what one voucher costs the partner; of a share, what it is of the usual receipt."""
    if draft.kind is RewardKind.PART_PAYMENT:
        return _part(draft, average, policy)
    if draft.value is not None:
        return draft.value
    if draft.percent is None or average is None:
        return None
    share = share_of(draft, average)
    if draft.kind is RewardKind.CASHBACK:
        return Tiyn(Points(share // policy.point_value) * policy.point_value)
    return share


def _part(draft: Draft, average: Tiyn | None, policy: Policy) -> Tiyn:
    """Return what a part-payment takes off the usual receipt."""
    most = Tiyn(draft.price * policy.point_value)
    if draft.most is not None:
        most = min(most, draft.most)
    if average is not None:
        most = min(most, Tiyn(average * policy.part_payment_percent // 100))
    return Tiyn(most // policy.point_value * policy.point_value)
