"""What the worker found when it looked at the chain, kept for the alerts and for health."""

from collections.abc import Sequence
from typing import Final

from hub.core.ports.hub import Hub, Work
from hub.usecases.health import QUIET_S
from hub.usecases.preflight import Fault, Wrong
from hub.usecases.settlement_desk import BEAT

LOOKED: Final = "chain"
"""The heartbeat of looking before anything is sent."""
WELL: Final = "ok"


def note_look(hub: Hub, faults: Sequence[Fault]) -> None:
    """Keep what was found, in the place of what was found before."""
    found = [{"wrong": it.wrong.value, "facts": dict(it.facts)} for it in faults]
    with hub.store.begin() as work:
        work.jobs.beat(LOOKED, hub.clock.now(), {"faults": found})


def faults_noted(work: Work) -> list[Fault]:
    """Return what was found at the last look."""
    found = work.jobs.facts(LOOKED).get("faults", ())
    return [Fault(Wrong(it["wrong"]), it["facts"]) for it in found]


def chain_state(hub: Hub) -> str:
    """Return in a few words how settlement does: `ok`, or what stands in its way."""
    with hub.store.read() as work:
        halted = work.settlements.mark().halted
        faults = faults_noted(work)
        settled_at = work.jobs.beats().get(BEAT)
    if halted:
        return f"halted: {halted}"
    if faults:
        return "refused: " + ", ".join(sorted({it.wrong.value for it in faults}))
    if settled_at is None:
        return "never seen"
    age = hub.clock.now() - settled_at
    return WELL if age <= QUIET_S else f"quiet for {age} s"
