"""What members are to be told by the bot: out of what happened, and of vouchers nearly over."""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.bot.notices import HOUR, VOUCHER_WARNING_S, Notice, notice_of, voucher_ending
from hub.core.happening import EVERYTHING
from hub.core.ids import VoucherId
from hub.core.ports.hub import Hub, Work
from hub.usecases.live import number_feed
from hub.usecases.own_profile import profile_of

_PLACE: Final = "notices of the feed"
"""The heartbeat that holds the place up to which notices were made."""
_VOUCHERS: Final = "notices of vouchers"
_PORTION: Final = 500
_SHORT_LIFE_S: Final = 2 * VOUCHER_WARNING_S
"""Of a voucher whose end everybody remembers who has bought it."""


def plan_notices(hub: Hub) -> int:
    """Make notices of what is new in the feed, each once, and return how many.

    A hub that has just got its bot tells nobody what was before.
    """
    number_feed(hub)
    planned = 0
    while True:
        with hub.store.begin() as work:
            newest, after = work.feed.newest(), work.jobs.facts(_PLACE).get("after")
            if after is None or int(after) >= newest:
                if after is None:
                    work.jobs.beat(_PLACE, hub.clock.now(), {"after": newest})
                return planned
            news = work.feed.after(int(after), EVERYTHING, _PORTION)
            made = [notice for it in news if (notice := notice_of(it)) is not None]
            planned += work.notices.plan([it for it in made if _is_wanted(work, it)])
            place = news[-1].position if len(news) == _PORTION else newest
            # With the notices, or not at all: a killed worker makes them again, under their names.
            work.jobs.beat(_PLACE, hub.clock.now(), {"after": place})


def remind_of_vouchers(hub: Hub) -> dict[str, object]:
    """Make a notice of each voucher whose time has come near since the last look."""
    now, planned = hub.clock.now(), 0
    with hub.store.begin() as work:
        last = work.jobs.beat(_VOUCHERS, now, {})
        since = UnixTime((now - HOUR if last is None else last) + VOUCHER_WARNING_S)
        until, above = UnixTime(now + VOUCHER_WARNING_S), VoucherId(0)
        while found := work.vouchers.nearly_over(since, until, above, _PORTION):
            made = [
                voucher_ending(it.id, it.member, it.not_after, now)
                for it in found
                if it.not_after - it.issued_at >= _SHORT_LIFE_S
            ]
            planned += work.notices.plan([it for it in made if _is_wanted(work, it)])
            above = found[-1].id
    return {"planned": planned}


def _is_wanted(work: Work, notice: Notice) -> bool:
    member = work.members.get(notice.member)
    return member is not None and not member.blocked and profile_of(member).notices is True
