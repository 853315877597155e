"""What happened at the counter, before any layout: goods, discounts, payment, fiscal key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from hardware.captures.amounts import AmountStyle
from hardware.captures.dice import Dice
from hardware.captures.document import Document, Fiscal, Mark, Moment, Row, Truth
from hardware.captures.goods import GOODS, TRICKY, Good, Shop, some_shop
from hardware.captures.operators import Operator, code_of, some_operator

# `odd` is a sale whose code tells another sum than its paper: nobody can say its total.
NO_SALES: Final = frozenset({"void", "purchase"})
"""Laid out as a sale, and none: given up at the counter, or bought by the shop."""
LARGEST_TOTAL: Final = 999_999_999
"""9 999 999.99 tenge: more fits no receipt that a bakery prints."""


@dataclass(frozen=True, slots=True)
class Sold:
    """One line of goods: quantity in thousandths, price and amount in tiyn."""

    good: Good
    thousandths: int
    price: int
    amount: int
    discount: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    """One sale (or its return, copy or pre-bill)."""

    kind: str
    shop: Shop
    items: tuple[Sold, ...]
    subtotal: int
    discount: int
    service: int
    """Service charge of 10 %, in cafés."""
    total: int
    """Above zero on returns too: the layout says that it is one."""
    vat_percent: int
    vat: int
    payments: Mapping[str, int]
    """`cash`, `card`, `gift`, `prepaid` -> tiyn; their sum is the total."""
    received: int
    """Cash handed over, at least the cash part."""
    at: Moment
    number: int
    shift: int
    operator: Operator | None
    fiscal: Fiscal | None
    qr: str | None
    original: str

    @property
    def change(self) -> int:
        """Return the cash given back."""
        return self.received - self.payments.get("cash", 0)


@dataclass(frozen=True, slots=True)
class Order:
    """What a caller wants of a deal; the rest is left to the dice."""

    kind: str = "sale"
    operator: str | None = None
    """Short name of an operator, `none` for an unfiscal paper, None for any."""
    whole_tenge: bool = False
    service: bool = False
    few: bool = False
    """True: one or two goods of usual prices and plain names."""
    logo: bool = False
    """True: a picture stands on top, where the layout has a place for one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a layout prints of a deal, beyond its kind, total and code."""

    number: str | None = None
    time: Moment | None = None
    """None: day, hour and seconds as they were."""
    currency: str | None = "KZT"
    original: str | None = None
    header: tuple[Row, ...] = ()


def some_moment(dice: Dice) -> Moment:
    """Return a time in the years that matter."""
    day = (dice.number(2024, 2027), dice.number(1, 12), dice.number(1, 28))
    return Moment(*day, dice.number(7, 22), dice.number(0, 59), dice.number(0, 59))


def make_deal(dice: Dice, order: Order) -> Deal:
    """Return a deal whose sums agree with each other."""
    items = _some_items(dice, order)
    subtotal = sum(it.amount - it.discount for it in items)
    discount = _part(subtotal, dice.choice((5, 10, 15)), order) if dice.one_in(6) else 0
    service = _part(subtotal - discount, 10, order) if order.service and dice.one_in(2) else 0
    total = max(subtotal - discount + service, 100)
    service = total - subtotal + discount
    vat_percent = dice.choice((12, 16, 16, 16, 10, 5))
    payments = _some_payments(dice, total, order)
    at = some_moment(dice)
    operator = None if order.operator == "none" else some_operator(dice, order.operator)
    fiscal = qr = None
    if operator:
        fiscal = Fiscal(operator.name, dice.digits(dice.number(9, 13)), f"0101{dice.digits(8)}")
        told = total + dice.number(1, 99) * 100 if order.kind == "odd" else total
        qr = code_of(operator, fiscal, told, at, dice)
    return Deal(
        kind=order.kind,
        shop=some_shop(dice),
        items=items,
        subtotal=subtotal,
        discount=discount,
        service=service,
        total=total,
        vat_percent=vat_percent,
        vat=(2 * total * vat_percent + 100 + vat_percent) // (2 * (100 + vat_percent)),
        payments=payments,
        received=_some_received(dice, payments.get("cash", 0)),
        at=at,
        number=dice.number(1, dice.choice((99, 999, 99999))),
        shift=dice.number(1, 900),
        operator=operator,
        fiscal=fiscal,
        qr=qr,
        original=dice.digits(dice.number(9, 13)),
    )


def document_of(
    deal: Deal, family: str, paper: tuple[str, int], marks: list[Mark], said: Said
) -> Document:
    """Return the document of *deal* for (language, columns), with what its layout *said*."""
    known = deal.operator is not None and deal.operator.holds_sum and deal.qr is not None
    is_sale_or_near = deal.kind not in NO_SALES
    total = -deal.total if deal.kind == "return" else deal.total
    truth = Truth(
        kind="sale" if deal.kind == "odd" else deal.kind if is_sale_or_near else "other",
        total=total if is_sale_or_near and deal.kind != "odd" else None,
        currency=said.currency,
        number=said.number,
        time=(said.time or deal.at).iso(),
        fiscal=deal.fiscal if known else None,
        qr=(deal.qr,) if deal.qr else (),
        original=said.original,
    )
    language, columns = paper
    return Document(family, language, columns, tuple(marks), truth, said.header)


def without_code(deal: Deal) -> Deal:
    """Return *deal* as a paper without its QR code shows it."""
    return replace(deal, qr=None)


def quantity(item: Sold, style: AmountStyle) -> str:
    """Return how many or how much of a good, as this paper writes it."""
    if item.good.by_weight:
        return f"{item.thousandths // 1000}{style.point or '.'}{item.thousandths % 1000:03}"
    return str(item.thousandths // 1000)


def _some_items(dice: Dice, order: Order) -> tuple[Sold, ...]:
    """Return goods whose sum stays on paper: from 1.00 to 9 999 999.99."""
    size = dice.number(0, 29) if not order.few else 9
    count = dice.number(1, 2 if order.few else 7)
    names = dice.some(GOODS, count)
    if not order.few and dice.one_in(4):
        names[dice.number(0, count - 1)] = dice.choice(TRICKY)
    return tuple(_sold(dice, good, size, order) for good in names)


def _sold(dice: Dice, good: Good, size: int, order: Order) -> Sold:
    """Return one line of goods: cheap papers, dear papers, and mostly usual ones."""
    step = 100 if order.whole_tenge or dice.one_in(2) else 1
    pieces = dice.number(1, 4) * 1000
    price = good.tenge * 100 + (0 if step == 100 else dice.number(-50, 99))
    if size == 0:
        price, pieces = dice.number(1, 9) * 100 + (0 if step == 100 else dice.number(0, 99)), 1000
    elif size == 1:
        price = dice.number(20_000, 300_000) * 100
    if good.by_weight:
        pieces = dice.number(80, 2500)
    amount = price * pieces // 1000
    if order.whole_tenge:
        amount = max(amount // 100 * 100, 100)
    discount = amount // 1000 * 100 if dice.one_in(9) else 0
    return Sold(good, pieces, price, amount, discount)


def _part(amount: int, percent: int, order: Order) -> int:
    """Return *percent* of *amount*, in whole tenge where the paper shows no tiyn."""
    part = amount * percent // 100
    return part // 100 * 100 if order.whole_tenge else part


def _some_payments(dice: Dice, total: int, order: Order) -> Mapping[str, int]:
    """Return how the total was paid: mostly in one way, at times in two."""
    way = dice.choice(("cash", "cash", "card", "card", "mixed", "gift", "prepaid"))
    if way in ("cash", "card") or order.few or total < 20_000:
        return {way if way in ("cash", "card") else "card": total}
    first = total * dice.number(1, 9) // 1000 * 100
    if way == "mixed":
        return {"cash": first, "card": total - first}
    return {way: first, dice.choice(("cash", "card")): total - first}


def _some_received(dice: Dice, cash: int) -> int:
    """Return the notes handed over for *cash*."""
    if not cash or dice.one_in(3):
        return cash
    note = dice.choice((50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000))
    return -(-cash // note) * note
