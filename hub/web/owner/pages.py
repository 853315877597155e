"""All pages of the dashboard: importing a room puts its pages behind the blueprint."""

from hub.web.owner import (
    account,
    cards,
    door,
    habits,
    imports,
    invitation,
    overview,
    reviews,
    reward_editor,
    rewards,
    rule_editor,
    rules,
    shops,
    staff,
    till,
    tills,
    wallet_door,
    webhooks,
)
from hub.web.owner.frame import owner

ROOMS = (
    account, cards, door, habits, imports, invitation, overview, reviews, reward_editor, rewards,
    rule_editor, rules, shops, staff, till, tills, wallet_door, webhooks,
)  # fmt: skip

__all__ = ["ROOMS", "owner"]
