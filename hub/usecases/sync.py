"""A till hands in what happened and learns what is new: one request, one transaction."""

from collections.abc import Sequence as Many
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Final

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
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.generations import MOST_AHEAD
from hub.core.ports.hub import Hub, Work
from hub.core.reviews import Review, ReviewKind, reasons_of
from hub.core.tills import SyncedTill, TillState
from hub.errors import TransactionLost
from hub.usecases.sync_parts import PARTS, TillParts
from hub.usecases.sync_reply import Synced, reply_to
from hub.usecases.till_keys import reopen_shop

_TURNS: Final = 3
"""Transactions tried for one request, when others that lock the same members stand in the way."""


def sync_till(hub: Hub, till: TillId, raw: bytes, parts: TillParts = PARTS) -> SyncReply:
    """Store and apply what *till* hands in with the body *raw*; return what it is to know.

    A till whose chain has forked is refused, and what it handed in is kept for a person.
    """
    header, raws = read_request(raw)
    lines = put_in_place(read_lines(till, raws), header.head_sequence, header.head_hash)
    for turn in range(1, _TURNS + 1):
        try:
            return _synced(hub, parts, till, (header, lines))
        except TransactionLost:
            if turn == _TURNS:
                raise
    raise AssertionError("the last turn returns or raises")


def _synced(
    hub: Hub, parts: TillParts, till: TillId, handed_in: tuple[SyncHeader, list[Line]]
) -> SyncReply:
    """Sync in one transaction; nothing happened when it is lost."""
    header, lines = handed_in
    with hub.store.begin() as work:
        locked = work.tills.lock(till)
        if locked is None or locked.state is TillState.WAITING:
            raise Refused(Refusal.UNAUTHENTICATED, f"till {till} is not enrolled")
        answer = _answer(work, hub, parts, (locked, header, lines))
    if isinstance(answer, Refused):
        raise answer
    return answer


def _answer(
    work: Work, hub: Hub, parts: TillParts, handed_in: tuple[SyncedTill, SyncHeader, list[Line]]
) -> SyncReply | Refused:
    """Return the reply, or a refusal that what was stored on its way stays stored with."""
    till, header, lines = handed_in
    generation, ledger_head = work.tills.hub_state()
    if header.generation > generation + MOST_AHEAD:
        raise Refused(Refusal.MALFORMED, f"generation {header.generation} that nobody opened")
    if header.generation > generation:
        return _older_copy(work, till, header.generation)
    now = hub.clock.now()
    found, known = _followed(work, till, header, lines)
    work.events.add(till.id, found.new, now)
    if found.fork is not None:
        till = _quarantine(work, hub, parts, till, found.fork)
        work.events.keep_branch(till.id, found.branch, now)
    _apply(work, hub, parts, till, found.new)
    synced = Synced(till, header, lines, found, known, now, generation, ledger_head)
    # After the members: everybody locks a shop after them.
    reopen_shop(work, till, header.keys_version, now)
    reply = reply_to(work, hub, parts, synced)
    return reply if till.fork_from is None else ForkedChain(till.fork_from)


def _older_copy(work: Work, till: SyncedTill, generation: int) -> Refused:
    """Take nothing: the till knows a later hub than this one, which an operator must open."""
    work.tills.set_generation(till.id, generation)
    work.feed.publish("hub.older_copy", {"till": till.id, "generation": generation})
    return Refused(
        Refusal.BUSY,
        f"till {till.id} knows generation {generation}: open a new one on this restored hub",
    )


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
    if state is TillState.QUARANTINED:
        numbers = {"sequence": first}
        why = reasons_of(assessed([Reason(Suspicion.TILL_QUARANTINED, Verdict.REVIEW, numbers)]))
        about = Review(ReviewKind.TILL, str(till.id), till.partner, till.shop, why=why)
        work.reviews.add_reasons(about, hub.clock.now())
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
