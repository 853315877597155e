"""Staff look a member up: a list, and one member's file, as far as each may see it.

What a member agreed to says: a shop sees only the purchases made there. So whoever reads for a
partner sees what happened at that partner's shops and the points that it issued, under a number:
no name, no wallet, no tier's arithmetic, nothing of any other partner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.people import Member, Page
from hub.core.access.roles import Permission
from hub.core.adjustments import Adjustment
from hub.core.consent import Consent
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.chronicle import FollowedMove, MovesAsked, ReturnSeen
from hub.core.ports.directory import MemberFilter, MemberLine, MembersFound
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Balances, LotView
from hub.core.ports.redemptions import Redemption
from hub.core.ports.statements import StatementLine
from hub.core.ports.tiers import TierOf
from hub.core.ports.voucher_list import ListedVoucher, VoucherFilter
from hub.core.receipts.records import ClaimRecord
from hub.core.reviews import QueuedReview, ReviewFilter
from hub.core.tiers import TierChange
from hub.usecases.tiers import Shown, member_tier

RECENT: Final = 25
"""Rows of each kind on a member's page; the export has them all."""
MOST_OF_A_FILE: Final = 10_000
"""Members in one file: a spreadsheet that a person still scrolls through."""


@dataclass(frozen=True, slots=True)
class Personal:
    """What only those see who read for the whole programme."""

    member: Member
    balances: Balances
    tier: Shown
    tier_changes: list[TierChange]
    consents: list[Consent]
    moves: list[FollowedMove]
    returns: list[ReturnSeen]


@dataclass(frozen=True, slots=True)
class MemberFile:
    """A member as somebody of the staff may see him."""

    line: MemberLine
    personal: Personal | None
    """None for who reads for a partner."""
    lots: list[LotView]
    claims: list[tuple[ClaimRecord, str]]
    """Each with its shop by name."""
    redemptions: list[tuple[Redemption, str]]
    movements: list[StatementLine]
    vouchers: list[ListedVoucher]
    reviews: list[QueuedReview]
    adjustments: list[Adjustment]
    alone: int
    """Points that one person may adjust without a second."""
    partners: dict[PartnerId, str] = field(default_factory=dict)
    """Of the partners that the rest names."""


def list_members(
    hub: Hub, actor: Actor, asked: MemberFilter, after: tuple[int, int] | None, limit: int
) -> MembersFound:
    """Return a page of members: all, the newest first, or who came to one's shops, the last first.

    Names are for those who read for the whole programme; others neither see nor search them.
    """
    actor.require_somewhere(Permission.MEMBERS_READ)
    with hub.store.read() as work:
        return _page(work, actor, asked, after, limit)


def export_members(hub: Hub, actor: Actor, asked: MemberFilter) -> list[MemberLine]:
    """Return all members that a filter finds, for a file; that it was made is on record."""
    actor.require_somewhere(Permission.MEMBERS_READ)
    with hub.store.begin() as work:
        home = None if sees_all(actor) else _home(actor)
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "export.members", "list of members", home))
    lines: list[MemberLine] = []
    after: tuple[int, int] | None = None
    while len(lines) < MOST_OF_A_FILE:
        with hub.store.read() as work:
            found = _page(work, actor, asked, after, 500)
        lines += found.lines
        after = found.after
        if after is None:
            break
    return lines[:MOST_OF_A_FILE]


def find_member(hub: Hub, actor: Actor, member: MemberId) -> MemberLine:
    """Return a member by number; who never came to one's shops is as if he were not there."""
    actor.require_somewhere(Permission.MEMBERS_READ)
    with hub.store.read() as work:
        return _line(work, actor, member)


