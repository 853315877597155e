"""What stands on the paper: segments, lines, gaps and codes, as a person sees them."""

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.paper import LINES_KEPT, TOO_LONG
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import CodeSource, Cut, Dialect, FoundCode, Segment
from tests.hardware.escpos.jobs import (
    FISCAL_LINK,
    jobs,
    native_qr,
    pieces,
    random_job,
    raster,
    sale,
    segments_of,
    ticket,
)


def texts(segment: Segment) -> list[str]:
    """Return a segment's lines as text."""
    return [line.text for line in segment.lines]


def only(job: bytes) -> Segment:
    """Return the one segment that a job prints."""
    (segment,) = segments_of([job])
    return segment


@given(jobs(), st.lists(st.integers(0, 1 << 16), max_size=8))
def test_pieces_do_not_matter(job: bytes, cuts: list[int]) -> None:
    """The same bytes put the same on paper, however the cable cut them up."""
    assert segments_of(pieces(job, cuts)) == segments_of([job])


@pytest.mark.parametrize("job", [sale(), ticket(), sale("cp866", 17) + ticket()])
def test_byte_by_byte_is_the_same(job: bytes) -> None:
    """Real jobs read the same when each byte comes alone."""
    assert segments_of([job[at : at + 1] for at in range(len(job))]) == segments_of([job])


@pytest.mark.parametrize(("encoding", "page"), [("cp1251", 6), ("cp866", 17), ("cp855", 60)])
def test_a_fiscal_receipt_is_read(encoding: str, page: int) -> None:
    """Total, code and gap of a driver that prints the next header before it cuts."""
    job = sale(encoding, page)
    receipt, header = segments_of([job])
    assert receipt.charset == encoding
    total = next(line for line in receipt.lines if line.text.startswith("ИТОГО"))
    assert total.text.replace("\N{NO-BREAK SPACE}", " ").endswith("  1 935,00")
    assert [(code.text, code.symbology, code.source) for code in receipt.codes] == [
        (FISCAL_LINK, "QR", CodeSource.ESC_Z)
    ]
    foot = next(line for line in receipt.lines if line.text.startswith("СПАСИБО"))
    gap = receipt.gaps[-1]
    assert gap.offset == foot.end + 2
    assert job[gap.offset : gap.end] == b"\r\n" * 3
    assert gap.dots >= 72
    assert receipt.lines[-1].offset == gap.end
    assert receipt.cut == Cut(receipt.end - 2, receipt.end, feeds_to_cutter=False)
    assert (header.start, header.cut, len(header.lines)) == (receipt.end, None, 1)


def test_two_cuts_are_two_receipts() -> None:
    """A kitchen ticket and a receipt in one job; the logo's dots hold cuts that are none."""
    kitchen, receipt = segments_of([ticket()])
    assert texts(kitchen) == ["KITCHEN", "#17"]
    assert [line.large for line in kitchen.lines] == [False, True]
    assert kitchen.cut is not None
    assert kitchen.cut.feeds_to_cutter
    assert texts(receipt) == ["     BAUR    SAK", "TOTAL           12.50"]
    assert [code.text for code in receipt.codes] == ["hello"]
    assert (receipt.index, receipt.start) == (1, kitchen.end)
    assert [(picture.bitmap.width, picture.bitmap.height) for picture in receipt.pictures] == [
        (32, 64)
    ]


def test_what_follows_the_cut_counts_only_if_it_prints() -> None:
    """A drawer kick after the cut makes no segment, and two cuts in a row make one receipt."""
    assert len(segments_of([b"TOTAL 1\n\x1bi\x1bp\0\x19\xfa"])) == 1
    first, second = segments_of([b"A\n\x1bi\x1dV\x00\n\n\x1bmB\n\x1bi"])
    assert (first.end, second.start, second.index) == (4, 11, 1)


def test_a_job_without_a_cut_is_a_receipt_when_it_is_over() -> None:
    """What was sent without a last line feed is printed as well."""
    segment = only(b"\x1b@TOTAL\t12.50")
    assert (texts(segment), segment.cut) == (["TOTAL   12.50"], None)
    assert segments_of([b"\x1b@\n\n"]) == []


