"""Which currency a receipt is in: marks on the paper, signs of a country, or the till's own."""

import re
from collections import Counter
from typing import Final

from agent.core.labels import STRICT_TOTALS
from agent.core.rows import Row, Said
from agent.core.words import words_of

_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]{3}")
_KAZAKH: Final = re.compile(r"[ӘәҒғҚқҢңӨөҰұҮүҺһ]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7af]")
_KZ_WORDS: Final = frozenset(
    words_of("БИН БСН ЖСН РНМ ТНМ ЗНМ КЗН МЗН КГД МКК КСН ФДО БАК WЕВКАSSА ККС")
)
"""Words that only stand on Kazakh paper, folded."""

_LOOSE_MARKS: Final[dict[str, str]] = {
    "RМ": "MYR", "RР": "IDR", "МYR": "MYR", "ТЕНГЕ": "KZT", "ТГ": "KZT", "КZТ": "KZT",
    "USD": "USD", "ЕUR": "EUR",
}  # fmt: skip

_SIGNS: Final = {"$": "USD", "€": "EUR", "₸": "KZT"}


def currency_of(
    rows: tuple[Row, ...], said: tuple[Said, ...], default: str
) -> tuple[str | None, Row | None]:
    """Return the currency of the paper and the row that says it.

    No currency when neither the paper nor its language says; no row when only the language does.
    """
    if (kazakh := _kazakh_row(rows)) is not None:
        return "KZT", kazakh
    beside: dict[str, Row] = {
        it.amount.currency: rows[it.row]
        for it in said
        if it.role in STRICT_TOTALS and it.amount.currency
    }
    text = "\n".join(row.printed for row in rows)
    if len(beside) != 1 and (mark := _most_marked(rows)) is not None:
        beside = dict([mark])
    for currency, row in beside.items():
        return ("JPY" if currency == "CNY" and _KANA.search(text) else currency), row
    return _by_language(text, default), None


def _by_language(text: str, default: str) -> str | None:
    """Return the currency of the countries that write so; the till's own for Cyrillic."""
    for letters, code in ((_KANA, "JPY"), (_HANGUL, "KRW"), (_HAN, "CNY")):
        if letters.search(text):
            return code
    return default if _CYRILLIC.search(text) else None


def _kazakh_row(rows: tuple[Row, ...]) -> Row | None:
    """Return the first row whose words or letters say that the paper is from Kazakhstan."""
    for row in rows:
        if not _KZ_WORDS.isdisjoint(row.words) or _KAZAKH.search(row.printed):
            return row
    return None


def _most_marked(rows: tuple[Row, ...]) -> tuple[str, Row] | None:
    """Return the currency that most rows name, and the first that does."""
    marked = [
        (amount.currency, row) for row in rows for amount in row.amounts if amount.currency
    ] or [(code, row) for row in rows for code in _named(row)]
    if not marked:
        return None
    most, _ = Counter(code for code, _ in marked).most_common(1)[0]
    return next((code, row) for code, row in marked if code == most)


def _named(row: Row) -> list[str]:
    """Return the currencies that a row names apart from its amounts."""
    found = [_LOOSE_MARKS[word] for word in row.words if word in _LOOSE_MARKS]
    return found + [code for sign, code in _SIGNS.items() if sign in row.text]
