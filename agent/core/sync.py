"""Handing in and learning: what to send next, what to make of the reply, when to try again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from agent.core.hub_words import LinkState
from agent.core.till_memory import HeldLease, TillMemory
from contracts.wire.event import Event
from contracts.wire.sync import MOST_EVENTS, Health, SyncHeader, SyncReply, fits
from contracts.wire.sync_news import Lease, LedgerHead
from contracts.wire.units import Sequence, UnixTime

BATCH: Final = MOST_EVENTS
"""Events read from disk for one request."""
STEADY_S: Final = 60.0
"""Between two syncs of a till that has nothing to send: how old its lease and news may be."""
FIRST_RETRY_S: Final = 2.0
LONGEST_RETRY_S: Final = 300.0
"""A line that is down for hours is tried every five minutes; a sale wakes nothing up before."""
HOPELESS_S: Final = 900.0
"""Where only people can help: revoked, quarantined, refused."""
JUMP_S: Final = 120
"""A clock that moved by more than this against the hub's is told of."""
SMALL_S: Final = 1
"""Seconds of offset that are only the line's own slowness."""
LONGEST_HINT_S: Final = 900
"""No hub may silence a till for longer by asking for patience."""

_HOPELESS: Final = {LinkState.REVOKED, LinkState.QUARANTINED, LinkState.REFUSED}


def batch_of(events: list[Event]) -> list[Event]:
    """Return as many of *events*, from the first on, as fit one request."""
    return events[: fits(len(event.raw) for event in events)]


def header_of(
    memory: TillMemory,
    head: tuple[Sequence, bytes],
    lease: int | None,
    health: Health,
    spent_count: int,
) -> SyncHeader:
    """Return where the till stands, with *head* the newest event's sequence and hash."""
    return SyncHeader(
        generation=memory.generation,
        head_sequence=head[0],
        head_hash=head[1],
        ledger_head=memory.ledger_head,
        config_version=memory.config.version if memory.config else 0,
        catalogue_version=memory.catalogue.version if memory.catalogue else 0,
        keys_version=memory.keys.version if memory.keys else 0,
        cancellations_up_to=memory.cancellations_up_to,
        lease=lease,
        health=health,
        spent_count=spent_count,
    )


def older_hub(memory: TillMemory, reply: SyncReply) -> str | None:
    """Return what is wrong when a hub of a generation that is over answers."""
    if reply.generation >= memory.generation:
        return None
    return (
        f"a hub of generation {reply.generation} answers, and this till knows"
        f" {memory.generation}: somebody runs an old copy of it"
    )


def new_generation(memory: TillMemory, reply: SyncReply, offset: int) -> TillMemory:
    """Return what is left of the memory when a hub restored from a backup answers first.

    What it told before may be gone, so everything is asked for anew and every event on disk is
    handed in again; only what was spent, cancelled and leased here stays.
    """
    return TillMemory(
        generation=reply.generation,
        offset=offset,
        latest=UnixTime(max(memory.latest, reply.time)),
        clock_note=memory.clock_note,
        damage_note=memory.damage_note,
        copied=memory.copied,
    )


def learnt(memory: TillMemory, reply: SyncReply, offset: int) -> TillMemory:
    """Return what the till knows after *reply*; cancellations and heads are remembered apart."""
    has = reply.acknowledged if reply.resend_from is None else Sequence(reply.resend_from - 1)
    return replace(
        memory,
        hub_has=has,
        config=reply.config or memory.config,
        catalogue=reply.catalogue or memory.catalogue,
        keys=reply.keys or memory.keys,
        offset=offset,
        latest=UnixTime(max(memory.latest, reply.time)),
        revoked=reply.revoked,
        apart=False,
        clock_note=_jump(memory.offset, offset) or memory.clock_note,
    )


def complaint_about(
    newest: LedgerHead | None, known: bytes | None, shown: LedgerHead | None
) -> str | None:
    """Return what is wrong with the head that the hub shows; *known* is that number's hash.

    A sealed ledger only grows: within a generation no head goes back and none changes.
    """
    if newest is None:
        return None
    if shown is None:
        return f"the ledger was sealed up to block {newest.number}, and now it shows none"
    if shown.number < newest.number:
        return f"the ledger went back from block {newest.number} to {shown.number}"
    if known is not None and known != shown.hash:
        return f"block {shown.number} of the ledger is not what it was"
    return None


def offset_of(hub_time: UnixTime, sent_at: UnixTime, got_at: UnixTime, known: int | None) -> int:
    """Return the seconds to add to this computer's clock for the hub's.

    The hub looked at its clock somewhere between asking and answer; a difference that this
    explains changes nothing.
    """
    sent_at = min(sent_at, got_at)  # the clock was set while the till waited
    least, most = hub_time - got_at - SMALL_S, hub_time - sent_at + SMALL_S
    if known is not None and least <= known <= most:
        return known
    if least <= 0 <= most:
        return 0
    return hub_time - (sent_at + got_at) // 2


@dataclass(frozen=True, slots=True)
class Take:
    """Say in the chain that a lease is taken, then accept under it."""

    lease: Lease


@dataclass(frozen=True, slots=True)
class Extend:
    """Move the end of the open lease."""

    lease: int
    expires_at: UnixTime


@dataclass(frozen=True, slots=True)
class Close:
    """Accept nothing more under a lease, then say so in the chain."""

    lease: int


LeaseStep = Take | Extend | Close


def lease_steps(
    held: Iterable[HeldLease], granted: Lease | None, known: HeldLease | None, now: UnixTime
) -> list[LeaseStep]:
    """Return what to do with the leases, in order; *known* is what is on disk of *granted*.

    A grant is repeated until its end is in the hub's copy of the chain, so one that was closed
    comes again and is left closed; and the same lease saying something else is not believed.
    """
    stays = _staying(granted, known, now)
    steps: list[LeaseStep] = [
        Close(it.lease) for it in held if stays is None or it.lease != stays.lease
    ]
    if granted is None or granted.expires_at <= now:
        return steps
    if known is None:
        steps.append(Take(granted))
    elif stays is not None and known.expires_at != granted.expires_at:
        steps.append(Extend(granted.lease, granted.expires_at))
    return steps


def worn_out(held: Iterable[HeldLease], now: UnixTime) -> list[LeaseStep]:
    """Return the leases to close because they ran out: of time, of vouchers or of money."""
    return [Close(it.lease) for it in held if it.expires_at <= now or min(it.left) <= 0]


def wait_after(
    state: LinkState, failures: int, *, more: bool, asked_s: int | None, chance: float
) -> float:
    """Return the seconds until the next sync; *chance* is from 0 up to 1.

    A thousand tills that lost the hub at the same moment must not come back at the same moment.
    """
    if state in _HOPELESS:
        return HOPELESS_S * (0.75 + chance / 2)
    if failures == 0:
        return 0.0 if more else STEADY_S * (0.75 + chance / 2)
    longest = min(LONGEST_RETRY_S, FIRST_RETRY_S * float(1 << min(failures - 1, 16)))
    wait = longest * (0.5 + chance / 2)
    return max(wait, float(min(asked_s or 0, LONGEST_HINT_S)))


def _staying(granted: Lease | None, known: HeldLease | None, now: UnixTime) -> Lease | None:
    """Return the grant when it is the open lease that is on disk, still good and unchanged."""
    if granted is None or known is None or not known.open or granted.expires_at <= now:
        return None
    return granted if known.says_the_same(granted) else None


def _jump(before: int | None, after: int) -> str | None:
    if before is None or abs(after - before) <= JUMP_S:
        return None
    return f"the clock of this computer jumped by {before - after} s"
