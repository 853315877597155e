"""ADNL as others speak it: our side against pytoniq's, in both directions."""

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq.liteclient.client import LiteClient
from pytoniq_core.crypto.ciphers import Client, Server, create_aes_ctr_cipher, get_shared_key

from hub.localchain.adnl import (
    HANDSHAKE,
    NONCE,
    PARAMETERS,
    AdnlError,
    ServerKey,
    Session,
    accept,
    call,
    key_id,
)

KEY = ServerKey(b"\x2a" * 32)
SEED = bytes(range(32))
RANDOM = hashlib.shake_128(b"parameters").digest(PARAMETERS)
NONCES = bytes(range(NONCE))
LIMIT = 4096


def pair() -> tuple[Session, Session]:
    """Return two sides that have shaken hands: caller, server."""
    handshake, caller = call(KEY.public, SEED, RANDOM, LIMIT)
    return caller, accept(handshake, KEY, LIMIT)


def test_we_answer_a_caller_of_another_library() -> None:
    """Its handshake is accepted, its frames are read, and it reads ours."""
    client = LiteClient("127.0.0.1", 1, base64.b64encode(KEY.public).decode(), trust_level=2)
    session = accept(client.handshake(), KEY, LIMIT)
    said = client.encrypt(client.serialize_packet(b"hello"))
    assert session.hear(said) == [b"hello"]
    heard = client.decrypt(session.seal(b"good day", NONCES))
    assert int.from_bytes(heard[:4], "little") == len(heard) - 4
    assert heard[4 : 4 + NONCE] == NONCES
    assert heard[4 + NONCE : -32] == b"good day"
    assert hashlib.sha256(heard[4:-32]).digest() == heard[-32:]


def test_a_server_of_another_library_understands_our_call() -> None:
    """The handshake opens with its ciphers, and both streams are the ones it would make."""
    handshake, caller = call(KEY.public, SEED, RANDOM, LIMIT)
    assert len(handshake) == HANDSHAKE
    theirs: Any = Client(b"\x2a" * 32)
    assert handshake[:32] == theirs.get_key_id() == key_id(KEY.public)
    us = Server("127.0.0.1", 1, handshake[32:64])
    shared = get_shared_key(theirs.x25519_private.encode(), us.x25519_public.encode())
    checksum = handshake[64:96]
    first = create_aes_ctr_cipher(shared[:16] + checksum[16:], checksum[:4] + shared[20:])
    assert first.decrypt(handshake[96:]) == RANDOM
    hears = create_aes_ctr_cipher(RANDOM[32:64], RANDOM[80:96])
    assert hears.decrypt(caller.seal(b"hello", NONCES))[4 + NONCE : -32] == b"hello"


@given(st.lists(st.binary(max_size=200), max_size=6), st.integers(1, 64))
def test_frames_may_come_in_any_pieces(said: list[bytes], piece: int) -> None:
    """What is said arrives once and in order, however the network cuts it."""
    caller, server = pair()
    stream = b"".join(caller.seal(it, NONCES) for it in said)
    heard: list[bytes] = []
    for at in range(0, len(stream), piece):
        heard += server.hear(stream[at : at + piece])
    assert heard == said
    assert caller.hear(server.seal(b"all of it", NONCES)) == [b"all of it"]


@given(st.integers(0, 8 * (4 + NONCE + 5 + 32) - 1))
def test_a_changed_bit_ends_the_connection_or_is_waited_out(bit: int) -> None:
    """No frame that was changed on its way is ever taken for one that was not."""
    caller, server = pair()
    frame = bytearray(caller.seal(b"hello", NONCES))
    frame[bit // 8] ^= 1 << bit % 8
    try:
        heard = server.hear(bytes(frame))
    except AdnlError:
        return
    assert heard == []
    assert bit // 8 < 4, "only a length that promises more may leave the reader waiting"


@pytest.mark.parametrize("length", [0, 63, LIMIT + 1, 2**32 - 1])
def test_frames_too_short_or_too_long_end_the_connection(length: int) -> None:
    """Before anything of them is kept."""
    hears = create_aes_ctr_cipher(RANDOM[32:64], RANDOM[80:96])
    _, server = pair()
    with pytest.raises(AdnlError, match="length"):
        server.hear(hears.encrypt(length.to_bytes(4, "little")))


@pytest.mark.parametrize("at", [0, 40, 70, 200])
def test_a_damaged_handshake_is_refused(at: int) -> None:
    """Server's name, caller's key, checksum, parameters: each must fit the others."""
    handshake = bytearray(call(KEY.public, SEED, RANDOM, LIMIT)[0])
    handshake[at] ^= 1
    with pytest.raises(AdnlError):
        accept(bytes(handshake), KEY, LIMIT)


def test_a_handshake_of_another_length_is_refused() -> None:
    """There is one length."""
    with pytest.raises(AdnlError, match="no handshake"):
        accept(bytes(HANDSHAKE - 1), KEY, LIMIT)


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32])
def test_keys_that_are_none_are_refused(public: bytes) -> None:
    """Points of small order would give a secret that everybody knows."""
    handshake = key_id(KEY.public) + public + bytes(32 + PARAMETERS)
    with pytest.raises(AdnlError):
        accept(handshake, KEY, LIMIT)


def test_a_call_for_somebody_else_is_refused() -> None:
    """Also with a good handshake: the name is another's."""
    other = ServerKey(b"\x2b" * 32)
    with pytest.raises(AdnlError, match="somebody else"):
        accept(call(other.public, SEED, RANDOM, LIMIT)[0], KEY, LIMIT)
