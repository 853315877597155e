"""Closing reports are read: their sums when they are sure, and nothing of what closes no shift."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind
from agent.core.reports import ZReport, read_report
from hardware.escpos.printout import Dialect
from tests.agent.core.reports import CLOSINGS, NO_CLOSINGS, Closing
from tests.fakes.segments import segment_of


def read(text: str) -> ZReport:
    """Return the closing report on a paper that is one."""
    report = read_report(segment_of(text))
    assert report is not None
    return report


@pytest.mark.parametrize("closing", CLOSINGS, ids=lambda it: it.name)
def test_a_closing_report_says_its_sums(closing: Closing) -> None:
    """Sales, returns and number as they stand there, and None where it is not sure."""
    report = read(closing.text)
    assert (report.sales_total, report.sales_count) == closing.sales
    assert (report.returns_total, report.returns_count) == closing.returns
    assert (report.number or "").lstrip("0") == (closing.number or "")


@pytest.mark.parametrize("closing", CLOSINGS, ids=lambda it: it.name)
def test_a_closing_report_is_known_for_a_report(closing: Closing) -> None:
    """What is read here is what the reader of receipts calls a report."""
    kind = read_receipt(segment_of(closing.text), settings=ReadingSettings()).kind
    assert kind is Kind.REPORT


@pytest.mark.parametrize("text", NO_CLOSINGS)
def test_what_closes_no_shift_is_no_closing_report(text: str) -> None:
    """X reports, copies, breakdowns and receipts give nothing."""
    assert read_report(segment_of(text)) is None


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ("Сформирован: 26.10.2027 21:42:18", "2027-10-26T21:42:18"),
        ("Смена открыта: 22.11.2026 09:00\nСмена закрыта: 22.11.2026 21:00", "2026-11-22T21:00"),
        ("Начало смены\n22.11.2026 09:00\nКонец смены\n22.11.2026 21:00", "2026-11-22T21:00"),
        ("Первый чек: 22.11.2026 09:03\n22.11.2026 21:05", "2026-11-22T21:05"),
        ("Дата: 22.11.2026\nВремя: 21:05", "2026-11-22T21:05"),
        ("Ауысым ашылды: 22.11.2026 09:00", None),
        ("22.11.2026 09:00\n22.11.2026 21:05", None),
        ("Продажи: 1 000,00", None),
    ],
)
def test_the_time_is_the_reports_own(lines: str, at: str | None) -> None:
    """Not the shift's beginning, nor a receipt's in it; of two that may be it, neither."""
    report = read(f"Z-ОТЧЕТ\n{lines}\n-----\nПРОДАЖА\nИТОГО: 1 000,00")
    assert report.printed_at == (datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("Z-ОТЧЕТ № 0045\nСМЕНА № 51", "0045"),
        ("Z-ОТЧЕТ\nСмена № 51 от 22.11.2026", None),
        ("Z-ОТЧЕТ 22.11.2026\nСмена 51", "51"),
        ("Z-ОТЧЕТ\nСмена № 51\nСмена № 52", None),
        ("Z-ЕСЕП\nАУЫСЫМНЫҢ НӨМІРІ: 7", "7"),
    ],
)
def test_the_number_is_the_reports_before_the_shifts(lines: str, number: str | None) -> None:
    """A date is no number, and of two neither is believed."""
    assert read(lines).number == number


def test_the_register_is_its_registration_number() -> None:
    """РНМ, not the tax number of the shop nor the factory's number."""
    report = read("БСН/БИН 149959534954\nЗНМ SWK00034567\nРНМ 010100000017\nZ-ОТЧЕТ № 1")
    assert report.register == "010100000017"


def test_a_report_that_broke_off_keeps_half_an_amount_to_itself() -> None:
    """Without a line feed after it, the last line says nothing."""
    whole = segment_of("Z-ОТЧЕТ\nЧеков продаж: 2\nСумма продаж: 1 000,0")
    broken = replace(whole, cut=None, end=whole.lines[-1].end)
    report = read_report(broken)
    assert report is not None
    assert (report.sales_total, report.sales_count) == (None, 2)


def test_other_languages_of_printers_are_not_read() -> None:
    """What is no ESC/POS has no text that can be believed."""
    segment = replace(segment_of("Z-ОТЧЕТ\nПродажи: 1 000,00"), dialect=Dialect.SHTRIH)
    assert read_report(segment) is None


LINES = st.sampled_from(sorted({line for it in CLOSINGS for line in it.text.splitlines()}))


@given(st.lists(LINES | st.text(max_size=40), max_size=30))
def test_no_lines_make_it_raise_or_lie_below_zero(lines: list[str]) -> None:
    """Whatever is printed, sums are none or at least nothing."""
    report = read_report(segment_of(["Z-ОТЧЕТ", *(line.replace("\n", " ") for line in lines)]))
    if report is not None:
        assert (report.sales_total or 0) >= 0
        assert (report.returns_total or 0) >= 0
