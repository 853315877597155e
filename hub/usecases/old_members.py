"""Members of an older scheme: their points come from a file, and wait for their owners."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.one_time import plain_recovery_code, recovery_code
from hub.core.access.roles import Permission, Scope
from hub.core.access.telegram import check_contact
from hub.core.almaty import local_day
from hub.core.ids import TRANSFER_ID_SIZE, MemberId, PartnerId, TransferId
from hub.core.old_members import (
    LARGEST_FILE,
    OldMemberFile,
    UnreadableTable,
    phone_of,
    read_old_members,
)
from hub.core.ports.access import Invitation
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Credit, Reason, TransferMismatch
from hub.core.ports.privacy import OldMember

PURPOSE = "old-member"
CODE_LIFE = 15 * 60
"""Seconds: the member stands at the counter."""
CODE_SIZE = 5
"""Bytes: eight letters, dead after fifteen minutes, and tries are counted at the door."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    file: OldMemberFile
    added: int
    """Rows that were new; phone numbers that were there already keep what they had."""
    dry: bool


def import_old_members(
    hub: Hub, actor: Actor, partner: PartnerId, raw: bytes, *, dry: bool
) -> Imported:
    """Import a CSV file of an older scheme; *dry* only says what it would do.

    A file with any wrong line is not imported at all. The same file twice is imported once.
    """
    actor.require(Permission.IMPORTS_EDIT, Scope(partner))
    now = hub.clock.now()
    file = _read(raw, now)
    if file.problems and not dry:
        raise Refused(Refusal.VALIDATION, f"{file.wrong} lines are wrong; try a dry run")
    if dry:
        return Imported(file, 0, dry=True)
    with hub.store.begin() as work:
        if work.partners.lock(partner) is None:
            raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
        digest = hashlib.sha256(raw).digest()
        if not work.old_members.note_import("members", partner, digest, len(file.rows), now):
            return Imported(file, 0, dry=False)
        until = UnixTime(now + work.policy.lot_life)
        added = work.old_members.add(
            [
                OldMember(_digest(hub, row.phone), partner, row.points, row.expires_at or until)
                for row in file.rows
            ]
        )
        work.audit.write(
            actor.entry(now, "import.members", f"partner {partner}", partner,
                        rows=len(file.rows), added=added, points=file.points)
        )  # fmt: skip
    return Imported(file, added, dry=False)


def claim_by_contact(hub: Hub, member: MemberId, contact: str) -> Points:
    """Credit what waits for the phone number that Telegram says is this member's."""
    bot = hub.access.bot
    if bot is None or bot.token is None:
        raise Refused(Refusal.NOT_FOUND, "this hub has no bot that could prove a contact")
    telegram, written = check_contact(contact, bot.token, hub.clock.now())
    phone = phone_of(written)
    if phone is None:
        raise Refused(Refusal.MALFORMED, "the contact has no phone number")
    with hub.store.begin() as work:
        known = work.members.lock(member)
        if known is None or known.telegram != telegram:
            raise Refused(Refusal.FORBIDDEN, "the contact is another person's")
        digest = _digest(hub, phone)
        waiting = work.old_members.of_phone(digest)
        credited = _credit(hub, work, member, digest, waiting)
        if waiting:
            work.old_members.bind(digest, member)
        return credited


def code_for_phone(hub: Hub, actor: Actor, partner: PartnerId, written: str) -> tuple[str, int]:
    """Make a one-time code for a phone number that its owner has shown at the counter.

    Returns the code, to be told to the member, and when it runs out.
    """
    actor.require(Permission.IMPORTS_EDIT, Scope(partner))
    phone = phone_of(written)
    if phone is None:
        raise Refused(Refusal.MALFORMED, "no phone number")
    code = recovery_code(hub.random.octets(CODE_SIZE))
    digest = hub.keyring.tag(PURPOSE, code.encode("ascii"))
    now = hub.clock.now()
    until = UnixTime(now + CODE_LIFE)
    with hub.store.begin() as work:
        waiting = work.old_members.of_phone(_digest(hub, phone))
        if all(old.partner != partner for old in waiting):
            raise Refused(Refusal.NOT_FOUND, "nothing was imported for that number")
        facts = {"phone": _digest(hub, phone).hex(), "partner": partner}
        work.invitations.add(digest, Invitation(PURPOSE, 0, facts, until))
        work.audit.write(actor.entry(now, "member.code", f"partner {partner}", partner))
    return code, until


def claim_by_code(hub: Hub, member: MemberId, typed: str) -> Points:
    """Credit what waits for the phone number whose one-time code the member *typed*."""
    digest = hub.keyring.tag(PURPOSE, plain_recovery_code(typed).encode("utf-8"))
    with hub.store.begin() as work:
        if work.members.lock(member) is None:
            raise Refused(Refusal.NOT_FOUND, "no such member")
        invitation = work.invitations.lock(digest)
        now = hub.clock.now()
        if invitation is None or invitation.purpose != PURPOSE:
            raise Refused(Refusal.NOT_FOUND, "no such code")
        if invitation.used_at is not None or now > invitation.expires_at:
            raise Refused(Refusal.EXPIRED, "the code was good for a quarter of an hour, once")
        work.invitations.use(digest, now)
        phone = bytes.fromhex(invitation.facts["phone"])
        # A partner's staff vouches for its own points, and for nobody else's.
        mine = PartnerId(invitation.facts["partner"])
        waiting = [old for old in work.old_members.of_phone(phone) if old.partner == mine]
        return _credit(hub, work, member, phone, waiting)


def _credit(
    hub: Hub, work: Work, member: MemberId, phone: bytes, waiting: Sequence[OldMember]
) -> Points:
    """Credit points that wait for a phone number to *member*, each partner's once."""
    taken_by = {old.member for old in waiting} - {None, member}
    if taken_by:
        raise Refused(Refusal.ALREADY_CLAIMED, "another member has shown that number")
    now = hub.clock.now()
    credited = 0
    for old in waiting:
        if old.member is not None or old.expires_at <= now:
            continue
        name = f"import/{old.partner}/".encode("ascii") + phone
        credit = Credit(
            id=TransferId(hashlib.sha256(name).digest()[:TRANSFER_ID_SIZE]),
            member=member,
            partner=old.partner,
            points=old.points,
            at=now,
            expires_at=old.expires_at,
            reason=Reason.IMPORT,
            confirmed=True,
        )
        try:
            work.ledger.credit(credit)
        except TransferMismatch as error:
            # Somebody who was erased since had them; a file that came again brings no more.
            raise Refused(Refusal.ALREADY_CLAIMED, "points of that number were given") from error
        work.old_members.take(phone, old.partner, member, now)
        credited += old.points
    return Points(credited)


def _read(raw: bytes, now: UnixTime) -> OldMemberFile:
    if len(raw) > LARGEST_FILE:
        raise Refused(Refusal.TOO_LONG, f"a file of {len(raw)} bytes, at most {LARGEST_FILE}")
    try:
        return read_old_members(raw.decode("utf-8"), local_day(now))
    except UnicodeDecodeError as error:
        raise Refused(Refusal.MALFORMED, "the file is not UTF-8") from error
    except UnreadableTable as error:
        raise Refused(Refusal.MALFORMED, f"the columns are: {error}") from error


def _digest(hub: Hub, phone: str) -> bytes:
    """Return what is stored of a phone number: no one can try numbers without our key."""
    return hub.keyring.tag("phone", phone.encode("ascii"))
