"""Which currency a receipt is in: marks on the paper, signs of a country, or the till's own."""

import re
from collections import Counter
from typing import Final

from agent.core.labels import STRICT_TOTALS
from agent.core.rows import Row, Said

_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]{3}")
_KAZAKH: Final = re.compile(r"[ӘәҒғҚқҢңӨөҰұҮүҺһ]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7af]")
_KZ_WORDS: Final = frozenset(
    ["БИН", "БСН", "ЖСН", "РНМ", "ТНМ", "ЗНМ", "КЗН", "МЗН", "КГД", "МКК", "КСН", "ФДО", "БАК", "WЕВКАSSА", "ККС"]
)
"""Words that only stand on Kazakh paper, folded."""

_LOOSE_MARKS: Final[dict[str, str]] = {
    "RМ": "MYR", "RР": "IDR", "МYR": "MYR", "ТЕНГЕ": "KZT", "ТГ": "KZT", "КZТ": "KZT",
    "USD": "USD", "ЕUR": "EUR",
}  # fmt: skip


def currency_of(rows: tuple[Row, ...], said: tuple[Said, ...], default: str) -> str | None:
    """Return the currency of the paper; None when neither it nor its country says."""
    if _is_kazakh(rows):
        return "KZT"
    beside_totals = {
        it.amount.currency for it in said if it.role in STRICT_TOTALS and it.amount.currency
    }
    if len(beside_totals) == 1:
        return beside_totals.pop()
    if marks := _marks(rows):
        return marks.most_common(1)[0][0]
    text = "\n".join(row.printed for row in rows)
    if _KANA.search(text):
        return "JPY"
    if _HANGUL.search(text):
        return "KRW"
    if _HAN.search(text):
        return "CNY"
    return default if _CYRILLIC.search(text) else None


def _is_kazakh(rows: tuple[Row, ...]) -> bool:
    """Tell whether words or letters say that the paper is from Kazakhstan."""
    return any(not _KZ_WORDS.isdisjoint(row.words) or _KAZAKH.search(row.printed) for row in rows)


def _marks(rows: tuple[Row, ...]) -> Counter[str]:
    """Count the currency marks beside amounts, and words that name a currency."""
    found = Counter(
        amount.currency for row in rows for amount in row.amounts if amount.currency is not None
    )
    if not found:
        found.update(
            _LOOSE_MARKS[word] for row in rows for word in row.words if word in _LOOSE_MARKS
        )
        found.update("USD" for row in rows if "$" in row.text)
        found.update("EUR" for row in rows if "€" in row.text)
    return found
