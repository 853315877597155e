"""A till hands in what happened and learns what is new: one request, one transaction."""

from collections.abc import Sequence as Many
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from contracts.wire.event import genesis
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sync import SyncHeader, SyncReply, read_request
from contracts.wire.units import Sequence, TillId
from hub.core.chain import (
    Followed,
    Fork,
    ForkedChain,
    Known,
    Line,
    follow,
    put_in_place,
    read_lines,
    require_head,
)
from hub.core.ports.hub import Hub, Work
from hub.core.tills import SyncedTill, TillState
from hub.usecases.sync_parts import PARTS, TillParts
from hub.usecases.sync_reply import Synced, reply_to
from hub.usecases.till_keys import reopen_shop


def sync_till(hub: Hub, till: TillId, raw: bytes, parts: TillParts = PARTS) -> SyncReply:
    """Store and apply what *till* hands in with the body *raw*; return what it is to know.

    A till whose chain has forked is refused, and what it handed in is kept for a person.
    """
    header, raws = read_request(raw)
    lines = put_in_place(read_lines(till, raws), header.head_sequence, header.head_hash)
    with hub.store.begin() as work:
        now = hub.clock.now()
        locked = work.tills.lock(till)
        if locked is None or locked.state is TillState.WAITING:
            raise Refused(Refusal.UNAUTHENTICATED, f"till {till} is not enrolled")
        # Before any member is locked: a revocation goes from the shop to its members, too.
        reopen_shop(work, locked, header.keys_version, now)
        found, known = _followed(work, locked, header, lines)
        work.events.add(till, found.new, now)
        if found.fork is not None:
            locked = _quarantine(work, hub, parts, locked, found.fork)
            work.events.keep_branch(till, found.branch, now)
        _apply(work, hub, parts, locked, found.new)
        reply = reply_to(work, hub, parts, Synced(locked, header, lines, found, known, now))
    if locked.fork_from is not None:
        raise ForkedChain(locked.fork_from)
    return reply


def _followed(
    work: Work, till: SyncedTill, header: SyncHeader, lines: list[Line]
) -> tuple[Followed, dict[int, Known]]:
    """Return what *lines* come to after what the hub holds, and what of them it held."""
    head = till.head_sequence
    least = min((line.place for line in lines), default=head + 1)
    known = work.events.known(till.id, least, head) if least <= head else {}
    found = follow((head, till.head_hash, till.head_at), lines, known)
    require_head(found, header.head_sequence, header.head_hash, _held(work, till, header, found))
    return found, known


def _held(work: Work, till: SyncedTill, header: SyncHeader, found: Followed) -> bytes | None:
    """Return the hash that the hub holds where the till says that its chain ends."""
    place = header.head_sequence
    if place > found.head_sequence:
        return None
    if place == found.head_sequence:
        return found.head_hash
    if place == 0:
        return genesis(till.id, till.enrolment)
    held = work.events.known(till.id, place, place).get(place)
    return held.hash if held else None


def _quarantine(work: Work, hub: Hub, parts: TillParts, till: SyncedTill, fork: Fork) -> SyncedTill:
    """Put a till aside whose chain is not the one that the hub holds, from the fork on."""
    first = fork.sequence if till.fork_from is None else min(fork.sequence, till.fork_from)
    if first == till.fork_from:
        return till
    state = TillState.QUARANTINED if till.state is TillState.ACTIVE else till.state
    till = replace(till, state=state, fork_from=Sequence(first))
    work.tills.set_state(till.id, state, fork.detail, fork_from=first)
    parts.review_from(work, hub, till, first, fork.refusal.value)
    work.feed.publish(
        "till.quarantined", {"till": till.id, "sequence": first}, till=till.id, partner=till.partner
    )
    return till


def _apply(work: Work, hub: Hub, parts: TillParts, till: SyncedTill, new: Many[Line]) -> None:
    """Do what the new events ask for, in the order of the chain, a run of one kind at a time."""
    events = [line.event for line in new if line.event is not None]
    for kind, run in groupby(events, key=attrgetter("kind")):
        if applier := parts.appliers.get(kind):
            applier(work, hub, till, list(run))
