"""What the hub answers to a sync, and what it remembers of the till."""

from dataclasses import dataclass

from contracts.wire.bodies import EventKind
from contracts.wire.sync import SetAside, SyncHeader, SyncReply
from contracts.wire.sync_news import Cancellations, LedgerHead
from contracts.wire.units import Sequence, UnixTime
from hub.core.chain import Followed, Known, Line
from hub.core.ports.hub import Hub, Work
from hub.core.till_settings import configuration
from hub.core.tills import SyncedTill, TillState
from hub.usecases.sync_parts import TillParts
from hub.usecases.till_keys import keys_news

_GONE = (TillState.REVOKED, TillState.WRITTEN_OFF)


@dataclass(frozen=True, slots=True)
class Synced:
    """A sync whose events are stored and applied."""

    till: SyncedTill
    header: SyncHeader
    lines: list[Line]
    found: Followed
    known: dict[int, Known]
    """Of the lines, what the hub held before."""
    now: UnixTime
    generation: int
    """Of the hub."""
    ledger_head: LedgerHead | None


def reply_to(work: Work, hub: Hub, parts: TillParts, synced: Synced) -> SyncReply:
    """Return what the till is to know now, and remember how it stands."""
    till, header, found = synced.till, synced.header, synced.found
    generation = synced.generation
    work.tills.synced(
        till.id,
        found,
        synced_at=synced.now,
        generation=header.generation,
        disk_head=header.head_sequence,
        resend_from=_still_missing(synced),
        health={
            **header.health.to_json(),
            "lease": header.lease,
            "spent": header.spent_count,
            "keys": header.keys_version,
            "config": header.config_version,
            "config_since": till.config_since
            if till.config == header.config_version
            else synced.now,
        },
    )
    keys = keys_news(work, hub, till, header.keys_version, synced.now)
    config = configuration(till.shop_settings, till.settings, till.registers)
    trusted = till.trusted
    return SyncReply(
        acknowledged=Sequence(found.head_sequence),
        set_aside=(*_set_aside(synced), *_gave_nothing(work, synced)),
        resend_from=_again(synced),
        time=synced.now,
        generation=generation,
        ledger_head=synced.ledger_head,
        config=None if config.version == header.config_version else config,
        catalogue=parts.catalogue(work, hub, till.shop, header.catalogue_version)
        if trusted
        else None,
        keys=keys,
        cancellations=parts.cancellations(work, hub, till, header.cancellations_up_to)
        if trusted
        else Cancellations(up_to=header.cancellations_up_to, vouchers=()),
        # A till of the generation before may hold a lease that this hub knows nothing of: it
        # closes that first, and what it did under it comes in.
        lease=parts.lease(work, hub, till, header)
        if trusted and header.generation == generation
        else None,
        revoked=till.state in _GONE,
    )


def _again(synced: Synced) -> Sequence | None:
    """Return the first event that the hub wants again, where it has a hole or lost the rest."""
    header, found = synced.header, synced.found
    behind = not synced.lines and header.head_sequence > found.head_sequence
    return Sequence(found.head_sequence + 1) if found.gap or behind else None


def _still_missing(synced: Synced) -> Sequence | None:
    """Return what a restored hub still wants of this till: all up to what is on its disk."""
    header, found = synced.header, synced.found
    has_all = header.head_sequence <= found.head_sequence
    if synced.till.resend_from is None or (has_all and header.generation == synced.generation):
        return None
    return Sequence(found.head_sequence + 1)


def _set_aside(synced: Synced) -> tuple[SetAside, ...]:
    """Return what of this request can never be accepted, now and when it came before."""
    aside: dict[int, SetAside] = {}
    for line in synced.found.new:
        if line.refusal is not None:
            aside[line.place] = _aside(line.place, line.refusal.value, line.detail)
    for place in synced.found.known:
        held = synced.known.get(place)
        if held is not None and held.refusal is not None:
            aside[place] = _aside(place, held.refusal, held.detail)
    return tuple(aside[place] for place in sorted(aside))


def _gave_nothing(work: Work, synced: Synced) -> tuple[SetAside, ...]:
    """Return the sales of this request for cards that got nothing: a card blocked meanwhile."""
    cards = [
        line.place
        for line in synced.lines
        if line.event is not None and line.event.kind is EventKind.CARD
    ]
    refused = work.cards.refused(synced.till.id, cards)
    return tuple(_aside(place, it, f"member card: {it}") for place, it in sorted(refused.items()))


def _aside(place: int, refusal: str, detail: str | None) -> SetAside:
    return SetAside(Sequence(place), refusal, detail or refusal)
