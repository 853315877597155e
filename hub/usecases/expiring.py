"""Points that expire: their members hear of it before, and they go to breakage on their day."""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Expiring

REMINDED_BEFORE: Final = (14, 3)
"""Days before points expire at which their member hears of it."""
MEMBERS_AT_ONCE: Final = 500
"""In one run, or in one transaction of reminders: the next one goes on."""

NOBODY: Final = MemberId(0)
"""Below every member: where a list of them begins."""


def expire_lots(hub: Hub, limit: int = MEMBERS_AT_ONCE) -> dict[str, object]:
    """Move what is past its time to breakage, each member by himself; at most *limit* members.

    Each in a small transaction: nobody waits longer than for his own points.
    """
    now = hub.clock.now()
    with hub.store.read() as work:
        due = work.ledger.due(now, limit)
    points = 0
    for member in due:
        with hub.store.begin() as work:
            work.members.lock(member)
            points += work.ledger.expire(member, now)
    return {"members": len(due), "points": points}


def expiring_lots(
    hub: Hub, days: int, above: MemberId = NOBODY, limit: int = MEMBERS_AT_ONCE
) -> list[Expiring]:
    """Return what expires within so many days, by member; those above *above*, at most *limit*."""
    now = hub.clock.now()
    with hub.store.read() as work:
        return work.ledger.expiring(now, UnixTime(now + days * DAY), above, limit)


def remind_of_expiry(hub: Hub) -> dict[str, object]:
    """Publish `points.expiring` for each member whose points have come 14 or 3 days near."""
    return {f"in {days} days": _remind(hub, days) for days in REMINDED_BEFORE}


def _remind(hub: Hub, days: int) -> int:
    """Remind of what came that near since the last time, so that each lot is told of once.

    What was told and until when it was looked at are stored together, or not at all.
    """
    now = hub.clock.now()
    told = 0
    with hub.store.begin() as work:
        last = work.jobs.beat(f"reminder of {days} days", now, {})
        since = UnixTime((now - DAY if last is None else last) + days * DAY)
        above = NOBODY
        until = UnixTime(now + days * DAY)
        while found := work.ledger.expiring(since, until, above, MEMBERS_AT_ONCE):
            for it in found:
                body = {"points": it.points, "expires_at": it.expires_at, "days": days}
                work.feed.publish("points.expiring", body, member=it.member)
            told += len(found)
            above = found[-1].member
    return told
