"""Pictures in the forms that the commands bring them: rows, columns, planes, keys."""

from typing import Final

from PIL import Image, ImageChops

ROWS: Final = 16_384
"""Two metres of picture in one command; what is longer is cut off."""
COLUMNS: Final = 8_192
"""Wider than any head by far; columns beyond it cannot be seen."""
_BAYER: Final = (0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5)
"""Thresholds of a 4 x 4 ordered dither: how a one-bit head shows sixteen tones."""


def from_rows(dots: bytes, stride: int, width: int | None = None) -> Image.Image | None:
    """Return the picture whose rows of *stride* bytes came, or None when not one came whole."""
    height = min(len(dots) // stride, ROWS) if stride else 0
    if not height:
        return None
    mask = Image.frombytes("1", (8 * stride, height), dots[: stride * height])
    shown = min(8 * stride if width is None else width, COLUMNS)
    return mask.crop((0, 0, max(1, shown), height))


def from_columns(dots: bytes, height_bytes: int, height: int | None = None) -> Image.Image | None:
    """Return the picture whose columns of *height_bytes* came, left to right, top bit first."""
    columns = min(len(dots) // height_bytes, COLUMNS) if height_bytes else 0
    if not columns:
        return None
    mask = Image.frombytes("1", (8 * height_bytes, columns), dots[: height_bytes * columns])
    mask = mask.transpose(Image.Transpose.TRANSPOSE)
    shown = min(mask.height if height is None else height, ROWS)
    return mask.crop((0, 0, mask.width, max(1, shown)))


def enlarged(mask: Image.Image, x: int, y: int) -> Image.Image:
    """Return the picture with each dot *x* by *y* dots large."""
    if x == 1 and y == 1:
        return mask
    mask = mask.crop((0, 0, mask.width, min(mask.height, ROWS // y)))
    return mask.resize((mask.width * x, mask.height * y), Image.Resampling.NEAREST)


def with_tones(planes: dict[int, Image.Image]) -> Image.Image:
    """Return sixteen tones, given as bit planes (0 is the faintest), as dots near and far."""
    size = (max(it.width for it in planes.values()), max(it.height for it in planes.values()))
    tones = Image.new("L", size)
    for weight, plane in planes.items():
        layer = Image.new("L", size)
        layer.paste(1 << weight, (0, 0), plane)
        tones = ImageChops.add(tones, layer)
    tile = Image.frombytes("L", (4, 4), bytes(_BAYER))
    row = Image.new("L", (size[0], 4))
    for x in range(0, size[0], 4):
        row.paste(tile, (x, 0))
    thresholds = Image.new("L", size)
    for y in range(0, size[1], 4):
        thresholds.paste(row, (0, y))
    burnt = ImageChops.subtract(tones, thresholds)
    return burnt.point(lambda tone: 255 if tone else 0).convert("1")


class Store:
    """Pictures kept in the printer under a key, within the memory that such printers have."""

    LIMIT: Final = 4 << 20
    """Dots; half a megabyte of flash, as the larger models have."""

    def __init__(self) -> None:
        self._pictures: dict[bytes, Image.Image] = {}

    def keep(self, key: bytes, mask: Image.Image) -> None:
        """Keep a picture; one that does not fit is not kept."""
        others = sum(it.width * it.height for k, it in self._pictures.items() if k != key)
        if others + mask.width * mask.height <= self.LIMIT:
            self._pictures[key] = mask

    def get(self, key: bytes) -> Image.Image | None:
        """Return a picture, or None."""
        return self._pictures.get(key)

    def drop(self, key: bytes) -> None:
        """Forget a picture."""
        self._pictures.pop(key, None)

    def clear(self) -> None:
        """Forget all pictures."""
        self._pictures.clear()
