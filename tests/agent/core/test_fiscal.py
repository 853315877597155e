"""Fiscal codes of known operators are read strictly; anything else says nothing."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.fiscal import fiscal_code
from agent.core.receipt import FiscalKey

KZ = "i=123456789&f=010100000017&s=1250.00&t=20260315T120130"
RU = "t=20260905T123015&s=2500.00&fn=9960440301234567&i=12345&fp=1234567890&n=1"
KG = (
    "https://tax.salyk.kg/tax-web-control/client/api/v1/ticket?date=20260917T175623&sum=91950"
    "&fn_number=0002&regNumber=0003&tin=01&type=3&operation_type=1&fd_number=17&fm=0004"
)


@pytest.mark.parametrize(
    ("address", "operator"),
    [
        ("http://consumer.oofd.kz?", "oofd"),
        ("https://consumer.oofd.kz/?", "oofd"),
        ("HTTPS://CONSUMER.OOFD.KZ/?", "oofd"),
        ("https://ofd1.kz/t/?", "transtelecom"),
        ("https://ofd1.kz/t?", "transtelecom"),
        ("http://87.255.215.96/t/?", "transtelecom"),
        ("https://4ek.kz/?o=transtelecom&", "transtelecom"),
        ("https://consumer.kofd.kz?", "kofd"),
        ("https://cabinet.kofd.kz/consumer?", "kofd"),
        ("http://dev.kofd.kz/consumer?", "kofd"),
        ("https://consumer.wofd.kz/?", "wofd"),
        ("https://cabinet.wofd.kz/consumer?", "wofd"),
        ("https://ctest3.wofd.kz/?", "wofd"),
        ("https://receipt.kaspi.kz/web/fiscal?", "kaspi"),
    ],
)
def test_kazakh_operators(address: str, operator: str) -> None:
    """Every operator's page is known by host and path."""
    code = fiscal_code(address + KZ)
    assert code is not None
    assert code.key == FiscalKey(operator, "123456789", "010100000017")
    assert (code.total, code.currency, code.is_return) == (125_000, "KZT", None)
    assert code.printed_at == datetime.fromisoformat("2026-03-15T12:01:30")


@pytest.mark.parametrize(
    ("sum_", "total"),
    [("935.00", 93_500), ("2400.0", 240_000), ("2400", 240_000), ("0.5", 50), ("7,25", 725)],
)
def test_forms_of_a_sum(sum_: str, total: int) -> None:
    """Sums come with two decimals, one or none."""
    code = fiscal_code("https://consumer.oofd.kz/?" + KZ.replace("1250.00", sum_))
    assert code is not None
    assert code.total == total


@pytest.mark.parametrize(
    "form",
    [
        "20260315T120130",
        "20260315120130",
        "2026-03-15%2012%3A01%3A30.168302",
        "2026-03-15T12:01:30",
    ],
)
def test_forms_of_a_time(form: str) -> None:
    """Times come packed, or with a date as people write it."""
    code = fiscal_code("https://consumer.oofd.kz/?" + KZ.replace("20260315T120130", form))
    assert code is not None
    assert code.printed_at == datetime.fromisoformat("2026-03-15T12:01:30")


