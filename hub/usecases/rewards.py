"""An owner writes rewards, looks at what members and cashiers would see, and offers them."""

import hashlib
from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points
from hub.core.access.actor import Actor
from hub.core.access.people import Page, PartnerState, Shop
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.ports.hub import Hub, Work
from hub.core.ports.pictures import Picture
from hub.core.rewards.catalogue import (
    LARGEST_STOCK,
    Draft,
    Frozen,
    Reward,
    RewardState,
    least_price,
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would be, before anybody sees it."""

    problems: tuple[str, ...]
    online_only: bool
    """Tills take it only while the hub answers."""
    least_price: Points
    shops: tuple[Shop, ...]
    """Where it would be given."""
    members: int
    """Who could buy it today, by tier and points."""


def add_reward(
    hub: Hub, actor: Actor, partner: PartnerId, draft: Draft, stock: int | None
) -> Reward:
    """Add a reward to a partner's catalogue; nobody sees it until it is offered."""
    actor.require(Permission.REWARDS_EDIT, Scope(partner))
    _require_stock(stock)
    with hub.store.begin() as work:
        _require_active(work, partner)
        require_sound(work, partner, draft)
        now = hub.clock.now()
        reward = work.rewards.add(partner, stock, now)
        version = work.numbers.version()
        work.rewards.freeze(Frozen(version, reward, partner, draft, now))
        facts = {"version": version}
        work.audit.write(actor.entry(now, "reward.add", f"reward {reward}", partner, **facts))
        return _found(work, reward)


def change_reward(
    hub: Hub, actor: Actor, reward: RewardId, draft: Draft, seen: RewardVersion | None = None
) -> Reward:
    """Freeze a new version of a reward; vouchers of the earlier ones keep what they promised.

    Whoever says which version he has *seen* is refused when somebody was faster.
    """
    with hub.store.begin() as work:
        found = _own(work, actor, reward)
        if seen is not None and found.now.version != seen:
            raise Refused(Refusal.CONFLICT, f"reward {reward} is at version {found.now.version}")
        require_sound(work, found.partner, draft)
        now = hub.clock.now()
        version = work.numbers.version()
        work.rewards.freeze(Frozen(version, reward, found.partner, draft, now))
        if found.state is RewardState.OFFERED:
            work.numbers.catalogue_changed()
        facts = {"version": version, "before": found.now.version}
        work.audit.write(
            actor.entry(now, "reward.change", f"reward {reward}", found.partner, **facts)
        )
        return _found(work, reward)


def offer_reward(hub: Hub, actor: Actor, reward: RewardId) -> Reward:
    """Put a reward before the members."""
    with hub.store.begin() as work:
        found = _own(work, actor, reward)
        _require_active(work, found.partner)
        return _move(work, hub, actor, found, RewardState.OFFERED)


def withdraw_reward(hub: Hub, actor: Actor, reward: RewardId) -> Reward:
    """Take a reward back; vouchers of it that were bought stay good."""
    with hub.store.begin() as work:
        found = _own(work, actor, reward)
        return _move(work, hub, actor, found, RewardState.WITHDRAWN)


def set_stock(hub: Hub, actor: Actor, reward: RewardId, stock: int | None) -> Reward:
    """Say how many of a reward are left, or that there is no end."""
    _require_stock(stock)
    with hub.store.begin() as work:
        found = _own(work, actor, reward)
        now = hub.clock.now()
        work.rewards.set_stock(reward, stock)
        facts = {"stock": stock, "before": found.stock}
        work.audit.write(
            actor.entry(now, "reward.stock", f"reward {reward}", found.partner, **facts)
        )
        return _found(work, reward)


def preview_reward(hub: Hub, actor: Actor, partner: PartnerId, draft: Draft) -> Preview:
    """Return what is wrong with a draft and whom it would reach; nothing is stored."""
    actor.require(Permission.REWARDS_READ, Scope(partner))
    with hub.store.read() as work:
        named = draft.terms.shops
        every = work.shops.listed(Page(limit=200), [Scope(partner)])
        shops = tuple(it for it in every if not named or it.id in named)
        least = least_price(draft)
        return Preview(
            problems=(*draft.problems(), *_strangers(work, partner, draft)),
            online_only=not draft.offline,
            least_price=least,
            shops=shops,
            members=work.rewards.members_with(least, draft.terms.tier),
        )


def list_catalogue(hub: Hub, actor: Actor, page: Page, state: RewardState | None) -> list[Reward]:
    """Return a page of the rewards that this person may see, drafts too."""
    actor.require_somewhere(Permission.REWARDS_READ)
    with hub.store.read() as work:
        return work.rewards.listed(page, actor.partners(Permission.REWARDS_READ), state)


def show_entry(hub: Hub, actor: Actor, reward: RewardId) -> Reward:
    """Return one reward as its owner sees it; who stands in one shop sees all of its partner."""
    seen = actor.partners(Permission.REWARDS_READ)
    with hub.store.read() as work:
        found = work.rewards.get(reward)
        if found is None or (seen is not None and found.partner not in seen):
            raise Refused(Refusal.NOT_FOUND, f"reward {reward}")
        return found


def add_picture(hub: Hub, actor: Actor, upload: bytes) -> bytes:
    """Keep the picture that *upload* shows, made anew, and return its digest."""
    actor.require_somewhere(Permission.REWARDS_EDIT)
    picture = hub.pictures.remake(upload)
    digest = hashlib.sha256(picture.content).digest()
    with hub.store.begin() as work:
        work.pictures.add(digest, picture, hub.clock.now())
    return digest


def show_picture(hub: Hub, digest: bytes) -> Picture:
    """Return a picture; whoever has its digest may see it."""
    with hub.store.read() as work:
        found = work.pictures.get(digest)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, "picture")
    return found


