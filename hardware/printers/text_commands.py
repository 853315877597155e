"""Commands about characters, lines and where they stand."""

from typing import Final

from PIL import Image

from hardware.printers.glyphs import glyph
from hardware.printers.graphics import from_columns
from hardware.printers.lines import CENTRE, LEFT, LINE_SPACING, RIGHT
from hardware.printers.machine import DISPLAY_BYTES, Handler, Machine, number, signed

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
    """LF prints the line and goes to the next."""
    machine.surface.end_line()


def _tab(machine: Machine, _: bytes) -> None:
    """HT goes on at the next tab stop."""
    machine.surface.tab(machine.style.advance)


def _tab_stops(machine: Machine, data: bytes) -> None:
    """ESC D sets the tab stops, in columns of the letters now in use."""
    stops = [it for it in data[2:] if it]
    machine.surface.tabs = tuple(it * machine.style.advance for it in stops)


def _modes(machine: Machine, data: bytes) -> None:
    """ESC ! sets font, weight, size and underline at once."""
    machine.style.choose_modes(data[2])


def _size(machine: Machine, data: bytes) -> None:
    """GS ! sets how many times as wide and high letters are."""
    machine.style.choose_size(data[2])


def _bold(machine: Machine, data: bytes) -> None:
    """ESC E turns bold on or off."""
    machine.style.bold = bool(data[2] & 1)


def _struck_twice(machine: Machine, data: bytes) -> None:
    """ESC G turns double strike on or off."""
    machine.style.struck_twice = bool(data[2] & 1)


def _underline(machine: Machine, data: bytes) -> None:
    """ESC - underlines with one or two rows of dots, or not at all."""
    rows = data[2] % 48
    machine.style.underline = rows if rows <= 2 else machine.style.underline


def _reverse(machine: Machine, data: bytes) -> None:
    """GS B prints white on black, or black on white again."""
    machine.style.reverse = bool(data[2] & 1)


def _turned(machine: Machine, data: bytes) -> None:
    """ESC V lays letters on their side, or stands them up again."""
    machine.style.turned = data[2] in (1, 2, 49, 50)


def _upside_down(machine: Machine, data: bytes) -> None:
    """ESC { turns whole lines around; obeyed at the beginning of a line."""
    if machine.lines.empty:
        machine.lines.upside_down = bool(data[2] & 1)


def _font(machine: Machine, data: bytes) -> None:
    """ESC M chooses font A or B."""
    machine.style.choose_font(data[2])


def _letter_spacing(machine: Machine, data: bytes) -> None:
    """ESC SP widens the space to the right of each letter."""
    machine.style.spacing = machine.across(data[2])


def _alignment(machine: Machine, data: bytes) -> None:
    """ESC a pushes lines left, right or to the middle; obeyed at the beginning of a line."""
    if machine.lines.empty:
        machine.lines.align = _ALIGNMENTS.get(data[2], machine.lines.align)


def _usual_spacing(machine: Machine, _: bytes) -> None:
    """ESC 2 goes back to lines of a sixth of an inch."""
    machine.surface.spacing = LINE_SPACING


def _spacing(machine: Machine, data: bytes) -> None:
    """ESC 3 sets how far a line feed moves the paper."""
    machine.surface.spacing = machine.down(data[2])


def _feed_dots(machine: Machine, data: bytes) -> None:
    """ESC J prints the line and feeds so many units."""
    machine.surface.feed(machine.down(data[2]))


def _feed_lines(machine: Machine, data: bytes) -> None:
    """ESC d prints the line and feeds so many lines."""
    machine.surface.feed(data[2] * machine.surface.spacing)


def _back_dots(machine: Machine, data: bytes) -> None:
    """ESC K prints the line and pulls the paper back so many units."""
    machine.surface.back(machine.down(data[2]))


def _back_lines(machine: Machine, data: bytes) -> None:
    """ESC e prints the line and pulls the paper back so many lines."""
    machine.surface.back(data[2] * machine.surface.spacing)


def _column(machine: Machine, data: bytes) -> None:
    """ESC $ goes on at a place counted from the margin."""
    machine.surface.move_to(machine.across(number(data, 2)))


def _step(machine: Machine, data: bytes) -> None:
    r"""ESC \ goes on so much further right, or left."""
    machine.surface.move_to(machine.surface.x + machine.across(signed(data)))


def _margin(machine: Machine, data: bytes) -> None:
    """GS L sets the left margin."""
    machine.lines.choose_area(margin=machine.across(number(data, 2)))


def _width(machine: Machine, data: bytes) -> None:
    """GS W sets the width of the printing area."""
    machine.lines.choose_area(width=machine.across(number(data, 2)))


def _units(machine: Machine, data: bytes) -> None:
    """GS P says how many units make an inch; nought is the usual."""
    across, down = data[2:4]
    machine.units = (
        _HEAD_DPI / across if across else 1.0,
        _HEAD_DPI / down if down else 1 / machine.profile.units_in_dot,
    )


def _code_page(machine: Machine, data: bytes) -> None:
    """ESC t chooses the code page."""
    machine.letters.choose_page(data[2])


def _country(machine: Machine, data: bytes) -> None:
    """ESC R swaps ASCII places for a country's letters."""
    machine.letters.choose_country(data[2])


def _code_format(machine: Machine, data: bytes) -> None:
    """ESC 9 chooses between GBK, UTF-8 and Big5."""
    machine.letters.choose_code_format(data[2])


def _kanji_on(machine: Machine, _: bytes) -> None:
    """FS & has pairs of bytes print as hanzi."""
    machine.letters.choose_kanji(on=True)


def _kanji_off(machine: Machine, _: bytes) -> None:
    """FS . has bytes print as letters again."""
    machine.letters.choose_kanji(on=False)


def _kanji_modes(machine: Machine, data: bytes) -> None:
    """FS ! sets the size and underline of hanzi."""
    machine.style.choose_kanji_modes(data[2])


def _encoding(machine: Machine, data: bytes) -> None:
    """FS ( C function 48 chooses between code pages and UTF-8."""
    if data[5:6] == b"0" and data[6:7] in (b"\x01", b"1", b"\x02", b"2"):
        machine.letters.choose_utf8(on=data[6] in (2, 50))


def _firmware_utf8(machine: Machine, data: bytes) -> None:
    """US ESC DLE turns UTF-8 on or off."""
    machine.letters.choose_utf8(on=bool(data[5]))


def _firmware_page(machine: Machine, data: bytes) -> None:
    """US ESC US chooses the default code page, which is the page from now on."""
    machine.letters.choose_page(data[4])


def _define_glyphs(machine: Machine, data: bytes) -> None:
    """ESC & defines letters of the POS's own, for the font in use."""
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
    """ESC % prints the POS's own letters, or the printer's again."""
    machine.use_own_glyphs = bool(data[2] & 1)


def _drop_own_glyph(machine: Machine, data: bytes) -> None:
    """ESC ? forgets one of the POS's own letters."""
    machine.own_glyphs.pop((machine.style.cell.height, data[2]), None)


TEXT_COMMANDS: Final[dict[str, Handler]] = {
    "LF": _line_feed,
    "HT": _tab,
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
    "ESC M": _font,
    "ESC R": _country,
    "ESC V": _turned,
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
    "GS B": _reverse,
    "GS L": _margin,
    "GS P": _units,
    "GS W": _width,
    "US ESC DLE": _firmware_utf8,
    "US ESC US": _firmware_page,
}
"""By the name that the command reader gives them."""
