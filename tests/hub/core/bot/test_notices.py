"""What a member is told, when, and for how long it is news."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, local, time_of
from hub.core.bot.notices import (
    AT_ONCE,
    Notice,
    NoticeKind,
    is_quiet,
    is_silent,
    may_be_said,
    morning_after,
    notice_of,
)
from hub.core.happening import Happening
from hub.core.ids import MemberId

NOON = time_of("2026-11-23T12:00:00")
NIGHT = time_of("2026-11-23T23:30:00")
ANY_TIME = st.integers(1_790_000_000, 1_900_000_000).map(UnixTime)


def _of(kind: str, body: Mapping[str, Any], at: UnixTime = NOON) -> Notice | None:
    return notice_of(Happening(41, kind, body, at, member=MemberId(7)))


def _tier(before: str, after: str, reason: str) -> dict[str, str]:
    return {"before": before, "after": after, "reason": reason}


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("claim.made", {"points": 235, "state": "unconfirmed"}, NoticeKind.CLAIMED),
        ("claim.made", {"points": 235, "state": "review"}, NoticeKind.CLAIM_REVIEW),
        ("claim.made", {"points": 0, "state": "confirmed"}, None),
        ("claim.confirmed", {"points": 235, "before": "review"}, NoticeKind.CHECKED),
        ("claim.confirmed", {"points": 235, "before": "rejected"}, NoticeKind.CHECKED),
        ("claim.confirmed", {"points": 235, "before": "unconfirmed"}, None),
        ("claim.reversed", {"points": 0, "state": "rejected"}, NoticeKind.REJECTED),
        ("claim.reversed", {"points": 0, "state": "reversed"}, NoticeKind.RECKONED),
        ("claim.lowered", {"points": 20, "state": "confirmed"}, NoticeKind.RECKONED),
        ("bonus.vested", {"points": 50, "bonus": "welcome"}, NoticeKind.BONUS),
        ("bonus.vested", {"points": 50, "bonus": "thanks"}, NoticeKind.THANKS),
        ("points.adjusted", {"points": 5, "reason": "x"}, NoticeKind.ADDED),
        ("points.adjusted", {"points": -5, "reason": "x"}, NoticeKind.TAKEN),
        ("fiscal_claim", {"state": "credited"}, NoticeKind.FISCAL),
        ("fiscal_claim", {"state": "unknown"}, NoticeKind.FISCAL_NONE),
        ("fiscal_claim", {"state": "review"}, NoticeKind.CLAIM_REVIEW),
        ("fiscal_claim", {"state": "waiting"}, None),
        ("voucher.redeemed", {"voucher": 5, "shop": 3, "points": 9}, NoticeKind.GIVEN),
        ("voucher.cancelled", {"voucher": 5, "points": 9}, NoticeKind.VOUCHER_CANCELLED),
        ("voucher.expired", {"voucher": 5, "points": 9}, NoticeKind.VOUCHER_EXPIRED),
        ("voucher.undone", {"voucher": 5, "points": 9}, NoticeKind.VOUCHER_UNDONE),
        ("member.tier", _tier("bronze", "gold", "upgraded"), NoticeKind.TIER_UP),
        ("member.tier", _tier("gold", "silver", "downgraded"), NoticeKind.TIER_DOWN),
        ("member.tier", _tier("gold", "gold", "at_risk"), NoticeKind.TIER_AT_RISK),
        ("member.tier", _tier("gold", "gold", "kept"), None),
        ("voucher.issued", {"voucher": 5}, None),
        ("chain.epoch", {}, None),
    ],
)
def test_each_happening_says_its_own(
    kind: str, body: Mapping[str, Any], said: NoticeKind | None
) -> None:
    """What the member did a moment ago, or nothing that he could do anything about, is unsaid."""
    found = _of(kind, body)
    assert (None if found is None else found.kind) == said


def test_nobody_is_told_of_what_concerns_nobody() -> None:
    """A happening of a partner alone makes no notice."""
    assert notice_of(Happening(1, "claim.made", {"points": 9, "state": "confirmed"}, NOON)) is None


@given(st.integers(0, DAY), st.sampled_from([14, 3]))
def test_points_of_one_day_are_one_message(second: int, days: int) -> None:
    """Whichever hour they were earned in; fourteen days and three days before are two messages."""
    begins = time_of("2026-12-07T00:00:00")
    ends = begins + min(second, DAY - 1)
    found = _of("points.expiring", {"points": 9, "expires_at": ends, "days": days})
    assert found is not None
    kind = NoticeKind.EXPIRING if days == 14 else NoticeKind.EXPIRING_SOON
    assert found.name == f"{kind}/7/{begins}"
    assert found.good_until == ends


@given(ANY_TIME, st.sampled_from(sorted(NoticeKind)))
def test_nobody_is_woken(time: UnixTime, kind: NoticeKind) -> None:
    """From nine in the evening to nine in the morning nothing makes a sound, in Almaty."""
    said_at = may_be_said(kind, time)
    assert 0 <= said_at - time <= 12 * 3600
    assert kind in AT_ONCE or not is_quiet(said_at)
    assert is_silent(kind, said_at) or 9 <= local(said_at).hour < 21
    assert said_at == time or local(said_at).hour == 9


def test_what_is_done_at_night_is_told_at_night() -> None:
    """Somebody takes a voucher of mine at half past eleven: I want to know, and not at nine."""
    given_ = _of("voucher.redeemed", {"voucher": 5, "shop": 3, "points": 9}, NIGHT)
    bonus = _of("bonus.vested", {"points": 50, "bonus": "welcome"}, NIGHT)
    assert given_ is not None
    assert bonus is not None
    assert (given_.not_before, bonus.not_before) == (NIGHT, morning_after(NIGHT))
    assert local(morning_after(NIGHT)).isoformat() == "2026-11-24T09:00:00+05:00"
    assert local(morning_after(time_of("2026-11-24T03:00:00"))).day == 24
