"""Titles of papers: the whole-line phrases that say what a paper is."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from agent.core.receipt import Kind
from agent.core.words import words_of


def _phrases(*listed: str) -> tuple[str, ...]:
    """Return phrases; in each, `a/b` is a choice, `(a)` may be missing, `*` is any ending."""
    return listed


_COPY: Final = _phrases(
    "ДУБЛИКАТ* (ЧЕКА/КВИТАНЦИИ/ДОКУМЕНТА) (ПРОДАЖИ)",
    "КОПИЯ (ФИСКАЛЬНОГО) (КАССОВОГО) (ЧЕКА/КВИТАНЦИИ/ДОКУМЕНТА) (ПРОДАЖИ)", "КӨШІРМЕ*",
    "(ЧЕКТІҢ) КӨШІРМЕ*", "ЧЕК* КӨШІРМЕСІ", "САТУ ЧЕГІНІҢ КӨШІРМЕСІ", "ТЕЛНҰСҚА*", "ПОВТОРНЫЙ ЧЕК",
    "ПОВТОР", "(РАСПЕЧАТАНО/НАПЕЧАТАНО) ПОВТОРНО", "АРХИВНЫЙ ЧЕК", "КОНТРОЛЬНАЯ ЛЕНТА",
    "ЭЛЕКТРОННЫЙ ЖУРНАЛ", "ИСТОРИЯ ЗАКАЗА/ЗАКАЗОВ/ЧЕКА/ЧЕКОВ/ПРОДАЖ", "(ЧЕК) ИЗ АРХИВА",
    "ЭКЗЕМПЛЯР/КОПИЯ (ДЛЯ) ПРОДАВЦА/МАГАЗИНА/КАССИРА/КАССЫ/ОРГАНИЗАЦИИ/БУХГАЛТЕРИИ",
    "MERCHANT/STORE/CASHIER COPY",
    "ПОВТОР ЧЕКА", "ПОВТОРНАЯ ПЕЧАТЬ (ЧЕКА)", "ПЕЧАТЬ КОПИИ (ЧЕКА)",
    "DUPLICATE* (COPY/RECEIPT/BILL/INVOICE)", "REPRINT* (COPY/RECEIPT/BILL/INVOICE)",
    "RE PRINT* (RECEIPT)", "COPY (RECEIPT/BILL/INVOICE)", "RECEIPT COPY", "COPY OF RECEIPT",
    "(THIS) (IS) (A) COPY", "SALINAN", "CETAK ULANG", "DUPLIKAT*", "DUPLICATA",
    "ФИСКАЛЬНЫЙ ЧЕК КОПИЯ", "ЧЕК (ПРОДАЖИ) КОПИЯ/ДУБЛИКАТ",
)  # fmt: skip
_RETURN: Final = _phrases(
    "ВОЗВРАТ (ПРОДАЖИ/ПРИХОДА/ТОВАРА/ТОВАРОВ/ДЕНЕГ/СРЕДСТВ/ОПЛАТЫ/ПЛАТЕЖА)",
    "ЧЕК ВОЗВРАТА (ПРОДАЖИ/ПРИХОДА/ТОВАРА)", "ЧЕК НА ВОЗВРАТ", "ЧЕК ВОЗВРАТ (ПРОДАЖИ/ПРИХОДА)",
    "КАССОВЫЙ ЧЕК ВОЗВРАТ* (ПРОДАЖИ/ПРИХОДА)", "ВОЗВРАТ ПО ЧЕКУ", "ВОЗВРАТНЫЙ ЧЕК",
    "САТУДЫ ҚАЙТАРУ (ЧЕГІ)", "САТУ* ҚАЙТАРУ (ЧЕГІ)", "ҚАЙТАРУ (ЧЕГІ)", "ТАУАРДЫ ҚАЙТАРУ (ЧЕГІ)",
    "(ВИД/ТИП) ОПЕРАЦИ* ВОЗВРАТ (ПРОДАЖИ/ПРИХОДА/ТОВАРА)", "ТИП ЧЕКА ВОЗВРАТ (ПРОДАЖИ/ПРИХОДА)",
    "ВИД ЧЕКА ВОЗВРАТ (ПРОДАЖИ/ПРИХОДА)", "ПРИЗНАК РАСЧЕТА ВОЗВРАТ (ПРИХОДА)", "REFUND (RECEIPT)",
    "SALES/SALE RETURN", "RETURN (RECEIPT)", "CREDIT NOTE",
    "ВОЗВРАТ (ТОВАРА/ТОВАРОВ) ОТ ПОКУПАТЕЛЯ/КЛИЕНТА", "ЧЕК ККМ (НА) ВОЗВРАТ",
)  # fmt: skip
_REPORT: Final = _phrases(
    "X/Z/Х ОТЧЕТ/ОТЧЕТА/ОТЧЕТЫ (С/БЕЗ) (ГАШЕНИ*)",
    "(СМЕННЫЙ/СУТОЧНЫЙ/КАССОВЫЙ/КРАТКИЙ/ПОЛНЫЙ/ФИСКАЛЬНЫЙ) ОТЧЕТ",
    "(СМЕННЫЙ/СУТОЧНЫЙ) (Z/X) ОТЧЕТ (Z/X)",
    "ОТЧЕТ (О) (ОБ) ЗАКРЫТИИ/ОТКРЫТИИ/СОСТОЯНИИ (СМЕНЫ/РАСЧЕТОВ)",
    "ОТЧЕТ ПО (СМЕНЕ/СЕКЦИЯМ/КАССИРАМ/НАЛОГАМ/ТОВАРАМ/КАССЕ/ПРОДАЖАМ/ОТДЕЛАМ/СОТРУДНИКАМ) (*)",
    "ОТЧЕТ ЗА (СМЕНУ/ДЕНЬ/ПЕРИОД)", "ОТЧЕТ О (ПРОДАЖАХ/СМЕНЕ)", "ОТЧЕТ (КАССИРА/СМЕНЫ)",
    "ОТЧЕТ С/БЕЗ ГАШЕНИЕМ/ГАШЕНИЯ", "(СМЕННЫЙ) ОТЧЕТ (ПО) (КАССЕ/СМЕНЕ)", "ЗАКРЫТИЕ/ОТКРЫТИЕ СМЕНЫ",
    "СВЕРКА ИТОГОВ (*)", "ИТОГИ СВЕРКИ (*)", "СУТОЧНЫЙ ОТЧЕТ С ГАШЕНИЕМ",
    "КАССОВАЯ СМЕНА", "ИТОГИ СМЕНЫ", "СМЕННЫЙ ИТОГ", "ОТЧЕТ (Z/X)", "Z/X ЕСЕП*", "Z/X ЕСЕБІ",
    "АУЫСЫМ* (БОЙЫНША) ЕСЕП*", "АУЫСЫМ* ЕСЕБІ", "АУЫСЫМДЫ ЖАБУ/АШУ (ТУРАЛЫ) (ЕСЕП/ЕСЕБІ)",
    "АУЫСЫМНЫҢ ЖАБЫЛУЫ/АШЫЛУЫ (ТУРАЛЫ) (ЕСЕП)", "(КАССА) ЕСЕБІ", "ЕСЕП", "X/Z (SHIFT) REPORT",
    "SHIFT REPORT", "END OF DAY (REPORT)", "DAILY (SALES) REPORT/SUMMARY", "SALES REPORT/SUMMARY",
    "РЕАЛИЗАЦИЯ (ТОВАРОВ/БЛЮД/ПРОДУКЦИИ) (ЗА/ПО) (*)", "ПРОДАЖИ/ВЫРУЧКА ПО * (*)",
    "ИТОГИ (ЗА/РАБОЧЕГО) ДНЯ/ДЕНЬ/СМЕНУ", "(ВЫРУЧКА/ПРОДАЖИ) ЗА ДЕНЬ/СМЕНУ/СУТКИ/ПЕРИОД",
    "ДНЕВНАЯ/СМЕННАЯ/СУТОЧНАЯ ВЫРУЧКА/СВОДКА", "СВОДКА (ПРОДАЖ) (ЗА) (ДЕНЬ/СМЕНУ)",
    "(КҮН/АУЫСЫМ) ҚОРЫТЫНДЫ*", "КҮНДІК ТҮСІМ",
    "CASHIER REPORT", "SETTLEMENT (REPORT)", "Z/X READING", "FISCAL REPORT",
)  # fmt: skip
_CASH: Final = _phrases(
    "(СЛУЖЕБНОЕ) ВНЕСЕНИЕ (В) (КАССУ) (НАЛИЧНЫХ/ДЕНЕГ/НАЛИЧНОСТИ) (В) (КАССУ)",
    "(СЛУЖЕБНОЕ) ИЗЪЯТИЕ/ВЫЕМКА (НАЛИЧНЫХ/ДЕНЕГ/НАЛИЧНОСТИ) (ИЗ) (КАССЫ)",
    "(СЛУЖЕБНАЯ) ВЫДАЧА/ВЫПЛАТА/ИНКАССАЦИЯ (НАЛИЧНЫХ/ДЕНЕГ/НАЛИЧНОСТИ) (ИЗ) (КАССЫ)",
    "(ЧЕК) ВНЕСЕНИЯ/ИЗЪЯТИЯ/ВЫПЛАТЫ", "ОПЕРАЦИЯ ВНЕСЕНИЕ/ИЗЪЯТИЕ/ВЫПЛАТА",
    "НАЛИЧНЫХ ВНЕСЕНИЕ/ИЗЪЯТИЕ",
    "(КАССАҒА) (ҚОЛМА) (ҚОЛ) (АҚША/АҚШАНЫ) (КАССАҒА) САЛУ/ЕНГІЗУ (ЧЕГІ)",
    "(КАССАДАН) (ҚОЛМА) (ҚОЛ) (АҚША/АҚШАНЫ) (КАССАДАН) АЛУ/ШЫҒАРУ/БЕРУ (ЧЕГІ)", "ИНКАССАЦИЯ*",
    "CASH IN/OUT", "PAID IN/OUT", "PAY IN/OUT", "CASH DROP", "PETTY CASH",
    "CASH DEPOSIT/WITHDRAWAL", "КІРІС/ШЫҒЫС (КАССАЛЫҚ) ОРДЕРІ",
    "ПРИХОДНЫЙ/РАСХОДНЫЙ (КАССОВЫЙ) ОРДЕР", "РАЗМЕН (ДЕНЕГ/КУПЮР/НАЛИЧНЫХ/КАССЫ)",
    "РАЗМЕННАЯ МОНЕТА", "ВЫДАЧА (РАЗМЕНА/ЗАРПЛАТЫ/АВАНСА)",
)  # fmt: skip
_PREBILL: Final = _phrases(
    "ПРЕДЧЕК*", "ПРЕЧЕК*", "ПРЕ/ПРЕД ЧЕК", "ГОСТЕВОЙ СЧЕТ/ЧЕК", "ПРЕДВАРИТЕЛЬНЫЙ СЧЕТ/ЧЕК",
    "НЕ ОПЛАЧЕН*", "СЧЕТ (ДЛЯ) ГОСТЯ/ГОСТЮ", "ПРЕДСЧЕТ", "ПРЕД/ПРЕ СЧЕТ",
    "АЛДЫН АЛА ШОТ/ЕСЕП/ЧЕК/ШОТЫ/ЕСЕПШОТ", "ҚОНАҚ ШОТЫ/ЧЕГІ", "ҚОНАҚҚА АРНАЛҒАН ШОТ",
    "(СТАТУС) (ЗАКАЗ/СЧЕТ/ЧЕК/ЗАКАЗА) НЕ ОПЛАЧЕН*/ЗАКРЫТ*", "ЧЕРНОВИК (ЧЕКА/ЗАКАЗА)",
    "НЕЗАКРЫТЫЙ/ПРОМЕЖУТОЧНЫЙ/НЕОПЛАЧЕННЫЙ ЧЕК/СЧЕТ/ЗАКАЗ", "ПРОСМОТР ЧЕКА/СЧЕТА",
    "PRE/PRO BILL/FORMA/CHECK (INVOICE/BILL)", "PREBILL", "PROFORMA (INVOICE)",
)  # fmt: skip
_NOT_FISCAL: Final = _phrases(
    "(ДАННЫЙ) (ЭТОТ) (СЧЕТ) (ЧЕК) (ДОКУМЕНТ) НЕ ЯВЛЯЕТСЯ (КАССОВЫМ/ФИСКАЛЬНЫМ/ПЛАТЕЖНЫМ) (*)",
    "(ДАННЫЙ) (ЭТОТ) (СЧЕТ) (ДОКУМЕНТ) НЕ ЯВЛЯЕТСЯ ДОКУМЕНТОМ ОБ/ПОДТВЕРЖДАЮЩИМ ОПЛАТЕ/ОПЛАТУ",
    "НЕФИСКАЛЬНЫЙ (ЧЕК/ДОКУМЕНТ)", "(НЕ) НЕФИСКАЛЬНЫЙ", "НЕ ФИСКАЛЬНЫЙ (ЧЕК/ДОКУМЕНТ)",
    "ФИСКАЛДЫ/ФИСКАЛДЫҚ ЕМЕС (ЧЕК/ҚҰЖАТ)", "(БҰЛ) ФИСКАЛДЫ/ФИСКАЛДЫҚ ЧЕК/ҚҰЖАТ ЕМЕС",
    "ФИСКАЛДЫ/ФИСКАЛДЫҚ (ЧЕК/ҚҰЖАТ) БОЛЫП ТАБЫЛМАЙДЫ",
    "NON FISCAL (RECEIPT/DOCUMENT)", "NOT A (FISCAL) RECEIPT", "THIS IS NOT A (FISCAL) RECEIPT",
)  # fmt: skip
_KITCHEN: Final = _phrases(
    "(НА) КУХНЯ/КУХНЮ/КУХНИ", "БАР", "НА БАР",
    "(ГОРЯЧИЙ/ХОЛОДНЫЙ/КОНДИТЕРСКИЙ/МУЧНОЙ/ЗАГОТОВОЧНЫЙ) ЦЕХ", "КОНДИТЕРСКИЙ ЦЕХ",
    "МАРКА (ЗАКАЗА) (КУХНЯ/БАР)", "СЕРВИСНАЯ ПЕЧАТЬ", "БЕГУНОК", "ЗАКАЗ (НА) КУХНЮ/БАР/КУХНЯ",
    "ПОВТОРНАЯ МАРКА", "ДОЗАКАЗ", "ТАПСЫРЫС", "АС ҮЙ*", "АСҮЙ", "АСХАНА", "ЗАКАЗ", "НОВЫЙ ЗАКАЗ",
    "ЖАҢА ТАПСЫРЫС", "МАРКА НА КУХНЮ/БАР", "ПИЦЦА", "ГРИЛЬ", "СУШИ", "МАНГАЛ",
    "KITCHEN (ORDER) (TICKET)", "BAR (ORDER) (TICKET)", "(COPY) DAPUR", "ORDER TICKET", "KOT",
    "厨房", "厨打单", "后厨", "ОТМЕНА БЛЮД*", "УДАЛЕНИЕ БЛЮД*", "УДАЛЕНО (С) (КУХНИ)",
)  # fmt: skip
_OTHER: Final = _phrases(
    "(ЧЕК) АННУЛИРОВАН*", "АННУЛИРОВАННЫЙ ЧЕК", "АННУЛИРОВАНИЕ (ЧЕКА)", "ЧЕК АННУЛИРОВАН*",
    "ОТМЕНА (ЧЕКА/ОПЕРАЦИИ/ОПЛАТЫ/ПРОДАЖИ/ПЛАТЕЖА)", "(ЧЕК) ОТМЕНЕН*",
    "ОПЕРАЦИЯ ОТМЕНЕНА/ОТКЛОНЕНА", "СТОРНО (ЧЕКА)", "ЧЕК СТОРНО", "ЧЕК ЖОЙЫЛДЫ", "ЖАРАМСЫЗ*",
    "БОЛДЫРМАУ", "ПОКУПКА", "ЧЕК ПОКУПКИ", "РАСХОД", "ЧЕК РАСХОДА", "ВОЗВРАТ ПОКУПКИ/РАСХОДА",
    "ЧЕК ВОЗВРАТА ПОКУПКИ/РАСХОДА", "САТЫП АЛУ (ЧЕГІ)", "САТЫП АЛУДЫ ҚАЙТАРУ (ЧЕГІ)",
    "ВИД ОПЕРАЦИИ ПОКУПКА", "ОПЕРАЦИЯ ПОКУПКА", "НАКЛАДНАЯ (НА) (ДОСТАВКУ)", "МАРШРУТНЫЙ ЛИСТ",
    "ЖЕТКІЗУ ПАРАҒЫ", "DELIVERY NOTE/SLIP", "ЛИСТ ДОСТАВКИ", "КУРЬЕРСКИЙ ЛИСТ",
    "ТЕСТОВЫЙ/ПРОБНЫЙ/УЧЕБНЫЙ/ДЕМО/ДЕМОНСТРАЦИОННЫЙ ЧЕК", "ТЕСТОВАЯ/ПРОБНАЯ ПЕЧАТЬ",
    "(РЕЖИМ) ТЕСТ/ОБУЧЕНИЕ/ОБУЧЕНИЯ/ДЕМО/ТРЕНИРОВКА/ТРЕНИРОВКИ", "ТЕСТ (ПЕЧАТИ/ПРИНТЕРА/ЧЕКА)",
    "УЧЕБНЫЙ/ТЕСТОВЫЙ/ДЕМОНСТРАЦИОННЫЙ/ТРЕНИРОВОЧНЫЙ/ДЕМО РЕЖИМ", "ДЕМОВЕРСИЯ", "ДЕМО ВЕРСИЯ",
    "ОҚУ/СЫНАҚ/ДЕМО РЕЖИМІ/ЧЕГІ", "ДЕМО/СЫНАҚ РЕЖИМ", "DEMO/TEST/PRACTICE (MODE/RECEIPT/PRINT)",
    "ТРЕНИРОВОЧНЫЙ ЧЕК", "TRAINING (MODE/RECEIPT)",
    "(КАССОВЫЙ) ЧЕК КОРРЕКЦИИ (ПРИХОДА/РАСХОДА/ПРОДАЖИ)", "ТҮЗЕТУ (ЧЕГІ)", "CORRECTION (RECEIPT)",
    "КОРРЕКЦИЯ (ПРИХОДА/РАСХОДА/ПРОДАЖИ/ЧЕКА/СУММЫ)", "ЧЕК/СЧЕТ/ЗАКАЗ/ДОКУМЕНТ УДАЛЕН*",
    "УДАЛЕННЫЙ/ОТМЕНЕННЫЙ ЧЕК/СЧЕТ/ЗАКАЗ", "УДАЛЕНИЕ (ЧЕКА/ЗАКАЗА/СЧЕТА)", "УДАЛЕН",
    "СТОРНИРОВАН*", "НЕ ДЕЙСТВИТЕЛЕН*", "НЕДЕЙСТВИТЕЛЕН*", "ОБРАЗЕЦ (ЧЕКА)",
    "ПРИХОД ТОВАРА/ТОВАРОВ",
    "ПРОДАЖА/ОПЛАТА/ПОКУПКА/СЧЕТ/ЗАКАЗ/ДОКУМЕНТ/ОПЕРАЦИЯ АННУЛИРОВАН*/ОТМЕНЕН*/СТОРНИРОВАН*",
    "ПОГАШЕНИЕ/ОПЛАТА/ВОЗВРАТ ДОЛГА/ЗАДОЛЖЕННОСТИ/КРЕДИТА",
    "ПОПОЛНЕНИЕ (ДЕПОЗИТА/БАЛАНСА/КАРТЫ/СЧЕТА/БОНУСНОЙ) (СЧЕТА/КАРТЫ)",
    "VOID*", "CANCELLED", "CANCELED", "TRANSACTION CANCELLED/VOIDED/DECLINED",
    "VOIDED (RECEIPT/BILL)", "ОТКАЗ", "ОТЛОЖЕННЫЙ ЧЕК", "NO SALE", "CREDIT CARD RECEIPT/SLIP",
    "ЗАКУП/ЗАКУПКА (ТОВАРА)", "ТАУАР САТЫП АЛУ", "GOODS PURCHASED",
    "ТРАНСПОРТНАЯ НАКЛАДНАЯ", "ПРИЁМНАЯ КВИТАНЦИЯ", "SUMMARY OF TERMINAL",
)  # fmt: skip
_STAFF: Final = _phrases(
    "(СЛУЖЕБНОЕ/БЕСПЛАТНОЕ) ПИТАНИЕ (ПЕРСОНАЛА/СОТРУДНИКОВ/СОТРУДНИКА/СЛУЖЕБНОЕ)",
    "СПИСАНИЕ (НА) (ПЕРСОНАЛ/СОТРУДНИКОВ)", "(НА) ПЕРСОНАЛ/ПЕРСОНАЛА",
    "ЗА СЧЕТ ЗАВЕДЕНИЯ/КОМПАНИИ/РЕСТОРАНА",
    "ПРЕДСТАВИТЕЛЬСКИЕ (РАСХОДЫ)", "ҚЫЗМЕТКЕРЛЕР ТАМАҒЫ", "STAFF MEAL/MEALS", "ON THE HOUSE",
    "БЕЗ ОПЛАТЫ",
)  # fmt: skip
"""Goods given away; also as the way in which a receipt was paid."""
_SALE: Final = _phrases(
    "ПРОДАЖА", "ЧЕК ПРОДАЖИ", "КАССОВЫЙ ЧЕК (ПРИХОД/ПРОДАЖА)", "ПРИХОД", "САТУ (ЧЕГІ)",
    "ФИСКАЛЬНЫЙ ЧЕК", "ФИСКАЛДЫ/ФИСКАЛДЫҚ ЧЕК", "САТУ ЧЕГІ ЧЕК ПРОДАЖИ", "ТОВАРНЫЙ ЧЕК", "RECEIPT",
    "(TAX) INVOICE", "SALES RECEIPT/INVOICE", "CASH RECEIPT/SALE/BILL", "ОПЕРАЦИЯ ПРОДАЖА", "ЧЕК",
)  # fmt: skip

_WEAK_PREBILL: Final = _phrases(
    "СЧЕТ (НА) (К) (ДЛЯ) (ОПЛАТУ/ОПЛАТЕ/ОПЛАТЫ)", "ШОТ", "ЕСЕПШОТ", "СЧЕТ ЗАКАЗ",
    "GUEST CHECK/BILL", "БЛАНК ЗАКАЗА (*)", "ЗАКАЗ ПОКУПАТЕЛЯ/КЛИЕНТА", "ПРЕДЗАКАЗ", "БРОНЬ (*)",
    "(ДЛЯ) (ЗА) ОПЛАТЫ/РАСЧЕТА/ОПЛАТОЙ ОБРАТИТЕСЬ/ПОДОЙДИТЕ К/НА ОФИЦИАНТУ/КАССИРУ/КАССЕ/КАССУ",
    "ОПЛАТИТЕ (СЧЕТ) НА/В КАССЕ/КАССУ", "ОЖИДАЕТ ОПЛАТЫ", "ЭТО НЕ ЧЕК",
    "ОПЛАТА (ПРИ) (В) ПОЛУЧЕНИИ/ДОСТАВКЕ/МОМЕНТ (ПОЛУЧЕНИЯ/ДОСТАВКИ)", "БҰЛ ЧЕК ЕМЕС",
    "ТӨЛЕМ КАССАДА", "К ОПЛАТЕ НА КАССЕ",
)  # fmt: skip
_WEAK_REPORT: Final = _phrases("СМЕНА ЗАКРЫТА/ОТКРЫТА")
_WEAK_OTHER: Final = _phrases(
    "(ЛИСТ) ДОСТАВКА/ДОСТАВКИ", "ЖЕТКІЗУ", "DELIVERY", "ЗАКАЗ НА ДОСТАВКУ",
)  # fmt: skip


class Strength(Enum):
    """How much a title proves."""

    STRONG = auto()
    WEAK = auto()
    """Payment or fiscal words speak louder."""


_ORDERED: Final[tuple[tuple[tuple[str, ...], Kind, Strength], ...]] = (
    (_OTHER, Kind.OTHER, Strength.STRONG),
    (_STAFF, Kind.OTHER, Strength.STRONG),
    (_RETURN, Kind.RETURN, Strength.STRONG),
    (_COPY, Kind.COPY, Strength.STRONG),
    (_REPORT, Kind.REPORT, Strength.STRONG),
    (_CASH, Kind.CASH, Strength.STRONG),
    (_PREBILL, Kind.PREBILL, Strength.STRONG),
    (_WEAK_PREBILL, Kind.PREBILL, Strength.WEAK),
    (_WEAK_OTHER, Kind.OTHER, Strength.WEAK),
    (_WEAK_REPORT, Kind.REPORT, Strength.WEAK),
    (_NOT_FISCAL, Kind.PREBILL, Strength.WEAK),
    (_KITCHEN, Kind.KITCHEN, Strength.WEAK),
    (_SALE, Kind.SALE, Strength.WEAK),
)
"""Phrases of each kind; of two that fit at one place, the longer counts, then the earlier."""

_Phrase = tuple[re.Pattern[str], Kind, Strength]
_KEY: Final = 2
"""Letters of a phrase's first word by which phrases are found."""


