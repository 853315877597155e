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
    "АЛЫНДЫ ҚОЛМА ОКРУГЛЕНИЕ ҚҰНЫ ЧЕКТІҢ ЧЕГІ ЧЕГІНІҢ КӨШІРМЕСІ САТУДЫ САТЫП ТАУАР ТАУАРДЫ "
    "ЖИЫНТЫҚ ТӨЛЕНДІ ТӨЛЕМ КҮНІ ФИСКАЛЬНОГО ПОВТОРНЫЙ ПОВТОРНАЯ ВОЗВРАТНЫЙ ПРИХОДА ОПЕРАЦИИ "
    "ДУБЛИКАТЫ ЕСЕП ЕСЕБІ АУЫСЫМДЫҚ АҚША ЕНГІЗУ ШЫҒАРУ АЛДЫН ЕСЕПШОТ ШОТЫ ҚОНАҚ СЧЕТ ГАШЕНИЕМ "
    "ИНКАССАЦИЯ ЖОЙЫЛДЫ ОТМЕНА СТОРНО ТЕЛНҰСҚА БЕЗНАЛИЧНЫЙ РАСЧЕТА ПРЕДОПЛАТА ОПЛАТА СОНЫҢ "
    "ІШІНДЕ НАКЛАДНАЯ СПИСАНИЯ ЗАКУП ТОВАРА ТОВАРНЫЙ КАССОВЫЙ КАССАЛЫҚ"
)
_ALIKE: Final = str.maketrans(
    dict.fromkeys("ІЇИЙГҐҒ!|1LJ", "Т")
    | dict.fromkeys("ӨƟ0ЭQ", "О")
    | {"Қ": "К", "Ң": "Н", "Ү": "У", "Ұ": "У", "3": "З", "6": "Б"}
)
"""Letters of one look to a machine: it knows few Kazakh capitals, and reads `І` as `Т` or `Г`."""


def _look(word: str) -> str:
    """Return *word* with one letter for all letters that look like it."""
    return fold(word.upper().translate(_ALIKE)).translate(_ALIKE)


_KNOWN: Final = {_look(word): word for word in _LISTED.split()}
_BY_LENGTH: Final = {
    length: [(look, word) for look, word in _KNOWN.items() if len(look) == length]
    for length in {len(look) for look in _KNOWN}
}
_SHORTEST: Final = 5
"""Letters from which a word with one wrong letter is still sure to be the known one."""
_LONG: Final = 9
"""Letters from which two may be wrong."""

_WORD: Final = re.compile(r"[^\W\d_][\w!|]*")
_LETTER_IN_NUMBER: Final = re.compile(r"(?<=\d)[OОоo](?=[\d.,]|\b)|(?<=[.,])[OОоo]{2}\b")
_SIGN: Final = re.compile(r"(?:^|(?<=[ :*]))[-=~«»<>_\"“”„'‘’—–:]+ ?(?=\d)")
"""A mark before an amount: a machine sees any of them where `=` stands, so they say nothing."""
_TENGE: Final = re.compile(r"(?:^|(?<=[ =*:]))[тТtTŦ](?=[1-9][\d ]*(?:[.,]\d\d)?(?: {2}|$))")
"""The sign of the tenge before an amount is read as the letter that it looks like."""
_TIMES: Final = re.compile(r"(?<=\d) [%&жЖ+] (?=[-=]?₸? ?\d)")
"""The star between quantity and price."""
_COMPANY: Final = re.compile(r"\b[TТ][0OО]{2}\b")
"""`ТОО`, a company; its zeros would be an amount."""
_KASPI: Final = re.compile(r"\b[КK][аa][а-яa-zѕ][рpг][іi1їl]\b(?: (?:[ОOQ0][А-ЯA-ZҚІ]|QR)\b)?")
"""`Kaspi QR`, the commonest way to pay, in letters that the machine was not taught."""
_NUMBER_SIGN: Final = re.compile(r"\b([Чч][Ее][Кк]) (?:[МMNІ]|Ме|Мо|Лф|Хе) ?(?=\d)")
_KZT: Final = re.compile(r"(?<=\d\d) [КK][2ZРP?7/АИ]?[ТT]\b")
_VISA: Final = re.compile(r"\b[УV][ТІI1]?[З3ЅS5][АA]\b")
_GAP_IN_NUMBER: Final = re.compile(r"(?<=\d) ?([.,]) ?(?=\d{2,3}(?!\d))")


def mended(line: str) -> str:
    """Return a line with its numbers closed up and its known words spelt as they are known."""
    text = _TENGE.sub("₸", clean(line))
    text = _TIMES.sub(" * ", _SIGN.sub(" ", text))
    text = _LETTER_IN_NUMBER.sub("0", _COMPANY.sub("ТОО", text))
    text = _GAP_IN_NUMBER.sub(r"\1", text)
    text = _KZT.sub(" KZT", _NUMBER_SIGN.sub(r"\1 № ", text))
    text = _VISA.sub("VISA", _KASPI.sub("Kaspi QR", text))
    return _WORD.sub(lambda found: _word(found[0]), text)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """Return the known word that misread letters turned into *word*; else *word*."""
    look = _look(word)
    if len(look) < _SHORTEST - 1 or word.isdigit():
        return word
    if look in _KNOWN:
        return word if fold(word) == fold(_KNOWN[look]) else _KNOWN[look]
    if len(look) < _SHORTEST:
        return word
    most = 2 if len(look) >= _LONG else 1
    for known, spelt in _BY_LENGTH.get(len(look), ()):
        if sum(one != other for one, other in zip(look, known, strict=True)) <= most:
            return spelt
    for length in (len(look) - 1, len(look) + 1):
        for known, spelt in _BY_LENGTH.get(length, ()) if len(look) > _SHORTEST else ():
            if _differs_by_a_letter(*sorted((look, known), key=len)):
                return spelt
    return word


def _differs_by_a_letter(short: str, long: str) -> bool:
    """Tell whether *long* is *short* with one letter put in."""
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
