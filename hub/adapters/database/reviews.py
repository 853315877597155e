"""What a person should look at, in the database."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from contracts.wire.units import ShopId, UnixTime
from hub.adapters.database.scopes import within
from hub.adapters.database.tables.running import reviews
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.ids import MemberId, PartnerId, ReviewId, StaffId
from hub.core.reviews import QueuedReview, Review, ReviewFilter, ReviewKind, ReviewState

MOST_REASONS: Final = 50
"""Reasons kept with one review: a person reads no more."""
_OPEN: Final = reviews.c.state == ReviewState.OPEN


class DatabaseReviews:
    """The Reviews port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, review: Review, at: UnixTime) -> bool:
        """Open a review; False when one of this kind and subject is open already."""
        asked = (
            inserting(self._connection, reviews)
            .values(
                kind=review.kind,
                subject=review.subject,
                partner=review.partner,
                shop=review.shop,
                member=review.member,
                why=[dict(reason) for reason in review.why[:MOST_REASONS]],
                state=ReviewState.OPEN,
                opened_at=at,
            )
            .on_conflict_do_nothing()
            .returning(reviews.c.id)
        )
        return self._connection.execute(asked).first() is not None

    def add_reasons(self, review: Review, at: UnixTime) -> bool:
        """Open a review, or add its reasons to the open one; False when they were all there."""
        if self.open(review, at):
            return True
        condition = (reviews.c.kind == review.kind) & (reviews.c.subject == review.subject) & _OPEN
        found = self._connection.execute(select(reviews).where(condition).with_for_update()).first()
        if found is None:  # Decided by somebody in this very moment.
            return self.open(review, at)
        more = [dict(reason) for reason in review.why if dict(reason) not in found.why]
        if not more or len(found.why) >= MOST_REASONS:
            return False
        why = (found.why + more)[:MOST_REASONS]
        self._connection.execute(update(reviews).where(reviews.c.id == found.id).values(why=why))
        return True

    def was_decided(self, kind: ReviewKind, subject: str, since: UnixTime) -> bool:
        """Whether a person has decided about this since then."""
        asked = select(reviews.c.id).where(
            reviews.c.kind == kind, reviews.c.subject == subject, reviews.c.decided_at >= since
        )
        return self._connection.execute(asked.limit(1)).first() is not None

    def was_approved(self, kind: ReviewKind, subject: str) -> bool:
        """Whether a person has approved this, and nobody has taken it back."""
        found = self.latest(kind, subject)
        return found is not None and found.state is ReviewState.APPROVED

    def latest(self, kind: ReviewKind, subject: str) -> QueuedReview | None:
        """Return the newest review about this."""
        asked = select(reviews).where(reviews.c.kind == kind, reviews.c.subject == subject)
        row = self._connection.execute(asked.order_by(reviews.c.id.desc()).limit(1)).first()
        return None if row is None else _queued(row)

    def asked_by(self, member: MemberId, most: int) -> int:
        """Return how many open reviews a member has asked for, counted up to *most*."""
        asked = select(reviews.c.id).where(
            reviews.c.member == member, reviews.c.kind == ReviewKind.ASKED, _OPEN
        )
        return len(self._connection.execute(asked.limit(most)).all())

    def get(self, review: ReviewId) -> QueuedReview | None:
        """Return one review."""
        row = self._connection.execute(select(reviews).where(reviews.c.id == review)).first()
        return None if row is None else _queued(row)

    def lock(self, review: ReviewId) -> QueuedReview | None:
        """Return one review that nobody else decides until this transaction ends."""
        asked = select(reviews).where(reviews.c.id == review).with_for_update()
        row = self._connection.execute(asked).first()
        return None if row is None else _queued(row)

    def listed(
        self, page: Page, scopes: Iterable[Scope], asked: ReviewFilter
    ) -> list[QueuedReview]:
        """Return a page of the reviews within *scopes*, oldest first."""
        conditions: list[ColumnElement[bool]] = [
            within(scopes, reviews.c.partner, reviews.c.shop), reviews.c.id > page.after,
        ]  # fmt: skip
        if asked.state is not None:
            conditions.append(reviews.c.state == asked.state)
        if asked.kind is not None:
            conditions.append(reviews.c.kind == asked.kind)
        if asked.member is not None:
            conditions.append(reviews.c.member == asked.member)
        if asked.shops:
            conditions.append(reviews.c.shop.in_(asked.shops))
        rows = self._connection.execute(
            select(reviews).where(*conditions).order_by(reviews.c.id).limit(page.limit)
        )
        return [_queued(row) for row in rows]

    def decide(
        self,
        review: ReviewId,
        state: ReviewState,
        by: StaffId | None,
        at: UnixTime,
        note: str,
    ) -> None:
        """Store what became of a review."""
        values = {"state": state, "decided_by": by, "decided_at": at, "note": note}
        self._connection.execute(update(reviews).where(reviews.c.id == review).values(values))

    def close(self, kind: ReviewKind, subject: str, at: UnixTime, note: str) -> bool:
        """Approve an open review because what it asks has answered itself; False without one."""
        condition = (reviews.c.kind == kind) & (reviews.c.subject == subject) & _OPEN
        values = {"state": ReviewState.APPROVED, "decided_at": at, "note": note}
        done = self._connection.execute(update(reviews).where(condition).values(values))
        return done.rowcount > 0

    def waiting(self, scopes: Iterable[Scope]) -> int:
        """Return how many within *scopes* are open."""
        asked = select(func.count()).where(within(scopes, reviews.c.partner, reviews.c.shop), _OPEN)
        return self._connection.execute(asked).scalar_one()


def _queued(row: Row[Any]) -> QueuedReview:
    return QueuedReview(
        id=ReviewId(row.id),
        review=Review(
            kind=ReviewKind(row.kind),
            subject=row.subject,
            partner=None if row.partner is None else PartnerId(row.partner),
            shop=None if row.shop is None else ShopId(row.shop),
            member=None if row.member is None else MemberId(row.member),
            why=tuple(row.why),
        ),
        state=ReviewState(row.state),
        opened_at=UnixTime(row.opened_at),
        decided_at=None if row.decided_at is None else UnixTime(row.decided_at),
        decided_by=None if row.decided_by is None else StaffId(row.decided_by),
        note=row.note,
    )
