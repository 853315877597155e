"""Pieces of paper made from lines of text, for tests of what stands above the stream reader."""

from collections.abc import Sequence

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printout import (
    CodeSource,
    Cut,
    Dialect,
    Gap,
    Line,
    Picture,
    PrintedCode,
    Segment,
)

LINE_HEIGHT = 30
"""Dots from one line to the next."""


def segment_of(
    text_lines: Sequence[str] | str, codes: Sequence[str] = (), *, with_picture: bool = False
) -> Segment:
    """Return the segment that a POS printing these lines and codes would leave."""
    lines = text_lines.splitlines() if isinstance(text_lines, str) else list(text_lines)
    printed = []
    offset = 0
    for place, text in enumerate(lines):
        end = offset + len(text)
        printed.append(Line(text, offset, end, place * LINE_HEIGHT, LINE_HEIGHT))
        offset = end + 1
    drawn = [PrintedCode(text, "QR", CodeSource.NATIVE, offset, offset) for text in codes]
    pictures = (Picture(Bitmap(8, 1, b"\xff"), offset, offset, 0),) if with_picture else ()
    return Segment(
        index=0,
        start=0,
        end=offset,
        dialect=Dialect.ESCPOS,
        charset="utf-8",
        lines=tuple(printed),
        pictures=pictures,
        codes=tuple(drawn),
        gaps=(Gap(offset, offset, 90),),
        cut=Cut(offset, offset, feeds_to_cutter=True),
        height=len(lines) * LINE_HEIGHT,
    )
