"""Words of reports, folded: what each line of a day's sums speaks of."""

from typing import Final

from agent.core.words import LOST, words_of


def _set(*listed: str) -> frozenset[str]:
    """Return whole words, folded."""
    return frozenset(word for line in listed for word in words_of(line))


def _stems(listed: str) -> tuple[str, ...]:
    """Return beginnings of words, folded."""
    return words_of(listed)


def has_stem(words: tuple[str, ...], stems: tuple[str, ...]) -> bool:
    """Tell whether one of *words* begins so."""
    return any(word.startswith(stems) or _is_damaged(word, stems) for word in words)


def _is_damaged(word: str, stems: tuple[str, ...]) -> bool:
    """Tell whether a word began so before its Kazakh letters were lost."""
    if not any(mark in word for mark in LOST):
        return False
    return any(
        len(word) >= len(stem)
        and all(it in (mark, *LOST) for mark, it in zip(stem, word, strict=False))
        for stem in stems
    )


SALES: Final = _set(
    "ПРОДАЖА ПРОДАЖИ ПРОДАЖ ПРОДАЖЕ ПРОДАЖАМ ПРОДАНО ПРИХОД ПРИХОДА САТУ САТУЛАР САТУДЫҢ",
    "САТУЛАРДЫҢ САТЫЛЫМ САТЫЛДЫ SALE SALES",
)
RETURNS: Final = _stems("ВОЗВРАТ ВОЗВРАЩ ҚАЙТАРУ ҚАЙТАРЫЛ REFUND RETURN")
APART: Final = _stems(
    "ПОКУП РАСХОД САТЫП ЗАКУП PURCHASE ВНЕСЕН ИЗЪЯТ ИЗЬЯТ ВЫЕМК ВЫПЛАТ ИНКАССАЦ СЛУЖЕБН САЛУ АЛУ "
    "ЕНГІЗ ШЫҒАР КАССЕ КАССАДА ЯЩИК DRAWER ВЫРУЧК ТҮСІМ НАЛИЧНОСТ ОСТАТ ҚАЛДЫ ПРЕДОПЛАТ АВАНС"
)
"""What is neither sold nor taken back: what the shop buys, and what happens to its cash."""
ACCUMULATED: Final = _stems(
    "НЕОБНУЛ НЕОБН НАКОПЛ НАРАСТ НӨЛДЕНБЕ НӨЛСІЗ НӨЛГЕ ЖИНАҚТ ЖИНАЛҒАН GRAND ACCUMULATED МОМЕНТА "
    "КОНТРОЛЬН ПАМЯТ ЖАДЫ ФИСКАЛИЗ ПЕРИОД КЕЗЕҢ ВЕСЬ БҮКІЛ"
)
AT_START: Final = _stems("НАЧАЛ БАСЫНДА OPENING")
AT_END: Final = _stems("КОНЕЦ СОҢЫНДА")
BREAKDOWNS: Final = _stems(
    "СЕКЦИ ОТДЕЛ БӨЛІМ ГРУППА ГРУППЫ ТОПТАР КАТЕГОР КАССИРАМ КАССИРОВ СОТРУДН ОФИЦИАНТАМ "
    "ОФИЦИАНТОВ ЧАСАМ ТОВАРАМ ТОВАРЫ ТАУАРЛАР БЛЮДАМ DEPARTMENT CATEGOR ПРЕДЫДУЩ АЛДЫҢҒЫ МЕСЯЦ"
)
"""Parts of the day's sums, or sums of another day, which name sales as well."""
ASIDE: Final = _stems(
    "НАЛОГ САЛЫҚ СКИДК СКИДОК ЖЕҢІЛД НАДБАВ НАЦЕНК АННУЛ СТОРНО ОТМЕН ОТЛОЖ СРЕДН ОРТАША ТОВАРОВ "
    "КОРРЕКЦ AVERAGE DISCOUNT VOID TAX"
)
"""Sums of something that is no sale, printed beside sales."""

COUNT_WORDS: Final = _set(
    "КОЛ КОЛВО КОЛИЧЕСТВО САНЫ ЧИСЛО ЧЕКОВ ЧЕКТЕР ОПЕРАЦИЙ QTY COUNT NUMBER RECEIPTS"
)
COUNT_LABEL: Final = COUNT_WORDS | _set(
    "ЧЕК ЧЕКИ ЧЕКТЕРДІҢ ЧЕКТЕРІНІҢ ЧЕКТЕРІНІ К О ВО В ОПЕРАЦИЯ OF ШТ ДОКУМЕНТОВ"
)
SUM_WORDS: Final = _set(
    "ИТОГО ИТОГ ВСЕГО СУММА СУММУ СОМАСЫ СОМА БАРЛЫҒЫ ЖИЫНЫ ЖИЫНТЫҒЫ ЖАЛПЫ TOTAL AMOUNT"
)
_FILLERS: Final = _set("ПО НА ОБЩАЯ ОБЩИЙ ТГ ТЕНГЕ ТЕҢГЕ KZT OF БОЙЫНША")
SUM_LABEL: Final = (
    SUM_WORDS | SALES | _FILLERS
    | _set("ВОЗВРАТ ВОЗВРАТА ВОЗВРАТЫ ВОЗВРАТОВ ВОЗВРАТУ ВОЗВРАТАМ ҚАЙТАРУ ҚАЙТАРУЛАР САТУДЫ")
)  # fmt: skip
DIRECT_LABEL: Final = (
    SUM_LABEL | COUNT_LABEL
    | _set("ЗА СМЕНУ СУТКИ ДЕНЬ АУЫСЫМ КҮН ЧЕКАМ ТОВАРА RETURNS RETURN REFUNDS REFUND ҚАЙТАРЫЛДЫ")
    | _set("ҚАЙТАРУДЫҢ ҚАЙТАРЫЛҒАН ЧЕКТЕР ВОЗВРАЩЕНО")
)  # fmt: skip
"""Words of a label that names its side and says no more than count and sum."""
NEUTRAL: Final = _set(
    "ИТОГИ ИТОГО ОБОРОТ ОБОРОТЫ ОПЕРАЦИИ СМЕНЫ СМЕНУ СМЕНА АУЫСЫМ ОТЧЕТ ЕСЕП REPORT"
)
HEAD: Final = NEUTRAL | _set("РНМ ТНМ МТН КТН ЗНМ МЗН БИН БСН ИИН ЖСН КАССА ККМ БКМ")
"""Words of lines above the sums that are no heading of sums."""
UNFINISHED: Final = _set("НА ПО С СО ЗА ДЛЯ ОТ ИЗ БЕЗ И В О")
