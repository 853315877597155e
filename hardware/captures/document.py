"""A piece of paper as it is meant: marks in order, and the truth that a reader should find."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

KINDS: Final = ("sale", "return", "copy", "report", "kitchen", "prebill", "cash", "other")
"""Words for what a paper is; the same as the agent's."""


class Moment(NamedTuple):
    """A time on the shop's wall clock."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int

    def iso(self) -> str:
        """Return it as `2026-11-22T09:14:05`."""
        return f"{self.date_iso()}T{self.hour:02}:{self.minute:02}:{self.second:02}"

    def date_iso(self) -> str:
        """Return its day as `2026-11-22`."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    def date(self) -> str:
        """Return its day as paper here has it: `22.11.2026`."""
        return f"{self.day:02}.{self.month:02}.{self.year:04}"

    def short_date(self) -> str:
        """Return its day with a year of two digits: `22.11.26`."""
        return f"{self.day:02}.{self.month:02}.{self.year % 100:02}"

    def clock(self, *, seconds: bool = True) -> str:
        """Return its hour as paper has it: `09:14:05` or `09:14`."""
        shown = f"{self.hour:02}:{self.minute:02}"
        return f"{shown}:{self.second:02}" if seconds else shown

    def printed(self) -> str:
        """Return day and hour with seconds."""
        return f"{self.date()} {self.clock()}"

    def to_the_minute(self) -> "Moment":
        """Return it as a paper without seconds says it."""
        return self._replace(second=0)


class Align(StrEnum):
    """Where a row stands."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text: a left part, and a right part pushed to the right edge."""

    left: str
    right: str = ""
    align: Align = Align.LEFT
    wide: bool = False
    """Double width: half as many characters stand in the row."""
    tall: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code; how it is sent is the printer driver's affair."""

    text: str


@dataclass(frozen=True, slots=True)
class Barcode:
    """A one-dimensional code (EAN-13 or CODE128) of digits."""

    digits: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that is no code; *seed* says which."""

    seed: int


@dataclass(frozen=True, slots=True)
class Emblem:
    """The demo bakery's own picture: a shanyrak, the crown of a yurt."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines."""

    lines: int = 1


Mark = Row | Qr | Barcode | Logo | Emblem | Blank


@dataclass(frozen=True, slots=True)
class Fiscal:
    """What makes a fiscal receipt unique in the country."""

    operator: str
    sign: str
    register: str


class Report(NamedTuple):
    """What a report that closes a shift says."""

    number: str
    time: str
    """ISO, without zone."""
    sales_total: int
    """Tiyn."""
    sales_count: int
    returns_total: int
    returns_count: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reader should find on one piece of paper."""

    kind: str
    total: int | None = None
    """Tiyn; below zero on returns; None where the paper has no total of a sale."""
    currency: str | None = None
    """`KZT` where the paper says so by any sign, else None."""
    number: str | None = None
    time: str | None = None
    """ISO, without zone."""
    fiscal: Fiscal | None = None
    """Only when the QR code holds it."""
    qr: tuple[str, ...] = ()
    original: str | None = None
    """On a return: number or fiscal sign of the sale, where printed."""
    report: Report | None = None
    """On a report that closes a shift."""


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of paper: what is printed, for how many columns, and the truth about it."""

    family: str
    """Whose layout it follows: `webkassa`, `superkassa`, `iiko` …"""
    language: str
    """`ru`, `kk` or `both`."""
    columns: int
    marks: tuple[Mark, ...]
    truth: Truth
    header: tuple[Row, ...] = field(default=())
    """Rows that some drivers print below the receipt, before the cut, for whoever comes next."""
