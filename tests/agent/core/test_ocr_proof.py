"""A total from a picture is kept only where something beside its own digits speaks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.ocr_proof import Certainty, agreed, reading_of, without_sums

GOODS = ("ПРОДАЖА", "Эклер  1 * 300,00  300,00", "Торт  1 * 950,00  950,00")
TOTAL = "ИТОГО: 1 250,00"
CARD = "Картой 1 250,00"


@pytest.mark.parametrize(
    ("lines", "certainty"),
    [
        ((*GOODS, TOTAL), Certainty.PROVED),
        (("ПРОДАЖА", TOTAL, "Наличные 2 000,00", "Сдача 750,00"), Certainty.PROVED),
        (("ПРОДАЖА", TOTAL, CARD, "НДС 16% 172,41"), Certainty.TAXED),
        (("ПРОДАЖА", TOTAL, CARD), Certainty.SAID),
        (("ПРОДАЖА", "ИТОГО: 1 250,90", "Картой 1 250,90", "НДС 16% 112,41"), Certainty.NONE),
        (("ПРОДАЖА", "ИТОГО: 715 1", "Картой 715 1"), Certainty.NONE),
        (("ПРОДАЖА", CARD), Certainty.NONE),
        (("ПРОДАЖА", "Чай  ₸500.00", "ИТОГО: 17,822.28", "Картой 17,822.28"), Certainty.NONE),
        (("ПРОДАЖА", "Чай  ₸500.00", "ИТОГО: 27,822.28", "Картой 27,822.28"), Certainty.SAID),
        ((), Certainty.NONE),
    ],
)
def test_other_digits_make_a_total_sure(lines: tuple[str, ...], certainty: Certainty) -> None:
    """Goods, change and tax count; the same digits on a second line may be misread likewise."""
    assert reading_of(lines).certainty is certainty


def test_two_readings_that_differ_leave_no_total() -> None:
    """Where two readings name two totals, neither is believed."""
    first, second = (reading_of((f"ИТОГО: {it}", f"Картой {it}")) for it in ("810,41", "819,41"))
    assert reading_of(agreed(first, second)).total is None
    assert reading_of(agreed(first, first)).total == 81_041


def test_one_reading_needs_a_proof() -> None:
    """A total that only one reading has is kept if the goods or the tax make it."""
    nothing, said = reading_of(("ПРОДАЖА",)), reading_of((TOTAL, CARD))
    proved = reading_of((*GOODS, TOTAL))
    assert reading_of(agreed(nothing, said)).total is None
    assert reading_of(agreed(said, nothing)).total is None
    assert agreed(nothing, proved) == proved.lines
    assert reading_of(agreed(reading_of(("ИТОГО: 950,00",)), proved)).total is None


@given(st.lists(st.sampled_from((*GOODS, TOTAL, CARD, "Подытог 1 250,00", "СУММА 90,00"))))
def test_without_sums_there_is_no_total(lines: list[str]) -> None:
    """Whatever stood there, nothing is left that could be taken for a total."""
    assert reading_of(without_sums(lines)).total is None
