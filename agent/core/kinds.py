"""What a piece of paper is; the names of goods must not be taken for its title."""

import re
from dataclasses import dataclass
from typing import Final

from agent.core.headings import heading_of, tells_rules
from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.receipt import Kind
from agent.core.rows import Row, Said
from agent.core.titles import Strength, is_given_away, titles_in
from agent.core.words import LOST, words_of

_DECORATION: Final = re.compile(r"^[\s*=#<>_.|~+!-]*")
_IN_ORDER: Final = (
    Kind.REPORT, Kind.OTHER, Kind.COPY, Kind.RETURN, Kind.PREBILL, Kind.CASH, Kind.KITCHEN,
    Kind.SALE,
)  # fmt: skip
"""Of several titles on one paper the first of these counts."""
_SLIP_WORDS: Final = frozenset(
    words_of(
        "RRN АВТОРИЗАЦИИ АВТОРИЗАЦИЯ АВТ ТЕРМИНАЛ ОДОБРЕНО ОДОБРЕНА АИD ТVR ТSИ АРРRОVАL "
        "АРРRОVЕD МЕRСНАNТ ПИН РИN ЕМV ТЕRМИNАL АUТН АССОUNТ ПАН РАN ЭКВАИЕР МЕRСНАNТИD "
        "ДЕРЖАТЕЛЯ ПОДПИСЬ"
    )
)
_RECEIPT_WORDS: Final = frozenset(
    words_of(
        "ЧЕК ЧЕКА ЧЕГІ КАССИР КАССАШЫ КАССА ПРОДАВЕЦ САТУШЫ ОФИЦИАНТ ДАЯШЫ ПОКУПКУ ТҮБІРТЕК "
        "КВИТАНЦИЯ РНМ ТНМ ЗНМ ОФД ФДО ПРОДАЖА САТУ RECEIPT CASHIER WAITER"
    )
)
"""Words without one of which a Cyrillic paper with a total is not taken for a receipt."""
_CYRILLIC_ONLY: Final = re.compile(r"[БГДЖЗЛПФЦЧШЩЪЫЬЭЮЯ]")
_SHIFT_WORDS: Final = re.compile(r"НЕОБНУЛ|НЕОБН\b")
_ORDER_WORDS: Final = frozenset(
    words_of(
        "ЗАКАЗ ЗАКАЗА СТОЛ ОФИЦИАНТ ГОСТЕИ ТАПСЫРЫС УСТЕЛ ДАЯШЫ ТАВLЕ ОRDЕR WАИТЕR АNТRЕАN "
        "КУРС МЕJА"
    )
)


@dataclass(frozen=True, slots=True)
class FoundKind:
    """A kind and the line that says it; no line when the paper's make-up says it."""

    kind: Kind
    quote: str | None


@dataclass(frozen=True, slots=True)
class _Title:
    """One line of titles."""

    kind: Kind
    strength: Strength
    row: Row


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the amounts on the paper tell of its kind."""

    has_total: bool
    has_foreign_total: bool
    """True when the word for total is not Cyrillic."""
    has_money: bool
    has_fiscal: bool
    is_paid: bool


def kind_of(rows: tuple[Row, ...], said: tuple[Said, ...], *, has_fiscal: bool) -> FoundKind:
    """Return what the paper is: its titles first, then what is on it."""
    titles = _titles(rows, said)
    sums = _sums(said, has_fiscal=has_fiscal)
    for kind in _IN_ORDER:
        for title in titles:
            if title.kind is not kind:
                continue
            if title.strength is Strength.STRONG:
                return FoundKind(kind, title.row.printed)
            if kind is Kind.KITCHEN and not (sums.has_total or sums.is_paid):
                return FoundKind(kind, title.row.printed)
            if kind in (Kind.PREBILL, Kind.OTHER) and not sums.is_paid:
                return FoundKind(kind, title.row.printed)
    return _by_make_up(rows, said, titles, sums)


def _sums(said: tuple[Said, ...], *, has_fiscal: bool) -> _Sums:
    """Return what the labelled amounts tell; card numbers are no payment where money has tiyn."""
    has_money = any(it.amount.looks_like_money for it in said)
    totals = [it for it in said if it.role in STRICT_TOTALS]
    paid = [it for it in said if it.role in PAYMENTS or it.role is Role.CHANGE]
    return _Sums(
        has_total=bool(totals),
        has_foreign_total=any(_is_foreign(it.label) for it in totals),
        has_money=has_money,
        has_fiscal=has_fiscal,
        is_paid=has_fiscal or any(it.amount.looks_like_money or not has_money for it in paid),
    )


def _by_make_up(
    rows: tuple[Row, ...], said: tuple[Said, ...], titles: list[_Title], sums: _Sums
) -> FoundKind:
    """Return the kind of a paper without a deciding title."""
    words = frozenset[str]().union(*(row.words for row in rows)) if rows else frozenset[str]()
    sale = next((title for title in titles if title.kind is Kind.SALE), None)
    has_goods = any(row.has_goods for row in rows)
    if any(_SHIFT_WORDS.match(word) for word in words) or words >= _BOTH_ENDS_OF_A_SHIFT:
        return FoundKind(Kind.REPORT, None)
    if (given := next(filter(_is_given_away, rows), None)) is not None:
        return FoundKind(Kind.OTHER, given.printed)
    if (taken_back := _taken_back(rows, said)) is not None:
        return FoundKind(Kind.RETURN, taken_back.printed)
    if not (has_goods or sums.has_fiscal) and _is_bank_slip(rows, words, has_title=bool(sale)):
        return FoundKind(Kind.OTHER, None)
    if sums.has_total and not (sums.is_paid or sale) and _is_at_table(words):
        return FoundKind(Kind.PREBILL, None)
    names_receipt = not _RECEIPT_WORDS.isdisjoint(words)
    is_receipt = sums.has_foreign_total or (sums.has_total and names_receipt)
    if is_receipt or sums.is_paid or (sale and sums.has_money):
        return FoundKind(Kind.SALE, sale.row.printed if sale else None)
    if has_goods and not sums.has_money and words & _ORDER_WORDS:
        return FoundKind(Kind.KITCHEN, None)
    return FoundKind(Kind.OTHER, None)


_BOTH_ENDS_OF_A_SHIFT: Final = frozenset(words_of("ОТКРЫТА ЗАКРЫТА"))
_TABLE_WORDS: Final = frozenset(
    words_of("СТОЛ СТОЛИК ОФИЦИАНТ ГОСТЕЙ ГОСТИ ҮСТЕЛ ДАЯШЫ TABLE WAITER GUESTS SERVER PAX")
)
_SALE_WITNESSES: Final = frozenset(
    words_of("ЧЕК ЧЕКА ЧЕГІ ТҮБІРТЕК ПРОДАЖА САТУ ПОКУПКУ РНМ ТНМ ОФД RECEIPT INVOICE TAX")
)
"""Words by which an unpaid paper from a table is a receipt all the same."""
_MOST_SLIP_WORDS: Final = 3
"""Words of a bank's slip that outweigh a lone title of a receipt."""


