"""What each number is called and how it is reckoned, for owners: Kazakh, Russian, English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hub.core.insights.tiles import Tile
from hub.core.insights.words_of_now import NOW
from hub.core.insights.words_of_people import PEOPLE
from hub.core.insights.words_of_receipts import RECEIPTS

__all__ = ["WORDS", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """A number's name and its formula, each by language."""

    name: Mapping[str, str]
    formula: Mapping[str, str]


WORDS: Final[Mapping[Tile, Said]] = {
    tile: Said(*said) for tile, said in {**RECEIPTS, **PEOPLE, **NOW}.items()
}
