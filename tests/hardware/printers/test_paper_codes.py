"""Codes on paper: two independent readers find what the till meant."""

from dataclasses import replace

import pytest

from hardware.codes.drawing import draw_qr
from hardware.printers.profile import PrinterProfile
from hardware.printers.profiles import load_profile
from tests.hardware.printers.marks import (
    NARROW,
    WIDE,
    black,
    box,
    function,
    native_qr,
    printed,
    raster,
    read_by_zbar,
    read_by_zxing,
    same,
)

LINK = "https://t.me/baursakbot?startapp=" + "Aa0_-" * 9 + "xyz"
RONGTA = load_profile("rongta")
MODULE = 6


def esc_z(text: bytes, module: int = MODULE) -> bytes:
    """Return Rongta's commands for a QR code."""
    return b"\x1dZ\x01\x1bZ\x00M" + bytes((module,)) + len(text).to_bytes(2, "little") + text


def drawn(text: str) -> bytes:
    """Return a QR code as a picture, quiet zone left to the paper."""
    bitmap = draw_qr(text, module_dots=MODULE, quiet_modules=0)
    return raster(bitmap.width, bitmap.rows)


@pytest.mark.parametrize(
    ("profile", "job"),
    [
        (WIDE, native_qr(LINK.encode(), MODULE)),
        (load_profile("epson-tm"), native_qr(LINK.encode(), MODULE)),
        (RONGTA, esc_z(LINK.encode())),
        (NARROW, drawn(LINK)),
        (WIDE, drawn(LINK)),
    ],
    ids=["native 80", "native epson", "ESC Z 80", "raster 58", "raster 80"],
)
def test_a_qr_code_is_read_by_both(profile: PrinterProfile, job: bytes) -> None:
    """At six dots a module, centred, with text around it."""
    piece = printed(b"Receipt\n\x1ba1" + job + b"\n\x1ba0Thanks\n", profile)[0]
    assert read_by_zxing(piece) == [LINK]
    assert read_by_zbar(piece) == [LINK]


def test_a_native_code_fits_58_mm_as_well() -> None:
    """A 58 mm printer that knows the command draws what fits 384 dots."""
    small = replace(WIDE, width_dots=384, columns=32)
    piece = printed(native_qr(LINK.encode(), MODULE), small)[0]
    assert read_by_zxing(piece) == [LINK]
    assert read_by_zbar(piece) == [LINK]
    assert box(piece)[2] <= 384


def test_a_code_on_a_page_is_read_in_any_direction() -> None:
    """Page mode turns codes with the rest of the area."""
    for direction in range(4):
        page = b"\x1bL\x1bT" + bytes((direction,)) + b"\x1d$\x2c\x01" + native_qr(b"KZ 935", MODULE)
        assert read_by_zxing(printed(page + b"\x0c")[0]) == ["KZ 935"]


@pytest.mark.parametrize("module", [3, 4, 8])
def test_modules_are_as_large_as_asked(module: int) -> None:
    """The code's side is its modules times their dots."""
    one, many = (box(printed(native_qr(b"sum 5", it))[0]) for it in (1, module))
    assert many[2] - many[0] == module * (one[2] - one[0])


def test_more_correction_makes_a_larger_code() -> None:
    """Level H needs more modules than L for the same text."""
    low, high = (box(printed(native_qr(LINK.encode(), 3, level))[0]) for level in (48, 51))
    assert high[2] > low[2]


def test_a_code_too_wide_is_left_out() -> None:
    """As printers do: better no code than half of one."""
    assert printed(native_qr(LINK.encode() * 4, 16)) == []
    assert printed(native_qr(b"", 6)) == []
    assert printed(native_qr(b"x" * 8000, 1)) == []


def test_a_stored_code_prints_again_until_a_reset() -> None:
    """Function 81 may come twice; ESC @ forgets the text."""
    again = function(49, 81, b"0")
    once, twice = (
        black(printed(it)[0]) for it in (native_qr(b"sum", 4), native_qr(b"sum", 4) + again)
    )
    assert twice == 2 * once
    assert black(printed(native_qr(b"sum", 4) + b"\x1b@" + again)[0]) == once


