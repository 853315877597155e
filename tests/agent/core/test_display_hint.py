"""A display's total is a hint, and only where the display calls it one."""

from dataclasses import replace

import pytest

from agent.core.display_hint import (
    FRESH_S,
    MOST_HINTS,
    DisplayHint,
    DisplayHints,
    agrees,
    hint_of,
)
from agent.core.receipt import Evidence, Kind, Receipt, Source
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
    """Any that is fresh."""
    old = DisplayHint(Tiyn(1), UnixTime(NOON - 10))
    new = DisplayHint(Tiyn(93_500), NOON)
    assert agrees([new, old], Tiyn(93_500), NOON) is True
    assert agrees([new, old], Tiyn(93_400), NOON) is False
    assert agrees([], Tiyn(93_500), NOON) is None
    assert agrees([new], Tiyn(93_500), UnixTime(NOON + FRESH_S + 1)) is None
    assert agrees([new], Tiyn(93_500), UnixTime(NOON - 1)) is None


SALE = Receipt(
    kind=Kind.SALE, total=Tiyn(93_500), currency="KZT", number=None, printed_at=None, fiscal=None,
    items=(), evidence=(),
)  # fmt: skip


def hints_of(*amounts: int) -> DisplayHints:
    """Return what a display showed, one after the other."""
    hints = DisplayHints()
    for amount in amounts:
        hints.add(DisplayHint(Tiyn(amount), NOON))
    hints.add(None)
    return hints


def test_a_display_that_says_the_same_is_noted_in_silence() -> None:
    """Though the next guest's goods stand on it already."""
    assert hints_of(93_500).judged(SALE, NOON) == (True, None)
    assert hints_of(93_500, 20_000).judged(SALE, NOON) == (True, None)
    assert hints_of().judged(SALE, NOON) == (None, None)
    assert hints_of(93_500).judged(SALE, UnixTime(NOON + FRESH_S + 1)) == (None, None)


def test_a_display_that_says_otherwise_is_told_and_changes_nothing() -> None:
    """Both amounts; the receipt's total is the paper's all the same."""
    said, sentence = hints_of(20_000).judged(SALE, NOON)
    assert (said, sentence) == (False, "the display's total was 200.00, the receipt says 935.00")


def test_what_was_shown_before_a_sale_is_of_no_other() -> None:
    """Each sale takes the hints before it away; other papers leave them."""
    hints = hints_of(93_500)
    kitchen = replace(SALE, kind=Kind.KITCHEN, total=None)
    assert hints.judged(kitchen, NOON) == (None, None)
    assert hints.judged(SALE, NOON) == (True, None)
    assert hints.judged(SALE, NOON) == (None, None)


def test_where_two_totals_disagree_the_display_is_a_third_voice_for_the_log() -> None:
    """It names the one it showed; it makes neither the total."""
    evidence = (
        Evidence("total", Source.FISCAL_QR, "935.00", "s=935.00"),
        Evidence("total", Source.LABEL, "1935.00", "ИТОГО 1935.00"),
        Evidence("number", Source.LABEL, "200.00", "№ 200.00"),
    )
    doubtful = replace(SALE, total=None, evidence=evidence, doubts=("They disagree.",))
    sentence = "of the totals in doubt the display showed 935.00"
    assert hints_of(1, 93_500).judged(doubtful, NOON) == (None, sentence)
    assert hints_of(20_000).judged(doubtful, NOON) == (None, None)
    assert hints_of(93_500).judged(doubtful, UnixTime(NOON + FRESH_S + 1)) == (None, None)


def test_only_the_last_few_are_remembered() -> None:
    """A display that nobody's receipt follows fills no memory."""
    hints = hints_of(93_500, *[20_000] * MOST_HINTS)
    assert hints.judged(SALE, NOON)[0] is False
