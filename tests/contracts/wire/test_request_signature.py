"""Signed requests: what is signed, and the headers that carry it."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.request_signature import (
    SKEW_ALLOWED,
    TIME_HEADER,
    RequestSignature,
    read_signature,
    text_to_sign,
)
from contracts.wire.units import TillId, UnixTime
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("request_signature")
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(GOLDEN["seed"]))


def said(case: dict[str, Any]) -> bytes:
    """Return the text that a golden case signs."""
    return text_to_sign(
        case["method"], case["path"], UnixTime(case["time"]), bytes.fromhex(case["body"])
    )


@pytest.mark.parametrize("case", GOLDEN["signed"], ids=lambda case: case["path"])
def test_golden_signatures_stay(case: dict[str, Any]) -> None:
    """Text, signature and headers are what they were."""
    text = said(case)
    assert text.decode() == case["text"]
    signature = RequestSignature(
        TillId(case["till"]), case["enrolment"], UnixTime(case["time"]), KEY.sign(text)
    )
    assert signature.headers() == case["headers"]
    assert read_signature(case["headers"]) == signature


def test_another_request_has_another_text() -> None:
    """Method, path, time and body are each signed."""
    texts = {
        text_to_sign(method, path, UnixTime(time), body)
        for method in ("GET", "POST")
        for path in ("/a", "/b")
        for time in (1, 2)
        for body in (b"", b"x")
    }
    assert len(texts) == 16
    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(KEY.sign(b"this"), b"that")


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/a"), ("POST\nX", "/a"), ("POST", "a"), ("POST", "/a\n/b"), ("POST", "/é"),
     ("POST", "/" + "a" * 2000), ("", "/a")],
)  # fmt: skip
def test_a_line_of_its_own_each(method: str, path: str) -> None:
    """No field can reach into the next one."""
    with pytest.raises(Refused):
        text_to_sign(method, path, UnixTime(1), b"")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (TIME_HEADER, None),
        (TIME_HEADER, "01"),
        (TIME_HEADER, "-1"),
        (TIME_HEADER, "9" * 200),
        (TIME_HEADER, str(2**32)),
        ("Baursak-Till", "0"),
        ("Baursak-Till", "²"),
        ("Baursak-Enrolment", "a/b"),
        ("Baursak-Signature", "AAAA"),
        ("Baursak-Signature", "*" * 86),
    ],
)
def test_odd_headers_are_refused(name: str, value: str | None) -> None:
    """One spelling each; what is missing or out of bounds is said."""
    headers = dict(GOLDEN["signed"][0]["headers"])
    del headers[name]
    if value is not None:
        headers[name] = value
    with pytest.raises(Refused):
        read_signature(headers)


def test_time_may_differ_by_five_minutes() -> None:
    """Either way, and no second more."""
    made = RequestSignature(TillId(1), "a", UnixTime(1_000_000), bytes(64))
    for offset in (-SKEW_ALLOWED, 0, SKEW_ALLOWED):
        made.require_in_time(UnixTime(1_000_000 + offset))
    for offset in (-SKEW_ALLOWED - 1, SKEW_ALLOWED + 1):
        with pytest.raises(Refused) as refused:
            made.require_in_time(UnixTime(1_000_000 + offset))
        assert refused.value.refusal is Refusal.CLOCK_SKEW
