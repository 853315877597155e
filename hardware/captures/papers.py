"""Any paper of any family: what simulations and captures draw from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from hardware.captures.deals import Order
from hardware.captures.dice import Dice
from hardware.captures.document import Document
from hardware.captures.layouts.cafe import cafe, kitchen
from hardware.captures.layouts.superkassa import superkassa
from hardware.captures.layouts.webkassa import webkassa

Layout = Callable[[Dice, str, int, Order], Document]


def _cafe(family: str, dice: Dice, language: str, columns: int, order: Order) -> Document:
    return cafe(dice, family, language, columns, order)


LAYOUTS: Final[Mapping[str, Layout]] = {
    "webkassa": webkassa,
    "superkassa": superkassa,
    "iiko": partial(_cafe, "iiko"),
    "rkeeper": partial(_cafe, "rkeeper"),
    "poster": partial(_cafe, "poster"),
    "kitchen": kitchen,
}


def make_paper(
    dice: Dice, family: str, language: str, columns: int, order: Order | None = None
) -> Document:
    """Return a paper of *family* in *language* (`ru`, `kk`, `both`), *columns* wide."""
    order = order or Order()
    if order.kind == "prebill":
        order = replace(order, operator="none")
    return LAYOUTS[family](dice, language, columns, order)
