"""The stores of fiscal receipts: the operator's list, and claims that wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import Sequence as Place
from contracts.wire.units import TillId, UnixTime
from hub.core.access.people import Page
from hub.core.fiscal_claims import FiscalClaim, FiscalClaimState, OperatorReceipt
from hub.core.fiscal_code import FiscalReceipt
from hub.core.fraud_reports import Covered
from hub.core.ids import MemberId, PartnerId


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of the lines of an export."""

    new: int
    known: int
    foreign: int
    """Of registers that another partner's tills or exports have: left as they are."""


class Fiscal(Protocol):
    """Fiscal receipts and claims of them."""

    def add_claim(self, claim: FiscalClaim) -> FiscalClaim:
        """Add a claim and return it, locked; or return the one that the receipt has already."""
        ...

    def get_claim(self, claim: Place) -> FiscalClaim | None:
        """Return a claim."""
        ...

    def lock_claim(self, claim: Place) -> FiscalClaim | None:
        """Return a claim that nobody else changes until this transaction ends."""
        ...

    def set_state(self, claim: Place, state: FiscalClaimState) -> None:
        """Store how a claim stands."""
        ...

    def claims_since(self, member: MemberId, since: UnixTime) -> int:
        """Return how many fiscal claims a member made since then."""
        ...

    def waiting_of(self, member: MemberId) -> int:
        """Return how many of a member's wait."""
        ...

    def of_member(self, member: MemberId, page: Page) -> list[FiscalClaim]:
        """Return a page of a member's, newest first, below `page.after`; 0 begins with it."""
        ...

    def matching(self, after: Place, limit: int) -> list[Place]:
        """Return waiting claims above *after* whose receipt an export has, by id."""
        ...

    def matching_of(self, receipts: Sequence[OperatorReceipt]) -> list[Place]:
        """Return waiting claims of these receipts."""
        ...

    def waiting_since(self, before: UnixTime, limit: int) -> list[Place]:
        """Return waiting claims made before then, by id."""
        ...

    def operator_receipt(self, receipt: FiscalReceipt) -> OperatorReceipt | None:
        """Return the receipt as an export has it."""
        ...

    def is_tapped(self, register: str) -> bool:
        """Whether a till with an agent at work has this register: its slips are to be claimed."""
        ...

    def list_receipts(self, receipts: Sequence[OperatorReceipt], at: UnixTime) -> Listed:
        """Keep what an export says; what it says anew of its own receipts holds."""
        ...

    def unknown_sales(
        self, partner: PartnerId, register: str, span: Covered, limit: int
    ) -> list[tuple[TillId, Place, FiscalReceipt]]:
        """Return sales of a partner within *span* that no export has with that total."""
        ...
