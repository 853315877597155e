"""Papers as pictures: what drivers send that draw the whole receipt and print no letter."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from hardware.captures import pictures
from hardware.captures.document import Align, Blank, Document, Emblem, Logo, Mark, Qr, Row
from hardware.captures.encoders import DOTS, Job

_LINE: Final = 26
"""Dots from one row of letters to the next."""


def encode_drawn(papers: Sequence[Document], *, strip: int = 128, by: str = "GS v 0") -> Job:
    """Return the job that prints *papers* as pictures, in strips of *strip* rows.

    With *by* `ESC *` strips are 24 dots high, as column images are.
    """
    sent = bytearray(b"\x1b@")
    for paper in papers:
        dots, stride = pictures.packed(drawn(paper))
        height = len(dots) // stride
        if by == "ESC *":
            sent += pictures.columns_of(dots, stride, height)
        else:
            for top in range(0, height, strip):
                sent += pictures.raster(dots[top * stride : (top + strip) * stride], stride)
        sent += b"\x1bd\x03\x1dV\x42\x00"
    return Job(bytes(sent), tuple(paper.truth for paper in papers))


def drawn(paper: Document) -> Image.Image:
    """Return *paper* as a black-and-white picture, eight dots a millimetre."""
    width = (paper.columns * DOTS + 7) // 8 * 8
    tiles = [_tile(mark, width) for mark in paper.marks]
    whole = Image.new("1", (width, sum(tile.height for tile in tiles)), 1)
    top = 0
    for tile in tiles:
        whole.paste(tile, ((width - tile.width) // 2, top))
        top += tile.height
    return whole


def _tile(mark: Mark, width: int) -> Image.Image:
    """Return one mark as a picture as wide as it needs."""
    match mark:
        case Row():
            return _letters(mark, width)
        case Qr():
            return pictures.qr_image(mark.text)
        case Blank():
            return Image.new("1", (width, _LINE * mark.lines), 1)
        case Logo() | Emblem():
            return pictures.emblem_image()
        case _:
            return Image.new("1", (width, 1), 1)


def _letters(row: Row, width: int) -> Image.Image:
    """Return a row of text; wide rows are drawn twice as large."""
    large = row.wide or row.tall
    font = pictures.font(40 if large else 20)
    tile = Image.new("L", (width, _LINE * 2 if large else _LINE), 255)
    pen = ImageDraw.Draw(tile)
    left = 0
    if row.align is Align.CENTRE:
        left = (width - int(pen.textlength(row.left, font=font))) // 2
    pen.text((left, 0), row.left, font=font, fill=0)
    if row.right:
        room = int(pen.textlength(row.right, font=font))
        pen.text((width - room, 0), row.right, font=font, fill=0)
    return tile.point([255 * (level > 140) for level in range(256)]).convert("1")