@pytest.mark.parametrize(
    ("job", "line"),
    [
        (b"TOTAL\x1b$\x40\x01185.80\n", "TOTAL                      185.80"),
        (b"TOTAL\x1b\\\x78\x00185.80\n", "TOTAL          185.80"),
        (b"\x1bD\x0c\x18\0A\tB\tC\n", "A           B           C"),
        (b"\x1d!\x10TOTAL  9\x1d!\0\n", "TOTAL    9"),
        (b"\x1d!\x10TOTAL\x1d!\0\x1b$\xf0\x0012\n", "TOTAL          12"),
        (b"\x1bM\x01AB\tC\n", "AB      C"),
        (b"TOTAL 5\rTOTAL 5\r\n", "TOTAL 5"),
        (b"TOTAL\r             9\n", "TOTAL        9"),
        (b"TO\x10\x04\x01TAL\x1bE\x01 5\x1bE\x00\n", "TOTAL 5"),
        (b"A\x1b$\x00\x00B\n", "AB"),
    ],
)
def test_columns_stand_as_a_person_sees_them(job: bytes, line: str) -> None:
    """Jumps, tabs and wide letters become gaps; printing twice for bold is read once."""
    assert texts(only(job)) in ([line], [line.replace("AB", "A B")])


def test_carriage_returns_alone_end_lines() -> None:
    """A driver that relies on CR as the line's end still prints line after line."""
    assert texts(only(b"COFFEE 2.00\rTOTAL 2.00\rCASH 5.00\n")) == [
        "COFFEE 2.00",
        "TOTAL 2.00",
        "CASH 5.00",
    ]


def test_the_display_is_not_the_paper() -> None:
    """What ESC = sends to the pole display is not printed, whatever it holds."""
    assert texts(only(b"A\n\x1b=\x02TOTAL 99\n\x1bi\x1b@\x1b=\x01B\n")) == ["A", "B"]


def test_page_mode_is_read_from_the_top_down() -> None:
    """Text is placed first and comes out with FF; texts of the same height are one line."""
    page = (
        b"\x1bL\x1bW\0\0\0\0\0\x02\0\x02\x1d$\x64\x00TOTAL\n"
        b"\x1d$\x64\x00\x1b$\x2c\x01" + b"9.00\n" + b"\x1d$\x20\x00HEAD\n"
    )
    segment = only(page + b"\x0cFOOT\n")
    assert texts(segment) == ["HEAD", "TOTAL                    9.00", "FOOT"]
    assert segment.page_mode
    assert segments_of([page + b"\x18\x1bSFOOT\n"])[0].lines[0].text == "FOOT"


def test_strips_are_one_picture() -> None:
    """Strips without a gap are one picture, with a decoder's codes; text between parts them."""
    seen: list[Bitmap] = []

    def find_codes(picture: Bitmap) -> list[FoundCode]:
        seen.append(picture)
        return [FoundCode("drawn", "QR")]

    reader = PrintoutReader(find_codes)
    strip = raster(2, b"\xaa\x55" * 8)
    segments = reader.feed(
        strip + strip + b"\x1b3\x18\x1b*\x21\x10\0" + b"\xff" * 48 + b"\n" + strip
    )
    segments += reader.feed(b"TEXT\n" + strip + b"\x1bi")
    (segment,) = segments
    assert [(picture.bitmap.width, picture.bitmap.height) for picture in segment.pictures] == [
        (16, 48),
        (16, 8),
    ]
    assert segment.pictures[0].bitmap.rows[32:80] == b"\xff" * 48
    assert seen == [picture.bitmap for picture in segment.pictures]
    assert [(code.text, code.source) for code in segment.codes] == [
        ("drawn", CodeSource.RASTER)
    ] * 2
    assert segment.codes[0].offset == segment.pictures[0].offset == 0


def test_the_trailing_feed_is_known_while_it_lasts() -> None:
    """The gap begins after the last line's own feed; print, not settings, ends it."""
    reader = PrintoutReader()
    steps = [
        (b"\x1b@TOTAL 5\n", None),
        (b"\r\n", 10),
        (b"\x1ba\x01\x1bJ\x20   \n\x1bp\0\x19\xfa", 10),
        (b"ADVERT\n", None),
        (b"\x1bd\x02", 34),
        (b"LAST\x1bd\x02", 44),
    ]
    for data, gap in steps:
        reader.feed(data)
        assert (reader.has_print, reader.gap_start, reader.at_line_start) == (True, gap, True)
    assert (reader.state_at(10).align, reader.state.align) == (0, 1)


