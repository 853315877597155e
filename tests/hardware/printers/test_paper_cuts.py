"""Cuts: the knife sits behind the head, so what was printed last may stay in the printer."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.machine import Happening
from hardware.printers.paper import Paper
from hardware.printers.roll import FEED_LIMIT, KEPT_DOTS, MAX_DOTS, Roll
from tests.hardware.printers.marks import NARROW, WIDE, black, box, native_qr, printed, raster

PLAIN = [b"\x1dV\x00", b"\x1dV\x01", b"\x1dV0", b"\x1dV1", b"\x1bi", b"\x1bm"]
FEEDING = [b"\x1dVA\x00", b"\x1dVB\x00"]
BLOCK = raster(8, b"\xff" * 100)
"""A hundred black rows."""


@pytest.mark.parametrize("cut", PLAIN)
def test_a_plain_cut_leaves_the_last_ninety_dots_in_the_printer(cut: bytes) -> None:
    """Of a hundred rows ten are on this piece, ninety on the next: a slip would be in two."""
    this, following = printed(BLOCK + cut)
    assert (black(this), black(following)) == (8 * 10, 8 * 90)
    assert box(this)[3] == this.height
    assert box(following)[1] == 0


@pytest.mark.parametrize("cut", FEEDING)
def test_a_feeding_cut_keeps_all_on_this_piece(cut: bytes) -> None:
    """GS V 65 and 66 bring the last row to the knife first."""
    pieces = printed(BLOCK + cut)
    assert [black(it) for it in pieces] == [800]
    assert box(pieces[0])[3] == pieces[0].height


def test_a_feeding_cut_feeds_what_it_says_as_well() -> None:
    """The second parameter is white paper below the last row."""
    pieces = printed(BLOCK + b"\x1dVB\x28")
    assert pieces[0].height - box(pieces[0])[3] == 40


def test_enough_feed_before_a_plain_cut_is_as_good() -> None:
    """POS programs that feed ninety dots themselves lose nothing."""
    assert [black(it) for it in printed(BLOCK + b"\x1bJ\x5a\x1bi")] == [800]
    assert [black(it) for it in printed(BLOCK + b"\x1bJ\x59\x1bi")] == [8 * 99, 8]


def test_every_piece_begins_with_the_paper_between_head_and_knife() -> None:
    """Ninety white dots on top, the well-known wasted centimetre."""
    pieces = printed((BLOCK + b"\x1dVB\x00") * 3)
    assert [box(it)[1] for it in pieces] == [90, 90, 90]


def test_a_cut_that_pulls_the_paper_back_has_no_top_margin() -> None:
    """GS V 103 and 104 save that centimetre."""
    pieces = printed((BLOCK + b"\x1dVg\x00") * 2)
    assert [box(it)[1] for it in pieces] == [90, 0]


def test_a_cut_set_in_advance_happens_when_the_paper_gets_there() -> None:
    """GS V 97 cuts below what was printed, but the next receipt is being printed by then."""
    pieces = printed(BLOCK + b"\x1dVa\x00" + BLOCK + b"\x1dVB\x00")
    assert [black(it) for it in pieces] == [800, 800]
    assert box(pieces[1])[1] == 0


def test_two_cuts_in_a_row_make_no_empty_piece() -> None:
    """The second has nothing to cut off."""
    assert len(printed(BLOCK + b"\x1bJ\x5a\x1bi\x1bi\x1bi")) == 1


def test_a_line_begun_is_printed_before_the_cut() -> None:
    """The knife does not swallow text without its line feed."""
    assert black(printed(b"Total 935\x1dVB\x00")[0]) == black(printed(b"Total 935\n")[0])


def test_another_mechanism_has_another_distance() -> None:
    """The profile says how far the knife is."""
    pieces = printed(BLOCK + b"\x1bi", replace(WIDE, cutter_dots=40))
    assert [black(it) for it in pieces] == [8 * 60, 8 * 40]


def test_a_slip_before_a_plain_cut_is_cut_in_two() -> None:
    """The mistake that the insert must not make is seen on this paper."""
    whole = black(printed(native_qr(b"https://t.me/baursakbot", 6))[0])
    pieces = [black(it) for it in printed(native_qr(b"https://t.me/baursakbot", 6) + b"\x1bi")]
    assert len(pieces) == 2
    assert all(pieces)
    assert sum(pieces) == whole


def test_cuts_drawers_and_buzzers_are_noted() -> None:
    """Whoever stands near the printer notices them; so does the bench."""
    paper = Paper(WIDE)
    paper.feed(
        b"A\n\x1bp\x00\x19\xfa\x1dVB\x00\x1bB\x02\x02\x10\x14\x01\x00\x01\x1b(A\x02\x00\x61\x01"
    )
    assert [it.what for it in paper.events] == [
        Happening.DRAWER, Happening.CUT, Happening.BUZZER, Happening.DRAWER, Happening.BUZZER,
    ]  # fmt: skip
    assert paper.events[0].travelled < paper.events[1].travelled


def test_one_command_feeds_a_metre_at_most() -> None:
    """255 lines of 255 dots would be eight metres; no printer does that."""
    paper = Paper(NARROW)
    paper.feed(b"\x1b3\xff\x1bd\xff")
    assert paper.travelled == FEED_LIMIT


def test_paper_is_bounded_however_long_the_job() -> None:
    """A piece is torn off after six metres, and the oldest pieces are thrown away."""
    roll = Roll(8, 90)
    for _ in range(2_000):
        roll.feed(MAX_DOTS // 10)
    heights = [it.height for it in roll.pieces()]
    assert max(heights) <= MAX_DOTS
    assert sum(heights) <= KEPT_DOTS


def test_confetti_is_bounded_too() -> None:
    """Ten thousand snippets of one row do not fill the memory."""
    roll = Roll(8, 0)
    for _ in range(10_000):
        roll.feed(1)
        roll.cut()
    assert len(roll.pieces()) <= KEPT_DOTS // 256


@given(st.lists(st.tuples(st.integers(1, 200), st.sampled_from(PLAIN + FEEDING)), max_size=8))
def test_no_row_is_lost_or_doubled(receipts: list[tuple[int, bytes]]) -> None:
    """Whatever is printed and cut, the rows of all pieces together are those that were burnt."""
    job = b"".join(raster(8, b"\xff" * rows) + cut for rows, cut in receipts)
    assert sum(black(it) for it in printed(job)) == 8 * sum(rows for rows, _ in receipts)


def test_the_picture_shows_the_last_pieces_of_a_long_day() -> None:
    """What no viewer would open is not written; the newest pieces are what people look for."""
    paper = Paper(NARROW)
    for _ in range(20):
        paper.feed(b"\x1b3\xff\x1bd\x14\x1dVB\x00")
    paper.feed(BLOCK)
    table = paper.picture()
    assert table.height <= 65_535
    assert sum(it.height for it in paper.images()) > 65_535
    assert black(table.crop((0, table.height - 150, table.width, table.height))) == 800


def test_the_picture_shows_all_pieces_with_an_edge_between() -> None:
    """One PNG for people: white paper on grey, piece under piece."""
    paper = Paper(WIDE)
    paper.feed((BLOCK + b"\x1dVB\x00") * 2)
    table = paper.picture()
    middle = [table.getpixel((table.width // 2, row)) for row in range(table.height)]
    changes = [one == 255 and other != 255 for one, other in pairwise(middle)]
    assert sum(changes) >= 2
    assert table.width > WIDE.width_dots
