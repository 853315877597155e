"""The slip: what is printed at the foot of a receipt, as bytes for its printer."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from agent.core.slip_pages import best_page
from agent.core.slip_texts import TEXTS, Language, SlipTexts
from contracts.wire.units import Points
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.state import DOTS_PER_INCH, PrinterState
from hardware.escpos.writing import LINE_DOTS, Writer, encoded, plain, qr_modules
from hardware.printers.profile import PrinterProfile, QrWay

MODULE_DOTS: Final = 6
"""Dots along a module: phones read all of these, and only 93 % at 5 (facts/escpos.md §4.1)."""
QUIET_MODULES: Final = 4
"""White modules around the code, as ISO/IEC 18004 asks."""
LARGE_GAP_DOTS: Final = 10
"""Below the caption."""
RECEIPT_MAX: Final = 32
"""Characters of number and total: one line on 58 mm."""
SHOP_MAX: Final = 64
"""Characters of the shop's name that are printed: two lines on narrow paper."""


class NoPlaceForSlip(ValueError):
    """The printer is in a mode in which a slip would spoil what the POS prints."""


class DrawQr(Protocol):
    """Draws a QR code of level M."""

    def __call__(self, text: str, *, module_dots: int, quiet_modules: int) -> Bitmap:
        """Return the code as a picture."""
        ...


class DrawLine(Protocol):
    """Draws a line of text, centred, as high as a printer's own."""

    def __call__(self, text: str, *, width_dots: int, bold: bool) -> Bitmap:
        """Return the line as a picture."""
        ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """How what a printer cannot print by itself is made into pictures."""

    qr: DrawQr
    line: DrawLine


@dataclass(frozen=True, slots=True)
class SlipContent:
    """What a slip says, apart from how."""

    languages: tuple[Language, ...]
    """One or two; the first one is printed larger."""
    link: str
    """With the claim code in it; ASCII."""
    points: Points | None
    """About what the receipt earns, None when the till does not know."""
    shop: str
    """The shop's name; it comes from outside and may hold anything."""
    last_day: date
    """On which the points can be claimed."""
    separate: bool
    """True for a piece of paper of its own: the slip then feeds and cuts for itself."""
    reprint: bool = False
    receipt: str = ""
    """Number and total of the receipt, for a slip that does not hang below it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line before it is known how it is printed."""

    text: str
    large: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip ready to print."""

    data: bytes
    """It leaves the printer's settings as they were."""
    height: int
    """Dots of paper that it takes, the way to the cutter not counted."""


def compose_slip(
    content: SlipContent,
    profile: PrinterProfile,
    state: PrinterState,
    drawing: Drawing,
    *,
    line_open: bool = False,
    proven: str = "ascii",
) -> Slip:
    """Return the slip for a printer in *state*.

    *line_open* says that the text before it was not ended by a line feed; *proven* names the
    encoding in which the receipt's text made sense. NoPlaceForSlip in page mode: what is printed
    then lies in the printer's memory, and a slip would end up within it.
    """
    if state.page_mode:
        raise NoPlaceForSlip("The printer is in page mode.")
    above = _wrapped(_rows_above(content, profile.columns), profile.columns)
    below = _wrapped(_rows_below(content), profile.columns)
    writer = Writer(_units_per_inch(state, profile))
    if line_open:
        writer.end_line()
    writer.plain_settings(state, profile.width_dots)
    press = _Press(writer, profile, drawing)
    press.choose_letters(state, proven, [row.text for row in (*above, *below)])
    press.rows(above)
    writer.feed()
    press.code(content.link)
    writer.feed()
    press.rows(below)
    if content.separate:
        writer.feed_and_cut()
    writer.restore(state)
    return Slip(writer.data, writer.height)


def compose_note(
    rows: Sequence[Row],
    profile: PrinterProfile,
    state: PrinterState,
    drawing: Drawing,
    code: str = "",
) -> bytes:
    """Return a piece of paper of its own with *rows*, below them a *code* where one is given.

    NoPlaceForSlip as above.
    """
    if state.page_mode:
        raise NoPlaceForSlip("The printer is in page mode.")
    lines = _wrapped(rows, profile.columns)
    writer = Writer(_units_per_inch(state, profile))
    writer.plain_settings(state, profile.width_dots)
    press = _Press(writer, profile, drawing)
    press.choose_letters(state, "ascii", [row.text for row in lines])
    press.rows(lines)
    if code:
        writer.feed()
        press.code(code)
        writer.feed()
    writer.feed_and_cut()
    writer.restore(state)
    return writer.data


