"""The captures that are committed: what each is of."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from hardware.captures import recipes
from hardware.captures.deals import Order
from hardware.captures.recipes import Columns, QrBy, Recipe


class Way(StrEnum):
    """How a capture's papers become bytes."""

    LETTERS = "letters"
    """By its recipe."""
    DRAWN = "drawn"
    """Whole, in `GS v 0` strips."""
    COLUMNS = "columns"
    """Whole, in `ESC *` strips."""
    STAR = "star"
    SHTRIH = "shtrih"
    ATOL = "atol"
    BROKEN = "broken"
    """By its recipe, and the job breaks off inside the last QR code."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: a print job and what is to be said of it."""

    name: str
    """The stem of its two files."""
    title: str
    seed: int
    family: str
    """Layout of its last paper; `demo` for the demo's own."""
    language: str
    columns: int
    recipe: Recipe
    order: Order = field(default_factory=Order)
    before: tuple[str, ...] = ()
    """Families of other papers in the same job, before it."""
    way: Way = Way.LETTERS


def _of(operator: str) -> Order:
    return Order(operator=operator)


_DRAWN_QR: Final = replace(recipes.OA48_1251, qr=QrBy.RASTER)
_TABBED: Final = replace(recipes.EPSON_866, columns_by=Columns.TAB)
_RELATIVE: Final = replace(recipes.HP_KZ, columns_by=Columns.RELATIVE)
_ABSOLUTE: Final = replace(recipes.EPSON_1251, columns_by=Columns.ABSOLUTE, size_by="ESC !")
_UNCUT: Final = replace(recipes.SILENT_KZ, cut=b"", feed=b"\n" * 6)
_PAGED: Final = replace(recipes.EPSON_1251, page_mode=True)
_DISPLAY: Final = replace(recipes.XPRINTER_1251, display=True, logo_by="GS 8 L")
_ASKING: Final = replace(recipes.EPSON_KZ, asks_status=True, drawer="before", logo_by="ESC *")
_GRAPHICS: Final = replace(recipes.EPSON_866, logo_by="GS ( L", drawer="after")
_STORED: Final = replace(recipes.CITIZEN, logo_by="FS p")

