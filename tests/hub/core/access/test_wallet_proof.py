"""A wallet's proof is believed when its owner made it, for us, now; and never else."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.wallet_proof import Expected, Network, WalletProof, check_wallet
from tests.hub.core.access.wallets import (
    Published,
    TestWallet,
    boc_of,
    code_cell,
    data_cell,
    new_cell,
    published_proofs,
    state_of,
)

PUBLISHED = published_proofs()
HOST = "loyalty.example.kz"
AT = 1_790_000_000
OURS = Expected(HOST, Network.TESTNET)


def refusal_of(proof: WalletProof, expected: Expected = OURS, now: int = AT) -> Refusal:
    """Return why a proof is refused."""
    with pytest.raises(Refused) as caught:
        check_wallet(proof, expected, UnixTime(now))
    return caught.value.refusal


def wanted(proof: WalletProof) -> Expected:
    """Return what makes a published proof right."""
    return Expected(proof.domain, Network(proof.network))


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda it: it.name)
def test_published_proofs_are_believed(published: Published) -> None:
    """Real wallets of versions 3, 4 and 5, on both networks."""
    proof = published.proof
    now = UnixTime(proof.timestamp + 10)
    assert check_wallet(proof, wanted(proof), now) == proof.address


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda it: it.name)
@pytest.mark.parametrize(
    "change",
    [
        {"payload": "another"},
        {"timestamp": 1},
        {"domain_length": 21},
        {"public_key": "00" * 32},
        {"public_key": "zz"},
        {"signature": base64.b64encode(bytes(64)).decode()},
        {"signature": "no base64!"},
        {"signature": ""},
        {"address": "0:" + "00" * 32},
    ],
    ids=str,
)
def test_published_proofs_do_not_prove_anything_else(
    published: Published, change: dict[str, Any]
) -> None:
    """Each field is signed, or compared with what the address says."""
    proof = published.proof
    refusal_of(replace(proof, **change), wanted(proof), proof.timestamp + 10)


def test_our_own_wallet_is_believed() -> None:
    """The wallet of the other tests is one, so that what they refuse is their own change."""
    wallet = TestWallet()
    proof = wallet.prove("challenge", HOST, AT)
    assert check_wallet(proof, OURS, UnixTime(AT)) == wallet.address


def test_the_address_is_told_in_lower_case() -> None:
    """One wallet has one spelling here, or it would be two."""
    proof = TestWallet().prove("challenge", HOST, AT)
    shouted = replace(proof, address="0:" + proof.address[2:].upper())
    assert check_wallet(shouted, OURS, UnixTime(AT)) == proof.address


@pytest.mark.parametrize(
    "domain", ["example.kz", "evil." + HOST, HOST + ".evil.kz", HOST.upper(), ""]
)
def test_a_proof_is_for_one_site(domain: str) -> None:
    """What another site was given opens nothing here."""
    assert refusal_of(TestWallet().prove("challenge", domain, AT)) is Refusal.MISMATCH


def test_a_proof_is_for_one_network() -> None:
    """A wallet of the test network is none of the main network."""
    proof = TestWallet().prove("challenge", HOST, AT)
    assert refusal_of(proof, Expected(HOST, Network.MAINNET)) is Refusal.MISMATCH


@pytest.mark.parametrize(("age", "fine"), [(900, True), (-60, True), (901, False), (-61, False)])
def test_a_proof_is_fresh(age: int, *, fine: bool) -> None:
    """A quarter of an hour old at most, and hardly ahead."""
    proof = TestWallet().prove("challenge", HOST, AT - age)
    if fine:
        assert check_wallet(proof, OURS, UnixTime(AT))
    else:
        assert refusal_of(proof) in (Refusal.EXPIRED, Refusal.MALFORMED)


def test_another_wallets_key_signs_nothing() -> None:
    """Whoever signs with his own key for another's address is refused."""
    mine, other = TestWallet(1), TestWallet(2)
    proof = mine.prove("challenge", HOST, AT)
    stolen = replace(other.prove("challenge", HOST, AT), signature=proof.signature)
    assert refusal_of(stolen) is Refusal.FORGED
    assert refusal_of(replace(stolen, public_key=proof.public_key)) is Refusal.FORGED


