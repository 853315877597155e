"""Whoever decides is told what it does."""

import pytest

from contracts.wire.units import UnixTime
from hub.core.ids import ReviewId
from hub.core.reviews import QueuedReview, Review, ReviewKind, ReviewState
from hub.usecases.reviews import may_undo
from hub.web.review_meanings import (
    APPROVING,
    REJECTING,
    UNDOING_APPROVAL,
    UNDOING_REJECTION,
    meaning,
    meaning_of_undo,
)


@pytest.mark.parametrize("kind", ReviewKind)
def test_each_decision_is_explained_in_each_language(kind: ReviewKind) -> None:
    """In sentences that differ."""
    for approving in (True, False):
        about = Review(kind, "1", None)
        said = [meaning(about, approving=approving, spoken=it) for it in ("kk", "ru", "en")]
        assert len(set(said)) == 3
        assert all(it.endswith(".") for it in said)


@pytest.mark.parametrize("kind", ReviewKind)
@pytest.mark.parametrize("state", [ReviewState.APPROVED, ReviewState.REJECTED])
def test_what_can_be_taken_back_says_what_that_does(kind: ReviewKind, state: ReviewState) -> None:
    """And only that: a till taken out, or a loss that was paid for, stays so."""
    about = Review(kind, "1", None)
    queued = QueuedReview(ReviewId(1), about, state, UnixTime(0), UnixTime(1))
    approved = state is ReviewState.APPROVED
    stays = {ReviewKind.TILL, ReviewKind.REDEMPTION} if approved else {ReviewKind.TILL}
    assert may_undo(queued) is (kind not in stays)
    if kind in stays:
        assert kind not in (UNDOING_APPROVAL if approved else UNDOING_REJECTION)
        return
    said = [
        meaning_of_undo(about, was_approved=approved, spoken=it) for it in ("kk", "ru", "en")
    ]  # fmt: skip
    assert len(set(said)) == 3
    assert all(it.endswith(".") for it in said)


def test_a_lease_that_nobody_knows_is_paid_by_nobody() -> None:
    """Its review has no redemption."""
    about = Review(ReviewKind.REDEMPTION, "7/9", None)
    assert "No points move" in meaning(about, approving=True, spoken="en")


def test_only_what_moves_nothing_is_explained_alike() -> None:
    """Approving and rejecting are two things everywhere else."""
    alike = {kind for kind in ReviewKind if APPROVING[kind] == REJECTING[kind]}
    assert alike == {ReviewKind.SHORTFALL}
