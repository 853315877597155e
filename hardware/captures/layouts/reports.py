"""X and Z reports, in four layouts: the day's sums among many others that are not the day's."""

from dataclasses import dataclass
from typing import Final

from hardware.captures.amounts import EQUALS, PLAIN, SPACED, WEBKASSA, AmountStyle
from hardware.captures.deals import Order, make_deal
from hardware.captures.dice import Dice
from hardware.captures.document import Document, Mark, Report, Row, Truth
from hardware.captures.layouts.rows import centred, pair, rule, wrapped
from hardware.captures.layouts.slips import head

_RUSSIAN: Final = {
    "number": "Отчет №", "shift": "Смена №", "sales": "ПРОДАЖА", "returns": "ВОЗВРАТ ПРОДАЖИ",
    "bought": "ПОКУПКА", "cash": "Наличные", "card": "Банковская карта", "total": "ИТОГО",
    "count": "Чеков", "put": "ВНЕСЕНИЕ", "taken": "ИЗЪЯТИЕ", "left": "Наличных в кассе",
    "never": "НЕОБНУЛЯЕМЫЕ СУММЫ НА КОНЕЦ СМЕНЫ", "start": "НА НАЧАЛО СМЕНЫ",
    "made": "Сформирован", "opened": "Смена открыта", "net": "Выручка", "vat": "В т.ч. НДС",
    "parts": "ОТЧЕТ ПО СЕКЦИЯМ", "part": "СЕКЦИЯ", "counts": "Кол-во", "sum": "Сумма",
    "sales_count": "Количество чеков продажи", "sales_sum": "Сумма продаж",
    "returns_count": "Количество чеков возврата", "returns_sum": "Сумма возвратов",
    "average": "Средний чек продажи", "grown": "Необнуляемая сумма продаж",
}  # fmt: skip
_KAZAKH: Final = {
    "number": "Есеп №", "shift": "Ауысым №", "sales": "САТУ", "returns": "САТУДЫ ҚАЙТАРУ",
    "bought": "САТЫП АЛУ", "cash": "Қолма-қол", "card": "Банк картасы", "total": "БАРЛЫҒЫ",
    "count": "Чек саны", "put": "ҚОЛМА-ҚОЛ АҚША САЛУ", "taken": "ҚОЛМА-ҚОЛ АҚША АЛУ",
    "left": "Кассадағы қолма-қол ақша", "never": "АУЫСЫМ СОҢЫНДАҒЫ НӨЛДЕНБЕЙТІН СОМАЛАР",
    "start": "АУЫСЫМ БАСЫНДА", "made": "Жасалған уақыты", "opened": "Ауысым ашылды",
    "net": "Түсім", "vat": "Соның ішінде ҚҚС", "parts": "БӨЛІМДЕР БОЙЫНША ЕСЕП", "part": "БӨЛІМ",
    "counts": "Саны", "sum": "Сомасы", "sales_count": "Сату чектерінің саны",
    "sales_sum": "Сату сомасы", "returns_count": "Қайтару чектерінің саны",
    "returns_sum": "Қайтару сомасы", "average": "Орташа сату чегі",
    "grown": "Жинақталған сату сомасы",
}  # fmt: skip
_TITLES: Final = {
    "ru": (
        ("X-ОТЧЕТ", "СМЕННЫЙ X-ОТЧЕТ", "ОТЧЕТ БЕЗ ГАШЕНИЯ (X)"),
        ("Z-ОТЧЕТ", "ОТЧЕТ С ГАШЕНИЕМ", "СМЕННЫЙ Z-ОТЧЕТ", "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ"),
    ),
    "kk": (
        ("X-ЕСЕП", "АУЫСЫМДЫҚ X-ЕСЕП"),
        ("Z-ЕСЕП", "АУЫСЫМДЫҚ Z-ЕСЕП", "АУЫСЫМДЫ ЖАБУ ТУРАЛЫ ЕСЕП"),
    ),
}  # fmt: skip
_STYLES: Final = (WEBKASSA, PLAIN, EQUALS, SPACED)


@dataclass(frozen=True, slots=True)
class _Day:
    """What was sold and taken back, and how it is said."""

    says: dict[str, str]
    style: AmountStyle
    columns: int
    sales: tuple[int, int]
    """Tiyn and receipts."""
    returns: tuple[int, int]
    card_percent: int
    grown: int
    """Sums since the register was made."""

    def line(self, label: str, tiyn: int) -> list[Mark]:
        """Return a label and its sum."""
        return pair(self.says.get(label, label), self.style.write(tiyn), self.columns)


