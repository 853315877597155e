"""Addresses as people and machines write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.boc.address import Address as CoreAddress

from contracts.ton.addresses import (
    MalformedAddress,
    account_id,
    basechain,
    friendly,
    read_address,
    workchain_of,
)
from contracts.ton.seen import Address

ACCOUNTS = st.binary(min_size=32, max_size=32)


@given(ACCOUNTS, st.sampled_from([0, -1]), st.booleans(), st.booleans())
def test_every_form_is_read_back(account: bytes, workchain: int, bounce: bool, test: bool) -> None:
    """And is the one that the library writes."""
    address = Address(f"{workchain}:{account.hex()}")
    written = friendly(address, bounceable=bounce, test_network=test)
    core: Any = CoreAddress((workchain, account))
    assert written == core.to_str(is_bounceable=bounce, is_test_only=test)
    assert read_address(written) == address
    assert read_address(written.replace("-", "+").replace("_", "/")) == address
    assert read_address(address.upper()) == address
    assert (workchain_of(address), account_id(address)) == (workchain, account)


@given(ACCOUNTS, st.integers(0, 47), st.sampled_from("ABCxyz019-_"))
def test_a_wrong_character_is_seen(account: bytes, place: int, character: str) -> None:
    """The checksum says so, whichever it is."""
    written = friendly(basechain(account))
    wrong = written[:place] + character + written[place + 1 :]
    if wrong != written:
        with pytest.raises(MalformedAddress):
            read_address(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0:",
        "0:" + "g" * 64,
        "1:" + "0" * 64,
        "0:" + "0" * 63,
        "x" * 48,
        "EQ" + "A" * 47,
        "é" * 48,
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    """And not repeated in the error."""
    with pytest.raises(MalformedAddress) as wrong:
        read_address(text)
    assert not text or text not in str(wrong.value)


def test_an_address_for_tests_is_none_on_mainnet() -> None:
    """It says so itself; the raw form says nothing."""
    address = basechain(bytes(32))
    written = friendly(address, test_network=True)
    assert read_address(written) == address
    with pytest.raises(MalformedAddress, match="test network"):
        read_address(written, test_network=False)
    assert read_address(address, test_network=False) == address
    with pytest.raises(MalformedAddress):
        basechain(bytes(31))
