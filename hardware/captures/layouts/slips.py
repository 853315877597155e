"""Papers that are no sale: cash in and out, slips of bank terminals."""

from typing import Final

from hardware.captures.amounts import EQUALS, PLAIN, SPACED, WEBKASSA
from hardware.captures.deals import Deal, Order, make_deal
from hardware.captures.dice import Dice
from hardware.captures.document import Align, Blank, Document, Mark, Row, Truth
from hardware.captures.layouts.rows import centred, pair, rule

_CASH: Final = {
    "ru": (("ВНЕСЕНИЕ", "СЛУЖЕБНОЕ ВНЕСЕНИЕ", "ВНЕСЕНИЕ ДЕНЕГ В КАССУ"),
           ("ИЗЪЯТИЕ", "СЛУЖЕБНОЕ ИЗЪЯТИЕ", "ВЫПЛАТА", "ИНКАССАЦИЯ")),
    "kk": (("ҚОЛМА-ҚОЛ АҚША САЛУ", "АҚША САЛУ"), ("ҚОЛМА-ҚОЛ АҚША АЛУ", "АҚША АЛУ")),
}  # fmt: skip


def cash(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return the paper of cash put into the drawer or taken out of it."""
    deal = make_deal(dice, order)
    kazakh = language == "kk"
    style = dice.choice((WEBKASSA, PLAIN, EQUALS, SPACED))
    title = dice.choice(dice.choice(_CASH["kk" if kazakh else "ru"]))
    amount = style.write(dice.number(1, 400) * 50_000)
    marks: list[Mark] = [
        *head(deal, columns),
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


def head(deal: Deal, columns: int) -> list[Mark]:
    """Return who the shop is, in two rows."""
    return [*centred(deal.shop.owner, columns), *centred(f"БСН/БИН {deal.shop.bin}", columns)]