def _choices(part: str) -> list[str]:
    """Return the words that one part of a phrase may be, folded, endings still marked."""
    return [
        "".join(words_of(choice.rstrip("*"))) + ("*" if choice.endswith("*") else "")
        for choice in part.strip("()").split("/")
    ]


def _pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of one phrase, over folded words that each end with a space."""
    form = ""
    for part in phrase.split():
        words = "|".join(word.replace("*", r"\w*") for word in _choices(part))
        form += f"(?:(?:{words}) )" + ("?" if part.startswith("(") else "")
    return re.compile(form)


def _index() -> dict[str, list[_Phrase]]:
    """Return the phrases by the beginning of their first words."""
    index: dict[str, list[_Phrase]] = {}
    for phrases, kind, strength in _ORDERED:
        for phrase in phrases:
            found = _pattern(phrase), kind, strength
            for key in _first_keys(phrase):
                index.setdefault(key, []).append(found)
    return index


def _first_keys(phrase: str) -> set[str]:
    """Return the beginnings of the words with which a phrase may begin."""
    keys = set()
    for part in phrase.split():
        keys |= {word[:_KEY] for word in _choices(part)}
        if not part.startswith("("):
            break
    return keys


_INDEX: Final = _index()

_TAIL: Final = frozenset(words_of("N NO № НОМЕР ОТ ИЗ СТОЛ X Z"))
"""Words that may follow a title's words: a number, a date, a table."""

