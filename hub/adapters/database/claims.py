"""The Claims port over the database."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ColumnElement

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.units import Sequence as Place
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.members import DatabaseMembers, member_of
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.sales import sale_of
from hub.adapters.database.tables.access import members, partners, shops, tills
from hub.adapters.database.tables.receipts import accruals, claims
from hub.adapters.database.tables.running import outages, tier_history
from hub.adapters.database.tills import SHARED, DatabaseTills, till_of
from hub.core.access.people import Member
from hub.core.ids import LotId, MemberId, PartnerId, RuleId, TransferId
from hub.core.ports.receipts import Acquaintance, Tally
from hub.core.receipts.records import ClaimRecord, ClaimState, Scene
from hub.core.tiers import Tier
from hub.core.tills import SyncedTill

_LIVE: Final = [ClaimState.UNCONFIRMED.value, ClaimState.CONFIRMED.value, ClaimState.REVIEW.value]

_STANDING: Final = [ClaimState.UNCONFIRMED.value, ClaimState.CONFIRMED.value]


class DatabaseClaims:
    """What members claimed, within one transaction."""

    def __init__(self, connection: Connection, marks: DayMarks) -> None:
        self._connection = connection
        self._marks = marks

    def parties(self, till: TillId, member: MemberId) -> tuple[SyncedTill | None, Member | None]:
        """Return till and member of a claim, locked in that order until this transaction ends.

        The till neither syncs nor is revoked meanwhile, and nobody else moves the member's points.
        """
        row = _PARTIES.on(self._connection, {"till": till, "member": member}).first()
        if row is None:  # One of them is not there.
            shared = DatabaseTills(self._connection).share(till)
            return shared, DatabaseMembers(self._connection).lock(member)
        return till_of(_named(_TILL_NAMES, row[:_PERSON])), member_of(
            _named(members.c.keys(), row[_PERSON:])
        )

    def scene(
        self, till: TillId, sequence: Place, member: MemberId, sealed_at: UnixTime
    ) -> Scene | None:
        """Return all that a claim meets, None where there is no such till."""
        asked = {"till": till, "sequence": sequence, "member": member, "sealed_at": sealed_at}
        row = _SCENE.on(self._connection, asked).first()
        if row is None:
            return None
        told, sale, claim = row[:_TOLD], row[_TOLD:_SALE], row[_SALE:]
        shop, shop_state, partner, partner_state, created_at, disk_head, tier_then = told
        return Scene(
            shop_name=shop,
            partner_name=partner,
            shop_state=shop_state,
            partner_state=partner_state,
            enrolled_at=UnixTime(created_at),
            disk_head=disk_head,
            tier_then=None if tier_then is None else Tier(tier_then),
            sale=None if sale[0] is None else sale_of(_named(accruals.c.keys(), sale)),
            claim=None if claim[0] is None else claim_of_row(_named(claims.c.keys(), claim)),
        )

    def add(self, claim: ClaimRecord) -> bool:
        """Add a claim; False when the sequence has one."""
        self._mark(claim)
        row = {
            "till": claim.till, "sequence": claim.sequence, "shop": claim.shop,
            "partner": claim.partner, "member": claim.member, "total": claim.total,
            "sealed_at": claim.sealed_at, "hint": claim.hint, "claimed_at": claim.claimed_at,
            **_changing(claim),
        }  # fmt: skip
        return bool(_ADDING[self._connection.dialect.name].on(self._connection, row))

    def get(self, till: TillId, sequence: Place) -> ClaimRecord | None:
        """Return a claim."""
        row = self._connection.execute(_ONE, {"till": till, "sequence": sequence}).first()
        return None if row is None else claim_of_row(row)

    def change(self, claim: ClaimRecord) -> None:
        """Store how a claim stands now."""
        self._mark(claim)
        self._connection.execute(
            update(claims)
            .where(claims.c.till == claim.till, claims.c.sequence == claim.sequence)
            .values(_changing(claim))
        )

    def among(self, till: TillId, sequences: Sequence[Place]) -> list[ClaimRecord]:
        """Return the claims of these sequences."""
        if not sequences:
            return []
        span = claims.c.sequence.between(min(sequences), max(sequences))
        asked = set(sequences)
        return [it for it in self._some(claims.c.till == till, span) if it.sequence in asked]

    def above(self, till: TillId, sequence: Place, most: int) -> list[ClaimRecord]:
        """Return at most so many live claims of a till above *sequence*."""
        return self._some(
            claims.c.till == till, claims.c.sequence > sequence, claims.c.state.in_(_LIVE),
            most=most,
        )  # fmt: skip

    def lock_members(self, locked: Iterable[MemberId]) -> None:
        """Lock these members' rows, in the order of their ids."""
        wanted = set(locked)
        while wanted:
            found = select(members.c.id, members.c.merged_into)
            found = found.where(members.c.id.in_(sorted(wanted))).order_by(members.c.id)
            rows = self._connection.execute(found.with_for_update()).all()
            wanted = {it.merged_into for it in rows if it.merged_into is not None} - wanted

    def tally(self, claim: ClaimRecord, day: UnixTime, hour: UnixTime) -> Tally:
        """Return how many claims there were since *day* of the member, since *hour* of the rest."""
        asked = {
            "member": claim.member, "till": claim.till, "shop": claim.shop,
            "cashier": claim.cashier, "day": day, "hour": hour,
        }  # fmt: skip
        row = _TALLY.on(self._connection, asked).one()
        return Tally(member=row[0], till=row[1], cashier=row[2], shop=row[3])

    def passed(self, before: UnixTime, most: int) -> list[ClaimRecord]:
        """Return unconfirmed claims made before then whose till's chain has passed them."""
        found = (
            select(claims)
            .join(tills, tills.c.id == claims.c.till)
            .where(
                claims.c.state == ClaimState.UNCONFIRMED.value, claims.c.claimed_at <= before,
                claims.c.sequence <= tills.c.head_sequence,
            )
            .order_by(claims.c.claimed_at)
            .limit(most)
        )  # fmt: skip
        return [claim_of_row(row) for row in self._connection.execute(found)]

    def old(self, before: UnixTime, most: int) -> list[ClaimRecord]:
        """Return unconfirmed claims made before then."""
        return self._some(
            claims.c.state == ClaimState.UNCONFIRMED.value, claims.c.claimed_at <= before, most=most
        )

    def of_member(
        self, member: MemberId, before: tuple[UnixTime, TillId, Place] | None, limit: int
    ) -> list[tuple[ClaimRecord, str, str]]:
        """Return a page of a member's claims, newest first, with partner and shop by name."""
        key = tuple_(claims.c.claimed_at, claims.c.till, claims.c.sequence)
        found = (
            select(claims, partners.c.name.label("partner_name"), shops.c.name.label("shop_name"))
            .join(shops, shops.c.id == claims.c.shop)
            .join(partners, partners.c.id == claims.c.partner)
            .where(claims.c.member == member)
            .order_by(claims.c.claimed_at.desc(), claims.c.till.desc(), claims.c.sequence.desc())
            .limit(limit)
        )
        if before is not None:
            found = found.where(key < tuple_(*(literal(part) for part in before)))
        rows = self._connection.execute(found)
        return [(claim_of_row(row), row.partner_name, row.shop_name) for row in rows]

    def confirmed_times(self, member: MemberId, since: UnixTime) -> list[UnixTime]:
        """Return when the receipts of a member's confirmed claims were printed."""
        found = select(claims.c.sealed_at).where(
            claims.c.member == member, claims.c.state == ClaimState.CONFIRMED.value,
            claims.c.sealed_at >= since,
        )  # fmt: skip
        return [UnixTime(at) for at in self._connection.execute(found).scalars()]

    def spent(self, member: MemberId, since: UnixTime) -> Tiyn:
        """Return the money of a member's confirmed receipts, less what came back."""
        left = func.coalesce(func.sum(accruals.c.total - accruals.c.returned), 0)
        found = (
            select(left)
            .select_from(claims)
            .join(
                accruals,
                (accruals.c.till == claims.c.till) & (accruals.c.sequence == claims.c.sequence),
            )
            .where(
                claims.c.member == member, claims.c.state == ClaimState.CONFIRMED.value,
                claims.c.sealed_at >= since,
            )
        )  # fmt: skip
        return Tiyn(int(self._connection.execute(found).scalar_one()))

    def acquaintance(self, member: MemberId, partner: PartnerId) -> Acquaintance:
        """Return what a member's bonuses at a partner depend on."""
        mine = claims.c.member == member
        stands = claims.c.state.in_(_STANDING)
        asked = select(
            members.c.birthday, members.c.referred_by,
            _count(mine, stands, claims.c.partner == partner), _count(mine, stands),
        ).where(members.c.id == member)  # fmt: skip
        birthday, referred_by, here, anywhere = self._connection.execute(asked).one()
        friend = None if referred_by is None else MemberId(referred_by)
        return Acquaintance(birthday, friend, here, anywhere)

    def of_partner(self, partner: PartnerId, since: UnixTime, most: int) -> list[ClaimRecord]:
        """Return at most so many claims of a partner's receipts since then, newest first."""
        asked = (
            select(claims)
            .where(claims.c.partner == partner, claims.c.claimed_at >= since)
            .order_by(claims.c.claimed_at.desc())
            .limit(most)
        )
        return [claim_of_row(row) for row in self._connection.execute(asked)]

    def outages(self, since: UnixTime) -> list[tuple[UnixTime, UnixTime]]:
        """Return when the hub was out since then."""
        found = select(outages.c.began_at, outages.c.ended_at).where(outages.c.ended_at > since)
        rows = self._connection.execute(found.order_by(outages.c.began_at))
        return [(UnixTime(began), UnixTime(ended)) for began, ended in rows]

    def _mark(self, claim: ClaimRecord) -> None:
        """Note the days whose sums it is in: of its receipt, and of the claim itself."""
        self._marks.note(claim.partner, claim.sealed_at)
        self._marks.note(claim.partner, claim.claimed_at)

    def _some(self, *conditions: ColumnElement[bool], most: int | None = None) -> list[ClaimRecord]:
        found = select(claims).where(*conditions).order_by(claims.c.sequence).limit(most)
        return [claim_of_row(row) for row in self._connection.execute(found)]


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(claims).where(*conditions).scalar_subquery()


