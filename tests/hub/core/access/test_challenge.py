"""A challenge is ours, for one purpose and one person, for a quarter of an hour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.world import MasterKeyring, SystemRandomness
from hub.core.access import challenge
from hub.core.access.challenge import Purpose

KEY, RANDOM = MasterKeyring(bytes(32)), SystemRandomness()
AT = UnixTime(1_790_000_000)


def fresh(purpose: Purpose = Purpose.LOGIN, subject: str = "") -> str:
    """Return a challenge of our own."""
    return challenge.make(purpose, subject, AT, RANDOM.octets(challenge.NONCE_SIZE), KEY.tag)


def refusal_of(text: str, now: int = AT, key: MasterKeyring = KEY) -> Refusal:
    """Return why a challenge for signing in is refused."""
    with pytest.raises(Refused) as caught:
        challenge.read(text, Purpose.LOGIN, "", UnixTime(now), key.tag)
    return caught.value.refusal


def test_a_challenge_comes_back() -> None:
    """Until its last second, and each has its own nonce."""
    first, second = fresh(), fresh()
    assert len(first) == challenge.LENGTH
    read = [
        challenge.read(it, Purpose.LOGIN, "", UnixTime(AT + challenge.LIFE_S), KEY.tag)
        for it in (first, second)
    ]
    assert read[0].nonce != read[1].nonce
    assert read[0].expires_at == AT + challenge.LIFE_S


def test_a_challenge_runs_out() -> None:
    """A second later."""
    assert refusal_of(fresh(), AT + challenge.LIFE_S + 1) is Refusal.EXPIRED


def test_a_challenge_is_for_one_thing() -> None:
    """One made to register, or for a member, signs nobody in."""
    assert refusal_of(fresh(Purpose.REGISTER)) is Refusal.FORGED
    assert refusal_of(fresh(subject="member 7")) is Refusal.FORGED
    assert refusal_of(fresh(), key=MasterKeyring(bytes(31) + b"x")) is Refusal.FORGED


@given(st.integers(0, challenge.LENGTH - 1), st.sampled_from("Ab9-_"))
def test_no_altered_challenge_is_ours(at: int, letter: str) -> None:
    """One character other than it was."""
    text = fresh()
    altered = text[:at] + letter + text[at + 1 :]
    if altered != text:
        assert refusal_of(altered) in (Refusal.FORGED, Refusal.MALFORMED)


@given(st.text(max_size=80))
def test_other_texts_are_refused(text: str) -> None:
    """Whatever comes in."""
    assert refusal_of(text) in (Refusal.FORGED, Refusal.MALFORMED)
