"""JSON as it may come in: all that JSON can say, but for what our database cannot hold."""

import json

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from hub.web.strict_json import DEEPEST, StrictJson

READER = StrictJson(Flask("strict"))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=9)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(value=ANY_JSON)
def test_what_json_can_say_is_read(value: object) -> None:
    """What holds no NUL and is not too deep comes through as it was written."""
    text = json.dumps(value)
    try:
        read = READER.loads(text)
    except ValueError:
        assert "\\u0000" in text
    else:
        assert read == value


@pytest.mark.parametrize(
    "text",
    ['"\\u0000"', '{"\\u0000": 1}', '["\\ud800"]', '"\\uDFFF"', "NaN", "1e999", '{"a":1,"a":1}',
     str(2**63), str(-(2**63) - 1), "1" * 5000, "[" * 100_000, ""],
)  # fmt: skip
def test_what_no_database_holds_is_no_json(text: str) -> None:
    """A NUL, half a letter, a name twice, a number beyond 64 bits, brackets without end."""
    with pytest.raises(ValueError):  # noqa: PT011 - of any kind
        READER.loads(text)


def test_a_backslash_before_a_u_is_no_nul() -> None:
    """An escaped backslash is a letter like any other; a whole pair is one letter."""
    assert READER.loads(r'"\\u0000"') == r"\u0000"
    assert READER.loads(r'"\ud83e\udd50"') == "🥐"


@pytest.mark.parametrize(("text", "value"), [("1.0", 1), ("-3e2", -300), ("0.5", 0.5)])
def test_a_whole_number_is_whole_however_it_is_written(text: str, value: float) -> None:
    """As JSON Schema sees it; a fraction stays one."""
    read = READER.loads(text)
    assert (read, type(read)) == (value, type(value))


def test_there_is_a_depth() -> None:
    """As deep as that, and no deeper."""
    assert READER.loads("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="too deep"):
        READER.loads("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2))
