"""Amounts in the dashboard's forms."""

from hub.web.owner.amounts import hundredths, typed


def test_amounts_are_read_as_people_write_them() -> None:
    """With a point, a comma, spaces and the sign; and nothing that is no amount."""
    for said, found in (
        ("900", 90_000), ("7,5", 750), ("7.05 %", 705), ("1\u00a0000 ₸", 100_000), ("0,01", 1),
        ("-5", None), ("1e5", None), ("1,234", None), ("", None), ("١", None),
    ):  # fmt: skip
        assert hundredths(said) == found, said
    assert [typed(it) for it in (None, 90_000, 750)] == ["", "900", "7,50"]
