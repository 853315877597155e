"""All pages of the dashboard: importing a room puts its pages behind the blueprint."""

from hub.web.owner import (
    account,
    audit,
    cards,
    door,
    habits,
    imports,
    invitation,
    join,
    member_doing,
    members,
    overview,
    partner,
    partners,
    policy,
    programme,
    reviews,
    reward_editor,
    rewards,
    rule_editor,
    rules,
    settlement,
    settlement_moves,
    shops,
    staff,
    till,
    tills,
    voucher_checks,
    vouchers,
    wallet_door,
    webhooks,
)
from hub.web.owner.frame import owner

ROOMS = (
    account, audit, cards, door, habits, imports, invitation, join, member_doing, members, overview,
    partner, partners, policy, programme, reviews, reward_editor, rewards, rule_editor, rules,
    settlement, settlement_moves, shops, staff, till, tills, voucher_checks, vouchers,
    wallet_door, webhooks,
)  # fmt: skip

__all__ = ["ROOMS", "owner"]
