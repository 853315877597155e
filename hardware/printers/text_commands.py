"""Commands about characters, lines and where they stand."""

from typing import Final

from PIL import Image

from hardware.printers.glyphs import glyph
from hardware.printers.graphics import from_columns
from hardware.printers.lines import CENTRE, LEFT, LINE_SPACING, RIGHT, Lines
from hardware.printers.machine import DISPLAY_BYTES, Handler, Machine, number
from hardware.printers.page import Page

_HEAD_DPI: Final = 203
_ALIGNMENTS: Final = {0: LEFT, 48: LEFT, 1: CENTRE, 49: CENTRE, 2: RIGHT, 50: RIGHT}


def print_text(machine: Machine, text: bytes) -> None:
    """Print characters, or pass them to the pole display."""
    if not machine.selected:
        machine.shown += text
        del machine.shown[:-DISPLAY_BYTES]
        return
    for letter, byte, wide in machine.letters.read(text):
        own = machine.own_glyphs.get((machine.style.cell.height, byte))
        if own is not None and machine.use_own_glyphs:
            mask = own
        else:
            cell = machine.style.cell_for(wide=wide)
            mask = glyph(letter, cell, bold=machine.style.heavy)
        machine.surface.put(machine.style.dress(mask))


def _line_feed(machine: Machine, _: bytes) -> None:
    machine.surface.end_line()


def _tab(machine: Machine, _: bytes) -> None:
    machine.surface.tab(machine.style.advance)


def _tab_stops(machine: Machine, data: bytes) -> None:
    stops = [it for it in data[2:] if it]
    machine.surface.tabs = tuple(it * machine.style.advance for it in stops)


def _modes(machine: Machine, data: bytes) -> None:
    machine.style.choose_modes(data[2])


def _size(machine: Machine, data: bytes) -> None:
    machine.style.choose_size(data[2])


def _bold(machine: Machine, data: bytes) -> None:
    machine.style.bold = bool(data[2] & 1)


def _struck_twice(machine: Machine, data: bytes) -> None:
    machine.style.struck_twice = bool(data[2] & 1)


def _underline(machine: Machine, data: bytes) -> None:
    rows = data[2] % 48
    machine.style.underline = rows if rows <= 2 else machine.style.underline


def _reverse(machine: Machine, data: bytes) -> None:
    machine.style.reverse = bool(data[2] & 1)


def _turned(machine: Machine, data: bytes) -> None:
    machine.style.turned = data[2] in (1, 2, 49, 50)


def _upside_down(machine: Machine, data: bytes) -> None:
    if machine.lines.empty:
        machine.lines.upside_down = bool(data[2] & 1)


def _font(machine: Machine, data: bytes) -> None:
    machine.style.choose_font(data[2])


def _letter_spacing(machine: Machine, data: bytes) -> None:
    machine.style.spacing = machine.across(data[2])


def _alignment(machine: Machine, data: bytes) -> None:
    if machine.lines.empty:
        machine.lines.align = _ALIGNMENTS.get(data[2], machine.lines.align)


def _usual_spacing(machine: Machine, _: bytes) -> None:
    machine.surface.spacing = LINE_SPACING


def _spacing(machine: Machine, data: bytes) -> None:
    machine.surface.spacing = machine.down(data[2])


def _feed_dots(machine: Machine, data: bytes) -> None:
    machine.surface.feed(machine.down(data[2]))


def _feed_lines(machine: Machine, data: bytes) -> None:
    machine.surface.feed(data[2] * machine.surface.spacing)


def _back_dots(machine: Machine, data: bytes) -> None:
    machine.surface.back(machine.down(data[2]))


def _back_lines(machine: Machine, data: bytes) -> None:
    machine.surface.back(data[2] * machine.surface.spacing)


def _column(machine: Machine, data: bytes) -> None:
    machine.surface.move_to(machine.across(number(data, 2)))


def _step(machine: Machine, data: bytes) -> None:
    machine.surface.move_to(machine.surface.x + machine.across(_signed(data)))


def _row(machine: Machine, data: bytes) -> None:
    if machine.page is not None:
        machine.page.lower_to(machine.down(number(data, 2)))


def _row_step(machine: Machine, data: bytes) -> None:
    if machine.page is not None:
        machine.page.lower_to(machine.page.baseline + machine.down(_signed(data)))


def _margin(machine: Machine, data: bytes) -> None:
    machine.lines.choose_area(margin=machine.across(number(data, 2)))


def _width(machine: Machine, data: bytes) -> None:
    machine.lines.choose_area(width=machine.across(number(data, 2)))


def _units(machine: Machine, data: bytes) -> None:
    across, down = data[2:4]
    machine.units = (
        _HEAD_DPI / across if across else 1.0,
        _HEAD_DPI / down if down else 1 / machine.profile.units_in_dot,
    )


def _code_page(machine: Machine, data: bytes) -> None:
    machine.letters.choose_page(data[2])


