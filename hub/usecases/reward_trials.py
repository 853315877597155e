"""An owner tries a reward out before anybody sees it: a dry run, which changes nothing."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.insights.figures import Where
from hub.core.insights.periods import Period, day_of, starts
from hub.core.insights.tiles import mean
from hub.core.ports.hub import Hub, Work
from hub.core.rewards.catalogue import Draft, Frozen, Reward, RewardState
from hub.core.rewards.trying import DAYS, DryRun, Month, changed_fields, try_out
from hub.usecases.catalogue import LookedAt, OfferedReward, looked_at
from hub.usecases.rewards import require_sound

MOST_KINDS = 20_000
"""Of guests: members alike in tier, points and vouchers count once, the most numerous first."""
MOST_REWARDS = 200
"""Of a partner, that the usual pace is taken from."""
_NEW = RewardId(0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft would come to, and what it means for what members hold."""

    run: DryRun
    days: Period
    average: Tiyn | None
    """Mean receipt of members at the partner, on these days."""
    whole: bool
    """All guests were judged, not only the most numerous kinds."""
    held: tuple[tuple[Frozen, int], ...] = ()
    """Vouchers of the reward that are still good, by the version that each keeps."""
    changes: tuple[str, ...] = ()
    """What differs from the version that is offered now."""


def try_reward(
    hub: Hub,
    actor: Actor,
    partner: PartnerId,
    draft: Draft,
    stock: int | None,
    reward: RewardId | None = None,
) -> Trial:
    """Return what *draft* would come to by last month's guests; *reward* is what it would change.

    Of a reward that there is, the stock is its own.
    """
    actor.require(Permission.REWARDS_EDIT, Scope(partner))
    with hub.store.read() as work:
        require_sound(work, partner, draft)
        before = None if reward is None else _mine(work, partner, reward)
        today = day_of(hub.clock.now())
        days = Period(today, today).ending(DAYS)
        guests = work.rewards.guests(partner, starts(days.first), reward or _NEW, MOST_KINDS)
        month = _month(work, partner, days, before)
        left = stock if before is None else before.stock
        run = try_out(draft, left, guests, month, work.policy)
        whole = len(guests) < MOST_KINDS
        if before is None:
            return Trial(run, days, month.average, whole)
        out = work.rewards.still_out(before.id, hub.clock.now())
        frozen = work.rewards.versions(out)
        held = tuple((frozen[it], count) for it, count in sorted(out.items()))
        return Trial(run, days, month.average, whole, held, changed_fields(before.now.draft, draft))


def look_as_member(
    hub: Hub, actor: Actor, partner: PartnerId, draft: Draft, stock: int | None
) -> LookedAt:
    """Return *draft* as a member who may have it would see it, for whoever may see rewards."""
    seen = actor.partners(Permission.REWARDS_READ)
    if seen is not None and partner not in seen:
        raise Refused(Refusal.FORBIDDEN, f"rewards of partner {partner}")
    now = hub.clock.now()
    frozen = Frozen(RewardVersion(0), _NEW, partner, draft, now)
    reward = Reward(_NEW, partner, RewardState.OFFERED, stock, now, frozen)
    with hub.store.read() as work:
        return looked_at(work, OfferedReward(reward, ()), now)


def _mine(work: Work, partner: PartnerId, reward: RewardId) -> Reward:
    found = work.rewards.get(reward)
    if found is None or found.partner != partner:
        raise Refused(Refusal.NOT_FOUND, f"reward {reward}")
    return found


def _month(work: Work, partner: PartnerId, days: Period, before: Reward | None) -> Month:
    """Return the month by the dashboard's own numbers, which the worker counts."""
    where = Where(partner)
    counts = work.insights.counts(where, days)
    average = mean(counts.claimed_total, counts.claimed)
    rows = {it.reward: it.taken for it in work.insights.rewards(where, days, MOST_REWARDS)}
    own = None
    if before is not None and before.state is not RewardState.DRAFT:
        own = rows.get(before.id, 0)
    others = [taken for it, taken in rows.items() if taken and (before is None or it != before.id)]
    return Month(
        average=None if average is None else Tiyn(average),
        taken=own,
        usual=mean(sum(others), len(others)),
    )
