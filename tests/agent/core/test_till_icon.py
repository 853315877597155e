"""What the icon says of a till: one mark, the worst first; what is told aloud, and how often."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.slip_texts import Language
from agent.core.till_icon import APART_S, HELD_S, Mark, Matter, Tellings, TillIcon, icon_of
from agent.core.till_icon_words import Item, Said, item, line_of, lines_of, said, told

WELL: dict[str, Any] = {"printer_up": True, "printer": None, "hub": {"state": "up_to_date"}}


@pytest.mark.parametrize(
    ("answer", "bypass", "mark", "matters"),
    [
        (None, False, Mark.GONE, ()),
        (None, True, Mark.GONE, ()),
        (WELL, False, Mark.READY, ()),
        (WELL, True, Mark.BYPASS, ()),
        (WELL | {"hub": None}, False, Mark.READY, ()),
        (WELL | {"hub": {"state": "offline"}}, False, Mark.OFFLINE, ()),
        (WELL | {"hub": {"state": "revoked"}}, False, Mark.STAFF, (Matter.REFUSED,)),
        (WELL | {"hub": {"state": "clock_wrong"}}, False, Mark.STAFF, (Matter.CLOCK,)),
        (WELL | {"printer_up": False}, False, Mark.STAFF, (Matter.PRINTER,)),
        (WELL | {"printer_up": False}, True, Mark.BYPASS, (Matter.PRINTER,)),
        (WELL | {"troubles": ["camera", "tap"]}, False, Mark.STAFF, (Matter.TAP, Matter.SCANNER)),
        (WELL | {"troubles": ["outbox"]}, False, Mark.STAFF, (Matter.DISK,)),
        (WELL | {"troubles": ["weather", 7]}, False, Mark.READY, ()),
        ({}, False, Mark.READY, ()),
    ],
)
def test_the_worst_is_shown(
    answer: dict[str, Any] | None, *, bypass: bool, mark: Mark, matters: tuple[Matter, ...]
) -> None:
    """An agent that does not run before all; then the bypass, trouble, no line."""
    found = icon_of(answer, bypass=bypass)
    assert (found.mark, found.matters, found.bypass) == (mark, matters, bypass)


def test_the_queue_is_counted_and_said() -> None:
    """In the line and in the status, in every language; what is no number is none."""
    icon = icon_of(WELL | {"hub": {"state": "offline"}, "queued": 7}, bypass=False)
    assert icon.queued == 7
    for spoken in Language:
        assert line_of(icon, spoken).endswith("· 7")
        assert any(it.endswith(": 7") for it in lines_of(icon, spoken))
    for wrong in (None, "7", -1, True):
        assert icon_of(WELL | {"queued": wrong}, bypass=False).queued == 0


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("mark", list(Mark))
def test_every_state_has_its_words(mark: Mark, spoken: Language) -> None:
    """Said in one language only, and different in each."""
    matters = (Matter.PRINTER,) if mark is Mark.STAFF else ()
    icon = TillIcon(mark, matters, bypass=mark is Mark.BYPASS, has_hub=True)
    lines = lines_of(icon, spoken)
    assert len(lines) == len(set(lines)) >= 2
    assert all(lines)
    others = [line_of(icon, it) for it in Language if it is not spoken]
    assert line_of(icon, spoken) not in others
    assert told(icon, spoken)


def test_every_entry_and_sentence_is_there_in_three_languages() -> None:
    """No two are the same, and none is empty."""
    every = [[item(it, spoken) for spoken in Language] for it in Item]
    every += [[said(it, spoken) for spoken in Language] for it in Said]
    every += [[told(TillIcon(Mark.STAFF, (it,)), spoken) for spoken in Language] for it in Matter]
    assert all(len(set(it)) == 3 and all(it) for it in every)


def test_trouble_is_told_once_it_stands_and_once_it_is_over() -> None:
    """Not while an agent starts anew; not twice; what is well again is told when all was told."""
    tellings = Tellings()
    gone, well = TillIcon(Mark.GONE), TillIcon(Mark.READY)
    assert tellings.step(gone, 100.0) is None
    assert tellings.step(well, 103.0) is None
    assert tellings.step(gone, 200.0) is None
    assert tellings.step(gone, 200.0 + HELD_S) is gone
    assert tellings.step(gone, 300.0) is None
    assert tellings.step(TillIcon(Mark.OFFLINE), 400.0) is None
    assert tellings.step(well, 400.0 + HELD_S) is well
    assert tellings.step(well, 900.0) is None


@given(st.lists(st.tuples(st.sampled_from(Mark), st.floats(0.1, 30)), max_size=60))
def test_nobody_is_tired(run: list[tuple[Mark, float]]) -> None:
    """Whatever a cable does, two tellings are a minute apart, and none repeats the one before."""
    tellings, now = Tellings(), 0.0
    told_at: list[tuple[float, bool]] = []
    for mark, pause in run:
        now += pause
        found = tellings.step(TillIcon(mark), now)
        if found is not None:
            told_at.append((now, found.mark in {Mark.STAFF, Mark.GONE}))
    for (before, _), (after, _) in pairwise(told_at):
        assert after >= before + APART_S
    assert [it for _, it in told_at[:1]] in ([], [True])
