"""Cohorts and segments, as screens show them."""

from collections.abc import Sequence
from itertools import groupby

from hub.core.insights.bands import Segment, segment_of
from hub.core.insights.figures import CohortRow, RfmRow
from hub.core.insights.periods import month_name
from hub.core.insights.tiles import share
from hub.core.insights.words_of_segments import SEGMENT_WORDS
from hub.web.insight_shapes import CohortMonthReply, CohortReply, SegmentReply


def cohorts_of(rows: Sequence[CohortRow]) -> list[CohortReply]:
    """Return each cohort with its months; its first month holds all of it."""
    found = []
    for first, group in groupby(rows, lambda it: it.first):
        months = list(group)
        size = months[0].members
        found.append(
            CohortReply(
                first=month_name(first),
                members=size,
                months=[
                    CohortMonthReply(
                        month=month_name(it.month), members=it.members,
                        share=share(it.members, size),
                    )
                    for it in months
                ],
            )
        )  # fmt: skip
    return found


def segments_of(rows: Sequence[RfmRow], language: str) -> list[SegmentReply]:
    """Return every segment, those without members too."""
    everybody = sum(it.members for it in rows)
    found = []
    for segment in Segment:
        mine = [it for it in rows if segment_of(it.recency, it.frequency) is segment]
        name, meaning = SEGMENT_WORDS[segment]
        members = sum(it.members for it in mine)
        found.append(
            SegmentReply(
                code=segment.value, name=name[language], meaning=meaning[language],
                members=members, share=share(members, everybody),
                visits=sum(it.visits for it in mine), spend=sum(it.spend for it in mine),
                points=sum(it.points for it in mine),
            )
        )  # fmt: skip
    return found