_TILL: Final = SHARED.cte("till")
_TILL_NAMES: Final = _TILL.c.keys()
_PERSON: Final = len(_TILL_NAMES)
_PARTIES: Final = Prepared(
    # The till is locked where it is read, and only then is the member.
    select(*_TILL.c, *members.c)
    .select_from(_TILL.join(members, members.c.id == bindparam("member")))
    .with_for_update(of=members)
)
_NTH: Final[BindParameter[int]] = bindparam("sequence")
_AT_TILL: Final[BindParameter[int]] = bindparam("till")
_TIER_THEN: Final = (
    select(tier_history.c.before)
    .where(
        tier_history.c.kind == "member", tier_history.c.owner == bindparam("member"),
        tier_history.c.at > bindparam("sealed_at"),
    )
    .order_by(tier_history.c.at, tier_history.c.id)
    .limit(1)
    .scalar_subquery()
)  # fmt: skip
_ABOUT: Final = (
    shops.c.name, shops.c.state, partners.c.name, partners.c.state, tills.c.created_at,
    tills.c.disk_head, _TIER_THEN,
)  # fmt: skip
_TOLD: Final = len(_ABOUT)
_SALE: Final = _TOLD + len(accruals.c)
_SCENE: Final = Prepared(
    # Made once: to build a statement costs more than to send it, and this one is in each claim.
    select(*_ABOUT, *accruals.c, *claims.c)
    .select_from(tills)
    .join(shops, shops.c.id == tills.c.shop)
    .join(partners, partners.c.id == shops.c.partner)
    .outerjoin(accruals, and_(accruals.c.till == tills.c.id, accruals.c.sequence == _NTH))
    .outerjoin(claims, and_(claims.c.till == tills.c.id, claims.c.sequence == _NTH))
    .where(tills.c.id == _AT_TILL)
)
_ONE: Final = select(claims).where(claims.c.till == _AT_TILL, claims.c.sequence == _NTH)
_HOURLY: Final = claims.c.claimed_at >= bindparam("hour")
_IN_SHOP: Final = claims.c.shop == bindparam("shop")
_TALLY: Final = Prepared(
    select(
        _count(claims.c.member == bindparam("member"), claims.c.claimed_at >= bindparam("day")),
        _count(claims.c.till == _AT_TILL, _HOURLY),
        _count(_IN_SHOP, _HOURLY, claims.c.cashier == bindparam("cashier")),
        _count(_IN_SHOP, _HOURLY),
    )
)


