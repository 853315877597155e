"""The words of the claim's page: Kazakh, Russian, English; dates as `hub.core.spoken` has them."""

from collections.abc import Mapping
from typing import Final

from flask import request

from hub.core.spoken import day, moment, plain, points_of, points_word, span
from hub.web.sentences import LANGUAGES

__all__ = [
    "NAMES", "WORDS", "day", "moment", "page_language", "plain", "points_of", "points_word", "span",
]  # fmt: skip

_FALLBACK: Final = "ru"
"""For a browser that asks for none of our languages: most people here read it."""
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kk": {
        "title": "Чектің ұпайы",
        "waiting": "Сізді күтіп тұр",
        "yours": "Сіздікі",
        "receipt": "{total}\N{NO-BREAK SPACE}₸ чек",
        "until": "Соңғы мерзім: {time}",
        "telegram": "Telegram-да ашу",
        "claim": "Ұпайды алу",
        "here": "Ұпайды осында алу",
        "app": "Ұпайларыма өту",
        "signed_out": "Telegram-да немесе осы жерде аласыз: құпиясөз керек емес.",
        "no_bot": "Ұпай алу үшін дүкеннен бағдарламаға қалай қосылуды сұраңыз.",
        "newcomer": "Деңгейіңіз жоғары болса, ұпай да көбірек.",
        "steps": "Telegram-да ашасыз|Ұпай бірден қосылады|Тәтті аласыз",
        "paper": "Чекті басқаға көрсетпеңіз: ұпайды кодты бірінші пайдаланған адам алады.",
        "ask": "Сұрақ болса, чекпен бірге дүкенге келіңіз.",
        "language": "Тіл",
    },
    "ru": {
        "title": "Баллы за чек",
        "waiting": "Ждут вас",
        "yours": "Ваши",
        "receipt": "Чек на {total}\N{NO-BREAK SPACE}₸",
        "until": "Можно получить до {time}",
        "telegram": "Открыть в Telegram",
        "claim": "Получить баллы",
        "here": "Получить баллы здесь",
        "app": "К моим баллам",
        "signed_out": "В Telegram или прямо здесь: пароль не нужен.",
        "no_bot": "Спросите в магазине, как присоединиться к программе и получить баллы.",
        "newcomer": "Чем выше ваш уровень, тем больше баллов.",
        "steps": "Откройте в Telegram|Баллы придут сразу|Обменяйте на угощение",
        "paper": "Не показывайте чек другим: баллы получит тот, кто первым воспользуется кодом.",
        "ask": "Если что-то не так, покажите чек в магазине.",
        "language": "Язык",
    },
    "en": {
        "title": "Points for a receipt",
        "waiting": "Waiting for you",
        "yours": "Yours",
        "receipt": "Receipt of {total}\N{NO-BREAK SPACE}₸",
        "until": "Can be claimed until {time}",
        "telegram": "Open in Telegram",
        "claim": "Claim the points",
        "here": "Take the points here",
        "app": "Go to my points",
        "signed_out": "In Telegram or right here: there is no password.",
        "no_bot": "Ask in the shop how to join the programme and get the points.",
        "newcomer": "The higher your tier, the more points.",
        "steps": "Open it in Telegram|The points come at once|Swap them for a treat",
        "paper": "Keep the receipt to yourself: the points go to whoever uses the code first.",
        "ask": "If something is wrong, show the receipt in the shop.",
        "language": "Language",
    },
}
NAMES: Final[Mapping[str, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def page_language() -> str:
    """Return the language that was chosen on the page, else the one that the browser prefers."""
    chosen = request.args.get("lang")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, _FALLBACK) or _FALLBACK
