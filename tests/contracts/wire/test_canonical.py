"""Canonical JSON: one spelling, no fractions."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import canonical
from contracts.wire.canonical import DEEPEST, LARGEST_INTEGER, Json
from contracts.wire.refusals import Refusal, Refused

_keys = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_whole = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
_scalars = st.none() | st.booleans() | _whole | _texts
_lists = st.lists(_scalars | st.lists(_scalars, max_size=2), max_size=3)
_values = _scalars | _lists | st.dictionaries(_keys, _scalars | _lists, max_size=3)
objects = st.dictionaries(_keys, _values, max_size=4)


@given(objects)
def test_what_is_written_reads_back_and_has_one_spelling(value: dict[str, Any]) -> None:
    """Reading gives the value, writing it again the same bytes."""
    raw = canonical.to_bytes(value)
    assert canonical.from_bytes(raw, longest=10**6) == value
    assert json.loads(raw) == value


@given(objects.filter(bool))
def test_another_spelling_of_the_same_is_refused(value: dict[str, Any]) -> None:
    """Spaces make other bytes, and other bytes are another event."""
    with pytest.raises(Refused) as refused:
        canonical.from_bytes(json.dumps(value, indent=1).encode(), longest=10**6)
    assert refused.value.refusal in {Refusal.MALFORMED, Refusal.OVERFLOW}


def test_bytes_are_those_of_rfc_8785() -> None:
    """Sorted keys, no spaces, UTF-8, the shortest escapes; texts are not normalised."""
    value: dict[str, Json] = {
        "text": 'Ә"\\/\b\t\n\f\r\x1f\x7f\u2028e\u0301', "b": [True, False, None], "a1": -5,
    }  # fmt: skip
    expected = (
        '{"a1":-5,"b":[true,false,null],"text":"Ә\\"\\\\/\\b\\t\\n\\f\\r\\u001f\x7f\u2028e\u0301"}'
    )
    assert canonical.to_bytes(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (1.5, Refusal.MALFORMED),
        (float("nan"), Refusal.MALFORMED),
        (b"bytes", Refusal.MALFORMED),
        ((1, 2), Refusal.MALFORMED),
        ("\ud800", Refusal.MALFORMED),
        (LARGEST_INTEGER + 1, Refusal.OVERFLOW),
        (-LARGEST_INTEGER - 1, Refusal.OVERFLOW),
        ({"Key": 1}, Refusal.MALFORMED),
        ({"": 1}, Refusal.MALFORMED),
        ({"ключ": 1}, Refusal.MALFORMED),
        ({1: 1}, Refusal.MALFORMED),
        ([{"a": 1.0}], Refusal.MALFORMED),
    ],
)
def test_what_has_no_one_spelling_is_refused(value: Any, refusal: Refusal) -> None:
    """Fractions, other types, other keys and numbers that JavaScript would round."""
    with pytest.raises(Refused) as refused:
        canonical.to_bytes({"value": value})
    assert refused.value.refusal is refusal


def test_depth_is_limited() -> None:
    """A value at the limit is written, one level more is refused; so is a bottomless one."""
    value: Json = 1
    for _ in range(DEEPEST - 1):
        value = [value]
    assert canonical.to_bytes({"value": value})
    with pytest.raises(Refused):
        canonical.to_bytes({"value": [value]})
    with pytest.raises(Refused):
        canonical.from_bytes(b'{"a":' + b"[" * 100_000, longest=10**6)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff\xfe", b"{", b'{"a":1}x', b'{"a":NaN}'])
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    """Other JSON, broken JSON and other encodings are malformed."""
    with pytest.raises(Refused) as refused:
        canonical.from_bytes(raw, longest=100)
    assert refused.value.refusal is Refusal.MALFORMED


def test_length_is_limited_before_anything_is_read() -> None:
    """One byte too many is refused as too long."""
    assert canonical.from_bytes(b'{"a":1}', longest=7) == {"a": 1}
    with pytest.raises(Refused) as refused:
        canonical.from_bytes(b'{"a":1}', longest=6)
    assert refused.value.refusal is Refusal.TOO_LONG
