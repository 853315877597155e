"""What a paper without a deciding title is, by what stands on it."""

import re
from dataclasses import dataclass
from typing import Final

from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.receipt import Kind
from agent.core.rows import Row, Said
from agent.core.titles import is_given_away
from agent.core.words import words_of

_SLIP_WORDS: Final = frozenset(
    words_of(
        "RRN АВТОРИЗАЦИИ АВТОРИЗАЦИЯ АВТ ТЕРМИНАЛ ОДОБРЕНО ОДОБРЕНА АИD ТVR ТSИ АРРRОVАL "
        "АРРRОVЕD МЕRСНАNТ ПИН РИN ЕМV ТЕRМИNАL АUТН АССОUNТ ПАН РАN ЭКВАИЕР МЕRСНАNТИD "
        "ДЕРЖАТЕЛЯ ПОДПИСЬ"
    )
)
_MOST_SLIP_WORDS: Final = 3
"""Words of a bank's slip that outweigh a lone title of a receipt."""
_SALE_WORDS: Final = frozenset(
    words_of(
        "ЧЕК ЧЕКА ЧЕГІ ТҮБІРТЕК КВИТАНЦИЯ ПРОДАЖА САТУ ПОКУПКУ РНМ ТНМ ЗНМ ОФД ФДО RECEIPT "
        "INVOICE TAX"
    )
)
"""Words without one of which an unpaid paper is not taken for a receipt."""
_PAID_WORDS: Final = frozenset(words_of("ОПЛАЧЕНО ОПЛАЧЕН ТӨЛЕНДІ PAID"))
_CYRILLIC_ONLY: Final = re.compile(r"[БГДЖЗЛПФЦЧШЩЪЫЬЭЮЯ]")
_SHIFT_WORDS: Final = re.compile(r"НЕОБНУЛ|НЕОБН\b")
_BOTH_ENDS_OF_A_SHIFT: Final = frozenset(words_of("ОТКРЫТА ЗАКРЫТА"))
_SUMS_OF_SHIFTS: Final = frozenset(words_of("ВОЗВРАТЫ ВОЗВРАТОВ ВЫРУЧКА"))
_MANY_RECEIPTS: Final = words_of("ЧЕКОВ")[0]
_NO_PAYMENT: Final = STRICT_TOTALS | {Role.TAX, Role.COUNT, Role.CHANGE, Role.NOTHING}
_STILL_OWED: Final = frozenset(words_of("ОСТАЛОСЬ ОСТАТОК ҚАЛДЫ"))
_NO_NAMES: Final = frozenset(words_of("ПРОДАЖА ПРОДАЖИ ПРОДАЖ САТУ ВОЗВРАТ ЧЕКОВ КОЛИЧЕСТВО"))
_TABLE_WORDS: Final = frozenset(
    words_of("СТОЛ СТОЛИК ОФИЦИАНТ ГОСТЕЙ ГОСТИ ҮСТЕЛ ДАЯШЫ TABLE WAITER GUESTS SERVER PAX")
)
_ORDER_WORDS: Final = _TABLE_WORDS | frozenset(
    words_of("ЗАКАЗ ЗАКАЗА ТАПСЫРЫС ORDER ANTREAN КУРС MEJA")
)
_RESTS_ON: Final = frozenset(words_of("ОСНОВАНИЕ НЕГІЗ"))
_RECEIPT_NOUNS: Final = frozenset(words_of("ЧЕК ЧЕГІ"))
_FEWER: Final = re.compile(
    r"(?<!\S)-\d+(?:[.,]\d+)? ?(?:шт|кг|дана)?\.? ?[xх*×] ?\d", re.IGNORECASE
)
"""A quantity below zero, times a price."""
_GIVEN_BACK: Final = words_of("ВОЗВРАТ REFUND")
_MONEY_BACK: Final = frozenset(words_of("ВОЗВРАТ СУММЫ ДЕНЕГ НАЛИЧНЫХ REFUND CASH"))
"""Words of a line about money given back, wherever it stands: no goods are named so."""
_HANDED: Final = frozenset(words_of("ВОЗВРАЩЕНО ҚАЙТАРЫЛДЫ REFUNDED"))
_FEES: Final = words_of("КОМИСС FEE")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the amounts on a paper tell of its kind."""

    has_total: bool
    has_foreign_total: bool
    """True when the word for total is not Cyrillic."""
    has_money: bool
    has_fiscal: bool
    is_paid: bool


def sums_of(said: tuple[Said, ...], *, has_fiscal: bool) -> Sums:
    """Return what the labelled amounts tell; card numbers are no payment where money has tiyn."""
    has_money = any(it.amount.looks_like_money for it in said)
    totals = _totals(said)
    paid = [it for it in said if it.role in PAYMENTS or it.role is Role.CHANGE]
    return Sums(
        has_total=bool(totals),
        has_foreign_total=any(_is_foreign(it.label) for it in totals),
        has_money=has_money,
        has_fiscal=has_fiscal,
        is_paid=has_fiscal or any(it.amount.looks_like_money or not has_money for it in paid),
    )


def kind_by_make_up(
    rows: tuple[Row, ...], said: tuple[Said, ...], sale: Row | None, sums: Sums
) -> tuple[Kind, Row | None]:
    """Return what the paper is, and the line that says so; *sale* is a title of a sale."""
    words = frozenset[str]().union(*(row.words for row in rows)) if rows else frozenset[str]()
    has_goods = any(row.has_goods for row in rows)
    if (no_sale := _no_sale(rows, words, said, sums)) is not None:
        return no_sale
    if not (has_goods or sums.has_fiscal) and _is_bank_slip(said, words, has_title=bool(sale)):
        return Kind.OTHER, None
    is_told = sale is not None or not words.isdisjoint(_SALE_WORDS) or any(map(_says_paid, rows))
    is_titled = sale is not None and sums.has_money
    if is_titled or _is_sale(said, sums, is_told=is_told, has_goods=has_goods, words=words):
        return Kind.SALE, sale
    if sums.has_total and words & _ORDER_WORDS:
        return Kind.PREBILL, None
    if has_goods and not sums.has_money and words & _ORDER_WORDS:
        return Kind.KITCHEN, None
    return Kind.OTHER, None


def _no_sale(
    rows: tuple[Row, ...], words: frozenset[str], said: tuple[Said, ...], sums: Sums
) -> tuple[Kind, Row | None] | None:
    """Return the kind of a paper whose words or sums show that nothing was sold with it."""
    if _is_of_shift(rows, words, said):
        return Kind.REPORT, None
    if not sums.has_fiscal and _is_paid_nothing(said):
        return Kind.PREBILL, None
    if (given := _given_away(rows, said)) is not None:
        return Kind.OTHER, given
    if (taken_back := _taken_back(rows, said)) is not None:
        return Kind.RETURN, taken_back
    return None


def _says_paid(row: Row) -> bool:
    """Tell whether a line says that it was paid, and not how much of it."""
    return bool(row.words) and row.words[0] in _PAID_WORDS and not row.amounts


def _is_sale(
    said: tuple[Said, ...], sums: Sums, *, is_told: bool, has_goods: bool, words: frozenset[str]
) -> bool:
    """Tell whether a total or a payment is a sale's: the paper says so, or goods were paid for."""
    if sums.has_fiscal:
        return True
    if sums.has_foreign_total:
        return sums.is_paid or is_told or words.isdisjoint(_TABLE_WORDS)
    if is_told:
        return sums.has_total or sums.is_paid
    return sums.is_paid and (has_goods or _names_goods(said))


