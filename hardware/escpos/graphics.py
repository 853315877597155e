"""The pictures that a printer is told to keep and to print, in each of the commands for it."""

from dataclasses import dataclass
from typing import Final

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.raster import from_columns, from_rows, overlaid
from hardware.escpos.tokens import Command

STORED_BYTES: Final = 4 << 20
"""Bytes of dots kept for later printing; printers have less than a megabyte for it."""
STORED_PICTURES: Final = 255

_DEFINE_ROWS: Final = (67, 83)
_DEFINE_COLUMNS: Final = (68, 84)
_DELETE_ALL: Final = (65, 81)
_PRINT_STORED: Final = (69, 85)
_BUFFER_ROWS: Final = 112
_BUFFER_COLUMNS: Final = 113
_PRINT_BUFFER: Final = (2, 50)

_DOTS_OF_COLUMN_MODES: Final = {0: (2, 3), 1: (1, 3), 32: (2, 1), 33: (1, 1)}
"""Width and height of a dot in the modes of ESC *; the others are taken as fine."""

PICTURE_COMMANDS: Final = frozenset(
    {"ESC *", "GS *", "GS /", "GS v 0", "GS Q 0", "GS ( L", "GS 8 L", "FS q", "FS p"}
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture on its way to the paper."""

    bitmap: Bitmap | None
    """None when it was stored before the stream began: nobody here knows what it shows."""
    height: int
    """Dots of paper that it takes."""
    inline: bool = False
    """It stands in the line of text, which a line feed ends."""


class GraphicsMemory:
    """Holds what was stored for printing, and says what each picture command prints."""

    def __init__(self) -> None:
        self._stored: dict[object, Bitmap] = {}
        self._buffer: Bitmap | None = None

    def take(self, command: Command) -> Drawing | None:
        """Return what a complete picture command prints now; some only store."""
        data = command.data
        match command.name:
            case "ESC *":
                return _column_image(data)
            case "GS v 0":
                stride = int.from_bytes(data[4:6], "little")
                picture = from_rows(data[8:], stride, int.from_bytes(data[6:8], "little"))
                return _drawing(picture, data[3])
            case "GS Q 0":
                deep = int.from_bytes(data[6:8], "little")
                return _drawing(from_columns(data[8:], deep), data[3])
            case "GS *":
                self._store("GS *", from_columns(data[4:], data[3]))
            case "GS /":
                return _drawing(self._stored.get("GS *"), data[2])
            case "FS q":
                self._store_many(data)
            case "FS p":
                return _drawing(self._stored.get(("FS q", data[2])), data[3], unknown=True)
            case "GS ( L" | "GS 8 L":
                return self._graphics(data[5:] if data[1] == 0x28 else data[7:])
            case _:
                pass
        return None

    def clear(self) -> None:
        """Forget what a reset makes a printer forget: downloads and the buffer, not the NV ones."""
        self._buffer = None
        self._stored.pop("GS *", None)

    def _store(self, key: object, picture: Bitmap | None) -> None:
        """Keep a picture for later, as far as there is room."""
        self._stored.pop(key, None)
        size = sum(len(kept.rows) for kept in self._stored.values())
        if picture is None or len(self._stored) >= STORED_PICTURES:
            return
        if size + len(picture.rows) <= STORED_BYTES:
            self._stored[key] = picture

    def _store_many(self, data: bytes) -> None:
        """Keep the pictures of FS q, which replace all that were there."""
        for key in [key for key in self._stored if isinstance(key, tuple) and key[0] == "FS q"]:
            del self._stored[key]
        at = 3
        for number in range(1, data[2] + 1):
            x, y = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (0, 2))
            size = x * y * 8
            self._store(("FS q", number), from_columns(data[at + 4 : at + 4 + size], y))
            at += 4 + size

    def _graphics(self, body: bytes) -> Drawing | None:
        """Do what a function of GS ( L or GS 8 L says; *body* begins with m and fn."""
        if len(body) < 2:
            return None
        function = body[1]
        key = ("GS ( L", function // 16, bytes(body[2:4]))
        if function in (_BUFFER_ROWS, _BUFFER_COLUMNS) and len(body) >= 10:
            picture = _sized(body[6:], columns=function == _BUFFER_COLUMNS)
            scaled = _scaled(picture, body[3], body[4])
            if scaled is not None:
                self._buffer = _with_plane(self._buffer, scaled)
        elif function in _PRINT_BUFFER:
            printed, self._buffer = self._buffer, None
            return _drawing(printed, 0) if printed else None
        elif function in _DEFINE_ROWS + _DEFINE_COLUMNS and len(body) >= 10:
            self._define(body)
        elif function in _PRINT_STORED and len(body) >= 6:
            doubled = 2 if body[5] == 2 else 0
            return _drawing(self._stored.get(key), doubled, unknown=True)
        elif function in _DELETE_ALL:
            for old in [
                old for old in self._stored if isinstance(old, tuple) and old[:2] == key[:2]
            ]:
                del self._stored[old]
        return None

    def _define(self, body: bytes) -> None:
        """Keep a keyed picture: m fn a k1 k2 b xL xH yL yH, then colour and dots of each plane."""
        columns = body[1] in _DEFINE_COLUMNS
        x, y = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
        size = x * ((y + 7) // 8) if columns else (x + 7) // 8 * y
        picture: Bitmap | None = None
        for plane in range(min(body[5], 4)):
            at = 10 + plane * (size + 1) + 1
            part = _sized(body[6:10] + body[at : at + size], columns=columns)
            if part is not None:
                picture = _with_plane(picture, part)
        self._store(("GS ( L", body[1] // 16, bytes(body[3:5])), picture)


def _with_plane(picture: Bitmap | None, plane: Bitmap) -> Bitmap:
    """Return the picture with one more colour: planes of a size are printed together, in black."""
    same = picture and (picture.width, picture.height) == (plane.width, plane.height)
    return overlaid(picture, plane) if picture and same else plane


def _sized(data: bytes, *, columns: bool) -> Bitmap | None:
    """Return the picture of dots that begins with its width and height."""
    x, y = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
    if columns:
        return from_columns(data[4:], (y + 7) // 8)
    return from_rows(data[4:], (x + 7) // 8, y)


def _scaled(picture: Bitmap | None, wide: int, tall: int) -> Bitmap | None:
    """Return the picture with its rows doubled where asked; width matters to nobody's reading."""
    if picture is None or tall != 2 or wide == tall:
        return picture
    stride = picture.stride
    rows = b"".join(
        picture.rows[at : at + stride] * 2 for at in range(0, len(picture.rows), stride)
    )
    return Bitmap(picture.width, picture.height * 2, rows)


def _drawing(picture: Bitmap | None, mode: int, *, unknown: bool = False) -> Drawing | None:
    """Return the drawing of a picture; modes 2 and 3 (also as digits) print it twice as high."""
    if picture is None:
        return Drawing(None, 0) if unknown else None
    return Drawing(picture, picture.height * (2 if mode & 2 else 1))


def _column_image(data: bytes) -> Drawing | None:
    """Return the drawing of ESC *: a strip of columns within the line."""
    mode = data[2]
    deep = 6 if mode in (71, 72, 73) else 3 if mode >= 32 else 1
    wide, tall = _DOTS_OF_COLUMN_MODES.get(mode, (1, 3 if deep == 1 else 1))
    picture = from_columns(data[5:], deep, wide=wide, tall=tall)
    return Drawing(picture, picture.height, inline=True) if picture else None
