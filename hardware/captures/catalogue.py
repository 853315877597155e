"""The captures that are committed: what each is of, and how its bytes are made."""

from dataclasses import dataclass, field
from typing import Final

from hardware.captures import recipes
from hardware.captures.about import Value, about
from hardware.captures.deals import Order
from hardware.captures.demo import demo_bakery
from hardware.captures.dice import Dice
from hardware.captures.document import Document, Truth
from hardware.captures.encoders import Job, encode
from hardware.captures.papers import make_paper
from hardware.captures.recipes import Recipe

NO_SLIP: Final = {
    "return": "a return takes points back",
    "copy": "a copy earns nothing",
    "report": "a report is no sale",
    "kitchen": "a kitchen or bar ticket is no sale",
    "prebill": "not paid yet",
    "cash": "cash put in or taken out is no sale",
    "other": "no receipt",
}


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: a print job and what is to be said of it."""

    name: str
    """The stem of its two files."""
    title: str
    seed: int
    family: str
    """Layout of its (last) paper; `demo` for the demo's own."""
    language: str
    columns: int
    recipe: Recipe
    order: Order = field(default_factory=Order)
    before: str = ""
    """Family of another paper in the same job, before it."""


_WEBKASSA: Final = (
    Capture("webkassa-36-ru-kofd", "Webkassa, 36 columns, Russian, Rongta driver", 101, "webkassa",
            "ru", 36, recipes.RONGTA, Order(operator="kofd")),
    Capture("webkassa-48-kk-oofd", "Webkassa, 48 columns, Kazakh in user glyphs", 102, "webkassa",
            "kk", 48, recipes.RONGTA, Order(operator="oofd")),
    Capture("superkassa-80-both", "Superkassa, 80 mm, both languages, KZ-1048", 103, "superkassa",
            "both", 48, recipes.EPSON_KZ, Order(operator="oofd")),
    Capture("superkassa-58-kk-ptcp154", "Superkassa, 58 mm, Kazakh, PTCP154", 104, "superkassa",
            "kk", 32, recipes.PTCP154, Order(operator="transtelecom")),
    Capture("iiko-42-ru-cp866", "iiko, 42 columns, Russian, cp866, kitchen ticket first", 105,
            "iiko", "ru", 42, recipes.EPSON_866, Order(operator="wofd"), before="kitchen"),
)  # fmt: skip
CAPTURES: Final = (
    Capture("demo-bakery", "The first hour's receipt: a bakery, Kazakh and Russian, 80 mm", 1,
            "demo", "both", 48, recipes.EPSON_KZ),
    *_WEBKASSA,
)  # fmt: skip


def job_of(capture: Capture) -> Job:
    """Return the capture's bytes and truths, always the same."""
    dice = Dice(capture.seed)
    papers: list[Document] = []
    if capture.before:
        papers.append(make_paper(dice, capture.before, capture.language, capture.columns))
    papers.append(_paper(capture, dice))
    return encode(papers, capture.recipe, dice)


def text_of(capture: Capture, job: Job) -> str:
    """Return the capture's TOML."""
    facts: dict[str, Value] = {
        "title": capture.title,
        "made_by": "hardware.captures",
        "seed": capture.seed,
        "family": capture.family,
        "language": capture.language,
        "columns": capture.columns,
        "driver": capture.recipe.name,
        "charset": capture.recipe.charset,
        "esc_t": capture.recipe.page,
    }
    return about(facts, job.truths, tuple(no_slip(truth) for truth in job.truths))


def no_slip(truth: Truth) -> str:
    """Return why a paper gets no claim slip; nothing where it gets one."""
    return NO_SLIP.get(truth.kind, "")


def _paper(capture: Capture, dice: Dice) -> Document:
    if capture.family == "demo":
        return demo_bakery()
    return make_paper(dice, capture.family, capture.language, capture.columns, capture.order)
