"""Café papers: receipts, pre-bills and kitchen tickets of table-service programs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hardware.captures.amounts import (
    COMMAS,
    PLAIN,
    SPACED,
    SPACED_POINT,
    WEBKASSA,
    WHOLE,
    WHOLE_PLAIN,
    AmountStyle,
    some_style,
    with_suffix,
)  # fmt: skip
from hardware.captures.deals import (
    Deal,
    Order,
    Said,
    document_of,
    make_deal,
    quantity,
    without_code,
)
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Blank, Document, Logo, Mark, Qr, Row, Truth
from hardware.captures.layouts.cafe_words import (
    AFTER_DISCOUNT,
    BEFORE_DISCOUNT,
    CAFE,
    CARDS,
    NUMBERS,
    TOTALS,
)
from hardware.captures.layouts.rows import centred, pair, rule, total_rows, wrapped

_STYLES: Final = {
    "iiko": (SPACED, WEBKASSA, PLAIN, SPACED_POINT, WHOLE),
    "rkeeper": (PLAIN, COMMAS, WHOLE_PLAIN),
}


def cafe(dice: Dice, family: str, language: str, columns: int, order: Order) -> Document:
    """Return a receipt or pre-bill of *family*: `iiko`, `rkeeper` or `poster`."""
    style = dice.choice(_STYLES[family]) if family in _STYLES else some_style(dice)
    if family == "iiko" and dice.one_in(4):
        style = with_suffix(style, " тг")
    if not style.tiyn_shown:
        order = replace(order, whole_tenge=True)
    deal = make_deal(dice, replace(order, service=True))
    if deal.kind == "prebill":
        deal = without_code(deal)
    says = _words(dice, language)
    total_label = dice.choice(TOTALS[family][language])
    if deal.discount and dice.one_in(3):
        total_label = dice.choice(AFTER_DISCOUNT[language])
    seconds = family == "iiko" or dice.one_in(2)
    marks: list[Mark] = [Logo(dice.number(0, 999))] if order.logo or dice.one_in(5) else []
    marks += _head(deal, dice, says, columns, seconds=seconds)
    marks += _goods(deal, language, style, columns)
    total = total_rows(dice, total_label, style.write(deal.total), columns, wide=True)
    marks += _sums(deal, says, style, total, columns)
    if deal.kind == "void":
        marks += centred(says["void"], columns, wide=dice.one_in(2), bold=True)
    marks += _foot(deal, dice, says, columns)
    coded = deal.qr is not None and deal.operator is not None and deal.operator.holds_sum
    at = deal.at if seconds or coded else deal.at.to_the_minute()
    told = "KZT" if deal.qr or style.names_currency else None
    said = Said(number=says["number"].format(deal.number), time=at, currency=told)
    return document_of(deal, family, (language, columns), marks, said)


def _words(dice: Dice, language: str) -> Mapping[str, str]:
    """Return the words of one café, which calls some things by names of its own."""
    return {
        **CAFE[language],
        "receipt": dice.choice(NUMBERS[language]),
        "number": dice.choice(("{}", "{}", "{}", "{:06}")),
        "card": dice.choice(CARDS[language]),
        "subtotal": dice.choice(BEFORE_DISCOUNT[language]),
    }


def kitchen(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return what the kitchen or the bar gets: goods without prices."""
    deal = make_deal(dice, order)
    says = CAFE[language]
    place = dice.choice(("kitchen", "bar"))
    number = f"{says['ticket']} № {deal.number}"
    marks: list[Mark] = [
        *centred(says[place], columns, wide=dice.one_in(2)),
        Row(number, deal.at.clock()),
        Row(f"{says['table']}: {dice.number(1, 40)}", f"{says['guests']}: {dice.number(1, 9)}"),
        Row(f"{says['waiter']}: {deal.shop.cashier}"),
        rule(columns, "="),
    ]
    for item in deal.items:
        marks += pair(
            item.good.named(language), f"x {quantity(item, PLAIN)}", columns, wide=dice.one_in(4)
        )
        if dice.one_in(4):
            marks.append(Row(f"  {says['course']} {dice.number(1, 3)}"))
    marks += [rule(columns, "="), Row(deal.at.printed()), Blank(2)]
    truth = Truth("kitchen", number=str(deal.number), time=deal.at.iso())
    return Document("kitchen", language, columns, tuple(marks), truth)


