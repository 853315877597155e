"""What a refusal says to a person: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

Sentences = Mapping[str, str]

SENTENCES: Final[Mapping[str, Sentences]] = {
    "malformed": {
        "kk": "Сұрау дұрыс пішімде емес.",
        "ru": "Запрос составлен неверно.",
        "en": "The request is not in the right form.",
    },
    "http_404": {
        "kk": "Мұндай бет жоқ.",
        "ru": "Такой страницы нет.",
        "en": "There is no such page.",
    },
}
_UNSAID: Final[Sentences] = {
    "kk": "Сұрау орындалмады.",
    "ru": "Запрос не выполнен.",
    "en": "The request was not carried out.",
}


def sentence(code: str, language: str) -> str:
    """Return what *code* says in *language* (kk, ru or en)."""
    return SENTENCES.get(code, _UNSAID)[language]
