"""The face's words in Kazakh, Russian and English: sentences with their facts, labels, money."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from agent.core.card_at_hand import shown_end
from agent.core.counter_asides import ASIDES
from agent.core.counter_cards_said import CARDS
from agent.core.counter_sayings import Saying
from agent.core.counter_sentences import VOUCHERS
from agent.core.slip_texts import Language
from agent.core.till import ALMATY
from contracts.wire.units import Points, Tiyn, UnixTime

Words = Mapping[Language, str]

_TIYN: Final = 100
_GAP: Final = "\N{NO-BREAK SPACE}"
_SENTENCES: Final = {**VOUCHERS, **ASIDES, **CARDS}
_ORDER: Final = (Language.KAZAKH, Language.RUSSIAN, Language.ENGLISH)


def _in(kk: str, ru: str, en: str) -> Words:
    return dict(zip(_ORDER, (kk, ru, en), strict=True))


GLANCES: Final[Mapping[str, Words]] = {
    "idle": _in("Дайын", "Готово", "Ready"),
    "busy": _in("Күтіңіз", "Подождите", "Wait"),
    "offer": _in("Қабылдау?", "Принять?", "Accept?"),
    "accepted": _in("Қабылданды", "Принято", "Accepted"),
    "just_accepted": _in("Жаңа ғана", "Только что принят", "Just accepted"),
    "refused": _in("Қабылданбады", "Отказ", "Refused"),
    "used": _in("Пайдаланылған", "Уже использован", "Already used"),
    "card": _in("Қонақ картасы", "Карта гостя", "Member card"),
    "staff": _in("Назар аударыңыз", "Внимание", "Attention"),
}
"""The one word of a glance."""

ACTS: Final[Mapping[str, Words]] = {
    "confirm": _in("Қабылдау", "Принять", "Accept"),
    "refuse": _in("Қабылдамау", "Не принимать", "Do not accept"),
    "undo": _in("Қайтару", "Отменить приём", "Take back"),
    "type_code": _in("Кодты теру", "Набрать код", "Type the code"),
    "type_total": _in("Чек сомасы", "Сумма чека", "Receipt total"),
    "reprint": _in("Соңғы кодты қайта басу", "Повторить последний код", "Reprint last slip"),
    "lock": _in("Құлыптау", "Заблокировать", "Lock"),
    "unlock": _in("Құлыптан шығару", "Разблокировать", "Unlock"),
    "spend": _in("Ұпай жұмсау", "Потратить баллы", "Spend points"),
    "choose": _in("Таңдау", "Выбрать", "Choose"),
    "type_card_pin": _in("Картаның PIN-коды", "PIN-код карты", "The card's PIN"),
    "drop_card": _in("Картаны алып тастау", "Убрать карту", "Remove the card"),
    "next": _in("Келесі", "Дальше", "Next"),
}
"""What the keys and buttons are called."""

_LINES: Final[Mapping[str, Words]] = {
    "online": _in("Байланыс бар", "Связь есть", "Online"),
    "offline": _in("Байланыс жоқ", "Нет связи", "Offline"),
    "unknown": _in("Байланыс тексерілуде", "Связь проверяется", "Line not known yet"),
}
_QUEUED: Final = _in("жіберілмегені: {n}", "не отправлено: {n}", "waiting to be sent: {n}")
_UNMATCHED: Final = _in("Чексіз ваучерлер: {n}", "Ваучеры без чека: {n}", "Without receipt: {n}")
_DEVICES: Final[Mapping[str, Words]] = {
    "printer": _in("Принтер", "Принтер", "Printer"),
    "camera": _in("Камера", "Камера", "Camera"),
    "scanner": _in("Сканер", "Сканер", "Scanner"),
}
_STATES: Final[Mapping[str, Words]] = {
    "ready": _in("дайын", "готов", "ready"),
    "trouble": _in("ақау", "сбой", "trouble"),
    "none": _in("қосылмаған", "не подключён", "not set up"),
    "unknown": _in("тексерілуде", "проверяется", "being checked"),
}
_CAMERA_STATES: Final[Mapping[str, Words]] = {
    **_STATES,
    "ready": _in("дайын", "готова", "ready"),
}
_CARD: Final = _in(
    "Карта ···{end} → келесі чек", "Карта ···{end} → следующий чек", "Card ···{end} → next receipt"
)
_BOUGHT: Final = _in("алынған ваучер", "ваучер уже куплен", "voucher bought before")
_KEYS: Final = _in(
    "Байланыссыз қабылдау мерзімі: {until}", "Приём без связи до {until}", "Offline until {until}"
)
_NO_KEYS: Final = _in(
    "Байланыссыз қабылданбайды", "Без связи приёма нет", "Nothing is taken offline"
)


def words(saying: Saying, spoken: Language) -> tuple[str, str]:
    """Return the sentence and what to do, with the facts put in."""
    facts = {name: _fact(name, value) for name, value in saying.facts.items()}
    sentence, hint = _SENTENCES[saying.code][_ORDER.index(spoken)]
    return sentence.format_map(facts), hint.format_map(facts)


def money(value: Tiyn) -> str:
    """Return money as people here write it: 12 500 ₸, 12,50 ₸."""
    whole, rest = divmod(value, _TIYN)
    text = f"{whole:,}".replace(",", _GAP)
    return f"{text},{rest:02}{_GAP}₸" if rest else f"{text}{_GAP}₸"


def clock(at: UnixTime) -> str:
    """Return the time of day, to the second, as the wall clock of the shop shows it."""
    return datetime.fromtimestamp(at, ALMATY).strftime("%H:%M:%S")


def line(state: str, queued: int, spoken: Language) -> str:
    """Return how the line stands; what is queued is said, and never as accepted."""
    said = _LINES[state][spoken]
    return f"{said} · {_QUEUED[spoken].format(n=queued)}" if queued else said


def device(name: str, state: str, spoken: Language) -> str:
    """Return how a device stands."""
    states = _CAMERA_STATES if name == "camera" else _STATES
    return f"{_DEVICES[name][spoken]}: {states[state][spoken]}"


def keys(until: UnixTime | None, spoken: Language) -> str:
    """Return until when this till may decide without the hub."""
    return _NO_KEYS[spoken] if until is None else _KEYS[spoken].format(until=moment(until))


def card(number: int, spoken: Language) -> str:
    """Return whose the next receipt is: the end of a card's number, and no more of it."""
    return _CARD[spoken].format(end=shown_end(number))


