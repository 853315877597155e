"""The feed: told only when committed, in an order that loses nothing."""

import threading

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.happening import EVERYTHING, Audience
from hub.core.ids import MemberId, PartnerId


def _publish(store: DatabaseStore, *kinds: str, **whom: int) -> None:
    with store.begin() as work:
        for kind in kinds:
            work.feed.publish(kind, {"n": 1}, **whom)  # type: ignore[arg-type]  # ids as numbers


def _publish_and_fail(store: DatabaseStore) -> None:
    with store.begin() as work:
        work.feed.publish("never", {})
        raise ZeroDivisionError


def _number(store: DatabaseStore, limit: int = 100) -> int:
    with store.begin() as work:
        return work.feed.number(limit)


def _after(store: DatabaseStore, position: int, audience: Audience = EVERYTHING) -> list[str]:
    with store.read() as work:
        return [it.kind for it in work.feed.after(position, audience, 100)]


def test_a_happening_is_told_when_its_transaction_commits(store: DatabaseStore) -> None:
    """Rolled back, nothing happened."""
    with pytest.raises(ZeroDivisionError):
        _publish_and_fail(store)
    _publish(store, "once")
    assert _number(store) == 1
    assert _after(store, 0) == ["once"]


def test_places_go_up_by_one_in_portions(store: DatabaseStore) -> None:
    """However many at a time get their places, none is left out or given twice."""
    _publish(store, "a", "b", "c", "d", "e")
    assert [_number(store, 2) for _ in range(4)] == [2, 2, 1, 0]
    with store.read() as work:
        places = [it.position for it in work.feed.after(0, EVERYTHING, 100)]
        assert (places, work.feed.oldest(), work.feed.newest()) == ([1, 2, 3, 4, 5], 1, 5)
    assert _after(store, 3) == ["d", "e"]


def test_each_sees_what_concerns_him(store: DatabaseStore) -> None:
    """The database and `Audience.sees` draw the same line."""
    _publish(store, "member", member=1, partner=7)
    _publish(store, "other", member=2, partner=8)
    _publish(store, "till", till=1)
    _number(store)
    audiences = {
        Audience(member=MemberId(1)): ["member"],
        Audience(partners=frozenset({PartnerId(7), PartnerId(8)})): ["member", "other"],
        Audience(till=1): ["till"],  # type: ignore[arg-type]  # an id as a number
        Audience(): [],
        EVERYTHING: ["member", "other", "till"],
    }
    with store.read() as work:
        told = work.feed.after(0, EVERYTHING, 100)
    for audience, kinds in audiences.items():
        assert _after(store, 0, audience) == kinds
        assert [it.kind for it in told if audience.sees(it)] == kinds


def test_who_goes_on_from_where_he_was_misses_nothing(store: DatabaseStore) -> None:
    """Writers that commit in any order, and a reader that reads meanwhile: all arrive, once."""
    seen: list[str] = []
    stop = threading.Event()

    def write(writer: int) -> None:
        for n in range(15):
            with store.begin() as work:
                work.feed.publish(f"{writer}.{n}.a", {})
                # The first row is written; other writers commit before this one does.
                stop.wait(0.002 * (writer % 3))
                work.feed.publish(f"{writer}.{n}.b", {})

    def read() -> None:
        place = 0
        while True:
            last = stop.is_set()
            _number(store)
            with store.read() as work:
                for it in work.feed.after(place, EVERYTHING, 100):
                    place = it.position
                    seen.append(it.kind)
            if last:
                return

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    reader = threading.Thread(target=read)
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert len(seen) == len(set(seen)) == 4 * 15 * 2


def test_old_happenings_go_and_the_newest_stays(store: DatabaseStore) -> None:
    """Places go on from the last one, however quiet the programme has been."""
    _publish(store, "a", "b", "c")
    _number(store)
    with store.begin() as work:
        assert work.feed.forget(work.feed.after(0, EVERYTHING, 1)[0].at, 100) == 0
        assert work.feed.forget(2**40, 100) == 2  # type: ignore[arg-type]  # a time
    _publish(store, "d")
    _number(store)
    with store.read() as work:
        assert [it.position for it in work.feed.after(0, EVERYTHING, 9)] == [3, 4]
