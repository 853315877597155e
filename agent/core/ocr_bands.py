"""Where text stands in a picture: its rows found, turned to black on white, and cleaned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Final

from hardware.escpos.bitmap import Bitmap

MOST_BANDS: Final = 400
"""Rows of text that are looked at: two metres of paper."""

_USUAL: Final = 18
"""Dots from the top of a letter to its foot where a picture does not tell."""
_SPECK: Final = 6
"""Dots: lower runs of rows are rules, or the marks above `Й` and `Ё`."""
_MARK_GAP: Final = 3
"""White rows between a letter and its mark."""
_RULE_HEIGHT: Final = 4
_TALLEST_LETTERS: Final = 4
"""Times the usual height: what is higher is a code, a logo or lines that touch."""
_CODE_INK: Final = 0.3
"""Share of black from which on a tall thing is no text; bold text has a quarter."""
_BOX_INK: Final = 0.5
"""Share of black from which on letters are white."""
_WIDE_GAP: Final = 20
"""White columns that part what stands side by side: wider than the space between words."""
_LARGE: Final = 1.45
"""Times the usual height: capitals of twice the size beside small letters with their tails."""
_HUGE: Final = 2.6
_WIDE_STROKE: Final = 1.45
"""Times the usual width of a letter, from which on a high row is wide too."""
_DEEPEST: Final = 3
"""Boxes within boxes that are opened."""
_MOST_STEPS: Final = 400
"""Steps of one dot in which a colour spreads: the way through the longest winding letter."""


@dataclass(frozen=True, slots=True)
class Band:
    """One row of text, black on white: its dots, and the size of its letters."""

    top: int
    bottom: int
    left: int
    width: int
    rows: tuple[int, ...]
    """Dots, the lowest bit rightmost, *width* bits each; empty for a rule."""
    letters: int = _USUAL
    """Height that a row of the picture's small letters would have, had it this row's size."""
    breadth: int = _USUAL
    """The same, had it this row's width of letters: some rows are only tall."""

    @property
    def is_rule(self) -> bool:
        """Tell whether this is a line across the paper and no text."""
        return not self.rows

    @property
    def height(self) -> int:
        """Return its rows of dots."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of the picture: rows as numbers, *width* bits each."""

    top: int
    left: int
    width: int
    rows: tuple[int, ...]

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def ink(self) -> float:
        """Return the share of black."""
        return sum(row.bit_count() for row in self.rows) / (self.width * self.height)

    def part(self, top: int, bottom: int) -> "_Area":
        """Return the rows from *top* to *bottom*, with no white left at the sides."""
        rows = self.rows[top:bottom]
        across = reduce(or_, rows)
        right = (across & -across).bit_length() - 1
        width = across.bit_length() - right
        left = self.left + self.width - across.bit_length()
        return _Area(self.top + top, left, width, tuple(row >> right for row in rows))

    def side(self, left: int, width: int) -> "_Area":
        """Return *width* columns from *left*, with no white above and below."""
        shift, mask = self.width - left - width, (1 << width) - 1
        rows = tuple(row >> shift & mask for row in self.rows)
        inked = [place for place, row in enumerate(rows) if row]
        cut = rows[inked[0] : inked[-1] + 1]
        return _Area(self.top + inked[0], self.left + left, width, cut)

    def inverted(self) -> "_Area":
        """Return it with black and white exchanged."""
        full = (1 << self.width) - 1
        return _Area(self.top, self.left, self.width, tuple(full ^ row for row in self.rows))


def bands_of(picture: Bitmap) -> tuple[Band, ...]:
    """Return the rows of text and rules in *picture*, downwards."""
    stride = picture.stride
    spare = stride * 8 - picture.width
    rows = tuple(
        int.from_bytes(picture.rows[top : top + stride], "big") >> spare
        for top in range(0, len(picture.rows), stride)
    )
    whole = _Area(0, 0, picture.width, rows)
    usual = _usual([bottom - top for top, bottom in _runs(whole)])
    found = sorted(_bands(whole, usual, picture.width, 0), key=lambda band: (band.top, band.left))
    return _with_breadth(found[:MOST_BANDS], usual)


def _with_breadth(bands: list[Band], usual: int) -> tuple[Band, ...]:
    """Return the rows, each with the width of its letters compared with the small ones."""
    small = [_stroke(band) for band in bands if band.letters == usual and not band.is_rule]
    typical = max(1.0, _median(small)) if small else 0.0
    found = []
    for band in bands:
        is_narrow = band.letters > usual and 0 < _stroke(band) < _WIDE_STROKE * typical
        found.append(replace(band, breadth=usual if is_narrow else band.letters))
    return tuple(found)


def _stroke(band: Band) -> float:
    """Return the usual width of what stands between white columns: about a letter; 0 in rules."""
    if band.is_rule:
        return 0.0
    across = format(reduce(or_, band.rows), "b")
    return _median(len(piece) for piece in across.split("0") if piece)