def test_the_state_must_be_the_addresss() -> None:
    """My own state and key under another's address."""
    mine, other = TestWallet(1), TestWallet(2)
    proof = replace(mine.prove("challenge", HOST, AT), address=other.address)
    assert refusal_of(proof) is Refusal.FORGED


def test_a_wallet_of_unknown_code_is_refused() -> None:
    """Where its key stands would be a guess, and anybody can write a contract."""
    wallet = TestWallet()
    code = new_cell().store_bytes(b"anything").end_cell()
    state = state_of(code, data_cell(wallet.public_key))
    strange = replace(
        wallet.prove("challenge", HOST, AT),
        state_init=boc_of(state),
        address=f"0:{state.hash.hex()}",
    )
    assert refusal_of(strange) is Refusal.UNKNOWN_VERSION


def test_a_state_of_another_shape_is_refused() -> None:
    """A state with a library, without data, or with a depth is no wallet's."""
    wallet = TestWallet()
    proof = wallet.prove("challenge", HOST, AT)
    code, data = code_cell(), data_cell(wallet.public_key)
    for state in (
        new_cell().store_bits("00111").store_ref(code).store_ref(data).end_cell(),
        new_cell().store_bits("00100").store_ref(code).end_cell(),
        new_cell().store_bits("1000000110").store_ref(code).store_ref(data).end_cell(),
        new_cell().store_bits("00110").store_ref(code).end_cell(),
        state_of(code, new_cell().store_bytes(wallet.public_key).end_cell()),
    ):
        changed = replace(proof, state_init=boc_of(state), address=f"0:{state.hash.hex()}")
        assert refusal_of(changed) is Refusal.MALFORMED


@pytest.mark.parametrize(
    "address",
    ["", "0:", "0:" + "f" * 63, "1:" + "f" * 64, "0:" + "g" * 64, "00:" + "f" * 64,
     "EQAAnU-irJsuuljRAWBRUhdvFB-rvGRHbdQSWXPSQYND6MVb", "0:" + "f" * 64 + "\n"],
)  # fmt: skip
def test_an_address_has_one_form(address: str) -> None:
    """Raw: workchain 0 or -1, and 64 digits."""
    proof = replace(TestWallet().prove("challenge", HOST, AT), address=address)
    assert refusal_of(proof) is Refusal.MALFORMED


@pytest.mark.parametrize("state", ["", "!", "AAAA", "A" * 6000, "\u0661"])
def test_a_state_that_is_none_is_refused(state: str) -> None:
    """Nothing, no base64, no bag, and too much."""
    proof = replace(TestWallet().prove("challenge", HOST, AT), state_init=state)
    assert refusal_of(proof) in (Refusal.MALFORMED, Refusal.TOO_LONG)


@given(st.data())
def test_no_altered_proof_is_believed(data: st.DataObject) -> None:
    """One bit of state, signature or payload other than it was."""
    proof = TestWallet().prove("challenge", HOST, AT)
    field = data.draw(st.sampled_from(["state_init", "signature"]))
    raw = bytearray(base64.b64decode(getattr(proof, field)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    written = base64.b64encode(bytes(raw)).decode()
    if field == "signature":
        refusal_of(replace(proof, signature=written))
    else:
        refusal_of(replace(proof, state_init=written))


@given(st.builds(
    WalletProof,
    address=st.text(max_size=80),
    network=st.sampled_from(["-3", "-239", ""]),
    public_key=st.text(max_size=80),
    state_init=st.text(max_size=200),
    timestamp=st.integers(-(2**70), 2**70),
    domain=st.just(HOST),
    domain_length=st.integers(-5, 300),
    payload=st.text(max_size=100),
    signature=st.text(max_size=100),
))  # fmt: skip
def test_no_proof_does_more_than_be_refused(proof: WalletProof) -> None:
    """Whatever comes in: a refusal, nothing else."""
    refusal_of(proof)
