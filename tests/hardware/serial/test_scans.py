"""A scanner's bytes become scans: by suffix or silence, whatever the pieces, garbage named."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.serial.aim import without_prefix
from hardware.serial.scans import (
    LONGEST_SCAN,
    PATIENT_S,
    QUIET_S,
    Fault,
    Scan,
    ScanReader,
    Suffix,
    Unreadable,
)

CODE = "EAAAAwAAAAcBAAAAKgAAAQACkFd3yqOeFhGg6k"


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\r\r\n\n"])
def test_any_suffix_ends_a_scan_at_once(end: bytes) -> None:
    """One code, one scan; ends that follow an end say nothing."""
    reader = ScanReader()
    assert reader.feed(CODE.encode() + end, 1.0) == [Scan(CODE)]
    assert reader.feed(b"\x02" + CODE.encode() + end, 2.0) == [Scan(CODE)]
    assert reader.passed(99.0) == []


def test_silence_ends_a_scan_without_suffix() -> None:
    """After the quiet time, once."""
    reader = ScanReader()
    assert reader.feed(CODE.encode(), 1.0) == []
    assert reader.passed(1.0 + QUIET_S / 2) == []
    assert reader.passed(1.0 + QUIET_S) == [Scan(CODE)]
    assert reader.passed(9.0) == []


def test_a_scanner_with_a_suffix_is_waited_for() -> None:
    """Half a code is no code because this computer was slow for a moment."""
    for reader in (ScanReader(), ScanReader(Suffix.CR)):
        assert reader.feed(b"first one\r", 0.0) == [Scan("first one")]
        assert reader.feed(CODE[:10].encode(), 1.0) == []
        assert reader.quiet_s == PATIENT_S
        assert reader.passed(1.2) == []
        assert reader.feed(CODE[10:].encode() + b"\r", 1.3) == [Scan(CODE)]


def test_a_named_suffix_leaves_other_ends_to_the_code() -> None:
    """A code of several lines is one scan."""
    card = "BEGIN:VCARD\nN:Aigul\nEND:VCARD"
    assert ScanReader(Suffix.CR).feed(card.encode() + b"\r", 0.0) == [Scan(card)]
    tabbed = ScanReader(Suffix.TAB)
    assert tabbed.feed(b"a\r\nb\t", 0.0) == [Scan("a\r\nb")]
    silent = ScanReader(Suffix.NONE)
    assert silent.feed(b"a\tb\r\nc", 0.0) == []
    assert silent.passed(0.1) == [Scan("a\tb\r\nc")]


@given(st.lists(st.integers(0, 200), max_size=9), st.sampled_from([b"\r", b"\r\n", b"\t"]))
def test_pieces_do_not_matter(cuts: list[int], end: bytes) -> None:
    """The same bytes give the same scans, however the cable cut them up."""
    texts = [CODE, "https://example.kz/c/" + CODE, "Сәлем, дүние", "12345678"]
    stream = b"".join(text.encode() + end for text in texts)
    edges = sorted({0, len(stream), *(cut % len(stream) for cut in cuts)})
    reader = ScanReader()
    heard = [one for a, b in pairwise(edges) for one in reader.feed(stream[a:b], 0.0)]
    assert heard == [Scan(text) for text in texts]


@given(st.binary(max_size=400))
def test_garbage_raises_nothing(noise: bytes) -> None:
    """Whatever comes, each piece is a scan or named unreadable, and the next code is read."""
    reader = ScanReader()
    for one in reader.feed(noise, 0.0) + reader.passed(1.0):
        assert isinstance(one, Unreadable) or (one.text == one.text.strip() != "")
    assert reader.feed(CODE.encode() + b"\r", 2.0) == [Scan(CODE)]


def test_a_wrong_speed_is_named() -> None:
    """Bytes that are no text are noise, and so are control characters."""
    reader = ScanReader()
    assert reader.feed(b"\xf8\x80\xfe\x00\x98\r", 0.0) == [Unreadable(Fault.NOISE, 5)]
    assert reader.feed(b"AB\x01\x05CD\r", 0.0) == [Unreadable(Fault.NOISE, 6)]


def test_what_is_too_long_is_dropped_whole() -> None:
    """No end of it is taken for a code, and it takes no memory."""
    reader = ScanReader()
    for _ in range(100):
        assert reader.feed(b"A" * 1000, 0.0) == []
    assert len(reader._pending) == LONGEST_SCAN
    assert reader.feed(CODE.encode() + b"\r", 0.0) == [
        Unreadable(Fault.TOO_LONG, 100_000 + len(CODE))
    ]
    assert reader.feed(b"next\r", 0.0) == [Scan("next")]


def test_half_a_code_of_a_line_that_broke_is_forgotten() -> None:
    """What comes after it is plugged in again is a code of its own."""
    reader = ScanReader()
    reader.feed(CODE[:20].encode(), 0.0)
    reader.lost()
    assert reader.feed(CODE.encode() + b"\r", 0.0) == [Scan(CODE)]


@pytest.mark.parametrize(
    ("sent", "text", "symbology"),
    [
        ("]Q1hello", "hello", "QR"),
        ("]Q2\\000026Сәлем \\\\ x", "Сәлем \\ x", "QR"),
        ("]Q1\\000026 stays", "\\000026 stays", "QR"),
        ("]E04601234567893", "4601234567893", "EAN"),
        ("]d4\\000003abc", "abc", "DataMatrix"),
        ("]C1\x1d0104601234567893", "0104601234567893", "Code 128"),
        ("]L2x", "x", "PDF417"),
        ("]z0x", "x", "Aztec"),
        ("]", "]", None),
        ("]Q", "]Q", None),
        ("]!1x", "]!1x", None),
        ("]k1x", "]k1x", None),
        ("[Q1x", "[Q1x", None),
    ],
)
def test_aim_prefixes_are_removed_and_kept_in_mind(
    sent: str, text: str, symbology: str | None
) -> None:
    """Only those that are known; a prefix alone is no code."""
    assert ScanReader().feed(sent.encode() + b"\r", 0.0) == [Scan(text, symbology)]


def test_a_prefix_alone_is_no_code() -> None:
    """Nothing was read."""
    assert without_prefix("]Q1") == ("", "QR")
    assert ScanReader().feed(b"]Q1\r", 0.0) == [Unreadable(Fault.NOISE, 3)]