def _is_at_table(words: frozenset[str]) -> bool:
    """Tell whether a paper speaks of a table and by no word of a sale."""
    return not words.isdisjoint(_TABLE_WORDS) and words.isdisjoint(_SALE_WITNESSES)


def _is_bank_slip(rows: tuple[Row, ...], words: frozenset[str], *, has_title: bool) -> bool:
    """Tell whether a bank's words stand on a paper where nothing is sold."""
    count = len(words & _SLIP_WORDS)
    if not has_title:
        return count >= 2
    sold = (it for row in rows for it in row.said if it.role is Role.OTHER)
    names_goods = any(it.amount.looks_like_money for it in sold if not _is_fee(it.label))
    return count >= _MOST_SLIP_WORDS and not names_goods


def _is_fee(label: tuple[str, ...]) -> bool:
    """Tell whether a label is that of a bank's fee."""
    return any(word.startswith(("КОМИСС", "FЕЕ")) for word in label)


def _is_given_away(row: Row) -> bool:
    """Tell whether a line beside an amount says that the house paid."""
    return bool(row.said) and not row.has_goods and is_given_away(row.said[0].label)


_FEWER: Final = re.compile(
    r"(?<!\S)-\d+(?:[.,]\d+)? ?(?:шт|кг|дана)?\.? ?[xх*×] ?\d", re.IGNORECASE
)
"""A quantity below zero, times a price."""
_GIVEN_BACK: Final = words_of("ВОЗВРАТ REFUND")
_HANDED: Final = frozenset(words_of("ВОЗВРАЩЕНО ҚАЙТАРЫЛДЫ REFUNDED"))


def _taken_back(rows: tuple[Row, ...], said: tuple[Said, ...]) -> Row | None:
    """Return the line by which a paper without a title takes a sale back."""
    totals = [it for it in said if it.role in STRICT_TOTALS]
    if any(it.amount.value < 0 for it in totals):
        fewer = next((row for row in rows if _FEWER.search(row.text)), None)
        if fewer is not None:
            return fewer
    values = {abs(it.amount.value) for it in totals} - {0}
    first = min((it.row for it in totals), default=len(rows))
    paid = [abs(it.amount.value) for it in said if it.role in PAYMENTS]
    values = {value for value in values if value >= max(paid, default=0)}  # Else it is change.
    for it in said:
        is_back = any(word.startswith(_GIVEN_BACK) for word in it.label) or (
            not paid and not _HANDED.isdisjoint(it.label)
        )
        if is_back and it.row >= first and abs(it.amount.value) in values:
            return rows[it.row]
    return next(filter(_names_original, rows), None)


def _names_original(row: Row) -> bool:
    """Tell whether a line speaks of the receipt on which a return rests."""
    words = set(row.words)
    return bool(words & _RESTS_ON and words & _RECEIPT_NOUNS)


def _is_foreign(words: tuple[str, ...]) -> bool:
    """Tell whether no word holds a letter that only Cyrillic has."""
    return not any(_CYRILLIC_ONLY.search(word) for word in words)


