"""The relay process: POS bytes whole and in order, whatever the brain does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.taps.link import Answer, Bytes, Closed, End, Insert, Outcome, Release
from tests.hardware.taps.rig import Rig, running_relay


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Run a relay for one test."""
    with running_relay(tmp_path) as rig:
        yield rig


def test_without_a_brain_bytes_flow_straight_through(rig: Rig) -> None:
    """No brain is connected: the paper is what the POS sent."""
    rig.pos().sendall(b"receipt")
    rig.paper(b"receipt")


def test_a_slip_comes_out_at_its_place(rig: Rig) -> None:
    """An insert at a held offset is the only thing put between the POS's bytes."""
    brain = rig.brain()
    pos = rig.pos()
    pos.sendall(b"receipt|cut")
    shown = brain.hears(Bytes)
    assert shown == Bytes(1, 0, b"receipt|cut")
    brain.say(Insert(1, 5, 7, 11, b"<slip>"), End(1, 11))
    assert brain.hears(Answer) == Answer(5, Outcome.INSERTED)
    rig.paper(b"receipt<slip>|cut")
    pos.close()
    assert brain.hears(Closed) == Closed(1)


def test_a_silent_brain_is_not_waited_for(rig: Rig) -> None:
    """A brain that hears and says nothing costs a moment, not the receipt."""
    brain = rig.brain()
    rig.pos().sendall(b"receipt|cut")
    brain.hears(Bytes)
    rig.paper(b"receipt|cut")
    brain.say(Insert(1, 5, 7, 11, b"<slip>"), Release(1, 11))
    assert brain.hears(Answer) == Answer(5, Outcome.LATE)
    rig.paper(b"receipt|cut")
