"""What a machine notes when it closes a review, as people read it: Kazakh, Russian, English.

Persons write notes in their own words; these are shown as they were written.
"""

from collections.abc import Mapping
from typing import Final

from hub.core.receipts.records import Ending
from hub.web.claim_sentences import ENDINGS

_NOTES: Final[Mapping[str, tuple[str, str, str]]] = {
    "the accrual has come and says the same": (
        "Касса чекті тапсырды, бәрі сәйкес.", "Касса передала чек, всё сходится.",
        "The till has handed the receipt in, and it agrees.",
    ),
    "the closing report was approved": (
        "Ауысым есебі мақұлданды.", "Z-отчёт одобрен.", "The closing report was approved.",
    ),
    "a person said of which sale it is": (
        "Қай сатылым екені көрсетілді.", "Указано, к какой продаже относится возврат.",
        "A person said which sale it belongs to.",
    ),
    "the sale was rejected": (
        "Сатылым қабылданбады.", "Продажа отклонена.", "The sale was rejected.",
    ),
    "the sale was approved": ("Сатылым мақұлданды.", "Продажа одобрена.", "The sale was approved."),
    "the quarantine was lifted": (
        "Касса қайтадан жұмыс істейді.", "Касса снова работает.", "The till works again.",
    ),
    "the till was revoked": ("Касса өшірілді.", "Касса отключена.", "The till was taken out."),
    "the till was written off": ("Касса есептен шығарылды.", "Касса списана.",
                                 "The till was written off."),
}  # fmt: skip
_PLACE: Final = {"kk": 0, "ru": 1, "en": 2}
_ENDED: Final = {f"ended: {it.value}": it for it in Ending}


def note_sentence(note: str, spoken: str) -> str:
    """Return a review's note: a machine's in a language that we speak, a person's as it stands."""
    if note in _ENDED:
        return ENDINGS[_ENDED[note]][spoken]
    known = _NOTES.get(note)
    return note if known is None else known[_PLACE[spoken]]
