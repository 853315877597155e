"""Codes that the printer draws itself are known with their text, kind and height."""

import pytest

from hardware.escpos.printout import CodeSource
from hardware.escpos.symbols import SYMBOL_BYTES, SYMBOL_COMMANDS, Symbol, SymbolMemory
from hardware.escpos.tokens import Command
from tests.hardware.escpos.jobs import native_qr, tokens_of


def printed(stream: bytes) -> list[Symbol]:
    """Return the codes that a stream prints."""
    memory = SymbolMemory()
    return [
        symbol
        for token in tokens_of([stream])
        if isinstance(token, Command) and token.name in SYMBOL_COMMANDS and token.complete
        if (symbol := memory.take(token)) is not None
    ]


def stored(kind: int, data: bytes) -> bytes:
    """Return GS ( k that stores and prints a code of a kind."""
    cn = bytes((kind,))
    size = (len(data) + 3).to_bytes(2, "little")
    return b"\x1d(k" + size + cn + b"P0" + data + b"\x1d(k\x03\0" + cn + b"Q0"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (48, "PDF417"),
        (49, "QR"),
        (50, "MaxiCode"),
        (53, "Aztec"),
        (54, "DataMatrix"),
        (60, "2D-60"),
    ],
)
def test_the_kind_is_named(kind: int, name: str) -> None:
    """The first parameter tells the kind of code; one that nobody knows keeps its number."""
    (symbol,) = printed(stored(kind, b"hi"))
    assert (symbol.text, symbol.symbology, symbol.source) == ("hi", name, CodeSource.NATIVE)


def test_a_qr_code_is_as_high_as_its_modules() -> None:
    """Version by length, module by function 67: version 3 with six dots is 174 dots high."""
    (symbol,) = printed(b"\x1d(k\x03\x001C\x06" + native_qr("a" * 40))
    assert symbol.height == 29 * 6


@pytest.mark.parametrize(
    ("select", "name"),
    [(b"", "QR"), (b"\x1dZ\x00", "PDF417"), (b"\x1dZ\x01", "QR"), (b"\x1dZ2", "QR")],
)
def test_chinese_firmware_prints_what_it_was_told_to(select: bytes, name: str) -> None:
    """GS Z chooses the kind of ESC Z; Rongta's 1 is a QR code."""
    (symbol,) = printed(select + b"\x1bZ\0\x03\x04\x05\x00\xd0\x9a\xe2\x82\xb8")
    assert (symbol.text, symbol.symbology, symbol.source) == ("К₸", name, CodeSource.ESC_Z)


def test_small_printers_have_a_form_of_their_own() -> None:
    """GS k 97 is the QR code of small Chinese printers."""
    (symbol,) = printed(b"\x1dk\x61\x00\x03\x02\x00hi")
    assert (symbol.text, symbol.symbology) == ("hi", "QR")


def test_barcodes_take_paper_and_say_nothing() -> None:
    """A one-dimensional barcode is as high as GS h says, with its text where GS H puts it."""
    plain, tall = printed(b"\x1dk\x04AB\0\x1dh\x50\x1dH\x03\x1dk\x49\x02AB")
    assert (plain.text, plain.height, tall.height) == (None, 162, 80 + 48)


def test_nothing_stored_nothing_printed() -> None:
    """Printing without storing, and a function cut short, put nothing on the paper."""
    assert printed(b"\x1d(k\x03\x001Q0\x1d(k\x02\x001Q") == []


def test_a_code_holds_no_more_than_any_can() -> None:
    """What is longer than the largest code is cut off."""
    (symbol,) = printed(stored(49, b"a" * 9000))
    assert symbol.text is not None
    assert len(symbol.text) == SYMBOL_BYTES
