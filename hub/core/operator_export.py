"""A table that a fiscal operator's cabinet exports: receipts by register and sign."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts.wire.units import Tiyn, UnixTime
from hub.core.almaty import ALMATY
from hub.core.fiscal_code import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    REGISTER_DIGITS,
    FiscalReceipt,
    bare_sign,
    sum_of,
)
from hub.core.fraud_reports import Covered

LARGEST_FILE: Final = 12 * 2**20
"""Bytes: 100,000 receipts with the columns that cabinets add."""
MOST_ROWS: Final = 100_000
"""A shop with 300 receipts a day for eleven months."""
MOST_PROBLEMS: Final = 50
"""Problems that one answer names; the rest come after these are mended."""
_NAMES: Final = {
    "register": (
        "register", "рнм", "рнм ккм", "регистрационный номер", "регистрационный номер ккм",
        "рег. номер", "ккм", "бкм", "бкм тіркеу нөмірі", "тіркеу нөмірі",
    ),
    "sign": ("sign", "фп", "фискальный признак", "фискалдық белгі", "фб"),
    "total": ("total", "сумма", "сумма чека", "итого", "сома", "чек сомасы", "барлығы"),
    "time": ("time", "дата", "дата и время", "дата/время", "дата чека", "күні", "күні мен уақыты"),
    "kind": ("kind", "операция", "тип операции", "вид операции", "тип чека", "операция түрі"),
}  # fmt: skip
"""What cabinets call a column, in lower case."""
NEEDED: Final = ("register", "sign", "total", "time")
_RETURNS: Final = ("return", "возврат", "қайтар")
_OTHERS: Final = ("purchase", "покупк", "сатып алу", "внесен", "изъят", "отчет", "отчёт")
"""Words of operations that are no sale: goods bought, cash put in or taken out, reports."""
_TIME: Final = re.compile(
    r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})\.([0-9]{2})\.([0-9]{4}))"
    r"[T ,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]{1,9})?"
)


class UnreadableExport(Exception):
    """The file is no table of receipts, or too large a one; nothing is taken from it."""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """One line that cannot be read."""

    line: int
    code: str
    """What is wrong: a column's name, or `twice`."""


@dataclass(frozen=True, slots=True)
class OperatorExport:
    """What a file holds."""

    receipts: tuple[FiscalReceipt, ...]
    """Sales."""
    returned: int
    """Lines of goods that came back, and of what is no sale: left out."""
    problems: tuple[WrongLine, ...]
    """The first of them."""
    wrong: int
    """How many lines in all."""

    def covered(self) -> dict[str, Covered]:
        """Return for each register the span of time that the file speaks of."""
        spans: dict[str, Covered] = {}
        for receipt in self.receipts:
            span = spans.get(receipt.register, Covered(receipt.time, receipt.time))
            spans[receipt.register] = Covered(
                min(span.since, receipt.time), max(span.until, receipt.time)
            )
        return spans


def read_operator_export(raw: bytes) -> OperatorExport:
    """Return what the CSV file *raw* holds; columns by their usual names, in any order."""
    reader = _table(_text(raw))
    receipts: dict[tuple[str, str], FiscalReceipt] = {}
    problems: list[WrongLine] = []
    left_out = 0
    for cells in _lines(reader):
        if _is_no_sale(cells.get("kind", "")):
            left_out += 1
            continue
        found = _receipt(cells)
        if isinstance(found, str):
            problems.append(WrongLine(reader.line_num, found))
        elif receipts.setdefault((found.register, found.sign), found) != found:
            problems.append(WrongLine(reader.line_num, "twice"))
        if len(receipts) + len(problems) > MOST_ROWS:
            raise UnreadableExport(f"at most {MOST_ROWS} lines")
    kept = tuple(problems[:MOST_PROBLEMS])
    return OperatorExport(tuple(receipts.values()), left_out, kept, len(problems))


def _text(raw: bytes) -> str:
    """Return the file's text: UTF-8, or the code page that Excel writes in this country."""
    if len(raw) > LARGEST_FILE:
        raise UnreadableExport(f"{len(raw)} bytes, at most {LARGEST_FILE}")
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    raise UnreadableExport("neither UTF-8 nor Windows-1251")


def _table(text: str) -> "csv.DictReader[str]":
    """Return the table with our names for its columns; or raise."""
    head = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="", restkey="more")
    try:
        written = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise UnreadableExport("the first line cannot be read") from error
    names = [_known(name) or f"other {place}" for place, name in enumerate(written)]
    missing = [name for name in NEEDED if names.count(name) != 1]
    if missing:
        raise UnreadableExport(f"columns missing or there twice: {', '.join(missing)}")
    reader.fieldnames = names
    return reader


def _known(written: str) -> str | None:
    return next((name for name, spellings in _NAMES.items() if written in spellings), None)


def _lines(reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    """Yield the table's lines; empty ones are none."""
    try:
        for cells in reader:
            texts = {name: cell.strip() for name, cell in cells.items() if isinstance(cell, str)}
            if any(texts.values()):
                yield texts
    except csv.Error as error:
        raise UnreadableExport(f"line {reader.line_num} cannot be read") from error


def _is_no_sale(kind: str) -> bool:
    folded = kind.casefold()
    return any(word in folded for word in (*_RETURNS, *_OTHERS))


def _receipt(cells: dict[str, str]) -> FiscalReceipt | str:
    """Return one line's receipt, or the name of the column that is wrong."""
    register, sign = _digits(cells["register"]), _digits(cells["sign"])
    if not 0 < len(register) <= REGISTER_DIGITS:
        return "register"
    if not 0 < len(sign) <= 15:
        return "sign"
    total, time = _money(cells["total"]), _moment(cells["time"])
    if total is None:
        return "total"
    if time is None:
        return "time"
    return FiscalReceipt(register.zfill(REGISTER_DIGITS), bare_sign(sign), total, time)


def _digits(cell: str) -> str:
    """Return a number as its digits: tables write ="0101", '0101 or 101; 1,01E+11 is lost."""
    bare = cell.strip("=\"' \u00a0")
    return bare if bare.isascii() and bare.isdigit() else ""


def _money(cell: str) -> Tiyn | None:
    bare = re.sub(r"[\s\u00a0\u202f]|₸|тг\.?|kzt", "", cell.casefold())
    return sum_of(bare)


def _moment(cell: str) -> UnixTime | None:
    found = _TIME.fullmatch(cell)
    if found is None:
        return None
    parts = [int(part or 0) for part in found.groups()]
    year, month, day = parts[:3] if found[1] else (parts[5], parts[4], parts[3])
    if not EARLIEST_YEAR <= year < LATEST_YEAR:
        return None
    hour, minute, second = parts[6:9]
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=ALMATY)
    except ValueError:
        return None
    return UnixTime(int(moment.timestamp()))