_LONGEST_TITLE: Final = 10
"""Words of the longest title: two languages side by side."""


@lru_cache(maxsize=4096)
def titles_in(words: tuple[str, ...]) -> tuple[tuple[Kind, Strength], ...]:
    """Return the kinds that a line of folded words names, if it says nothing else."""
    if not 0 < len(words) <= _LONGEST_TITLE:
        return ()
    line = " ".join(words) + " "
    found: list[tuple[Kind, Strength]] = []
    place = 0
    while place < len(line):
        best = _best_at(line, place)
        if best is None:
            return tuple(found) if set(line[place:].split()) <= _TAIL else ()
        end, kind, strength = best
        found.append((kind, strength))
        place = end
    return tuple(found)


def is_given_away(words: tuple[str, ...]) -> bool:
    """Tell whether folded words name goods that nobody paid for, as a title or a way to pay."""
    line = " ".join(words) + " "
    return any(pattern.fullmatch(line) for pattern in _GIVEN_AWAY)


_GIVEN_AWAY: Final = tuple(_pattern(phrase) for phrase in _STAFF)


def _best_at(line: str, place: int) -> tuple[int, Kind, Strength] | None:
    """Return the longest title that begins at *place*, and where it ends."""
    best = None
    word = line[place : line.index(" ", place)]
    for pattern, kind, strength in _INDEX.get(word[:_KEY], ()):
        match = pattern.match(line, place)
        if match and match.end() > place and (best is None or match.end() > best[0]):
            best = match.end(), kind, strength
    return best
