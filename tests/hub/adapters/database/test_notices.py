"""The queue of what members are told keeps each notice once, whoever asks."""

from dataclasses import replace

from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.bot.notices import Notice, NoticeKind, NoticeState, QueuedNotice
from hub.core.ids import MemberId
from tests.hub.hubs import NOW

ONE = Notice("feed/1", MemberId(1), NoticeKind.BONUS, {"points": 5}, UnixTime(NOW),
             UnixTime(NOW + 900))  # fmt: skip
LATER = UnixTime(NOW + 60)


def _plan(store: DatabaseStore, *notices: Notice) -> int:
    with store.begin() as work:
        return work.notices.plan(notices)


def _due(store: DatabaseStore, now: int = NOW) -> list[QueuedNotice]:
    with store.read() as work:
        return work.notices.due(UnixTime(now), 9)


def test_a_notice_is_planned_once(store: DatabaseStore) -> None:
    """Its name decides, also within one call and after it has ended."""
    other = replace(ONE, name="feed/2", facts={"points": 7})
    assert _plan(store) == 0
    assert _plan(store, ONE, ONE) == 1
    assert _plan(store, ONE, other) == 1
    (first,) = _due(store)
    assert first == QueuedNotice(1, ONE, 0, ONE.not_before)
    with store.begin() as work:
        work.notices.note(first, NoticeState.SENT, UnixTime(NOW), "taken", again=False)
    assert _plan(store, ONE) == 0
    assert [it.notice for it in _due(store)] == [other]


def test_a_member_is_sent_one_at_a_time_and_in_order(store: DatabaseStore) -> None:
    """The others are not kept waiting; what is not due is not there."""
    queue = [replace(ONE, name=f"feed/{n}", member=MemberId(1 + n % 2)) for n in range(6)]
    _plan(store, *queue, replace(ONE, name="late", member=MemberId(3), not_before=LATER))
    assert [it.notice.name for it in _due(store)] == ["feed/0", "feed/1"]
    assert "late" in [it.notice.name for it in _due(store, LATER)]


def test_whoever_takes_second_has_nothing(store: DatabaseStore) -> None:
    """And it is due again when the first has not come back."""
    _plan(store, ONE)
    (read,) = _due(store)
    with store.begin() as work:
        assert work.notices.take(read, LATER)
    with store.begin() as work:
        assert not work.notices.take(read, LATER)
    assert _due(store) == []
    (again,) = _due(store, LATER)
    assert again.tries == 1
    with store.begin() as work:
        assert work.notices.take(again, UnixTime(LATER + 60))
        work.notices.note(again, NoticeState.WAITING, LATER, "429", again=True)
    assert _due(store, LATER) == [again]


def test_what_may_have_arrived_counts_for_the_day(store: DatabaseStore) -> None:
    """Sent ones and those in doubt; not what waits, was dropped, or is a neighbour's."""
    names = ("sent", "doubt", "waits", "dropped", "taken", "other")
    for name in names:
        member = MemberId(2 if name == "other" else 1)
        _plan(store, replace(ONE, name=name, member=member))
    states = {"sent": NoticeState.SENT, "doubt": NoticeState.UNKNOWN, "other": NoticeState.SENT,
              "dropped": NoticeState.DROPPED}  # fmt: skip
    with store.begin() as work:
        for number, name in enumerate(names, 1):
            queued = QueuedNotice(number, ONE, 0, ONE.not_before)
            if name in states:
                work.notices.note(queued, states[name], UnixTime(NOW), "", again=False)
            elif name == "taken":
                assert work.notices.take(queued, LATER)
        assert work.notices.sent_since(MemberId(1), UnixTime(NOW)) == 3
        assert work.notices.sent_since(MemberId(1), UnixTime(NOW + 1)) == 1
        assert work.notices.counts() == {"waiting": 2, "sent": 2, "dropped": 1, "unknown": 1}
        assert work.notices.drop_waiting(MemberId(1), UnixTime(NOW), "turned off") == 2
        assert work.notices.forget(UnixTime(NOW + 1), 4) == 4
        assert work.notices.forget(UnixTime(NOW + 1), 4) == 2
