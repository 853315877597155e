"""A member looks at the rewards: what there is, and what keeps him from it yet."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Member, Page
from hub.core.ids import RewardId
from hub.core.ports.hub import Hub, Work
from hub.core.rewards.catalogue import Hindrance, Reward, RewardState, Standing, hindrances


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
