"""Voucher codes: sealed once, refused in every other form."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import base64url, claim, voucher
from contracts.wire.keys import derive
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope, Voucher
from tests.contracts.wire.samples import SECRET
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("voucher")


def key_of(scope: Scope, place: int, key_id: KeyId) -> bytes:
    """Return the key of every scope and place, as a hub with one master secret does."""
    return derive(SECRET, KEY_KIND[scope], place, key_id)


def voucher_in(case: dict[str, Any]) -> Voucher:
    """Return the voucher that a golden vector writes out."""
    return Voucher(
        key_id=KeyId(case["key_id"]),
        scope=Scope(case["scope"]),
        place=case["place"],
        voucher=case["voucher"],
        reward_version=case["reward_version"],
        not_after_hours=case["not_after_hours"],
    )


_scopes = st.one_of(
    st.just((Scope.ANY, 0)),
    st.tuples(st.sampled_from([Scope.SHOP, Scope.TILL]), st.integers(1, 2**24 - 1)),
)
vouchers = st.builds(
    lambda where, **fields: Voucher(scope=where[0], place=where[1], **fields),
    _scopes,
    key_id=st.integers(0, 15).map(KeyId),
    voucher=st.integers(1, 2**40 - 1),
    reward_version=st.integers(1, 2**24 - 1),
    not_after_hours=st.integers(0, 2**24 - 1),
)


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_golden_vouchers_stay_both_ways(case: dict[str, Any]) -> None:
    """What a phone shows once unseals for ever, and seals to the same characters."""
    assert voucher.seal(voucher_in(case), bytes.fromhex(case["key"])) == case["code"]
    found = voucher.unseal(case["code"], key_of)
    assert found == voucher_in(case)
    assert found.not_after == case["not_after"]


@pytest.mark.parametrize("case", GOLDEN["refused"], ids=lambda case: case["why"])
def test_golden_refusals_stay(case: dict[str, str]) -> None:
    """What is refused is refused with the same code for ever."""
    with pytest.raises(Refused) as refused:
        voucher.unseal(case["code"], key_of)
    assert refused.value.refusal == case["refusal"]


@given(vouchers)
def test_a_sealed_voucher_unseals_to_itself(made: Voucher) -> None:
    """Sealing loses nothing, in 38 characters."""
    code = voucher.seal(made, key_of(made.scope, made.place, made.key_id))
    assert len(code) == 38
    assert voucher.unseal(code, key_of) == made


def test_a_code_says_the_same_unchecked() -> None:
    """Also one whose seal fits no key: it is for showing, and what has no form is refused."""
    for case in GOLDEN["sealed"]:
        assert voucher.unchecked(case["code"]) == voucher.unseal(case["code"], key_of)
        raw = base64url.decode(case["code"])
        forged = base64url.encode(raw[:-1] + bytes([raw[-1] ^ 1]))
        assert voucher.unchecked(forged) == voucher.unchecked(case["code"])
    for code in ("", "A" * 37, "A" * 48, "E" + "P" * 37):
        with pytest.raises(Refused):
            voucher.unchecked(code)


def test_the_layout_is_the_design_s() -> None:
    """Field by field as DESIGN §5 says, here written with other tools."""
    key = bytes(range(32))
    made = Voucher(KeyId(2), Scope.TILL, 0x010203, 0x0405060708, 0x090A0B, 0x0C0D0E)
    body = bytes.fromhex("12020102030405060708090a0b0c0d0e")
    seal = hmac.new(key, b"baursak voucher\0" + body, hashlib.sha256).digest()[:12]
    assert base64url.decode(voucher.seal(made, key)) == body + seal


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_every_flipped_bit_is_refused(case: dict[str, Any]) -> None:
    """No single bit of a voucher code may change."""
    raw = base64url.decode(case["code"])
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            voucher.unseal(base64url.encode(bytes(flipped)), key_of)


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_every_other_character_is_refused(case: dict[str, Any]) -> None:
    """No single character may change, not even in bits that stand for nothing."""
    code = case["code"]
    for place in range(len(code)):
        for other in {"A", "B", "_", "=", ""} - {code[place]}:
            with pytest.raises(Refused):
                voucher.unseal(code[:place] + other + code[place + 1 :], key_of)


@given(vouchers, st.binary(min_size=32, max_size=32))
def test_a_voucher_under_another_key_is_forged(made: Voucher, key: bytes) -> None:
    """Who has not the key of that scope and place cannot seal for it."""
    with pytest.raises(Refused) as refused:
        voucher.unseal(voucher.seal(made, key), key_of)
    assert refused.value.refusal is Refusal.FORGED


def test_an_unknown_key_is_its_own_refusal() -> None:
    """A till that holds no key for a scope does not call the voucher forged."""
    with pytest.raises(Refused) as refused:
        voucher.unseal(GOLDEN["sealed"][0]["code"], lambda _scope, _place, _key_id: None)
    assert refused.value.refusal is Refusal.UNKNOWN_KEY


def test_codes_never_cross_kinds() -> None:
    """A claim is no voucher and a voucher no claim, and both say so."""
    sealed = vectors("claim")["sealed"]
    for case in sealed:
        with pytest.raises(Refused) as refused:
            voucher.unseal(case["code"], key_of)
        assert refused.value.refusal is Refusal.WRONG_KIND
    for case in GOLDEN["sealed"]:
        with pytest.raises(Refused) as refused:
            claim.unseal(case["code"], lambda till, key_id: key_of(Scope.TILL, till, key_id))
        assert refused.value.refusal is Refusal.WRONG_KIND


@pytest.mark.parametrize(
    "field",
    [
        {"key_id": 16}, {"place": 0}, {"place": 2**24}, {"scope": Scope.ANY}, {"voucher": 0},
        {"voucher": 2**40}, {"reward_version": 0}, {"reward_version": 2**24},
        {"not_after_hours": -1}, {"not_after_hours": 2**24},
    ],
)  # fmt: skip
def test_a_field_that_would_overflow_is_refused(field: dict[str, Any]) -> None:
    """Nothing wraps around, and only scope *any* has no place."""
    fields: dict[str, Any] = {
        "key_id": 0, "scope": Scope.SHOP, "place": 7, "voucher": 1, "reward_version": 1,
        "not_after_hours": 0,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        Voucher(**(fields | field))
    assert refused.value.refusal is Refusal.OVERFLOW


def test_a_voucher_is_good_up_to_its_last_second() -> None:
    """Hours count from the beginning of 2024 in UTC, and a second later it is expired."""
    made = Voucher(KeyId(0), Scope.ANY, 0, 1, 1, not_after_hours=24)
    assert made.not_after == int(datetime(2024, 1, 2, tzinfo=UTC).timestamp())
    made.require_in_time(made.not_after)
    with pytest.raises(Refused) as refused:
        made.require_in_time(UnixTime(made.not_after + 1))
    assert refused.value.refusal is Refusal.EXPIRED
