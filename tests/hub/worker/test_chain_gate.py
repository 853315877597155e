"""Nothing goes out to the chain before everything was found right."""

from dataclasses import dataclass, field

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.ports.hub import Hub
from hub.usecases.chain_watch import faults_noted
from hub.usecases.preflight import SETTLER, SPONSOR, Fault, Wrong
from hub.worker.chain_gate import LOOK_S, ChainGate
from tests.hub.hubs import SetClock, hub_on

AGAIN = 60
EMPTY = {"name": SPONSOR, "address": "0Qx", "has": "0.0000", "missing": "3.0000"}
AWAY = Fault(Wrong.UNAVAILABLE, {"why": "no lite-server answers"})
OTHER_CODE = Fault(Wrong.CODE, {"name": "loyalty_token", "found": "aa", "known": "bb"})


@dataclass
class Looker:
    """Finds what it is told to find."""

    found: list[Fault] = field(default_factory=list)
    looks: int = 0

    def __call__(self) -> list[Fault]:
        """Look."""
        self.looks += 1
        return self.found


@pytest.fixture
def clock() -> SetClock:
    """Return a clock that stands still."""
    return SetClock()


@pytest.fixture
def hub(store: DatabaseStore, clock: SetClock) -> Hub:
    """Return a hub."""
    return hub_on(store, clock)


def open_for(gate: ChainGate, hub: Hub) -> tuple[bool, bool, bool]:
    """Return whether settler and sponsor may send, and whether the chain may be read."""
    return gate.lets(hub, SETTLER), gate.lets(hub, SPONSOR), gate.lets(hub, None)


def test_an_open_gate_looks_seldom(hub: Hub, clock: SetClock) -> None:
    """But again: code can be changed under a running worker."""
    looker = Looker()
    gate = ChainGate(looker, AGAIN)
    assert open_for(gate, hub) == (True, True, True)
    clock.time += LOOK_S - 1
    assert open_for(gate, hub) == (True, True, True)
    assert looker.looks == 1
    looker.found = [OTHER_CODE]
    clock.time += 1
    assert open_for(gate, hub) == (False, False, False)


@pytest.mark.parametrize(
    ("fault", "open_to"),
    [
        (AWAY, (False, False, False)),
        (Fault(Wrong.NETWORK, {"network": "local"}), (False, False, False)),
        (OTHER_CODE, (False, False, False)),
        (Fault(Wrong.SETTLER_KEY, {"found": "a", "known": "b"}), (False, True, True)),
        (Fault(Wrong.SPONSOR_KEY, {"found": "a", "known": "b"}), (True, False, True)),
        (Fault(Wrong.BALANCE, EMPTY), (True, False, True)),
        (Fault(Wrong.BALANCE, EMPTY | {"name": SETTLER}), (False, True, True)),
    ],
)
def test_a_fault_shuts_it_to_what_it_concerns(
    hub: Hub, clock: SetClock, fault: Fault, open_to: tuple[bool, bool, bool]
) -> None:
    """It is noted, and looked for again each minute until it is mended."""
    looker = Looker([fault])
    gate = ChainGate(looker, AGAIN)
    assert open_for(gate, hub) == open_to
    clock.time += AGAIN - 1
    assert open_for(gate, hub) == open_to
    assert looker.looks == 1
    with hub.store.read() as work:
        assert faults_noted(work) == [fault]
    looker.found = []
    clock.time += 1
    assert open_for(gate, hub) == (True, True, True)
    with hub.store.read() as work:
        assert faults_noted(work) == []


def test_what_passes_by_itself_shuts_no_gate_that_was_open(hub: Hub, clock: SetClock) -> None:
    """A wallet that is being used up, a server that is away: the jobs see that for themselves."""
    looker = Looker()
    gate = ChainGate(looker, AGAIN)
    assert open_for(gate, hub) == (True, True, True)
    looker.found = [AWAY, Fault(Wrong.BALANCE, EMPTY)]
    clock.time += LOOK_S
    assert open_for(gate, hub) == (True, True, True)
