"""Receipts as Webkassa's lines have them: 36 to 48 columns, Russian or Kazakh."""

from hardware.captures.amounts import SPACED, WEBKASSA, AmountStyle
from hardware.captures.deals import Deal, Order, Said, document_of, make_deal, quantity
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Blank, Document, Mark, Qr, Row
from hardware.captures.layouts.rows import centred, pair, rule, wrapped

_RU = {
    "bin": "БИН", "vat_series": "НДС Серия", "shift": "Смена", "order": "Порядковый номер чека №",
    "cashier": "Кассир", "sale": "ПРОДАЖА", "return": "ВОЗВРАТ ПРОДАЖИ", "copy": "ДУБЛИКАТ",
    "purchase": "ПОКУПКА", "void": "ЧЕК АННУЛИРОВАН",
    "piece": "шт", "kilo": "кг", "cost": "Стоимость", "discount": "Скидка", "cash": "Наличные:",
    "card": "Банковская карта:", "gift": "Подарочный сертификат:", "prepaid": "Аванс:",
    "change": "Сдача:", "total": "ИТОГО:", "vat": "в т.ч. НДС {}%:",
    "sign": "Фискальный признак:", "time": "Время:", "operator": "Оператор фискальных данных:",
    "check": "Для проверки чека зайдите на сайт:", "fiscal": "ФИСКАЛЬНЫЙ ЧЕK", "ink": "ИНК ОФД:",
    "register": "Код ККМ КГД (РНМ):", "factory": "ЗНМ:", "thanks": "СПАСИБО ЗА ПОКУПКУ!",
}  # fmt: skip
_KK = {
    "bin": "БСН", "vat_series": "ҚҚС Сериясы", "shift": "Ауысым", "order": "Чектің реттік нөмірі №",
    "cashier": "Кассашы", "sale": "САТУ", "return": "САТУДЫ ҚАЙТАРУ", "copy": "КӨШІРМЕ",
    "purchase": "САТЫП АЛУ", "void": "ЧЕК ЖОЙЫЛДЫ",
    "piece": "дана", "kilo": "кг", "cost": "Құны", "discount": "Жеңілдік", "cash": "Қолма-қол:",
    "card": "Банк картасы:", "gift": "Сыйлық сертификаты:", "prepaid": "Аванс:",
    "change": "Қайтарым:", "total": "БАРЛЫҒЫ:", "vat": "соның ішінде ҚҚС {}%:",
    "sign": "Фискалдық белгі:", "time": "Уақыты:", "operator": "Фискалдық деректер операторы:",
    "check": "Чекті тексеру үшін сайтқа кіріңіз:", "fiscal": "ФИСКАЛДЫ ЧЕК", "ink": "КСН:",
    "register": "КТН(МКК БКМ коды):", "factory": "КЗН:", "thanks": "САТЫП АЛҒАНЫҢЫЗҒА РАҚМЕТ!",
}  # fmt: skip


def webkassa(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return a receipt as Webkassa lays it out."""
    deal = make_deal(dice, order)
    says = _KK if language == "kk" else _RU
    style = dice.choice((WEBKASSA, WEBKASSA, SPACED))
    marks: list[Mark] = [
        *([Row(says["copy"], align=Align.CENTRE)] if deal.kind == "copy" else []),
        *_head(deal, dice, says, columns),
        rule(columns),
        *_goods(deal, language, style, columns),
        rule(columns),
        *_sums(deal, says, style, columns),
        rule(columns),
        *_foot(deal, dice, says, language, columns),
    ]
    header = (
        Row(deal.shop.address_kk if language == "kk" else deal.shop.address_ru),
        Row(deal.shop.owner, align=Align.CENTRE),
    )
    said = Said(number=str(deal.number), header=header)
    return document_of(deal, "webkassa", (language, columns), marks, said)


def _head(deal: Deal, dice: Dice, says: dict[str, str], columns: int) -> list[Mark]:
    sign = deal.fiscal.sign if deal.fiscal else deal.original
    operator = deal.operator.ru if deal.operator else "ОФД"
    return [
        *centred(deal.shop.owner, columns),
        *centred(f"{says['bin']} {deal.shop.bin}", columns),
        Row(f"{says['vat_series']} {dice.digits(5)}", f"№ 00{dice.digits(5)}"),
        rule(columns),
        *centred(operator.split("«")[-1].strip("»"), columns),
        *centred(f"{says['shift']} {deal.shift}", columns),
        *centred(f"{says['order']}{deal.number}", columns),
        Row(f"Чек №{sign}"),
        Row(f"{says['cashier']} {deal.shop.cashier}"),
        Row(says[deal.kind if deal.kind in ("return", "purchase") else "sale"]),
    ]


def _goods(deal: Deal, language: str, style: AmountStyle, columns: int) -> list[Mark]:
    says = _KK if language == "kk" else _RU
    marks: list[Mark] = []
    for place, item in enumerate(deal.items, 1):
        unit = says["kilo" if item.good.by_weight else "piece"]
        marks += wrapped(f"{place:3}. {item.good.named(language)}", columns)
        marks.append(Row(f"   {quantity(item, style)} {unit} x {style.write(item.price)}"))
        if item.discount:
            marks += pair(f"   {says['discount']}", style.write(-item.discount), columns)
        marks += pair(f"   {says['cost']}", style.write(item.amount - item.discount), columns)
    return marks


def _sums(deal: Deal, says: dict[str, str], style: AmountStyle, columns: int) -> list[Mark]:
    marks: list[Mark] = []
    if deal.discount:
        marks += pair(f"{says['discount']}:", style.write(deal.discount), columns)
    for way, amount in deal.payments.items():
        shown = deal.received if way == "cash" else amount
        marks += pair(says[way], style.write(shown), columns)
    if deal.change:
        marks += pair(says["change"], style.write(deal.change), columns)
    marks += pair(says["total"], style.write(deal.total), columns)
    return [*marks, *pair(says["vat"].format(deal.vat_percent), style.write(deal.vat), columns)]


def _foot(deal: Deal, dice: Dice, says: dict[str, str], language: str, columns: int) -> list[Mark]:
    marks: list[Mark] = []
    if deal.kind == "void":
        marks += [*centred(says["void"], columns, wide=dice.one_in(2)), rule(columns)]
    if deal.fiscal:
        marks.append(Row(f"{says['sign']} {deal.fiscal.sign}"))
    marks.append(Row(f"{says['time']} {deal.at.printed()}"))
    address = deal.shop.address_kk if language == "kk" else deal.shop.address_ru
    marks += wrapped(address, columns)
    if deal.operator and deal.fiscal and deal.qr:
        operator = deal.operator.kk if language == "kk" else deal.operator.ru
        marks += wrapped(f"{says['operator']} {operator}", columns)
        marks += wrapped(f"{says['check']} {deal.operator.site}", columns)
        marks += [rule(columns), *centred(says["fiscal"], columns), Qr(deal.qr)]
        marks += centred(f"{says['ink']} {dice.number(1, 999)}", columns)
        marks += centred(f"{says['register']} {deal.fiscal.register}", columns)
        marks += centred(f"{says['factory']} SWK000{dice.digits(5)}", columns)
        marks += centred("WEBKASSA.KZ", columns)
    if dice.one_in(3):
        marks += centred(f"Call-центр {deal.shop.phone}", columns)
        marks += centred(says["thanks"], columns)
    return [*marks, Blank(dice.number(1, 4))]
