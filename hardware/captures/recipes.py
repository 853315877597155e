"""How drivers here send a paper to a printer: code page, sizes, codes, cuts, and their quirks."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hardware.captures.dice import Dice


class Missing(StrEnum):
    """What a driver does with a letter that its code page lacks."""

    QUESTION = "question"
    """Prints `?`."""
    LOOKALIKE = "lookalike"
    """Prints the Russian letter next to it."""
    GLYPHS = "glyphs"
    """Defines its picture once and prints it by `ESC % 1 … ESC % 0`."""
    SWITCH = "switch"
    """Changes to a page that has it, and back: `ESC t 53`, the letter, `ESC t 17`."""


class QrBy(StrEnum):
    """How a driver prints a QR code."""

    NATIVE = "native"
    ESC_Z = "esc-z"
    RASTER = "raster"
    NONE = "none"
    """The driver leaves it out."""


class Columns(StrEnum):
    """How a driver brings the right part of a row to the right edge."""

    SPACES = "spaces"
    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    TAB = "tab"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One driver's way."""

    name: str
    charset: str
    """Encoding of its text, as Python or the agent names it."""
    start: bytes
    """What opens a job, the code page included."""
    page: int | None = None
    """The number after `ESC t`, where it sends one."""
    missing: Missing = Missing.QUESTION
    qr: QrBy = QrBy.NATIVE
    columns_by: Columns = Columns.SPACES
    newline: bytes = b"\n"
    size_by: str = "GS !"
    """`GS !` or `ESC !`."""
    centre_by_spaces: bool = False
    feed: bytes = b"\x1bd\x04"
    """Before the cut."""
    cut: bytes = b"\x1dV\x00"
    """Empty: the job ends without one."""
    drawer: str = ""
    """`before`, `after` or nothing."""
    next_header: bool = False
    """Prints the first rows of the next paper before the cut, the rest after it."""
    display: bool = False
    """A pole display hangs on the same cable and gets its own text between."""
    asks_status: bool = False
    half_wide: bool = False
    """Of a wide row only the amount is wide."""
    quirky: bool = False
    """Sends settings that change nothing a reader cares for."""
    wakes: bool = False
    """Begins with NUL bytes, as drivers wake a serial printer."""
    page_mode: bool = False
    """Composes the paper in page mode and prints it whole."""
    small: bool = False
    """Prints in font B, nine dots a character."""
    logo_by: str = "GS v 0"
    """`GS v 0`, `GS ( L`, `GS 8 L`, `ESC *` or `FS p`."""