def _head(
    deal: Deal, dice: Dice, says: Mapping[str, str], columns: int, *, seconds: bool
) -> list[Mark]:
    marks = centred(deal.shop.name, columns, wide=dice.one_in(2), bold=True)
    marks += centred(f"{deal.shop.owner} {says['bin']} {deal.shop.bin}", columns)
    marks += centred(f"{says['phone']} {deal.shop.phone}", columns)
    if deal.kind == "prebill":
        marks += centred(says["prebill"], columns, bold=True)
        marks.append(Row(f"{says['bill']} {says['number'].format(deal.number)}"))
    else:
        title = says[deal.kind] if deal.kind in ("return", "copy") else says["sale"]
        marks += centred(title, columns)
        marks.append(Row(f"{says['receipt']} {says['number'].format(deal.number)}"))
    marks.append(
        Row(f"{says['table']} {dice.number(1, 40)}", f"{says['guests']}: {dice.number(1, 9)}")
    )
    marks.append(Row(f"{says['waiter']}: {deal.shop.cashier}"))
    day = dice.choice((deal.at.date(), deal.at.date(), deal.at.date_iso(), deal.at.short_date()))
    at = f"{day} {deal.at.clock(seconds=seconds)}"
    label = says["opened"] if deal.kind == "prebill" else says["closed"]
    return [*marks, Row(f"{label}: {at}"), rule(columns)]


def _goods(deal: Deal, language: str, style: AmountStyle, columns: int) -> list[Mark]:
    says = CAFE[language]
    head = f"{says['count']:>7} {says['amount']:>11}"
    marks: list[Mark] = [Row(says["goods"], head), rule(columns)]
    for item in deal.items:
        cells = f"{quantity(item, style):>7} {style.write(item.amount):>11}"
        room = columns - len(cells) - 1
        rows = wrapped(item.good.named(language), max(room, 8))
        first, *rest = (row.left for row in rows if isinstance(row, Row))
        marks.append(Row(first, cells))
        marks += [Row(line) for line in rest]
        if item.discount:
            marks += pair(f"  {says['discount']}", style.write(-item.discount), columns)
    return [*marks, rule(columns)]


def _sums(
    deal: Deal, says: Mapping[str, str], style: AmountStyle, total: list[Mark], columns: int
) -> list[Mark]:
    marks: list[Mark] = []
    if deal.discount or deal.service:
        marks += pair(f"{says['subtotal']}:", style.write(deal.subtotal), columns)
    if deal.discount:
        marks += pair(f"{says['discount']}:", style.write(-deal.discount), columns)
    if deal.service:
        marks += pair(f"{says['service']}:", style.write(deal.service), columns)
    marks += total
    if deal.kind == "prebill":
        return [*marks, *centred(says["notfiscal"], columns)]
    for way, amount in deal.payments.items():
        marks += pair(says[way], style.write(amount), columns)
    if deal.change:
        marks += pair(says["received"], style.write(deal.received), columns)
        marks += pair(says["change"], style.write(deal.change), columns)
    return [*marks, *pair(says["vat"].format(deal.vat_percent), style.write(deal.vat), columns)]


def _foot(deal: Deal, dice: Dice, says: Mapping[str, str], columns: int) -> list[Mark]:
    marks: list[Mark] = [Blank()]
    if deal.qr and deal.fiscal and deal.kind != "prebill":
        marks += [Row(f"{says['sign']}: {deal.fiscal.sign}"), Qr(deal.qr)]
        marks.append(Row(f"{says['register']}: {deal.fiscal.register}", align=Align.CENTRE))
    marks += centred(says["thanks"], columns)
    if dice.one_in(4):
        marks += centred(says["advert"], columns)
    return [*marks, Blank(dice.number(1, 3))]