class _Press:
    """Prints rows as text where the printer has the letters, else as pictures."""

    def __init__(self, writer: Writer, profile: PrinterProfile, drawing: Drawing) -> None:
        self._writer = writer
        self._profile = profile
        self._drawing = drawing
        self._style = (False, False)
        self._centred = True
        self._encoding = "ascii"
        writer.centre()
        writer.style()

    def choose_letters(self, state: PrinterState, proven: str, texts: list[str]) -> None:
        """Choose how letters are printed; what cannot be put back afterwards is not touched.

        A POS that never sends `ESC t` lives with the page of its printer's switches. Nobody can
        say its number, so it stays: letters that the receipt has proved, or pictures.
        """
        if state.utf8:
            self._encoding = "utf-8"
        elif state.code_page is None or (
            # Firmware for China may still take two bytes a character: text would show that.
            proven == "ascii" and self._profile.kanji_at_start and state.kanji is None
        ):
            self._encoding = proven
        else:
            page = best_page(self._profile, state, texts)
            self._encoding = self._profile.code_pages[page]
            if page != state.code_page:
                self._writer.code_page(page)

    def rows(self, rows: list[Row]) -> None:
        """Print rows, each centred."""
        for row in rows:
            text = encoded(row.text, self._encoding)
            if text is None:
                self._picture(row)
            else:
                self._text(row, text)
            if row.large:
                # Large letters leave no room below them at the usual spacing.
                self._writer.feed_dots(LARGE_GAP_DOTS)

    def code(self, link: str) -> None:
        """Print the QR code in the way that the printer knows."""
        size = qr_modules(len(link)) + 2 * QUIET_MODULES
        assert size * MODULE_DOTS <= self._profile.width_dots, "a profile's paper is wide enough"
        match self._profile.qr:
            case QrWay.NATIVE:
                self._centre(on=True)
                self._writer.qr_native(link.encode("ascii"), MODULE_DOTS)
            case QrWay.ESC_Z:
                self._centre(on=True)
                self._writer.qr_esc_z(link.encode("ascii"), MODULE_DOTS)
            case QrWay.RASTER:
                # A quarter of the bytes: 2 s instead of 8 s on a line of 9600 baud.
                half = self._drawing.qr(link, module_dots=MODULE_DOTS // 2, quiet_modules=0)
                left = (self._profile.width_dots // 2 - half.width) // 2
                self._centre(on=False)
                self._writer.picture(_moved_right(half, left), doubled=True)

    def _text(self, row: Row, text: bytes) -> None:
        self._centre(on=True)
        if (row.bold, row.large) != self._style:
            self._writer.style(bold=row.bold, large=row.large)
            self._style = (row.bold, row.large)
        self._writer.line(text, large=row.large)

    def _picture(self, row: Row) -> None:
        # A picture brings its own margin: not all printers centre pictures.
        self._centre(on=False)
        width = self._profile.width_dots // 2 if row.large else self._profile.width_dots
        line = self._drawing.line(row.text, width_dots=width, bold=row.bold)
        self._writer.picture(line, doubled=row.large)
        if not row.large:
            self._writer.feed_dots(LINE_DOTS - line.height)

    def _centre(self, *, on: bool) -> None:
        if on != self._centred:
            self._writer.centre(on=on)
            self._centred = on


def _units_per_inch(state: PrinterState, profile: PrinterProfile) -> int:
    if state.unit_y != DOTS_PER_INCH:
        return state.unit_y
    return DOTS_PER_INCH * profile.units_in_dot


def _rows_above(content: SlipContent, columns: int) -> Iterator[Row]:
    texts = [TEXTS[language] for language in content.languages]
    yield Row("-" * columns)
    if content.reprint:
        yield Row(" / ".join(it.reprint for it in texts))
    yield Row(texts[0].caption, large=True)
    yield from (Row(it.caption, bold=True) for it in texts[1:])
    if content.receipt:
        yield Row(plain(content.receipt)[:RECEIPT_MAX], bold=True)
    yield from (Row(_earning(it, content.points)) for it in texts)
    yield from (Row(it.how) for it in texts)


def _rows_below(content: SlipContent) -> Iterator[Row]:
    texts = [TEXTS[language] for language in content.languages]
    label = " / ".join(it.last_day for it in texts)
    yield Row(f"{label}: {content.last_day:%d.%m.%Y}", bold=True)
    yield from (Row(it.not_fiscal) for it in texts)
    if shop := plain(content.shop)[:SHOP_MAX]:
        yield Row(shop)


def _earning(texts: SlipTexts, points: Points | None) -> str:
    return texts.unsaid if points is None else texts.about(points)


def _wrapped(rows: Iterable[Row], columns: int) -> list[Row]:
    return [
        replace(row, text=part)
        for row in rows
        for part in _parts(row.text, columns // 2 if row.large else columns)
    ]


@lru_cache(maxsize=128)
def _parts(text: str, columns: int) -> tuple[str, ...]:
    """Return a text in lines; most of a slip's texts are the same on each."""
    return tuple(textwrap.wrap(text, columns, break_on_hyphens=False))


def _moved_right(bitmap: Bitmap, dots: int) -> Bitmap:
    """Put whole bytes of blank dots before each row, at most *dots*."""
    left = bytes(dots // 8)
    tops = range(0, len(bitmap.rows), bitmap.stride)
    rows = b"".join(left + bitmap.rows[top : top + bitmap.stride] for top in tops)
    return Bitmap(len(left) * 8 + bitmap.width, bitmap.height, rows)