def _own(work: Work, actor: Actor, reward: RewardId) -> Reward:
    """Return a reward, its row locked, that this person may change; or refuse."""
    found = work.rewards.lock(reward)
    if found is None or not actor.may(Permission.REWARDS_READ, Scope(found.partner)):
        raise Refused(Refusal.NOT_FOUND, f"reward {reward}")
    actor.require(Permission.REWARDS_EDIT, Scope(found.partner))
    return found


def _move(work: Work, hub: Hub, actor: Actor, found: Reward, state: RewardState) -> Reward:
    if found.state is not state:
        now = hub.clock.now()
        work.rewards.set_state(found.id, state)
        work.numbers.catalogue_changed()
        subject = f"reward {found.id}"
        work.audit.write(actor.entry(now, f"reward.{state.value}", subject, found.partner))
        facts = {"reward": found.id}
        work.feed.publish(f"reward.{state.value}", facts, partner=found.partner)
    return _found(work, found.id)


def _found(work: Work, reward: RewardId) -> Reward:
    found = work.rewards.get(reward)
    assert found is not None, "it was there a moment ago"
    return found


def _require_active(work: Work, partner: PartnerId) -> None:
    found = work.partners.get(partner)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
    if found.state is not PartnerState.ACTIVE:
        raise Refused(Refusal.PENDING_APPROVAL, f"partner {partner} is {found.state}")


def _require_stock(stock: int | None) -> None:
    if stock is not None and not 0 <= stock <= LARGEST_STOCK:
        raise Refused(Refusal.VALIDATION, f"stock: 0 to {LARGEST_STOCK}")


def require_sound(work: Work, partner: PartnerId, draft: Draft) -> None:
    """Refuse a draft that cannot be a reward of this partner."""
    problems = (*draft.problems(), *_strangers(work, partner, draft))
    if problems:
        raise WrongReward(problems)


def _strangers(work: Work, partner: PartnerId, draft: Draft) -> tuple[str, ...]:
    """Return what a draft names that is not there, or not its partner's."""
    wrong = []
    for shop in draft.terms.shops:
        found = work.shops.get(shop)
        if found is None or found.partner != partner:
            wrong.append(f"shops: {shop} is none of this partner's")
    if draft.picture is not None and work.pictures.get(draft.picture) is None:
        wrong.append("picture: there is none with this digest")
    return tuple(wrong)


class WrongReward(Refused):
    """A draft that cannot be a reward: every problem, each beginning with the field's name."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(Refusal.VALIDATION, f"{len(problems)} problems of a reward")
        self.problems = problems
