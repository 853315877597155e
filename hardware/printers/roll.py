"""The paper itself: it moves under the head, is burnt, and is cut a little further on."""

from collections import deque
from typing import Final

from PIL import Image, ImageChops

from hardware.escpos.bitmap import Bitmap
from hardware.printers.glyphs import INK

MAX_DOTS: Final = 48_000
"""Six metres in one piece; a longer one is torn off, as a person would."""
KEPT_DOTS: Final = 480_000
"""Two rolls of 30 m: older pieces are thrown away."""
FEED_LIMIT: Final = 8_128
"""1016 mm, the most that one command feeds on a real printer."""
REVERSE_LIMIT: Final = 90
"""No printer pulls paper back further than from cutter to head: it would slip the rollers."""
AWAITED_CUTS: Final = 16
"""More than fit between head and cutter."""
SHORTEST_COUNTED: Final = 256
"""A snippet counts as this much of the paper kept, or confetti would fill the memory."""
_GROWTH: Final = 2_048


class Roll:
    """Paper from one printer, piece by piece; the head burns rows, the cutter ends pieces.

    The cutter sits *cutter_dots* after the head, so a plain cut leaves the last rows burnt on
    the piece that follows, and each piece begins with that much blank paper.
    """

    def __init__(self, width: int, cutter_dots: int) -> None:
        self.width = width
        self.cutter_dots = cutter_dots
        self.travelled = 0
        """Dots of paper moved so far, in either direction: what the motor's time goes by."""
        self.y = cutter_dots
        """Where the head stands, in rows of the piece that is in the printer."""
        self._end = cutter_dots
        self._ink = Image.new("1", (width, _GROWTH))
        self._inked = False
        self._awaited: list[int] = []
        self._cut: deque[Bitmap] = deque()
        self._kept = 0

    def burn(self, mask: Image.Image, x: int, y: int | None = None) -> None:
        """Burn the dots of *mask* that fall on the paper, its top at the head or at row *y*."""
        top = self.y if y is None else y
        self._grow(top + mask.height)
        self._ink.paste(INK, (x, top), mask)
        self._end = max(self._end, top + mask.height)
        self._inked = True

    def feed(self, dots: int) -> None:
        """Move the paper; cuts that were asked for in advance happen on the way."""
        step = max(-REVERSE_LIMIT, -self.y, min(dots, MAX_DOTS))
        self.travelled += abs(step)
        self.y += step
        self._end = max(self._end, self.y)
        while self._awaited and self.y - self.cutter_dots >= self._awaited[0]:
            self._cut_at(self._awaited.pop(0))
        while self.y > MAX_DOTS:
            self._cut_at(MAX_DOTS)

    def cut(self) -> None:
        """Cut where the cutter stands: what was burnt in the last rows stays in the printer."""
        self._cut_at(self.y - self.cutter_dots)

    def feed_and_cut(self, dots: int) -> None:
        """Feed what was printed to the cutter and *dots* more, then cut."""
        self.feed(self.cutter_dots + dots)
        self.cut()

    def cut_and_return(self, dots: int) -> None:
        """Feed to the cutter, cut, and pull the paper back: the next piece has no top margin."""
        self.feed_and_cut(dots)
        self.feed(-self.cutter_dots)

    def cut_later(self, dots: int) -> None:
        """Cut when the row *dots* below the head reaches the cutter."""
        self._awaited = sorted({*self._awaited, self.y + dots})[:AWAITED_CUTS]

    def tear(self) -> None:
        """End the piece where the head stands: torn off by hand, or the roll ran out."""
        self._cut_at(self.y)

    def pieces(self) -> list[Image.Image]:
        """Return the pieces, oldest first, black on white; last what stands in the printer."""
        images = [_picture(it) for it in self._cut]
        if self._inked:
            height = max(self.y, self._end)
            images.append(ImageChops.invert(self._ink.crop((0, 0, self.width, height))))
        return images

    def _cut_at(self, row: int) -> None:
        """Make a piece of everything above *row*; the rest stays in the printer."""
        if row <= 0:
            return
        self._grow(row)
        piece = self._ink.crop((0, 0, self.width, row))
        self._cut.append(Bitmap(self.width, row, piece.tobytes()))
        self._kept += max(row, SHORTEST_COUNTED)
        while self._kept > KEPT_DOTS:
            self._kept -= max(self._cut.popleft().height, SHORTEST_COUNTED)
        self.y -= row
        self._end = max(self.y, self._end - row)
        height = -(-max(self._end, 1) // _GROWTH) * _GROWTH
        self._ink = self._ink.crop((0, row, self.width, row + height))
        self._inked = self._ink.getbbox() is not None
        self._awaited = [it - row for it in self._awaited if it > row]

    def _grow(self, height: int) -> None:
        """Make room for rows up to *height*."""
        if height > self._ink.height:
            grown = max(height, min(self._ink.height * 2, self._ink.height + 4 * _GROWTH))
            self._ink = self._ink.crop((0, 0, self.width, grown))


def _picture(piece: Bitmap) -> Image.Image:
    """Return a piece as an image, black on white."""
    ink = Image.frombytes("1", (piece.width, piece.height), piece.rows)
    return ImageChops.invert(ink)
