"""Claim codes: sealed once, refused in every other form."""

import hashlib
import hmac
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import base64url, claim
from contracts.wire.claim import Claim
from contracts.wire.identity import NO_HINT
from contracts.wire.keys import KeyKind, derive
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime
from tests.contracts.wire.samples import SECRET, chain_of, fiscal_accrual, text_accrual
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("claim")


def key_of(till: TillId, key_id: KeyId) -> bytes | None:
    """Return the key of every till but 0, as a hub with one master secret does."""
    return derive(SECRET, KeyKind.CLAIM, till, key_id) if till else None


def claim_in(case: dict[str, Any]) -> Claim:
    """Return the claim that a golden vector writes out."""
    return Claim(
        key_id=KeyId(case["key_id"]),
        till=TillId(case["till"]),
        sequence=Sequence(case["sequence"]),
        total=Tiyn(case["total"]),
        time=UnixTime(case["time"]),
        fiscal_hint=bytes.fromhex(case["fiscal_hint"]),
    )


claims = st.builds(
    Claim,
    key_id=st.integers(0, 15).map(KeyId),
    till=st.integers(1, 2**24 - 1).map(TillId),
    sequence=st.integers(1, 2**32 - 1).map(Sequence),
    total=st.integers(0, 2**32 - 1).map(Tiyn),
    time=st.integers(0, 2**32 - 1).map(UnixTime),
    fiscal_hint=st.binary(min_size=4, max_size=4),
)


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_golden_claims_stay_both_ways(case: dict[str, Any]) -> None:
    """What was printed once unseals for ever, and seals to the same characters."""
    assert claim.seal(claim_in(case), bytes.fromhex(case["key"])) == case["code"]
    assert claim.unseal(case["code"], key_of) == claim_in(case)


@pytest.mark.parametrize("case", GOLDEN["refused"], ids=lambda case: case["why"])
def test_golden_refusals_stay(case: dict[str, str]) -> None:
    """What is refused is refused with the same code for ever."""
    with pytest.raises(Refused) as refused:
        claim.unseal(case["code"], key_of)
    assert refused.value.refusal == case["refusal"]


@given(claims)
def test_a_sealed_claim_unseals_to_itself(made: Claim) -> None:
    """Sealing loses nothing, in 48 characters that Telegram takes."""
    code = claim.seal(made, key_of(made.till, made.key_id) or b"")
    assert len(code) == 48
    assert claim.unseal(code, key_of) == made


def test_the_layout_is_the_design_s() -> None:
    """Field by field as DESIGN §5 says, here written with other tools."""
    key = bytes(range(32))
    made = Claim(KeyId(5), TillId(0x010203), Sequence(9), Tiyn(77), UnixTime(88), b"\1\2\3\4")
    body = struct.pack(">B3sIII4s", 0x15, b"\1\2\3", 9, 77, 88, b"\1\2\3\4")
    seal = hmac.new(key, b"baursak claim\0" + body, hashlib.sha256).digest()[:16]
    assert base64url.decode(claim.seal(made, key)) == body + seal


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_every_flipped_bit_is_refused(case: dict[str, Any]) -> None:
    """No single bit of a claim code may change."""
    raw = base64url.decode(case["code"])
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            claim.unseal(base64url.encode(bytes(flipped)), key_of)


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_every_other_character_is_refused(case: dict[str, Any]) -> None:
    """No single character of a claim code may change, and none may be left out."""
    code = case["code"]
    for place in range(len(code)):
        for other in {"A", "_", "=", "А", ""} - {code[place]}:
            with pytest.raises(Refused):
                claim.unseal(code[:place] + other + code[place + 1 :], key_of)


@given(claims, st.binary(min_size=32, max_size=32))
def test_a_claim_under_another_key_is_forged(made: Claim, key: bytes) -> None:
    """Who has not that till's key cannot seal for it."""
    with pytest.raises(Refused) as refused:
        claim.unseal(claim.seal(made, key), key_of)
    assert refused.value.refusal is Refusal.FORGED


def test_an_unknown_key_is_its_own_refusal() -> None:
    """A code of a till that has no key here is not called forged."""
    with pytest.raises(Refused) as refused:
        claim.unseal(GOLDEN["sealed"][0]["code"], lambda _till, _key_id: None)
    assert refused.value.refusal is Refusal.UNKNOWN_KEY


