"""The icon drawn: a golden baursak, and at its corner the state as a glyph on its colour."""

from collections.abc import Callable
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from agent.core.till_icon import Mark

SIDE: Final = 64
"""Pixels; trays take it down to 16, 24 or 32."""
_FINE: Final = 4
"""Drawn so much larger: edges are smooth when it is taken down."""
_DOUGH: Final = (
    (5, 14), (23, 1), (47, 3), (61, 16), (63, 38), (56, 57), (36, 64), (12, 59), (1, 40),
)  # fmt: skip
_RIM, _CRUST, _GOLD, _LIGHT = "#7a430e", "#c9802b", "#efb455", "#fff0c8"
_INK: Final = "#ffffff"
_GROUNDS: Final = {
    Mark.READY: "#14652f", Mark.OFFLINE: "#5a2fb0", Mark.STAFF: "#ffd21f",
    Mark.BYPASS: "#1b4a94", Mark.GONE: "#a31d1d",
}  # fmt: skip
_DARK: Final = "#1d1900"
"""The ink on yellow, which white would drown in."""

Brush = ImageDraw.ImageDraw
Point = tuple[float, float]


@cache
def picture(mark: Mark) -> Image.Image:
    """Return the icon of a state: glyph and colour both say it."""
    canvas = Image.new("RGBA", (SIDE * _FINE, SIDE * _FINE))
    brush = ImageDraw.Draw(canvas)
    _dough(brush, grey=mark is Mark.GONE)
    brush.ellipse(_at((24, 24), (64, 64)), fill=_INK)
    brush.ellipse(_at((26.5, 26.5), (61.5, 61.5)), fill=_GROUNDS[mark])
    _GLYPHS[mark](brush)
    return canvas.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _dough(brush: Brush, *, grey: bool) -> None:
    """Draw a puffed pillow of dough: rim, crust, gold, and light from the left."""
    shades = ("#4c4c4c", "#8a8a8a", "#b9b9b9", "#eeeeee") if grey else (_RIM, _CRUST, _GOLD, _LIGHT)
    for shade, inward in zip(shades, (0.0, 2.5, 7.0), strict=False):
        points = [
            (x + (32 - x) * inward / 32, y + (32 - y) * inward / 32) for x, y in _smooth(_DOUGH)
        ]
        brush.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=shade)
    brush.line([(x * _FINE, y * _FINE) for x, y in ((17, 24), (22, 18), (30, 15))],
               fill=shades[3], width=4 * _FINE, joint="curve")  # fmt: skip


def _smooth(corners: tuple[Point, ...]) -> list[Point]:
    """Return the round outline that a closed row of corners pulls (a quadratic B-spline)."""
    found = []
    count = len(corners)
    for at in range(count):
        (ax, ay), (bx, by), (cx, cy) = (corners[(at + it) % count] for it in (-1, 0, 1))
        for step in range(8):
            t = step / 8
            p, q, r = (1 - t) ** 2 / 2, 0.5 + t * (1 - t), t * t / 2
            found.append((p * ax + q * bx + r * cx, p * ay + q * by + r * cy))
    return found


def _stroke(brush: Brush, *points: Point, ink: str = _INK, width: float = 5) -> None:
    brush.line([(x * _FINE, y * _FINE) for x, y in points], fill=ink, width=round(width * _FINE),
               joint="curve")  # fmt: skip
    for x, y in (points[0], points[-1]):
        half = width / 2
        brush.ellipse(_at((x - half, y - half), (x + half, y + half)), fill=ink)


def _tick(brush: Brush) -> None:
    _stroke(brush, (35, 45), (41.5, 51.5), (53.5, 37.5))


def _broken_line(brush: Brush) -> None:
    _stroke(brush, (33, 44), (38, 44))
    _stroke(brush, (50, 44), (55, 44))
    _stroke(brush, (40, 52), (48, 36), width=4)


def _call(brush: Brush) -> None:
    _stroke(brush, (44, 34), (44, 45), ink=_DARK, width=6)
    brush.ellipse(_at((40.8, 50), (47.2, 56.4)), fill=_DARK)


def _past(brush: Brush) -> None:
    _stroke(brush, (32, 44), (54, 44), width=4.5)
    _stroke(brush, (48, 37), (55, 44), (48, 51), width=4.5)


def _stopped(brush: Brush) -> None:
    _stroke(brush, (37, 37), (51, 51))
    _stroke(brush, (51, 37), (37, 51))


_GLYPHS: Final[dict[Mark, Callable[[Brush], None]]] = {
    Mark.READY: _tick, Mark.OFFLINE: _broken_line, Mark.STAFF: _call, Mark.BYPASS: _past,
    Mark.GONE: _stopped,
}  # fmt: skip


def _at(first: Point, last: Point) -> tuple[float, float, float, float]:
    return first[0] * _FINE, first[1] * _FINE, last[0] * _FINE, last[1] * _FINE
