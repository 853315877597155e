"""Where slips go, by the geometry of head and cutter."""

from agent.core.slip_place import SlipPlace, own_part, place_of_slip
from hardware.escpos.printout import Cut, Dialect, Gap, Line, Segment

CUTTER = 90


def paper(
    *,
    lines: list[tuple[str, int, int]],
    gaps: list[tuple[int, int, int]],
    cut: Cut | None,
    end: int,
    height: int,
) -> Segment:
    """Return a piece of paper: lines as (text, offset, top), gaps as (offset, end, dots)."""
    return Segment(
        index=0, start=0, end=end, dialect=Dialect.ESCPOS, charset="ascii",
        lines=tuple(Line(text, at, at + len(text), top, 30) for text, at, top in lines),
        pictures=(), codes=(), gaps=tuple(Gap(*gap) for gap in gaps), cut=cut, height=height,
    )  # fmt: skip


def with_next_header(*, gap_dots: int) -> Segment:
    """Return a receipt whose driver printed the next header's line before a plain cut."""
    return paper(
        lines=[("TOTAL 5", 0, 0), ("NEXT SHOP", 20, 30 + gap_dots)],
        gaps=[(8, 20, gap_dots)],
        cut=Cut(30, 32, feeds_to_cutter=False),
        end=32,
        height=60 + gap_dots,
    )


def test_it_goes_after_the_last_text_and_before_the_feed() -> None:
    """The usual receipt: text, feed, cut."""
    segment = paper(
        lines=[("TOTAL 5", 0, 0)],
        gaps=[(8, 12, 120)],
        cut=Cut(12, 14, feeds_to_cutter=False),
        end=14,
        height=150,
    )
    assert place_of_slip(segment, 0, CUTTER) == SlipPlace(8, separate=False)


def test_a_cut_that_feeds_needs_no_feed_before_it() -> None:
    """Feed-and-cut leaves nothing behind the cutter, so the last text is this receipt's."""
    segment = paper(
        lines=[("TOTAL 5", 0, 0)], gaps=[], cut=Cut(8, 12, feeds_to_cutter=True), end=12, height=30
    )
    assert place_of_slip(segment, 0, CUTTER) == SlipPlace(8, separate=False)


def test_the_next_receipts_header_stays_behind_the_slip() -> None:
    """What stands between head and cutter belongs to the next customer."""
    segment = with_next_header(gap_dots=90)
    assert place_of_slip(segment, 0, CUTTER) == SlipPlace(8, separate=False)
    assert [line.text for line in own_part(segment, CUTTER).lines] == ["TOTAL 5"]


def test_text_up_to_the_cut_without_a_gap_cannot_be_told() -> None:
    """Then the slip is a piece of its own, after the cut."""
    segment = with_next_header(gap_dots=30)
    assert place_of_slip(segment, 0, CUTTER) == SlipPlace(32, separate=True)
    assert own_part(segment, CUTTER) == segment


def test_what_is_printed_already_cannot_be_gone_back_to() -> None:
    """A place below what was released becomes a piece of its own."""
    segment = with_next_header(gap_dots=90)
    assert place_of_slip(segment, 9, CUTTER) == SlipPlace(32, separate=True)


def test_without_a_cut_it_goes_before_the_last_feed() -> None:
    """A printer without a cutter: the POS leaves the feeding to us or does it itself."""
    fed = paper(lines=[("TOTAL 5", 0, 0)], gaps=[(8, 12, 120)], cut=None, end=12, height=150)
    bare = paper(lines=[("TOTAL 5", 0, 0)], gaps=[], cut=None, end=8, height=30)
    assert place_of_slip(fed, 0, CUTTER) == SlipPlace(8, separate=False)
    assert place_of_slip(fed, 10, CUTTER) == SlipPlace(10, separate=False)
    assert place_of_slip(bare, 0, CUTTER) == SlipPlace(8, separate=False)