def show_member(hub: Hub, actor: Actor, member: MemberId) -> MemberFile:
    """Return a member's file, as far as this person may see it."""
    actor.require_somewhere(Permission.MEMBERS_READ)
    tier = member_tier(hub, member) if sees_all(actor) else None
    scopes = actor.scopes(Permission.MEMBERS_READ)
    with hub.store.read() as work:
        line = _line(work, actor, member)
        issuers = None if sees_all(actor) else _issuers(actor)
        found = MemberFile(
            line=line,
            personal=None if tier is None else _personal(work, member, tier),
            lots=[
                it for it in work.ledger.lots(member) if issuers is None or it.partner in issuers
            ],
            claims=work.directory.claims_of(member, scopes, RECENT),
            redemptions=work.directory.redemptions_of(member, scopes, RECENT),
            movements=work.statements.of_member(member, None, RECENT, issuers),
            vouchers=_vouchers(work, actor, member),
            reviews=_reviews(work, actor, member),
            adjustments=[
                it
                for _, it in work.adjustments.listed(
                    actor.scopes(Permission.POINTS_ADJUST), None, member, Page(limit=RECENT)
                )
            ],
            alone=work.policy.adjustment_alone,
        )
        return replace(found, partners=work.directory.partner_names(_named(found)))


def sees_all(actor: Actor) -> bool:
    """Whether somebody reads members for the whole programme."""
    return actor.may(Permission.MEMBERS_READ)


def _page(
    work: Work, actor: Actor, asked: MemberFilter, after: tuple[int, int] | None, limit: int
) -> MembersFound:
    if sees_all(actor):
        below = None if after is None else MemberId(after[1])
        return work.directory.everybody(asked, below, limit)
    if asked.name:
        raise Refused(Refusal.FORBIDDEN, "names are the programme's")
    scopes = actor.scopes(Permission.MEMBERS_READ)
    found = work.directory.visitors(scopes, asked, after, limit)
    return replace(found, lines=[replace(it, first_name="") for it in found.lines])


def _line(work: Work, actor: Actor, member: MemberId) -> MemberLine:
    line = work.directory.one(member, actor.scopes(Permission.MEMBERS_READ))
    if line is None:
        raise Refused(Refusal.NOT_FOUND, f"member {member}")
    return line if sees_all(actor) else replace(line, first_name="")


def _personal(work: Work, member: MemberId, tier: Shown) -> Personal:
    known = work.members.get(member)
    assert known is not None, "there is a line of him"
    return Personal(
        member=known,
        balances=work.ledger.balances(member),
        tier=tier,
        tier_changes=[
            it for _, it in work.tiers.history(TierOf.MEMBER, member, Page(limit=RECENT))
        ],
        consents=work.privacy.consents(member),
        moves=work.chronicle.moves(MovesAsked(member=member), None, RECENT),
        returns=work.chronicle.returns(member, known.wallet, None, RECENT),
    )


def _vouchers(work: Work, actor: Actor, member: MemberId) -> list[ListedVoucher]:
    scopes = actor.scopes(Permission.VOUCHERS_READ)
    asked = VoucherFilter(member=member)
    return work.voucher_list.listed(scopes, asked, None, RECENT).items


def _reviews(work: Work, actor: Actor, member: MemberId) -> list[QueuedReview]:
    scopes = actor.scopes(Permission.REVIEWS_READ)
    return work.reviews.listed(Page(limit=RECENT), scopes, ReviewFilter(member=member))


def _issuers(actor: Actor) -> frozenset[PartnerId]:
    """Return the partners of which somebody sees what they issued: those that he reads whole."""
    scopes = actor.scopes(Permission.MEMBERS_READ)
    return frozenset(it.partner for it in scopes if it.partner is not None and it.shop is None)


def _home(actor: Actor) -> PartnerId | None:
    partners: Sequence[PartnerId] = sorted(actor.partners(Permission.MEMBERS_READ) or ())
    return partners[0] if partners else None


def _named(found: MemberFile) -> set[PartnerId]:
    return {
        *(it.partner for it in found.lots),
        *(it.partner for it, _ in found.claims),
        *(it.partner for it in found.adjustments),
    }