def test_the_paper_can_be_looked_at_in_a_gap() -> None:
    """What stands on the paper so far is whole lines, with the gap that is still growing."""
    reader = PrintoutReader()
    reader.feed(b"TOTAL 5\n\n\nNOT YET")
    partial = reader.partial()
    assert (texts(partial), partial.cut) == (["TOTAL 5"], None)
    assert [(gap.offset, gap.end, gap.dots) for gap in partial.gaps] == [(8, 10, 60)]


def test_a_feed_before_anything_is_printed_is_no_gap() -> None:
    """Paper that is fed at a receipt's top is no place for a slip."""
    reader = PrintoutReader()
    reader.feed(b"\n\n\n")
    assert (reader.gap_start, reader.has_print) == (None, False)


def test_user_glyphs_are_read_as_letters() -> None:
    """Kazakh letters that a driver downloaded are letters in the line."""
    glyphs = b"\x1b&\x03\x20\x31" + b"\x01abc" * 18
    word = "БАРЛЫ".encode("cp866") + b"\x1b%\x01\x20\x1b%\x00" + "Ы: 5".encode("cp866")
    assert texts(only(glyphs + b"\x1bt\x11" + word + b"\n")) == ["БАРЛЫҒЫ: 5"]
    assert texts(only(b"\x1bt\x11" + word + b"\n")) == ["БАРЛЫҒЫ: 5"]


def test_a_star_stream_is_one_unread_segment() -> None:
    """ESC d is a cut there and ESC i a size: nothing of it is taken for a receipt."""
    job = b"\x1b@\x1b\x1ea\0\x1b\x1eF\0" + b"TOTAL 5\x1bi\x01\x01\n\x1bd\x02" * 3
    segment = only(job)
    assert (segment.dialect, segment.lines, segment.end) == (Dialect.STAR, (), len(job))


def test_a_star_command_seen_late_makes_the_stream_star() -> None:
    """From the second Star command on nothing is read and nothing is cut."""
    job = b"HEAD\n\x1b\x1dt\x0aA\n\x1b\x1da\x01B\n\x1bd\x02\x1bi\x01\x01"
    assert [(s.dialect, s.lines) for s in segments_of([job])] == [(Dialect.STAR, ())]


def test_limits_drop_and_say_so() -> None:
    """A stream without cuts stays within its limits, and the segment says what was dropped."""
    reader = PrintoutReader()
    for _ in range(LINES_KEPT // 100 + 1):
        reader.feed(b"TOTAL 5\n" * 100)
    segment = reader.partial()
    assert len(segment.lines) == LINES_KEPT
    assert TOO_LONG in segment.unknown


def test_unknown_commands_are_named_once() -> None:
    """The segment lists what the reader did not know, in order."""
    assert only(b"A\x1b\x7f\x1d\xfe\x1b\x7f\n").unknown == ("? ESC 7F", "? GS FE")


def test_native_codes_are_printed_when_told() -> None:
    """Storing a code prints nothing; printing twice prints it twice; text may be any bytes."""
    assert segments_of([b"\x1d(k\x05\0" + b"1P0hi"]) == []
    code = native_qr("https://baursak.kz/ә")
    segment = only(code + b"\x1d(k\x03\x001Q0\x1d(k\x06\x000P0\xe0\xe9\xff\x1d(k\x03\x000Q0")
    assert [(code.text, code.symbology) for code in segment.codes] == [
        ("https://baursak.kz/ә", "QR"),
        ("https://baursak.kz/ә", "QR"),
        ("àéÿ", "PDF417"),
    ]


def test_the_next_job_goes_on_where_the_last_one_ended() -> None:
    """A reader that finished one job numbers and places the next one after it."""
    reader = PrintoutReader()
    reader.feed(b"\x1ba\x01A\n")
    first = reader.finish()
    reader.feed(b"B\n")
    second = reader.finish()
    assert first is not None
    assert second is not None
    assert (first.index, first.end, second.index, second.start) == (0, 5, 1, 5)
    assert second.lines[0].offset == 5
    assert reader.state.align == 1


def test_random_jobs_stay_small_and_read_the_same() -> None:
    """A seeded sample of random and mutated jobs: nothing raises, grows or depends on pieces."""
    rng = random.Random(1)
    tracemalloc.start()
    for _ in range(300):
        job = random_job(rng)
        cuts = [rng.randrange(1 << 16) for _ in range(3)]
        assert segments_of(pieces(job, cuts)) == segments_of([job])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20
