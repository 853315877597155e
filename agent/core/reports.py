"""A closing report read from its paper: what closes a shift, and what its sums are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.core.dates import printed_time
from agent.core.identity import fiscal_of
from agent.core.reading import finished_lines
from agent.core.receipt import Kind
from agent.core.report_sums import Side, sums_of
from agent.core.rows import Row, rows_of
from agent.core.titles import titles_in
from agent.core.words import fold, words_of
from contracts.wire.units import Tiyn
from hardware.escpos.printout import Dialect, Segment


@dataclass(frozen=True, slots=True)
class ZReport:
    """What a closing report says; None where a line could not be read for sure."""

    number: str | None
    """Of the report, or else of the shift that it closes."""
    printed_at: datetime | None
    """Time on the paper, without zone: the shop's wall clock."""
    register: str | None
    """Registration number (РНМ) of the cash register."""
    sales_total: Tiyn | None
    sales_count: int | None
    returns_total: Tiyn | None
    """Above zero, however it is printed."""
    returns_count: int | None


def read_report(segment: Segment) -> ZReport | None:
    """Return the closing report on a piece of paper, or None for X reports and all else."""
    if segment.dialect is not Dialect.ESCPOS:
        return None
    rows = rows_of((line.text, line.large) for line in finished_lines(segment))
    if not _closes_shift(rows):
        return None
    sums = sums_of(rows)
    sales, returns = sums[Side.SALES], sums[Side.RETURNS]
    register = fiscal_of(rows).register
    return ZReport(
        number=_number(rows),
        printed_at=_time(rows),
        register=register.value if register else None,
        sales_total=sales.total,
        sales_count=sales.count,
        returns_total=returns.total,
        returns_count=returns.count,
    )


def _form(*phrases: str) -> re.Pattern[str]:
    """Return the pattern of phrases over folded words that each end with a space."""
    folded = (fold(phrase).replace("*", r"\w*") for phrase in phrases)
    return re.compile(r"(?<!\S)(?:" + "|".join(folded) + ") ")


_REPORT: Final = _form("ОТЧЕТ", "ЕСЕП", "ЕСЕБІ", "REPORT", "READING", "ЗАКРЫТИЕ СМЕНЫ")
_CLOSING: Final = _form(
    "Z ОТЧЕТ", "ОТЧЕТ Z", "Z ЕСЕП", "ЕСЕП Z", "Z ЕСЕБІ", "Z SHIFT REPORT", "Z REPORT",
    "Z READING", "С ГАШЕНИЕМ", "СО СБРОСОМ", "ЗАКРЫТИ[ЕИ] СМЕНЫ", "СМЕНА ЗАКРЫТА",
    "ВРЕМЯ ЗАКРЫТИЯ", "АУЫСЫМДЫ ЖАБУ", "АУЫСЫМНЫҢ ЖАБЫЛУ*", "АУЫСЫМ ЖАБЫЛДЫ", "END OF DAY",
    "SHIFT CLOSED", "SHIFT CLOSING", "CLOSING REPORT",
)  # fmt: skip
_NOT_CLOSING: Final = _form(
    "X", "БЕЗ ГАШЕНИЯ", "БЕЗ СБРОСА", "БЕЗ ЗАКРЫТИЯ", "БЕЗ ОБНУЛЕНИЯ", "ПРОМЕЖУТОЧН*",
    "АРАЛЫҚ", "ОТКРЫТИ[ЕИ] СМЕНЫ", "АУЫСЫМДЫ АШУ", "АУЫСЫМНЫҢ АШЫЛУ*", "АУЫСЫМДЫ ЖАБУСЫЗ",
    "СОСТОЯНИИ РАСЧЕТОВ", "ТЕКУЩ*", "АҒЫМДАҒЫ", "КОПИЯ", "ДУБЛИКАТ", "КӨШІРМЕ*", "ТЕЛНҰСҚА*",
    "COPY", "DUPLICATE", "REPRINT",
)  # fmt: skip
"""Titles of reports that close nothing, and of those that are printed once more."""
_STILL_OPEN: Final = _form("НЕ ЗАКРЫТА", "СМЕН[АЫ] ОТКРЫТА", "ЖАБЫЛҒАН ЖОҚ", "АУЫСЫМ АШЫҚ")
_OF_ANOTHER: Final = words_of(
    "ПОСЛЕДН ПРЕДЫДУЩ СОҢҒЫ АЛДЫҢҒЫ ТРЕБУ НЕОБХОД НУЖН ОСТАЛ КОЛИЧ СНЯТ СНИМ ҚАЖЕТ САНЫ КЕЛЕСІ "
    "СЛЕДУЮЩ LAST PREVIOUS"
)
"""Beginnings of words of a line that speaks of some other closing."""
_DATE: Final = re.compile(r"\d[-./]\d\d?[-./]\d\d")
_LONGEST_TITLE: Final = 10
"""Words of the longest title: two languages side by side."""


