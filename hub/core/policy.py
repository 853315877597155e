"""The programme's policy: every number that its operator may set, with its default and unit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused

HOUR: Final = 3600
DAY: Final = 24 * HOUR
LARGEST: Final = 10**15
"""Of any number here; the ledger's own limits are below it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the programme has decided. Times in seconds, money in tiyn, points whole."""

    point_value: int = 100
    """Tiyn that a point is worth."""
    claim_window: int = 72 * HOUR
    """From the receipt until its claim is too late; the hub's own outages are added."""
    lot_life: int = 365 * DAY
    return_window: int = 14 * DAY
    """Points younger than this may still be taken back; they do not leave for the chain."""
    return_search_days: int = 14
    """How far back a return without a reference looks for a sale of its total at its till."""
    may_go_negative: bool = False
    """A return may push a member below zero; else the partner bears the shortfall."""
    negative_most: int = 5_000
    """Points below zero at most."""
    shortfall_most: int = 100_000
    """Points of a partner's shortfall at most."""
    unconfirmed_member: int = 3_000
    unconfirmed_till: int = 30_000
    unconfirmed_shop: int = 60_000
    """Points that may be spendable before their accruals have come."""
    unconfirmed_life: int = 30 * DAY
    """After this, unconfirmed claims go to review."""
    reversal_grace: int = HOUR
    """Before a claim is reversed that its till's chain has passed without its sale."""
    text_only_receipt: int = 2_000
    """Most points that a receipt without a fiscal key earns."""
    text_only_day: int = 4_000
    text_only_month: int = 30_000
    """Most points that a member earns on receipts without a fiscal key, a day and a month."""
    skew_most: int = 600
    """Seconds between a code's time and what is plausible, before it goes to review."""
    claims_member_day_soft: int = 6
    claims_member_day_hard: int = 20
    claims_till_hour_soft: int = 60
    claims_till_hour_hard: int = 200
    claims_cashier_hour_soft: int = 60
    claims_shop_hour_hard: int = 600
    lease_count: int = 10
    lease_amount: int = 20_000_00
    lease_life: int = 12 * HOUR
    voucher_life: int = 24 * HOUR
    short_code_life: int = 600
    short_code_attempts: int = 10
    """Wrong short codes that a till may try in a short code's life."""
    undo_time: int = 60
    part_payment_percent: int = 50
    """Of a receipt, at most, that points may pay."""
    adjustment_alone: int = 1_000
    """Points above which an adjustment needs a second person."""
    tier_window: int = 365 * DAY
    tier_silver: int = 50_000_00
    tier_gold: int = 150_000_00
    tier_grace: int = 30 * DAY
    bonus_receipts: int = 3
    """Confirmed receipts on different days before a bonus vests."""
    match_window: int = 1_800
    """Seconds from a redemption to the receipt that it stands on."""
    clearing_days: int = 1
    move_minimum: int = 100
    """Points that a member moves to his wallet at once, at least: gas is the programme's."""
    settle_every: int = HOUR
    """From one epoch on chain to the next, at least."""
    claim_budget: int = 600_000_000
    """NanoTON a day for claims that the programme pushes: a hundred of them at least."""
    claim_cost: int = 6_000_000
    """NanoTON that a pushed claim takes at most, its share of the batch included: the first one of
    a wallet, alone in its message, with a million wallets in the tree; in a batch it is two
    thirds of that, and of a wallet that has claimed before half."""
    settler_least: int = 1_000_000_000
    """NanoTON below which somebody is told to fill the settler's or the sponsor's wallet."""
    share_rate: int = 0
    """NanoTON that RevenueDistribution pays for a point of clearing; 0: partners settle in ₸."""
    commission_bronze: int = 300
    commission_silver: int = 200
    commission_gold: int = 100
    """Basis points of what a partner issues that are the programme's, by the partner's tier."""

    def to_json(self) -> dict[str, Any]:
        """Return the policy as the database and the API hold it."""
        return asdict(self)


def policy_from(stored: dict[str, Any]) -> Policy:
    """Return the policy in *stored*; what it does not name has its default."""
    known = {field.name for field in fields(Policy)}
    return Policy(**{name: value for name, value in stored.items() if name in known})


def changed(policy: Policy, changes: Mapping[str, int | bool]) -> Policy:
    """Return *policy* with *changes* made, or refuse what no policy says."""
    known = policy.to_json()
    for name, value in changes.items():
        if name not in known:
            raise Refused(Refusal.NOT_FOUND, f"the policy has no {name}")
        if type(value) is not type(known[name]) or not 0 <= value <= LARGEST:
            kind = "true or false" if isinstance(known[name], bool) else "a whole number"
            raise Refused(Refusal.MALFORMED, f"{name} is {kind}, at least 0")
    return policy_from({**known, **changes})