def _is_of_shift(rows: tuple[Row, ...], words: frozenset[str], said: tuple[Said, ...]) -> bool:
    """Tell whether a paper sums up a shift."""
    if any(_SHIFT_WORDS.match(word) for word in words) or words >= _BOTH_ENDS_OF_A_SHIFT:
        return True
    if any(it.label and it.label[0] in _SUMS_OF_SHIFTS for it in said):
        return True
    has_prices = any(amount.is_price for row in rows for amount in row.amounts)
    return _MANY_RECEIPTS in words and not (has_prices or _names_goods(said))


def _is_paid_nothing(said: tuple[Said, ...]) -> bool:
    """Tell whether all payments are zero, and nothing else says that the total was paid."""
    totals = [it for it in said if it.role in STRICT_TOTALS and it.amount.value]
    paid = [it for it in said if it.role in PAYMENTS]
    if not totals or not paid or any(it.amount.value for it in paid):
        return False
    last = max(it.row for it in totals)
    other = (it for it in said if it.row > last and it.amount.value)
    return all(it.role in _NO_PAYMENT or not _STILL_OWED.isdisjoint(it.label) for it in other)


def _is_bank_slip(said: tuple[Said, ...], words: frozenset[str], *, has_title: bool) -> bool:
    """Tell whether a bank's words stand on a paper where nothing is sold."""
    count = len(words & _SLIP_WORDS)
    if not has_title:
        return count >= 2
    return count >= _MOST_SLIP_WORDS and not _names_goods(said)


