"""What a refusal says of a member card and its PIN: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from contracts.wire.refusals import Refusal


def _in(kk: str, ru: str, en: str) -> Mapping[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


CARDS: Final[Mapping[Refusal, Mapping[str, str]]] = {
    Refusal.CARD_BLOCKED: _in(
        "Бұл карта бұғатталған немесе ауыстырылған.",
        "Эта карта заблокирована или заменена.",
        "This card is blocked or was replaced.",
    ),
    Refusal.WRONG_PIN: _in(
        "Картаның PIN-коды қате.",
        "Неверный PIN-код карты.",
        "Not the card's PIN.",
    ),
    Refusal.PIN_WAIT: _in(
        "PIN-код бірнеше рет қате терілді. Сәл күтіңіз.",
        "PIN-код несколько раз набран неверно. Подождите немного.",
        "The PIN was wrong several times. Wait a little.",
    ),
    Refusal.PIN_BLOCKED: _in(
        "PIN-код тым көп рет қате терілді. Жаңасын дүкенде қойып береді.",
        "PIN-код набран неверно слишком много раз. Новый зададут в магазине.",
        "Too many wrong PINs. The shop can give the card a new one.",
    ),
}

HOW: Final[Mapping[str, str]] = _in(
    "Төлер алдында көрсетіңіз: ұпай өзі түседі",
    "Покажите перед оплатой: баллы придут сами",
    "Show it before you pay: it earns by itself",
)
"""What a card says on paper, in all three."""
