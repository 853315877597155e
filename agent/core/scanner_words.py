"""What is said of scanners and of shifts: a sentence and what to do, Kazakh, Russian, English."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from agent.core.shift_keeping import Unlocked, WrongPin
from agent.core.shifts import PinFault
from agent.core.slip_texts import Language
from hardware.serial.layouts import Tangle
from hardware.serial.scans import Fault
from hardware.serial.troubles import Trouble

Spoken = tuple[str, str]
"""A sentence, and what to do about it."""

_ORDER: Final = (Language.KAZAKH, Language.RUSSIAN, Language.ENGLISH)
_MINUTE_S: Final = 60


class Advice(StrEnum):
    """What the assistant found out about a scanner."""

    WEDGE = "wedge"
    """It types what it reads, into whatever program is in front."""


_OTHER_LAYOUT: Final = (
    (
        "Код басқа пернетақта тілінде терілді",
        "Пернетақтаны ағылшыншаға ауыстырып, қайта сканерлеңіз; сканерді COM режиміне қойған дұрыс",
    ),
    (
        "Код набран в другой раскладке",
        "Включите английскую раскладку и сканируйте ещё раз; лучше переведите сканер в режим COM",
    ),
    (
        "The code was typed in another keyboard layout",
        "Switch the keyboard to English and scan again; better, set the scanner to COM mode",
    ),
)

_SCANNERS: Final[Mapping[Trouble | Fault | Tangle | Advice, tuple[Spoken, Spoken, Spoken]]] = {
    Trouble.ABSENT: (
        ("Сканер қосылмаған", "Кабелін тексеріңіз: қосылса, өзі табылады"),
        ("Сканер не подключён", "Проверьте кабель: после подключения он найдётся сам"),
        ("The scanner is not plugged in", "Check its cable: it is found by itself"),
    ),
    Trouble.DENIED: (
        ("Сканерге рұқсат жоқ", "Әкімші бұл пайдаланушыға сериялық порттарға рұқсат беруі керек"),
        ("Нет доступа к сканеру", "Администратор должен дать доступ к последовательным портам"),
        ("No access to the scanner", "The administrator must allow this user serial ports"),
    ),
    Trouble.BUSY: (
        ("Сканерді басқа бағдарлама пайдаланып тұр", "Сол бағдарламаны жабыңыз"),
        ("Сканер занят другой программой", "Закройте эту программу"),
        ("Another program uses the scanner", "Close that program"),
    ),
    Trouble.BROKEN: (
        ("Сканермен байланыс үзілді", "Кабелін тексеріңіз: байланыс өзі қалпына келеді"),
        ("Связь со сканером прервалась", "Проверьте кабель: связь восстановится сама"),
        ("The line to the scanner broke", "Check its cable: it comes back by itself"),
    ),
    Trouble.WRONG: (
        ("Сканердің мекенжайы қате", "Баптауларда түзетіңіз, мысалы: serial://COM3?baud=9600"),
        (
            "Адрес сканера указан неверно",
            "Исправьте в настройках, например: serial://COM3?baud=9600",
        ),
        ("The scanner's address is wrong", "Correct it, for example: serial://COM3?baud=9600"),
    ),
    Fault.TOO_LONG: (
        ("Код тым ұзын", "Бұл ваучер емес"),
        ("Код слишком длинный", "Это не ваучер"),
        ("The code is too long", "It is no voucher"),
    ),
    Fault.NOISE: (
        ("Сканер жіберген дерек оқылмайды", "Порт жылдамдығын тексеріңіз, әдетте 9600"),
        ("Данные сканера не читаются", "Проверьте скорость порта, обычно 9600"),
        ("What the scanner sends cannot be read", "Check the port's speed, mostly 9600"),
    ),
    Tangle.MIXED: _OTHER_LAYOUT,
    Tangle.AMBIGUOUS: _OTHER_LAYOUT,
    Advice.WEDGE: (
        (
            "Бұл сканер кодты пернетақта сияқты тереді",
            "Оны COM режиміне ауыстырыңыз, әйтпесе кодтар касса бағдарламасына түседі",
        ),
        (
            "Этот сканер печатает код как клавиатура",
            "Переведите его в режим COM, иначе коды попадут в кассовую программу",
        ),
        (
            "This scanner types its codes like a keyboard",
            "Set it to COM mode, or its codes end up in the POS program",
        ),
    ),
}

_PIN_FAULTS: Final[Mapping[PinFault, tuple[Spoken, Spoken, Spoken]]] = {
    PinFault.DIGITS: (
        ("PIN-кодта 4–8 сан болады", "Басқасын таңдаңыз; алты сан болғаны дұрыс"),
        ("В PIN от 4 до 8 цифр", "Выберите другой; лучше шесть цифр"),
        ("A PIN has 4 to 8 digits", "Choose another one; six are better"),
    ),
    PinFault.EASY: (
        ("Мұндай PIN-кодты кез келген адам табады", "Басқасын таңдаңыз"),
        ("Такой PIN угадает любой", "Выберите другой"),
        ("Anybody guesses this PIN", "Choose another one"),
    ),
    PinFault.TAKEN: (
        ("Бұл PIN-код осы кассада жарамайды", "Басқасын таңдаңыз"),
        ("Такой PIN на этой кассе не подходит", "Выберите другой"),
        ("This PIN cannot be used at this till", "Choose another one"),
    ),
}

_YOURS: Final = ("Ауысым: {cashier}", "Смена: {cashier}", "Shift: {cashier}")
_BEFORE: Final = (
    "Алдыңғы ауысым жабылды: {before}",
    "Предыдущая смена закрыта: {before}",
    "The shift before is closed: {before}",
)
_WRONG: Final = (
    ("PIN-код дұрыс емес", "Қайта теріңіз"),
    ("PIN неверный", "Наберите ещё раз"),
    ("Wrong PIN", "Type it again"),
)
_WAIT: Final = (
    ("Әзірге PIN-код қабылданбайды", "{wait} кейін қайта теріңіз"),
    ("PIN пока не принимается", "Наберите снова через {wait}"),
    ("No PIN is taken just now", "Type it again in {wait}"),
)
_LENGTHS: Final = (("{n} секундтан", "{n} минуттан"), ("{n} с", "{n} мин"), ("{n} s", "{n} min"))


def scanner_words(what: Trouble | Fault | Tangle | Advice, spoken: Language) -> Spoken:
    """Return what is wrong with a scanner or with what it sent, and what to do."""
    return _SCANNERS[what][_ORDER.index(spoken)]


def pin_fault_words(fault: PinFault, spoken: Language) -> Spoken:
    """Return why a PIN cannot be one, and what to do."""
    return _PIN_FAULTS[fault][_ORDER.index(spoken)]


def unlock_words(answer: Unlocked | WrongPin, spoken: Language) -> Spoken:
    """Return what a PIN led to; the second part is empty where nothing is to be said."""
    place = _ORDER.index(spoken)
    if isinstance(answer, Unlocked):
        before = answer.handed_over_by
        said = _BEFORE[place].format(before=before) if before is not None else ""
        return _YOURS[place].format(cashier=answer.cashier), said
    if not answer.wait_s:
        return _WRONG[place]
    sentence, hint = _WAIT[place]
    return sentence, hint.format(wait=_length(answer.wait_s, place))


def _length(seconds: int, place: int) -> str:
    """Return a wait as people say it: in seconds below two minutes, else in minutes, rounded up."""
    in_seconds, in_minutes = _LENGTHS[place]
    if seconds < 2 * _MINUTE_S:
        return in_seconds.format(n=seconds)
    return in_minutes.format(n=-(-seconds // _MINUTE_S))
