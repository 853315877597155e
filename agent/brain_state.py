"""What the running brain tells of itself when it is asked."""

from dataclasses import dataclass

from agent.core.brain import Brain
from agent.core.counter_view import DeviceState
from agent.core.delivery import OutboxHealth
from agent.core.paper_trail import Verdict
from agent.core.ports import Outbox
from agent.core.status import (
    BrainStatus,
    Device,
    HubLine,
    LastReceipt,
    LeaseLeft,
    Printer,
    Queue,
    ShiftState,
    Tap,
    sentence,
)
from agent.core.till_memory import Counter
from agent.counter_parts import CounterSide
from agent.errors import AgentError
from agent.hub_parts import HubSide, program_version
from agent.settings_keeper import SettingsKeeper
from contracts.wire.units import UnixTime

_NO_DEVICE = Device(DeviceState.NONE)


@dataclass(frozen=True, slots=True)
class BrainParts:
    """What there is to ask."""

    since: UnixTime
    brain: Brain
    outbox: Outbox
    counter: Counter | None
    hub: HubSide | None
    at_counter: CounterSide | None
    keeper: SettingsKeeper


def brain_status(parts: BrainParts, now: UnixTime) -> BrainStatus:
    """Return how everything is; from any thread."""
    side, trail = parts.at_counter, parts.brain.trail
    problem = parts.brain.printer_problem
    return BrainStatus(
        version=program_version(),
        since=parts.since,
        printer=Printer(
            DeviceState.READY if problem is None else DeviceState.TROUBLE,
            problem and sentence(problem),
            trail.last_printed,
        ),
        tap=Tap(parts.brain.greeted, _last_receipt(trail.last)),
        camera=side.devices.camera if side is not None else _NO_DEVICE,
        scanner=side.devices.scanner if side is not None else _NO_DEVICE,
        counter=side.is_well if side is not None else None,
        face=side is not None and side.has_page,
        outbox=_queue(parts, now),
        hub=_hub(parts),
        shift=_shift(parts.hub),
        settings=parts.keeper.state(parts.hub.link.refused if parts.hub is not None else []),
    )


def queue_of(health: OutboxHealth, set_aside: int | None) -> Queue:
    """Return the outbox as a status tells it."""
    return Queue(
        level=health.level,
        count=health.count,
        queued=health.pending,
        oldest_s=health.oldest_pending_age,
        set_aside=set_aside,
        size=health.size,
        disk_free=health.free,
    )


def _last_receipt(last: Verdict | None) -> LastReceipt | None:
    if last is None:
        return None
    why = last.why and sentence(last.why)
    return LastReceipt(last.at, last.kind, last.total, last.earns, why)


def _queue(parts: BrainParts, now: UnixTime) -> Queue | None:
    try:
        health = parts.outbox.health(now)
        aside = len(parts.counter.set_aside_events()) if parts.counter is not None else 0
    except AgentError:
        return None
    return queue_of(health, aside)


def _hub(parts: BrainParts) -> HubLine | None:
    if parts.hub is None or parts.counter is None:
        return None
    status, memory = parts.hub.link.status, parts.counter.memory
    lease = next((it for it in parts.counter.leases() if it.open), None)
    left = LeaseLeft(*lease.left, lease.expires_at) if lease is not None else None
    return HubLine(
        state=status.state,
        title=sentence(status.title),
        hint=sentence(status.hint),
        last_sync=memory.latest or None,
        lease=left,
        keys_until=left.expires_at if left is not None else None,
        notes=tuple(sentence(it) for it in memory.notes()),
    )


def _shift(hub: HubSide | None) -> ShiftState | None:
    if hub is None:
        return None
    seen = hub.shifts.look()
    return ShiftState(seen.in_use, seen.locked)
