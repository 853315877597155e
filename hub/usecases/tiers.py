"""Tiers: judged by the worker and on each confirmation, shown with progress, given by a person."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Permission, Scope
from hub.core.ids import MemberId, PartnerId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.tiers import TierOf
from hub.core.tiers import (
    PARTNER_LADDER,
    Ladder,
    Progress,
    Standing,
    Tier,
    TierChange,
    give,
    judge,
    member_ladder,
    progress,
)

PAGE = 500
"""Members judged in one transaction: short enough that nobody waits for it."""
LONGEST_GIFT = 3 * 365 * DAY
"""Seconds that a tier may be given for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing as its owner sees it."""

    standing: Standing
    progress: Progress
    ladder: Ladder


def recalculate_tiers(hub: Hub) -> dict[str, object]:
    """Judge every member and partner; the worker does this once a day."""
    counted = {}
    for kind in TierOf:
        judged = changed = after = 0
        while True:
            with hub.store.read() as work:
                now = hub.clock.now()
                ladder = _ladder(work, kind)
                page = work.tiers.placed(kind, after, PAGE, ladder.window_starts(now))
            if not page:
                break
            for placed in page:
                _, change = judge(placed.standing, placed.spend, ladder, now)
                if change is not None:
                    # Judged again under the lock: somebody may have bought bread meanwhile.
                    with hub.store.begin() as work:
                        changed += _judge(work, now, kind, placed.owner) is not None
            judged += len(page)
            after = page[-1].owner
        counted[f"{kind}s"] = judged
        counted[f"{kind}s_changed"] = changed
    return dict(counted)


def judge_member(work: Work, now: UnixTime, member: MemberId) -> TierChange | None:
    """Judge one member now, as after a confirmed receipt; the caller may have locked his row."""
    return _judge(work, now, TierOf.MEMBER, member)


def member_tier(hub: Hub, member: MemberId) -> Shown:
    """Return a member's tier, with what is missing to the next one."""
    with hub.store.read() as work:
        return _shown(hub, work, TierOf.MEMBER, member)


def member_tier_history(hub: Hub, member: MemberId, page: Page) -> list[tuple[int, TierChange]]:
    """Return how a member's tier came about, newest first."""
    with hub.store.read() as work:
        return work.tiers.history(TierOf.MEMBER, member, page)


def show_tier(hub: Hub, actor: Actor, kind: TierOf, owner: int) -> Shown:
    """Return a tier with what is missing to the next one: of a member, or of one's own partner.

    A member's is reckoned from what he spent everywhere, so it is the programme's to read.
    """
    _require_reader(actor, kind, owner)
    with hub.store.read() as work:
        return _shown(hub, work, kind, owner)


def tier_history(
    hub: Hub, actor: Actor, kind: TierOf, owner: int, page: Page
) -> list[tuple[int, TierChange]]:
    """Return how a tier came about, newest first: of a member, or of one's own partner."""
    _require_reader(actor, kind, owner)
    with hub.store.read() as work:
        return work.tiers.history(kind, owner, page)


def give_tier(
    hub: Hub, actor: Actor, kind: TierOf, owner: int, tier: Tier, until: UnixTime
) -> Standing:
    """Give a member or a partner a tier that is not lost before a day; the reason is required."""
    if kind is TierOf.MEMBER:
        actor.require(Permission.MEMBERS_EDIT)
    else:
        actor.require(Permission.PARTNERS_APPROVE)
    if not actor.reason.strip():
        raise Refused(Refusal.VALIDATION, "reason: a tier is given for one")
    with hub.store.begin() as work:
        now = hub.clock.now()
        if not now < until <= now + LONGEST_GIFT:
            raise Refused(Refusal.VALIDATION, "until: a day to come, within three years")
        standing = work.tiers.lock(kind, owner)
        if standing is None:
            raise Refused(Refusal.NOT_FOUND, f"{kind} {owner}")
        spend = _spend(work, kind, owner, now)
        given, change = give(standing, tier, until, spend, now)
        work.tiers.set(kind, owner, given, [change])
        _publish(work, kind, owner, change)
        home = PartnerId(owner) if kind is TierOf.PARTNER else None
        facts = {"tier": str(tier), "until": until}
        work.audit.write(actor.entry(now, "tier.give", f"{kind} {owner}", home, **facts))
        return given


def _require_reader(actor: Actor, kind: TierOf, owner: int) -> None:
    if kind is TierOf.MEMBER:
        actor.require(Permission.MEMBERS_READ)
    else:
        actor.require(Permission.PARTNERS_READ, Scope(PartnerId(owner)))


def _judge(work: Work, now: UnixTime, kind: TierOf, owner: int) -> TierChange | None:
    """Judge one standing under its lock, and note what changed."""
    standing = work.tiers.lock(kind, owner)
    if standing is None:
        return None
    spend = _spend(work, kind, owner, now)
    judged, change = judge(standing, spend, _ladder(work, kind), now)
    if change is not None:
        work.tiers.set(kind, owner, judged, [change])
        _publish(work, kind, owner, change)
    return change


def _publish(work: Work, kind: TierOf, owner: int, change: TierChange) -> None:
    body = {
        "before": change.before.value,
        "after": change.after.value,
        "reason": change.reason.value,
    }
    if kind is TierOf.MEMBER:
        work.feed.publish("member.tier", body, member=MemberId(owner))
    else:
        work.feed.publish("partner.tier", body, partner=PartnerId(owner))


def _shown(hub: Hub, work: Work, kind: TierOf, owner: int) -> Shown:
    standing = work.tiers.get(kind, owner)
    if standing is None:
        raise Refused(Refusal.NOT_FOUND, f"{kind} {owner}")
    ladder = _ladder(work, kind)
    spend = _spend(work, kind, owner, hub.clock.now())
    return Shown(standing, progress(standing, spend, ladder), ladder)


def _spend(work: Work, kind: TierOf, owner: int, now: UnixTime) -> Tiyn:
    return work.tiers.spend(kind, owner, _ladder(work, kind).window_starts(now))


def _ladder(work: Work, kind: TierOf) -> Ladder:
    return member_ladder(work.policy) if kind is TierOf.MEMBER else PARTNER_LADDER
