"""Passwords: argon2id, as slow for nobody as for somebody, a few at a time."""

from threading import Barrier, Thread

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters import passwords as adapter
from hub.adapters.passwords import Argon2Passwords

QUICK = Argon2Passwords(memory_kib=64, passes=1)


def test_a_password_fits_its_hash() -> None:
    """And no other does; in any letters."""
    hashed = QUICK.hash("Тәтті бауырсақ 2026")
    assert QUICK.verify(hashed, "Тәтті бауырсақ 2026")
    assert not QUICK.verify(hashed, "Тәтті бауырсақ 2027")


def test_a_hash_is_salted() -> None:
    """The same password twice gives two hashes."""
    assert QUICK.hash("correct horse") != QUICK.hash("correct horse")


def test_nobody_has_a_password() -> None:
    """Not even the one that stands in for an unknown login."""
    assert not QUICK.verify(None, "nobody has this password")


def test_the_effort_is_what_is_recommended() -> None:
    """argon2id with 19 MiB and two passes; the hash says so."""
    hashed = Argon2Passwords().hash("correct horse battery")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not Argon2Passwords().is_weak(hashed)
    assert Argon2Passwords().is_weak(QUICK.hash("x"))


def test_an_unknown_login_costs_the_same_work() -> None:
    """The stand-in's hash asks for the same memory and passes as everybody's."""
    slow = Argon2Passwords()
    assert slow._nobody.split("$")[:4] == slow.hash("x").split("$")[:4]


@pytest.mark.parametrize(
    ("password", "refusal"), [("x" * 1025, Refusal.TOO_LONG), ("\ud800", Refusal.MALFORMED)]
)
def test_a_password_has_an_end(password: str, refusal: Refusal) -> None:
    """And is text."""
    with pytest.raises(Refused) as caught:
        QUICK.hash(password)
    assert caught.value.refusal is refusal


def test_a_hash_that_is_none_is_our_own_mistake() -> None:
    """It is not answered as a wrong password: nobody could ever sign in again."""
    with pytest.raises(ValueError, match="cannot be read"):
        QUICK.verify("$nonsense$", "x")


def test_only_so_many_at_a_time() -> None:
    """While all turns are taken the next caller is told to come back; then there is one again."""
    busy = Argon2Passwords(memory_kib=64, passes=1, at_once=1, patience_s=0.01)
    hashed = busy.hash("x")
    meeting, done = Barrier(2), Barrier(2)

    def hold() -> None:
        with busy.turn():
            meeting.wait()
            done.wait()

    holder = Thread(target=hold)
    holder.start()
    meeting.wait()
    with pytest.raises(Refused) as caught:
        busy.verify(hashed, "x")
    done.wait()
    holder.join()
    assert caught.value.refusal is Refusal.BUSY
    assert busy.verify(hashed, "x")
    assert adapter.AT_ONCE * adapter.MEMORY_KIB * 1024 < 40_000_000
