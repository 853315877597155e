"""The programme's policy as a form has it: each number in the unit that people think in."""

import re
from dataclasses import dataclass, fields
from enum import Enum
from typing import Final

from hub.core.policy import DAY, HOUR, LARGEST, Policy
from hub.web.owner.amounts import bare


class Measure(Enum):
    """In what a number is typed, and how many of the stored units that is."""

    POINTS = ("po_u_points", 1)
    COUNT = ("po_u_count", 1)
    PERCENT = ("po_u_percent", 1)
    TENGE = ("po_u_tenge", 100)
    RATE = ("po_u_percent", 100)
    SECONDS = ("po_u_seconds", 1)
    MINUTES = ("po_u_minutes", 60)
    HOURS = ("po_u_hours", HOUR)
    DAYS = ("po_u_days", DAY)
    WHOLE_DAYS = ("po_u_days", 1)
    TON = ("po_u_ton", 10**9)

    @property
    def word(self) -> str:
        """Return the name of its word."""
        return self.value[0]

    @property
    def times(self) -> int:
        """Return how many stored units one of it is."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the policy's numbers, together."""

    word: str
    numbers: tuple[tuple[str, Measure], ...]


_M: Final = Measure
GROUPS: Final = (
    Group("po_g_points", (
        ("point_value", _M.TENGE), ("claim_window", _M.HOURS), ("lot_life", _M.DAYS),
        ("bonus_receipts", _M.COUNT), ("text_only_receipt", _M.POINTS),
        ("text_only_day", _M.POINTS), ("text_only_month", _M.POINTS), ("skew_most", _M.SECONDS),
        ("unconfirmed_member", _M.POINTS), ("unconfirmed_till", _M.POINTS),
        ("unconfirmed_shop", _M.POINTS), ("unconfirmed_life", _M.DAYS),
        ("reversal_grace", _M.MINUTES),
    )),
    Group("po_g_returns", (
        ("return_window", _M.DAYS), ("return_search_days", _M.WHOLE_DAYS),
        ("negative_most", _M.POINTS), ("shortfall_most", _M.POINTS),
    )),
    Group("po_g_limits", (
        ("claims_member_day_soft", _M.COUNT), ("claims_member_day_hard", _M.COUNT),
        ("claims_till_hour_soft", _M.COUNT), ("claims_till_hour_hard", _M.COUNT),
        ("claims_cashier_hour_soft", _M.COUNT), ("claims_shop_hour_hard", _M.COUNT),
        ("adjustment_alone", _M.POINTS),
    )),
    Group("po_g_spending", (
        ("voucher_life", _M.HOURS), ("short_code_life", _M.MINUTES),
        ("short_code_attempts", _M.COUNT), ("undo_time", _M.SECONDS),
        ("part_payment_percent", _M.PERCENT), ("match_window", _M.MINUTES),
        ("lease_count", _M.COUNT), ("lease_amount", _M.TENGE), ("lease_life", _M.HOURS),
    )),
    Group("po_g_tiers", (
        ("tier_window", _M.DAYS), ("tier_silver", _M.TENGE), ("tier_gold", _M.TENGE),
        ("tier_grace", _M.DAYS),
    )),
    Group("po_g_partners", (
        ("commission_bronze", _M.RATE), ("commission_silver", _M.RATE),
        ("commission_gold", _M.RATE), ("clearing_days", _M.WHOLE_DAYS), ("share_rate", _M.TON),
    )),
    Group("po_g_chain", (
        ("move_minimum", _M.POINTS), ("settle_every", _M.MINUTES), ("claim_budget", _M.TON),
        ("claim_cost", _M.TON), ("settler_least", _M.TON),
    )),
)  # fmt: skip
TICKED: Final = ("may_go_negative",)
MEASURES: Final = {name: measure for group in GROUPS for name, measure in group.numbers}
_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?")
_PLACES: Final = 9


def typed(number: int, measure: Measure) -> str:
    """Return a stored number as the form shows it, with at most nine digits behind the point."""
    whole, rest = divmod(number, measure.times)
    if not rest:
        return str(whole)
    return f"{whole},{rest * 10**_PLACES // measure.times:0{_PLACES}}".rstrip("0")


def stored(said: str, measure: Measure) -> int | None:
    """Return what was typed in stored units; None where it is none of them, or too large."""
    text = bare(said)
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, rest = text.replace(",", ".").partition(".")
    digits = int(whole + f"{rest:0<{_PLACES}}")
    found, left = divmod(digits * measure.times, 10**_PLACES)
    return found if not left and found <= LARGEST else None


assert {*MEASURES, *TICKED} == {it.name for it in fields(Policy)}, "every number can be changed"
