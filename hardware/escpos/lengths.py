"""How long each command is: tables of fixed lengths, and grammars for those that say their own.

A grammar is a generator that walks through one command after its two opcode bytes. It yields a
positive number to be given that many bytes, a negative one to have as many passed by unseen, and
returns how many of the bytes given last do not belong to the command after all.
"""

from collections.abc import Callable, Generator
from typing import Final

DLE: Final = 0x10
DC2: Final = 0x12
ESC: Final = 0x1B
FS: Final = 0x1C
GS: Final = 0x1D
US: Final = 0x1F

PREFIXES: Final = frozenset({DLE, DC2, ESC, FS, GS, US})

CONTROL_NAMES: Final = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
)  # fmt: skip

Grammar = Generator[int, bytes, int]

BARCODE_LIMIT: Final = 255
"""Bytes of a NUL-ended barcode: as many as the counted form can say."""
CHINESE_QR: Final = 97
"""GS k 97 v e nL nH d…: the QR code of small Chinese printers."""
TAB_STOPS: Final = 32
"""Tab stops that a printer holds; a list without its NUL ends here."""

_FIXED_BY_LENGTH: Final[dict[int, dict[int, bytes]]] = {
    ESC: {
        2: b"\x0c01245<@LSimqv",
        3: b" !%-39=?ACEFGHIJKMNOQRTUVXYadeghkrstuw{",
        4: b"$\\Bcf",
        5: b"p",
        10: b"W",
    },
    GS: {
        2: b"\x0c:<c",
        3: b"!/BEFHITZabdfhjmnrwxy|",
        4: b"$&ALPW\\",
        5: b"^z",
    },
    FS: {
        2: b"&.JKLbc\x0e\x0f\x12\x14",
        3: b"!-CWkrx",
        4: b"?Sp",
    },
    US: {
        2: b"\x01\x02\x03\x0a\x0d:@BU",
        3: b",.;CEXarv",
        4: b"#$T^",
    },
    DLE: {3: b"\x05"},
    DC2: {3: b"q"},
}

FIXED: Final[dict[int, int]] = {
    prefix << 8 | opcode: length
    for prefix, lengths in _FIXED_BY_LENGTH.items()
    for length, opcodes in lengths.items()
    for opcode in opcodes
}
"""Total length by prefix and opcode (one number, prefix high), parameters included."""

NAMED_BY_SELECTOR: Final = frozenset(
    prefix << 8 | opcode
    for prefix, opcodes in {ESC: b"(c", GS: b"(8CDQgvz", FS: b"(8ag", US: b"("}.items()
    for opcode in opcodes
)
"""Commands whose third byte belongs to the name in the manuals: `GS ( k`, `GS v 0`."""

CUTS_WITHOUT_FEED: Final = frozenset({0, 1, 48, 49})
CUTS_WITH_FEED: Final = frozenset({65, 66, 97, 98, 103, 104})
"""The forms of GS V; 65 and 66 feed to the cutter, the others are relatives of these."""

REAL_TIME: Final[dict[bytes, int]] = {
    **{bytes((0x04, n)): 3 for n in (1, 2, 3, 4, 5, 6)},
    **{bytes((0x04, n)): 4 for n in (0, 7, 8, 18)},
    **{bytes((0x05, n)): 3 for n in (0, 1, 2)},
    **{bytes((0x14, fn)): length for fn, length in ((1, 5), (2, 5), (3, 8), (7, 4), (8, 10))},
}
"""Total length of the real-time commands by what follows DLE; only these break into others."""

LONGEST_INTERRUPTED: Final = 4
"""Only commands up to this length are looked into for real-time commands.

In a longer one `DLE EOT n` can be a run of sensible parameters (coordinates, times).
"""


def _counted(head: int, low: int, width: int) -> Callable[[], Grammar]:
    """Return the grammar of *head* parameter bytes, the last *width* from *low* on a length."""

    def grammar() -> Grammar:
        parameters = yield head
        yield -int.from_bytes(parameters[low : low + width], "little")
        return 0

    return grammar


def _area(head: int, unit: int) -> Callable[[], Grammar]:
    """Return the grammar of *head* parameters whose last four are x and y of a raster."""

    def grammar() -> Grammar:
        parameters = yield head
        x = int.from_bytes(parameters[head - 4 : head - 2], "little")
        y = int.from_bytes(parameters[head - 2 :], "little")
        yield -x * y * unit
        return 0

    return grammar


def _column_image() -> Grammar:
    """ESC * m nL nH d…: columns of one, three or (ESC/P) six bytes."""
    mode, low, high = yield 3
    height = 6 if mode in (71, 72, 73) else 3 if mode >= 32 else 1
    yield -(low | high << 8) * height
    return 0


def _glyphs() -> Grammar:
    """ESC & y c1 c2 [x d…]…: a width and its columns for each character."""
    height, first, last = yield 3
    for _ in range(first, last + 1):
        (width,) = yield 1
        yield -width * height
    return 0


def _tab_stops() -> Grammar:
    """ESC D n… NUL: ascending; a stop out of order ends the list and is not part of it."""
    previous = 0
    for _ in range(TAB_STOPS):
        (stop,) = yield 1
        if stop == 0:
            return 0
        if stop <= previous:
            return 1
        previous = stop
    (end,) = yield 1
    return int(end != 0)


