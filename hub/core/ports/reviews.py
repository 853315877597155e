"""The store of what a person should look at."""

from collections.abc import Iterable
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.ids import MemberId, ReviewId, StaffId
from hub.core.reviews import QueuedReview, Review, ReviewFilter, ReviewKind, ReviewState


class Reviews(Protocol):
    """The queue, and what became of it."""

    def open(self, review: Review, at: UnixTime) -> bool:
        """Open a review; False when one of this kind and subject is open already."""
        ...

    def add_reasons(self, review: Review, at: UnixTime) -> bool:
        """Open a review, or add its reasons to the open one; False when they were all there."""
        ...

    def was_decided(self, kind: ReviewKind, subject: str, since: UnixTime) -> bool:
        """Whether a person has decided about this since then."""
        ...

    def was_approved(self, kind: ReviewKind, subject: str) -> bool:
        """Whether a person has approved this, and nobody has taken it back."""
        ...

    def latest(self, kind: ReviewKind, subject: str) -> QueuedReview | None:
        """Return the newest review about this."""
        ...

    def asked_by(self, member: MemberId, most: int) -> int:
        """Return how many open reviews a member has asked for, counted up to *most*."""
        ...

    def get(self, review: ReviewId) -> QueuedReview | None:
        """Return one review."""
        ...

    def lock(self, review: ReviewId) -> QueuedReview | None:
        """Return one review that nobody else decides until this transaction ends."""
        ...

    def listed(
        self, page: Page, scopes: Iterable[Scope], asked: ReviewFilter
    ) -> list[QueuedReview]:
        """Return a page of the reviews within *scopes*, oldest first."""
        ...

    def decide(
        self,
        review: ReviewId,
        state: ReviewState,
        by: StaffId | None,
        at: UnixTime,
        note: str,
    ) -> None:
        """Store what became of a review."""
        ...

    def close(self, kind: ReviewKind, subject: str, at: UnixTime, note: str) -> bool:
        """Approve an open review because what it asks has answered itself; False without one."""
        ...

    def waiting(self, scopes: Iterable[Scope]) -> int:
        """Return how many within *scopes* are open."""
        ...