def _closes_shift(rows: tuple[Row, ...]) -> bool:
    """Tell whether the titles say that a shift is closed, and none says that it is not."""
    closes = False
    above = ""
    for row in rows:
        if len(row.words) > _LONGEST_TITLE or _has_money(row) or not _is_of_this(row):
            above = ""
            continue
        said = "".join(f"{word} " for word in row.words)
        # A title may be too long for its paper, so a row is read with the one above it.
        both = above + said
        is_title = _REPORT.search(both) is not None
        is_dated = _DATE.search(row.text) is not None
        if not is_dated and _denies(row, both if is_title else ""):
            return False
        closes = closes or (_CLOSING.search(both) is not None and (is_title or is_dated))
        above = "" if is_dated else said
    return closes


def _is_of_this(row: Row) -> bool:
    """Tell whether a line may name this paper."""
    return bool(row.words) and not any(word.startswith(_OF_ANOTHER) for word in row.words)


def _denies(row: Row, title: str) -> bool:
    """Tell whether a line says that no shift is closed here, or not for the first time."""
    if _NOT_CLOSING.search(title) or _STILL_OPEN.search("".join(f"{it} " for it in row.words)):
        return True
    return any(kind is Kind.COPY for kind, _ in titles_in(row.words))


def _has_money(row: Row) -> bool:
    """Tell whether a row names a sum."""
    return any(amount.looks_like_money for amount in row.amounts)


_SIGN: Final = r"[ :.]*(?:№|#|N[O0О]?[.:]?|НОМЕР|НОМИРИ)?[ :.]*"
_DIGITS: Final = r"(\d{1,10})(?![\w/:.,=-]*\d)(?! ?ОТ\b)"
_REPORT_NUMBER: Final = re.compile(
    r"(?:(?:Z[ -]*)?(?:ОТЧЕТА?|ЕСЕП|ЕСЕБИ|ЕСЕПТИН|RЕРОRТ)(?:[ -]*\(?Z\)?)?)"
    r"[ :.]*(?:№|#|N[O0О]?[.:]?|НОМЕР|НОМИРИ|:)[ :.]*" + _DIGITS
)
_SHIFT_NUMBER: Final = re.compile(
    r"(?<!\w)(?:СМЕН[АЫ]|АУЫСЫМ(?:НЫН)?|SНИFТ)(?: ОТЧЕТ[А-Я]*)?" + _SIGN + _DIGITS
)


def _number(rows: tuple[Row, ...]) -> str | None:
    """Return the report's number, or else the shift's; None where the paper says two."""
    for form in (_REPORT_NUMBER, _SHIFT_NUMBER):
        texts = (fold(row.text) for row in rows if not _has_money(row))
        found = {it[1] for text in texts for it in form.finditer(text)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


_NOT_NOW: Final = tuple(
    words_of(
        "ОТКРЫТ НАЧАЛ АШЫЛ АШУ БАСТАЛ БАСЫНДА ПЕРВ ПОСЛЕДН БІРІНШІ СОҢҒЫ ПЕРИОД КЕЗЕҢ OPENED FIRST"
    )
    + words_of("START LAST ПРЕДЫДУЩ АЛДЫҢҒЫ ОФД АВТОНОМ РЕГИСТРАЦ ДЕЙСТВ ГОДЕН ПОСТАНОВК")
)
"""Beginnings of words beside times that are not the report's own."""
_NOW: Final = tuple(
    words_of("СФОРМИР ЖАСАЛ ПЕЧАТ НАПЕЧАТ БАСЫЛ ЗАКРЫТ ЖАБЫЛ ЖАБУ PRINTED CLOSED КОНЕЦ АЯҚТАЛ")
)
_FROM: Final = "С"
"""Of `с 09:00 по 21:00`, folded."""


def _time(rows: tuple[Row, ...]) -> datetime | None:
    """Return when the report was printed; None where the paper says several times."""
    said = tuple(_times(rows))
    kept = [(words, at) for words, at in said if not _is_of_another_time(words)]
    own = {at for words, at in kept if any(word.startswith(_NOW) for word in words)}
    times = own if len(own) == 1 else {at for _, at in kept}
    if said:
        return times.pop() if len(times) == 1 else None
    joined = printed_time(rows)  # A date and a time, each with a label of its own.
    return joined.at if joined else None


def _times(rows: tuple[Row, ...]) -> Iterator[tuple[tuple[str, ...], datetime]]:
    """Yield the times on the paper, each with the words of its row or of the row above it."""
    for row in rows:
        below = rows[row.index + 1].printed if _goes_on_below(rows, row) else ""
        # A narrow paper breaks a time off after its date.
        (whole,) = rows_of([(f"{row.printed} {below}", False)])
        if (found := printed_time((whole,))) is None:
            continue
        above = rows[row.index - 1] if row.index and not row.words else row
        yield () if _DATE.search(above.text) and above is not row else above.words, found.at


def _goes_on_below(rows: tuple[Row, ...], row: Row) -> bool:
    """Tell whether a row ends with a date whose time stands alone in the next one."""
    following = rows[row.index + 1 : row.index + 2]
    is_alone = bool(following) and not following[0].words and not _DATE.search(following[0].text)
    return is_alone and _DATE.search(row.text) is not None and ":" in following[0].text


def _is_of_another_time(words: tuple[str, ...]) -> bool:
    """Tell whether a time is of the shift's beginning, or of some receipt in it."""
    return _FROM in words or any(word.startswith(_NOT_NOW) for word in words)
