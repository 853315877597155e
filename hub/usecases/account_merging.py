"""One person, two accounts: the one by passkey goes into the one by Telegram, which keeps its id.

The Telegram account stays, because it is the one that cannot be lost with a phone and that the bot
writes to. Points go lot by lot out of one account and into the other within one transaction, by the
ledger's own acts: each keeps its issuer, its last day and whether it is confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access import attempts
from hub.core.access.actor import Entry
from hub.core.access.people import Member
from hub.core.access.sessions import MEMBER
from hub.core.earning_rules import RuleKind
from hub.core.ids import LotId, MemberId
from hub.core.ports.access import Invitation
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Balances, Credit, Hold, LotView, Reason
from hub.core.receipts.naming import place_in, transfer_id
from hub.core.receipts.records import ClaimState
from hub.usecases.attempts import count_attempt
from hub.usecases.bonuses import has_had
from hub.usecases.tiers import judge_member

PURPOSE: Final = "account-merge"
LIFE_S: Final = 15 * 60
"""From the browser to Telegram it is one tap, or the time to fetch the other phone."""
CODE_SIZE: Final = 16
CODE_LENGTH: Final = 22
"""Characters of a code; with its prefix it fits in a Telegram link."""
SWEPT_AT_ONCE: Final = 100
"""Merged accounts whose late points one run of the worker carries over."""


@dataclass(frozen=True, slots=True)
class MergeCode:
    """What opens the account by Telegram, to go into it."""

    code: str
    expires_at: UnixTime


@dataclass(frozen=True, slots=True)
class Merge:
    """What going together does, or did."""

    points: Points
    """Of the account that goes: all that comes over."""
    vouchers: int
    passkeys: int
    done: bool


def make_merge_code(hub: Hub, member: MemberId) -> MergeCode:
    """Make a one-time code for the account of *member*, who came without Telegram."""
    code = base64url.encode(hub.random.octets(CODE_SIZE))
    with hub.store.begin() as work:
        now = hub.clock.now()
        _require_movable(work, _there(work.members.lock(member)))
        work.invitations.withdraw(PURPOSE, member, now)
        until = UnixTime(now + LIFE_S)
        work.invitations.add(_digest(hub, code), Invitation(PURPOSE, member, {}, until))
    return MergeCode(code, until)


def look_at_merge(hub: Hub, member: MemberId, code: str, address: str) -> Merge:
    """Return what it would do to let the account of *code* go into that of *member*."""
    count_attempt(hub, attempts.PROOFS, address)
    with hub.store.begin() as work:
        gone = _meant(work, hub, member, code)
        if gone.merged_into is None:
            _require_mergeable(work, gone, _there(work.members.get(member)))
        return _told(work, gone, member)


def merge_accounts(hub: Hub, member: MemberId, code: str, address: str) -> Merge:
    """Let the account of *code* go into that of *member*; asked again, it has gone already."""
    count_attempt(hub, attempts.PROOFS, address)
    with hub.store.begin() as work:
        gone = _meant(work, hub, member, code)
        if gone.merged_into is not None:
            return _told(work, gone, member)
        for it in sorted((gone.id, member)):
            work.members.lock(it)
        gone, stays = _there(work.members.get(gone.id)), _there(work.members.get(member))
        _require_mergeable(work, gone, stays)
        told = _told(work, gone, member)
        now = hub.clock.now()
        work.invitations.use(_digest(hub, code), now)
        _merge(work, gone, stays, now)
        _write_down(work, (gone.id, member), told, address, now)
        return Merge(told.points, told.vouchers, told.passkeys, done=True)


def sweep_merged(hub: Hub) -> Mapping[str, int]:
    """Carry over what came back to merged accounts later, as from a redemption that was undone."""
    with hub.store.read() as work:
        pairs = work.merging.left_behind(SWEPT_AT_ONCE)
    for gone, stays in pairs:
        with hub.store.begin() as work:
            for it in sorted((gone, stays)):
                work.members.lock(it)
            work.merging.follow(_move_lots(work, gone, stays, hub.clock.now(), late=True))
    return {"members": len(pairs)}


def _merge(work: Work, gone: Member, stays: Member, now: UnixTime) -> None:
    """Move everything; both are locked, and nothing speaks against it."""
    held = work.merging.open_vouchers(gone.id)
    for voucher in held:
        assert voucher.hold is not None, "only those with one are listed"
        work.ledger.release(voucher.hold, now)
    _drop_doubled(work, gone.id, stays.id, now)
    work.merging.follow(_move_lots(work, gone.id, stays.id, now))
    for voucher in held:
        assert voucher.hold is not None, "as above"
        hold = transfer_id("merge hold", voucher.hold.hex())
        reference = f"reward {voucher.reward}"
        work.ledger.hold(Hold(hold, stays.id, voucher.points, now, reference))
        work.merging.rehold(voucher.id, hold)
    work.merging.carry(gone.id, stays.id)
    # Whoever talks somebody into joining must not get in by the keys and the card that were his.
    for key in work.passkeys.of_member(gone.id):
        work.passkeys.remove(key.id)
    work.cards.hand_over(gone.id, stays.id, now)
    work.sessions.revoke_all(MEMBER, gone.id, now)
    work.merging.close(gone.id, stays.id, now)
    judge_member(work, now, stays.id)


def _move_lots(
    work: Work, gone: MemberId, stays: MemberId, now: UnixTime, *, late: bool = False
) -> dict[LotId, LotId]:
    """Move what is left of each lot, and return which lot it is in now."""
    moved = {}
    for lot in work.ledger.lots(gone):
        confirmed = lot.confirmed or (late and _is_confirmed(work, lot))
        if late and not confirmed:
            continue  # its receipt decides first
        name = ("merge", lot.id, lot.remaining, now)
        bonus = lot.reason is Reason.BONUS and not confirmed
        work.ledger.take_back(
            lot.id, transfer_id(*name, "out"), lot.remaining, now,
            # A bonus that waits must stay one, so it is given anew; all else has only moved.
            Reason.UNCONFIRMED_REVERSAL if bonus else Reason.MERGE, may_go_negative=False,
        )  # fmt: skip
        moved[lot.id] = work.ledger.credit(
            Credit(
                id=transfer_id(*name, "in"),
                member=stays,
                partner=lot.partner,
                points=lot.remaining,
                at=now,
                expires_at=lot.expires_at,
                reason=Reason.BONUS if bonus else Reason.MERGE,
                confirmed=confirmed,
                spendable=lot.spendable or confirmed,
                reference=lot.reference,
            )
        )
    return moved


def _is_confirmed(work: Work, lot: LotView) -> bool:
    place = place_in(lot.reference)
    claim = None if place is None else work.claims.get(*place)
    return claim is not None and claim.state is ClaimState.CONFIRMED


def _drop_doubled(work: Work, gone: MemberId, stays: MemberId, now: UnixTime) -> None:
    """Take bonuses back that one person would have twice, or for having brought himself."""
    brought = {work.claims.acquaintance(it, lot.partner).referred_by
               for it in (gone, stays) for lot in work.ledger.lots(it)[:1]}  # fmt: skip
    own = bool(brought & {gone, stays})
    for member in (gone, stays):
        for lot in work.ledger.lots(member):
            if lot.reason is not Reason.BONUS or lot.confirmed:
                continue
            kind = lot.reference.partition(":")[0]
            twice = member == gone and has_had(work, kind, stays, lot.partner)
            if twice or (own and kind == RuleKind.REFERRAL.value):
                name = transfer_id("merge", lot.id, lot.remaining, now, "doubled")
                work.ledger.take_back(
                    lot.id, name, lot.remaining, now, Reason.UNCONFIRMED_REVERSAL,
                    may_go_negative=False,
                )  # fmt: skip


def _meant(work: Work, hub: Hub, member: MemberId, code: str) -> Member:
    """Return whose account the code of somebody's browser is; or refuse."""
    invitation = work.invitations.lock(_digest(hub, code))
    if invitation is None or invitation.purpose != PURPOSE:
        raise Refused(Refusal.NOT_FOUND, "a code of no account")
    gone = work.members.get(MemberId(invitation.owner))
    if gone is not None and gone.merged_into == member:
        return gone
    if invitation.used_at is not None:
        raise Refused(Refusal.REPLAYED, "a code that was used or taken back")
    if invitation.expires_at <= hub.clock.now():
        raise Refused(Refusal.EXPIRED, "a code whose time is over")
    return _there(gone)


