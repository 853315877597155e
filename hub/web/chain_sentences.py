"""What becomes of points on chain, said to a person: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from hub.core.movable import Movable
from hub.core.settlement.moves import MoveState
from hub.web.page_words import moment, points_word

Sentences = Mapping[str, str]


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": kk, "ru": ru, "en": en}


MOVES: Final[Mapping[MoveState, Sentences]] = {
    MoveState.PENDING: _in(
        "Жолда: келесі есепте блокчейнге жазылады.",
        "В пути: попадёт в блокчейн со следующим отчётом.",
        "On its way: the next statement on the blockchain will hold it.",
    ),
    MoveState.DELAYED: _in(
        "Блокчейнге жазылды. Күту мерзімі өткен соң әмияныңызға алуға болады.",
        "Записано в блокчейне. Забрать в кошелёк можно будет после срока ожидания.",
        "Stated on the blockchain. It can be claimed once the waiting time is over.",
    ),
    MoveState.CLAIMABLE: _in(
        "Әмияныңызға алуға дайын. Оны сізге өзіміз де жібереміз.",
        "Можно забрать в кошелёк. Мы отправим и сами, если подождёте.",
        "Ready to be claimed into your wallet. If you wait, we will send it to you.",
    ),
    MoveState.CLAIMED: _in(
        "Әмияныңызда.",
        "В вашем кошельке.",
        "In your wallet.",
    ),
}
"""How far a move out is."""
RETURNS: Final[Mapping[bool, Sentences]] = {
    False: _in(
        "Жолда: блокчейнде көрінді, шотыңызға жазылып жатыр.",
        "В пути: уже видно в блокчейне, зачисляем на ваш счёт.",
        "On its way: seen on the blockchain, being credited to you.",
    ),
    True: _in(
        "Ұпайларыңызға қайтарылды.",
        "Вернулось к вашим баллам.",
        "Back among your points.",
    ),
}
"""What came back: seen, and then credited."""
_NOW: Final = _in(
    "Қазір әмияныңызға {now} ұпай аудара аласыз.",
    "Сейчас в кошелёк можно перевести {now} {word}.",
    "You can move {now} {word} to your wallet now.",
)
_NONE_NOW: Final = _in(
    "Қазір әмияныңызға ұпай аудару мүмкін емес.",
    "Сейчас перевести баллы в кошелёк нельзя.",
    "None of your points can be moved to your wallet now.",
)
_LATER: Final = _in(
    "{later} ұпайды мына уақыттан бастап аудара аласыз: {since}.",
    "{later} {word} можно будет перевести с {since}.",
    "You can move {later} from {since} on.",
)


def movable_sentence(movable: Movable, language: str) -> str:
    """Return how many points may leave now, and from when more: what a refused move can do."""
    frame = _NOW if movable.now else _NONE_NOW
    word = points_word(movable.now, language)
    said = frame[language].format(now=movable.now, word=word)
    if movable.since is None:
        return said
    word = points_word(movable.later, language)
    since = moment(movable.since, language)
    return f"{said} {_LATER[language].format(later=movable.later, word=word, since=since)}"