@pytest.mark.parametrize(
    "field",
    [
        {"key_id": 16}, {"key_id": -1}, {"till": 0}, {"till": 2**24}, {"sequence": 0},
        {"sequence": 2**32}, {"total": -1}, {"total": 2**32}, {"time": 2**32}, {"time": -1},
        {"fiscal_hint": b"123"}, {"fiscal_hint": b"12345"},
    ],
)  # fmt: skip
def test_a_field_that_would_overflow_is_refused(field: dict[str, Any]) -> None:
    """Nothing wraps around: neither sequence nor total nor time."""
    fields = {"key_id": 0, "till": 1, "sequence": 1, "total": 1, "time": 1, "fiscal_hint": NO_HINT}
    with pytest.raises(Refused) as refused:
        Claim(**{**fields, **field})
    assert refused.value.refusal is Refusal.OVERFLOW


def test_a_refusal_tells_the_log_no_code() -> None:
    """The detail names till and key id, never the code or the key."""
    for case in GOLDEN["refused"]:
        with pytest.raises(Refused) as refused:
            claim.unseal(case["code"], key_of)
        assert len(case["code"]) < 8 or case["code"][:8] not in str(refused.value)


def test_an_accrual_gives_the_same_claim_each_time() -> None:
    """Claim and accrual share sequence, total, time and key; the hint is the fiscal key's."""
    fiscal, text = chain_of(fiscal_accrual(), text_accrual())
    made = claim.claim_of(fiscal)
    assert made == claim.claim_of(fiscal)
    assert (made.till, made.sequence, made.total, made.time, made.key_id) == (
        fiscal.till, 1, 93_500, fiscal.time, 3,
    )  # fmt: skip
    assert made.fiscal_hint == fiscal_accrual().receipt[:4]
    assert claim.claim_of(text).fiscal_hint == NO_HINT


CODE = GOLDEN["sealed"][1]["code"]


def test_links_hold_the_code_and_give_it_back() -> None:
    """Both links of the design, and the bare code, read back to the code."""
    hub, telegram = (
        claim.hub_link("points.example.kz", CODE),
        claim.telegram_link("sweet_bot", CODE),
    )
    assert hub == f"https://points.example.kz/c/{CODE}"
    assert telegram == f"https://t.me/sweet_bot?startapp={CODE}"
    assert [claim.code_in(text) for text in (hub, telegram, CODE)] == [CODE] * 3


@pytest.mark.parametrize(
    "text",
    ["", "x" * 47, "http://a.kz/c/" + CODE, f"https://a.kz/d/{CODE}", f"https://a.kz/c/{CODE}x",
     f"https://t.me/b?startapp={CODE}", "https://ofd.kz/?i=1&f=2&s=935.00", "я" * 48],
)  # fmt: skip
def test_other_texts_hold_no_code(text: str) -> None:
    """A fiscal QR, another page or a code cut short is not taken for a claim."""
    assert claim.code_in(text) is None


def test_a_link_that_scans_badly_is_refused() -> None:
    """106 bytes are the longest link: QR version 6 at level M."""
    longest = "a" * 40 + ".kz"
    assert len(claim.hub_link(longest, CODE)) == 102
    with pytest.raises(Refused) as refused:
        claim.hub_link("a" * 45 + ".kz", CODE)
    assert refused.value.refusal is Refusal.TOO_LONG
    assert len(claim.telegram_link("b" * 32, CODE)) <= claim.LINK_QR_6
    assert len(claim.telegram_link("sweet_bot", CODE)) <= claim.LINK_QR_5


@pytest.mark.parametrize(
    "host", ["", "-a.kz", "a-.kz", "A.kz", "a..kz", "a.kz/", "a.kz:0", "a b.kz", "әсем.kz", "a@b"]
)
def test_a_host_that_is_none_is_refused(host: str) -> None:
    """What is not a plain host name never gets into a printed link."""
    with pytest.raises(Refused) as refused:
        claim.hub_link(host, CODE)
    assert refused.value.refusal is Refusal.MALFORMED


@pytest.mark.parametrize("bot", ["", "abc", "1bot", "b" * 33, "my-bot", "бот_бот"])
def test_a_bot_that_is_none_is_refused(bot: str) -> None:
    """What is not a Telegram name never gets into a printed link."""
    with pytest.raises(Refused) as refused:
        claim.telegram_link(bot, CODE)
    assert refused.value.refusal is Refusal.MALFORMED
