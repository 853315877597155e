"""The live channel: each hears what concerns him, at once, and misses nothing."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask_openapi3.openapi import OpenAPI
from simple_websocket import ConnectionClosed  # type: ignore[import-untyped]  # it has no types

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.roles import Role
from hub.core.happening import EVERYTHING
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.hub import Hub
from hub.usecases.live import FEED_KEPT_S, TICKET_S, TILL, forget_feed, make_ticket, number_feed
from hub.web.surroundings import WebSettings
from hub.web.switchboard import LONGEST_LINE, Switchboard
from tests.hub.hubs import HOST, SetClock, hub_on
from tests.hub.web.people import Caller, sign_in_member, sign_in_staff
from tests.hub.web.sockets import Listener, knock, serving


@pytest.fixture
def hub(store: DatabaseStore, clock: SetClock, bell: MemoryBell) -> Hub:
    """Return a hub that rings its bell."""
    return hub_on(DatabaseStore(store.engine, ring=bell.ring, now=clock.now), clock)


@pytest.fixture
def place(web: OpenAPI) -> Iterator[str]:
    """Serve the whole app; return HOST:PORT."""
    with serving(web) as place:
        yield place


def _publish(hub: Hub, kind: str, **whom: int) -> None:
    with hub.store.begin() as work:
        work.feed.publish(kind, {"n": 1}, **whom)  # type: ignore[arg-type]  # ids as numbers


def _ticket(web: OpenAPI, caller: Caller) -> str:
    answer = web.test_client().post("/api/v1/live/ticket", headers=caller.headers)
    assert answer.status_code == 200
    return str(answer.get_json()["ticket"])


def _listen_on(listener: Listener) -> None:
    while listener.next() is not None:
        pass


def _closed(listener: Listener) -> tuple[int, str]:
    """Return code and reason with which the hub closes."""
    with pytest.raises(ConnectionClosed) as caught:
        _listen_on(listener)
    listener.ws.thread.join(10)
    return caught.value.reason, caught.value.message


def test_each_hears_what_concerns_him(web: OpenAPI, place: str, hub: Hub) -> None:
    """Members themselves, staff their partner, the operator everything; in order."""
    member = sign_in_member(hub)
    owner = sign_in_staff(hub, Role.AUDITOR, PartnerId(7))
    operator = sign_in_staff(hub, Role.OPERATOR)
    listeners = [Listener(place, {"ticket": _ticket(web, it)}) for it in (member, owner, operator)]
    listeners.append(Listener(place, {"ticket": make_ticket(hub, TILL, 3)}))
    for listener in listeners:
        assert listener.next() == {"type": "hello", "id": 0, "lost": False}
    _publish(hub, "mine", member=member.number, partner=8)
    _publish(hub, "theirs", member=member.number + 1, partner=7, till=3)
    _publish(hub, "all", member=member.number, partner=7, till=3)
    heard = [it.kinds(n) for it, n in zip(listeners, (2, 2, 3, 2), strict=True)]
    for listener in listeners:
        listener.close()
    assert heard == [["mine", "all"], ["theirs", "all"], ["mine", "theirs", "all"],
                     ["theirs", "all"]]  # fmt: skip


def test_who_comes_back_hears_what_he_missed(web: OpenAPI, place: str, hub: Hub) -> None:
    """From the id that he had, without a hole and without a repetition."""
    member = sign_in_member(hub)
    for n in range(3):
        _publish(hub, f"before.{n}", member=member.number)
    with closing(Listener(place, {"ticket": _ticket(web, member), "after": 0})) as listener:
        listener.next()
        first = listener.next()
    assert first is not None
    assert (first["kind"], first["id"], first["body"]) == ("before.0", 1, {"n": 1})
    _publish(hub, "between", member=member.number)
    with closing(Listener(place, {"ticket": _ticket(web, member), "after": 1})) as listener:
        assert listener.next() == {"type": "hello", "id": 1, "lost": False}
        _publish(hub, "later", member=member.number)
        assert listener.kinds(4) == ["before.1", "before.2", "between", "later"]


def test_nothing_is_lost_or_doubled_while_writers_write(web: OpenAPI, place: str, hub: Hub) -> None:
    """Writers commit in any order; a listener that is cut off again and again hears each once."""
    member = sign_in_member(hub)
    number = MemberId(member.number)
    heard: list[str] = []
    pause = threading.Event()

    def write(writer: int) -> None:
        for n in range(10):
            with hub.store.begin() as work:
                work.feed.publish(f"{writer}.{n}.a", {}, member=number)
                pause.wait(0.003 * (writer % 3))
                work.feed.publish(f"{writer}.{n}.b", {}, member=number)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for thread in writers:
        thread.start()
    after = 0
    while len(heard) < 60:
        with closing(Listener(place, {"ticket": _ticket(web, member), "after": after})) as listener:
            assert listener.next() == {"type": "hello", "id": after, "lost": False}
            for _ in range(min(7, 60 - len(heard))):
                said = listener.next()
                assert said is not None
                heard.append(said["kind"])
                assert said["id"] > after
                after = said["id"]
    for thread in writers:
        thread.join()
    assert len(set(heard)) == 60


def test_a_ticket_opens_one_socket_for_a_minute(
    web: OpenAPI, place: str, hub: Hub, clock: SetClock
) -> None:
    """Used, old, altered or none: the socket closes with the refusal's code."""
    member = sign_in_member(hub)
    used, old = _ticket(web, member), _ticket(web, member)
    with closing(Listener(place, {"ticket": used})) as listener:
        assert listener.next() is not None
        assert _closed(Listener(place, {"ticket": used})) == (1008, "replayed")
    assert _closed(Listener(place, {"ticket": used[:-4] + "AAAA"})) == (1008, "forged")
    assert _closed(Listener(place, {"ticket": ""})) == (1008, "forged")
    for odd in ("[]", "{", '{"ticket":"x","more":1}', '{"ticket":"x","after":-1}', "\0"):
        assert _closed(Listener(place, odd)) == (1008, "malformed")
    clock.time += TICKET_S
    assert _closed(Listener(place, {"ticket": old})) == (1008, "expired")


