"""Papers from behind the counter that look like receipts: supplies, write-offs, adverts, shifts."""

from collections.abc import Mapping
from typing import Final

from hardware.captures.amounts import PLAIN, SPACED, WEBKASSA
from hardware.captures.deals import Order, make_deal, quantity
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Barcode, Blank, Document, Mark, Row, Truth
from hardware.captures.layouts.rows import centred, pair, rule, wrapped

_SUPPLY: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("ПРИХОДНАЯ НАКЛАДНАЯ", "АКТ СПИСАНИЯ", "НАКЛАДНАЯ НА ПЕРЕМЕЩЕНИЕ", "ЗАКАЗ ПОСТАВЩИКУ"),
    "kk": ("КІРІС ЖҮКҚҰЖАТЫ", "ЕСЕПТЕН ШЫҒАРУ АКТІСІ", "ЖЕТКІЗУШІГЕ ТАПСЫРЫС"),
}
_SHIFT: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("ОТКРЫТИЕ СМЕНЫ", "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ"),
    "kk": ("АУЫСЫМДЫ АШУ", "АУЫСЫМНЫҢ АШЫЛУЫ ТУРАЛЫ ЕСЕП"),
}
_ADVERT: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("ВАША СКИДКА 20%", "при сумме чека от", "Покажите этот листок на кассе до"),
    "kk": (
        "СІЗГЕ 20% ЖЕҢІЛДІК",
        "чек сомасы мынадан басталса:",
        "Осы парақты кассада көрсетіңіз, мерзімі",
    ),
}


def supply(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return a paper of goods that came, went or went unsold: it has a total, and is no sale."""
    deal = make_deal(dice, order)
    spoken = "kk" if language == "kk" else "ru"
    style = dice.choice((PLAIN, SPACED, WEBKASSA))
    marks: list[Mark] = [
        *centred(deal.shop.owner, columns),
        *centred(dice.choice(_SUPPLY[spoken]), columns, bold=dice.one_in(2)),
        Row(f"№ {deal.number}", deal.at.date()),
        rule(columns),
    ]
    for item in deal.items:
        marks += wrapped(item.good.named(spoken), columns)
        count = f"   {quantity(item, style)} x {style.write(item.price)}"
        marks += pair(count, style.write(item.amount), columns)
    label = "БАРЛЫҒЫ:" if spoken == "kk" else dice.choice(("ИТОГО:", "ВСЕГО:"))
    taken, given = ("Қабылдады", "Тапсырды") if spoken == "kk" else ("Принял", "Сдал")
    marks += [rule(columns), *pair(label, style.write(deal.subtotal), columns)]
    marks += [Row(f"{given} ____________"), Row(f"{taken} ____________"), Blank(2)]
    truth = Truth("other", time=None)
    return Document("supply", language, columns, tuple(marks), truth)


def shift(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return the paper of a shift's beginning."""
    deal = make_deal(dice, order)
    spoken = "kk" if language == "kk" else "ru"
    marks: list[Mark] = [
        *centred(deal.shop.owner, columns),
        *centred(f"БСН/БИН {deal.shop.bin}", columns),
        *centred(dice.choice(_SHIFT[spoken]), columns),
        Row(f"{'Ауысым №' if spoken == 'kk' else 'Смена №'} {deal.shift}"),
        Row(f"{'Кассашы' if spoken == 'kk' else 'Кассир'} {deal.shop.cashier}"),
        *pair("Кассада" if spoken == "kk" else "Наличных в кассе", PLAIN.write(0), columns),
        Row(deal.at.printed()),
        Blank(2),
    ]
    truth = Truth("report", time=deal.at.iso())
    return Document("shift", language, columns, tuple(marks), truth)


def advert(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return a leaflet that promises something for a next receipt of some sum."""
    deal = make_deal(dice, order)
    big, least, until = _ADVERT["kk" if language == "kk" else "ru"]
    marks: list[Mark] = [
        *centred(deal.shop.name, columns, wide=True),
        *centred(big, columns, bold=True),
        *centred(f"{least} {dice.number(2, 9)} 000.00 тг", columns),
        Barcode(f"20{dice.digits(10)}"),
        *wrapped(f"{until} {deal.at.date()}", columns),
        Row(deal.shop.phone, align=Align.CENTRE),
        Blank(2),
    ]
    return Document("advert", language, columns, tuple(marks), Truth("other"))
