"""Where on the paper a slip goes: after the last text of this receipt, before the next one's."""

from dataclasses import dataclass, replace
from typing import Final

from hardware.escpos.printout import Segment

HEADER_GAP_DOTS: Final = 48
"""Less paper than two lines between body and next header is ordinary spacing, not a boundary."""


@dataclass(frozen=True, slots=True)
class SlipPlace:
    """An offset of the stream at which a slip is put in."""

    offset: int
    separate: bool
    """True for a piece of paper of its own: the slip then feeds and cuts for itself."""


def before_the_gap(segment: Segment, offset: int) -> Segment:
    """Return *segment* as it stood when the stream had come to *offset*."""
    return replace(
        segment,
        lines=tuple(line for line in segment.lines if line.end <= offset),
        pictures=tuple(picture for picture in segment.pictures if picture.end <= offset),
        codes=tuple(code for code in segment.codes if code.end <= offset),
        gaps=tuple(gap for gap in segment.gaps if gap.end <= offset),
    )


def own_part(segment: Segment, cutter_dots: int) -> Segment:
    """Leave out the next receipt's header, which a driver printed before this one's cut."""
    gap = next_header_gap(segment, cutter_dots)
    return segment if gap is None else before_the_gap(segment, gap)


def next_header_gap(segment: Segment, cutter_dots: int) -> int | None:
    """Return where the gap before the next receipt's header begins, None when there is no such.

    Between head and cutter lie *cutter_dots* of paper: what was printed within them before a cut
    that does not feed stands on the next piece. Some drivers put the next header there on purpose.
    """
    first = _first_beyond_the_cutter(segment, cutter_dots)
    if first is None:
        return None
    gaps = [gap for gap in segment.gaps if gap.end <= first and gap.dots >= HEADER_GAP_DOTS]
    body_ends = max((end for end in _ends(segment) if end <= first), default=segment.start)
    return next((gap.offset for gap in gaps if gap.end >= body_ends), None)


def place_of_slip(segment: Segment, released: int, cutter_dots: int) -> SlipPlace:
    """Choose the place for the slip of a whole piece of paper.

    *released* is how far the printer already has the stream: nothing can go in before it.
    """
    if segment.cut is None:
        return SlipPlace(max(_after_the_last_text(segment, segment.end), released), separate=False)
    if _first_beyond_the_cutter(segment, cutter_dots) is None:
        offset: int | None = _after_the_last_text(segment, segment.cut.offset)
    else:
        offset = next_header_gap(segment, cutter_dots)
    if offset is None or offset < released:
        return SlipPlace(segment.cut.end, separate=True)
    return SlipPlace(offset, separate=False)


def _first_beyond_the_cutter(segment: Segment, cutter_dots: int) -> int | None:
    """Return the offset of the first thing that the cut leaves on the next piece of paper."""
    if segment.cut is None or segment.cut.feeds_to_cutter:
        return None
    severed = segment.height - cutter_dots
    beyond = [it.offset for it in segment.lines if it.top + it.height > severed]
    beyond += [it.offset for it in segment.pictures if it.top + it.bitmap.height > severed]
    return min(beyond, default=None)


def _ends(segment: Segment) -> list[int]:
    ends = [line.end for line in segment.lines]
    ends += [picture.end for picture in segment.pictures]
    return ends + [code.end for code in segment.codes]


def _after_the_last_text(segment: Segment, otherwise: int) -> int:
    last = max(_ends(segment), default=segment.start)
    return next((gap.offset for gap in segment.gaps if gap.offset >= last), otherwise)
