"""Files of older schemes: what can be imported, and what is wrong with the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.old_members import UnreadableTable, phone_of, read_old_members

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "written", ["+77011234567", "8 701 123 45 67", "7 (701) 123-45-67", "701.123.45.67"]
)
def test_a_number_has_one_form(written: str) -> None:
    """However it is written in Kazakhstan, it is the same member."""
    assert phone_of(written) == "+77011234567"


@pytest.mark.parametrize("written", ["", "123", "+7701123456x", "=1+1", "9" * 16])
def test_what_is_no_number_is_none(written: str) -> None:
    """Nothing is guessed."""
    assert phone_of(written) is None


def test_lines_are_read_and_problems_named_by_line() -> None:
    """Good lines become rows, the others are counted and named."""
    file = read_old_members(
        "\ufeffPhone;Points;Expires\n"
        "87011234567;100;2027-01-31\n"
        "+7 701 123 45 67;50;\n"
        "87770000000;;\n"
        "87770000001;12;2020-01-01\n"
        "87770000002;7;\n"
        "abc;7;\n",
        TODAY,
    )
    assert [(row.phone, row.points) for row in file.rows] == [
        ("+77011234567", 100), ("+77770000002", 7),
    ]  # fmt: skip
    # The end of 31 January 2027 in Almaty, UTC+5.
    assert file.rows[0].expires_at == UnixTime(1_801_421_999)
    assert [(it.line, it.code) for it in file.problems] == [
        (3, "twice"), (4, "points"), (5, "expires"), (7, "phone"),
    ]  # fmt: skip
    assert (file.points, file.wrong) == (107, 4)


@pytest.mark.parametrize("head", ["", "phone", "phone,points,name", "a,b"])
def test_other_columns_are_refused(head: str) -> None:
    """Nothing is taken from a file whose columns are not named."""
    with pytest.raises(UnreadableTable):
        read_old_members(head + "\n87011234567,5,x\n", TODAY)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any lines after the head give rows or problems."""
    try:
        file = read_old_members("phone,points\n" + text, TODAY)
    except UnreadableTable:
        return
    assert all(row.points > 0 for row in file.rows)
