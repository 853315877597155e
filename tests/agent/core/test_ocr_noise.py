"""What a machine misreads in pictures is mended, and only that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.amounts import amounts_in
from agent.core.ocr_noise import mended
from agent.core.words import words_of


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ИТОГ0", "ИТОГО"),
        ("ИТОГC", "ИТОГО"),
        ("КОШТРМЕ", "КӨШІРМЕ"),
        ("ДУБЛИКАГ", "ДУБЛИКАТ"),
        ("Наличныс", "НАЛИЧНЫЕ"),
        ("ВОЗВРАТ", "ВОЗВРАТ"),
        ("БАРЛЫҒЫ", "БАРЛЫҒЫ"),
        ("Хлеб", "Хлеб"),
        ("Кекс", "Кекс"),
    ],
)
def test_known_words_come_back(read: str, meant: str) -> None:
    """One wrong letter in a known word is mended; other words stay."""
    assert words_of(mended(read)) == words_of(meant)


@pytest.mark.parametrize(
    ("read", "value"),
    [("1 000, 00", 100_000), ("935 ,00", 93_500), ("9З5,OO", None), ("1O0,00", 10_000)],
)
def test_numbers_are_closed_up(read: str, value: int | None) -> None:
    """Gaps and round letters in a number are mended; a doubtful digit is left, and no number."""
    found = amounts_in(mended(read))
    assert [it.value for it in found if it.decimals == 2] == ([value] if value else [])


def test_a_minus_says_nothing() -> None:
    """A machine reads `=` as a minus, so neither makes an amount negative."""
    for line in ("ИТОГ       -1343.00", "-1343.00", "ИТОГ:- 1343.00", "=1343.00"):
        assert [it.value for it in amounts_in(mended(line))] == [134_300]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ЧЕКТТН КОШТРМЕСТ", "ЧЕКТІҢ КӨШІРМЕСІ"),
        ("ТАУАР ЧЕГТ № 31", "ТАУАР ЧЕГІ № 31"),
        ("Т00 «Ак Нан»", "ТОО «Ак Нан»"),
        ("Чек М 33104", "Чек № 33104"),
        ("Каврі ОК   9 002,88", "Kaspi QR   9 002,88"),
        ("УТЗА   1893", "VISA   1893"),
        ("ИТОГ  «9579.66", "ИТОГ  9579.66"),
        ("ТӨЛЕУГЕ:   т9213", "ТӨЛЕУГЕ:   ₸9213"),
        ("3 % =1189.51", "3 * 1189.51"),
        ("БАРЛЫҒЫ 20169.23 К2Т", "БАРЛЫҒЫ 20169.23 KZT"),
        ("Торт «Наполеон» 2 кг", "Торт «Наполеон» 2 кг"),
    ],
)
def test_misread_lines_come_back(read: str, meant: str) -> None:
    """What a machine makes of Kazakh capitals, brands and signs is put right."""
    assert mended(read).split() == meant.split()


@given(st.text(max_size=300))
def test_no_line_raises(line: str) -> None:
    """Whatever a machine read, mending ends in a line."""
    mended(line)
