"""Every committed capture reads as the TOML beside it says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from agent.core.amounts import decimal_text
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind, Receipt
from agent.core.reports import read_report
from agent.core.slip_place import own_part
from contracts.wire.units import Tiyn
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Dialect, Segment

FOLDER = Path(__file__).parents[3] / "hardware" / "captures"
SETTINGS = ReadingSettings(largest_total=Tiyn(1_000_000_000))
CUTTER_DOTS = 90
LONG_PAPER = 5
"""Lines from which on a charset can be told."""
SAME_RUSSIAN = {"cp1251", "kz1048"}
"""Russian text is the same bytes in both; the paper cannot tell which it was."""


def facts_of(name: str) -> dict[str, Any]:
    """Return what a capture's TOML says."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


CAPTURES = sorted(path.stem for path in FOLDER.glob("*.bin"))
WAYS = {name: facts_of(name)["way"] for name in CAPTURES}
LETTERED = [name for name in CAPTURES if WAYS[name] in ("letters", "broken")]
DRAWN = [name for name in CAPTURES if WAYS[name] in ("drawn", "columns")]
STRANGERS = {"star": Dialect.STAR, "shtrih": Dialect.SHTRIH, "atol": Dialect.ATOL}


def segments_of(name: str, piece: int) -> list[Segment]:
    """Return the pieces of paper of a capture that hold anything, fed *piece* bytes a time."""
    stream = (FOLDER / f"{name}.bin").read_bytes()
    reader = PrintoutReader(find_codes)
    found: list[Segment] = []
    for start in range(0, len(stream), piece):
        found += reader.feed(stream[start : start + piece])
    last = reader.finish()
    if last is not None:
        found.append(last)
    return [it for it in found if it.lines or it.pictures or it.codes]


def read(segment: Segment) -> Receipt:
    """Return what a piece of paper says, the next header left out."""
    return read_receipt(own_part(segment, CUTTER_DOTS), settings=SETTINGS)


def said_by(segment: Segment, receipt: Receipt) -> dict[str, Any]:
    """Return a reading in the words of the TOML; what is not known is left out."""
    fiscal = receipt.fiscal
    said = {
        "kind": receipt.kind.value,
        "total": None if receipt.total is None else decimal_text(receipt.total),
        "currency": receipt.currency,
        "number": receipt.number,
        "time": receipt.printed_at and receipt.printed_at.isoformat(),
        "fiscal": fiscal
        and {"operator": fiscal.operator, "sign": fiscal.sign, "register": fiscal.register},
        "original": receipt.original,
        "report": closing_said_by(segment),
        "qr": [code.text for code in segment.codes if code.symbology == "QR"],
        "slip": receipt.kind is Kind.SALE and bool(receipt.total) and not receipt.doubts,
    }
    return {key: value for key, value in said.items() if value is not None}


def closing_said_by(segment: Segment) -> dict[str, Any] | None:
    """Return what a report that closes a shift says, in the words of the TOML."""
    report = read_report(own_part(segment, CUTTER_DOTS))
    if report is None:
        return None
    return {
        "number": report.number,
        "time": report.printed_at and report.printed_at.isoformat(),
        "sales_total": decimal_text(report.sales_total or Tiyn(-1)),
        "sales_count": report.sales_count,
        "returns_total": decimal_text(report.returns_total or Tiyn(0)),
        "returns_count": report.returns_count,
    }


@pytest.mark.parametrize("name", LETTERED)
def test_a_capture_reads_as_it_says(name: str) -> None:
    """Kind, total, number, time, fiscal key and codes of each piece of paper are found."""
    wanted = facts_of(name)["segment"]
    segments = segments_of(name, 4096)
    assert len(segments) == len(wanted)
    for segment, one in zip(segments, wanted, strict=True):
        said = said_by(segment, read(segment))
        asked = (set(one) | {"report"}) - {"no_slip_because"}
        if WAYS[name] == "broken":
            asked -= {"slip"}
        assert {key: said.get(key) for key in asked} == {key: one.get(key) for key in asked}


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawn_capture_shows_its_code(name: str) -> None:
    """Of a receipt that is one picture, the code is read; nothing else is claimed to be text."""
    (one,) = facts_of(name)["segment"]
    (segment,) = segments_of(name, 4096)
    assert [code.text for code in segment.codes] == one["qr"]
    assert segment.pictures
    assert not segment.lines
    said = said_by(segment, read(segment))
    assert said.get("total") == (one["total"] if one["qr"] else None)
    assert said.get("fiscal") == one.get("fiscal")


@pytest.mark.parametrize("name", LETTERED)
def test_a_capture_is_read_in_its_charset(name: str) -> None:
    """The encoding that was chosen reads the same letters as the one it was written in."""
    wanted = facts_of(name)["charset"]
    for segment in segments_of(name, 4096):
        if len(segment.lines) > LONG_PAPER:
            same = SAME_RUSSIAN if wanted in SAME_RUSSIAN else {wanted}
            assert segment.charset in same


@pytest.mark.parametrize("name", CAPTURES)
def test_pieces_do_not_matter(name: str) -> None:
    """A capture that arrives eleven bytes a time is the same paper."""
    assert segments_of(name, 11) == segments_of(name, 1_000_000)


@pytest.mark.parametrize("way", sorted(STRANGERS))
def test_strangers_are_known(way: str) -> None:
    """Streams that are no ESC/POS are recognised, and nothing on them is claimed."""
    (name,) = [name for name in CAPTURES if WAYS[name] == way]
    for segment in segments_of(name, 4096):
        assert segment.dialect is STRANGERS[way]
        receipt = read(segment)
        assert (receipt.total, receipt.kind) == (None, Kind.OTHER)
