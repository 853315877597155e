"""Receipts are read: kind, total and the rest, on papers with a trap each."""

from datetime import datetime

import pytest

from agent.core.eligibility import refusal_to_print
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import FiscalKey, Kind, Receipt, Source
from contracts.wire.units import Tiyn
from hardware.escpos.printout import Dialect
from tests.agent.core.misleading import DOUBTED, NO_SALES, SALES
from tests.agent.core.papers import PAPERS, UNTOLD, Paper
from tests.fakes.segments import segment_of

REGISTER = "010100000017"
CODE = f"https://consumer.oofd.kz/?i=123456789&f={REGISTER}&s=1250.00&t=20260315T120100"
SALE = "ПРОДАЖА\nЭклер 1 250,00\nИТОГО: 1 250,00\nКарта: 1 250,00"


def read(
    text: str,
    *codes: str,
    settings: ReadingSettings | None = None,
    ocr: tuple[str, ...] | None = None,
) -> Receipt:
    """Return the receipt on a paper of these lines and codes."""
    segment = segment_of(text, codes, with_picture=ocr is not None)
    return read_receipt(segment, settings=settings or ReadingSettings(), ocr_lines=ocr)


def told(receipt: Receipt, field: str) -> list[tuple[Source, str]]:
    """Return the evidence for a field."""
    return [(it.source, it.value) for it in receipt.evidence if it.field == field]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_papers_are_what_they_are(paper: Paper) -> None:
    """Each paper has its kind and its total, whatever trap stands on it."""
    receipt = read(paper.text)
    assert receipt.kind is paper.kind
    if paper.total != UNTOLD:
        assert receipt.total == paper.total, receipt.doubts


@pytest.mark.parametrize("paper", NO_SALES + SALES + DOUBTED, ids=lambda paper: paper.name)
def test_only_what_was_paid_in_this_sale_earns(paper: Paper) -> None:
    """A paper that only looks like a sale gets no slip, and one that is a sale gets its own."""
    receipt = read(paper.text)
    assert receipt.kind is paper.kind
    if paper.total != UNTOLD:
        assert receipt.total == paper.total, receipt.doubts
    assert (refusal_to_print(receipt, ReadingSettings()) is None) == (paper in SALES)


def test_a_code_that_agrees_gives_everything() -> None:
    """Code and label agree: total, time, key and currency, with evidence of both."""
    receipt = read(SALE, CODE)
    assert (receipt.kind, receipt.total, receipt.currency) == (Kind.SALE, 125_000, "KZT")
    assert receipt.fiscal == FiscalKey("oofd", "123456789", REGISTER)
    assert receipt.printed_at == datetime.fromisoformat("2026-03-15T12:01:00")
    assert told(receipt, "total") == [(Source.FISCAL_QR, "1250.00"), (Source.LABEL, "1250.00")]
    assert receipt.doubts == ()


def test_a_code_that_disagrees_with_the_label_is_a_doubt() -> None:
    """Two totals on one paper are no total, and the doubt names both."""
    receipt = read(SALE, CODE.replace("1250.00", "1350.00"))
    assert receipt.total is None
    assert "1350.00" in receipt.doubts[0]
    assert "1250.00" in receipt.doubts[0]


def test_a_code_decides_between_two_labels() -> None:
    """Where labels leave the total open, the code that matches one of them settles it."""
    text = "ПРОДАЖА\nИТОГО: 1 250,00\nИТОГО: 1 400,00"
    assert read(text).total is None
    assert read(text, CODE).total == 125_000


def test_the_register_must_belong_to_the_till() -> None:
    """A receipt of a foreign cash register is doubted."""
    mine = ReadingSettings(registers=frozenset({REGISTER}))
    other = ReadingSettings(registers=frozenset({"010100000099"}))
    assert read(SALE, CODE, settings=mine).doubts == ()
    assert any(REGISTER in it for it in read(SALE, CODE, settings=other).doubts)


def test_the_code_of_another_receipt_is_a_doubt() -> None:
    """A code from another day, or that names another register than the paper, is doubted."""
    assert read(f"{SALE}\nВремя: 17.03.2026 12:01", CODE).doubts
    assert read(f"{SALE}\nРНМ: 010100000099", CODE).doubts
    assert not read(f"{SALE}\nРНМ: {REGISTER}\nВремя: 15.03.2026 12:00", CODE).doubts


def test_several_codes_are_settled_by_the_paper() -> None:
    """Of two codes the one whose sum stands on the paper counts; if neither does, none."""
    second = CODE.replace("1250.00", "900.00").replace("i=123456789", "i=223456789")
    third = CODE.replace("1250.00", "700.00").replace("i=123456789", "i=323456789")
    assert read(SALE, second, CODE).fiscal == FiscalKey("oofd", "123456789", REGISTER)
    assert read(SALE, second, third).doubts


def test_a_code_printed_as_an_address_counts() -> None:
    """A till without QR prints the address: it says as much as the code."""
    receipt = read(f"{SALE}\n{CODE}")
    assert receipt.fiscal is not None
    assert receipt.fiscal.operator == "oofd"


