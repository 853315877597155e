"""Whoever decides is told what it does."""

import pytest

from hub.core.reviews import Review, ReviewKind
from hub.web.review_meanings import APPROVING, REJECTING, meaning


@pytest.mark.parametrize("kind", ReviewKind)
def test_each_decision_is_explained_in_each_language(kind: ReviewKind) -> None:
    """In sentences that differ."""
    for approving in (True, False):
        about = Review(kind, "1", None)
        said = [meaning(about, approving=approving, spoken=it) for it in ("kk", "ru", "en")]
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