def test_who_says_more_than_his_ticket_is_cut_off(web: OpenAPI, place: str, hub: Hub) -> None:
    """The socket is for listening; nobody fills our memory by it."""
    listener = Listener(place, {"ticket": _ticket(web, sign_in_member(hub))})
    assert listener.next() is not None
    listener.ws.send("more")
    assert _closed(listener) == (1008, "malformed")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("origin", "status"),
    [(f"https://{HOST}", 101), ("https://evil.example", 403), ("null", 403)],
)
def test_pages_of_other_origins_open_no_socket(place: str, origin: str, status: int) -> None:
    """A page that somebody was lured to gets a refusal instead of a socket."""
    assert knock(place, {"Origin": origin}) == status
    assert knock(place, {"Origin": origin, "Sec-WebSocket-Version": "8"}) == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sockets_are_counted(hub: Hub, bell: MemoryBell) -> None:
    """In all, so that requests keep their threads; of one asker, his oldest makes room."""
    board = Switchboard(hub, bell, most=4, most_of_one=2)
    lines = [board.join(who, EVERYTHING) for who in "aabbca"]
    first, second, *others, third, last = lines
    assert (third, board.is_full) == (None, True)
    assert [it is not None and it.is_over for it in (first, second, last)] == [True, False, False]
    for line in (second, *others, last):
        assert line is not None
        board.leave(line)
    assert len(board) == 0
    again = board.join("c", EVERYTHING)
    assert again is not None
    board.leave(again)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_house_says_so_before_it_opens(hub: Hub, bell: MemoryBell) -> None:
    """The refusal is an answer of HTTP, with a time to come again."""
    web = web_over(hub, WebSettings(sockets=1, secure=False), bell)
    with serving(web) as place:
        listener = Listener(place, {"ticket": _ticket(web, sign_in_member(hub))})
        assert listener.next() is not None
        assert knock(place, {}) == 503
        listener.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_slow_reader_is_cut_off_and_holds_nobody_up(hub: Hub, bell: MemoryBell) -> None:
    """His line ends when it is full; the others' go on."""
    board = Switchboard(hub, bell, most=4, most_of_one=4)
    slow, quick = board.join("a", EVERYTHING), board.join("b", EVERYTHING)
    assert slow is not None
    assert quick is not None
    for n in range(LONGEST_LINE + 1):
        _publish(hub, str(n))
        told = quick.take(10)
        assert told is not None
        assert told.kind == str(n)
    taken = 0
    while slow.take(0) is not None:
        taken += 1
    assert (taken, slow.is_over, quick.is_over) == (LONGEST_LINE, True, False)
    board.leave(slow)
    board.leave(quick)


def test_who_was_away_too_long_is_told_so(
    web: OpenAPI, place: str, hub: Hub, clock: SetClock
) -> None:
    """What is no longer kept, or was never given (before a restore), cannot be told again."""
    member = sign_in_member(hub)
    for n in range(3):
        _publish(hub, str(n), member=member.number)
    number_feed(hub)
    clock.time += FEED_KEPT_S + 1
    assert forget_feed(hub) == 2
    for after, lost in ((1, True), (2, False), (3, False), (99, True)):
        hello = {"ticket": _ticket(web, sign_in_member(hub, 2000 + after)), "after": after}
        with closing(Listener(place, hello)) as listener:
            assert listener.next() == {"type": "hello", "id": 3 if lost else after, "lost": lost}
