"""Amounts of money are found in lines, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.amounts import amounts_in, decimal_text
from agent.core.words import clean
from contracts.wire.units import Tiyn


def values(text: str) -> list[int]:
    """Return the money in a line, quantities left out."""
    return [it.value for it in amounts_in(clean(text)) if not it.is_quantity]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("935.00", 93_500),
        ("935,00", 93_500),
        ("2400.0", 240_000),
        ("2400", 240_000),
        ("1 000,00", 100_000),
        ("1\xa0000,00", 100_000),
        ("1\u202f000,00", 100_000),
        ("1'000.00", 100_000),
        ("1’000.00", 100_000),
        ("1,000.00", 100_000),
        ("1.000,00", 100_000),
        ("40.000", 4_000_000),
        ("1000-00", 100_000),
        ("1000=00", 100_000),
        ("12 345 678,90", 1_234_567_890),
        (".05", 5),
        ("-10.00", -1_000),
        ("100.00-", -10_000),
        ("=6000.00", 600_000),
        ("*6000.00", 600_000),
        ("≡6000.00", 600_000),
        ("ИТОГО-----935.00", 93_500),
        ("ИТОГО.....935,00", 93_500),
        ("ИТОГО - 935,00", 93_500),
        ("ИТОГО -935,00", -93_500),
        ("1500тг.", 150_000),
        ("500₸", 50_000),
        ("KZT500", 50_000),
        ("RM20.40", 2_040),
        ("Rp. 40.000,00", 4_000_000),
        ("9.00t", 900),
        ("９３５．００", 93_500),
    ],
)
def test_one_amount(text: str, value: int) -> None:
    """Each way of writing gives its amount."""
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "15.11.2024 10:52:11",
        "2016-05-06",
        "06/05/16",
        "10:52",
        "00.42.39",
        "№ 12345",
        "#12345",
        "АИ-92-К4",
        "12%",
        "12 %",
        "SWK00033053",
        "1340662602107",
        "+7 701 123-45-67 доб.",
        "2 шт",
        "0,459 кг",
        "4,630 шт x",
        "Всего 3 позиции",
    ],
)
def test_no_money(text: str) -> None:
    """Dates, codes, percentages and quantities are no money."""
    assert [it for it in values(text) if it % 100 or it > 10_000_000_00] == []
    assert not any(it.looks_like_money for it in amounts_in(clean(text)) if not it.is_quantity)


def test_a_line_of_goods() -> None:
    """Quantity, price and amount are told apart."""
    quantity, price, amount = amounts_in(clean("2 x 450.00 = 900.00"))
    assert (quantity.is_quantity, price.is_price, amount.value) == (True, True, 90_000)
    assert not amount.is_price


@pytest.mark.parametrize(
    ("text", "currency"),
    [("5 тг", "KZT"), ("5 ₸", "KZT"), ("$5", "USD"), ("RM 5.00", "MYR"), ("5 руб.", "RUB")],
)
def test_currency_marks(text: str, currency: str) -> None:
    """The mark beside an amount is its currency."""
    assert amounts_in(clean(text))[0].currency == currency


@given(st.integers(0, 999_999_999), st.sampled_from([" ", "\xa0", "'", ""]), st.sampled_from(".,"))
def test_what_is_written_is_read(tiyn: int, group: str, point: str) -> None:
    """Any amount written with any grouping and point comes back."""
    whole, fraction = divmod(tiyn, 100)
    text = f"{whole:,}".replace(",", group) + f"{point}{fraction:02}"
    assert values(f"ИТОГО: {text}") == [tiyn]


@given(st.integers(-(10**11), 10**11))
def test_decimal_text_loses_nothing(tiyn: int) -> None:
    """The decimal text is exact, also below one tenge and below zero."""
    sign = -1 if decimal_text(Tiyn(tiyn)).startswith("-") else 1
    whole, fraction = decimal_text(Tiyn(tiyn)).lstrip("-").split(".")
    assert sign * (int(whole) * 100 + int(fraction)) == tiyn
