"""Papers to bytes, as printer drivers here send them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hardware.captures import pictures
from hardware.captures.dice import Dice
from hardware.captures.document import (
    Align,
    Barcode,
    Blank,
    Document,
    Emblem,
    Logo,
    Mark,
    Qr,
    Row,
    Truth,
)  # fmt: skip
from hardware.captures.letters import GLYPHS, encodable, lookalike, plainer
from hardware.captures.recipes import Columns, Missing, QrBy, Recipe

DOTS: Final = 12
"""Width of a character of font A."""
DOTS_OF_B: Final = 9
_QUIRKS: Final = (
    b"\x1bR\x07", b"\x1b \x00", b"\x1dL\x00\x00", b"\x1bG\x00", b"\x1b-\x00", b"\x1dB\x00",
    b"\x1b3\x1e", b"\x1c.", b"\x1da\x00", b"\x1bc5\x00", b"\x1bU\x01", b"\x1b{\x00", b"\x1b2",
    b"\x1b\x45\x00", b"\x1dr\x01", b"\x1bV\x00", b"\x00", b"\x07", b"\x1d!\x00", b"\x1b%\x00",
    b"\x1bT\x00", b"\x1dP\xcb\xcb",
)  # fmt: skip
"""Settings to what they are already, and requests that print nothing."""
_PAGE: Final = b"\x1bL\x1bW\x00\x00\x00\x00\x40\x02\xa0\x0f\x1bT\x00"
"""Page mode, an area of 576 by 4000 dots from its corner, from left to right."""
_KAZAKH_PAGE: Final = b"\x1bt\x35"
_DRAWER: Final = b"\x1bp\x00\x19\xfa"
_NOTHING: Final = Truth("other")


@dataclass(frozen=True, slots=True)
class Job:
    """Bytes of a print job, and the truth about each piece of paper that comes of them."""

    data: bytes
    truths: tuple[Truth, ...]


def encode(papers: Sequence[Document], recipe: Recipe, dice: Dice) -> Job:
    """Return the job that prints *papers* one after the other by *recipe*."""
    sender = _Sender(recipe, dice, papers[0].columns)
    sender.out += b"\x00" * 24 if recipe.wakes else b""
    sender.out += recipe.start + (b"\x1bM\x01" if recipe.small else b"")
    if recipe.missing is Missing.GLYPHS:
        sender.define_glyphs()
    if recipe.drawer == "before":
        sender.out += _DRAWER
    truths = []
    for paper in papers:
        sender.columns = paper.columns
        sender.print(paper)
        has_qr = recipe.qr is not QrBy.NONE
        truths.append(paper.truth if has_qr else _without_qr(paper.truth))
    if recipe.drawer == "after":
        sender.out += _DRAWER
    if recipe.next_header and papers[-1].header and recipe.cut:
        truths.append(_NOTHING)
    return Job(bytes(sender.out), tuple(truths))


def _without_qr(truth: Truth) -> Truth:
    """Return *truth* as a paper without its QR code tells it."""
    return replace(truth, fiscal=None, qr=())


class _Sender:
    """Bytes so far, and how the next mark is to be sent."""

    def __init__(self, recipe: Recipe, dice: Dice, columns: int) -> None:
        self.recipe = recipe
        self.dice = dice
        self.columns = columns
        self.dots = DOTS_OF_B if recipe.small else DOTS
        self.out = bytearray()

    def print(self, paper: Document) -> None:
        """Send one paper, its cut included."""
        self.out += _PAGE if self.recipe.page_mode else b""
        for mark in paper.marks:
            self._between_marks(paper.truth)
            self._mark(mark)
        self.out += b"\x0c" if self.recipe.page_mode else b""
        header = list(paper.header) if self.recipe.next_header else []
        if header:
            self.out += self.recipe.newline * 3
            self._row(header[0])
        self.out += self.recipe.feed
        self.out += self.recipe.cut
        for row in header[1:]:
            self._row(row)

    def define_glyphs(self) -> None:
        """Send the pictures of the Kazakh letters: `ESC &`, three bytes high, one letter a time."""
        for letter, code in GLYPHS.items():
            self.out += b"\x1b&\x03" + bytes([code, code, DOTS]) + pictures.glyph(letter)
        self.out += b"\x1b%\x00"

    def _between_marks(self, truth: Truth) -> None:
        if self.recipe.asks_status and self.dice.one_in(6):
            self.out += bytes([0x10, 0x04, self.dice.number(1, 4)])
        if self.recipe.display and self.dice.one_in(8):
            other = abs(truth.total or 0) + self.dice.number(1, 99) * 100
            shown = f"ИТОГО {other // 100}.{other % 100:02}".ljust(20)[:20]
            self.out += b"\x1b=\x02\x0c" + shown.encode("cp866") + b"\r\n\x1b=\x01"

    def _mark(self, mark: Mark) -> None:
        match mark:
            case Row():
                self._row(mark)
            case Qr():
                self._qr(mark.text)
            case Logo():
                self.out += pictures.logo(mark.seed, self.recipe.logo_by)
            case Emblem():
                self.out += b"\x1ba\x01" + pictures.emblem() + b"\x1ba\x00"
            case Barcode():
                self._barcode(mark.digits)
            case Blank():
                self.out += self.recipe.newline * mark.lines

    def _row(self, row: Row) -> None:
        room = self.columns // 2 if row.wide else self.columns
        centred = row.align is Align.CENTRE
        before, after = self._size(row)
        if centred and not self.recipe.centre_by_spaces:
            before, after = b"\x1ba\x01" + before, after + b"\x1ba\x00"
        if self.recipe.quirky and self.dice.one_in(4):
            self.out += self.dice.choice(_QUIRKS)
        left = row.left
        if row.wide and row.right and self.recipe.half_wide:
            self._half_wide(row, before, after)
            return
        if centred and self.recipe.centre_by_spaces:
            left = left.center(room).rstrip()
        self.out += before + self._text(left)
        if row.right:
            self._to_the_right(left, row, room)
            self.out += self._text(row.right)
        self.out += self.recipe.newline + after

    def _half_wide(self, row: Row, before: bytes, after: bytes) -> None:
        """Send a row whose label is of usual width and whose amount is wide."""
        self.out += self._text(row.left)
        self._to_the_right(row.left, Row(row.left, row.right * 2), self.columns)
        self.out += before + self._text(row.right) + self.recipe.newline + after

    def _to_the_right(self, left: str, row: Row, room: int) -> None:
        dots = self.dots * (2 if row.wide else 1)
        gap = room - len(left) - len(row.right)
        match self.recipe.columns_by if gap > 0 else Columns.SPACES:
            case Columns.SPACES:
                self.out += b" " * max(gap, 1 if left else 0)
            case Columns.ABSOLUTE:
                self.out += b"\x1b$" + (dots * (room - len(row.right))).to_bytes(2, "little")
            case Columns.RELATIVE:
                self.out += b"\x1b\\" + (dots * gap).to_bytes(2, "little")
            case Columns.TAB:
                # Tab stops count in characters of the size in force when they are set.
                stop = room - len(row.right)
                self.out += b"\x1bD" + bytes([stop]) + b"\x00\t"

    def _size(self, row: Row) -> tuple[bytes, bytes]:
        wide, tall = row.wide, row.tall
        if self.recipe.size_by == "ESC !":
            mode = (0x20 if wide else 0) | (0x10 if tall else 0) | (0x08 if row.bold else 0)
            return (bytes([0x1B, 0x21, mode]), b"\x1b!\x00") if mode else (b"", b"")
        before, after = (b"\x1bE\x01", b"\x1bE\x00") if row.bold else (b"", b"")
        size = (0x10 if wide else 0) | (0x01 if tall else 0)
        if size:
            before, after = before + bytes([0x1D, 0x21, size]), after + b"\x1d!\x00"
        return before, after

    def _text(self, text: str) -> bytes:
        sent = bytearray()
        for character in text:
            sent += self._character(character)
            if self.recipe.asks_status and self.dice.one_in(400):
                sent += b"\x10\x04\x01"
        return bytes(sent)

    def _character(self, character: str) -> bytes:
        charset = self.recipe.charset
        encoded = encodable(character, charset)
        if encoded is not None:
            return encoded
        if self.recipe.missing is Missing.GLYPHS and character in GLYPHS:
            return b"\x1b%\x01" + bytes([GLYPHS[character]]) + b"\x1b%\x00"
        elsewhere = encodable(character, "kz1048")
        if self.recipe.missing is Missing.SWITCH and elsewhere is not None:
            return _KAZAKH_PAGE + elsewhere + bytes([0x1B, 0x74, self.recipe.page or 0])
        other = plainer(character)
        if self.recipe.missing is Missing.LOOKALIKE:
            other = lookalike(other)
        return encodable(other, charset) or b"?"

    def _qr(self, text: str) -> None:
        data = text.encode("ascii")
        match self.recipe.qr:
            case QrBy.NATIVE:
                self.out += b"\x1ba\x01" + native_qr(data) + b"\x1ba\x00"
            case QrBy.ESC_Z:
                size = len(data).to_bytes(2, "little")
                self.out += b"\x1ba\x01\x1dZ\x01\x1bZ\x00\x01\x05" + size + data
                self.out += b"\x1bJ\x0a\x1ba\x00"
            case QrBy.RASTER:
                self.out += b"\x1ba\x01" + pictures.qr(text) + b"\x1ba\x00"
            case QrBy.NONE:
                pass

    def _barcode(self, digits: str) -> None:
        data = digits.encode("ascii")
        if self.dice.one_in(2):
            self.out += b"\x1dh\x50\x1dH\x02\x1dk\x02" + data[:12] + b"\x00"
        else:
            self.out += b"\x1dh\x50\x1dw\x02\x1dkI" + bytes([len(data) + 2]) + b"{B" + data


def native_qr(data: bytes) -> bytes:
    """Return the commands that make an Epson print *data* as a QR code."""
    setup = b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1"
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    return setup + store + b"\x1d(k\x03\x001Q0"