def _barcode() -> Grammar:
    """GS k m d… NUL, or GS k m n d…: the number of the symbology tells the form."""
    (symbology,) = yield 1
    if symbology <= 11:
        for _ in range(BARCODE_LIMIT):
            (character,) = yield 1
            if character == 0:
                return 0
            # A digit or letter code holds no control byte: its NUL was forgotten.
            if symbology <= 6 and character < 0x20:
                return 1
    elif 65 <= symbology <= 79:
        (count,) = yield 1
        yield -count
    elif symbology == CHINESE_QR:
        head = yield 4
        yield -int.from_bytes(head[2:], "little")
    return 0


def _cut() -> Grammar:
    """GS V m [n]: the forms that feed say how far."""
    (form,) = yield 1
    if form in CUTS_WITH_FEED:
        yield 1
    return 0


def _downloaded_image() -> Grammar:
    """GS * x y d…: x times eight columns of y bytes."""
    x, y = yield 2
    yield -x * y * 8
    return 0


def _counter() -> Grammar:
    """GS C 0 m n · GS C 1 and six bytes · GS C 2 n n · GS C ; digits and five semicolons."""
    (form,) = yield 1
    fixed = {0x30: 2, 0x31: 6, 0x32: 2}
    if form in fixed:
        yield fixed[form]
    elif form == 0x3B:
        semicolons = 0
        for _ in range(BARCODE_LIMIT):
            (character,) = yield 1
            semicolons += character == 0x3B
            if semicolons == 5:
                return 0
            if character not in b"0123456789;":
                return 1
    return 0


def _windows_picture() -> Grammar:
    """GS D 0 fn a k1 k2 b c and a BMP file, which begins with its own length."""
    (form,) = yield 1
    if form == 0x30:
        yield 6
        head = yield 6
        yield -max(0, int.from_bytes(head[2:], "little") - 6)
    return 0


def _maintenance_counter() -> Grammar:
    """GS g 0 m nL nH · GS g 2 m nL nH."""
    (form,) = yield 1
    if form in (0x30, 0x32):
        yield 3
    return 0


def _kanji_glyph() -> Grammar:
    """FS 2 c1 c2 d…: one character of 24 x 24 dots."""
    yield 2
    yield -72
    return 0


def _stored_images() -> Grammar:
    """FS q n [xL xH yL yH d…]…: the sum of n images."""
    (count,) = yield 1
    for _ in range(count):
        head = yield 4
        x, y = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
        yield -x * y * 8
    return 0


def _user_memory() -> Grammar:
    """FS g 1 m a a a a nL nH d… writes, FS g 2 m a a a a nL nH reads."""
    (form,) = yield 1
    if form in (0x31, 0x32):
        head = yield 7
        if form == 0x31:
            yield -int.from_bytes(head[5:], "little")
    return 0


def _check_paper() -> Grammar:
    """FS a 0 n · FS a 1 · FS a 2."""
    (form,) = yield 1
    if form == 0x30:
        yield 1
    return 0


def _firmware() -> Grammar:
    """US ESC DLE 01 02 n (UTF-8 on or off) · US ESC US FF n 0A 00 (default code page)."""
    (form,) = yield 1
    if form == DLE:
        yield 3
    elif form == US:
        yield 4
    elif form < 0x20:
        return 1
    return 0


def _status_request() -> Grammar:
    """DLE EOT n, and one byte more for some n."""
    (number,) = yield 1
    yield REAL_TIME.get(bytes((0x04, number)), 3) - 3
    return 0


def _real_time_request() -> Grammar:
    """DLE DC4 fn and what the function takes."""
    (function,) = yield 1
    yield REAL_TIME.get(bytes((0x14, function)), 3) - 3
    return 0


GRAMMARS: Final[dict[int, Callable[[], Grammar]]] = {
    **dict.fromkeys((prefix << 8 | 0x28 for prefix in (ESC, FS, GS, US)), _counted(3, 1, 2)),
    ESC << 8 | ord("&"): _glyphs,
    ESC << 8 | ord("*"): _column_image,
    ESC << 8 | ord("D"): _tab_stops,
    ESC << 8 | ord("Z"): _counted(5, 3, 2),
    GS << 8 | ord("*"): _downloaded_image,
    GS << 8 | ord("8"): _counted(5, 1, 4),
    GS << 8 | ord("C"): _counter,
    GS << 8 | ord("D"): _windows_picture,
    GS << 8 | ord("Q"): _area(6, 1),
    GS << 8 | ord("V"): _cut,
    GS << 8 | ord("g"): _maintenance_counter,
    GS << 8 | ord("k"): _barcode,
    GS << 8 | ord("v"): _area(6, 1),
    FS << 8 | ord("2"): _kanji_glyph,
    FS << 8 | ord("8"): _counted(5, 1, 4),
    FS << 8 | ord("a"): _check_paper,
    FS << 8 | ord("g"): _user_memory,
    FS << 8 | ord("q"): _stored_images,
    US << 8 | ESC: _firmware,
    DLE << 8 | 0x04: _status_request,
    DLE << 8 | 0x14: _real_time_request,
}
"""The grammar of each command that says its own length, by prefix and opcode."""


def _display_window() -> Grammar:
    """ESC W n 1 x1 y1 x2 y2 opens a window on a display, ESC W n 0 closes it."""
    _number, opens = yield 2
    if opens in (1, 0x31):
        yield 4
    return 0


DISPLAY_FIXED: Final[dict[int, int]] = {
    ESC << 8 | opcode: length
    for length, opcodes in {3: b"*[_fc", 4: b"l"}.items()
    for opcode in opcodes
}
"""Lengths that differ while ESC = sends the bytes to a pole display."""

DISPLAY_GRAMMARS: Final[dict[int, Callable[[], Grammar]]] = {ESC << 8 | ord("W"): _display_window}
