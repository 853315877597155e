"""What a receipt printer leaves on paper: bytes in, pictures of the pieces out."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from hardware.escpos.commands import CommandReader
from hardware.escpos.tokens import Command, Text, Token
from hardware.printers.code_commands import CODE_COMMANDS, drawn
from hardware.printers.machine import Handler, Happening, Machine, PaperEvent
from hardware.printers.page_commands import PAGE_COMMANDS
from hardware.printers.picture_commands import PICTURE_COMMANDS
from hardware.printers.profile import PrinterProfile, QrWay
from hardware.printers.text_commands import TEXT_COMMANDS, print_text

UNKNOWN_NAMES: Final = 100
"""Names of unknown commands remembered; there are 32 x 256 possible ones."""
PICTURE_DOTS: Final = 60_000
"""Tallest picture for people, one long piece aside: viewers give up above 65,535 rows."""
_UNDRAWN: Final = frozenset({"GS :", "GS ^", "GS c", "GS C 0", "GS D 0", "FS 2"})
"""Macros, counters, Windows pictures and own hanzi: known, printed by some, not drawn here."""
_PLAIN_CUTS: Final = frozenset({0, 1, 48, 49})
_FEEDING_CUTS: Final = frozenset({65, 66})
_LATER_CUTS: Final = frozenset({97, 98})
_SHORT_PARAMETERS: Final = 2
"""An opcode has this many bytes; a complete command from the reader has all its parameters."""
_MARGIN: Final = 16
"""White paper left and right of the printable dots, in the picture for people."""
_TABLE: Final = 24
"""Grey around and between the pieces, in the picture for people."""


class Paper:
    """A printer's paper. Does no I/O but to_png: feed it what the printer got, in any pieces."""

    def __init__(self, profile: PrinterProfile) -> None:
        self.profile = profile
        self.unknown: set[str] = set()
        """Names of the commands that were not understood, or are not drawn."""
        self._machine = Machine(profile)
        self._reader = CommandReader()

    def feed(self, data: bytes) -> None:
        """Obey the bytes that arrived."""
        for token in self._reader.feed(data):
            self.obey(token)

    def finish(self) -> None:
        """Obey what waits for bytes that will not come; text without its line feed waits on."""
        for token in self._reader.finish():
            self.obey(token)
        self._reader = CommandReader()

    def obey(self, token: Token) -> None:
        """Print a text or do a command."""
        match token:
            case Text(data=text):
                print_text(self._machine, text)
            case Command(complete=True):
                self._do(token)
            case Command():
                pass

    def power_cut(self) -> None:
        """Lose the unprinted line and all settings; what was burnt stays, and so does NV memory."""
        self._reader = CommandReader()
        self._machine.reset()

    def drop_line(self) -> None:
        """Forget what was not yet printed, half a command included."""
        self._reader = CommandReader()
        self._machine.surface.drop()

    def code_size(self, kind: int) -> tuple[int, int] | None:
        """Return width and height of the stored two-dimensional code of GS ( k's *kind*."""
        if self.profile.qr is QrWay.RASTER:
            return None
        mask = drawn(self._machine, kind)
        return None if mask is None else mask.size

    def tear(self) -> None:
        """End the piece where the head stands: torn off by hand, or a new roll put in."""
        self._machine.roll.tear()

    @property
    def events(self) -> list[PaperEvent]:
        """Return cuts, drawer pulses and buzzes, oldest first, the last thousand."""
        return list(self._machine.events)

    @property
    def travelled(self) -> int:
        """Return how many dots of paper have moved so far."""
        return self._machine.roll.travelled

    @property
    def shown(self) -> bytes:
        """Return what went to a pole display on the same cable, the last 4 KB of it."""
        return bytes(self._machine.shown)

    def images(self) -> list[Image.Image]:
        """Return the pieces, cut by cut, black on white; last what stands in the printer."""
        return self._machine.roll.pieces()

    def picture(self) -> Image.Image:
        """Return the pieces as they would lie on a table, one under the other; the last of them."""
        shown: list[Image.Image] = []
        room = PICTURE_DOTS
        for piece in reversed(self.images()):
            room -= piece.height + _TABLE
            if shown and room < 0:
                break
            shown.insert(0, piece)
        return laid_out(shown, self.profile.width_dots)

    def to_png(self, path: Path) -> None:
        """Write the picture of all pieces."""
        self.picture().save(path)

    def _do(self, command: Command) -> None:
        """Do one whole command."""
        if command.name == "ESC =":
            self._machine.selected = bool(command.data[2] & 1)
            return
        if not self._machine.selected:
            print_text(self._machine, command.data)
            return
        handler = _COMMANDS.get(command.name)
        if handler is not None:
            handler(self._machine, command.data)
        elif command.name.startswith("?") or command.name in _UNDRAWN:
            self._note(command.name)

    def _note(self, name: str) -> None:
        """Remember the name of a command that left no trace on paper."""
        if len(self.unknown) < UNKNOWN_NAMES:
            self.unknown.add(name)


