"""base64url: one text for each run of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import base64url
from contracts.wire.refusals import Refused


@given(st.binary(max_size=64))
def test_what_is_encoded_decodes_to_itself(raw: bytes) -> None:
    """Every run of bytes survives, without padding."""
    text = base64url.encode(raw)
    assert "=" not in text
    assert base64url.decode(text) == raw


@given(st.text(alphabet="ABCxyz019-_+/= А", max_size=12))
def test_no_two_texts_decode_to_the_same_bytes(text: str) -> None:
    """A text decodes only when it is the one that encoding would write."""
    try:
        raw = base64url.decode(text)
    except Refused:
        return
    assert base64url.encode(raw) == text


@pytest.mark.parametrize("text", ["A", "AAAAA", "AA==", "AB", "AAB", "A+", "A/", "A\n", "éé"])
def test_texts_that_encoding_never_writes_are_refused(text: str) -> None:
    """Wrong length, padding, other alphabets and trailing bits are refused."""
    with pytest.raises(Refused, match="malformed"):
        base64url.decode(text)
