"""Sends what members are told: stored before it is sent, and sent twice at most.

The Bot API has no id by which it would know a message again, so a sending whose outcome nobody
knows (no answer, an answer of 5xx, a worker killed between sending and storing) is either never
repeated, and some members hear nothing, or repeated, and some hear it twice. We repeat it once:
who reads twice that his points are about to end has lost nothing, who never reads it loses them. A
second sending in doubt is the last. What surely did not arrive (429, no connection) does not count.
"""

from dataclasses import dataclass
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.access.people import Member
from hub.core.almaty import day_starts
from hub.core.bot.notices import (
    KEEPS,
    MOST_A_DAY,
    Notice,
    NoticeState,
    QueuedNotice,
    may_be_said,
    morning_after,
)
from hub.core.bot.said import Said, message_of
from hub.core.policy import DAY
from hub.core.ports.bot import BotApi, NotSaid, Why
from hub.core.ports.hub import Hub, Work
from hub.usecases.bot_saying import said_of
from hub.usecases.bot_updates import whereabouts
from hub.usecases.own_profile import profile_of, with_notices

MOST_TRIES: Final = 2
"""Sendings that may have arrived."""
ATTEMPT_S: Final = 120
"""Seconds that one sending has; then it is in doubt. The adapter gives up far sooner."""
AT_ONCE: Final = 200
LONGEST_RUN_S: Final = 30
KEPT_S: Final = 30 * DAY
"""For which is kept what was sent to whom: a member may ask."""
_PAUSE: Final = "bot pause"
_FIRST_PAUSE_S: Final = 5
_LONGEST_PAUSE_S: Final = 600
_PAUSING: Final = frozenset({Why.LATER, Why.UNREACHED, Why.UNKNOWN, Why.TOKEN})
"""What is wrong with Telegram or with us, and not with one chat: everybody waits."""
_SURELY_NOT: Final = frozenset({Why.LATER, Why.UNREACHED, Why.TOKEN})


@dataclass(frozen=True, slots=True)
class _Ready:
    """A notice that was taken, and what is to be sent."""

    queued: QueuedNotice
    chat: int
    said: Said


def send_notices(hub: Hub, api: BotApi, limit: int = AT_ONCE) -> dict[str, object]:
    """Send what is due, at most *limit* or for half a minute, and say how many of each."""
    counts = dict.fromkeys(("sent", "dropped", "waiting", "unknown"), 0)
    began = hub.clock.now()
    if not _may_send(hub, api):
        return dict(counts)
    with hub.store.read() as work:
        due = work.notices.due(began, limit)
    for queued in due:
        if hub.clock.now() - began > LONGEST_RUN_S:
            break
        state, pausing = _send(hub, api, queued)
        if state is not None:
            counts[state.value] += 1
        if pausing:
            break
    return dict(counts)


def forget_notices(hub: Hub, limit: int = 1000) -> int:
    """Remove what was told long ago, and return how many."""
    with hub.store.begin() as work:
        return work.notices.forget(UnixTime(hub.clock.now() - KEPT_S), limit)


def _send(hub: Hub, api: BotApi, queued: QueuedNotice) -> tuple[NoticeState | None, bool]:
    """Send one notice; return what became of it, and whether everybody waits now."""
    where = whereabouts(hub)
    assert where is not None, "a hub with the bot's token has its name"
    with hub.store.begin() as work:
        ready = _taken(work, hub, queued)
    if not isinstance(ready, _Ready):
        return ready, False
    try:
        # Outside every transaction: it is on disk by now that it was tried.
        api.send(ready.chat, message_of(ready.said, ready.chat, where))
    except NotSaid as error:
        return _failed(hub, queued, error), error.why in _PAUSING
    with hub.store.begin() as work:
        work.notices.note(queued, NoticeState.SENT, hub.clock.now(), "taken", again=False)
        _end_pause(work, hub)
    return NoticeState.SENT, False


