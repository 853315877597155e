"""A proof file is read strictly: whatever is not exactly one is refused, and by what is wrong."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.settlement.proof_files import (
    LONGEST,
    BadFile,
    ProofFile,
    read_proof_file,
    read_state,
)
from hub.core.settlement.proofs import Reason, Step, verify
from tests.hub.core.settlement.sum_trees import programme, written

BOOKS = programme([500, 20, 1250])
GOOD: Mapping[str, object] = BOOKS.proof(3).to_json()
STATE: Mapping[str, object] = BOOKS.state.to_json()

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def fault_of(raw: bytes) -> str:
    """Return where a file cannot be read."""
    with pytest.raises(BadFile) as caught:
        read_proof_file(raw)
    return str(caught.value)


def with_part(part: str, **said: object) -> bytes:
    """Return the good file with something else said in one part of it."""
    found = json.loads(json.dumps(GOOD))
    (found[part] if part else found).update(said)
    return json.dumps(found).encode()


def test_what_is_written_is_read() -> None:
    """With custody and claim, or with one of them; and the chain's state."""
    whole = BOOKS.proof(3)
    for proof in (whole, replace(whole, claim=None), replace(whole, custody=None)):
        assert read_proof_file(written(proof)) == proof
    assert read_state(json.dumps(STATE).encode()) == BOOKS.state


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 50_000, "not JSON"),
        (b'{"a":1,"a":1}', "not JSON"),
        (b'{"epoch":1.0}', "not JSON"),
        (b'{"epoch":NaN}', "not JSON"),
        (b'{"epoch":' + b"9" * 5_000 + b"}", "not JSON"),
        (b"[]", "file"),
        (b"{}", "kind"),
        (b" " * (LONGEST + 1), "too long"),
        (with_part("", kind="baursak.voucher"), "kind"),
        (with_part("", version=2), "version"),
        (with_part("", version=True), "version"),
        (with_part("", epoch=-1), "epoch"),
        (with_part("", epoch=2**32), "epoch"),
        (with_part("", epoch="12"), "epoch"),
        (with_part("", block=2**64), "block"),
        (with_part("", more=1), "unknown key 'more'"),
        (with_part("", custody=7), "custody"),
        (with_part("", custody=None, claim=None), "custody"),
        (with_part("custody", name=""), "name"),
        (with_part("custody", name="a" * 101), "name"),
        (with_part("custody", name="a\x1b[31m"), "name"),
        (with_part("custody", salt="00"), "salt"),
        (with_part("custody", salt="A" * 64), "salt"),
        (with_part("custody", balance=1.5), "not JSON"),
        (with_part("custody", balance=True), "balance"),
        (with_part("custody", place=-1), "place"),
        (with_part("custody", count=2**31 + 1), "count"),
        (with_part("custody", beside={}), "beside"),
        (with_part("custody", beside=[["00" * 32, 1]] * 32), "beside"),
        (with_part("custody", beside=[["00" * 32]]), "beside"),
        (with_part("custody", beside=[["00" * 31, 1]]), "beside"),
        (with_part("custody", beside=[["00" * 32, "1"]]), "beside"),
        (with_part("custody", more=1), "unknown key 'more'"),
        (with_part("claim", wallet="-1:" + "0" * 64), "wallet"),
        (with_part("claim", wallet="0:" + "0" * 64 + "\n"), "wallet"),
        (with_part("claim", amount=-1), "amount"),
        (with_part("claim", amount=2**63), "amount"),
        (with_part("claim", proof=7), "proof"),
        (with_part("claim", proof="no base64"), "proof"),
        (with_part("claim", proof="A" * 43_700), "proof"),
    ],
    ids=range(42),
)
def test_what_is_wrong_is_named(raw: bytes, where: str) -> None:
    """By the key, so that whoever wrote the file can mend it."""
    assert fault_of(raw) == where


@pytest.mark.parametrize("part", ["", "custody", "claim"])
def test_every_key_is_needed(part: str) -> None:
    """Except that a file may be about custody or about a claim alone."""
    whole = json.loads(json.dumps(GOOD))
    for key in list(whole[part] if part else whole):
        found = json.loads(json.dumps(GOOD))
        del (found[part] if part else found)[key]
        raw = json.dumps(found).encode()
        if key in ("custody", "claim"):
            assert isinstance(read_proof_file(raw), ProofFile)
        else:
            assert fault_of(raw) == key


def test_a_chains_state_has_its_own_limits() -> None:
    """Every number in range, every hash whole."""
    wrong = {"epoch": 2**32, "root": "00", "issued": -1, "custody": 2**63, "sum_root": None,
             "block": -1, "total_supply": -1, "burned": "1"}  # fmt: skip
    assert wrong.keys() == STATE.keys()
    for key, said in wrong.items():
        with pytest.raises(BadFile, match=f"^{key}$"):
            read_state(json.dumps({**STATE, key: said}).encode())
        with pytest.raises(BadFile):
            read_state(json.dumps({it: STATE[it] for it in STATE if it != key}).encode())


@given(st.sampled_from(["", "custody", "claim"]), st.data(), json_values)
def test_whatever_a_file_says_there_is_a_verdict(
    part: str, data: st.DataObject, said: object
) -> None:
    """A proof, a finding or an unreadable file; never an error of ours."""
    whole = json.loads(json.dumps(GOOD))
    key = data.draw(st.sampled_from(sorted(whole[part] if part else whole)))
    verdict = verify(with_part(part, **{key: said}), BOOKS.state)
    unchanged = json.dumps(said) == json.dumps((whole[part] if part else whole)[key])
    removed = said is None and key in ("custody", "claim")
    assert verdict.good == (unchanged or removed)


@given(st.binary(max_size=300))
def test_anything_else_is_unreadable(raw: bytes) -> None:
    """And says so at the first step."""
    failure = verify(raw, BOOKS.state).failure
    assert failure
    assert (failure.step, failure.reason) == (Step.FILE, Reason.UNREADABLE)
