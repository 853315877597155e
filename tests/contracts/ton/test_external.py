"""The normalized hash (TEP-467): one for all the ways to write one message."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.boc.address import Address, ExternalAddress
from pytoniq_core.boc.builder import Builder
from pytoniq_core.tlb.transaction import ExternalMsgInfo, MessageAny

from contracts.ton.external import external, normalized_hash, read_external, state_init
from contracts.ton.reading import boc_of, cell_of
from contracts.ton.wallets import internal

TARGET = Address((0, b"\x31" * 32))


def body_of(raw: bytes) -> Any:
    """Return a cell."""
    built: Any = Builder().store_bytes(raw)
    return built.end_cell()


def written(body: Any, *, source: Any = None, fee: int = 0, init: Any = None) -> bytes:
    """Return a message with what nobody signs written otherwise."""
    message: Any = MessageAny(ExternalMsgInfo(source, TARGET, fee), init, body)
    return boc_of(message.serialize())


def in_a_reference(body: Any) -> bytes:
    """Return a message whose body stands in a cell of its own."""
    built: Any = Builder().store_uint(0b10, 2).store_address(None).store_address(TARGET)
    built.store_coins(0).store_bit_int(0).store_bit_int(1).store_ref(body)
    return boc_of(built.end_cell())


@given(st.binary(max_size=60), st.integers(0, 10**9))
def test_what_is_not_signed_does_not_change_it(raw: bytes, fee: int) -> None:
    """A source, a fee, a state-init, and where the body stands."""
    body = body_of(raw)
    plain = boc_of(external(TARGET, body))
    ways = {
        plain,
        in_a_reference(body),
        written(body, fee=fee),
        written(body, source=ExternalAddress(5, 8)),
        written(body, init=state_init(body, body)),
    }
    assert len(ways) >= 4
    assert {normalized_hash(it) for it in ways} == {normalized_hash(plain)}


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_another_body_is_another_message(one: bytes, other: bytes) -> None:
    """Equal hashes, equal bodies."""
    same = normalized_hash(boc_of(external(TARGET, body_of(one)))) == normalized_hash(
        boc_of(external(TARGET, body_of(other)))
    )
    assert same == (one == other)


def test_it_is_the_hash_of_the_plain_form() -> None:
    """No source, no fee, no state-init, the body in a reference: that cell's hash."""
    body = body_of(b"once")
    assert normalized_hash(in_a_reference(body)) == cell_of(in_a_reference(body)).hash


def test_a_message_from_within_is_none() -> None:
    """Only what comes from outside has a normalized hash."""
    within = internal(TARGET, 1, body_of(b""))
    with pytest.raises(ValueError, match="within"):
        read_external(boc_of(within))
