"""A display's total is a hint, and only where the display calls it one."""

import pytest

from agent.core.display_hint import FRESH_S, DisplayHint, agrees, hint_of
from contracts.wire.units import Tiyn, UnixTime
from hardware.serial.display import Light, Shown

NOON = UnixTime(1_795_000_000)


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (("ИТОГО:        935.00", ""), 93_500),
        (("ИТОГО", "935,00 ТГ"), 93_500),
        (("К ОПЛАТЕ", "= 1 250.00"), 125_000),
        (("БАРЛЫҒЫ      12 500", ""), 1_250_000),
        (("ИТОГО        935.00", "СДАЧА         65.00"), 93_500),
        (("TOTAL       $935.00", "THANK YOU"), 93_500),
    ],
)
def test_a_total_under_its_name_is_a_hint(lines: tuple[str, ...], amount: int) -> None:
    """In Russian, Kazakh and English, beside the word or below it."""
    assert hint_of(Shown(lines), NOON) == DisplayHint(Tiyn(amount), NOON)


@pytest.mark.parametrize(
    "lines",
    [
        ("Круассан 2 x 350.00", "700.00"),
        ("СДАЧА         65.00", ""),
        ("ПОДЫТОГ      935.00", ""),
        ("НАЛИЧНЫЕ   1 000.00", "СДАЧА 65.00"),
        ("ИТОГО", ""),
        ("ИТОГО", "СДАЧА 65.00"),
        ("ИТОГО 935.00", "К ОПЛАТЕ 900.00"),
        ("ИТОГО  0.00", ""),
        ("ДОБРО ПОЖАЛОВАТЬ", "КАССА 2"),
        ("935.00", ""),
    ],
)
def test_anything_else_is_none(lines: tuple[str, ...]) -> None:
    """Prices, change, subtotals, two totals, a bare number."""
    assert hint_of(Shown(lines), NOON) is None


def test_a_price_display_s_lamp_is_its_name() -> None:
    """Only the lamp of the total."""
    assert hint_of(Shown(("935.00",), Light.TOTAL), NOON) == DisplayHint(Tiyn(93_500), NOON)
    assert hint_of(Shown(("935.00",), Light.CHANGE), NOON) is None
    assert hint_of(Shown(("0",), Light.TOTAL), NOON) is None


def test_a_hint_is_only_asked_whether_it_agrees() -> None:
    """The newest one, and only while it is fresh."""
    old = DisplayHint(Tiyn(1), UnixTime(NOON - 10))
    new = DisplayHint(Tiyn(93_500), NOON)
    assert agrees([new, old], Tiyn(93_500), NOON) is True
    assert agrees([new, old], Tiyn(93_400), NOON) is False
    assert agrees([], Tiyn(93_500), NOON) is None
    assert agrees([new], Tiyn(93_500), UnixTime(NOON + FRESH_S + 1)) is None
    assert agrees([new], Tiyn(93_500), UnixTime(NOON - 1)) is None