def test_cheap_printers_know_no_code_commands() -> None:
    """A profile that says raster has a printer that draws nothing by itself."""
    assert printed(native_qr(b"sum", 4), NARROW) == []
    assert printed(esc_z(b"sum"), NARROW) == []


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (48, function(48, 67, b"\x03") + function(48, 68, b"\x03") + function(48, 69, b"\x30\x32")),
        (53, function(53, 67, b"\x05")),
        (54, function(54, 67, b"\x05")),
    ],
    ids=["PDF417", "Aztec", "DataMatrix"],
)
def test_other_matrix_codes_are_read(kind: int, settings: bytes) -> None:
    """PDF417, Aztec and DataMatrix say what was stored."""
    job = settings + function(kind, 80, b"0KZ 935.00 tenge") + function(kind, 81, b"0")
    assert read_by_zxing(printed(job)[0]) == ["KZ 935.00 tenge"]


@pytest.mark.parametrize(
    ("profile", "number"), [(WIDE, 0), (WIDE, 1), (WIDE, 2), (RONGTA, 1)], ids=str
)
def test_esc_z_draws_what_gs_z_chose(profile: PrinterProfile, number: int) -> None:
    """0 is PDF417, 1 DataMatrix (QR on Rongta), 2 QR."""
    text = b"KZ 935.00 tenge"
    job = b"\x1dZ" + bytes((number,)) + esc_z(text, 4)[3:]
    assert read_by_zxing(printed(job, profile)[0]) == [text.decode()]


@pytest.mark.parametrize(
    ("job", "text"),
    [
        (b"\x1dk\x02487000000001\x00", "4870000000012"),
        (b"\x1dkC\x0c487000000001", "4870000000012"),
        (b"\x1dkD\x071234567", "12345670"),
        (b"\x1dkA\x0b03600029145", "036000291452"),
        (b"\x1dk\x04ABC-12\x00", "ABC-12"),
        (b"\x1dkF\x06123456", "123456"),
        (b"\x1dkG\x06A1234B", "A1234B"),
        (b"\x1dkH\x07TILL-07", "TILL-07"),
        (b"\x1dkI\x0b{BTill 07-x", "Till 07-x"),
        (b"\x1dkI\x0c{BTi{Cll{{7x", "Till{7x"),
    ],
    ids=["EAN13 A", "EAN13 B", "EAN8", "UPCA", "39", "ITF", "Codabar", "93", "128", "128 sets"],
)
def test_a_barcode_is_read(job: bytes, text: str) -> None:
    """Both forms of GS k, with its caption below."""
    found = read_by_zxing(printed(b"\x1dH\x02\x1dh\x50" + job)[0])
    assert [it.lstrip("0") for it in found] == [text.lstrip("0")]


def test_a_caption_stands_above_below_or_both() -> None:
    """GS H adds a line of text on each side asked for; GS h and GS w size the bars."""
    tops = {
        caption: printed(b"\x1dh\x50\x1dH" + bytes((caption,)) + b"\x1dkC\x0c487000000001")[
            0
        ].height
        for caption in range(4)
    }
    assert [tops[it] - tops[0] for it in range(4)] == [0, 24, 24, 48]
    narrow, wide = (
        box(printed(b"\x1dw" + it + b"\x1dkC\x0c487000000001")[0]) for it in (b"\x02", b"\x04")
    )
    assert wide[2] == 2 * narrow[2]


def test_an_impossible_barcode_is_left_out() -> None:
    """Letters in an EAN print nothing."""
    assert printed(b"\x1dkC\x0cabcdefghijkl") == []


def test_levels_said_as_letters_or_numbers_are_the_same() -> None:
    """ESC Z takes M, native takes 49."""
    assert same(
        printed(esc_z(b"sum 5"), RONGTA)[0], printed(native_qr(b"sum 5", MODULE), RONGTA)[0]
    )
