"""The next epoch before it is made: when it is due, what stands in its way, what it would state."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.wire.units import UnixTime
from hub.core.ports.hub import Hub
from hub.core.ports.settlement import EpochState
from hub.core.settlement.epochs import ChainState
from hub.core.settlement.pacing import Pace
from hub.usecases.settlement_desk import Desk
from hub.usecases.settlement_plan import Foreseen, foresee


class Wait(StrEnum):
    """Why the next epoch is not made now."""

    HALTED = "halted"
    """A person has to look first."""
    UNDER_WAY = "under_way"
    """An epoch is stored, and its outcome is not known yet."""
    NOT_OURS = "not_ours"
    """The token takes roots from another wallet than the settler's."""
    MATURING = "maturing"
    """The admin may still veto the last one."""
    INTERVAL = "interval"
    """The token's least time between epochs."""
    POLICY = "policy"
    """The programme's own settle_every."""
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True, slots=True)
class NextEpoch:
    """What is to come."""

    now: UnixTime
    """The chain's own time."""
    due_at: UnixTime | None
    """None before the first: it is due as soon as anything is sealed."""
    waits: tuple[Wait, ...]
    foreseen: Foreseen | None
    """None where nothing is new."""


def next_epoch(hub: Hub, desk: Desk) -> NextEpoch:
    """Return when the next epoch is due and why not earlier, and what it would be. Only reads."""
    seen = desk.settler.state()
    with hub.store.read() as work:
        halted = bool(work.settlements.mark().halted)
        last, every = work.settlements.last(), work.policy.settle_every
    foreseen = foresee(hub, desk)
    under_way = last is not None and last.state is EpochState.STORED
    pace = pace_of(seen)
    found = {
        Wait.HALTED: halted,
        Wait.UNDER_WAY: under_way,
        Wait.NOT_OURS: not seen.ours,
        **waits_of_time(pace, seen.now, every),
        Wait.NOTHING_NEW: foreseen is None,
    }
    waits = tuple(it for it, holds in found.items() if holds)
    return NextEpoch(seen.now, pace.due_at(every), waits, foreseen)


def pace_of(seen: ChainState) -> Pace:
    """Return what the chain says of when the next epoch may come."""
    return Pace(seen.stated.epoch, seen.matures_at, seen.least_interval, seen.delay)


def waits_of_time(pace: Pace, now: UnixTime, every: int) -> dict[Wait, bool]:
    """Return which of the times is what is waited for; none where the epoch is due."""
    due = pace.due_at(every)
    if due is None or now >= due:
        return {}
    own = pace.is_by_policy(every)
    return {
        Wait.MATURING: now < pace.matures_at,
        Wait.INTERVAL: not own and pace.least_interval > 0,
        Wait.POLICY: own,
    }
