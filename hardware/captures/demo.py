"""The paper of the first hour: one sale of an invented bakery, in Kazakh and Russian."""

from typing import Final

from hardware.captures.amounts import SPACED
from hardware.captures.deals import Deal, Said, Sold, document_of
from hardware.captures.document import Align, Blank, Document, Emblem, Fiscal, Mark, Moment, Qr, Row
from hardware.captures.goods import Good, Shop
from hardware.captures.layouts.rows import centred, rule
from hardware.captures.operators import OPERATORS

COLUMNS: Final = 48
_SHOP: Final = Shop(
    "АЛТЫН БАУЫРСАҚ",
    "«Алтын Дән Сервис» ЖШС / ТОО",
    "249940017283",
    "г. Алматы, ул. Яблоневая, 17",
    "Алматы қ., Алма ағашы к-сі, 17",
    "+7 700 555 01 17",
    "Айгерім",
)
_BASKET: Final = (
    Sold(Good("Самса с говядиной", "Сиыр етінен самса", 450), 2000, 45000, 90000),
    Sold(Good("Баурсаки, порция", "Бауырсақ, порция", 600), 1000, 60000, 60000),
    Sold(Good("Торт «Наполеон»", "«Наполеон» торты", 6900), 1000, 690000, 690000),
    Sold(Good("Капучино, 300 мл", "Капучино, 300 мл", 990), 2000, 99000, 198000),
    Sold(Good("Чай с молоком", "Сүт қосылған шай", 500), 1000, 50000, 50000),
)
_AT: Final = Moment(2026, 11, 21, 9, 41, 7)


def demo_bakery() -> Document:
    """Return the demo's paper."""
    deal = _deal()
    assert deal.fiscal, "the demo shows a fiscal receipt"
    marks: list[Mark] = [
        Emblem(),
        *centred(_SHOP.name, COLUMNS, wide=True),
        *centred("наубайхана · кофехана", COLUMNS),
        *centred("пекарня · кофейня", COLUMNS),
        Blank(),
        *centred(_SHOP.owner, COLUMNS),
        *centred(f"БСН/БИН {_SHOP.bin}", COLUMNS),
        *centred(_SHOP.address_kk, COLUMNS),
        *centred(_SHOP.address_ru, COLUMNS),
        rule(COLUMNS, "="),
        *centred("САТУ ЧЕГІ / ЧЕК ПРОДАЖИ", COLUMNS, bold=True),
        Row(f"Құжат/Документ № {deal.number}", f"Ауысым/Смена № {deal.shift}"),
        Row(f"Кассашы/Кассир: {_SHOP.cashier}", deal.at.printed()),
        rule(COLUMNS),
    ]
    for item in deal.items:
        names = dict.fromkeys((item.good.kk, item.good.ru))
        marks.append(Row(" / ".join(names)))
        count = f"   {item.thousandths // 1000} дана/шт x {SPACED.write(item.price)}"
        marks.append(Row(count, SPACED.write(item.amount)))
    marks += [
        rule(COLUMNS, "="),
        Row("ЖИЫНЫ/ИТОГО", SPACED.write(deal.total), wide=True, tall=True),
        Row("Банк картасы/Банковская карта", SPACED.write(deal.total)),
        Row(f"Соның ішінде ҚҚС/в т.ч. НДС {deal.vat_percent}%", SPACED.write(deal.vat)),
        rule(COLUMNS),
        Row("Фискалдық белгі/ФП:", deal.fiscal.sign),
        Row("КТН/РНМ:", deal.fiscal.register),
        Row("ФДО/ОФД:", "«Қазақтелеком» АҚ"),
        Blank(),
        Qr(deal.qr or ""),
        Blank(),
        *centred("ФИСКАЛДЫ ЧЕК / ФИСКАЛЬНЫЙ ЧЕК", COLUMNS),
        Blank(),
        Row("Ас болсын! Приятного аппетита!", align=Align.CENTRE, bold=True),
        Blank(),
    ]
    return document_of(deal, "demo", ("both", COLUMNS), marks, Said(number=str(deal.number)))


def _deal() -> Deal:
    total = sum(item.amount for item in _BASKET)
    fiscal = Fiscal("oofd", "3184207715", "010199003417")
    key = f"i={fiscal.sign}&f={fiscal.register}"
    qr = f"http://consumer.oofd.kz?{key}&s={total // 100}.00&t=20261121T094107"
    return Deal(
        kind="sale",
        shop=_SHOP,
        items=_BASKET,
        subtotal=total,
        discount=0,
        service=0,
        total=total,
        vat_percent=16,
        vat=(2 * total * 16 + 116) // (2 * 116),
        payments={"card": total},
        received=0,
        at=_AT,
        number=128,
        shift=41,
        operator=OPERATORS[0],
        fiscal=fiscal,
        qr=qr,
        original="",
    )
