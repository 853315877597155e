"""Consent, a copy of everything, and being forgotten: what a member may ask for at any time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Member, Page
from hub.core.access.roles import Permission
from hub.core.consent import VERSION, Consent, digest_of
from hub.core.ids import TRANSFER_ID_SIZE, MemberId, TransferId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Reason
from hub.core.ports.privacy import MemberCopy
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.voucher_endings import begin_ending

SWEPT_AT_ONCE = 100
"""Erased members whose late points one run of the worker takes back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member answers when he is asked for his consent."""

    version: str
    """Of the text that he read."""
    language: str
    channel: str
    given: bool


def answer_consent(hub: Hub, member: MemberId, answer: Answer) -> Consent:
    """Put on record what a member said; refuse an answer to a text that is no longer asked."""
    if answer.version != VERSION:
        raise Refused(Refusal.MISMATCH, f"the text is now version {VERSION}")
    with hub.store.begin() as work:
        _known(work.members.lock(member))
        consent = Consent(
            VERSION, digest_of(answer.language), answer.language, answer.channel, answer.given,
            hub.clock.now(),
        )  # fmt: skip
        work.privacy.add_consent(member, consent)
    return consent


def consents_of(hub: Hub, member: MemberId) -> list[Consent]:
    """Return what a member said, oldest first."""
    with hub.store.read() as work:
        return work.privacy.consents(member)


def copy_of_member(hub: Hub, member: MemberId) -> MemberCopy:
    """Return everything that is stored about a member, for himself."""
    with hub.store.read() as work:
        _known(work.members.get(member))
        return work.privacy.copy_of(member)


def erase_member(hub: Hub, member: MemberId) -> None:
    """Erase who a member is; his points go back to their issuers, the ledger stays whole.

    Vouchers that no till can take offline any more are cancelled first; the points of others come
    back when their tills have answered, and are then swept. Erasing twice is erasing once.
    """
    with hub.store.begin() as work:
        found = work.members.lock(member)
        if found is None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        if found.erased_at is not None:
            return
        now = hub.clock.now()
        _cancel_vouchers(work, member, now)
        _take_all_back(work, member, now)
        work.privacy.forget(member, now)


def erase_for_member(hub: Hub, actor: Actor, member: MemberId) -> None:
    """Erase a member who asked a person of the staff for it."""
    actor.require(Permission.MEMBERS_EDIT)
    with hub.store.begin() as work:
        work.audit.write(actor.entry(hub.clock.now(), "member.erase", f"member {member}"))
    erase_member(hub, member)


def sweep_erased(hub: Hub) -> Mapping[str, int]:
    """Take back points that came to erased members later, as from cancelled vouchers."""
    with hub.store.read() as work:
        members = work.privacy.erased_with_points(SWEPT_AT_ONCE)
    for member in members:
        with hub.store.begin() as work:
            work.members.lock(member)
            _take_all_back(work, member, hub.clock.now())
    return {"members": len(members)}


def breach_report(hub: Hub, actor: Actor, since: UnixTime, until: UnixTime) -> dict[str, Any]:
    """Return what the law asks to be told within a business day, from the data at hand."""
    actor.require(Permission.MEMBERS_EDIT)
    if not 0 <= since <= until:
        raise Refused(Refusal.MALFORMED, "the time begins after it ends")
    with hub.store.begin() as work:
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "breach.report", f"{since} to {until}"))
        return {
            "made_at": now,
            "since": since,
            "until": until,
            "counts": dict(work.privacy.touched(since, until)),
            "stored": [
                "Telegram id, first name and language", "birthday where the member gave it",
                "public half of each passkey, with the name that the member gave it",
                "wallet address where linked", "digest of a phone number where imported",
                "receipts claimed, points, vouchers, tier", "consents with version and time",
            ],
            "never_stored": ["phone numbers in clear", "payment cards", "locations of members"],
            "tell": [
                "the authorised body: within one business day of finding out",
                "the persons concerned: without delay where it touches them",
            ],
        }  # fmt: skip


def _take_all_back(work: Work, member: MemberId, at: UnixTime) -> None:
    for lot in work.ledger.lots(member):
        name = f"erasure/{lot.id}/{lot.remaining}/{at}".encode("ascii")
        transfer = TransferId(hashlib.sha256(name).digest()[:TRANSFER_ID_SIZE])
        work.ledger.take_back(
            lot.id, transfer, lot.remaining, at, Reason.ERASURE, may_go_negative=False
        )


def _cancel_vouchers(work: Work, member: MemberId, at: UnixTime) -> None:
    """Begin the end of every voucher that the member could still use."""
    page = Page(0, LARGEST_PAGE)
    while found := work.vouchers.listed(page, member):
        for voucher in found:
            if voucher.state is VoucherState.HELD:
                begin_ending(work, voucher, VoucherState.CANCELLING, at)
        page = Page(found[-1].id, LARGEST_PAGE)


def _known(member: Member | None) -> Member:
    """Return a member that is there and was not erased, or refuse."""
    if member is None or member.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, "no such member")
    return member