def _usual(heights: list[int]) -> int:
    """Return the usual height of a row of text."""
    letters = [it for it in heights if _USUAL // 2 <= it <= _USUAL * 3]
    return round(_median(letters)) if letters else _USUAL


def _runs(area: _Area) -> list[tuple[int, int]]:
    """Return where rows with black begin and end; marks go with the letters below them."""
    runs: list[tuple[int, int]] = []
    top = 0
    for place, row in enumerate((*area.rows, 0)):
        if row:
            continue
        if place > top:
            is_mark = runs and top - runs[-1][1] <= _MARK_GAP
            small = is_mark and min(runs[-1][1] - runs[-1][0], place - top) <= _SPECK
            if small and place - runs[-1][0] > _SPECK + _MARK_GAP:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((top, place))
        top = place + 1
    return runs


def _bands(area: _Area, usual: int, page: int, depth: int) -> Iterator[Band]:
    """Yield the rows of text in *area*, and the rules."""
    for top, bottom in _runs(area):
        part = area.part(top, bottom)
        if part.height <= _RULE_HEIGHT and part.width * 2 > page:
            yield Band(part.top, part.top + part.height, part.left, part.width, ())
        elif part.height <= _RULE_HEIGHT and depth:
            continue
        else:
            yield from _texts(part, usual, page, depth)


def _texts(part: _Area, usual: int, page: int, depth: int) -> Iterator[Band]:
    """Yield the rows of text in one run of rows with black."""
    is_tall = part.height > _TALLEST_LETTERS * usual
    sides = _sides(part)
    if depth < _DEEPEST and len(sides) > 1 and (is_tall or any(map(_is_inverse, sides))):
        if is_tall:
            for side in sides:
                yield from _bands(side, usual, page, depth + 1)
            return
        yield from _bands(_righted(part, sides), usual, page, depth + 1)
    elif depth < _DEEPEST and _is_inverse(part):
        yield from _bands(part.inverted(), usual, page, depth + 1)
    elif depth < _DEEPEST and (frame := _frame(part, usual)):
        inner = _Area(part.top, part.left, part.width, frame)
        yield from _bands(inner, usual, page, depth + 1)
    elif not is_tall or part.ink < _CODE_INK:
        times = 1 if is_tall else _times(part.height, usual)
        rows = part.rows if is_tall else without_enclosed(part.rows, part.width)
        yield Band(part.top, part.top + part.height, part.left, part.width, rows, usual * times)


def _times(height: int, usual: int) -> int:
    """Return how many times larger than usual a row is."""
    if height < _LARGE * usual:
        return 1
    return 2 if height < _HUGE * usual else 3


def _sides(part: _Area) -> list[_Area]:
    """Return what stands side by side in *part*, white columns between."""
    across = format(reduce(or_, part.rows), f"0{part.width}b")
    sides = []
    place = 0
    for piece in across.split("0" * _WIDE_GAP):
        ink = piece.strip("0")
        if ink:
            left = across.index("1", place)
            sides.append(part.side(left, len(ink)))
            place = left + len(ink)
    return sides


def _righted(part: _Area, sides: list[_Area]) -> _Area:
    """Return *part* with its black boxes turned to black letters on white."""
    rows = list(part.rows)
    for side in filter(_is_inverse, sides):
        shift = part.left + part.width - side.left - side.width
        full = ((1 << side.width) - 1) << shift
        for place in range(side.top - part.top, side.top - part.top + side.height):
            rows[place] ^= full
    return _Area(part.top, part.left, part.width, tuple(rows))


def _is_inverse(part: _Area) -> bool:
    """Tell whether this is a black box with white letters: black all along its edges."""
    if part.height < _USUAL or part.width < part.height or part.ink < _BOX_INK:
        return False
    edges = (part.rows[0], part.rows[1], part.rows[-2], part.rows[-1])
    return all(row.bit_count() * 20 >= part.width * 19 for row in edges)


def _frame(part: _Area, usual: int) -> tuple[int, ...] | None:
    """Return the rows without the lines of a frame around them; None where there is none."""
    if part.height < usual + 2 * _RULE_HEIGHT:
        return None
    edge = (1 << 2 * _RULE_HEIGHT) - 1
    edges = edge | edge << max(0, part.width - 2 * _RULE_HEIGHT)
    posts = reduce(and_, part.rows[_RULE_HEIGHT:-_RULE_HEIGHT]) & edges
    lines = [row.bit_count() * 10 >= part.width * 9 for row in part.rows]
    has_ends = any(lines[:_RULE_HEIGHT] + lines[-_RULE_HEIGHT:])
    if not has_ends and not (posts and part.height > _TALLEST_LETTERS * usual):
        return None
    return tuple(
        0 if is_line else row & ~posts for row, is_line in zip(part.rows, lines, strict=True)
    )


def without_enclosed(rows: tuple[int, ...], width: int) -> tuple[int, ...]:
    """Return letters without what floats in their hollows: the dot or stroke in a zero.

    Dotted zeros are read as sixes, eights and nines, the same wrong way all over a receipt.
    """
    wide = width + 2
    ink = 0
    for row in rows:
        ink = ink << wide | row << 1
    ink <<= wide
    size = wide * (len(rows) + 2)
    white = ((1 << size) - 1) ^ ink
    edge = ((1 << wide) - 1) | ((1 << wide) - 1) << (size - wide)
    outside = _spread(edge, white, (1, wide))
    touched = _grown(outside, (1, wide)) & ink
    outer = _spread(touched, ink, (1, wide, wide - 1, wide + 1))
    enclosed = ink & ~outer
    if not enclosed or _longest(enclosed) > max(_SPECK, len(rows) // 3):
        return rows
    mask = (1 << width) - 1
    return tuple((outer >> wide * place + 1) & mask for place in range(len(rows), 0, -1))


def _grown(dots: int, steps: tuple[int, ...]) -> int:
    """Return *dots* with their neighbours."""
    for step in steps:
        dots |= dots << step | dots >> step
    return dots


def _spread(dots: int, within: int, steps: tuple[int, ...]) -> int:
    """Return all of *within* that can be reached from *dots*."""
    for _ in range(_MOST_STEPS):
        more = dots
        for step in steps:
            more |= (dots << step | dots >> step) & within
        if more == dots:
            break
        dots = more
    return dots


def _longest(dots: int) -> int:
    """Return the length of the longest level stroke."""
    length = 0
    while dots:
        dots &= dots >> 1
        length += 1
    return length


def _median(values: Iterable[float]) -> float:
    """Return the middle of values; the library's would take half a megabyte of an idle till."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
