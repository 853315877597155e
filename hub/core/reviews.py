"""What a person should look at: opened by a machine or a member, decided by staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.core.access.roles import Scope
from hub.core.fraud import Assessment
from hub.core.ids import MemberId, PartnerId, ReviewId, StaffId

LONGEST_SUBJECT: Final = 120
LONGEST_NOTE: Final = 300
"""Characters of what a person says when deciding."""


class ReviewKind(StrEnum):
    """What is looked at; the value is stored and never renamed."""

    CLAIM = "claim"
    """A member's claim; the subject is `till/sequence`."""
    SALE = "sale"
    """An accrual that the operator's export speaks against; the subject is `till/sequence`."""
    Z_REPORT = "z_report"
    """More was accrued than a closing report counts; the subject is `till/sequence`."""
    CONCENTRATION = "concentration"
    """A member with an improbable share of a cashier's claims: `member/shop/cashier`."""
    RETURN = "return"
    """Goods that came back, of no sale that a machine finds; the subject is `till/sequence`."""
    REDEMPTION = "redemption"
    """A voucher that was taken though it should not have been."""
    TILL = "till"
    """A till whose chain was forked, or that was revoked; the subject is its id."""
    SHORTFALL = "shortfall"
    """Points that a reversal could not take back from anyone."""
    ASKED = "asked"
    """A member asks for a person to look at what a machine refused."""


class ReviewState(StrEnum):
    """How a review stands; the value is stored."""

    OPEN = "open"
    APPROVED = "approved"
    """It was in order."""
    REJECTED = "rejected"
    """It was not."""
    UNDONE = "undone"
    """Decided, and the decision taken back."""


class Decision(StrEnum):
    """What a person of the staff decides."""

    APPROVE = "approve"
    REJECT = "reject"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Review:
    """One thing to look at, with the evidence that speaks against it."""

    kind: ReviewKind
    subject: str
    partner: PartnerId | None
    shop: ShopId | None = None
    member: MemberId | None = None
    why: tuple[Mapping[str, Any], ...] = ()
    """The reasons, as `reasons_of` writes them."""

    @property
    def scope(self) -> Scope:
        """Return whose thing it is."""
        if self.partner is None:
            return Scope()
        return Scope(self.partner, self.shop)


@dataclass(frozen=True, slots=True)
class QueuedReview:
    """A review as it stands in the queue."""

    id: ReviewId
    review: Review
    state: ReviewState
    opened_at: UnixTime
    decided_at: UnixTime | None = None
    decided_by: StaffId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which of the queue are asked for; None asks for all."""

    state: ReviewState | None = None
    kind: ReviewKind | None = None
    member: MemberId | None = None
    shops: frozenset[ShopId] = field(default_factory=frozenset)


def reasons_of(assessment: Assessment) -> tuple[dict[str, Any], ...]:
    """Return the reasons of *assessment* as a review keeps them and a page shows them."""
    return tuple(
        {
            "suspicion": reason.suspicion.value,
            "verdict": reason.verdict.name.lower(),
            "numbers": dict(reason.numbers),
        }
        for reason in assessment.reasons
    )


def place_subject(till: TillId, sequence: Sequence) -> str:
    """Return the subject of what happened at one place of a till's chain."""
    return f"{till}/{sequence}"


def asked_subject(till: TillId, sequence: Sequence, member: MemberId) -> str:
    """Return the subject of a review that a member asks for."""
    return f"{place_subject(till, sequence)}/{member}"


def concentration_subject(member: MemberId, shop: ShopId, cashier: str) -> str:
    """Return the subject of a member's share of a cashier's claims."""
    return f"{member}/{shop}/{cashier}"


def place_of(subject: str) -> tuple[TillId, Sequence]:
    """Return the till and sequence that a subject begins with."""
    till, sequence = subject.split("/")[:2]
    return TillId(int(till)), Sequence(int(sequence))