def test_codes_of_others_say_nothing() -> None:
    """Payment links, operators' links without a sum and wrong sums change nothing."""
    for text in ("https://pay.kaspi.kz/x?s=999.00", "https://consumer.oofd.kz/r/101", "s=5&t=1"):
        receipt = read(SALE, text)
        assert receipt.total == 125_000
        assert receipt.fiscal is None
        assert receipt.doubts == ()


def test_an_unread_picture_with_a_code_is_doubted() -> None:
    """The Kazakh code does not tell a return from a sale, so a picture must be read first."""
    receipt = read_receipt(segment_of([], [CODE], with_picture=True), settings=ReadingSettings())
    assert receipt.total == 125_000
    assert receipt.doubts


def test_a_picture_is_read_with_its_code() -> None:
    """Words from the picture give kind and number; digits misread there are no disagreement."""
    lines = ("ПРОДАЖА", "Чек № 17", "ИТОГ0: 1 250,00", "РНМ: 010100000011")
    receipt = read("", CODE, ocr=lines)
    assert (receipt.kind, receipt.total, receipt.number) == (Kind.SALE, 125_000, "17")
    assert receipt.doubts == ()
    assert (Source.OCR, "17") in told(receipt, "number")
    assert read("", CODE, ocr=("САТУДЫ ҚАЙТАРУ", *lines[1:])).kind is Kind.RETURN


def test_a_total_from_a_picture_needs_a_second_witness() -> None:
    """Without code, payment, goods or a repetition a total from a picture is not believed."""
    assert read("", ocr=("ПРОДАЖА", "ИТОГО: 1 250,00")).total is None
    assert read("", ocr=("ПРОДАЖА", "ИТОГО: 1 250,00", "Картой 1 250,00")).total == 125_000
    change = ("ПРОДАЖА", "ИТОГО -1250.00", "НАЛИЧНЫЕ -2000.00", "СДАЧА =750.00")
    assert read("", ocr=change).total == 125_000


def test_text_is_read_before_pictures() -> None:
    """A logo beside printed text does not bring the machine's reading in."""
    assert read(SALE, ocr=("ИТОГО: 9 999,00", "Картой 9 999,00")).total == 125_000


def test_other_dialects_are_not_read() -> None:
    """A segment of a fiscal register's protocol is nothing to read."""
    segment = segment_of(SALE)
    foreign = type(segment)(
        **{name: getattr(segment, name) for name in segment.__slots__ if name != "dialect"},
        dialect=Dialect.STAR,
    )
    receipt = read_receipt(foreign, settings=ReadingSettings())
    assert (receipt.kind, receipt.total) == (Kind.OTHER, None)


def test_a_paper_longer_than_receipts_is_doubted() -> None:
    """What stands beyond the limit could say copy or return, so no slip follows."""
    assert read("\n".join([SALE, *["строка"] * 600])).doubts


def test_the_kind_of_a_russian_code_counts() -> None:
    """`n` of a Russian code tells a return and a purchase where no title does."""
    code = "t=20260905T1230&s=50.00&fn=9960440301234567&i=12345&fp=1234567890&n="
    text = "КАССОВЫЙ ЧЕК\nИТОГ =50.00"
    assert read(text, code + "1").kind is Kind.SALE
    back = read(text, code + "2")
    assert (back.kind, back.total, back.currency) == (Kind.RETURN, -5_000, "RUB")
    assert read(text, code + "3").kind is Kind.OTHER


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("БИН 123456789012\nИТОГО 100,00\n2 x 50,00 руб", "KZT"),
        ("ИТОГО 100,00 ₸", "KZT"),
        ("САТУ\nБАРЛЫҒЫ 100,00", "KZT"),
        ("ИТОГО 100,00", "KZT"),
        ("ИТОГО 100,00 руб", "RUB"),
        ("TOTAL $ 14.25", "USD"),
        ("TOTAL: RM20.40", "MYR"),
        ("TOTAL: Rp 40.000", "IDR"),
        ("TOTAL 14.25 EUR", "EUR"),
        ("合计：68.00", "CNY"),
        ("合計 ¥550\nお釣り", "JPY"),
        ("합계 9,000", "KRW"),
        ("TOTAL 14.25", None),
    ],
)
def test_currencies(text: str, currency: str | None) -> None:
    """The mark beside the total counts, Kazakh paper before it, and the till's own for Cyrillic."""
    assert read(text).currency == currency


def test_evidence_quotes_the_paper() -> None:
    """Every claim comes with the line that says it, at most 96 characters long."""
    receipt = read(f"{SALE}\nЧек №17\nВремя: 15.03.2026 12:01:30\nРНМ: {REGISTER}\nФП: 1234567")
    quotes = {it.field: it.quote for it in receipt.evidence}
    assert quotes["total"] == "ИТОГО: 1 250,00"
    assert quotes["number"] == "Чек №17"
    assert quotes["time"] == "Время: 15.03.2026 12:01:30"
    assert quotes["kind"] == "ПРОДАЖА"
    assert quotes["fiscal"] == f"РНМ: {REGISTER}"
    assert max(len(it.quote) for it in receipt.evidence) <= 96


def test_the_largest_total_is_a_setting() -> None:
    """Settings carry what the till thinks plausible; the reading itself does not judge."""
    assert ReadingSettings(largest_total=Tiyn(5)).largest_total == 5
