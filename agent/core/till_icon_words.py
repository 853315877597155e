"""The words of the icon, its menu and what it tells aloud: in Kazakh, Russian and English."""

from enum import StrEnum
from typing import Final

from agent.core.slip_texts import Language
from agent.core.till_icon import Mark, Matter, TillIcon

Words = tuple[str, str, str]
_ORDER: Final = tuple(Language)


class Item(StrEnum):
    """An entry of the menu."""

    WINDOW = "window"
    STRIP = "strip"
    REPRINT = "reprint"
    STATUS = "status"
    BYPASS_ON = "bypass_on"
    BYPASS_OFF = "bypass_off"
    CONFIRM_ON = "confirm_on"
    CONFIRM_OFF = "confirm_off"
    QUIT = "quit"
    CONFIRM_QUIT = "confirm_quit"


class Said(StrEnum):
    """What is told once something was done, or could not be."""

    REPRINTED = "reprinted"
    NO_SLIP = "no_slip"
    NO_BROWSER = "no_browser"
    NO_WINDOW = "no_window"
    NOT_CHANGED = "not_changed"


_MARKS: Final[dict[Mark, Words]] = {
    Mark.READY: ("Дайын", "Готово", "Ready"),
    Mark.OFFLINE: ("Байланыс жоқ", "Нет связи", "Offline"),
    Mark.STAFF: ("Көмек керек", "Нужен сотрудник", "Staff needed"),
    Mark.BYPASS: ("Айналып өту қосулы", "Обход включён", "Bypass is on"),
    Mark.GONE: ("Агент жұмыс істемейді", "Агент не работает", "The agent does not run"),
}
_MATTERS: Final[dict[Matter, Words]] = {
    Matter.PRINTER: (
        "Принтер жауап бермейді: қуатын, кабелін, қағазын тексеріңіз",
        "Принтер не отвечает: проверьте питание, кабель и бумагу",
        "The printer does not answer: check power, cable and paper",
    ),
    Matter.TAP: (
        "Касса бағдарламасымен байланыс жоқ: компьютерді қайта қосыңыз",
        "Нет связи с кассовой программой: перезагрузите компьютер",
        "No link to the POS program: restart this computer",
    ),
    Matter.REFUSED: (
        "Бұл кассаның деректері қабылданбайды: басшыға хабарлаңыз",
        "Данные этой кассы не принимаются: сообщите управляющему",
        "Nothing is taken from this till: tell the manager",
    ),
    Matter.CLOCK: (
        "Компьютердің сағаты дұрыс емес: уақытын түзетіңіз",
        "Часы компьютера неверны: исправьте время",
        "This computer's clock is wrong: set it right",
    ),
    Matter.DISK: (
        "Деректер сақталмай тұр: дискідегі бос орынды тексеріңіз",
        "Данные не сохраняются: проверьте место на диске",
        "Nothing can be stored: check this computer's disk",
    ),
    Matter.SCANNER: (
        "Сканер немесе камера жұмыс істемейді: кабелін тексеріңіз; кодты теруге болады",
        "Сканер или камера не работает: проверьте кабель; код можно набрать",
        "Scanner or camera does not work: check its cable; codes can be typed",
    ),
}
_GONE: Final[Words] = (
    "Чек шықпаса, агентті іске қосыңыз немесе компьютерді қайта қосыңыз",
    "Если чеки не печатаются, запустите агента или перезагрузите компьютер",
    "If no receipts come out, start the agent or restart this computer",
)
_BYPASS: Final[Words] = (
    "Чектер принтерге тікелей барады, ұпай кодтары басылмайды",
    "Чеки идут прямо на принтер, коды для баллов не печатаются",
    "Receipts go straight to the printer; no slips",
)
_QUEUED: Final[Words] = ("Жіберілмегені: {n}", "Не отправлено: {n}", "Waiting to be sent: {n}")
_NOTHING_LOST: Final[Words] = (
    "Касса жұмысын жалғастыруда, ештеңе жоғалмайды",
    "Касса работает дальше, ничего не теряется",
    "The till goes on working; nothing is lost",
)
_PRINTER_READY: Final[Words] = ("Принтер: дайын", "Принтер: готов", "Printer: ready")
_ONLINE: Final[Words] = ("Байланыс бар", "Связь есть", "Online")
_NO_HUB: Final[Words] = ("Бағдарламасыз жұмыс", "Работа без программы", "In no programme yet")
_ITEMS: Final[dict[Item, Words]] = {
    Item.WINDOW: ("Терезені ашу", "Открыть окно", "Open the window"),
    Item.STRIP: ("Жолақты ашу", "Открыть полосу", "Open the strip"),
    Item.REPRINT: (
        "Соңғы кодты қайта басу", "Повторить последний код", "Reprint the last slip"
    ),
    Item.STATUS: ("Күйі", "Состояние", "Status"),
    Item.BYPASS_ON: ("Айналып өту: өшірулі", "Обход: выключен", "Bypass: off"),
    Item.BYPASS_OFF: ("Айналып өту: қосулы", "Обход: включён", "Bypass: on"),
    Item.CONFIRM_ON: (
        "Иә, қосу: чектер тікелей, кодсыз",
        "Да, включить: чеки напрямую, без кодов",
        "Yes, switch it on: receipts straight, no slips",
    ),
    Item.CONFIRM_OFF: (
        "Иә, өшіру: кодтар қайта басылады",
        "Да, выключить: коды снова печатаются",
        "Yes, switch it off: slips again",
    ),
    Item.QUIT: ("Белгішені жабу", "Закрыть значок", "Quit this icon"),
    Item.CONFIRM_QUIT: (
        "Иә, жабу: касса жұмысын жалғастырады",
        "Да, закрыть: касса работает дальше",
        "Yes, quit it: the till goes on working",
    ),
}  # fmt: skip
_SAID: Final[dict[Said, Words]] = {
    Said.REPRINTED: (
        "Соңғы код қайта басылды",
        "Последний код напечатан ещё раз",
        "The last slip was printed again",
    ),
    Said.NO_SLIP: (
        "Код басылмады: қайталайтын код жоқ немесе принтер жауап бермейді",
        "Код не напечатан: повторять нечего или принтер не отвечает",
        "Not printed: there is no slip to repeat, or the printer does not answer",
    ),
    Said.NO_BROWSER: (
        "Терезе ашылмады: Chromium, Chrome немесе Edge орнатыңыз",
        "Окно не открылось: установите Chromium, Chrome или Edge",
        "The window did not open: install Chromium, Chrome or Edge",
    ),
    Said.NO_WINDOW: (
        "Терезе ашылмады: браузер іске қосылмайды",
        "Окно не открылось: браузер не запускается",
        "The window did not open: the browser does not start",
    ),
    Said.NOT_CHANGED: (
        "Өзгертілмеді: агент қалтасына жазу рұқсаты жоқ",
        "Не изменено: нет прав на запись в папку агента",
        "Not changed: no right to write to the agent's folder",
    ),
}
_AGAIN: Final[Words] = ("Қайтадан бәрі дұрыс", "Снова всё в порядке", "All is well again")