def _require_mergeable(work: Work, gone: Member, stays: Member) -> None:
    """Refuse what would hurt somebody, or let somebody out of what he did."""
    if gone.id == stays.id or stays.telegram is None:
        raise Refused(Refusal.MERGE_SAME, f"members {gone.id} and {stays.id}")
    has = _require_movable(work, gone)
    if stays.blocked:
        raise Refused(Refusal.SUSPENDED, f"member {stays.id}")
    if stays.staff_of is not None:
        raise Refused(Refusal.MERGE_STAFF, f"member {stays.id}")
    if has.confirmed < 0 or work.ledger.balances(stays.id).confirmed < 0:
        raise Refused(Refusal.MERGE_DEBT, f"members {gone.id} and {stays.id}")


def _require_movable(work: Work, gone: Member) -> Balances:
    """Return what an account has that may go into another one; or refuse."""
    if gone.telegram is not None:
        raise Refused(Refusal.MERGE_SAME, f"member {gone.id} has Telegram")
    if gone.blocked:
        raise Refused(Refusal.SUSPENDED, f"member {gone.id}")
    if gone.staff_of is not None:
        raise Refused(Refusal.MERGE_STAFF, f"member {gone.id}")
    has = work.ledger.balances(gone.id)
    if has.chain or gone.wallet is not None or work.merging.has_moves(gone.id):
        raise Refused(Refusal.MERGE_WALLET, f"member {gone.id}")
    return has


def _told(work: Work, gone: Member, stays: MemberId) -> Merge:
    if gone.merged_into is not None:
        return Merge(Points(0), 0, 0, done=gone.merged_into == stays)
    has = work.ledger.balances(gone.id)
    return Merge(
        points=Points(has.confirmed + has.unconfirmed + has.held),
        vouchers=len(work.merging.open_vouchers(gone.id)),
        passkeys=len(work.passkeys.of_member(gone.id)),
        done=False,
    )


def _write_down(
    work: Work, pair: tuple[MemberId, MemberId], told: Merge, address: str, now: UnixTime
) -> None:
    """Write the same under both accounts: the member himself has asked for it."""
    gone, stays = pair
    facts = {"by": f"member {stays}", "from": gone, "into": stays, "points": told.points,
             "vouchers": told.vouchers, "passkeys": told.passkeys}  # fmt: skip
    for it in pair:
        entry = Entry(now, None, "member.merge", f"member {it}", address=address, facts=facts)
        work.audit.write(entry)


def _there(member: Member | None) -> Member:
    if member is None or member.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, "no such member")
    return member


def _digest(hub: Hub, code: str) -> bytes:
    """Return what the database holds of a code."""
    if len(code) != CODE_LENGTH:
        raise Refused(Refusal.NOT_FOUND, "a code of another length")
    return hub.keyring.tag("merge-code", code.encode("utf-8", "surrogatepass"))