@pytest.mark.parametrize(
    "text",
    [
        "https://consumer.oofd.kz/r/101",
        "https://consumer.oofd.kz.evil.kz/?" + KZ,
        "https://evil.kz/consumer.oofd.kz?" + KZ,
        "https://consumer.oofd.kz@evil.kz/?" + KZ,
        "https://a@consumer.oofd.kz/?" + KZ,
        "https://consumer.oofd.kz:8443/?" + KZ,
        "https://consumer.oofd.kz:x/?" + KZ,
        "ftp://consumer.oofd.kz/?" + KZ,
        "https://consumer.oofd.kz/?" + KZ + "&s=9999.00",
        "https://consumer.oofd.kz/?" + KZ.replace("1250.00", "-1250.00"),
        "https://consumer.oofd.kz/?" + KZ.replace("1250.00", "1e5"),
        "https://consumer.oofd.kz/?" + KZ.replace("1250.00", "1250.001"),
        "https://consumer.oofd.kz/?" + KZ.replace("1250.00", "١٢٥٠"),
        "https://consumer.oofd.kz/?" + KZ.replace("010100000017", "17"),
        "https://consumer.oofd.kz/?" + KZ.replace("i=123456789", "i=12"),
        "https://consumer.oofd.kz/?" + KZ.replace("20260315", "20261315"),
        "https://4ek.kz/?o=unknown&" + KZ,
        "https://receipt.kaspi.kz/web?extTranId=KKM1&sale_date=2026-04-01%2015%3A29%3A21",
        "https://devkkm.webkassa.kz/Ticket?chb=SWK1&sh=100&extnum=92D51F08",
        "https://consumer.oofd.kz/?" + "a=1&" * 40 + KZ,
        "https://consumer.oofd.kz/?" + KZ + "&x=" + "y" * 600,
        "http://[consumer.oofd.kz/?" + KZ,
        RU.replace("n=1", "n=5"),
        RU.replace("fn=9960440301234567", "fn=x"),
        KG.replace("sum=91950", "sum=919.50"),
        "Testing 123",
        "",
    ],
)
def test_what_says_nothing(text: str) -> None:
    """Other hosts, links without a sum and values out of form are no fiscal code."""
    assert fiscal_code(text) is None


@pytest.mark.parametrize(
    ("kind", "total", "is_return", "is_purchase"),
    [
        ("1", 250_000, False, False),
        ("2", -250_000, True, False),
        ("3", 250_000, False, True),
        ("4", 250_000, True, True),
    ],
)
def test_russian_codes(kind: str, total: int, is_return: bool, is_purchase: bool) -> None:
    """`n` tells sale, return, purchase and its return; the minute alone is enough of a time."""
    code = fiscal_code(RU.replace("n=1", f"n={kind}").replace("T123015", "T1230"))
    assert code is not None
    assert (code.total, code.currency) == (total, "RUB")
    assert (code.is_return, code.is_purchase) == (is_return, is_purchase)
    assert code.key == FiscalKey("fns", "1234567890", "9960440301234567")
    assert code.printed_at == datetime.fromisoformat("2026-09-05T12:30:00")


def test_kyrgyz_codes() -> None:
    """The sum is in tyiyn; operation 2 is a return."""
    code = fiscal_code(KG)
    assert code is not None
    assert (code.total, code.currency, code.key.operator) == (91_950, "KGS", "salyk")
    back = fiscal_code(KG.replace("operation_type=1", "operation_type=2"))
    assert back is not None
    assert (back.total, back.is_return) == (-91_950, True)


def test_uzbek_codes() -> None:
    """`s` is the sign and never the sum."""
    code = fiscal_code(
        "https://ofd.soliq.uz/check?t=UZ190000000000&r=559&c=20261109170634&s=336280000000"
    )
    assert code is not None
    assert (code.total, code.currency) == (None, "UZS")
    assert code.key == FiscalKey("soliq", "336280000000", "UZ190000000000")


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    """Whatever a code holds, reading it ends in an answer."""
    fiscal_code(text)
    fiscal_code("https://consumer.oofd.kz/?" + text)
    fiscal_code("https://" + text)


@given(st.integers(0, 99_999_999_999), st.integers(100_000, 10**15 - 1))
def test_sums_and_signs_come_back(tiyn: int, sign: int) -> None:
    """Any sum and any sign are read exactly."""
    whole, fraction = divmod(tiyn, 100)
    text = f"https://consumer.oofd.kz/?i={sign}&f=010100000017&s={whole}.{fraction:02}&t=20260315T120130"
    code = fiscal_code(text)
    assert code is not None
    assert (code.total, code.key.sign) == (tiyn, str(sign))
