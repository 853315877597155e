"""What speaks against a claim: reasons with numbers, and what follows from all of them.

Nothing here refuses for good: a refusal and a review both end before a person, who sees the
reasons. What is new and odd is credited late, not lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Verdict(IntEnum):
    """What follows; the higher one holds."""

    PASS = 0
    REVIEW = 1
    """Credited as unconfirmed, not spendable until a person has looked."""
    REFUSE = 2
    """Not credited; the member may ask for a review."""


class Suspicion(StrEnum):
    """Why a person should look; the value is stored and never renamed."""

    MEMBER_VELOCITY = "member_velocity"
    TILL_VELOCITY = "till_velocity"
    CASHIER_VELOCITY = "cashier_velocity"
    SHOP_VELOCITY = "shop_velocity"
    STAFF_AT_OWN_SHOP = "staff_at_own_shop"
    TOTAL_DIFFERS = "total_differs"
    HINT_DIFFERS = "hint_differs"
    TIME_DIFFERS = "time_differs"
    CLOCK_AHEAD = "clock_ahead"
    ABOVE_CUT_TAIL = "above_cut_tail"
    BACK_DATED = "back_dated"
    NO_ACCRUAL = "no_accrual"
    UNCONFIRMED_TOO_LONG = "unconfirmed_too_long"
    TILL_QUARANTINED = "till_quarantined"
    TILL_REVOKED = "till_revoked"
    SALE_IN_REVIEW = "sale_in_review"
    UNREGISTERED_REGISTER = "unregistered_register"
    DUPLICATE_FISCAL_KEY = "duplicate_fiscal_key"
    SLIP_LATE = "slip_late"
    SLIP_UNKNOWN = "slip_unknown"
    SLIP_REPRINTED = "slip_reprinted"
    ABOVE_Z_TOTAL = "above_z_total"
    ABOVE_Z_COUNT = "above_z_count"
    NOT_AT_THE_OPERATOR = "not_at_the_operator"
    OPERATOR_TOTAL_DIFFERS = "operator_total_differs"
    CONCENTRATION = "concentration"
    RETURN_UNMATCHED = "return_unmatched"
    BEYOND_SHORTFALL = "beyond_shortfall"
    LARGE_ADJUSTMENT = "large_adjustment"
    ASKED_BY_MEMBER = "asked_by_member"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks against it, with its numbers: the evidence that a person sees."""

    suspicion: Suspicion
    verdict: Verdict
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All reasons together."""

    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Return what follows from the worst of the reasons."""
        return max((reason.verdict for reason in self.reasons), default=Verdict.PASS)

    def __add__(self, other: "Assessment") -> "Assessment":
        return Assessment(self.reasons + other.reasons)


def assessed(reasons: Iterable[Reason | None]) -> Assessment:
    """Return the assessment of those *reasons* that there are."""
    return Assessment(tuple(reason for reason in reasons if reason is not None))
