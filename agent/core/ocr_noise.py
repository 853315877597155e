"""Lines read from pictures, mended where a machine reads letters and digits wrongly."""

import re
from functools import lru_cache
from typing import Final

from agent.core.words import clean, fold

_LISTED: Final = (
    "ИТОГО ИТОГ БАРЛЫҒЫ ЖИЫНЫ ЖИЫНТЫҒЫ ВСЕГО ОПЛАТЕ ТӨЛЕУГЕ НАЛИЧНЫЕ НАЛИЧНЫМИ ПОЛУЧЕНО СДАЧА "
    "ҚАЙТАРЫМ БАНКОВСКАЯ КАРТА КАРТАСЫ БЕЗНАЛИЧНЫМИ ПЛАТЕЖНАЯ ПРОДАЖА ПРОДАЖИ ВОЗВРАТ "
    "ВОЗВРАТА ҚАЙТАРУ ДУБЛИКАТ КОПИЯ КӨШІРМЕ ПРОМЕЖУТОЧНЫЙ АРАЛЫҚ СКИДКА ЖЕҢІЛДІК ОТЧЕТ СМЕНА "
    "АУЫСЫМ ПОРЯДКОВЫЙ НОМЕР РЕТТІК НӨМІРІ ФИСКАЛЬНЫЙ ФИСКАЛДЫ ФИСКАЛДЫҚ ПРИЗНАК БЕЛГІ ВРЕМЯ "
    "УАҚЫТЫ СТОИМОСТЬ ПРЕДЧЕК ВНЕСЕНИЕ ИЗЪЯТИЕ АННУЛИРОВАН ПОКУПКА ПОДЫТОГ ҚҰЖАТ ДОКУМЕНТ "
    "АЛЫНДЫ ҚОЛМА ОКРУГЛЕНИЕ ҚҰНЫ ЧЕКТІҢ"
)
_KNOWN: Final = tuple(map(fold, _LISTED.split()))
_BY_LENGTH: Final = {
    length: [word for word in _KNOWN if len(word) == length]
    for length in {len(word) for word in _KNOWN}
}
_SHORTEST: Final = 5
"""Letters from which a word with one wrong letter is still sure to be the known one."""

_WORD: Final = re.compile(r"[^\W\d_][\w]*")
_LETTER_IN_NUMBER: Final = re.compile(r"(?<=\d)[OОоo](?=[\d.,]|\b)|(?<=[.,])[OОоo]{2}\b")
_SIGN: Final = re.compile(r"(?:^|(?<=[ :]))[-=~]+ ?(?=\d)")
"""A minus before an amount: a machine sees one where `=` stands, so it says nothing."""
_GAP_IN_NUMBER: Final = re.compile(r"(?<=\d) ?([.,]) ?(?=\d{2,3}(?!\d))")


def mended(line: str) -> str:
    """Return a line with its numbers closed up and its known words spelt as they are known."""
    text = _SIGN.sub(" ", clean(line))
    text = _LETTER_IN_NUMBER.sub("0", text)
    text = _GAP_IN_NUMBER.sub(r"\1", text)
    return _WORD.sub(lambda found: _word(found[0]), text)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """Return the known word that one misread letter turned into *word*; else *word*."""
    folded = fold(word).replace("0", "О").replace("3", "З").replace("6", "Б").replace("1", "И")
    if len(folded) < _SHORTEST or folded.isdigit():
        return word
    for known in _BY_LENGTH.get(len(folded), ()):
        if sum(one != other for one, other in zip(folded, known, strict=True)) <= 1:
            return known
    for length in (len(folded) - 1, len(folded) + 1):
        for known in _BY_LENGTH.get(length, ()) if len(folded) > _SHORTEST else ():
            if _differs_by_a_letter(*sorted((folded, known), key=len)):
                return known
    return word


def _differs_by_a_letter(short: str, long: str) -> bool:
    """Tell whether *long* is *short* with one letter put in."""
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
