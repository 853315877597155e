"""Launch data is believed when it is Telegram's, whole and fresh, and never else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access import telegram
from tests.hub.core.access.launch import (
    SIGNED_BOT,
    SIGNED_TIME,
    SIGNED_VECTOR,
    VECTOR,
    VECTOR_TIME,
    VECTOR_TOKEN,
    launch_data,
    signed_launch_data,
    user_field,
)

TOKEN = "7342037359:AAbbccddeeffgghhiijjkkllmmnnooppqqr"
AT = 1_790_000_000


def refusal_of(raw: str, now: int = AT, token: str = TOKEN) -> Refusal:
    """Return why launch data is refused by its hash."""
    with pytest.raises(Refused) as caught:
        telegram.check_hash(raw, token, UnixTime(now))
    return caught.value.refusal


def test_the_public_vector_of_a_hash_is_believed() -> None:
    """What others publish as right is right here, too."""
    user = telegram.check_hash(VECTOR, VECTOR_TOKEN, UnixTime(VECTOR_TIME + 5))
    assert (user.id, user.first_name, user.language) == (279058397, "Vladislav", "ru")


def test_the_public_vector_of_telegrams_signature_is_believed() -> None:
    """Telegram's own key, and text signed by Telegram itself."""
    user = telegram.check_signature(SIGNED_VECTOR, SIGNED_BOT, UnixTime(SIGNED_TIME + 5))
    assert user.first_name == "Vladislav + - ? /"
    assert user.may_write


def test_telegrams_signature_is_for_one_bot() -> None:
    """What Telegram signed for another bot says nothing to ours."""
    with pytest.raises(Refused) as caught:
        telegram.check_signature(SIGNED_VECTOR, SIGNED_BOT + 1, UnixTime(SIGNED_TIME))
    assert caught.value.refusal is Refusal.FORGED


def test_the_test_environment_has_its_own_key() -> None:
    """A signature of production is none in the test environment."""
    now = UnixTime(SIGNED_TIME)
    with pytest.raises(Refused) as caught:
        telegram.check_signature(SIGNED_VECTOR, SIGNED_BOT, now, key=telegram.TEST_KEY)
    assert caught.value.refusal is Refusal.FORGED


def test_the_signature_stays_in_what_the_hash_covers() -> None:
    """Of the two forms in one text, the hash covers the other's signature, not the reverse."""
    raw = launch_data(TOKEN, AT, signature="abc")
    assert telegram.check_hash(raw, TOKEN, UnixTime(AT)).id == 77
    assert refusal_of(raw.replace("signature=abc", "signature=abd")) is Refusal.FORGED


@pytest.mark.parametrize("age", [-60, 0, 3599, 3600])
def test_fresh_launch_data_is_believed(age: int) -> None:
    """An hour old, or a minute ahead of our clock, is fresh."""
    assert telegram.check_hash(launch_data(TOKEN, AT - age), TOKEN, UnixTime(AT)).id == 77


@pytest.mark.parametrize(("age", "refusal"), [(3601, Refusal.EXPIRED), (-61, Refusal.MALFORMED)])
def test_stale_launch_data_is_refused(age: int, refusal: Refusal) -> None:
    """Older than an hour, or from the future."""
    assert refusal_of(launch_data(TOKEN, AT - age)) is refusal


