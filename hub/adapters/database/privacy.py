"""The Privacy and OldMembers ports over the database."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, exists, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.members import merged_into
from hub.adapters.database.tables import access, cards, chain, ledger, receipts, rewards, running
from hub.adapters.database.upsert import inserting
from hub.core.accounts import MEMBER_KINDS, Account
from hub.core.consent import Consent
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.privacy import MemberCopy, OldMember

MOST_ROWS: Final = 20_000
"""Rows of one kind in a copy: five receipts a day for ten years."""

_OF_MEMBER: Final = {
    "consents": access.consents,
    "passkeys": access.passkeys,
    "cards": cards.member_cards,
    "card_receipts": cards.card_receipts,
    "claims": receipts.claims,
    "fiscal_claims": running.fiscal_claims,
    "lots": ledger.lots,
    "vouchers": rewards.vouchers,
    "redemptions": rewards.redemptions,
    "adjustments": running.adjustments,
    "messages": running.feed,
    "notices": running.notices,
    "moves": chain.moves,
    "returns_from_chain": chain.chain_returns,
}
"""What a copy holds beside the account itself and its transfers, by table with a member column."""


class DatabasePrivacy:
    """A member's rights over what is stored of him, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_consent(self, member: MemberId, consent: Consent) -> None:
        """Add what the member said."""
        self._connection.execute(
            insert(access.consents).values(
                member=member,
                version=consent.version,
                text_digest=consent.text_digest,
                language=consent.language,
                channel=consent.channel,
                given=consent.given,
                at=consent.at,
            )
        )

    def consents(self, member: MemberId) -> list[Consent]:
        """Return what the member said, oldest first."""
        table = access.consents
        query = select(table).where(table.c.member == member).order_by(table.c.id)
        return [
            Consent(it.version, it.text_digest, it.language, it.channel, it.given, UnixTime(it.at))
            for it in self._connection.execute(query)
        ]

    def copy_of(self, member: MemberId) -> MemberCopy:
        """Return every row that is about the member, by what it is."""
        copies = {name: self._rows(table, table.c.member == member)
                  for name, table in _OF_MEMBER.items()}  # fmt: skip
        for card in copies["cards"]:
            card.pop("pin")  # What a few digits hash to is as good as the digits.
        both = (member, *merged_into(self._connection, member))
        accounts = [Account(kind, it).id for it in both for kind in MEMBER_KINDS]
        table = ledger.transfers
        mine = or_(table.c.debit.in_(accounts), table.c.credit.in_(accounts))
        account = self._rows(access.members, access.members.c.id == member)
        tiers = self._rows(
            running.tier_history,
            (running.tier_history.c.kind == "member") & (running.tier_history.c.owner == member),
        )
        return {"account": account, **copies, "tiers": tiers, "transfers": self._rows(table, mine)}

    def forget(self, member: MemberId, at: UnixTime) -> None:
        """Erase everything that says who the member is."""
        do = self._connection.execute
        people = access.members
        phone = do(select(people.c.phone_digest).where(people.c.id == member)).scalar_one()
        old = running.imported_members
        his = old.c.member == member
        do(delete(old).where(his if phone is None else or_(his, old.c.phone_digest == phone)))
        do(
            update(people)
            .where(people.c.id == member)
            .values(
                telegram=None, first_name="", birthday=None, phone_digest=None, wallet=None,
                referral_code=None, settings={}, blocked=True, erased_at=at,
            )
        )  # fmt: skip
        do(update(people).where(people.c.referred_by == member).values(referred_by=None))
        do(delete(running.feed).where(running.feed.c.member == member))
        do(delete(running.notices).where(running.notices.c.member == member))
        do(delete(access.passkeys).where(access.passkeys.c.member == member))
        held = cards.member_cards
        mine = held.c.member == member
        ended = {"state": "blocked", "ended_at": at}
        do(update(held).where(mine & (held.c.state == "active")).values(ended))
        do(update(held).where(mine).values(pin=""))
        sessions = access.sessions
        do(delete(sessions).where(sessions.c.kind == "member", sessions.c.owner == member))
        self._forget_notes(member)
        replies = running.idempotency
        do(delete(replies).where(replies.c.principal == f"member:{member}"))

    def _forget_notes(self, member: MemberId) -> None:
        """Take out of the reviews what the member wrote himself."""
        table = running.reviews
        mine = select(table.c.id, table.c.why).where(table.c.member == member)
        for number, why in self._connection.execute(mine).all():
            bare = [{**reason, "note": ""} if "note" in reason else reason for reason in why]
            change = update(table).where(table.c.id == number).values(why=bare)
            self._connection.execute(change)

    def erased_with_points(self, limit: int) -> list[MemberId]:
        """Return erased members whose lots still hold something."""
        lots, people = ledger.lots, access.members
        left = exists().where(lots.c.member == people.c.id, lots.c.remaining > 0)
        erased = people.c.erased_at.is_not(None) & people.c.merged_into.is_(None)
        query = select(people.c.id).where(erased, left).limit(limit)
        return [MemberId(it) for it in self._connection.execute(query).scalars()]

    def touched(self, since: UnixTime, until: UnixTime) -> Mapping[str, int]:
        """Count what is stored now, and what staff exported in that time."""
        people, audit = access.members, access.audit
        then = audit.c.at.between(since, until)
        return {
            "members": self._count(people, people.c.erased_at.is_(None)),
            "members_with_telegram": self._count(people, people.c.telegram.is_not(None)),
            "members_with_wallet": self._count(people, people.c.wallet.is_not(None)),
            "members_with_birthday": self._count(people, people.c.birthday.is_not(None)),
            "members_with_phone_digest": self._count(people, people.c.phone_digest.is_not(None)),
            "members_active_then": self._active(since, until),
            "staff_actions_then": self._count(audit, then),
            "exports_then": self._count(audit, then & audit.c.action.like("export.%")),
            "sign_ins_then": self._count(
                access.sessions, access.sessions.c.issued_at.between(since, until)
            ),
        }

    def _active(self, since: UnixTime, until: UnixTime) -> int:
        claims = receipts.claims
        query = select(func.count(claims.c.member.distinct())).where(
            claims.c.claimed_at.between(since, until)
        )
        return int(self._connection.execute(query).scalar_one())

    def _count(self, table: Table, where: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(where)
        return int(self._connection.execute(query).scalar_one())

    def _rows(self, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
        found = self._connection.execute(select(table).where(where).limit(MOST_ROWS))
        return [dict(row) for row in found.mappings()]


class DatabaseOldMembers:
    """The OldMembers port, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: list[OldMember]) -> int:
        """Add rows of an import and return how many were new."""
        if not rows:
            return 0
        table = running.imported_members
        values = [
            {"phone_digest": it.phone, "partner": it.partner, "points": it.points,
             "expires_at": it.expires_at}
            for it in rows
        ]  # fmt: skip
        query = inserting(self._connection, table).values(values).on_conflict_do_nothing()
        # PostgreSQL's driver counts no rows here; what came back was new.
        return len(self._connection.execute(query.returning(table.c.partner)).all())

    def of_phone(self, phone: bytes) -> list[OldMember]:
        """Return what waits for a phone number."""
        table = running.imported_members
        query = select(table).where(table.c.phone_digest == phone).order_by(table.c.partner)
        return [
            OldMember(it.phone_digest, PartnerId(it.partner), Points(it.points),
                      UnixTime(it.expires_at), it.member)
            for it in self._connection.execute(query.with_for_update())
        ]  # fmt: skip

    def take(self, phone: bytes, partner: PartnerId, member: MemberId, at: UnixTime) -> None:
        """Note that the points were credited to *member*."""
        table = running.imported_members
        self._connection.execute(
            update(table)
            .where(table.c.phone_digest == phone, table.c.partner == partner)
            .values(member=member, claimed_at=at)
        )

    def bind(self, phone: bytes, member: MemberId) -> None:
        """Note that the number is *member*'s own: he has proven it."""
        people = access.members
        self._connection.execute(
            update(people).where(people.c.id == member).values(phone_digest=phone)
        )

    def note_import(
        self, kind: str, partner: PartnerId, digest: bytes, rows: int, at: UnixTime
    ) -> bool:
        """Note that a file was imported; False when the very same one was before."""
        table = running.imports
        same = select(table.c.id).where(
            table.c.kind == kind, table.c.partner == partner, table.c.digest == digest
        )
        if self._connection.execute(same).first() is not None:
            return False
        self._connection.execute(
            insert(table).values(kind=kind, partner=partner, digest=digest, rows=rows, at=at)
        )
        return True
