"""A printer's own word on paper and cover, asked for and unasked."""

import pytest

from hardware.printers.faults import CoverOpen, PaperOut
from hardware.printers.profiles import load_profile
from hardware.printers.status import (
    PrinterStatus,
    ask_status,
    status_from_asb,
    status_from_replies,
)
from hardware.printers.transport_tcp import TcpTransport
from hardware.printers.virtual import VirtualPrinter


def test_a_printer_that_is_asked_says_how_it_is() -> None:
    """Well, without paper, with an open cover: over a real line."""
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as printer:
        line = TcpTransport(printer.url)
        line.open()

        def asked() -> PrinterStatus | None:
            return ask_status(lambda words: line.write(words, 2.0), lambda: line.read(2.0))

        well = asked()
        assert well is not None
        assert well.problem is None
        printer.fault(PaperOut())
        empty = asked()
        assert empty is not None
        assert "no paper" in str(empty.problem)
        printer.clear()
        printer.fault(CoverOpen())
        opened = asked()
        assert opened is not None
        assert "cover" in str(opened.problem)
        line.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x14\x00\x00\x0f", PrinterStatus()),
        (b"\x34\x00\x00\x0f", PrinterStatus(cover_open=True)),
        (b"\x14\x00\x0c\x0f", PrinterStatus(paper_out=True)),
        (b"\x14\x00\x03\x0f", PrinterStatus(paper_low=True)),
        (b"\x12\x14\x40\x00\x0f", PrinterStatus(error=True)),
        (b"\x12", None),
        (b"", None),
        (b"\xff\xff\xff\xff", None),
    ],
)
def test_an_automatic_status_is_found(data: bytes, expected: PrinterStatus | None) -> None:
    """Among replies to questions that the POS asked; anything else is no status."""
    assert status_from_asb(data) == expected


def test_a_printer_without_sensors_says_nothing() -> None:
    """Then nothing is known, which is not the same as well."""
    assert status_from_replies(b"", b"") is None
    assert status_from_replies(b"\x00", b"\xff") is None
    assert status_from_replies(b"\x12", b"\x72") == PrinterStatus(paper_out=True)