def report(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return an X or Z report: full of words and sums of sales, and none itself."""
    deal = make_deal(dice, order)
    spoken = "kk" if language == "kk" else "ru"
    says = _KAZAKH if spoken == "kk" else _RUSSIAN
    closes = not dice.one_in(3)
    sold, back = dice.number(1, 200), dice.number(0, 5)
    day = _Day(
        says=says,
        style=dice.choice(_STYLES),
        columns=columns,
        sales=(deal.total * dice.number(3, 60), sold),
        returns=(deal.total * back // 4 + back, back),
        card_percent=dice.number(0, 100),
        grown=deal.total * dice.number(99, 999),
    )
    marks: list[Mark] = [
        *head(deal, columns),
        *centred(dice.choice(_TITLES[spoken][closes]), columns, wide=dice.one_in(3), bold=True),
        Row(f"{says['number']} {deal.number}", f"{says['shift']} {deal.shift}"),
        Row(f"{says['opened']}: {deal.at.date()} 00:05:00"),
        Row(f"{says['made']}: {deal.at.printed()}"),
        rule(columns),
        *dice.choice((_blocks, _lines, _columns, _labels))(day),
        rule(columns),
    ]
    said = Report(str(deal.number), deal.at.iso(), *day.sales, *day.returns) if closes else None
    truth = Truth("report", time=deal.at.iso(), report=said)
    return Document("report", language, columns, tuple(marks), truth)


def _blocks(day: _Day) -> list[Mark]:
    """Return a block for each side: its count, ways to pay and their sum."""
    marks = [*_grown(day, "start")]
    for side, (tiyn, count) in (("sales", day.sales), ("returns", day.returns)):
        card = tiyn * day.card_percent // 100
        marks += [
            *centred(day.says[side], day.columns),
            Row(f"{day.says['count']}: {count}"),
            *day.line(f"{day.says['cash']}:", tiyn - card),
            *day.line(f"{day.says['card']}:", card),
            *day.line(f"{day.says['total']}:", tiyn),
            *day.line(f"{day.says['vat']} 12%:", tiyn * 12 // 112),
            rule(day.columns),
        ]
    return [*marks, *_drawer(day), *_grown(day, "never")]


def _lines(day: _Day) -> list[Mark]:
    """Return a line for each side, as Shtrih-M prints: count of four digits, then the sum."""
    marks: list[Mark] = []
    for side, (tiyn, count) in (("sales", day.sales), ("bought", (0, 0)), ("returns", day.returns)):
        marks += pair(f"{day.says[side]}  {count:04}", EQUALS.write(tiyn), day.columns)
    return [*marks, *day.line("net", day.sales[0] - day.returns[0]), *_drawer(day),
            *day.line("grown", day.grown)]  # fmt: skip


def _columns(day: _Day) -> list[Mark]:
    """Return a table of counts and sums, and the same again by sections."""
    says = day.says
    marks: list[Mark] = [Row(says["counts"], says["sum"]), rule(day.columns)]
    for side, (tiyn, count) in (("sales", day.sales), ("returns", day.returns)):
        marks += day.line(f"{says[side]}   {count}  ", tiyn)
    marks += [rule(day.columns), *wrapped(says["parts"], day.columns)]
    for number, percent in ((1, day.card_percent), (2, 100 - day.card_percent)):
        marks.append(Row(f"{says['part']} {number}"))
        marks += day.line(f"{says['sales']}   {number}  ", day.sales[0] * percent // 100)
    return [*marks, rule(day.columns), *_drawer(day)]


def _labels(day: _Day) -> list[Mark]:
    """Return a label for each thing, as accounting programs print."""
    says = day.says
    marks: list[Mark] = []
    for side, (tiyn, count) in (("sales", day.sales), ("returns", day.returns)):
        marks += pair(f"{says[f'{side}_count']}:", str(count), day.columns)
        marks += day.line(f"{says[f'{side}_sum']}:", tiyn)
    marks += day.line(f"{says['average']}:", day.sales[0] // day.sales[1])
    return [*marks, *day.line(f"{says['net']}:", day.sales[0] - day.returns[0]),
            *day.line(f"{says['grown']}:", day.grown)]  # fmt: skip


def _drawer(day: _Day) -> list[Mark]:
    """Return what happened to the cash."""
    return [*day.line("put", 500_000), *day.line("taken", 300_000), *day.line("left", 1_234_500)]


def _grown(day: _Day, heading: str) -> list[Mark]:
    """Return sums since the register was made, below a heading of their own."""
    return [*wrapped(day.says[heading], day.columns), *day.line("sales", day.grown),
            *day.line("returns", day.grown // 50), rule(day.columns)]  # fmt: skip
