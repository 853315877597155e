"""Headings: short lines above the goods of which one word says what the paper is."""

from typing import Final

from agent.core.receipt import Kind
from agent.core.rows import Row
from agent.core.titles import Strength
from agent.core.words import words_of

Title = tuple[Kind, Strength]

_LONGEST: Final = 6
"""Words of the longest heading; longer lines are sentences."""

_REPORT_WORDS: Final = frozenset(words_of("ОТЧЕТ ЕСЕП ЕСЕБІ REPORT"))
_OFFICE_WORDS: Final = frozenset(
    words_of(
        "АКТ АКТІСІ НАКЛАДНАЯ ЖҮКҚҰЖАТ ЖҮКҚҰЖАТЫ ИНВЕНТАРИЗАЦИЯ ИНВЕНТАРИЗАЦИОННАЯ ТҮГЕНДЕУ "
        "ПЕРЕМЕЩЕНИЕ СПИСАНИЕ ПРИЕМКА ПОСТУПЛЕНИЕ ОПРИХОДОВАНИЕ ПОСТАВЩИКУ ЖЕТКІЗУШІГЕ ФАКТУРА "
        "ЗАЯВКА СМЕТА ПЕРЕОЦЕНКА ЦЕННИК ЦЕННИКИ"
    )
)
"""Words of papers from behind the counter, which have totals too."""

_STEMS: Final[tuple[tuple[str, Title], ...]] = tuple(
    (stem, (kind, strength))
    for listed, kind, strength in (
        (
            (
                "АННУЛИР ОТМЕНА ОТМЕНЕН ТҮЗЕТУ ЖОЙЫЛДЫ КОММЕРЧЕСК ВЕДОМОСТ РЕВИЗИ БРАКЕРАЖ "
                "ЗАРПЛАТ ЖАЛАҚЫ ОСТАТКИ"
            ),
            Kind.OTHER,
            Strength.STRONG,
        ),
        ("ВЫРУЧК СВОДН", Kind.REPORT, Strength.STRONG),
        ("БЛАНК ПРЕДЗАКАЗ", Kind.PREBILL, Strength.WEAK),
    )
    for stem in words_of(listed)
)
"""Beginnings of words that make any heading above the goods the title of such a paper."""

_RETURN_WORDS: Final = frozenset(
    words_of(
        "ВОЗВРАТ ВОЗВРАТА ВОЗВРАТЕ ВОЗВРАТНЫЙ ВОЗВРАТНАЯ ҚАЙТАРУ ҚАЙТАРЫЛҒАН ҚАЙТАРЫЛДЫ REFUND"
    )
)
_RETURN_PAPERS: Final = words_of(
    "ЧЕК ЧЕГІ ККМ ККТ ДОКУМЕНТ ҚҰЖАТ КАСС ПОКУПАТЕЛ КЛИЕНТ ТОВАР ТАУАР ПРОДАЖ САТУ ПРИХОД ДЕНЕГ "
    "ДЕНЕЖН ОПЛАТ ОПЕРАЦИ АВАНС ПРЕДОПЛАТ ЗАКАЗ CASH CARD SALE RECEIPT TRANSACTION"
)
"""Beginnings of words that make a heading about a return the title of one."""
_RULE_WORDS: Final = frozenset(
    words_of(
        "НЕ ПРИ ИХ МОЖНО ЕСЛИ КҮН ІШІНДЕ DAYS WITHIN POLICY ҚАЙТАРЫМ ДНЕЙ ДНЯ СУТОК ДЛЯ "
        "ВОЗВРАТОВ ВОЗВРАТАМ"
    )
)
_RULE_STEMS: Final = words_of(
    "ТЕЧЕНИ ОБМЕН ПОДЛЕЖ ПРАВИЛ УСЛОВИ ВОЗМОЖ СОХРАН БОЛМАЙДЫ ЖАТПАЙДЫ АЙЫРБАСТ ЗАКОН ПРИНИМ "
    "ОСУЩЕСТВЛ ПРОИЗВОД"
)
"""Words by which a line speaks of returns in general; change is no return either."""


def heading_of(row: Row, following: Row | None, *, is_above: bool, is_loud: bool) -> Title | None:
    """Return what one word of a heading says the paper is; None for all other lines."""
    if len(row.words) > _LONGEST:
        return None
    if is_above and not _OFFICE_WORDS.isdisjoint(row.words):
        return Kind.OTHER, Strength.STRONG
    if (report := _report(row, is_above=is_above, is_loud=is_loud)) is not None:
        return report
    names_goods = following is not None and following.is_amount_only
    if not is_above or row.said or names_goods or tells_rules(row, following):
        return None
    return _by_stem(row)


_UNDONE: Final = words_of(
    "АННУЛИРОВАН ОТМЕНЕН СТОРНИРОВАН УДАЛЕН НЕДЕЙСТВИТЕЛ ЖАРАМСЫЗ ЖОЙЫЛДЫ ВОЗВРАЩЕН VOIDED CANCEL"
)
_WHAT_IS_UNDONE: Final = words_of(
    "СТАТУС ТОВАР ТАУАР ЧЕК ЧЕГІ СЧЕТ ЗАКАЗ ПРОДАЖ ДОКУМЕНТ ОПЕРАЦИ ОПЛАТ ПОКУПК САТУ RECEIPT "
    "SALE ORDER BILL"
)
_UNLESS: Final = frozenset(words_of("НЕ БЕЗ ПРИ ЕСЛИ ПОСЛЕ МОЖНО МОЖЕТ NOT IF"))
_LONGEST_UNDONE: Final = 4
"""Words of the longest line that says that a receipt no longer counts."""


def says_undone(words: tuple[str, ...]) -> bool:
    """Tell whether a short line says that the receipt it stands on no longer counts."""
    if len(words) > _LONGEST_UNDONE or not _UNLESS.isdisjoint(words):
        return False
    return any(word.startswith(_UNDONE) for word in words) and any(
        word.startswith(_WHAT_IS_UNDONE) for word in words
    )


def tells_rules(row: Row, following: Row | None) -> bool:
    """Tell whether a line, or its end on the next one, speaks of how goods may be returned."""
    goes_on = following is not None and following.text.lstrip()[:1].islower()
    words = row.words + (following.words if following and goes_on else ())
    return any(word in _RULE_WORDS or word.startswith(_RULE_STEMS) for word in words)


def _report(row: Row, *, is_above: bool, is_loud: bool) -> Title | None:
    """Return that a heading names some report, wherever a report's title may stand."""
    if _REPORT_WORDS.isdisjoint(row.words):
        return None
    begins_so = not _REPORT_WORDS.isdisjoint(row.words[:2])
    is_said = is_above and (begins_so or is_loud)
    if is_said or (is_loud and row.words[0] in _REPORT_WORDS):
        return Kind.REPORT, Strength.STRONG
    return None


def _by_stem(row: Row) -> Title | None:
    """Return what the first telling word says, unless the line goes on from the one above."""
    if row.text.lstrip()[:1].islower():
        return None
    if not _RETURN_WORDS.isdisjoint(row.words):
        # A shop may bear such a name: then it earns nothing, but takes no points back either.
        is_titled = any(word.startswith(_RETURN_PAPERS) for word in row.words)
        return Kind.RETURN if is_titled else Kind.OTHER, Strength.STRONG
    for word in row.words:
        for stem, title in _STEMS:
            if word.startswith(stem):
                return title
    return None
