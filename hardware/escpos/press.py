"""The printing mechanism: acts on tokens as a printer would, and fills piece after piece."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from hardware.escpos.codepages import GLYPHS
from hardware.escpos.graphics import PICTURE_COMMANDS, Drawing, GraphicsMemory
from hardware.escpos.lengths import CUTS_WITH_FEED
from hardware.escpos.lines import LineBuffer, dots
from hardware.escpos.page import Page
from hardware.escpos.paper import TOO_LONG, FindCodes, Paper
from hardware.escpos.printout import Cut, Segment
from hardware.escpos.state import GLYPH_LINE, PrinterState
from hardware.escpos.symbols import SYMBOL_COMMANDS, SymbolMemory
from hardware.escpos.tokens import Command, Text, Token

CUT_COMMANDS: Final = frozenset({"GS V", "ESC i", "ESC m"})


class Press:
    """A printer's settings, its line buffer, its page and the paper under the head."""

    def __init__(self, find_codes: FindCodes | None, after: "Press | None" = None) -> None:
        self.state: PrinterState = after.state if after else PrinterState()
        self.paper = Paper(0, 0, find_codes)
        self.line = LineBuffer()
        self._find_codes = find_codes
        self._page = Page()
        self.graphics: GraphicsMemory = after.graphics if after else GraphicsMemory()
        self.symbols: SymbolMemory = after.symbols if after else SymbolMemory()
        self.glyphs_defined: bool = after.glyphs_defined if after else False
        self._cut_off: Segment | None = None
        self._actions: dict[str, Callable[[Command], None]] = {
            "LF": self._line_feed,
            "FF": self._form_feed,
            "ESC FF": self._print_page,
            "ESC d": self._feed_lines,
            "ESC J": self._feed_dots,
            "ESC K": self._feed_back,
            "ESC e": self._feed_back,
            "CR": self._carriage_return,
            "HT": self._tab,
            "ESC $": self._move_to,
            "ESC \\": self._move_by,
            "CAN": self._cancel,
            "ESC S": self._cancel,
            "ESC L": self._enter_page,
            "ESC W": self._area,
            "GS $": self._vertical,
            "GS \\": self._vertical,
            "ESC &": self._define_glyphs,
            "ESC @": self._reset,
        }

    def take(self, token: Token) -> Segment | None:
        """Do what a token says; return the piece of paper that it cuts off."""
        self._cut_off = None
        if isinstance(token, Text):
            if self.state.on_printer:
                self._text(token)
            return None
        if self.state.on_printer:
            self._command(token)
        self.state = self.state.after(token)
        return self._cut_off

    def new_paper(self, index: int, start: int) -> None:
        """Begin a new piece of paper; the settings stay."""
        self.paper = Paper(index, start, self._find_codes)

    def flush(self, end: int) -> None:
        """Print what the line buffer still holds: the job is over."""
        if not self.line.empty:
            self._end_line(end)
        self.line, self._page = LineBuffer(), Page()

    def _text(self, text: Text) -> None:
        """Put text into the line buffer."""
        if not text.data.isspace():
            self._mark()
        if self.paper.room_for(text.data):
            self.line.add(text.data, text.offset, self.state, defined=self.glyphs_defined)

    def _mark(self) -> None:
        """Note that something is printed, unless it waits for its page."""
        if not self.state.page_mode:
            self.paper.mark()

    def _command(self, command: Command) -> None:
        """Act on a command that does more than change the state."""
        if command.size > len(command.data) and command.name in PICTURE_COMMANDS:
            self.paper.unknown(TOO_LONG)
        if command.name.startswith("?"):
            self.paper.unknown(command.name)
        elif not command.complete:
            return
        elif command.name in CUT_COMMANDS:
            self._cut(command)
        elif command.name in PICTURE_COMMANDS:
            self._draw(self.graphics.take(command), command)
        elif command.name in SYMBOL_COMMANDS:
            self._symbol(command)
        elif command.name in self._actions:
            self._actions[command.name](command)

    def _end_line(self, end: int) -> None:
        """Print the line buffer and feed the paper by a line."""
        line, self.line = self.line, LineBuffer()
        if self.state.page_mode:
            self.line = self._page.put(line)
            self._page.y += self.state.line_dots
            return
        # A spacing of nought is what drivers set who mean the height of the characters.
        spacing = self.state.line_dots or GLYPH_LINE
        height = max(line.height, spacing)
        raw = line.printed(self.paper.y, height)
        if raw is not None:
            self.paper.put_line(raw)
        if line.strip is not None:
            top, place = self.paper.y, (line.strip_offset, line.strip_end)
            self.paper.put_picture(line.strip, place, top, top + line.strip.height)
        self.paper.feed(height, end)
        if raw is not None or line.strip is not None:
            self.paper.settled(end)

    def _cut(self, command: Command) -> None:
        """Close the piece of paper; a cut right after another one makes none."""
        if not self.line.empty:
            self._end_line(command.offset)
        feeds = command.name == "GS V" and command.data[2] in CUTS_WITH_FEED
        cut = Cut(command.offset, command.end, feeds)
        number = self.paper.index
        if self.paper.printed:
            self._cut_off = self.paper.segment(command.end, cut)
            number += 1
        self.new_paper(number, command.end)

    def _draw(self, drawing: Drawing | None, command: Command) -> None:
        """Put a picture on the paper, on the page, or into the line."""
        if drawing is None:
            return
        self._mark()
        if drawing.inline and drawing.bitmap is not None:
            self.line.add_strip(drawing.bitmap, command.offset, command.end)
            return
        if self.state.page_mode:
            self.line = self._page.put(self.line)
            self._page.put_drawing(drawing, command.offset, command.end)
            return
        if not self.line.empty:
            self._end_line(command.offset)
        top = self.paper.y
        if drawing.bitmap is not None:
            place = command.offset, command.end
            self.paper.put_picture(drawing.bitmap, place, top, top + drawing.height)
        self.paper.feed(drawing.height, command.end)
        self.paper.settled(command.end)

    def _symbol(self, command: Command) -> None:
        """Put a code that the printer draws itself on the paper or the page."""
        symbol = self.symbols.take(command)
        if symbol is None:
            return
        self._mark()
        if self.state.page_mode:
            self._page.put_symbol(symbol, command.offset, command.end)
            return
        if not self.line.empty:
            self._end_line(command.offset)
        self.paper.put_symbol(symbol, command.offset, command.end)
        self.paper.feed(symbol.height, command.end)
        self.paper.settled(command.end)

    def _line_feed(self, command: Command) -> None:
        """LF: print the line and feed."""
        self._end_line(command.end)

    def _form_feed(self, command: Command) -> None:
        """FF: in page mode print the page and leave the mode; else just end the line."""
        if self.state.page_mode:
            self._print_page(command)
            self.state = replace(self.state, page_mode=False)
            self.line = LineBuffer()
        elif not self.line.empty:
            self._end_line(command.end)

    def _print_page(self, command: Command) -> None:
        """ESC FF: print the page and stay in page mode."""
        if self.state.page_mode:
            self.line = self._page.put(self.line)
            self._page.print_on(self.paper, command.end)

    def _feed_lines(self, command: Command) -> None:
        """ESC d n: print the line and feed n lines, the line's own among them."""
        self._feed_beyond(command, command.data[2] * (self.state.line_dots or GLYPH_LINE))

    def _feed_dots(self, command: Command) -> None:
        """ESC J n: print the line and feed n units."""
        self._feed_beyond(command, dots(command.data[2], self.state.unit_y))

    def _feed_beyond(self, command: Command, amount: int) -> None:
        """Print the line if there is one and move the paper by *amount* in all."""
        if self.state.page_mode:
            self.line = self._page.put(self.line)
            self._page.y += amount
            return
        before = self.paper.y
        if not self.line.empty:
            self._end_line(command.end)
        self.paper.feed(max(0, amount - (self.paper.y - before)), command.end)

    def _feed_back(self, command: Command) -> None:
        """ESC K n and ESC e n: print the line and move the paper back."""
        unit = 1 if command.name == "ESC K" else self.state.line_dots
        if not self.line.empty:
            self._end_line(command.end)
        self.paper.feed(-command.data[2] * unit, command.end)

    def _carriage_return(self, _command: Command) -> None:
        """CR: back to the line's beginning."""
        self.line.carriage_return()

    def _tab(self, _command: Command) -> None:
        """HT: on to the next tab stop."""
        self.line.tab(self.state)

    def _move_to(self, command: Command) -> None:
        """ESC $: to a place in the line."""
        units = int.from_bytes(command.data[2:4], "little")
        self.line.move_to(self.line.base + dots(units, self.state.unit_x))

    def _move_by(self, command: Command) -> None:
        r"""ESC \: right or left within the line."""
        units = int.from_bytes(command.data[2:4], "little", signed=True)
        self.line.move_to(self.line.x + dots(units, self.state.unit_x))

    def _cancel(self, _command: Command) -> None:
        """CAN: drop the page."""
        if self.state.page_mode:
            self._page.clear()
            self.line = LineBuffer(x=self._page.x, base=self._page.x)

    def _enter_page(self, _command: Command) -> None:
        """ESC L: begin a page."""
        self._page, self.line = Page(), LineBuffer()

    def _area(self, command: Command) -> None:
        """ESC W: set the print area of the page."""
        if self.state.page_mode:
            self._page.put(self.line)
            x, y = (int.from_bytes(command.data[n : n + 2], "little") for n in (2, 4))
            self._page.x, self._page.top = dots(x, self.state.unit_x), dots(y, self.state.unit_y)
            self._page.y = 0
            self.line = LineBuffer(x=self._page.x, base=self._page.x)

    def _vertical(self, command: Command) -> None:
        r"""GS $ and GS \: up or down the page."""
        if self.state.page_mode:
            x = self.line.x
            self.line = self._page.put(self.line)
            self.line.move_to(x)
            relative = command.name == "GS \\"
            units = int.from_bytes(command.data[2:4], "little", signed=relative)
            moved = dots(units, self.state.unit_y)
            self._page.y = max(0, self._page.y + moved if relative else moved)

    def _define_glyphs(self, command: Command) -> None:
        """ESC &: drivers put Kazakh letters in certain places."""
        first, last = command.data[3:5]
        self.glyphs_defined = self.glyphs_defined or any(
            code in GLYPHS for code in range(first, last + 1)
        )

    def _reset(self, _command: Command) -> None:
        """ESC @: the line buffer and the page are lost, as on a real printer."""
        self.line, self._page = LineBuffer(), Page()
        self.graphics.clear()
        self.symbols = SymbolMemory()
