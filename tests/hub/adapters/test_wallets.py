"""What the two wallets sign: as the library would, and nothing that cannot happen."""

from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from pytoniq.contract.wallets.highload_v3 import HighloadWalletV3
from pytoniq.contract.wallets.wallet_v5 import WALLET_V5_R1_CODE, WalletV5R1
from pytoniq_core.boc.builder import Builder
from pytoniq_core.tlb.transaction import MessageAny

from contracts.ton import wallets
from contracts.ton.addresses import account_id, basechain
from contracts.ton.external import read_external, state_init
from contracts.ton.query_ids import COUNT, query_id
from contracts.ton.reading import boc_of, cell_of, core_address
from contracts.ton.seen import Address
from hub.adapters.wallets import GLOBAL_IDS, SELF_VALUE, SettlerWallet, SponsorWallet
from hub.core.ports.chain import LARGEST_MESSAGE
from hub.core.ports.wallets import Order, WalletMistake

SEED = bytes(range(32))
TARGET = Address("0:" + "55" * 32)
EMPTY = boc_of(Builder().end_cell())
SEEDS = st.binary(min_size=32, max_size=32)


def orders(count: int, **changed: Any) -> list[Order]:
    """Return as many orders."""
    words: dict[str, Any] = {"target": TARGET, "value": 5, "body": EMPTY, **changed}
    return [Order(**words)] * count


def body_of(boc: bytes) -> Any:
    """Return the body of an external message, to be read."""
    return read_external(boc).body.begin_parse()


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.sampled_from(sorted(GLOBAL_IDS)))
def test_addresses_are_those_of_the_library(seed: bytes, network: str) -> None:
    """So that any other wallet with the same key is the same wallet."""
    settler, sponsor = SettlerWallet(seed, network), SponsorWallet(seed)
    v5 = WalletV5R1.create_data_cell(settler.public_key, network_global_id=GLOBAL_IDS[network])
    theirs: Any = state_init(WALLET_V5_R1_CODE, v5)
    assert settler.address == basechain(theirs.serialize().hash)
    data = HighloadWalletV3.create_data_cell(sponsor.public_key, timeout=sponsor.window)
    assert boc_of(wallets.highload_data(sponsor.public_key, sponsor.window)) == boc_of(data)
    assert settler.address != sponsor.address


def test_each_network_has_another_wallet() -> None:
    """What is signed for one is void on the others."""
    assert len({SettlerWallet(SEED, it).address for it in GLOBAL_IDS}) == len(GLOBAL_IDS)


def test_each_window_has_another_wallet() -> None:
    """The window is a part of the address and of what is signed."""
    assert SponsorWallet(SEED).address != SponsorWallet(SEED, 7200).address
    for window in (0, 59, 1 << 22):
        with pytest.raises(WalletMistake):
            SponsorWallet(SEED, window)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 2**32 - 2), st.integers(0, 4))
def test_the_settler_signs_number_and_time(seqno: int, valid_until: int, count: int) -> None:
    """As asked for, the first message too; the signature is over all that stands before it."""
    wallet = SettlerWallet(SEED, "testnet")
    signed = wallet.sign(orders(count), seqno=seqno, valid_until=valid_until)
    assert signed.void_after == valid_until
    body = body_of(signed.boc)
    whole = read_external(signed.boc)
    assert (whole.init is not None) == (seqno == 0)
    assert body.load_uint(32) == 0x7369676E
    assert (body.load_uint(32) ^ (-3 % 2**32)) >> 31 == 1
    assert (body.load_uint(32), body.load_uint(32)) == (valid_until, seqno)
    assert body.load_bit() == (count > 0)
    unsigned = wallets.v5_unsigned(
        wallets.v5_wallet_id(-3),
        seqno,
        valid_until,
        [wallets.internal(core_address(TARGET), 5, cell_of(EMPTY))] * count,
    )
    packed = read_external(signed.boc).body
    tail = packed.begin_parse().skip_bits(len(packed.bits) - 512).load_bytes(64)
    Ed25519PublicKey.from_public_bytes(wallet.public_key).verify(tail, unsigned.hash)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2 * COUNT), st.integers(1, 2**32 - 2), st.integers(1, 20))