_RESTS_ON: Final = frozenset(words_of("ОСНОВАНИЕ НЕГІЗ"))
_RECEIPT_NOUNS: Final = frozenset(words_of("ЧЕК ЧЕГІ"))
_SALE_WORDS: Final = frozenset(words_of("ПРОДАЖА ПРОДАЖИ САТУ"))
_TAKEN_BACK: Final = frozenset(words_of("ВОЗВРАТ ВОЗВРАТА ҚАЙТАРУ"))


def _titles(rows: tuple[Row, ...], said: tuple[Said, ...]) -> list[_Title]:
    """Return the titles on the paper, without goods that are named like one."""
    first, last = _goods_region(rows, said)
    is_sale_above = any(_is_sale_title(row) for row in rows[:first])
    found = []
    for row in rows:
        kinds = _kinds_said(rows, row, is_above=row.index < first)
        if not kinds or _is_goods(rows, row, inside=first <= row.index < last):
            continue
        for kind, strength in kinds:
            carries_money = len(row.amounts) > 1 or any(
                amount.decimals or amount.currency for amount in row.amounts
            )
            if carries_money and not (kind is Kind.CASH and row.index <= first):
                continue
            is_below = row.index > first - (not carries_money)
            if is_below and not (_is_loud(row) or _is_said_low(row, kind, strength)):
                continue
            is_rule = (row.index > last and is_sale_above) or tells_rules(
                row, _next_printed(rows, row)
            )
            if kind is Kind.RETURN and is_rule:
                continue
            found.append(_Title(kind, strength, row))
    return found


def _kinds_said(
    rows: tuple[Row, ...], row: Row, *, is_above: bool
) -> tuple[tuple[Kind, Strength], ...]:
    """Return what a line says as a title, also one that a narrow paper broke in two."""
    if kinds := titles_in(row.words):
        return kinds
    following = _next_printed(rows, row)
    heading = heading_of(row, following, is_above=is_above, is_loud=_is_loud(row))
    if heading is not None:
        return (heading,)
    if following is None or row.amounts or following.amounts or titles_in(following.words):
        return ()
    return titles_in(row.words + following.words)


def _is_said_low(row: Row, kind: Kind, strength: Strength) -> bool:
    """Tell whether a title counts below the goods too, even in small letters."""
    if kind is Kind.COPY:
        return True
    is_phrase = len(row.words) > 1
    return is_phrase and (
        kind is Kind.PREBILL or (kind is Kind.OTHER and strength is Strength.STRONG)
    )


def _next_printed(rows: tuple[Row, ...], row: Row) -> Row | None:
    """Return the next line that is not blank."""
    return next((it for it in rows[row.index + 1 :] if it.text.strip()), None)


def _is_sale_title(row: Row) -> bool:
    """Tell whether a title names a sale, and not that a sale is taken back."""
    words = set(row.words)
    return bool(titles_in(row.words) and words & _SALE_WORDS and not words & _TAKEN_BACK)


def _goods_region(rows: tuple[Row, ...], said: tuple[Said, ...]) -> tuple[int, int]:
    """Return the first row with goods or money, and the first with a total, or else the last."""
    first = next((row.index for row in rows if _is_priced(row)), len(rows))
    ends = [it.row for it in said if it.role in STRICT_TOTALS]
    if not ends:
        ends = [row.index for row in reversed(rows) if row.has_goods][:1]
    return first, max([first, *ends[:1]])


_TABLE_HEAD: Final = frozenset(words_of("НАИМЕНОВАНИЕ АТАУЫ КОЛ САНЫ СУММА СОМАСЫ ЦЕНА БАҒАСЫ"))


def _is_priced(row: Row) -> bool:
    """Tell whether a line holds a price or money, not only the number of a house or a shift."""
    if any(amount.is_price for amount in row.amounts) or len(_TABLE_HEAD & set(row.words)) > 1:
        return True
    return any(it.amount.looks_like_money or it.role in STRICT_TOTALS for it in row.said)


def _is_loud(row: Row) -> bool:
    """Tell whether a line is in capitals only."""
    return row.printed == row.printed.upper()


_QUOTES: Final = frozenset('"«»“”')


def _is_goods(rows: tuple[Row, ...], row: Row, *, inside: bool) -> bool:
    """Tell whether a line that reads like a title is rather the name of goods."""
    if row.has_goods or not _QUOTES.isdisjoint(row.text):
        return True
    above = next((it for it in reversed(rows[: row.index]) if it.text.strip()), None)
    if inside and above is not None and not above.is_empty:
        return True  # The rest of a name that the paper is too narrow for.
    begin = _DECORATION.sub("", row.text)
    if not begin or not (begin[0].isalpha() or begin[0] in LOST):
        return True
    following = _next_printed(rows, row)
    if following is not None and _is_multiplication(following):
        return True
    return inside and not _is_loud(row)


def _is_multiplication(row: Row) -> bool:
    """Tell whether a line is the quantity and price of the goods named above it."""
    if not row.amounts or row.text[: row.amounts[0].start].strip(" =*xх×"):
        return False
    return row.amounts[0].is_quantity or any(amount.is_price for amount in row.amounts)
