"""Papers of counters without tables: Shtrih-M registers, 1C, shop programs."""

from collections.abc import Mapping
from dataclasses import replace

from hardware.captures.amounts import EQUALS, PLAIN, AmountStyle, some_style, with_suffix
from hardware.captures.deals import Deal, Order, Said, document_of, make_deal, quantity
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Barcode, Blank, Document, Logo, Mark, Qr, Row
from hardware.captures.layouts.retail_words import SHOP, SHTRIH_BOTH, SHTRIH_RU, TOTALS
from hardware.captures.layouts.rows import centred, pair, rule, total_rows, wrapped


def shtrih(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return a receipt as Shtrih-M registers print it: `=` before amounts, deals counted below."""
    deal = make_deal(dice, order)
    both = language != "ru"
    says = SHTRIH_BOTH if both else SHTRIH_RU
    marks: list[Mark] = [Row(says["copy"], align=Align.CENTRE)] if deal.kind == "copy" else []
    marks += [Row(f"{deal.shop.owner}"), Row(f"{says['bin']} {deal.shop.bin}")]
    marks += pair(f"{says['series']} {dice.digits(5)}", f"№ {dice.digits(7)}", columns)
    marks += [rule(columns), *centred(f"{says['shift']}{deal.shift}", columns)]
    title = deal.kind if deal.kind in ("return", "purchase") else "sale"
    marks += [Row(says[title]), rule(columns)]
    for item in deal.items:
        marks += wrapped(item.good.named("kk" if both else "ru"), columns)
        count = f"   {quantity(item, PLAIN)} x {PLAIN.write(item.price)}"
        marks += pair(count, EQUALS.write(item.amount), columns)
        if item.discount:
            marks += pair(f"  {says['discount']}", PLAIN.write(-item.discount), columns)
    marks.append(rule(columns))
    marks += _shtrih_sums(deal, says, columns, own_line=both)
    marks += _shtrih_foot(deal, dice, says, columns)
    # The counter of deals at the foot is the paper's only number.
    said = Said(number=None)
    return document_of(deal, "shtrih", (language, columns), marks, said)


def shop(dice: Dice, family: str, language: str, columns: int, order: Order) -> Document:
    """Return a receipt of a shop program: `1c` or `umag`."""
    style = some_style(dice)
    if family == "1c":
        style = dice.choice((EQUALS, PLAIN, with_suffix(PLAIN, " KZT"), style))
    if not style.tiyn_shown:
        order = replace(order, whole_tenge=True)
    deal = make_deal(dice, order)
    says = SHOP[language]
    marks: list[Mark] = [Logo(dice.number(0, 999))] if order.logo or dice.one_in(6) else []
    marks += centred(deal.shop.name, columns, bold=True)
    marks += centred(f"{says['bin']}: {deal.shop.bin}", columns)
    if deal.kind in ("return", "copy", "purchase"):
        marks += centred(says[deal.kind], columns, bold=True)
    marks.append(Row(f"{says['title']} {deal.number}"))
    marks.append(Row(f"{says['date']}: {deal.at.printed()}"))
    marks += [Row(f"{says['seller']}: {deal.shop.cashier}"), rule(columns)]
    for place, item in enumerate(deal.items, 1):
        marks += wrapped(f"{place}. {item.good.named(language)}", columns)
        count = f"   {quantity(item, style)} * {style.write(item.price)}"
        marks += pair(count, style.write(item.amount - item.discount), columns)
    marks.append(rule(columns))
    label = dice.choice(TOTALS[family][language])
    wide = deal.number % 2 == 0
    total = total_rows(dice, label, style.write(deal.total), columns, wide=wide)
    marks += _shop_sums(deal, says, style, total, columns)
    if dice.one_in(6):
        counted = says["words"].format(len(deal.items), style.write(deal.total))
        marks += wrapped(counted, columns)
    if deal.kind == "void":
        marks += centred(says["void"], columns, wide=dice.one_in(2), bold=True)
    marks += _shop_foot(deal, dice, says, columns)
    told = "KZT" if deal.qr or style.names_currency else None
    said = Said(number=str(deal.number), currency=told)
    return document_of(deal, family, (language, columns), marks, said)


def _shtrih_sums(
    deal: Deal, says: Mapping[str, str], columns: int, *, own_line: bool
) -> list[Mark]:
    """Return total and payments; on bilingual registers amounts stand on lines of their own."""
    marks: list[Mark] = []
    if deal.discount:
        marks += pair(f"  {says['discount']}", EQUALS.write(-deal.discount), columns)
    sums = [(says["total"], deal.total, True)]
    for way, amount in deal.payments.items():
        sums.append((says[way], deal.received if way == "cash" else amount, False))
    if deal.change:
        sums.append((says["change"], deal.change, False))
    sums.append((says["vat"].format(deal.vat_percent), deal.vat, False))
    for label, amount, wide in sums:
        if own_line:
            marks += [*wrapped(label, columns), Row("", EQUALS.write(amount))]
        else:
            marks += pair(label, EQUALS.write(amount), columns, wide=wide)
    return [*marks, rule(columns)]


def _shtrih_foot(deal: Deal, dice: Dice, says: Mapping[str, str], columns: int) -> list[Mark]:
    marks: list[Mark] = [Row(f"{says['time']} {deal.at.printed()}")]
    if deal.kind == "void":
        marks = [*centred(says["void"], columns, bold=True), *marks]
    if deal.operator and deal.fiscal and deal.qr:
        marks.insert(0, Row(f"{says['sign']} {deal.fiscal.sign}"))
        marks += wrapped(f"{says['operator']} {deal.operator.ru}", columns)
        marks += [*wrapped(says["check"], columns), Row(deal.operator.site), rule(columns)]
        marks += [*centred(says["fiscal"], columns), Qr(deal.qr)]
        marks += centred(f"{says['register']} {deal.fiscal.register}", columns)
    if dice.one_in(4):
        marks += wrapped(says["offline"], columns)
    marks.append(Row(f"{says['cashier']} {deal.shop.cashier}"))
    counted = PLAIN.write(deal.total + dice.number(0, 1) * 100).replace(".", ",")
    deals = f"{says['deals']} {dice.number(1000, 900000)} ({counted} {says['tenge']})"
    return [*marks, *wrapped(deals, columns), Blank(dice.number(1, 4))]


def _shop_sums(
    deal: Deal, says: Mapping[str, str], style: AmountStyle, total: list[Mark], columns: int
) -> list[Mark]:
    marks: list[Mark] = [Row(f"{says['count']}: {len(deal.items)}")]
    if deal.discount:
        marks += pair(f"{says['subtotal']}:", style.write(deal.subtotal), columns)
        marks += pair(f"{says['discount']}:", style.write(-deal.discount), columns)
    if deal.number % 7 == 0:
        marks += pair(says["without"], style.write(deal.total - deal.vat), columns)
        marks += pair(says["tax"], style.write(deal.vat), columns)
    marks += total
    marks += pair(says["vat"].format(deal.vat_percent), style.write(deal.vat), columns)
    for way, amount in deal.payments.items():
        marks += pair(says[way], style.write(deal.received if way == "cash" else amount), columns)
    if deal.change:
        marks += pair(says["change"], style.write(deal.change), columns)
    return [*marks, rule(columns)]


def _shop_foot(deal: Deal, dice: Dice, says: Mapping[str, str], columns: int) -> list[Mark]:
    marks: list[Mark] = []
    if deal.qr and deal.fiscal:
        marks += [Row(f"{says['sign']} {deal.fiscal.sign}"), Qr(deal.qr)]
        marks.append(Row(f"{says['register']} {deal.fiscal.register}"))
    if dice.one_in(3):
        marks += pair(says["bonus"], f"{deal.total // 5000}.00", columns)
        marks += pair(says["balance"], f"{dice.number(0, 9000)}.00", columns)
    if dice.one_in(3):
        marks.append(Barcode(f"20{dice.digits(10)}"))
    marks += centred(says["thanks"], columns)
    marks += centred(says["return_time"], columns)
    return [*marks, Blank(dice.number(1, 3))]