def _country(machine: Machine, data: bytes) -> None:
    machine.letters.choose_country(data[2])


def _code_format(machine: Machine, data: bytes) -> None:
    machine.letters.choose_code_format(data[2])


def _kanji_on(machine: Machine, _: bytes) -> None:
    machine.letters.choose_kanji(on=True)


def _kanji_off(machine: Machine, _: bytes) -> None:
    machine.letters.choose_kanji(on=False)


def _kanji_modes(machine: Machine, data: bytes) -> None:
    machine.style.choose_kanji_modes(data[2])


def _encoding(machine: Machine, data: bytes) -> None:
    if data[5:6] == b"0" and data[6:7] in (b"\x01", b"1", b"\x02", b"2"):
        machine.letters.choose_utf8(on=data[6] in (2, 50))


def _firmware_utf8(machine: Machine, data: bytes) -> None:
    machine.letters.choose_utf8(on=bool(data[5]))


def _firmware_page(machine: Machine, data: bytes) -> None:
    machine.letters.choose_page(data[4])


def _define_glyphs(machine: Machine, data: bytes) -> None:
    height_bytes, first, last = data[2:5]
    cell = machine.style.cell
    at = 5
    for code in range(first, last + 1):
        columns = data[at] if at < len(data) else 0
        dots = data[at + 1 : at + 1 + columns * height_bytes]
        at += 1 + columns * height_bytes
        drawn = from_columns(dots, height_bytes)
        if drawn is not None:
            mask = Image.new("1", (cell.width, cell.height))
            mask.paste(drawn, (0, 0))
            machine.own_glyphs[cell.height, code] = mask


def _use_own_glyphs(machine: Machine, data: bytes) -> None:
    machine.use_own_glyphs = bool(data[2] & 1)


def _drop_own_glyph(machine: Machine, data: bytes) -> None:
    machine.own_glyphs.pop((machine.style.cell.height, data[2]), None)


def _page_mode(machine: Machine, _: bytes) -> None:
    if machine.page is None and machine.lines.empty:
        machine.page = Page(machine.roll)
        machine.page.spacing = machine.lines.spacing


def _standard_mode(machine: Machine, _: bytes) -> None:
    machine.page = None


def _print_page(machine: Machine, _: bytes) -> None:
    if machine.page is not None:
        machine.page.print()


def _print_page_and_leave(machine: Machine, data: bytes) -> None:
    _print_page(machine, data)
    machine.page = None


def _page_area(machine: Machine, data: bytes) -> None:
    if machine.page is not None:
        x, y, width, height = (number(data, at) for at in (2, 4, 6, 8))
        machine.page.choose_area(
            machine.across(x), machine.down(y), machine.across(width), machine.down(height)
        )


def _page_direction(machine: Machine, data: bytes) -> None:
    if machine.page is not None:
        machine.page.choose_direction(data[2])


def _cancel(machine: Machine, _: bytes) -> None:
    if isinstance(machine.surface, Lines):
        return
    machine.surface.drop()


def _signed(data: bytes) -> int:
    """Return the signed number of two bytes after the opcode."""
    return int.from_bytes(data[2:4], "little", signed=True)


TEXT_COMMANDS: Final[dict[str, Handler]] = {
    "LF": _line_feed,
    "HT": _tab,
    "FF": _print_page_and_leave,
    "CAN": _cancel,
    "ESC FF": _print_page,
    "ESC SP": _letter_spacing,
    "ESC !": _modes,
    "ESC $": _column,
    "ESC %": _use_own_glyphs,
    "ESC &": _define_glyphs,
    "ESC -": _underline,
    "ESC 2": _usual_spacing,
    "ESC 3": _spacing,
    "ESC 9": _code_format,
    "ESC ?": _drop_own_glyph,
    "ESC D": _tab_stops,
    "ESC E": _bold,
    "ESC G": _struck_twice,
    "ESC J": _feed_dots,
    "ESC K": _back_dots,
    "ESC L": _page_mode,
    "ESC M": _font,
    "ESC R": _country,
    "ESC S": _standard_mode,
    "ESC T": _page_direction,
    "ESC V": _turned,
    "ESC W": _page_area,
    "ESC \\": _step,
    "ESC a": _alignment,
    "ESC d": _feed_lines,
    "ESC e": _back_lines,
    "ESC t": _code_page,
    "ESC {": _upside_down,
    "FS !": _kanji_modes,
    "FS &": _kanji_on,
    "FS .": _kanji_off,
    "FS ( C": _encoding,
    "GS !": _size,
    "GS $": _row,
    "GS B": _reverse,
    "GS L": _margin,
    "GS P": _units,
    "GS W": _width,
    "GS \\": _row_step,
    "US ESC DLE": _firmware_utf8,
    "US ESC US": _firmware_page,
}
"""By the name that the command reader gives them."""
