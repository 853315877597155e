"""Papers that are no sale: X and Z reports, cash in and out, slips of bank terminals."""

from typing import Final

from hardware.captures.amounts import EQUALS, PLAIN, SPACED, WEBKASSA, AmountStyle
from hardware.captures.deals import Deal, Order, make_deal
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Blank, Document, Mark, Row, Truth
from hardware.captures.layouts.rows import centred, pair, rule, wrapped

_TITLES: Final = {
    "ru": (
        "X-ОТЧЕТ", "СМЕННЫЙ X-ОТЧЕТ", "ОТЧЕТ БЕЗ ГАШЕНИЯ (X)", "Z-ОТЧЕТ", "ОТЧЕТ С ГАШЕНИЕМ",
        "СМЕННЫЙ Z-ОТЧЕТ", "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ",
    ),
    "kk": ("X-ЕСЕП", "АУЫСЫМДЫҚ X-ЕСЕП", "Z-ЕСЕП", "АУЫСЫМДЫ ЖАБУ ТУРАЛЫ ЕСЕП"),
}  # fmt: skip
_REPORT: Final = {
    "ru": {
        "number": "Отчет №", "shift": "Смена №", "sales": "ПРОДАЖА", "returns": "ВОЗВРАТ ПРОДАЖИ",
        "cash": "Наличные", "card": "Банковская карта", "total": "ИТОГО", "count": "Чеков",
        "put": "ВНЕСЕНИЕ", "taken": "ИЗЪЯТИЕ", "left": "Наличных в кассе",
        "never": "НЕОБНУЛЯЕМЫЕ СУММЫ НА КОНЕЦ СМЕНЫ", "start": "НА НАЧАЛО СМЕНЫ",
        "made": "Сформирован",
    },
    "kk": {
        "number": "Есеп №", "shift": "Ауысым №", "sales": "САТУ", "returns": "САТУДЫ ҚАЙТАРУ",
        "cash": "Қолма-қол", "card": "Банк картасы", "total": "БАРЛЫҒЫ", "count": "Чек саны",
        "put": "ҚОЛМА-ҚОЛ АҚША САЛУ", "taken": "ҚОЛМА-ҚОЛ АҚША АЛУ",
        "left": "Кассадағы қолма-қол ақша", "never": "АУЫСЫМ СОҢЫНДАҒЫ НӨЛДЕНБЕЙТІН СОМАЛАР",
        "start": "АУЫСЫМ БАСЫНДА", "made": "Жасалған уақыты",
    },
}  # fmt: skip
_CASH: Final = {
    "ru": (("ВНЕСЕНИЕ", "СЛУЖЕБНОЕ ВНЕСЕНИЕ", "ВНЕСЕНИЕ ДЕНЕГ В КАССУ"),
           ("ИЗЪЯТИЕ", "СЛУЖЕБНОЕ ИЗЪЯТИЕ", "ВЫПЛАТА", "ИНКАССАЦИЯ")),
    "kk": (("ҚОЛМА-ҚОЛ АҚША САЛУ", "АҚША САЛУ"), ("ҚОЛМА-ҚОЛ АҚША АЛУ", "АҚША АЛУ")),
}  # fmt: skip


