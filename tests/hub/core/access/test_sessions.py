"""What it means that a refresh token is shown."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.sessions import RETRY_S, Session, Turn, digest_of, judge, read_refresh

AT = UnixTime(1_790_000_000)
FRESH = Session("member", 1, b"f" * 16, b"d" * 32, AT, UnixTime(AT + 1000))
USED = replace(FRESH, used_at=AT)
NEXT = replace(FRESH, digest=b"e" * 32)


@pytest.mark.parametrize(
    ("session", "successor", "late", "turn"),
    [
        (None, None, 0, Turn.OVER),
        (FRESH, None, 0, Turn.NEXT),
        (FRESH, None, 999, Turn.NEXT),
        (FRESH, None, 1000, Turn.OVER),
        (replace(FRESH, revoked_at=AT), None, 0, Turn.OVER),
        (replace(USED, revoked_at=AT), NEXT, 0, Turn.OVER),
        (USED, NEXT, RETRY_S, Turn.AGAIN),
        (USED, NEXT, RETRY_S + 1, Turn.STOLEN),
        (USED, replace(NEXT, used_at=AT), 1, Turn.STOLEN),
        (USED, None, 1, Turn.STOLEN),
    ],
)
def test_each_case_has_its_turn(
    session: Session | None, successor: Session | None, late: int, turn: Turn
) -> None:
    """Next, again, stolen or over."""
    assert judge(session, successor, UnixTime(AT + late)) is turn


@pytest.mark.parametrize("token", ["", "a", "a" * 42, "a" * 44, "=" * 43, "é" * 43, "a" * 42 + "b"])
def test_what_is_no_refresh_token_is_nobodys(token: str) -> None:
    """And says no more than any other stranger's."""
    with pytest.raises(Refused) as caught:
        read_refresh(token)
    assert caught.value.refusal is Refusal.UNAUTHENTICATED


def test_the_database_does_not_hold_the_token() -> None:
    """Only a digest, another for each."""
    assert digest_of(b"a" * 32) != digest_of(b"b" * 32)
    assert b"a" * 8 not in digest_of(b"a" * 32)


def test_tokens_do_not_show_in_what_is_printed() -> None:
    """A session in a log line says who, not with what."""
    from hub.core.access.sessions import SignedIn

    shown = repr(SignedIn("member", 1, access="secret-a", refresh="secret-b", expires_in=9))
    assert "secret" not in shown
