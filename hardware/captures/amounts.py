"""Amounts as paper here writes them: separators, signs of the currency, `=` before the figure."""

from dataclasses import dataclass, replace
from typing import Final

from hardware.captures.dice import Dice

NBSP: Final = "\xa0"


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """One way to write an amount of tiyn."""

    thousands: str = ""
    point: str = "."
    prefix: str = ""
    suffix: str = ""
    tiyn_shown: bool = True
    """False: whole tenge only, as many cafés print."""

    @property
    def names_currency(self) -> bool:
        """Tell whether the figure stands with a sign of the tenge."""
        return bool(self.suffix) or self.prefix not in ("", "=")

    def write(self, tiyn: int) -> str:
        """Return *tiyn* written out, with prefix and suffix."""
        return f"{self.prefix}{self.bare(tiyn)}{self.suffix}"

    def bare(self, tiyn: int) -> str:
        """Return *tiyn* written out, figure only."""
        sign, rest = ("-", -tiyn) if tiyn < 0 else ("", tiyn)
        whole = f"{rest // 100:,}".replace(",", self.thousands)
        return f"{sign}{whole}{self.point}{rest % 100:02}" if self.tiyn_shown else f"{sign}{whole}"


PLAIN: Final = AmountStyle()
EQUALS: Final = AmountStyle(prefix="=")
WEBKASSA: Final = AmountStyle(thousands=NBSP, point=",")
SPACED: Final = AmountStyle(thousands=" ", point=",")
SPACED_POINT: Final = AmountStyle(thousands=" ", point=".")
COMMAS: Final = AmountStyle(thousands=",", point=".")
APOSTROPHES: Final = AmountStyle(thousands="'", point=".")
DOTS: Final = AmountStyle(thousands=".", point=",")
WHOLE: Final = AmountStyle(thousands=" ", tiyn_shown=False)
WHOLE_PLAIN: Final = AmountStyle(tiyn_shown=False)
ALL_STYLES: Final = (
    PLAIN, EQUALS, WEBKASSA, SPACED, SPACED_POINT, COMMAS, APOSTROPHES, DOTS, WHOLE, WHOLE_PLAIN,
)  # fmt: skip
SUFFIXES: Final = ("", "", " тг", " тг.", " KZT", "тг", " ₸", " тенге")


def with_suffix(style: AmountStyle, suffix: str) -> AmountStyle:
    """Return *style* with a sign of the currency behind the figure."""
    return replace(style, suffix=suffix)


def some_style(dice: Dice) -> AmountStyle:
    """Return any way to write amounts that a configurable point of sale may be set to."""
    style = dice.choice(ALL_STYLES)
    if dice.one_in(12):
        return replace(style, prefix=dice.choice(("KZT ", "₸", "₸ ")))
    return with_suffix(style, dice.choice(SUFFIXES))