def price(points: Points, bought: bool, spoken: Language) -> str:  # noqa: FBT001 - a fact of it
    """Return what a choice takes of the balance."""
    if bought:
        return _BOUGHT[spoken]
    text = f"{points:,}".replace(",", _GAP)
    return f"{text}{_GAP}{_points(points, spoken)}"


def _points(points: Points, spoken: Language) -> str:
    """Return the word for points that goes with a number of them."""
    if spoken is Language.KAZAKH:
        return "ұпай"
    if spoken is Language.ENGLISH:
        return "point" if points == 1 else "points"
    last, two = points % 10, points % 100
    if last == 1 and two != 11:
        return "балл"
    return "балла" if 2 <= last <= 4 and not 12 <= two <= 14 else "баллов"


def unmatched(count: int, spoken: Language) -> str:
    """Return how many vouchers no receipt has followed."""
    return _UNMATCHED[spoken].format(n=count)


def moment(at: UnixTime) -> str:
    """Return the day and the time of day, to the minute."""
    return datetime.fromtimestamp(at, ALMATY).strftime("%d.%m %H:%M")


def _fact(name: str, value: str | int) -> str:
    """Return a fact as text: `at` a time of day, `when` a day too, `value` and `total` money."""
    match name:
        case "at":
            return clock(UnixTime(int(value)))
        case "when" | "until":
            return moment(UnixTime(int(value)))
        case "points":
            return f"{int(value):,}".replace(",", _GAP)
        case "value" | "total":
            return money(Tiyn(int(value)))
        case _:
            return str(value)
