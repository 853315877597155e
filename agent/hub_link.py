"""The line to the hub: a thread that hands in what is stored, and keeps what the hub says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Condition, Thread
from typing import Final

from agent.core.hub_clock import HubClock
from agent.core.hub_ports import Hub
from agent.core.hub_words import (
    ENROLLED,
    REVOKED,
    UP_TO_DATE,
    HubError,
    HubRefused,
    HubSilent,
    LinkState,
    LinkStatus,
    status_after,
    syncing,
)
from agent.core.sync import (
    BATCH,
    LeaseStep,
    batch_of,
    complaint_about,
    header_of,
    learnt,
    lease_steps,
    new_generation,
    offset_of,
    older_hub,
    wait_after,
    worn_out,
)
from agent.core.till_disk import TillDisk
from agent.core.till_memory import TillMemory
from agent.errors import AgentError
from contracts.wire.bodies import NoticeBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refusal
from contracts.wire.sync import Health, SyncReply, write_request
from contracts.wire.sync_news import Configuration
from contracts.wire.units import UnixTime

POLL_S: Final = 3.0
"""How soon a sale is on its way; it also gathers the sales of a busy moment."""
LONGEST_NOTE: Final = 200
MOST_NOTES: Final = 16
_SHUT_OUT: Final = {Refusal.BROKEN_CHAIN, Refusal.REVOKED}
"""Whoever hears these decides nothing alone any more, line or no line, until the hub is well."""
_WELL: Final = {LinkState.UP_TO_DATE, LinkState.SYNCING}


def _nothing() -> None:
    """Tidy nothing up."""


def _nothing_wrong(_config: Configuration) -> list[str]:
    """Take any settings."""
    return []


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the link knows of the till around it, and whom it tells."""

    version: str
    """Of the agent."""
    platform: str
    devices: Callable[[], tuple[str | None, str | None]]
    """Return what is wrong with printer and tap."""
    learnt: Callable[[TillMemory], None]
    """Told when settings or keys are new."""
    log: Callable[[str], None]
    chance: Callable[[], float]
    """A number from 0 up to 1, another one each time."""
    tidy: Callable[[], None] = _nothing
    """Called after each sync, which leaves some garbage."""
    refuses: Callable[[Configuration], list[str]] = _nothing_wrong
    """Return why the till cannot take settings, one sentence each."""


