"""Any paper of any family: what simulations and captures draw from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from hardware.captures.deals import Order
from hardware.captures.dice import Dice
from hardware.captures.document import Document
from hardware.captures.layouts.cafe import cafe, kitchen
from hardware.captures.layouts.office import advert, shift, supply
from hardware.captures.layouts.reports import report
from hardware.captures.layouts.retail import shop, shtrih
from hardware.captures.layouts.rows import fitted
from hardware.captures.layouts.slips import bank, cash
from hardware.captures.layouts.superkassa import superkassa
from hardware.captures.layouts.webkassa import webkassa

Layout = Callable[[Dice, str, int, Order], Document]


def _cafe(family: str, dice: Dice, language: str, columns: int, order: Order) -> Document:
    return cafe(dice, family, language, columns, order)


def _shop(family: str, dice: Dice, language: str, columns: int, order: Order) -> Document:
    return shop(dice, family, language, columns, order)


BILINGUAL: Final = frozenset(
    {"superkassa", "shtrih", "report", "cash", "bank", "webkassa", "supply", "shift", "advert"}
)
LAYOUTS: Final[Mapping[str, Layout]] = {
    "webkassa": webkassa,
    "superkassa": superkassa,
    "iiko": partial(_cafe, "iiko"),
    "rkeeper": partial(_cafe, "rkeeper"),
    "poster": partial(_cafe, "poster"),
    "shtrih": shtrih,
    "1c": partial(_shop, "1c"),
    "umag": partial(_shop, "umag"),
    "kitchen": kitchen,
    "report": report,
    "cash": cash,
    "bank": bank,
    "supply": supply,
    "shift": shift,
    "advert": advert,
}


def make_paper(
    dice: Dice, family: str, language: str, columns: int, order: Order | None = None
) -> Document:
    """Return a paper of *family* in *language* (`ru`, `kk`, `en`, `both`), *columns* wide."""
    order = order or Order()
    if language == "both" and family not in BILINGUAL:
        language = "ru"
    if order.kind == "prebill":
        order = replace(order, operator="none")
    paper = LAYOUTS[family](dice, language, columns, order)
    return replace(paper, marks=fitted(paper.marks, columns))