_WEBKASSA: Final = (
    Capture("webkassa-36-ru-kofd", "Webkassa by its Rongta driver, next header before the cut",
            101, "webkassa", "ru", 36, recipes.RONGTA, _of("kofd")),
    Capture("webkassa-48-kk-oofd", "Webkassa in Kazakh, letters as user-defined glyphs",
            102, "webkassa", "kk", 48, recipes.RONGTA, _of("oofd")),
    Capture("webkassa-42-ru-wofd", "Webkassa on an XPrinter, cp866",
            103, "webkassa", "ru", 42, recipes.XPRINTER_866, _of("wofd")),
    Capture("webkassa-48-kk-copy", "A copy of a receipt, in Kazakh",
            104, "webkassa", "kk", 48, recipes.EPSON_KZ, Order("copy", "kofd")),
    Capture("webkassa-36-ru-return", "A return, in Russian, cp1251",
            105, "webkassa", "ru", 36, recipes.EPSON_1251, Order("return", "oofd")),
    Capture("webkassa-48-kk-posiflex", "Kazakh on Posiflex's own page 224",
            106, "webkassa", "kk", 48, recipes.POSIFLEX, _of("transtelecom")),
    Capture("webkassa-48-kk-question", "Kazakh letters that the page lacks are question marks",
            107, "webkassa", "kk", 48, recipes.EPSON_866, _of("kofd")),
    Capture("webkassa-36-kk-lookalike", "Kazakh letters that the page lacks are Russian ones",
            108, "webkassa", "kk", 36, recipes.XPRINTER_866, _of("oofd")),
    Capture("webkassa-36-ru-kaspi-link", "Kaspi's short link: a code without the sum",
            109, "webkassa", "ru", 36, recipes.RONGTA, _of("kaspi-link")),
    Capture("webkassa-48-ru-print-link", "Webkassa's print link: a code without the sum",
            110, "webkassa", "ru", 48, recipes.EPSON_1251, _of("kofd-link")),
)  # fmt: skip
_SUPERKASSA: Final = (
    Capture("superkassa-80-both", "Superkassa's layout, 80 mm, both languages on a line",
            201, "superkassa", "both", 48, recipes.EPSON_KZ, _of("oofd")),
    Capture("superkassa-58-kk-ptcp154", "Superkassa's layout, 58 mm, Kazakh, PTCP154",
            202, "superkassa", "kk", 32, recipes.PTCP154, _of("transtelecom")),
    Capture("superkassa-80-kk-switch", "Kazakh letters by switching the code page for each",
            206, "superkassa", "kk", 48, recipes.EPSON_SWITCH, _of("kofd")),
    Capture("superkassa-58-ru-return", "A return on 58 mm, cp855",
            203, "superkassa", "ru", 32, recipes.EPSON_855, Order("return", "wofd")),
    Capture("superkassa-80-kk-utf8", "Kazakh in Epson's UTF-8 mode, Kaspi's code with the sum",
            204, "superkassa", "kk", 48, recipes.EPSON_UTF8, _of("kaspi")),
    Capture("superkassa-58-both-oa48", "Both languages in OA-48's UTF-8 mode",
            205, "superkassa", "both", 32, recipes.OA48_UTF8, _of("transtelecom")),
)  # fmt: skip
_CAFES: Final = (
    Capture("iiko-42-ru-kitchen-first", "A kitchen ticket and a receipt in one job",
            301, "iiko", "ru", 42, recipes.EPSON_866, _of("wofd"), ("kitchen",)),
    Capture("iiko-48-kk-esc9", "Kazakh in UTF-8 by ESC 9",
            302, "iiko", "kk", 48, recipes.CHINESE_UTF8, _of("kofd")),
    Capture("iiko-42-ru-prebill", "A bill before payment",
            303, "iiko", "ru", 42, recipes.EPSON_866, Order("prebill")),
    Capture("iiko-42-ru-drawn-code", "The fiscal QR code drawn as a picture",
            304, "iiko", "ru", 42, _DRAWN_QR, _of("kofd")),
    Capture("rkeeper-42-ru-tabs", "Columns by tab stops",
            305, "rkeeper", "ru", 42, _TABBED, _of("oofd")),
    Capture("rkeeper-48-kk-relative", "Columns by relative moves",
            306, "rkeeper", "kk", 48, _RELATIVE, _of("none")),
    Capture("poster-32-ru-utf8", "A cloud program on 58 mm, UTF-8",
            307, "poster", "ru", 32, recipes.EPSON_UTF8, _of("wofd")),
    Capture("poster-48-ru-absolute", "Columns by absolute moves, without a fiscal code",
            308, "poster", "ru", 48, _ABSOLUTE, _of("none")),
    Capture("cafe-three-papers", "Kitchen ticket, bill before payment and receipt in one job",
            309, "rkeeper", "ru", 42, recipes.EPSON_1251, _of("oofd"), ("kitchen", "iiko-bill")),
    Capture("bar-48-kk", "A bar or kitchen ticket, in Kazakh",
            310, "kitchen", "kk", 48, recipes.EPSON_KZ),
)  # fmt: skip
_SHOPS: Final = (
    Capture("shtrih-42-ru", "A Shtrih-M register's layout: `=` before amounts",
            401, "shtrih", "ru", 42, recipes.EPSON_866, _of("kofd")),
    Capture("shtrih-36-both", "Both languages, each amount on the line below its label",
            402, "shtrih", "both", 36, recipes.EPSON_KZ, _of("kofd")),
    Capture("1c-48-ru-logo", "A shop receipt with a stored logo, cp866",
            410, "1c", "ru", 48, _STORED, Order(operator="transtelecom", logo=True)),
    Capture("1c-32-kk-uncut", "A job that ends without a cut, no code page named",
            404, "1c", "kk", 32, _UNCUT, _of("oofd")),
    Capture("umag-48-ru-display", "A pole display on the same cable shows another amount",
            405, "umag", "ru", 48, _DISPLAY, Order(operator="kofd", logo=True)),
    Capture("1c-42-ru-page-mode", "A receipt composed in page mode",
            409, "1c", "ru", 42, _PAGED, _of("kofd")),
    Capture("umag-42-kk-return", "A shop's return, in Kazakh",
            406, "umag", "kk", 42, recipes.PTCP154, Order("return", "none")),
    Capture("umag-42-ru-copy", "A shop's copy, with a logo and a drawer kick",
            407, "umag", "ru", 42, _GRAPHICS, Order("copy", "oofd", logo=True)),
    Capture("1c-42-ru-status", "Status requests in the middle of a receipt",
            411, "1c", "ru", 42, _ASKING, Order(operator="wofd", logo=True)),
)  # fmt: skip
_NO_SALES: Final = (
    Capture("report-42-ru", "A report of the shift", 501, "report", "ru", 42, recipes.EPSON_866),
    Capture("report-36-kk", "A report of the shift, in Kazakh",
            502, "report", "kk", 36, recipes.EPSON_KZ),
    Capture("report-48-ru-closing", "A report that closes a shift, one label a line",
            519, "report", "ru", 48, recipes.EPSON_1251),
    Capture("report-32-kk-closing", "A report that closes a shift, in Kazakh, on narrow paper",
            510, "report", "kk", 32, recipes.EPSON_KZ),
    Capture("cash-36-ru", "Cash put in or taken out", 503, "cash", "ru", 36, recipes.EPSON_1251),
    Capture("cash-36-kk", "Cash put in or taken out, in Kazakh",
            504, "cash", "kk", 36, recipes.EPSON_KZ),
    Capture("void-42-ru", "A receipt that was given up at the counter",
            506, "iiko", "ru", 42, recipes.EPSON_866, Order("void", "none")),
    Capture("purchase-48-kk", "What the shop bought: fiscal, and no sale",
            507, "webkassa", "kk", 48, recipes.EPSON_KZ, Order("purchase", "oofd")),
    Capture("supply-48-ru", "Goods that came in or were written off, with a total",
            508, "supply", "ru", 48, recipes.EPSON_1251),
    Capture("bank-42-ru", "The slip of a bank's terminal",
            505, "bank", "ru", 42, recipes.XPRINTER_1251),
)  # fmt: skip
_PICTURES: Final = (
    Capture("drawn-32-ru", "A whole receipt drawn in GS v 0 strips, its code with it",
            607, "webkassa", "ru", 32, recipes.EPSON_866, _of("oofd"), (), Way.DRAWN),
    Capture("drawn-32-kk-columns", "A whole receipt drawn in ESC * strips, in Kazakh",
            607, "webkassa", "kk", 32, recipes.EPSON_866, _of("kofd"), (), Way.COLUMNS),
    Capture("drawn-32-ru-no-code", "A drawn receipt without any code: letters are all there is",
            604, "1c", "ru", 32, recipes.EPSON_866, _of("none"), (), Way.DRAWN),
)  # fmt: skip
_STRANGERS: Final = (
    Capture("star-48-ru", "Star Line: passed through, not read",
            701, "superkassa", "ru", 48, recipes.EPSON_1251, _of("oofd"), (), Way.STAR),
    Capture("shtrih-frames", "What a program says to a Shtrih-M register: passed through",
            702, "shtrih", "ru", 36, recipes.EPSON_1251, _of("kofd"), (), Way.SHTRIH),
    Capture("atol-frames", "What a program says to an ATOL register: passed through",
            703, "shtrih", "ru", 36, recipes.EPSON_1251, _of("kofd"), (), Way.ATOL),
    Capture("broken-48-kk", "A job that breaks off inside its QR code",
            704, "webkassa", "kk", 48, recipes.EPSON_KZ, _of("kofd"), (), Way.BROKEN),
)  # fmt: skip
CAPTURES: Final = (
    Capture("demo-bakery", "The first hour's receipt: a bakery, Kazakh and Russian, 80 mm", 1,
            "demo", "both", 48, recipes.EPSON_KZ),
    *_WEBKASSA, *_SUPERKASSA, *_CAFES, *_SHOPS, *_NO_SALES, *_PICTURES, *_STRANGERS,
)  # fmt: skip
