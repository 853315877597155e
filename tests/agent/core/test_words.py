"""Words are compared without their alphabet, case and lost letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.words import LONGEST_LINE, clean, fold, gather, words_of


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("БАРЛЫ?Ы", "БАРЛЫҒЫ"),
        ("БАРЛЫГЫ", "БАРЛЫҒЫ"),
        ("барлығы", "БАРЛЫҒЫ"),
        ("БАРЛЫЄЫ", "БАРЛЫҒЫ"),
        ("?олма", "ҚОЛМА"),
        ("К?Ш?РМЕ", "КӨШІРМЕ"),
        ("КOШIPME", "КӨШІРМЕ"),
        ("Аралы?", "АРАЛЫҚ"),
        ("\ufffdайтарым", "ҚАЙТАРЫМ"),
        ("ИTOГO", "ИТОГО"),
        ("ИТОГ0", "ИТОГО"),
        ("ЧЕK", "ЧЕК"),
        ("ОТЧЁТ", "ОТЧЕТ"),
    ],
)
def test_damaged_words_are_known(printed: str, meant: str) -> None:
    """Lost, replaced and look-alike letters do not hide a word."""
    assert words_of(printed) == words_of(meant)


def test_a_letter_that_is_not_kazakh_is_not_guessed() -> None:
    """`т?л?м` with a plain letter in place is not taken for another word."""
    assert words_of("т?л?м") != words_of("ТӨЛЕМ")


@pytest.mark.parametrize(
    ("spread", "together"),
    [
        ("И Т О Г О   =   1 3 4 3 . 0 0", "ИТОГО  =  1343.00"),
        ("И Т О Г О = 5 0", "ИТОГО =50"),
        ("К О П И Я", "КОПИЯ"),
        ("a b c", "a b c"),
        ("Хлеб 2 x 4 5", "Хлеб 2 x 4 5"),
    ],
)
def test_spread_words_are_gathered(spread: str, together: str) -> None:
    """Words printed letter by letter become words; short runs stay as they are."""
    assert "".join(gather(spread).split()) == "".join(together.split())
    assert words_of(gather(spread)) == words_of(together)


@given(st.text(max_size=400))
def test_folding_keeps_places(text: str) -> None:
    """Cleaning and folding put one character for one character."""
    assert len(clean(text)) == min(len(text), LONGEST_LINE)
    assert len(fold(clean(text))) == len(clean(text))