def test_the_sponsor_signs_id_and_time(count: int, created_at: int, size: int) -> None:
    """The id of the caller, when it was made, and one message to itself: no source, no init."""
    wallet = SponsorWallet(SEED)
    number = query_id(count)
    signed = wallet.sign(orders(size), query_id=number, created_at=created_at)
    assert signed.void_after == created_at + wallet.window
    assert read_external(signed.boc).init is None
    body = body_of(signed.boc)
    signature, inner_cell = body.load_bytes(64), body.load_ref()
    Ed25519PublicKey.from_public_bytes(wallet.public_key).verify(signature, inner_cell.hash)
    inner = inner_cell.begin_parse()
    assert inner.load_uint(32) == wallets.SUBWALLET
    message = MessageAny.deserialize(inner.load_ref().begin_parse())
    assert (message.info.src, message.init) == (None, None)
    assert message.info.dest.hash_part == account_id(wallet.address)
    assert inner.load_uint(8) == wallets.MODE
    assert (inner.load_uint(23), inner.load_uint(64)) == (number, created_at)
    assert inner.load_uint(22) == wallet.window


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        orders(wallets.HIGHLOAD_MOST_ORDERS + 1),
        orders(1, init=EMPTY),
        orders(1, value=-1),
        orders(1, value=10**19),
        orders(1, body=b"no cells"),
        orders(1, target=Address("0:55")),
        orders(1, target=Address("nobody")),
    ],
)
def test_the_sponsor_signs_nothing_that_would_burn_an_id(wrong: Sequence[Order]) -> None:
    """The wallet takes an id before it looks: so we look first."""
    with pytest.raises(WalletMistake):
        SponsorWallet(SEED).sign(wrong, query_id=0, created_at=1)


def test_ids_and_times_that_do_not_fit_are_not_signed() -> None:
    """The place 1023 is none; nor are times outside 32 bits."""
    sponsor, settler = SponsorWallet(SEED), SettlerWallet(SEED, "local")
    for number, at in ((1023, 1), (-1, 1), (1 << 23, 1), (0, 0), (0, 2**32)):
        with pytest.raises(WalletMistake):
            sponsor.sign(orders(1), query_id=number, created_at=at)
    for number, at in ((-1, 1), (2**32, 1), (0, 0), (0, 2**32 - 1)):
        with pytest.raises(WalletMistake):
            settler.sign([], seqno=number, valid_until=at)


def test_a_message_that_is_too_long_is_not_signed() -> None:
    """Proofs are long: the chain takes 65,535 bytes at once."""
    different = [Order(TARGET, 1, _long(number)) for number in range(16)]
    some = SponsorWallet(SEED).sign(different[:8], query_id=0, created_at=1)
    assert 20_000 < len(some.boc) < LARGEST_MESSAGE
    with pytest.raises(WalletMistake, match="bytes"):
        SponsorWallet(SEED).sign(different, query_id=0, created_at=1)


def _long(number: int) -> bytes:
    """Return a long body of which no cell is one of another's."""
    built: Any = Builder().store_uint(number, 32)
    for place in range(40):
        built = Builder().store_uint(place, 400).store_uint(number, 500).store_ref(built.end_cell())
    return boc_of(built.end_cell())


def test_a_key_is_a_seed_and_is_never_shown() -> None:
    """32 bytes; neither the wallet nor its errors tell them."""
    for seed in (b"", SEED[:31], SEED + SEED):
        with pytest.raises(WalletMistake) as wrong:
            SettlerWallet(seed, "local")
        assert repr(seed) not in str(wrong.value)
    assert "\\x1f" not in repr(SettlerWallet(SEED, "local"))
    assert repr(SEED) not in repr(vars(SettlerWallet(SEED, "local")))


def test_what_is_needed_covers_every_order() -> None:
    """The value of each and its way, and what the wallet sends itself."""
    wallet = SponsorWallet(SEED)
    assert wallet.needs([]) == SELF_VALUE
    assert wallet.needs(orders(3, value=100)) > SELF_VALUE + 300
