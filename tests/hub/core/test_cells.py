"""Exports hold no formulas, whatever a member is called."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.cells import cell, csv_lines


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-2", "@SUM(A1)", "\tx", "\r=1", " =1", "|cmd", "%0a"]
)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    """An apostrophe stands before it."""
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (-5, "-5"), (True, "True"), (b"\x01\xff", "01ff"), ("Айгерім", "Айгерім")],
)
def test_other_values_are_as_they_are(value: object, shown: str) -> None:
    """Numbers stay numbers, also below zero: they come from our own columns."""
    assert cell(value) == shown


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back_from_the_file(rows: list[list[str]]) -> None:
    """A reader of CSV sees the same cells, and none that begins a formula."""
    text = "".join(csv_lines(["a", "b"], rows)).removeprefix("\ufeff")
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert found == [[cell(value) for value in row] for row in rows]
    assert not any(it.lstrip(" ").startswith(("=", "+", "-", "@")) for row in found for it in row)
