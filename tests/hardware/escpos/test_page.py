"""Page mode: things are placed first and come out at once, from the top down."""

from hardware.escpos.paper import LINES_KEPT, TOO_LONG
from hardware.escpos.printout import Segment
from tests.hardware.escpos.jobs import native_qr, raster, segments_of

PAGE = b"\x1bL\x1bW\x00\x00\x10\x00\x00\x02\x00\x04"


def only(job: bytes) -> Segment:
    """Return the one segment that a job prints."""
    (segment,) = segments_of([job])
    return segment


def test_pictures_and_codes_stand_on_the_page() -> None:
    """Everything on a page is on the paper once it is printed, where it was placed."""
    picture = raster(1, b"\xff" * 8)
    segment = only(
        PAGE + b"\x1d$\x64\x00" + picture + b"\x1b*\x01\x02\0ab\n" + native_qr("x") + b"\x0c"
    )
    assert [(picture.bitmap.height, picture.top) for picture in segment.pictures] == [
        (8, 116),
        (24, 116),
    ]
    assert [code.text for code in segment.codes] == ["x"]
    assert segment.height >= 116 + 24


def test_a_page_that_is_not_printed_is_not_on_the_paper() -> None:
    """ESC S throws the page away; so does a reset, and the end of the job."""
    for end in (b"\x1bS", b"\x1b@", b"\x18\x0c", b""):
        assert segments_of([PAGE + b"TOTAL 5\n" + end]) == []


def test_a_page_can_be_printed_and_kept_on() -> None:
    """ESC FF prints and stays in page mode; the next page comes below."""
    segment = only(PAGE + b"ONE\n\x1b\x0cTWO\n\x0cTHREE\n")
    assert [line.text for line in segment.lines] == ["ONE", "TWO", "THREE"]
    tops = [line.top for line in segment.lines]
    assert tops == sorted(set(tops))


def test_feeds_move_down_the_page() -> None:
    r"""LF, ESC d, ESC J and GS \ move the position on the page, not the paper."""
    segment = only(PAGE + b"A\n\x1bd\x02B\x1bJ\x32C\x1d\\\xce\xffD\n\x0c")
    assert [line.text for line in segment.lines] == ["A", "BD", "C"]
    assert segment.gaps == ()


def test_areas_side_by_side_are_columns() -> None:
    """Two print areas at the same height are read as one line, left to right."""
    right = b"\x1bW\x00\x01\x10\x00\x00\x01\x00\x04"
    segment = only(b"\x1bL" + right + b"9.00\n" + PAGE[2:] + b"TOTAL\n\x0c")
    assert [line.text for line in segment.lines] == ["TOTAL                9.00"]


def test_a_page_has_room_for_so_much() -> None:
    """What is placed beyond a page's limit is dropped, and the segment says so."""
    segment = only(PAGE + b"A\n" * (LINES_KEPT + 1) + b"\x0c")
    assert TOO_LONG in segment.unknown
