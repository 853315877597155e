"""Any print job of a day: papers of any family, sent by any driver."""

from dataclasses import dataclass
from typing import Final

from hardware.captures.deals import Order
from hardware.captures.dice import Dice
from hardware.captures.document import Document
from hardware.captures.encoders import Job, encode
from hardware.captures.papers import make_paper
from hardware.captures.recipes import KAZAKH_CHARSETS, RECIPES, Missing, Recipe, varied

_COLUMNS: Final = {"webkassa": (36, 42, 48), "superkassa": (32, 48), "shtrih": (36, 42)}
_SALES: Final = (
    "webkassa", "webkassa", "superkassa", "iiko", "rkeeper", "poster", "shtrih", "1c", "umag",
)  # fmt: skip
_ASIDE: Final = (
    "kitchen", "kitchen", "report", "report", "cash", "bank", "supply", "shift", "advert",
)  # fmt: skip
_KINDS: Final = ("sale",) * 14 + ("return", "copy", "return", "copy", "void")
_WITH_ENGLISH: Final = ("iiko", "rkeeper", "poster", "1c", "umag", "kitchen")
_CAFES: Final = ("iiko", "rkeeper", "poster")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job, and how it came to be, for whoever has to understand a wrong reading of it."""

    job: Job
    recipe: Recipe
    papers: tuple[Document, ...]


def some_job(seed: int) -> PrintJob:
    """Return the job of *seed*: mostly one paper, at times two or three."""
    dice = Dice(seed)
    recipe = varied(dice.choice(RECIPES), dice)
    count = dice.choice((1, 1, 1, 1, 2, 3)) if recipe.cut and not recipe.next_header else 1
    columns = dice.choice((32, 36, 42, 48))
    papers = tuple(_some_paper(dice, recipe, columns) for _ in range(count))
    return PrintJob(encode(papers, recipe, dice), recipe, papers)


def _some_paper(dice: Dice, recipe: Recipe, columns: int) -> Document:
    """Return a paper in a language that the driver can print, or nearly."""
    kazakh = recipe.charset in KAZAKH_CHARSETS or recipe.missing is Missing.GLYPHS
    languages = ("ru", "kk", "both") if kazakh else ("ru", "ru", "ru", "kk")
    language = dice.choice(languages)
    family = dice.choice(_SALES)
    if dice.one_in(6):
        family = dice.choice(_ASIDE)
    if family in _COLUMNS and columns not in _COLUMNS[family]:
        columns = dice.choice(_COLUMNS[family])
    if language == "both" and family not in ("superkassa", "shtrih"):
        language = dice.choice(("ru", "kk"))
    if family in _WITH_ENGLISH and dice.one_in(10):
        language = "en"
    kinds = (*_KINDS, "prebill", "prebill") if family in _CAFES else (*_KINDS, "purchase")
    kind = dice.choice(kinds)
    operator = "none" if dice.one_in(5) else None
    if dice.one_in(60):
        kind, operator = "odd", dice.choice(("kofd", "oofd", "wofd", "transtelecom", "kaspi"))
    return make_paper(dice, family, language, columns, Order(kind, operator))
