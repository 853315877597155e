"""An owner tries an earning rule out on last month's receipts, and sees what it would cost."""

from dataclasses import dataclass

from hub.core.access.actor import Actor
from hub.core.earning_rules import EarningRule
from hub.core.earning_trials import Comparison, compared, standing_beside
from hub.core.ports.hub import Hub
from hub.usecases.earning_rules import simulate


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What a draft would have come to."""

    effect: Comparison
    whole: bool
    """All receipts of the month were judged, not only the newest."""
    beside: tuple[EarningRule, ...]
    """Rules of its kind that would hold at the same time and place."""
    point_value: int
    """Tiyn."""


def try_rule(hub: Hub, actor: Actor, draft: EarningRule) -> RuleTrial:
    """Return what *draft* would have done; its id is that of the rule that it would follow."""
    found = simulate(hub, actor, draft.partner, draft, None)
    with hub.store.read() as work:
        beside = standing_beside(draft, work.rules.ever(draft.partner))
        return RuleTrial(
            compared(found.receipts), found.whole, tuple(beside), work.policy.point_value
        )
