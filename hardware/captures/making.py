"""From a capture's entry in the catalogue to its bytes and its TOML, always the same."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hardware.captures.about import Value, about
from hardware.captures.catalogue import Capture, Way
from hardware.captures.deals import Order
from hardware.captures.demo import demo_bakery
from hardware.captures.dice import Dice
from hardware.captures.document import Document, Truth
from hardware.captures.encoders import Job, encode
from hardware.captures.papers import make_paper
from hardware.captures.rastering import encode_drawn
from hardware.captures.strangers import atol_frames, shtrih_frames, star_line

NO_SLIP: Final[Mapping[str, str]] = {
    "return": "a return takes points back",
    "copy": "a copy earns nothing",
    "report": "a report is no sale",
    "kitchen": "a kitchen or bar ticket is no sale",
    "prebill": "not paid yet",
    "cash": "cash put in or taken out is no sale",
    "other": "no receipt",
}
_BROKEN_OFF: Final = "the job broke off: nobody knows what would have followed"
_PASSED: Final = "not ESC/POS: passed through untouched"


def job_of(capture: Capture) -> Job:
    """Return the capture's bytes and truths."""
    dice = Dice(capture.seed)
    papers = [_before(capture, family, dice) for family in capture.before]
    papers.append(_paper(capture, dice))
    match capture.way:
        case Way.LETTERS:
            return encode(papers, capture.recipe, dice)
        case Way.DRAWN:
            return encode_drawn(papers)
        case Way.COLUMNS:
            return encode_drawn(papers, by="ESC *")
        case Way.STAR:
            return star_line(papers[0])
        case Way.SHTRIH:
            return shtrih_frames(papers[0])
        case Way.ATOL:
            return atol_frames(papers[0], dice)
        case Way.BROKEN:
            return _broken(encode(papers, capture.recipe, dice))


def text_of(capture: Capture, job: Job) -> str:
    """Return the capture's TOML."""
    lettered = capture.way in (Way.LETTERS, Way.BROKEN)
    facts: dict[str, Value] = {
        "title": capture.title,
        "made_by": "hardware.captures",
        "seed": capture.seed,
        "family": capture.family,
        "language": capture.language,
        "columns": capture.columns,
        "way": capture.way.value,
        "driver": capture.recipe.name if lettered else None,
        "charset": capture.recipe.charset if lettered else None,
        "esc_t": capture.recipe.page if lettered else None,
    }
    return about(facts, job.truths, tuple(_no_slip(capture, truth) for truth in job.truths))


def _no_slip(capture: Capture, truth: Truth) -> str:
    """Return why a paper gets no claim slip; nothing where it gets one."""
    if capture.way in (Way.STAR, Way.SHTRIH, Way.ATOL):
        return _PASSED
    if capture.way is Way.BROKEN:
        return _BROKEN_OFF
    return NO_SLIP.get(truth.kind, "")


def _before(capture: Capture, family: str, dice: Dice) -> Document:
    """Return a paper that stands before the capture's own in the same job."""
    family, _, bill = family.partition("-")
    order = Order("prebill") if bill else Order()
    return make_paper(dice, family, capture.language, capture.columns, order)


def _paper(capture: Capture, dice: Dice) -> Document:
    if capture.family == "demo":
        return demo_bakery()
    order = capture.order
    if capture.way in (Way.DRAWN, Way.COLUMNS):
        order = replace(order, few=True)
    return make_paper(dice, capture.family, capture.language, capture.columns, order)


def _broken(job: Job) -> Job:
    """Return *job* broken off inside its last QR code, which nobody can read then."""
    place = job.data.rindex(b"1P0") + len(b"1P0http")
    (truth,) = job.truths
    return Job(job.data[:place], (replace(truth, fiscal=None, qr=()),))