_EPSON: Final = b"\x1b@"
RONGTA: Final = Recipe(
    "webkassa-rongta",
    "cp1251",
    b"\x1b@\x1b%\x00\x1bt\x06\x1bM\x00\x1b3\x00",
    page=6,
    missing=Missing.GLYPHS,
    qr=QrBy.ESC_Z,
    newline=b"\r\n",
    size_by="ESC !",
    centre_by_spaces=True,
    feed=b"",
    cut=b"\x1bi",
    next_header=True,
)
EPSON_866: Final = Recipe("epson-866", "cp866", _EPSON + b"\x1bt\x11", page=17)
EPSON_SWITCH: Final = Recipe(
    "epson-switch", "cp866", _EPSON + b"\x1bt\x11", page=17, missing=Missing.SWITCH,
    cut=b"\x1dVB\x00",
)  # fmt: skip
EPSON_KZ: Final = Recipe(
    "epson-kz1048", "kz1048", _EPSON + b"\x1bt\x35", page=53, feed=b"", cut=b"\x1dVB\x00"
)
EPSON_1251: Final = Recipe(
    "epson-1251", "cp1251", _EPSON + b"\x1bt\x2e", page=46, cut=b"\x1dVA\x10", drawer="after"
)
EPSON_855: Final = Recipe("epson-855", "cp855", _EPSON + b"\x1bt\x22", page=34, cut=b"\x1dV\x01")
EPSON_UTF8: Final = Recipe(
    "epson-utf8", "utf-8", _EPSON + b"\x1c(C\x02\x000\x02\x1c(C\x03\x00<\x00\x00", cut=b"\x1dVB\x00"
)
PTCP154: Final = Recipe(
    "generic-ptcp154", "ptcp154", _EPSON + b"\x1bt\x17", page=23, cut=b"\x1dV\x31", drawer="before"
)
XPRINTER_866: Final = Recipe(
    "xprinter-866", "cp866", _EPSON + b"\x1c.\x1bt\x3b", page=59, missing=Missing.LOOKALIKE,
    cut=b"\x1dVB\x00",
)  # fmt: skip
XPRINTER_1251: Final = Recipe(
    "xprinter-1251", "cp1251", _EPSON + b"\x1c.\x1bt\x49", page=73, missing=Missing.GLYPHS,
    cut=b"\x1bm",
)  # fmt: skip
POSIFLEX: Final = Recipe(
    "posiflex-224", "posiflex-224", _EPSON + b"\x1bt\xe0", page=224, cut=b"\x1dV\x41\x03"
)
OA48_UTF8: Final = Recipe(
    "oa48-utf8", "utf-8", _EPSON + b"\x1f\x1b\x10\x01\x02\x01", cut=b"\x1dVB\x00"
)
OA48_1251: Final = Recipe(
    "oa48-1251", "cp1251", _EPSON + b"\x1c.\x1bt\x33", page=51, missing=Missing.GLYPHS,
    qr=QrBy.RASTER,
)  # fmt: skip
CHINESE_UTF8: Final = Recipe("chinese-utf8", "utf-8", _EPSON + b"\x1b9\x01", cut=b"\x1bi")
HP_KZ: Final = Recipe("hp-kz1048", "kz1048", _EPSON + b"\x1bt\x0f", page=15)
CITIZEN: Final = Recipe("citizen-866", "cp866", _EPSON + b"\x1bt\x07", page=7, size_by="ESC !")
SILENT_KZ: Final = Recipe("silent-kz1048", "kz1048", b"", cut=b"\x1dV\x00")
RECIPES: Final = (
    RONGTA, EPSON_866, EPSON_KZ, EPSON_1251, EPSON_855, EPSON_UTF8, PTCP154, XPRINTER_866,
    EPSON_SWITCH, XPRINTER_1251, POSIFLEX, OA48_UTF8, OA48_1251, CHINESE_UTF8, HP_KZ, CITIZEN,
    SILENT_KZ,
)  # fmt: skip
KAZAKH_CHARSETS: Final = frozenset({"kz1048", "ptcp154", "posiflex-224", "utf-8"})


def varied(recipe: Recipe, dice: Dice) -> Recipe:
    """Return *recipe* as another program on the same printer may have it."""
    cuts = (
        b"\x1dV\x00",
        b"\x1dV\x01",
        b"\x1dV\x30",
        b"\x1dVA\x08",
        b"\x1dVB\x00",
        b"\x1bi",
        b"\x1bm",
    )
    feeds = (b"\x1bd\x03", b"\n\n\n\n", b"\x1bJ\x78", b"\x1bd\x05", b"\x1bJ\x50\r\n")
    cut = recipe.cut if dice.one_in(2) else dice.choice(cuts)
    fed = cut[1:3] in (b"VA", b"VB")
    return replace(
        recipe,
        columns_by=dice.choice((*[Columns.SPACES] * 5, *Columns)),
        newline=dice.choice((b"\n", b"\n", b"\n", b"\r\n", b"\r\n", b"\n\r")),
        size_by=dice.choice(("GS !", "ESC !")),
        centre_by_spaces=dice.one_in(2),
        qr=dice.choice((recipe.qr, recipe.qr, recipe.qr, QrBy.RASTER, QrBy.NATIVE)),
        cut=cut,
        feed=b"" if fed and dice.one_in(2) else dice.choice(feeds),
        drawer=dice.choice(("", "", "before", "after")),
        next_header=recipe.next_header or dice.one_in(12),
        display=dice.one_in(8),
        asks_status=dice.one_in(6),
        half_wide=dice.one_in(4),
        quirky=dice.one_in(5),
        wakes=dice.one_in(10),
        small=dice.one_in(10),
        # A line spacing of nought, as Rongta's driver sets, would heap up a page's lines.
        page_mode=not recipe.next_header and dice.one_in(40),
        logo_by=dice.choice(("GS v 0", "GS ( L", "GS 8 L", "ESC *", "FS p")),
    )
