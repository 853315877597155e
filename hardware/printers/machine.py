"""All that a printer remembers between two commands."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from PIL import Image

from hardware.printers.characters import Letters
from hardware.printers.graphics import Store
from hardware.printers.lines import Lines
from hardware.printers.page import Page
from hardware.printers.profile import PrinterProfile
from hardware.printers.roll import Roll
from hardware.printers.style import Style
from hardware.printers.symbols import BarcodeStyle

EVENTS: Final = 1_000
"""Happenings remembered; a bench run may open the drawer all day."""
DISPLAY_BYTES: Final = 4_096
"""Kept of what went to the pole display."""


class Happening(StrEnum):
    """What a person near the printer would notice, printing aside."""

    CUT = "cut"
    DRAWER = "drawer"
    BUZZER = "buzzer"


@dataclass(frozen=True, slots=True)
class PaperEvent:
    """One happening, and how much paper had moved by then."""

    what: Happening
    travelled: int


@dataclass(slots=True)
class Matrix:
    """Settings and data of one kind of two-dimensional code."""

    settings: dict[int, int] = field(default_factory=dict)
    """By function number; what was never set is not there."""
    text: bytes = b""


class Machine:
    """The state of a printer; commands change it, and through it the roll."""

    def __init__(self, profile: PrinterProfile) -> None:
        self.profile = profile
        self.roll = Roll(profile.width_dots, profile.cutter_dots)
        self.lines = Lines(self.roll, profile.blank_line_dots)
        self.events: deque[PaperEvent] = deque(maxlen=EVENTS)
        self.shown = bytearray()
        """What went to the pole display, the last of it."""
        self.stored = Store()
        """NV memory, which survives a reset and a power cut."""
        self.reset()

    def reset(self) -> None:
        """Do what ESC @ does: all settings as after power-on, the unprinted line forgotten."""
        self.selected = True
        """False while ESC = sends the bytes to the display alone."""
        self.page: Page | None = None
        self.lines.reset()
        self.letters = Letters(self.profile)
        self.style = Style()
        self.own_glyphs: dict[tuple[int, int], Image.Image] = {}
        """By cell height and byte: ESC & defines them for the font in use."""
        self.use_own_glyphs = False
        self.units = (1.0, 1 / self.profile.units_in_dot)
        """Dots in a horizontal and a vertical unit of motion."""
        self.barcodes = BarcodeStyle()
        self.matrices: dict[int, Matrix] = {}
        self.matrix_kind = 0
        """What GS Z chose."""
        self.downloaded: Image.Image | None = None
        self.downloads = Store()
        self.planes: dict[int, Image.Image] = {}
        """Graphics waiting for GS ( L 50, by tone; a black-and-white picture is plane -1."""

    @property
    def surface(self) -> Lines | Page:
        """Return where marks go now: onto lines, or onto a page."""
        return self.lines if self.page is None else self.page

    def across(self, units: int) -> int:
        """Return dots of a horizontal motion."""
        return round(units * self.units[0])

    def down(self, units: int) -> int:
        """Return dots of a vertical motion."""
        return round(units * self.units[1])

    def happened(self, what: Happening) -> None:
        """Note a happening."""
        self.events.append(PaperEvent(what, self.roll.travelled))


Handler = Callable[[Machine, bytes], None]
"""Obeys one command, given whole, opcode included."""


def number(data: bytes, at: int, size: int = 2) -> int:
    """Return the little-endian number of *size* bytes at *at*."""
    return int.from_bytes(data[at : at + size], "little")


def signed(data: bytes) -> int:
    """Return the signed number of the two bytes after the opcode."""
    return int.from_bytes(data[2:4], "little", signed=True)