_ADDED: Final = (
    "till", "sequence", "shop", "partner", "member", "total", "sealed_at", "claimed_at", "hint",
    "points", "taken_back", "rule", "lot", "transfer", "exposed", "why", "state", "cashier",
)  # fmt: skip
_ADDING: Final = {
    name: Prepared(
        make(claims)
        .values({it: bindparam(it) for it in _ADDED})
        .on_conflict_do_nothing()
        .returning(claims.c.till)
    )
    for name, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def _named(names: Sequence[str], values: Sequence[Any]) -> Any:
    """Return a part of a row by the *names* of its columns."""
    return SimpleNamespace(**dict(zip(names, values, strict=True)))


def _changing(claim: ClaimRecord) -> dict[str, Any]:
    """Return the columns of a claim that change in its life."""
    return {
        "points": claim.points, "taken_back": claim.taken_back, "rule": claim.rule,
        "lot": claim.lot, "transfer": claim.transfer, "exposed": claim.exposed,
        "why": dict(claim.why), "state": claim.state.value, "cashier": claim.cashier,
    }  # fmt: skip


def claim_of_row(row: Row[Any]) -> ClaimRecord:
    """Return a claim out of its row."""
    return ClaimRecord(
        till=TillId(row.till), sequence=Place(row.sequence), shop=ShopId(row.shop),
        partner=PartnerId(row.partner), member=MemberId(row.member), total=Tiyn(row.total),
        sealed_at=UnixTime(row.sealed_at), claimed_at=UnixTime(row.claimed_at), hint=row.hint,
        points=Points(row.points), state=ClaimState(row.state), taken_back=Points(row.taken_back),
        rule=None if row.rule is None else RuleId(row.rule),
        lot=None if row.lot is None else LotId(row.lot),
        transfer=None if row.transfer is None else TransferId(row.transfer),
        exposed=Points(row.exposed), cashier=row.cashier, why=row.why,
    )  # fmt: skip