def laid_out(pieces: list[Image.Image], width: int) -> Image.Image:
    """Return pieces of paper with margins on a grey table, each with a torn edge below."""
    height = sum(it.height for it in pieces) + _TABLE * (len(pieces) + 1)
    table = Image.new("L", (width + 2 * (_MARGIN + _TABLE), height), 205)
    brush = ImageDraw.Draw(table)
    top = _TABLE
    for piece in pieces:
        left, right, end = _TABLE, _TABLE + width + 2 * _MARGIN, top + piece.height
        brush.rectangle((left + 3, top + 3, right + 2, end + 2), fill=165)
        brush.rectangle((left - 1, top - 1, right, end), fill=225)
        brush.rectangle((left, top, right - 1, end - 1), fill=255)
        table.paste(piece.convert("L"), (left + _MARGIN, top))
        # The knife's teeth stand below the last row: nothing printed is hidden.
        for x in range(left, right, 8):
            brush.polygon([(x, end), (x + 4, end + 4), (x + 8, end)], fill=255)
        top += piece.height + _TABLE
    return table


def _reset(machine: Machine, _: bytes) -> None:
    """ESC @ goes back to how the printer wakes up."""
    machine.reset()


def _cut(machine: Machine, data: bytes) -> None:
    """Do any of the forms of GS V."""
    form = data[2]
    _finish_line(machine)
    if form in _PLAIN_CUTS:
        machine.roll.cut()
    elif len(data) <= _SHORT_PARAMETERS + 1:
        return
    elif form in _FEEDING_CUTS:
        machine.roll.feed_and_cut(machine.down(data[3]))
    elif form in _LATER_CUTS:
        machine.roll.cut_later(machine.down(data[3]))
    else:
        machine.roll.cut_and_return(machine.down(data[3]))
    machine.happened(Happening.CUT)


def _plain_cut(machine: Machine, _: bytes) -> None:
    """ESC i and ESC m cut where the paper is."""
    _finish_line(machine)
    machine.roll.cut()
    machine.happened(Happening.CUT)


def _finish_line(machine: Machine) -> None:
    """Print the line that waits: the cutter does not wait for its line feed."""
    if machine.page is None and not machine.lines.empty:
        machine.lines.end_line()


def _drawer(machine: Machine, _: bytes) -> None:
    """ESC p opens the drawer."""
    machine.happened(Happening.DRAWER)


def _drawer_or_buzzer(machine: Machine, data: bytes) -> None:
    """DLE DC4 opens the drawer or buzzes."""
    if data[2] in (1, 2):
        machine.happened(Happening.DRAWER if data[2] == 1 else Happening.BUZZER)


def _buzzer(machine: Machine, _: bytes) -> None:
    """ESC B and ESC ( A buzz."""
    machine.happened(Happening.BUZZER)


_COMMANDS: Final[dict[str, Handler]] = {
    **TEXT_COMMANDS,
    **PAGE_COMMANDS,
    **PICTURE_COMMANDS,
    **CODE_COMMANDS,
    "DLE DC4": _drawer_or_buzzer,
    "ESC @": _reset,
    "ESC B": _buzzer,
    "ESC ( A": _buzzer,
    "ESC i": _plain_cut,
    "ESC m": _plain_cut,
    "ESC p": _drawer,
    "GS V": _cut,
}
