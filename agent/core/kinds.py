"""What a piece of paper is; the names of goods must not be taken for its title."""

import re
from dataclasses import dataclass
from typing import Final

from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.receipt import Kind
from agent.core.rows import Row, Said
from agent.core.titles import Strength, titles_in
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
    return _by_make_up(rows, titles, sums)


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


def _by_make_up(rows: tuple[Row, ...], titles: list[_Title], sums: _Sums) -> FoundKind:
    """Return the kind of a paper without a deciding title."""
    words = frozenset[str]().union(*(row.words for row in rows)) if rows else frozenset[str]()
    sale = next((title for title in titles if title.kind is Kind.SALE), None)
    has_goods = any(row.has_goods for row in rows)
    if any(_SHIFT_WORDS.match(word) for word in words):
        return FoundKind(Kind.REPORT, None)
    if (taken_back := next(filter(_names_original, rows), None)) is not None:
        return FoundKind(Kind.RETURN, taken_back.printed)
    if len(words & _SLIP_WORDS) >= 2 and not (has_goods or sums.has_fiscal or sale):
        return FoundKind(Kind.OTHER, None)
    names_receipt = not _RECEIPT_WORDS.isdisjoint(words)
    is_receipt = sums.has_foreign_total or (sums.has_total and names_receipt)
    if is_receipt or sums.is_paid or (sale and sums.has_money):
        return FoundKind(Kind.SALE, sale.row.printed if sale else None)
    if has_goods and not sums.has_money and words & _ORDER_WORDS:
        return FoundKind(Kind.KITCHEN, None)
    return FoundKind(Kind.OTHER, None)


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
        kinds = titles_in(row.words) or _heading(row, first)
        if not kinds or _is_goods(rows, row, inside=first <= row.index < last):
            continue
        for kind, strength in kinds:
            carries_money = len(row.amounts) > 1 or any(
                amount.decimals or amount.currency for amount in row.amounts
            )
            if carries_money and not (kind is Kind.CASH and row.index <= first):
                continue
            is_below = row.index > first - (not carries_money)
            if is_below and kind is not Kind.COPY and not _is_loud(row):
                continue
            if kind is Kind.RETURN and row.index > last and is_sale_above:
                continue  # The shop's rules for returns, below a sale.
            found.append(_Title(kind, strength, row))
    return found


_REPORT_WORDS: Final = frozenset(words_of("ОТЧЕТ ЕСЕП ЕСЕБІ REPORT"))
_OFFICE_WORDS: Final = frozenset(
    words_of(
        "АКТ АКТІСІ НАКЛАДНАЯ ЖҮКҚҰЖАТ ЖҮКҚҰЖАТЫ ИНВЕНТАРИЗАЦИЯ ИНВЕНТАРИЗАЦИОННАЯ ТҮГЕНДЕУ "
        "ПЕРЕМЕЩЕНИЕ СПИСАНИЕ ПРИЕМКА ПОСТУПЛЕНИЕ ОПРИХОДОВАНИЕ ПОСТАВЩИКУ ЖЕТКІЗУШІГЕ ФАКТУРА "
        "ЗАЯВКА СМЕТА ПЕРЕОЦЕНКА ЦЕННИК ЦЕННИКИ"
    )
)
"""Words of papers from behind the counter, which have totals too."""
_LONGEST_HEADING: Final = 6


def _is_sale_title(row: Row) -> bool:
    """Tell whether a title names a sale, and not that a sale is taken back."""
    words = set(row.words)
    return bool(titles_in(row.words) and words & _SALE_WORDS and not words & _TAKEN_BACK)


def _heading(row: Row, first: int) -> tuple[tuple[Kind, Strength], ...]:
    """Return the kind of a heading that names some report, or some paper of the office."""
    if len(row.words) > _LONGEST_HEADING:
        return ()
    is_above = row.index < first
    if is_above and not _OFFICE_WORDS.isdisjoint(row.words):
        return ((Kind.OTHER, Strength.STRONG),)
    if _REPORT_WORDS.isdisjoint(row.words):
        return ()
    begins_so = not _REPORT_WORDS.isdisjoint(row.words[:2])
    is_said = is_above and (begins_so or _is_loud(row))
    if is_said or (_is_loud(row) and row.words[0] in _REPORT_WORDS):
        return ((Kind.REPORT, Strength.STRONG),)
    return ()


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
    following = next((it for it in rows[row.index + 1 :] if it.text.strip()), None)
    if following is not None and _is_multiplication(following):
        return True
    return inside and not _is_loud(row)


def _is_multiplication(row: Row) -> bool:
    """Tell whether a line is the quantity and price of the goods named above it."""
    if not row.amounts or row.text[: row.amounts[0].start].strip(" =*xх×"):
        return False
    return row.amounts[0].is_quantity or any(amount.is_price for amount in row.amounts)
