"""Texts for people in the programme's three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from contracts.wire.rules import Record, Rule, Text

LONGEST_WORDING: Final = 200
"""Characters: four lines of an 80 mm printer, two lines of the cashier's face."""
_TEXT: Final = Text(LONGEST_WORDING)


@dataclass(frozen=True, slots=True)
class Wording(Record):
    """The same sentence in Kazakh, Russian and English."""

    RULES: ClassVar[Mapping[str, Rule]] = {"kk": _TEXT, "ru": _TEXT, "en": _TEXT}
    kk: str
    ru: str
    en: str