@pytest.mark.parametrize("time", ["", "soon", "-5", "١٧٩٠٠٠٠٠٠٠", "1" * 11, "1" * 5000, "1e9"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    """Even when the bot's token has made the hash over it."""
    assert refusal_of(launch_data(TOKEN, AT, auth_date=time)) is Refusal.MALFORMED


@pytest.mark.parametrize(
    "user",
    ["", "[]", "{}", '{"id": true}', '{"id": "7"}', '{"id": 7.0}', "null", "[" * 2500],
)
def test_launch_data_without_a_person_is_refused(user: str) -> None:
    """Who opened the Mini App must be said, by number."""
    assert refusal_of(launch_data(TOKEN, AT, user=user)) is Refusal.MALFORMED


@pytest.mark.parametrize("number", [0, -1, 2**52, 2**63])
def test_a_persons_number_has_52_bits(number: int) -> None:
    """What Telegram never gives is no person's."""
    assert refusal_of(launch_data(TOKEN, AT, number)) is Refusal.OVERFLOW


def test_what_cannot_be_shown_is_left_out_of_a_name() -> None:
    """A right-to-left mark, a NUL or half of a surrogate pair reaches no page and no database."""
    user = user_field(5, first_name="Ай\u202eгү\u0000л \ud800" + "x" * 200)
    found = telegram.check_hash(launch_data(TOKEN, AT, user=user), TOKEN, UnixTime(AT))
    assert found.first_name == "Айгүл " + "x" * 58


@pytest.mark.parametrize("raw", ["", "here comes something wrong;", "hash", "a=1&b", "%ff=1"])
def test_what_is_no_query_is_refused(raw: str) -> None:
    """Text of another shape."""
    assert refusal_of(raw) is Refusal.MALFORMED


def test_a_key_given_twice_is_refused() -> None:
    """Wherever the second one stands."""
    raw = launch_data(TOKEN, AT)
    assert refusal_of(f"auth_date={AT}&{raw}") is Refusal.MALFORMED
    assert refusal_of(f"{raw}&user=%7B%7D") is Refusal.MALFORMED
    assert refusal_of(f"{raw}&hash=00") is Refusal.MALFORMED


def test_launch_data_has_an_end() -> None:
    """More than 8 KB is not read at all, and no more than forty fields."""
    assert refusal_of("a=" + "b" * telegram.LONGEST) is Refusal.TOO_LONG
    assert refusal_of("&".join(f"f{n}=1" for n in range(60))) is Refusal.MALFORMED


def test_without_hash_or_signature_nothing_is_believed() -> None:
    """Each form asks for its own proof."""
    assert refusal_of(f"auth_date={AT}") is Refusal.MALFORMED
    with pytest.raises(Refused) as caught:
        telegram.check_signature(launch_data(TOKEN, AT), 7342037359, UnixTime(AT))
    assert caught.value.refusal is Refusal.MALFORMED


def test_a_hash_by_another_bot_is_forged() -> None:
    """Another bot's token makes another hash."""
    assert refusal_of(launch_data("1:" + "x" * 35, AT)) is Refusal.FORGED


@given(st.data())
def test_no_altered_launch_data_is_believed(data: st.DataObject) -> None:
    """One character more, less or other: refused, whichever it is."""
    raw = launch_data(TOKEN, AT)
    at = data.draw(st.integers(0, len(raw) - 1))
    letter = data.draw(st.sampled_from("0123456789abcdefXYZ%&=+;. é"))
    altered = data.draw(
        st.sampled_from(
            [
                raw[:at] + letter + raw[at + 1 :],
                raw[:at] + raw[at + 1 :],
                raw[:at] + letter + raw[at:],
            ]
        )
    )
    try:
        user = telegram.check_hash(altered, TOKEN, UnixTime(AT))
    except Refused:
        return
    # The same fields in another spelling (`%20` for `+`, capitals in `%2f`) say the same.
    assert user == telegram.check_hash(raw, TOKEN, UnixTime(AT))


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
@example("hash=\ud800")
@example("hash=é&auth_date=1")
def test_no_text_does_more_than_be_refused(raw: str) -> None:
    """Whatever comes in: a refusal, nothing else."""
    with pytest.raises(Refused):
        telegram.check_hash(raw, TOKEN, UnixTime(AT))
    with pytest.raises(Refused):
        telegram.check_signature(raw, 1, UnixTime(AT))


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_altered_signature_is_believed(at: int, change: int) -> None:
    """One bit of Telegram's signature other than it was."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = key.public_key().public_bytes_raw()
    raw = signed_launch_data(key, 42, AT)
    assert telegram.check_signature(raw, 42, UnixTime(AT), key=public).id == 77
    head, _, tail = raw.rpartition("signature=")
    signature = bytearray(base64url.decode(tail))
    signature[at] ^= change
    altered = f"{head}signature={base64url.encode(bytes(signature))}"
    with pytest.raises(Refused) as caught:
        telegram.check_signature(altered, 42, UnixTime(AT), key=public)
    assert caught.value.refusal is Refusal.FORGED


def test_trust_comes_from_a_token_and_never_shows_it() -> None:
    """The number before the colon is the bot's; the rest is nobody's business."""
    trust = telegram.trust_of(TOKEN)
    assert trust.bot_id == 7342037359
    assert TOKEN not in repr(trust)
    assert TOKEN.partition(":")[2] not in repr(trust)
    assert telegram.check(launch_data(TOKEN, AT), trust, UnixTime(AT)).id == 77


def test_without_a_token_telegrams_signature_counts() -> None:
    """A hub that only knows the bot's number believes Telegram's key."""
    trust = telegram.BotTrust(SIGNED_BOT, None)
    assert telegram.check(SIGNED_VECTOR, trust, UnixTime(SIGNED_TIME)).id == 279058397


@pytest.mark.parametrize("token", ["", "12345", ":x", "12345:", "١٢:x", "a:b"])
def test_what_is_no_token_is_refused(token: str) -> None:
    """A token is a number, a colon and a secret."""
    with pytest.raises(Refused):
        telegram.trust_of(token)
