"""What a printer has been told so far, and the bytes that put it back after a slip."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from hardware.escpos.tokens import Command

DOTS_PER_INCH: Final = 203
"""Of the thermal heads sold here; other resolutions give positions that are a little off."""
LINE_SPACING: Final = 30
"""Dots of a line after ESC 2 on most printers here (Epson's sixth of an inch is 34)."""
GLYPH_LINE: Final = 24
"""Dots of a character's height in font A."""


class Setting(StrEnum):
    """A setting that a slip may change and then has to put back."""

    ALIGN = "align"
    MODE = "mode"
    SIZE = "size"
    BOLD = "bold"
    DOUBLE_STRIKE = "double_strike"
    UNDERLINE = "underline"
    FONT = "font"
    REVERSE = "reverse"
    UPSIDE_DOWN = "upside_down"
    ROTATION = "rotation"
    CODE_PAGE = "code_page"
    INTERNATIONAL = "international"
    KANJI = "kanji"
    ENCODING = "encoding"
    GLYPHS = "glyphs"
    LINE_SPACING = "line_spacing"
    CHARACTER_SPACING = "character_spacing"
    LEFT_MARGIN = "left_margin"
    AREA_WIDTH = "area_width"
    QR = "qr"
    CODE_KIND = "code_kind"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """The settings of a printer as its commands left them; a new one has the factory's."""

    align: int = 0
    """0 left, 1 centre, 2 right."""
    bold: bool = False
    double_strike: bool = False
    """Looks bold too, but ESC ! does not reach it."""
    underline: int = 0
    font: int = 0
    size: int = 0
    """As GS ! says it: width - 1 in the high four bits, height - 1 in the low ones."""
    reverse: bool = False
    upside_down: bool = False
    rotation: int = 0
    code_page: int | None = None
    """As ESC t said it; None when it never did."""
    international: int = 0
    kanji: bool | None = None
    """Two-byte characters on (FS &) or off (FS .); None when nothing was said: factories differ."""
    kanji_system: int = 0
    encoding_switch: bytes = b""
    """The last command that turned UTF-8 on or off, in whichever of its three dialects."""
    utf8: bool = False
    glyphs: bool = False
    """User-defined characters are printed (ESC %)."""
    line_spacing: int | None = None
    """In vertical motion units; None is the default that ESC 2 sets."""
    character_spacing: int = 0
    left_margin: int = 0
    area_width: int | None = None
    page_mode: bool = False
    on_printer: bool = True
    """False while ESC = sends the bytes to a display only: nothing of them is printed."""
    unit_x: int = DOTS_PER_INCH
    unit_y: int = DOTS_PER_INCH
    """Motion units an inch (GS P)."""
    tab_stops: tuple[int, ...] | None = None
    """Columns; None is every eighth."""
    qr_model: bytes = b"\x1d(k\x04\x001A2\x00"
    qr_size: bytes = b"\x1d(k\x03\x001C\x03"
    qr_level: bytes = b"\x1d(k\x03\x001E0"
    """The commands that set up QR codes (functions 165, 167, 169): the factory's, or the last."""
    code_kind: int = 0
    """What ESC Z prints, as GS Z said it."""

    @property
    def columns_wide(self) -> int:
        """Return how many columns one character takes."""
        return (self.size >> 4 & 7) + 1

    @property
    def lines_high(self) -> int:
        """Return how many times a character's height it is printed."""
        return (self.size & 7) + 1

    @property
    def line_dots(self) -> int:
        """Return the dots that one line feed moves the paper."""
        if self.line_spacing is None:
            return LINE_SPACING
        return self.line_spacing * DOTS_PER_INCH // self.unit_y

    def after(self, command: Command) -> "PrinterState":
        """Return the state that *command* leaves; most commands leave it as it is."""
        data = command.data
        if not command.complete:
            return self
        if command.name == "ESC @" and self.on_printer:
            # The UTF-8 switches are kept in a memory that a reset does not reach.
            return PrinterState(encoding_switch=self.encoding_switch, utf8=self.utf8)
        if not self.on_printer and command.name != "ESC =":
            return self
        changes = {
            field: value
            for field, value in _changes(command.name, data).items()
            if getattr(self, field) != value
        }
        if command.name == "GS P" and changes:
            return self._in_units(changes)
        return replace(self, **changes) if changes else self

    def _in_units(self, units: dict[str, Any]) -> "PrinterState":
        """Return the same amounts said in other motion units: GS P changes none that is set."""
        new = replace(self, **units)
        across, down = new.unit_x / self.unit_x, new.unit_y / self.unit_y
        return replace(
            new,
            line_spacing=None if self.line_spacing is None else round(self.line_spacing * down),
            character_spacing=round(self.character_spacing * across),
            left_margin=round(self.left_margin * across),
            area_width=None if self.area_width is None else round(self.area_width * across),
        )

    def restoring(self, changed: Iterable[Setting]) -> bytes:
        """Return the commands that put back the *changed* settings, never a reset.

        A setting that was never touched goes back to the factory's, except two-byte characters
        and the UTF-8 switch: their factory setting is not known, so they are left alone.
        """
        wanted = set(changed)
        return b"".join(_restoring(self, setting) for setting in Setting if setting in wanted)


_FLAGS: Final = {
    "ESC E": "bold",
    "ESC G": "double_strike",
    "ESC %": "glyphs",
    "GS B": "reverse",
    "ESC {": "upside_down",
}

_NUMBERS: Final[dict[str, tuple[str, int]]] = {
    "ESC a": ("align", 2),
    "ESC -": ("underline", 2),
    "ESC M": ("font", 4),
    "ESC V": ("rotation", 2),
    "ESC R": ("international", 255),
    "ESC t": ("code_page", 255),
    "ESC 3": ("line_spacing", 255),
    "ESC SP": ("character_spacing", 255),
    "GS !": ("size", 0x77),
    "FS C": ("kanji_system", 2),
}
"""The field that a one-byte command sets, and the highest number that it may be set to."""


def _changes(name: str, data: bytes) -> dict[str, Any]:
    """Return the fields that a complete command sets, with their values."""
    if name in _FLAGS:
        return {_FLAGS[name]: bool(data[2] & 1)}
    if name in _NUMBERS:
        field, highest = _NUMBERS[name]
        # Small settings are also taken as ASCII digits.
        value = data[2] & 0x0F if 0x30 <= data[2] <= 0x39 and highest < 0x30 else data[2]
        return {field: value} if value <= highest else {}
    return _SPECIAL[name](data) if name in _SPECIAL else {}


def _mode_set(data: bytes) -> dict[str, Any]:
    """Return what ESC ! changes: four settings in one byte."""
    bits = data[2]
    size = (bits >> 5 & 1) << 4 | (bits >> 4 & 1)
    return {"font": bits & 1, "bold": bool(bits & 8), "size": size, "underline": bits >> 7}


def _encoding_switched(data: bytes) -> dict[str, Any]:
    """Return what one of the three UTF-8 switches changes."""
    if data[:2] == b"\x1c(":
        if len(data) < 7 or data[5] != 0x30:
            return {}
        return {"encoding_switch": data, "utf8": data[6] in (2, 0x32)}
    return {"encoding_switch": data, "utf8": data[-1] in (1, 0x31)}


def _code_set_up(data: bytes) -> dict[str, Any]:
    """Return what one function of GS ( k changes for the QR codes after it."""
    names = {(49, 65): "qr_model", (49, 67): "qr_size", (49, 69): "qr_level"}
    name = names.get((data[5], data[6])) if 8 <= len(data) <= 9 else None
    return {name: data} if name else {}


_SPECIAL: Final[dict[str, Callable[[bytes], dict[str, Any]]]] = {
    "ESC !": _mode_set,
    "ESC 2": lambda _data: {"line_spacing": None},
    "ESC =": lambda data: {"on_printer": data[2] & 3 != 2},
    "ESC L": lambda _data: {"page_mode": True},
    "ESC S": lambda _data: {"page_mode": False},
    "FS &": lambda _data: {"kanji": True},
    "FS .": lambda _data: {"kanji": False},
    "GS L": lambda data: {"left_margin": data[2] | data[3] << 8},
    "GS W": lambda data: {"area_width": data[2] | data[3] << 8},
    "GS P": lambda data: {
        "unit_x": data[2] or DOTS_PER_INCH,
        "unit_y": data[3] or DOTS_PER_INCH,
    },
    "ESC D": lambda data: {"tab_stops": tuple(stop for stop in data[2:] if stop)},
    "ESC 9": _encoding_switched,
    "US ESC DLE": _encoding_switched,
    "FS ( C": _encoding_switched,
    "GS ( k": _code_set_up,
    "GS Z": lambda data: {"code_kind": data[2]},
}
"""What the other state commands set, from their bytes."""


def _restoring(state: PrinterState, setting: Setting) -> bytes:
    """Return the command that puts one setting back."""
    match setting:
        case Setting.MODE:
            return b"\x1b!" + bytes((_mode(state),)) + _beyond_mode(state)
        case Setting.KANJI:
            return b"" if state.kanji is None else b"\x1c&" if state.kanji else b"\x1c."
        case Setting.ENCODING:
            return state.encoding_switch
        case Setting.LINE_SPACING:
            spacing = state.line_spacing
            return b"\x1b2" if spacing is None else b"\x1b3" + bytes((min(spacing, 255),))
        case Setting.LEFT_MARGIN:
            return b"\x1dL" + state.left_margin.to_bytes(2, "little")
        case Setting.QR:
            return state.qr_model + state.qr_size + state.qr_level
        case Setting.AREA_WIDTH:
            # The widest number means the whole paper: a printer takes what it has.
            width = 0xFFFF if state.area_width is None else state.area_width
            return b"\x1dW" + width.to_bytes(2, "little")
        case _:
            opcode, field = _ONE_BYTE[setting]
            return opcode + bytes((int(getattr(state, field) or 0),))


_ONE_BYTE: Final[dict[Setting, tuple[bytes, str]]] = {
    Setting.ALIGN: (b"\x1ba", "align"),
    Setting.SIZE: (b"\x1d!", "size"),
    Setting.BOLD: (b"\x1bE", "bold"),
    Setting.DOUBLE_STRIKE: (b"\x1bG", "double_strike"),
    Setting.UNDERLINE: (b"\x1b-", "underline"),
    Setting.FONT: (b"\x1bM", "font"),
    Setting.REVERSE: (b"\x1dB", "reverse"),
    Setting.UPSIDE_DOWN: (b"\x1b{", "upside_down"),
    Setting.ROTATION: (b"\x1bV", "rotation"),
    Setting.CODE_PAGE: (b"\x1bt", "code_page"),
    Setting.INTERNATIONAL: (b"\x1bR", "international"),
    Setting.GLYPHS: (b"\x1b%", "glyphs"),
    Setting.CHARACTER_SPACING: (b"\x1b ", "character_spacing"),
    Setting.CODE_KIND: (b"\x1dZ", "code_kind"),
}


def _mode(state: PrinterState) -> int:
    """Return the byte of ESC ! that says as much of the state as it can."""
    wide, high = state.columns_wide > 1, state.lines_high > 1
    bits = (state.font & 1, state.bold << 3, high << 4, wide << 5, (state.underline > 0) << 7)
    return sum(bits)


def _beyond_mode(state: PrinterState) -> bytes:
    """Return the commands for what ESC ! cannot say: large sizes, thick lines, more fonts."""
    more = b""
    if state.columns_wide > 2 or state.lines_high > 2:
        more += b"\x1d!" + bytes((state.size,))
    if state.underline > 1:
        more += b"\x1b-" + bytes((state.underline,))
    if state.font > 1:
        more += b"\x1bM" + bytes((state.font,))
    return more
