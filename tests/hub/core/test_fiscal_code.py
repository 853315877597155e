"""The code on a fiscal receipt, and the table that its operator exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.identity import fiscal_identity
from contracts.wire.refusals import Refusal, Refused
from hub.core.almaty import time_of
from hub.core.fiscal_code import LONGEST_TEXT, read_fiscal_code
from hub.core.operator_export import (
    LARGEST_FILE,
    MOST_ROWS,
    UnreadableExport,
    WrongLine,
    read_operator_export,
)

CODE = "https://consumer.oofd.kz/?i=001234567890&f=010100112233&s=1250.50&t=20261122T105211"
AT = time_of("2026-11-22T10:52:11")


@pytest.mark.parametrize(
    "code",
    [
        CODE,
        "http://kaspi.kz/f?f=010100112233&t=2026-11-22 10:52:11&s=1250,5&i=001234567890&x=1",
        f" {CODE}\n".replace("https", "HTTPS"),
    ],
)
def test_four_fields_make_a_receipt_whatever_the_operator(code: str) -> None:
    """Order, spelling of sum and time and further fields do not matter."""
    receipt = read_fiscal_code(code)
    assert (receipt.register, receipt.sign) == ("010100112233", "1234567890")
    assert (receipt.total, receipt.time) == (1_250_50, AT)
    assert receipt.identity == fiscal_identity("010100112233", "001234567890")


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("x" * (LONGEST_TEXT + 1), Refusal.TOO_LONG),
        ("hello", Refusal.WRONG_KIND),
        ("ftp://a.kz/?i=123456&f=010100112233&s=1&t=20261122T1052", Refusal.WRONG_KIND),
        (CODE + "&s=1", Refusal.WRONG_KIND),
        (CODE.replace("001234567890", "12345"), Refusal.MALFORMED),
        (CODE.replace("010100112233", "10100112233"), Refusal.MALFORMED),
        (CODE.replace("1250.50", "0"), Refusal.MALFORMED),
        (CODE.replace("1250.50", "-5"), Refusal.MALFORMED),
        (CODE.replace("1250.50", "123456789"), Refusal.MALFORMED),
        (CODE.replace("20261122", "20261322"), Refusal.MALFORMED),
        (CODE.replace("20261122", "19991122"), Refusal.MALFORMED),
        (CODE.replace("20261122T105211", "noon"), Refusal.MALFORMED),
        ("https://[::1", Refusal.MALFORMED),
        (CODE + "&a=1" * 20, Refusal.MALFORMED),
    ],
)
def test_anything_else_is_refused(code: str, refusal: Refusal) -> None:
    """Each by its kind, and without the text itself in the detail."""
    with pytest.raises(Refused) as refused:
        read_fiscal_code(code)
    assert refused.value.refusal is refusal


@given(st.text(max_size=600))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a camera reads is a receipt or a refusal."""
    with pytest.raises(Refused):
        read_fiscal_code(text)


RUSSIAN = (
    "Дата и время;РНМ ККМ;ФП;Операция;Сумма чека;Кассир\r\n"
    '22.11.2026 10:52:11;="010100112233";001234567890;Продажа;"1 250,50 ₸";Айгүл\r\n'
    "22.11.2026 11:00;10100112233;1234567891;Продажа;300;Айгүл\r\n"
    "22.11.2026 11:05;10100112233;1234567892;Возврат продажи;300;Айгүл\r\n"
    ";;;;;\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_cabinet_s_table_is_read_as_excel_leaves_it(encoding: str) -> None:
    """Semicolons, lost zeros, formulas around numbers, spaces in sums; returns are left out."""
    text = RUSSIAN if encoding != "cp1251" else RUSSIAN.replace("Айгүл", "Анна").replace(" ₸", "")
    export = read_operator_export(text.encode(encoding))
    assert export.problems == ()
    assert export.returned == 1
    first, second = export.receipts
    assert (first.register, first.sign, first.total, first.time) == (
        "010100112233", "1234567890", 1_250_50, AT,
    )  # fmt: skip
    assert (second.register, second.sign, second.total) == ("010100112233", "1234567891", 300_00)
    assert export.covered()["010100112233"].until == time_of("2026-11-22T11:00:00")


def test_every_wrong_line_is_named() -> None:
    """With its number and the column; a receipt told twice alike is no fault."""
    good = "10100112233,1234567,100,2026-11-22 10:00:00"
    lines = [
        "register,sign,total,time",
        good,
        good,
        "1.01E+11,1234567,100,2026-11-22 10:00:00",
        "10100112233,,100,2026-11-22 10:00:00",
        "10100112233,1234567,100.123,2026-11-22 10:00:00",
        "10100112233,1234567,100,yesterday",
        "10100112233,1234567,200,2026-11-22 10:00:00",
        "10100112233,1234567,100,31.02.2026 10:00",
        "10100112233,1234567,100,01.02.1999 10:00",
    ]
    export = read_operator_export("\n".join(lines).encode())
    assert len(export.receipts) == 1
    assert export.problems == tuple(
        WrongLine(line, code)
        for line, code in [
            (4, "register"),
            (5, "sign"),
            (6, "total"),
            (7, "time"),
            (8, "twice"),
            (9, "time"),
            (10, "time"),
        ]
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"register,sign,total\n1,2,3",
        b"sum,sign,register,time,time\n",
        b"\x98\xff\xfe",
        b"x" * (LARGEST_FILE + 1),
        b'register,sign,total,time\n"' + b"x" * 200_000,
        b'"' + b"x" * 200_000,
        b"register,sign,total,time\n" + b"1,2,3,4\n" * (MOST_ROWS + 1),
    ],
    ids=["empty", "no time", "twice", "no text", "too large", "cell", "head", "too many"],
)
def test_what_is_no_table_is_refused_whole(raw: bytes) -> None:
    """Nothing is taken from a file that cannot be understood."""
    with pytest.raises(UnreadableExport):
        read_operator_export(raw)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_table_s_reader(raw: bytes) -> None:
    """Behind a sound header, any bytes are lines, problems, or no table."""
    try:
        export = read_operator_export(b"register,sign,total,time\n" + raw)
    except UnreadableExport:
        return
    assert export.wrong >= len(export.problems)
