"""A member looks at the rewards: what there is, and what keeps him from it yet."""

from dataclasses import dataclass, replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId, UnixTime
from contracts.wire.voucher import Scope as VoucherScope
from hub.core.access.people import LARGEST_PAGE, Member, Page, Shop, State
from hub.core.access.roles import Scope
from hub.core.ids import RewardId
from hub.core.ports.hub import Hub, Work
from hub.core.rewards.catalogue import Hindrance, Reward, RewardState, Standing, hindrances
from hub.core.tills import SyncedTill


@dataclass(frozen=True, slots=True)
class OfferedReward:
    """A reward as one member sees it."""

    reward: Reward
    why_not: tuple[Hindrance, ...]
    """Empty: he may have it now."""


def list_rewards(hub: Hub, member: Member, page: Page) -> list[OfferedReward]:
    """Return a page of the rewards that are offered, each with what keeps *member* from it."""
    with hub.store.read() as work:
        found = work.rewards.listed(page, None, RewardState.OFFERED)
        return _seen(work, hub, member, found)


def show_reward(hub: Hub, member: Member, reward: RewardId) -> OfferedReward:
    """Return one reward; also a withdrawn one, of which a member may hold a voucher."""
    with hub.store.read() as work:
        found = work.rewards.get(reward)
        if found is None or found.state is RewardState.DRAFT:
            raise Refused(Refusal.NOT_FOUND, f"reward {reward}")
        return _seen(work, hub, member, [found])[0]


def _seen(work: Work, hub: Hub, member: Member, found: list[Reward]) -> list[OfferedReward]:
    now = hub.clock.now()
    spendable = work.ledger.balances(member.id).spendable
    uses = work.rewards.uses(member.id, [it.id for it in found])
    return [
        OfferedReward(
            it,
            tuple(
                hindrances(
                    it,
                    Standing(spendable, member.tier, uses.get(it.id, 0), blocked=member.blocked),
                    now,
                )
            ),
        )
        for it in found
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reward is given."""

    shop: Shop
    partner: str
    tills: tuple[SyncedTill, ...] = ()
    """Of a reward of one till: those that may give it."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One reward with all that its page says."""

    seen: OfferedReward
    places: tuple[Place, ...]
    life: int
    """Seconds that its voucher is good."""
    usable_from: UnixTime | None = None
    """From when on, where that is still to come."""


@dataclass(frozen=True, slots=True)
class OnePlace:
    """The one place at which a voucher is good."""

    shop: Shop
    till: str | None
    """The till's name, of a voucher of one till."""


def look_at_reward(hub: Hub, member: Member, reward: RewardId) -> LookedAt:
    """Return one reward as *member* sees it, where it is given and how long its voucher lives."""
    seen = show_reward(hub, member, reward)
    with hub.store.read() as work:
        return looked_at(work, seen, hub.clock.now())


def looked_at(work: Work, seen: OfferedReward, now: UnixTime) -> LookedAt:
    """Return a reward with where it is given, and from when on and how long its voucher is good."""
    terms = seen.reward.now.draft.terms
    partner = work.partners.get(seen.reward.partner)
    assert partner is not None, "a reward is a partner's"
    if terms.shops:
        found = [it for one in terms.shops if (it := work.shops.get(one)) is not None]
    else:
        found = work.shops.listed(Page(limit=LARGEST_PAGE), [Scope(seen.reward.partner)])
    places = [Place(it, partner.name) for it in found if it.state is State.ACTIVE]
    if terms.scope is VoucherScope.TILL:
        places = [replace(it, tills=tills) for it in places if (tills := _giving(work, it.shop.id))]
    begin = terms.usable_from
    later = begin if begin is not None and begin > now else None
    return LookedAt(seen, tuple(places), terms.life or work.policy.voucher_life, later)


def _giving(work: Work, shop: ShopId) -> tuple[SyncedTill, ...]:
    """Return the tills of a shop that a voucher may be for."""
    return tuple(it for it in work.tills.of_shop(shop) if it.trusted)


def place_of_voucher(hub: Hub, scope: VoucherScope, place: int) -> OnePlace | None:
    """Return the one place at which a voucher is good; None where any will do."""
    with hub.store.read() as work:
        till = work.tills.get(TillId(place)) if scope is VoucherScope.TILL else None
        shop = ShopId(place) if scope is VoucherScope.SHOP else None
        where = shop if till is None else till.shop
        found = None if where is None else work.shops.get(where)
        return None if found is None else OnePlace(found, None if till is None else till.name)
