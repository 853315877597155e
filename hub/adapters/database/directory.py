"""Looks for members in the database, each time at a bounded number of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.claims import claim_of_row
from hub.adapters.database.redemptions import redemption_of_row
from hub.adapters.database.scopes import within
from hub.adapters.database.tables.access import members, partners, shops
from hub.adapters.database.tables.ledger import lots
from hub.adapters.database.tables.receipts import claims
from hub.adapters.database.tables.rewards import redemptions
from hub.core.access.roles import PROGRAMME, Scope
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.directory import MemberFilter, MemberLine, MembersFound
from hub.core.ports.redemptions import Redemption
from hub.core.receipts.records import ClaimRecord
from hub.core.tiers import Tier

WINDOW: Final = 10_000
"""Rows that one answer looks through at most; the next page goes on behind them."""
MOST_OF_A_NAME: Final = 1_000
"""Members of one name among whom a search looks."""
_LAST: Final = "\U0010ffff"
Place = tuple[int, int]
"""Of a visit: its time, and whose it was."""


@dataclass(frozen=True, slots=True)
class _Visits:
    """A table that shows who came, by time."""

    member: ColumnElement[Any]
    at: ColumnElement[Any]
    partner: Any
    shop: Any

    def within(self, scopes: Sequence[Scope]) -> ColumnElement[bool]:
        return within(scopes, self.partner, self.shop)


_CLAIMS: Final = _Visits(claims.c.member, claims.c.claimed_at, claims.c.partner, claims.c.shop)
_TAKEN: Final = _Visits(
    redemptions.c.member, redemptions.c.at, redemptions.c.partner, redemptions.c.shop
)
_STREAMS: Final = (_CLAIMS, _TAKEN)


class DatabaseDirectory:
    """The Directory port over one open transaction."""

    def __init__(self, connection: Connection, window: int = WINDOW) -> None:
        self._connection = connection
        self._window = window

    def everybody(self, asked: MemberFilter, after: MemberId | None, limit: int) -> MembersFound:
        """Return a page of all members, newest first, below *after*."""
        own = [members.c.erased_at.is_(None), *_own(asked)]
        if after is not None:
            own.append(members.c.id < after)
        # Who came lately is asked of each member: of so many, and the next page goes on there.
        window = select(members.c.id).where(*own).order_by(members.c.id.desc()).limit(self._window)
        if asked.since is None:
            numbers = [MemberId(it) for it in self._numbers(window.limit(limit + 1))]
            more, end = len(numbers) > limit, None
        else:
            looked = window.subquery()
            came = [
                exists().where(it.member == looked.c.id, it.at >= asked.since) for it in _STREAMS
            ]
            found = select(looked.c.id).where(or_(*came)).order_by(looked.c.id.desc())
            numbers = [MemberId(it) for it in self._numbers(found.limit(limit + 1))]
            more = len(numbers) > limit
            end = None if more else self._scalar(window.offset(self._window - 1).limit(1))
        lines = self._lines(numbers[:limit], [PROGRAMME])
        onward = lines[-1].id if more else end
        return MembersFound(lines, None if onward is None else (0, int(onward)))

    def visitors(
        self,
        scopes: Iterable[Scope],
        asked: MemberFilter,
        after: tuple[int, int] | None,
        limit: int,
    ) -> MembersFound:
        """Return a page of who came to the shops of *scopes*, the last to come first."""
        asker = list(scopes)
        places: set[Place] = set()
        horizon: Place | None = None
        for scope in asker:
            for stream in _STREAMS:
                rows, end = self._branch(stream, scope, asker, asked, after, limit)
                places.update(rows)
                if end is not None:
                    horizon = end if horizon is None else max(horizon, end)
        # Below the horizon one of the branches has not looked yet.
        order = sorted((it for it in places if horizon is None or it >= horizon), reverse=True)
        shown = order[:limit]
        onward = shown[-1] if len(order) > limit else horizon
        return MembersFound(self._lines([MemberId(it) for _, it in shown], asker), onward)

    def _branch(
        self,
        stream: _Visits,
        scope: Scope,
        asker: Sequence[Scope],
        asked: MemberFilter,
        after: Place | None,
        limit: int,
    ) -> tuple[list[Place], Place | None]:
        """Return last visits of one kind, and up to where they were looked through."""
        window = (
            select(stream.at.label("at"), stream.member.label("member"))
            .where(stream.within([scope]), stream.member.is_not(None), *_below(stream, after))
            .order_by(stream.at.desc(), stream.member.desc())
        )
        if asked.since is not None:
            window = window.where(stream.at >= asked.since)
        looked = window.limit(self._window).subquery()
        later = [
            ~exists().where(it.member == looked.c.member, it.within(asker), it.at > looked.c.at)
            for it in _STREAMS
        ]
        found = (
            select(looked.c.at, looked.c.member).distinct()
            .join(members, members.c.id == looked.c.member)
            .where(*later, members.c.erased_at.is_(None), *_own(asked))
            .order_by(looked.c.at.desc(), looked.c.member.desc())
            .limit(limit + 1)
        )  # fmt: skip
        rows = [(int(at), int(who)) for at, who in self._connection.execute(found)]
        if len(rows) > limit:
            return rows, rows[-1]
        end = self._connection.execute(window.offset(self._window - 1).limit(1)).first()
        return rows, None if end is None else (int(end.at), int(end.member))

    def one(self, member: MemberId, scopes: Iterable[Scope]) -> MemberLine | None:
        """Return a member; None where nothing of him ever happened within *scopes*."""
        asker = list(scopes)
        whole = [it for it in asker if it.shop is None]
        here = [exists().where(it.member == member, it.within(asker)) for it in _STREAMS]
        here.append(exists().where(lots.c.member == member, _issued(whole)))
        known = true() if PROGRAMME in asker else or_(*here)
        found = self._numbers(select(members.c.id).where(members.c.id == member, known))
        lines = self._lines([MemberId(it) for it in found], asker)
        return lines[0] if lines else None

    def claims_of(
        self, member: MemberId, scopes: Iterable[Scope], limit: int
    ) -> list[tuple[ClaimRecord, str]]:
        """Return a member's newest claims within *scopes*, with the shop by name."""
        asked = (
            select(claims, shops.c.name.label("shop_name"))
            .join(shops, shops.c.id == claims.c.shop, isouter=True)
            .where(claims.c.member == member, _CLAIMS.within(list(scopes)))
            .order_by(claims.c.claimed_at.desc(), claims.c.till, claims.c.sequence.desc())
            .limit(limit)
        )
        return [(claim_of_row(row), row.shop_name or "") for row in self._connection.execute(asked)]

    def redemptions_of(
        self, member: MemberId, scopes: Iterable[Scope], limit: int
    ) -> list[tuple[Redemption, str]]:
        """Return a member's newest redemptions within *scopes*, with the shop by name."""
        asked = (
            select(redemptions, shops.c.name.label("shop_name"))
            .join(shops, shops.c.id == redemptions.c.shop, isouter=True)
            .where(redemptions.c.member == member, _TAKEN.within(list(scopes)))
            .order_by(redemptions.c.at.desc(), redemptions.c.id)
            .limit(limit)
        )
        return [
            (redemption_of_row(row), row.shop_name or "") for row in self._connection.execute(asked)
        ]

    def partner_names(self, partners_asked: Iterable[PartnerId]) -> dict[PartnerId, str]:
        """Return what partners are called."""
        asked = select(partners.c.id, partners.c.name).where(
            partners.c.id.in_(sorted(set(partners_asked)))
        )
        return {PartnerId(row.id): row.name for row in self._connection.execute(asked)}

    def _lines(self, numbers: Sequence[MemberId], scopes: Sequence[Scope]) -> list[MemberLine]:
        """Return what a list shows of these members, in their order."""
        if not numbers:
            return []
        last = [
            select(func.max(it.at)).where(it.member == members.c.id, it.within(scopes))
            .correlate(members).scalar_subquery()
            for it in _STREAMS
        ]  # fmt: skip
        whole = [it for it in scopes if it.shop is None]
        left = (
            select(func.coalesce(func.sum(lots.c.remaining), literal(0)))
            .where(lots.c.member == members.c.id, lots.c.remaining > 0, _issued(whole))
            .correlate(members).scalar_subquery()
        )  # fmt: skip
        asked = select(
            members, last[0].label("claimed"), last[1].label("taken"), left.label("points")
        ).where(members.c.id.in_(numbers))
        found = {row.id: _line(row) for row in self._connection.execute(asked)}
        return [found[it] for it in numbers if it in found]

    def _numbers(self, asked: Select[Any]) -> list[int]:
        return list(self._connection.execute(asked).scalars())

    def _scalar(self, asked: Select[Any]) -> int | None:
        return self._connection.execute(asked).scalar()


