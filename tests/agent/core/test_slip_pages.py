"""A slip goes in a page that the printer was seen to have, before any that its make has."""

from agent.core.slip_pages import best_page, profile_as_seen
from hardware.escpos.state import PrinterState
from tests.agent.core.slips import CHINESE, EPSON, POSIFLEX, RONGTA


def test_a_receipt_proves_a_page_that_the_profile_does_not_know() -> None:
    """A till whose printer is set up as Epson's and numbers like Rongta's prints right slips."""
    seen = profile_as_seen(EPSON, 6, "cp1251", "ИТОГО 935,00")
    assert seen.code_pages[6] == "cp1251"
    assert best_page(seen, PrinterState(code_page=6), ["ПОЛУЧИТЕ БАЛЛЫ"]) == 6
    assert {**EPSON.code_pages, 6: "cp1251"} == seen.code_pages


def test_russian_text_does_not_prove_a_kazakh_page() -> None:
    """kz1048 reads all of cp1251's Russian; only a Kazakh letter tells them apart."""
    russian = profile_as_seen(RONGTA, 9, "kz1048", "ИТОГО 935,00")
    kazakh = profile_as_seen(RONGTA, 9, "kz1048", "БАРЛЫҒЫ 935,00")
    assert russian.code_pages[9] == "cp1251"
    assert kazakh.code_pages[9] == "kz1048"
    assert best_page(kazakh, PrinterState(), ["ҰПАЙ АЛЫҢЫЗ"]) == 9


def test_what_agrees_or_says_nothing_changes_nothing() -> None:
    """Plain ASCII, no page number, UTF-8, and the Russian half of a Kazakh page."""
    assert profile_as_seen(EPSON, 17, "cp1251", "TOTAL 935.00") is EPSON
    assert profile_as_seen(EPSON, None, "cp866", "ИТОГО") is EPSON
    assert profile_as_seen(CHINESE, 0, "utf-8", "БАРЛЫҒЫ") is CHINESE
    assert profile_as_seen(EPSON, 53, "cp1251", "ИТОГО") is EPSON
    assert profile_as_seen(POSIFLEX, 224, "cp866", "ИТОГО") is POSIFLEX


def test_the_page_with_most_lines_wins() -> None:
    """A name that no page can say does not keep the rest from being text."""
    texts = ["ПОЛУЧИТЕ БАЛЛЫ", "до 15.11.2026", "Аққу"]
    assert best_page(RONGTA, PrinterState(), texts) == 6
    assert best_page(EPSON, PrinterState(), texts) == 53
