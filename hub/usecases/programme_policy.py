"""The operator sets the numbers by which the programme goes."""

from collections.abc import Mapping

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.policy import Policy, changed
from hub.core.ports.hub import Hub
from hub.core.tiers import CommissionRates, member_ladder


def change_policy(hub: Hub, actor: Actor, changes: Mapping[str, int | bool]) -> Policy:
    """Change the policy and return it as it holds from now on; without changes nothing happens."""
    actor.require(Permission.SETTINGS_EDIT)
    with hub.store.begin() as work:
        work.generations.lock()
        before = work.policy_anew()
        after = changed(before, changes)
        _require_ladders(after)
        if after != before:
            work.set_policy(after)
            was = {name: getattr(before, name) for name in changes}
            entry = actor.entry(hub.clock.now(), "policy.edit", "policy", before=was, after=changes)
            work.audit.write(entry)
    return after


def _require_ladders(policy: Policy) -> None:
    """Refuse tiers that stand on their heads: gold below silver, or dearer than bronze."""
    rates = CommissionRates(
        policy.commission_bronze, policy.commission_silver, policy.commission_gold
    )
    if wrong := member_ladder(policy).problems() + rates.problems():
        raise Refused(Refusal.VALIDATION, f"tiers: {', '.join(wrong)}")