def _names_goods(said: tuple[Said, ...]) -> bool:
    """Tell whether something that is no sum of the paper has its price."""
    has_tiyn = any(it.amount.looks_like_money for it in said)
    first = min((it.row for it in _totals(said)), default=0)
    return any(
        (it.amount.looks_like_money or (not has_tiyn and it.row < first))
        and not any(word.startswith(_FEES) or word in _NO_NAMES for word in it.label)
        for it in said
        if it.role is Role.OTHER and it.label
    )


def _totals(said: tuple[Said, ...]) -> list[Said]:
    """Return what strict labels call totals."""
    return [it for it in said if it.role in STRICT_TOTALS]


def _given_away(rows: tuple[Row, ...], said: tuple[Said, ...]) -> Row | None:
    """Return the line that says that the house paid the whole sum."""
    values = {it.amount.value for it in _totals(said)}
    for row in rows:
        for it in row.said[:1]:
            if it.amount.value in values and not row.has_goods and is_given_away(it.label):
                return row
    return None


def _taken_back(rows: tuple[Row, ...], said: tuple[Said, ...]) -> Row | None:
    """Return the line by which a paper without a title takes a sale back."""
    totals = _totals(said)
    if any(it.amount.value < 0 for it in totals):
        fewer = next((row for row in rows if _FEWER.search(row.text)), None)
        if fewer is not None:
            return fewer
    paid = [abs(it.amount.value) for it in said if it.role in PAYMENTS]
    values = {abs(it.amount.value) for it in totals} or set(paid)
    values = (values or {abs(it.amount.value) for it in said if it.role is Role.SUM}) - {0}
    values = {value for value in values if value >= max(paid, default=0)}  # Else it is change.
    first = min((it.row for it in totals), default=0)
    for it in said:
        is_back = any(word.startswith(_GIVEN_BACK) for word in it.label) or (
            not paid and not _HANDED.isdisjoint(it.label)
        )
        is_below = it.row >= first or _MONEY_BACK.issuperset(it.label)
        if is_back and is_below and abs(it.amount.value) in values:
            return rows[it.row]
    return next(filter(_names_original, rows), None)


def _names_original(row: Row) -> bool:
    """Tell whether a line speaks of the receipt on which a return rests."""
    words = set(row.words)
    return bool(words & _RESTS_ON and words & _RECEIPT_NOUNS)


def _is_foreign(words: tuple[str, ...]) -> bool:
    """Tell whether no word holds a letter that only Cyrillic has."""
    return not any(_CYRILLIC_ONLY.search(word) for word in words)
