"""The hub's front page: for whoever types its name, and wonders what it is."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, make_response, render_template

from hub.web import page_words
from hub.web.context import the_hub
from hub.web.look import look_url
from hub.web.page_words import NAMES, page_language
from hub.web.squeezing import squeeze

_KEPT_S: Final = 300
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kk": {
        "what": "Дүкендер мен наубайханалардың ұпай бағдарламасы. Чектегі кодты"
        " сканерлеп, ұпай жинайсыз да, оны тәттіге айырбастайсыз.",
        "members": "Сатып алушыларға",
        "scan": "Телефон камерасын чектің ең астындағы Baursak кодына бағыттаңыз.",
        "app": "Ұпай, сыйлық, ваучер — бәрі Telegram ішіндегі қосымшада. Тіркелу қажет емес.",
        "owners": "Дүкен иелеріне",
        "desk": "Сатылым, кассалар және тексерілетін чектер бір жерде.",
        "sign_in": "Кабинетке кіру",
        "api": "Бағдарламашыларға: API сипаттамасы",
    },
    "ru": {
        "what": "Программа баллов магазинов и пекарен. Сканируйте код на чеке,"
        " копите баллы и меняйте их на угощения.",
        "members": "Покупателям",
        "scan": "Наведите камеру телефона на код Baursak в самом низу чека.",
        "app": "Баллы, награды и ваучеры — в приложении внутри Telegram. Регистрация не нужна.",
        "owners": "Владельцам магазинов",
        "desk": "Продажи, кассы и чеки на проверке — в одном месте.",
        "sign_in": "Войти в кабинет",
        "api": "Разработчикам: описание API",
    },
    "en": {
        "what": "The points programme of shops and bakeries. Scan the code on a receipt,"
        " collect points and swap them for treats.",
        "members": "For shoppers",
        "scan": "Point your phone's camera at the Baursak code at the foot of the receipt.",
        "app": "Points, rewards and vouchers are in the app inside Telegram. There is nothing to"
        " sign up for.",
        "owners": "For shop owners",
        "desk": "Sales, tills and receipts to review, in one place.",
        "sign_in": "Sign in",
        "api": "For developers: the API",
    },
}

landing = Blueprint("landing", __name__, template_folder="templates")


@landing.get("/")
def show() -> Response:
    """Say what this is, and show members and owners their doors."""
    spoken = page_language()
    bot = the_hub().programme.bot
    answer = make_response(
        render_template(
            "landing.html",
            lang=spoken,
            names=NAMES,
            words={**page_words.WORDS[spoken], **WORDS[spoken]},
            telegram=None if bot is None else f"https://t.me/{bot}?startapp",
            look=look_url,
        )
    )
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT_S}"
    answer.headers["Content-Language"] = spoken
    answer.vary.add("Accept-Language")
    return squeeze(answer)