def _below(stream: _Visits, after: Place | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    at, member = after
    return [stream.at <= at, or_(stream.at < at, stream.member < member)]


def _own(asked: MemberFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on the member himself."""
    found: list[ColumnElement[bool]] = []
    if asked.tier is not None:
        found.append(members.c.tier == asked.tier.value)
    if asked.blocked is not None:
        found.append(members.c.blocked if asked.blocked else ~members.c.blocked)
    if asked.name:
        spellings = {asked.name, asked.name.lower(), asked.name.upper(), asked.name.capitalize()}
        name = members.c.first_name
        begins = or_(*(and_(name >= it, name < it + _LAST) for it in sorted(spellings)))
        called = select(members.c.id).where(begins).order_by(name).limit(MOST_OF_A_NAME)
        found.append(members.c.id.in_(called))
    return found


def _issued(scopes: Sequence[Scope]) -> ColumnElement[bool]:
    """Return the condition that a lot was issued by a partner of *scopes*, as a whole."""
    return within(scopes, lots.c.partner, lots.c.partner)


def _line(row: Any) -> MemberLine:
    visits = [it for it in (row.claimed, row.taken) if it is not None]
    return MemberLine(
        id=MemberId(row.id),
        first_name=row.first_name,
        tier=Tier(row.tier),
        blocked=row.blocked,
        erased=row.erased_at is not None,
        last_visit=UnixTime(max(visits)) if visits else None,
        points=Points(int(row.points)),
    )
