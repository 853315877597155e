"""Which happenings a member is written to about, when, and for how long that is news."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, day_starts, local
from hub.core.happening import Happening
from hub.core.ids import MemberId, VoucherId

HOUR: Final = 3600
QUIET_FROM: Final = 21
"""O'clock in Almaty: from then on nobody is woken."""
QUIET_UNTIL: Final = 9
MOST_A_DAY: Final = 10
"""Messages to one member on one day: six receipts are a long day already."""
VOUCHER_WARNING_S: Final = 3 * HOUR
"""Before a voucher ends at which its member hears of it."""
_FRESH_S: Final = 12 * HOUR
"""For which a receipt of this noon is news."""
_NEWS_S: Final = 2 * DAY


class NoticeKind(StrEnum):
    """What a member is told; the value is stored."""

    CLAIMED = "claimed"
    CLAIM_REVIEW = "claim_review"
    BONUS = "bonus"
    THANKS = "thanks"
    ADDED = "added"
    TAKEN = "taken"
    FISCAL = "fiscal"
    FISCAL_NONE = "fiscal_none"
    CHECKED = "checked"
    """A person looked at the claim, and its points are there."""
    REJECTED = "rejected"
    RECKONED = "reckoned"
    """Points of a receipt were taken back, or some of them."""
    EXPIRING = "expiring"
    EXPIRING_SOON = "expiring_soon"
    GIVEN = "given"
    VOUCHER_ENDING = "voucher_ending"
    VOUCHER_CANCELLED = "voucher_cancelled"
    VOUCHER_EXPIRED = "voucher_expired"
    VOUCHER_UNDONE = "voucher_undone"
    TIER_UP = "tier_up"
    TIER_DOWN = "tier_down"
    TIER_AT_RISK = "tier_at_risk"


AT_ONCE: Final = frozenset(
    {
        NoticeKind.CLAIMED, NoticeKind.CLAIM_REVIEW, NoticeKind.GIVEN,
        NoticeKind.VOUCHER_CANCELLED, NoticeKind.VOUCHER_UNDONE,
    }
)  # fmt: skip
"""Of what the member is doing this moment: told at night, too, but without a sound."""
SILENT: Final = frozenset({NoticeKind.CLAIMED, NoticeKind.CLAIM_REVIEW})
"""What the member has just seen in the app: kept in the chat, without a sound."""
KEEPS: Final = frozenset(
    {
        NoticeKind.EXPIRING, NoticeKind.EXPIRING_SOON, NoticeKind.TIER_UP,
        NoticeKind.TIER_DOWN, NoticeKind.TIER_AT_RISK,
    }
)  # fmt: skip
"""What waits for tomorrow where today's messages are used up; the rest is then left unsaid."""


