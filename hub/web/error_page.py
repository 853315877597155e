"""A no for people: a page in their language with a way on, where a browser asks for one."""

from collections.abc import Mapping
from typing import Final

from flask import Response, make_response, render_template, request

from contracts.wire.refusals import Refusal
from hub.web import page_session, page_words
from hub.web.headers import IN_TELEGRAM, PAGE
from hub.web.look import look_url
from hub.web.page_words import NAMES
from hub.web.sentences import LANGUAGES, sentence
from hub.web.squeezing import squeeze

_HTML: Final = "text/html"
_JSON: Final = "application/json"
TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "not_found": (
        "Мұндай бет табылмады",
        "Такой страницы нет",
        "There is no such page",
    ),
    "not_found_text": (
        "Мекенжай қате терілген немесе бет жойылған болуы мүмкін.",
        "Возможно, адрес набран с ошибкой или страницу убрали.",
        "The address may be mistyped, or the page is gone.",
    ),
    "our_bug": (
        "Бізде ақау шықты",
        "У нас что-то сломалось",
        "Something broke on our side",
    ),
    "our_bug_text": (
        "Бір минуттан кейін қайталап көріңіз. Көмек сұрасаңыз, ақаудың нөмірін айтыңыз.",
        "Попробуйте ещё раз через минуту. Если обратитесь за помощью, назовите номер сбоя.",
        "Try again in a minute. If you ask for help, give the incident number.",
    ),
    "busy": (
        "Сервер қазір жауап бере алмайды",
        "Сервер сейчас не отвечает",
        "The server cannot answer right now",
    ),
    "busy_text": (
        "Бір минуттан кейін қайталап көріңіз. Ұпайларыңыз бен чектеріңіз жоғалмайды.",
        "Попробуйте ещё раз через минуту. Ваши баллы и чеки не пропадут.",
        "Try again in a minute. Your points and receipts are not lost.",
    ),
    "incident": ("Ақаудың нөмірі: {id}", "Номер сбоя: {id}", "Incident number: {id}"),
    "again": ("Қайталау", "Повторить", "Try again"),
    "home": ("Басты бетке", "На главную", "Go to the home page"),
    "language": ("Тіл", "Язык", "Language"),
}
"""Kazakh, Russian, English; a refusal that is not here says its own sentence."""
_HOMES: Final = ("/app/", "/owner/")
"""Parts of the hub with a home page of their own."""
_PASSING: Final = frozenset({Refusal.OUR_BUG, Refusal.BUSY, Refusal.RATE_LIMITED})
"""What asking again may mend."""


def wants_page() -> bool:
    """Whether a person's browser asks, and not a program or a page's own script."""
    accepted = request.accept_mimetypes
    return accepted.quality(_HTML) > accepted.quality(_JSON)


def error_page(refusal: Refusal, status: int, incident: object = None) -> Response:
    """Return the page that says a refusal, and where to go from there."""
    spoken = _language()
    words = {name: said[LANGUAGES.index(spoken)] for name, said in TEXTS.items()}
    page = render_template(
        "error.html",
        lang=spoken,
        names=NAMES,
        look=look_url,
        w=words,
        title=words.get(refusal.value, sentence(refusal, spoken)),
        text=words.get(f"{refusal.value}_text"),
        incident=None if incident is None else words["incident"].format(id=incident),
        again=refusal in _PASSING and request.method == "GET",
        may_turn=request.method == "GET" and not request.path.startswith(page_session.PATH),
        home=next((it for it in _HOMES if request.path.startswith(it)), "/"),
    )
    answer = make_response(page, status)
    framed = request.path.startswith("/app/")
    answer.headers["Content-Security-Policy"] = IN_TELEGRAM if framed else PAGE
    answer.headers["Content-Language"] = spoken
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Accept-Language")
    return squeeze(answer)


def _language() -> str:
    in_dashboard = request.path.startswith(page_session.PATH)
    return page_session.page_language() if in_dashboard else page_words.page_language()
