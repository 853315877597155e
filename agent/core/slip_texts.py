"""What a slip says, in the languages of the shops: every line fits 32 columns or wraps well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import Points


class Language(StrEnum):
    """A language that slips are printed in."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class SlipTexts:
    """The lines of a slip in one language."""

    caption: str
    """In big letters: keeps the slip apart from the fiscal part of the receipt."""
    how: str
    """What to do with the code."""
    about: Callable[[Points], str]
    """About how many points the receipt earns."""
    unsaid: str
    """The same when the till does not know how many."""
    not_fiscal: str
    """Keeps the code apart from the tax authority's, for whoever inspects the receipt."""
    last_day: str
    """Stands before the last day on which the points can be claimed."""
    reprint: str
    """Above the caption when the same slip was printed before."""


def _points(points: Points) -> str:
    # A narrow gap between thousands would not be in the code pages; a common space is.
    return f"{points:,}".replace(",", " ")


def _russian_about(points: Points) -> str:
    # "Около" asks for the genitive: 1, 21, 31 балла; 11 and all others баллов.
    one = points % 10 == 1 and points % 100 != 11
    return f"Около {_points(points)} {'балла' if one else 'баллов'} за этот чек"


def _english_about(points: Points) -> str:
    return f"About {_points(points)} {'point' if points == 1 else 'points'} for this receipt"


TEXTS: Final[Mapping[Language, SlipTexts]] = {
    Language.KAZAKH: SlipTexts(
        caption="ҰПАЙ АЛЫҢЫЗ",
        how="Камераны QR-кодқа бағыттаңыз",
        about=lambda points: f"Осы чек үшін шамамен {_points(points)} ұпай",
        unsaid="Осы чек үшін ұпай беріледі",
        not_fiscal="Ұпай QR-коды, фискалдық емес",
        last_day="Соңғы күні",
        reprint="Қайта басылды",
    ),
    Language.RUSSIAN: SlipTexts(
        caption="ПОЛУЧИТЕ БАЛЛЫ",
        how="Наведите камеру на QR-код",
        about=_russian_about,
        unsaid="Баллы за этот чек",
        not_fiscal="QR для баллов, не фискальный",
        last_day="Последний день",
        reprint="Повторная печать",
    ),
    Language.ENGLISH: SlipTexts(
        caption="GET YOUR POINTS",
        how="Point your camera at the QR code",
        about=_english_about,
        unsaid="Points for this receipt",
        not_fiscal="Points QR, not the fiscal one",
        last_day="Last day",
        reprint="Reprint",
    ),
}
