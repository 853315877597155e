"""Standard mode: what is printed collects in a line, and the line goes onto the paper."""

from typing import Final

from PIL import Image

from hardware.printers.glyphs import INK
from hardware.printers.roll import FEED_LIMIT, Roll

LINE_SPACING: Final = 30
"""Dots; a sixth of an inch, as after ESC 2."""
_ITEMS: Final = 512
"""Marks in one line; positions may go back and forth, so width alone does not end a line."""

LEFT, CENTRE, RIGHT = range(3)


class Lines:
    """The line being made, its margins and its place; prints onto the roll, top to bottom."""

    def __init__(self, roll: Roll, blank_line: int) -> None:
        self.roll = roll
        self._blank_line = blank_line
        self.reset()

    def reset(self) -> None:
        """Forget the unprinted line and all settings."""
        self.x = 0
        """Where the next mark goes, from the left margin."""
        self.spacing = LINE_SPACING
        self.align = LEFT
        self.upside_down = False
        self.margin = 0
        self._wanted_width = self.roll.width
        self.tabs: tuple[int, ...] = ()
        """Dots; none means every eighth column."""
        self._marks: list[tuple[int, Image.Image]] = []

    @property
    def empty(self) -> bool:
        """Tell whether nothing waits to be printed."""
        return not self._marks and self.x == 0

    @property
    def width(self) -> int:
        """Return the dots from the left margin to where the printing area ends."""
        return max(1, min(self._wanted_width, self.roll.width - self.margin))

    def choose_area(self, *, margin: int | None = None, width: int | None = None) -> None:
        """Move the left margin or the right edge; only obeyed at the beginning of a line."""
        if not self.empty:
            return
        if margin is not None:
            self.margin = min(margin, self.roll.width - 1)
        if width is not None:
            self._wanted_width = max(1, width)

    def put(self, mask: Image.Image) -> None:
        """Print *mask* where the line goes on; what does not fit begins the next line."""
        if self.x + mask.width > self.width and not self.empty:
            self.end_line()
        if len(self._marks) < _ITEMS:
            self._marks.append((self.x, mask))
        self.x += mask.width

    def move_to(self, x: int) -> None:
        """Go on at *x* dots from the margin, if that is within the area."""
        if 0 <= x <= self.width:
            self.x = x

    def tab(self, column: int) -> None:
        """Go on at the next tab stop; *column* is the width of a plain character."""
        stops = self.tabs or tuple(range(8 * column, self.width, 8 * column))
        self.x = next((it for it in stops if self.x < it <= self.width), self.x)

    def end_line(self) -> None:
        """Print the line and feed one line."""
        self.feed(max(self.spacing, self._blank_line) if self.empty else self.spacing)

    def feed(self, dots: int) -> None:
        """Print the line and feed *dots*, but at least past what was printed."""
        self.roll.feed(max(min(dots, FEED_LIMIT), self._burn()))

    def back(self, dots: int) -> None:
        """Print the line and pull the paper back."""
        self.feed(0)
        self.roll.feed(-dots)

    def block(self, mask: Image.Image) -> None:
        """Print a picture or a code that stands alone, where the line's alignment puts it."""
        if not self.empty:
            self.end_line()
        mask = mask.crop((0, 0, min(mask.width, self.width), mask.height))
        if self.upside_down:
            mask = mask.transpose(Image.Transpose.ROTATE_180)
        self.roll.burn(mask, self.margin + self._shift(mask.width))
        self.roll.feed(mask.height)

    def drop(self) -> None:
        """Forget what was not yet printed."""
        self._marks.clear()
        self.x = 0

    def _shift(self, used: int) -> int:
        """Return how far alignment moves a line of *used* dots."""
        free = max(0, self.width - used)
        return {CENTRE: free // 2, RIGHT: free}.get(self.align, 0)

    def _burn(self) -> int:
        """Put the line onto the paper and return its height."""
        marks, end = self._marks, self.x
        self._marks, self.x = [], 0
        height = max((mask.height for _, mask in marks), default=0)
        if not marks:
            return 0
        line = Image.new("1", (self.width, height))
        shift = self._shift(min(end, self.width))
        for x, mask in marks:
            line.paste(INK, (x + shift, height - mask.height), mask)
        if self.upside_down:
            line = line.transpose(Image.Transpose.ROTATE_180)
        self.roll.burn(line, self.margin)
        return height