def report(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return an X or Z report: full of words and sums of sales, and none itself."""
    deal = make_deal(dice, order)
    spoken = "kk" if language == "kk" else "ru"
    says = _REPORT[spoken]
    style = dice.choice((WEBKASSA, PLAIN, EQUALS))
    title = dice.choice(_TITLES[spoken])
    marks: list[Mark] = [
        *_head(deal, columns),
        *centred(title, columns, wide=dice.one_in(3), bold=True),
        Row(f"{says['number']} {deal.number}", f"{says['shift']} {deal.shift}"),
        Row(f"{says['made']}: {deal.at.printed()}"),
        rule(columns),
    ]
    day = deal.total * dice.number(3, 60)
    for block in (says["sales"], says["returns"]):
        marks += _block(dice, (block, day), says, style, columns)
        day = day // 20
    marks += pair(says["put"], style.write(dice.number(0, 20) * 100_000), columns)
    marks += pair(says["taken"], style.write(dice.number(0, 20) * 100_000), columns)
    marks += pair(says["left"], style.write(deal.total * 2), columns)
    for block in (says["start"], says["never"]):
        marks += wrapped(block, columns)
        marks += pair(says["sales"], style.write(deal.total * dice.number(99, 999)), columns)
    truth = Truth("report", time=deal.at.iso())
    marks += [rule(columns), Blank(dice.number(1, 3))]
    return Document("report", language, columns, tuple(marks), truth)


def cash(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return the paper of cash put into the drawer or taken out of it."""
    deal = make_deal(dice, order)
    kazakh = language == "kk"
    style = dice.choice((WEBKASSA, PLAIN, EQUALS, SPACED))
    title = dice.choice(dice.choice(_CASH["kk" if kazakh else "ru"]))
    amount = style.write(dice.number(1, 400) * 50_000)
    marks: list[Mark] = [
        *_head(deal, columns),
        *centred(title, columns, bold=dice.one_in(2)),
        Row(f"{'Кассашы' if kazakh else 'Кассир'} {deal.shop.cashier}"),
        rule(columns),
        *pair("Сомасы:" if kazakh else "Сумма:", amount, columns),
    ]
    if dice.one_in(2):
        marks += pair("БАРЛЫҒЫ:" if kazakh else "ИТОГО:", amount, columns)
    marks += [Row(f"{'Уақыты' if kazakh else 'Время'}: {deal.at.printed()}"), Blank(2)]
    truth = Truth("cash", time=deal.at.iso())
    return Document("cash", language, columns, tuple(marks), truth)


def bank(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return the slip of a bank's card terminal, printed by the point of sale."""
    deal = make_deal(dice, order)
    kazakh = language == "kk"
    style = dice.choice((SPACED, PLAIN, WEBKASSA))
    marks: list[Mark] = [
        *centred(dice.choice(("ДАЛА БАНК", "АҚ ОТАУ БАНК")), columns),
        *centred(deal.shop.name, columns),
        Row(f"Терминал: {dice.digits(8)}", f"Мерчант: {dice.digits(6)}"),
        Row(f"{deal.at.date()}", deal.at.clock()),
        *centred("ТӨЛЕМ" if kazakh else "ОПЛАТА", columns, bold=True),
        Row(f"VISA **** **** **** {dice.digits(4)}"),
        *pair("СОМАСЫ:" if kazakh else "СУММА:", style.write(deal.total) + " KZT", columns),
        *pair("КОМИССИЯ:", style.write(0) + " KZT", columns),
        Row(f"RRN: {dice.digits(12)}"),
        *pair("АВТ. КОД:" if kazakh else "КОД АВТ.:", dice.digits(6), columns),
        *centred("МАҚҰЛДАНДЫ" if kazakh else "ОДОБРЕНО", columns, bold=True),
        Row("ҚОЛ ҚОЮ ҚАЖЕТ ЕМЕС" if kazakh else "ПОДПИСЬ НЕ ТРЕБУЕТСЯ", align=Align.CENTRE),
        Blank(2),
    ]
    truth = Truth("other", time=deal.at.iso())
    return Document("bank", language, columns, tuple(marks), truth)


def _head(deal: Deal, columns: int) -> list[Mark]:
    return [*centred(deal.shop.owner, columns), *centred(f"БСН/БИН {deal.shop.bin}", columns)]


def _block(
    dice: Dice,
    sold: tuple[str, int],
    says: dict[str, str],
    style: AmountStyle,
    columns: int,
) -> list[Mark]:
    """Return one counter of a report: its title, ways to pay and their sum."""
    title, day = sold
    part = day * dice.number(1, 9) // 10
    return [
        *centred(title, columns),
        Row(f"{says['count']}: {dice.number(0, 200)}"),
        *pair(f"{says['cash']}:", style.write(part), columns),
        *pair(f"{says['card']}:", style.write(day - part), columns),
        *pair(f"{says['total']}:", style.write(day), columns),
        rule(columns),
    ]
