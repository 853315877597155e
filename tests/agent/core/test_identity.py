"""Number, printed fiscal key and the original of a return are found."""

import pytest

from agent.core.identity import fiscal_of, number_of, original_of
from agent.core.receipt import FiscalKey
from agent.core.rows import Row, rows_of


def rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a text."""
    return rows_of((line, False) for line in text.splitlines())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Порядковый номер чека №6\nЧек №1340662602107", "6"),
        ("Чек №1340662602107\nПорядковый номер чека №6", "6"),
        ("Чектің реттік нөмірі №1\nЧек №737345093970", "1"),
        ("Чект?? ретт?к н?м?р? №12", "12"),
        ("Құжат № / Документ №      101", "101"),
        ("Документ №                101", "101"),
        ("ТОВАРНЫЙ ЧЕК № 8", "8"),
        ("ТАУАР ЧЕГІ № 53", "53"),
        ("Чек № 15", "15"),
        ("ЧЕК: 1234   Стол: 12", "1234"),
        ("Смена: 45 Чек: 123", "123"),
        ("Order #12345", "12345"),
        ("Order #       0003-01", "0003-01"),
        ("ANTREAN: #0059", "0059"),
        ("单号：0012", "0012"),
        ("INVOICE NO : 18396/102/T0362", "18396/102/T0362"),
        ("Марка № 4", "4"),
        ("Есепшот № 798", "798"),
        ("Чек №1340662602107", "1340662602107"),
        ("Транз.: 16868", None),
        ("НДС Серия 60001  № 1204525", None),
        ("Телефон: 12345", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    """The place in the shift goes before the fiscal sign, and codes of others are no number."""
    found = number_of(rows(text))
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "Фискальный признак: 1340662602107\nКод ККМ КГД (РНМ): 555697470167\nАО КазТранском",
            FiscalKey("kofd", "1340662602107", "555697470167"),
        ),
        (
            "Фискалдық белгі: 737345093970\nКТН(МКК БКМ коды): 010100930367\nАО «Jusan Mobile»",
            FiscalKey("kofd", "737345093970", "010100930367"),
        ),
        (
            (
                "ТНМ / РНМ  RN-999888777\nФискалдық белгі: / Фискальный признак:\n  1234567890\n"
                "АО «Казахтелеком»"
            ),
            FiscalKey("oofd", "1234567890", "RN-999888777"),
        ),
        ("ФП: 1234567\nРНМ 010100000017", FiscalKey("unknown", "1234567", "010100000017")),
        ("ФП: 1234567", None),
        ("РНМ: 010100000017", None),
    ],
)
def test_printed_keys(text: str, key: FiscalKey | None) -> None:
    """Sign and register make a key, with whatever operator the paper names."""
    assert fiscal_of(rows(text)).whole == key


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("Чек-основание: №15\nТорт 5 000,00", "15"),
        ("Қайтаруға негіз болған чек\nФискалдық белгі:  101\nЧек сомасы 1080.00", "101"),
        (
            "Чек-основание для возврата\nФискальный\nпризнак:\n   1171863846\nСумма чека 480.00",
            "1171863846",
        ),
        ("Чек № 15\nТорт 5 000,00", None),
    ],
)
def test_originals(text: str, original: str | None) -> None:
    """On a return the number or the sign of the sale is found, never its sum."""
    found = original_of(rows(text))
    assert (found.value if found else None) == original


def test_the_original_is_not_the_receipt() -> None:
    """Number and sign of the original are not taken for the return's own."""
    text = (
        "Құжат № 103\nҚайтаруға негіз болған чек\nФискалдық белгі: 1010101\nТНМ 010100000099\n"
        "Торт 5.00\nФискалдық белгі: 2020202\nТНМ 010100000017"
    )
    assert fiscal_of(rows(text)).whole == FiscalKey("unknown", "2020202", "010100000017")