class HubLink:
    """Syncs when there is something to say, and now and then; also says how things stand."""

    def __init__(self, disk: TillDisk, hub: Hub, clock: HubClock, around: Surroundings) -> None:
        self._disk = disk
        self._outbox, self._counter = disk.outbox, disk.counter
        self._hub = hub
        self._clock = clock
        self._around = around
        self._bell = Condition()
        self._rung = False
        self._stopped = False
        self._rounds = 0
        self._begun = 0
        self._failures = 0
        self._most = BATCH
        self._told = 0
        """The newest event that was handed in, whatever the hub made of it."""
        self._asked_s: int | None = None
        self._thread: Thread | None = None
        self.status: LinkStatus = ENROLLED
        self.refused: list[str] = []
        """Why the hub's newest settings are not taken; those before them hold on."""

    def start(self) -> None:
        """Begin to sync, in a thread of its own."""
        self._thread = Thread(target=self.run, name="hub", daemon=True)
        self._thread.start()

    def stop(self, patience_s: float) -> None:
        """End the thread; what it was sending is sent again by the next one."""
        with self._bell:
            self._stopped = True
            self._bell.notify_all()
        if self._thread is not None:
            self._thread.join(patience_s)

    def sync_now(self, patience_s: float) -> LinkStatus:
        """Sync at once; return how the line stands then, or after *patience_s*."""
        with self._bell:
            seen = self._begun  # a round under way may have looked before what is asked about
            self._rung = True
            self._bell.notify_all()
            self._bell.wait_for(lambda: self._rounds > seen or self._stopped, patience_s)
        return self.status

    def run(self) -> None:
        """Sync until stopped."""
        while not self._stopped:
            more = self.round()
            wait = wait_after(
                self.status.state,
                self._failures,
                more=more,
                asked_s=self._asked_s,
                chance=self._around.chance(),
            )
            self._rest(wait)

    def round(self) -> bool:
        """Sync once, set the status, and tell whether there is more to hand in."""
        more, before = False, self.status.state
        with self._bell:
            self._begun += 1
        try:
            more = self.sync_once()
            self._failures, self._asked_s = 0, None
            if not more:
                self.status = self._status_now()
        except HubError as error:
            self._failures += 1
            self._asked_s = error.wait_s if isinstance(error, HubSilent) else None
            self.status = status_after(error)
        except AgentError as error:
            self._failures += 1
            self.status = LinkStatus(LinkState.OFFLINE, error.title, error.hint)
        if self.status.state is not before:
            self._around.log(f"hub: {self.status.title}")
        if not more:
            with self._bell:
                self._rounds += 1
                self._bell.notify_all()
        self._around.tidy()
        return more

    def sync_once(self) -> bool:
        """Hand in one batch and keep what the hub says; tell whether there is more to hand in."""
        with self._disk.turn:
            self._disk.recover()
            self._disk.book_leftovers()
            self._do_leases(worn_out(self._counter.leases(), self._now()), self._now())
            self._say_notice()
        memory = self._counter.memory
        events = batch_of(self._outbox.events(memory.hub_has, self._most))
        try:
            reply, offset = self._asked(events)
        except HubRefused as refused:
            if refused.code in _SHUT_OUT:
                self._counter.remember(replace(self._counter.memory, apart=True))
            raise
        if (wrong := older_hub(memory, reply)) is not None:
            raise HubSilent(wrong, "Tell the programme's operator.")
        if reply.generation > memory.generation:
            self._around.log(f"hub: generation {reply.generation}: all events are handed in again")
            self._counter.remember(new_generation(memory, reply, offset))
            return True
        self._keep(reply, offset)
        has = self._counter.memory.hub_has
        self._told = max(has, events[-1].sequence if events else 0)
        # A batch that moved nothing is not followed by the same one at once.
        return has != memory.hub_has and self._wants_more(has)

    def _asked(self, events: list[Event]) -> tuple[SyncReply, int]:
        """Return the hub's answer and its clock's offset; a wrong clock is set right once."""
        try:
            return self._sent(events)
        except HubRefused as refused:
            if refused.code in {Refusal.TOO_LARGE, Refusal.TOO_LONG} and self._most > 1:
                self._most = max(1, len(events) // 2)
                raise HubSilent("a batch was too large for it", "Smaller ones follow.") from refused
            if refused.code != Refusal.CLOCK_SKEW or refused.time is None:
                raise
            own = self._clock.own()
            offset = offset_of(refused.time, own, own, None)
            note = f"the clock of this computer is {-offset} s off"
            memory = replace(self._counter.memory, offset=offset, clock_note=note)
            self._counter.remember(memory)
            self._clock.offset = offset
            return self._sent(events)

    def _sent(self, events: list[Event]) -> tuple[SyncReply, int]:
        memory = self._counter.memory
        health = self._health()
        if events:
            self.status = syncing(health.pending)
        lease = next((it.lease for it in self._counter.leases()), None)
        head = self._outbox.head()
        header = header_of(memory, head, lease, health, self._counter.spent_count())
        body = write_request(header, (event.raw for event in events))
        sent_at = self._clock.own()
        reply = self._hub.sync(body)
        offset = offset_of(reply.time, sent_at, self._clock.own(), memory.offset)
        if reply.acknowledged > head[0] and reply.generation == memory.generation:
            raise HubRefused(
                Refusal.BROKEN_CHAIN,
                f"it holds event {reply.acknowledged}, and this till's newest is {head[0]}",
            )
        return reply, offset

    def _keep(self, reply: SyncReply, offset: int) -> None:
        """Put what the hub says on disk, piece by piece: each may be said again."""
        before = self._counter.memory
        if reply.set_aside:
            self._counter.set_aside(
                {it.sequence: f"{it.refusal}: {it.detail}"[:LONGEST_NOTE] for it in reply.set_aside}
            )
        now = UnixTime(self._clock.own() + offset)
        self._outbox.acknowledge(reply.acknowledged, now)
        self._outbox.prune(now)
        memory = self._with_head(learnt(before, self._as_taken(reply), offset), reply)
        self._counter.remember(memory)
        self._clock.offset = offset
        if reply.cancellations.up_to > memory.cancellations_up_to:
            self._counter.cancel(reply.cancellations)
        granted = None if reply.revoked else reply.lease
        known = self._counter.lease(granted.lease) if granted else None
        with self._disk.turn:
            # First what was taken, then what ends it: the hub reads them in this order.
            self._disk.book_leftovers()
            self._say_notice()
            now = self._now()
            steps = lease_steps(self._counter.leases(), granted, known, now)
            self._do_leases(steps, now)
        if (memory.config, memory.keys) != (before.config, before.keys):
            self._around.learnt(memory)

    def _as_taken(self, reply: SyncReply) -> SyncReply:
        """Return the reply without settings that this till cannot take.

        The till goes on naming the version before, so the hub says them again with each sync, and
        hears each time why they were not taken.
        """
        problems = self._around.refuses(reply.config) if reply.config is not None else []
        if problems != self.refused:
            for problem in problems:
                self._around.log(f"hub: its settings are refused, the old ones hold: {problem}")
            self.refused = problems
        return replace(reply, config=None) if problems else reply

    def _do_leases(self, steps: list[LeaseStep], now: UnixTime) -> None:
        """Do each step, but on a copied disk: nobody knows what was taken under its leases.

        The hub counts them until a manager writes the till off.
        """
        if not self._counter.memory.copied:
            self._disk.do_leases(steps, now)

    def _with_head(self, memory: TillMemory, reply: SyncReply) -> TillMemory:
        """Compare the ledger's head with those seen before, and remember it."""
        shown = reply.ledger_head
        known = self._counter.head(reply.generation, shown.number) if shown else None
        complaint = complaint_about(memory.ledger_head, known, shown)
        if complaint is not None:
            if memory.ledger_complaint is None:
                self._around.log(f"hub: {complaint}: tell the programme's operator")
            return replace(memory, ledger_complaint=complaint)
        if shown is not None and known is None:
            self._counter.remember_head(reply.generation, shown)
        return replace(memory, ledger_head=shown)

    def _say_notice(self) -> None:
        """Say in the chain which cancellations are on disk; the turn must be held.

        A copied disk does not: what it was put in the place of may have taken the vouchers.
        """
        memory = self._counter.memory
        if memory.cancellations_up_to > memory.noticed_up_to and not memory.copied:
            self._outbox.append(NoticeBody(memory.cancellations_up_to), self._now())
            self._counter.remember(replace(memory, noticed_up_to=memory.cancellations_up_to))

    def _status_now(self) -> LinkStatus:
        memory = self._counter.memory
        if memory.revoked:
            return REVOKED
        return UP_TO_DATE if memory.hub_has >= self._told else syncing(self._told - memory.hub_has)

    def _health(self) -> Health:
        outbox = self._outbox.health(self._now())
        printer, tap = self._around.devices()
        memory = self._counter.memory
        return Health(
            version=self._around.version,
            platform=self._around.platform,
            pending=outbox.pending,
            oldest_pending_age=outbox.oldest_pending_age,
            set_aside=len(self._counter.set_aside_events()),
            printer=printer and printer[:LONGEST_NOTE],
            tap=tap and tap[:LONGEST_NOTE],
            disk_free=outbox.free,
            clock_offset=memory.offset,
            notes=(*memory.notes(), *self._refusals())[:MOST_NOTES],
        )

    def _refusals(self) -> list[str]:
        return [f"Settings refused: {it}"[:LONGEST_NOTE] for it in self.refused]

    def _now(self) -> UnixTime:
        return UnixTime(max(self._clock.now(), self._counter.memory.latest))

    def _rest(self, seconds: float) -> None:
        """Wait; until stopped, asked, or, while all is well, until there is something to say."""
        left = seconds
        with self._bell:
            while left > 0 and not (self._stopped or self._rung):
                self._bell.wait(min(POLL_S, left))
                left -= POLL_S
                if self.status.state in _WELL and self._wants_more(self._told):
                    break
            self._rung = False

    def _wants_more(self, after: int) -> bool:
        try:
            return self._outbox.head()[0] > after
        except AgentError:
            return False