def line_of(icon: TillIcon, spoken: Language) -> str:
    """Return the icon's one line: the state, and how much waits."""
    said = _in(_MARKS[icon.mark], spoken)
    return f"Baursak · {said} · {icon.queued}" if icon.queued else f"Baursak · {said}"


def lines_of(icon: TillIcon, spoken: Language) -> list[str]:
    """Return all that is known, one line each: the menu's status."""
    lines = [_in(_MARKS[icon.mark], spoken)]
    if icon.bypass:
        lines.append(_in(_BYPASS, spoken))
    if icon.mark is Mark.GONE:
        return [*lines, _in(_GONE, spoken)]
    lines += [_in(_MATTERS[it], spoken) for it in icon.matters]
    if Matter.PRINTER not in icon.matters:
        lines.append(_in(_PRINTER_READY, spoken))
    if icon.mark is Mark.OFFLINE:
        lines.append(_in(_NOTHING_LOST, spoken))
    elif icon.mark is Mark.READY:
        lines.append(_in(_ONLINE if icon.has_hub else _NO_HUB, spoken))
    if icon.queued:
        lines.append(_in(_QUEUED, spoken).format(n=icon.queued))
    return lines


def told(icon: TillIcon, spoken: Language) -> str:
    """Return what is told aloud of a change: one sentence, with what to do."""
    match icon.mark:
        case Mark.STAFF:
            return _in(_MATTERS[icon.matters[0]], spoken)
        case Mark.GONE:
            return f"{_in(_MARKS[Mark.GONE], spoken)}. {_in(_GONE, spoken)}"
        case _:
            return _in(_AGAIN, spoken)


def item(name: Item, spoken: Language) -> str:
    """Return an entry of the menu."""
    return _in(_ITEMS[name], spoken)


def said(name: Said, spoken: Language) -> str:
    """Return what is told of something that was asked for."""
    return _in(_SAID[name], spoken)


def _in(words: Words, spoken: Language) -> str:
    return words[_ORDER.index(spoken)]