def _taken(work: Work, hub: Hub, queued: QueuedNotice) -> _Ready | NoticeState | None:
    """Take a notice and return it ready, or what became of it; None when somebody else has it."""
    now, notice = hub.clock.now(), queued.notice
    member = work.members.lock(notice.member)
    if not work.notices.take(queued, UnixTime(now + ATTEMPT_S)):
        return None
    if queued.tries >= MOST_TRIES:
        return _ended(work, queued, NoticeState.UNKNOWN, now, "in doubt twice")
    if member is None or member.telegram is None or not _hears(member):
        return _ended(work, queued, NoticeState.DROPPED, now, "turned off")
    if now > notice.good_until:
        return _ended(work, queued, NoticeState.DROPPED, now, "no longer news")
    later = _later(work, notice, now)
    if later is not None and later <= notice.good_until:
        work.notices.note(queued, NoticeState.WAITING, later, "at a better time", again=True)
        return NoticeState.WAITING
    if later is not None:
        return _ended(work, queued, NoticeState.DROPPED, now, "no good time is left")
    said = said_of(work, notice, member, now)
    if said is None:
        return _ended(work, queued, NoticeState.DROPPED, now, "no longer so")
    return _Ready(queued, member.telegram, said)


def _hears(member: Member) -> bool:
    return not member.blocked and profile_of(member).notices is True


def _later(work: Work, notice: Notice, now: UnixTime) -> UnixTime | None:
    """Return the better time to say it; None where that is now."""
    good = may_be_said(notice.kind, now)
    if good > now:
        return good
    # This one was taken a moment ago, and counts among those in doubt.
    if work.notices.sent_since(notice.member, day_starts(now)) <= MOST_A_DAY:
        return None
    return morning_after(now) if notice.kind in KEEPS else UnixTime(notice.good_until + 1)


def _ended(
    work: Work, queued: QueuedNotice, state: NoticeState, now: UnixTime, last: str
) -> NoticeState:
    work.notices.note(queued, state, now, last, again=False)
    return state


def _failed(hub: Hub, queued: QueuedNotice, error: NotSaid) -> NoticeState:
    """Store why a sending failed, and let everybody wait where it is not this chat's fault."""
    now, state = hub.clock.now(), NoticeState.WAITING
    with hub.store.begin() as work:
        member = work.members.lock(queued.notice.member)
        wait = _pause(work, now, error.wait) if error.why in _PAUSING else 0
        if error.why is Why.GONE and member is not None:
            work.members.set_settings(member.id, with_notices(member, notices=False))
            work.notices.drop_waiting(member.id, now, error.why.value)
            return NoticeState.DROPPED
        if error.why in (Why.GONE, Why.REFUSED):
            state = NoticeState.DROPPED
        elif error.why is Why.UNKNOWN and queued.tries + 1 >= MOST_TRIES:
            state = NoticeState.UNKNOWN
        at = UnixTime(now + wait) if state is NoticeState.WAITING else now
        work.notices.note(queued, state, at, error.why.value, again=error.why in _SURELY_NOT)
    return state


def _may_send(hub: Hub, api: BotApi) -> bool:
    """Tell whether Telegram takes messages, as far as we know.

    After a failure it is asked something that changes nothing first: no message is spent on it.
    """
    now = hub.clock.now()
    with hub.store.read() as work:
        pause = work.jobs.facts(_PAUSE)
    if not pause.get("until"):
        return True
    if now < int(pause["until"]):
        return False
    answers = api.answers()
    with hub.store.begin() as work:
        if answers:
            # How long to wait is kept: that it answers does not yet mean that it takes messages.
            seconds = int(pause.get("seconds", 0))
            work.jobs.beat(_PAUSE, now, {"until": 0, "seconds": seconds})
        else:
            _pause(work, hub.clock.now(), 0)
    return answers


def _pause(work: Work, now: UnixTime, asked: int) -> int:
    """Let everybody wait, longer each time unless Telegram says how long; return the seconds."""
    last = int(work.jobs.facts(_PAUSE).get("seconds", 0))
    wait = asked or min(max(_FIRST_PAUSE_S, last * 2), _LONGEST_PAUSE_S)
    work.jobs.beat(_PAUSE, now, {"until": now + wait, "seconds": 0 if asked else wait})
    return wait


def _end_pause(work: Work, hub: Hub) -> None:
    if work.jobs.facts(_PAUSE):
        work.jobs.beat(_PAUSE, hub.clock.now(), {})
