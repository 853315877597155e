"""What strangers may do to the lite-server: little, and nobody else notices."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.boc.builder import Builder

from hub.localchain import tl
from hub.localchain.adnl import NONCE, PARAMETERS, Session, call
from hub.localchain.answers import Answers
from hub.localchain.desk import BAD_REQUEST
from hub.localchain.liteserver import BUSY, LARGEST_REQUEST, Limits
from hub.localchain.serving import Running
from hub.localchain.shards import bag
from tests.hub.localchain.wire import KEY, new_chain, served

PATIENCE_S = 20
NONCES = bytes(NONCE)
KNOWN = [value for name, value in vars(tl).items() if name.startswith(("GET_", "LIST_", "OUR_"))]


@contextmanager
def line(run: Running) -> Iterator[socket.socket]:
    """Open a line to the server, and say nothing yet."""
    with closing(socket.create_connection(("127.0.0.1", run.port), PATIENCE_S)) as opened:
        yield opened


def introduced(opened: socket.socket) -> Session:
    """Shake hands on a line."""
    handshake, session = call(KEY.public, bytes(32), bytes(PARAMETERS), LARGEST_REQUEST)
    opened.sendall(handshake)
    assert heard(opened, session, 1) == [b""]
    return session


def heard(opened: socket.socket, session: Session, least: int) -> list[bytes]:
    """Return what the server says, at least so many frames, or until it hangs up."""
    said: list[bytes] = []
    while len(said) < least and (piece := opened.recv(65536)):
        said += session.hear(piece)
    return said


def query(body: bytes, name: int = 1) -> bytes:
    """Return a query as it is framed."""
    wrapped = tl.text(tl.number(tl.QUERY) + tl.text(body))
    return tl.number(tl.ADNL_QUERY) + name.to_bytes(32, "big") + wrapped


def is_hung_up(opened: socket.socket) -> bool:
    """Wait until the server hangs up."""
    try:
        while opened.recv(65536):
            pass
    except ConnectionResetError:
        return True
    return True


def still_serves(run: Running) -> bool:
    """Tell whether somebody else is answered."""
    with line(run) as opened:
        session = introduced(opened)
        opened.sendall(session.seal(query(tl.number(tl.GET_TIME)), NONCES))
        (answer,) = heard(opened, session, 1)
        return tl.number(tl.CURRENT_TIME) in answer


@pytest.mark.parametrize(
    "octets",
    [b"GET / HTTP/1.1\r\n\r\n".ljust(256), bytes(256), bytes(range(256))],
    ids=["http", "zeros", "any"],
)
def test_whoever_speaks_another_language_is_hung_up_on(octets: bytes) -> None:
    """After the length of a handshake; nobody else notices."""
    with served(new_chain()) as run, line(run) as opened:
        opened.sendall(octets)
        assert is_hung_up(opened)
        assert still_serves(run)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"abc",
        tl.number(tl.PING) + b"1234",
        tl.number(tl.PONG) + bytes(8),
        tl.number(tl.ADNL_QUERY) + bytes(32) + tl.text(tl.number(tl.GET_TIME)),
        tl.number(tl.ADNL_QUERY) + bytes(32) + b"\xfe\xff\xff\xff",
    ],
)
def test_whoever_says_what_nobody_says_is_hung_up_on(payload: bytes) -> None:
    """Neither ping nor query, or one that is cut off."""
    with served(new_chain()) as run, line(run) as opened:
        session = introduced(opened)
        opened.sendall(session.seal(payload, NONCES))
        assert is_hung_up(opened)
        assert still_serves(run)


def test_a_frame_too_long_ends_the_line_before_it_is_read() -> None:
    """Its length alone is enough."""
    with served(new_chain()) as run, line(run) as opened:
        session = introduced(opened)
        opened.sendall(session.seal(bytes(LARGEST_REQUEST), NONCES)[:4])
        assert is_hung_up(opened)
        assert still_serves(run)


def test_those_beyond_the_limit_of_lines_are_not_let_in() -> None:
    """Until somebody leaves."""
    with served(new_chain(), limits=Limits(connections=1)) as run:
        with line(run) as first:
            session = introduced(first)
            with line(run) as second:
                assert is_hung_up(second)
            first.sendall(session.seal(query(tl.number(tl.GET_TIME)), NONCES))
            assert len(heard(first, session, 1)) == 1
        for _ in range(1000):
            with line(run) as third:
                handshake, again = call(KEY.public, bytes(32), bytes(PARAMETERS), LARGEST_REQUEST)
                third.sendall(handshake)
                if heard(third, again, 1) == [b""]:
                    return
        pytest.fail("the place of somebody who left is never free again")


def test_whoever_never_shakes_hands_is_hung_up_on() -> None:
    """So that silent lines do not use up the places."""
    with served(new_chain(), limits=Limits(handshake_s=0.05)) as run, line(run) as opened:
        opened.sendall(b"x")
        assert is_hung_up(opened)


def test_whoever_falls_silent_is_hung_up_on() -> None:
    """A client that is there pings."""
    with served(new_chain(), limits=Limits(idle_s=0.05)) as run, line(run) as opened:
        introduced(opened)
        assert is_hung_up(opened)


def test_whoever_asks_too_much_at_once_is_told_so() -> None:
    """While two questions wait, the third is refused; the line stays."""
    wait = tl.number(tl.WAIT) + tl.int32(1_000) + tl.int32(60_000) + tl.number(tl.GET_TIME)
    with served(new_chain(), limits=Limits(requests=2)) as run, line(run) as opened:
        session = introduced(opened)
        for name in (1, 2, 3):
            opened.sendall(session.seal(query(wait, name), NONCES))
        (said,) = heard(opened, session, 1)
        reader = tl.Reader(said)
        assert (reader.number(), reader.hash()) == (tl.ADNL_ANSWER, (3).to_bytes(32, "big"))
        refusal = tl.Reader(reader.text())
        assert (refusal.number(), refusal.int32()) == (tl.ERROR, BUSY)
        assert still_serves(run)


@given(st.one_of(st.sampled_from(KNOWN), st.integers(0, 2**32 - 1)), st.binary(max_size=200))
def test_whatever_is_asked_has_an_answer(number: int, rest: bytes) -> None:
    """An error where it makes no sense; never an exception, never silence."""
    answer = tl.Reader(ANSWERS.answer(tl.number(number) + rest))
    if answer.number() == tl.ERROR:
        assert answer.int32() != 1
        assert answer.text()


ANSWERS = Answers(new_chain(), KEY.public)


NOWHERE: Any = Builder().store_uint(0b10_00_00, 6).store_coins(0).store_uint(0, 2).end_cell()
"""An external message that names no receiver."""


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00", bytes(65_536), b"\xb5\xee\x9c\x72" + bytes(40), bag([NOWHERE])],
    ids=["nothing", "one byte", "too long", "damaged", "to nowhere"],
)
def test_messages_that_are_none_are_refused(body: bytes) -> None:
    """As a lite-server refuses an external message: by code 0."""
    answer = tl.Reader(ANSWERS.answer(tl.number(tl.SEND_MESSAGE) + tl.text(body)))
    assert (answer.number(), answer.int32()) == (tl.ERROR, 0)
    assert answer.text().startswith(b"cannot take external message")


def test_a_question_without_arguments_is_one_with_an_empty_stack() -> None:
    """Some programs send nothing at all."""
    info = tl.Reader(ANSWERS.answer(tl.number(tl.GET_MASTERCHAIN_INFO)))
    info.number()
    asked = tl.number(4) + info.octets(80) + tl.int32(0) + bytes(32) + tl.int64(85143)
    answer = tl.Reader(ANSWERS.answer(tl.number(tl.RUN_SMC_METHOD) + asked + tl.text(b"")))
    assert (answer.number(), answer.number()) == (tl.RUN_METHOD_RESULT, 4)
    answer.octets(160)
    assert answer.int32() == -256


def test_a_question_that_is_cut_off_is_refused() -> None:
    """With what is wrong about it."""
    answer = tl.Reader(ANSWERS.answer(tl.number(tl.GET_ACCOUNT_STATE) + bytes(20)))
    assert (answer.number(), answer.int32()) == (tl.ERROR, BAD_REQUEST)
    assert b"ends too early" in answer.text()
