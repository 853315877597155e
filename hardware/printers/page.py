"""Page mode: marks collect on a page, in any of four directions, until the page is printed."""

from typing import Final

from PIL import Image

from hardware.printers.glyphs import INK
from hardware.printers.lines import LINE_SPACING
from hardware.printers.roll import Roll

PAGE_DOTS: Final = 2_400
"""Longest page: 30 cm; real printers have from 10 to 40."""
_FIRST_BASELINE: Final = 24
"""Where the first line stands on: the height of a plain character."""
_TURNS: Final = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
"""How an area is turned onto the page, by the number after ESC T; 0 stays as it is."""


class Page:
    """A page in the making: an area of it, a direction, and a pen that stands on a baseline."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.spacing = LINE_SPACING
        self.tabs: tuple[int, ...] = ()
        self.x = 0
        self.baseline = _FIRST_BASELINE
        self._ink = Image.new("1", (roll.width, PAGE_DOTS))
        self._area = (0, 0, roll.width, PAGE_DOTS)
        self._chosen = False
        self._direction = 0
        self._sheet = Image.new("1", (roll.width, PAGE_DOTS))

    @property
    def width(self) -> int:
        """Return the dots of one line in the direction of printing."""
        return self._sheet.width

    def choose_area(self, x: int, y: int, width: int, height: int) -> None:
        """Go on in another part of the page; one that lies outside is not obeyed."""
        if x >= self.roll.width or y >= PAGE_DOTS or not width or not height:
            return
        self._settle()
        right, bottom = min(x + width, self.roll.width), min(y + height, PAGE_DOTS)
        self._area = (x, y, right, bottom)
        self._chosen = True
        self._begin()

    def choose_direction(self, number: int) -> None:
        """Print from left, from the bottom, from right (upside down) or from the top."""
        if number % 48 in range(4):
            self._settle()
            self._direction = number % 48
            self._begin()

    def put(self, mask: Image.Image) -> None:
        """Draw *mask* on the baseline where the pen stands; what does not fit goes a line down."""
        if self.x and self.x + mask.width > self.width:
            self.end_line()
        self._sheet.paste(INK, (self.x, self.baseline - mask.height), mask)
        self.x += mask.width

    def block(self, mask: Image.Image) -> None:
        """Draw a picture or a code on the baseline; the pen stays, so strips can be stacked."""
        self._sheet.paste(INK, (self.x, self.baseline - mask.height), mask)

    def move_to(self, x: int) -> None:
        """Put the pen at *x*, if that is within the area."""
        if 0 <= x <= self.width:
            self.x = x

    def lower_to(self, y: int) -> None:
        """Put the baseline at *y*, if that is within the area."""
        if 0 <= y <= self._sheet.height:
            self.baseline = y

    def tab(self, column: int) -> None:
        """Go on at the next tab stop; *column* is the width of a plain character."""
        stops = self.tabs or tuple(range(8 * column, self.width, 8 * column))
        self.x = next((it for it in stops if self.x < it <= self.width), self.x)

    def end_line(self) -> None:
        """Go to the beginning of the next line."""
        self.feed(self.spacing)

    def feed(self, dots: int) -> None:
        """Go to the beginning of a line *dots* further down."""
        self.x = 0
        self.baseline = min(self.baseline + dots, self._sheet.height)

    def back(self, dots: int) -> None:
        """Go to the beginning of a line *dots* further up."""
        self.x = 0
        self.baseline = max(0, self.baseline - dots)

    def drop(self) -> None:
        """Wipe the area."""
        self._sheet = Image.new("1", self._sheet.size)
        self._ink.paste(0, self._area)
        self._begin()

    def print(self) -> None:
        """Put the page onto the paper; it stays, so that it can be printed again."""
        self._settle()
        inked = self._ink.getbbox()
        # A page without an area of its own ends where its last mark does: no metre of blank paper.
        height = self._area[3] if self._chosen else (inked[3] if inked else 0)
        height = max(height, inked[3] if inked else 0)
        if inked:
            self.roll.burn(self._ink.crop((0, 0, self.roll.width, height)), 0)
        self.roll.feed(height)

    def _begin(self) -> None:
        """Take a fresh sheet for the area and put the pen at its beginning."""
        left, top, right, bottom = self._area
        size = (right - left, bottom - top)
        self._sheet = Image.new("1", size[::-1] if self._direction in (1, 3) else size)
        self.x, self.baseline = 0, _FIRST_BASELINE

    def _settle(self) -> None:
        """Turn what was drawn in the area onto the page."""
        turn = _TURNS.get(self._direction)
        sheet = self._sheet if turn is None else self._sheet.transpose(turn)
        self._ink.paste(INK, self._area[:2], sheet)
        self._sheet = Image.new("1", self._sheet.size)
