"""The counter's stage: what is seen, who is waited for, what is wished. Its scenes stand above."""

from dataclasses import replace

from agent.core.counter_events import Wish
from agent.core.counter_phases import Busy, Phase
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_verdicts import Face, face_at_rest
from agent.core.counter_view import HELD_S, CounterView, Glance, Sound
from agent.core.redeeming import Shown


class CounterStage:
    """One view at a time, and at most one question that is waited for."""

    def __init__(self, now: float, *, locked: bool = False) -> None:
        self._locked = locked
        self._phase: Phase | None = None
        self._last_ticket = 0
        self._judged = ""
        """The code whose verdict is to be seen."""
        self._wishes: list[Wish] = []
        self._now = now
        face = face_at_rest(locked=locked)
        self._view = CounterView(0, face.glance, face.saying, now, locked=locked)

    @property
    def view(self) -> CounterView:
        """Return what is to be seen."""
        return self._view

    def _ticket(self) -> int:
        """Return the number of a new question."""
        self._last_ticket += 1
        return self._last_ticket

    def _busy(
        self, says: Says, shown: Shown | None, unanswered: Says, voucher: int | None = None
    ) -> int:
        ticket = self._ticket()
        self._judged = shown.text if shown else ""
        self._show(Face(Glance.BUSY, Saying(says), None), None)
        self._phase = Busy(ticket, self._now, shown, unanswered, voucher)
        return ticket

    def _mention(self, saying: Saying, glance: Glance = Glance.STAFF) -> None:
        """Say something that can wait: nothing that is asked or offered goes away for it."""
        if self._phase is None:
            self._show(Face(glance, saying, Sound.ATTENTION))

    def _show(self, face: Face, held_s: float | None = HELD_S) -> None:
        """Let something else be seen, and nobody be waited for."""
        self._phase = None
        self._view = replace(
            self._view,
            number=self._view.number + 1,
            glance=face.glance,
            saying=face.saying,
            sound=face.sound,
            since=self._now,
            until=None if held_s is None else self._now + held_s,
            hand_over=face.hand_over,
            ring_up=face.ring_up,
            value=face.value,
            choices=(),
        )
