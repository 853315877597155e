"""Codes that the printer draws itself: what they say, and the paper that they take."""

from dataclasses import dataclass
from typing import Final

from hardware.escpos.printout import CodeSource
from hardware.escpos.tokens import Command

SYMBOL_BYTES: Final = 7089
"""The most that any two-dimensional code can hold (digits in QR 40-L)."""

_KINDS: Final = {
    48: "PDF417", 49: "QR", 50: "MaxiCode", 51: "DataBar", 52: "Composite", 53: "Aztec",
    54: "DataMatrix",
}  # fmt: skip
"""What cn means in GS ( k."""
_ESC_Z_KINDS: Final = {0: "PDF417", 1: "QR", 2: "QR"}
"""What GS Z selects; the manuals call 1 DataMatrix, Rongta and its drivers print QR with it."""

_QR_ROOM: Final = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
"""Bytes in QR versions 1 to 10 at level M: to know about how high one is."""
_HEIGHT_OF_STACKED: Final = 120
"""Dots that a code of another kind is taken to be high."""

SYMBOL_COMMANDS: Final = frozenset({"GS ( k", "GS k", "ESC Z", "GS Z", "GS h", "GS H"})


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code on its way to the paper."""

    text: str | None
    """None for one-dimensional barcodes: nobody here needs them."""
    symbology: str
    source: CodeSource
    height: int


class SymbolMemory:
    """Holds what was stored for the next code, and says what each code command prints."""

    def __init__(self) -> None:
        self._stored: dict[int, bytes] = {}
        self._module: dict[int, int] = {}
        self._kind = 1
        self._bar_height = 162
        self._bar_texts = 0

    def take(self, command: Command) -> Symbol | None:
        """Return the code that a complete command prints now."""
        data = command.data
        match command.name:
            case "GS ( k":
                return self._two_dimensional(data)
            case "GS Z":
                self._kind = data[2] & 0x0F
            case "ESC Z":
                kind = _ESC_Z_KINDS.get(self._kind, "QR")
                return _symbol(data[7:], kind, CodeSource.ESC_Z, data[4] or 4)
            case "GS k" if data[2] == 97:
                return _symbol(data[7:], "QR", CodeSource.NATIVE, 4)
            case "GS k":
                return Symbol(
                    None, "barcode", CodeSource.NATIVE, self._bar_height + self._bar_texts
                )
            case "GS h":
                self._bar_height = data[2]
            case "GS H":
                # The text above, below, or both.
                self._bar_texts = (0, 24, 24, 48)[data[2] & 3]
            case _:
                pass
        return None

    def _two_dimensional(self, data: bytes) -> Symbol | None:
        """Do what a function of GS ( k says: size, store, print."""
        if len(data) < 8:
            return None
        kind, function = data[5], data[6]
        if function == 67:
            self._module[kind] = data[7]
        elif function == 80:
            self._stored[kind] = data[8 : 8 + SYMBOL_BYTES]
        elif function == 81 and kind in self._stored:
            name = _KINDS.get(kind, f"2D-{kind}")
            module = self._module.get(kind, 3)
            return _symbol(self._stored[kind], name, CodeSource.NATIVE, module)
        return None


def _symbol(data: bytes, kind: str, source: CodeSource, module: int) -> Symbol:
    """Return the code that holds *data*, drawn with *module* dots."""
    height = _HEIGHT_OF_STACKED
    if kind == "QR":
        version = sum(len(data) > room for room in _QR_ROOM) + 1
        height = (17 + 4 * version) * min(max(module, 1), 16)
    return Symbol(text_of(data[:SYMBOL_BYTES]), kind, source, height)


def text_of(data: bytes) -> str:
    """Return what a code's bytes say: UTF-8 if they can be, else Latin-1, as scanners do."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