class NoticeState(StrEnum):
    """How far telling has come; the value is stored."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """It was no longer so, or nobody wants to hear it."""
    UNKNOWN = "unknown"
    """It was sent twice and nobody can say whether it arrived: it is not sent again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one member."""

    name: str
    """Made out of what it is about: the same thing twice is one notice."""
    member: MemberId
    kind: NoticeKind
    facts: Mapping[str, Any]
    not_before: UnixTime
    good_until: UnixTime
    """After this it is no longer news."""


@dataclass(frozen=True, slots=True)
class QueuedNotice:
    """A notice in the queue."""

    id: int
    notice: Notice
    tries: int
    """Sendings that may have arrived."""
    next_at: UnixTime


def is_quiet(time: UnixTime) -> bool:
    """Tell whether people sleep, in Almaty."""
    return not QUIET_UNTIL <= local(time).hour < QUIET_FROM


def morning_after(time: UnixTime) -> UnixTime:
    """Return when the next quiet time ends: this morning's, or tomorrow's."""
    today = UnixTime(day_starts(time) + QUIET_UNTIL * HOUR)
    return today if time < today else UnixTime(today + DAY)


def may_be_said(kind: NoticeKind, time: UnixTime) -> UnixTime:
    """Return when a notice may be said that comes up at *time*."""
    return time if kind in AT_ONCE or not is_quiet(time) else morning_after(time)


def is_silent(kind: NoticeKind, time: UnixTime) -> bool:
    """Tell whether a notice comes without a sound at *time*."""
    return kind in SILENT or is_quiet(time)


def notice_of(happening: Happening) -> Notice | None:
    """Return what *happening* says to its member, or None where it says nothing to him."""
    make = _MAKERS.get(happening.kind)
    found = None if make is None or happening.member is None else make(happening.body)
    if found is None or happening.member is None:
        return None
    kind, facts = found
    name, until = f"feed/{happening.position}", happening.at + _NEWS_S
    if kind in AT_ONCE:
        until = happening.at + _FRESH_S
    if kind in (NoticeKind.EXPIRING, NoticeKind.EXPIRING_SOON):
        # Points of one day are one message, whichever hour of it they were earned in.
        name, until = f"{kind}/{happening.member}/{facts['day']}", facts["until"]
    return _notice(name, happening.member, kind, facts, happening.at, UnixTime(until))


def voucher_ending(
    voucher: VoucherId, member: MemberId, not_after: UnixTime, now: UnixTime
) -> Notice:
    """Return the notice of a voucher whose time is nearly over."""
    kind = NoticeKind.VOUCHER_ENDING
    return _notice(f"{kind}/{voucher}", member, kind, {"voucher": voucher}, now, not_after)


def _notice(
    name: str,
    member: MemberId,
    kind: NoticeKind,
    facts: Mapping[str, Any],
    now: UnixTime,
    until: UnixTime,
) -> Notice:
    return Notice(name, member, kind, facts, may_be_said(kind, now), until)


_Made = tuple[NoticeKind, dict[str, Any]] | None


def _claim(body: Mapping[str, Any]) -> _Made:
    if body["state"] == "review":
        return NoticeKind.CLAIM_REVIEW, {}
    return (NoticeKind.CLAIMED, {"points": body["points"]}) if body["points"] > 0 else None


def _confirmed(body: Mapping[str, Any]) -> _Made:
    # Whoever claimed has heard of his points already, unless a person had to look first.
    waited = body.get("before") in ("review", "rejected") and body["points"] > 0
    return (NoticeKind.CHECKED, {"points": body["points"]}) if waited else None


def _over(body: Mapping[str, Any]) -> _Made:
    return (NoticeKind.REJECTED if body["state"] == "rejected" else NoticeKind.RECKONED), {}


def _bonus(body: Mapping[str, Any]) -> _Made:
    kind = NoticeKind.THANKS if body["bonus"] == "thanks" else NoticeKind.BONUS
    return (kind, {"points": body["points"]}) if body["points"] > 0 else None


def _adjusted(body: Mapping[str, Any]) -> _Made:
    kind = NoticeKind.ADDED if body["points"] > 0 else NoticeKind.TAKEN
    return kind, {"points": abs(body["points"])}


def _fiscal(body: Mapping[str, Any]) -> _Made:
    if body["state"] == "waiting":
        return None
    if body["state"] == "review":
        return NoticeKind.CLAIM_REVIEW, {}
    credited = body["state"] == "credited"
    return (NoticeKind.FISCAL if credited else NoticeKind.FISCAL_NONE), {}


def _expiring(body: Mapping[str, Any]) -> _Made:
    kind = NoticeKind.EXPIRING_SOON if body["days"] <= 3 else NoticeKind.EXPIRING
    until = UnixTime(body["expires_at"])
    return kind, {"day": day_starts(until), "until": until}


def _given(body: Mapping[str, Any]) -> _Made:
    return NoticeKind.GIVEN, {"voucher": body["voucher"], "shop": body["shop"]}


def _back(kind: NoticeKind, body: Mapping[str, Any]) -> _Made:
    return kind, {"voucher": body["voucher"], "points": body["points"]}


_RANKS: Final = ("bronze", "silver", "gold")


def _tier(body: Mapping[str, Any]) -> _Made:
    before, after = _RANKS.index(body["before"]), _RANKS.index(body["after"])
    if before == after and body["reason"] != "at_risk":
        return None
    kind = NoticeKind.TIER_UP if after > before else NoticeKind.TIER_DOWN
    if before == after:
        kind = NoticeKind.TIER_AT_RISK
    return kind, {"tier": body["after"]}


_MAKERS: Final = {
    "claim.made": _claim,
    "claim.confirmed": _confirmed,
    "claim.lowered": _over,
    "claim.reversed": _over,
    "bonus.vested": _bonus,
    "points.adjusted": _adjusted,
    "points.expiring": _expiring,
    "fiscal_claim": _fiscal,
    "voucher.redeemed": _given,
    "voucher.cancelled": lambda body: _back(NoticeKind.VOUCHER_CANCELLED, body),
    "voucher.expired": lambda body: _back(NoticeKind.VOUCHER_EXPIRED, body),
    "voucher.undone": lambda body: _back(NoticeKind.VOUCHER_UNDONE, body),
    "member.tier": _tier,
}
