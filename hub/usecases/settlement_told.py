"""Settlement as people follow it: epochs with what each cost, and when the next one is due.

It reads what the worker has noted: the web asks the chain nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch, EpochState
from hub.core.settlement.epochs import Message
from hub.core.settlement.pacing import Pace
from hub.usecases.chain_watch import faults_noted
from hub.usecases.next_epoch import Wait, waits_of_time
from hub.usecases.preflight import Fault
from hub.usecases.settlement import ROOT
from hub.usecases.settlement_desk import BEAT, Halt

MONTH: Final = 30 * DAY


class Stage(StrEnum):
    """How far an epoch is."""

    SEALED = "sealed"
    """Stored, and never sent."""
    SENT = "sent"
    """The chain does not state it yet."""
    PUBLISHED = "published"
    """The chain states it; a veto could still take it away."""
    MATURED = "matured"
    """Claims go by it."""
    SETTLED = "settled"
    """Later ones stand on it."""
    VETOED = "vetoed"
    """The admin took it off the chain."""


@dataclass(frozen=True, slots=True)
class ToldEpoch:
    """An epoch and what came of it."""

    epoch: Epoch
    stage: Stage
    message: Message | None
    wallets: int
    """How many had been issued anything by it."""
    spent: int | None
    """NanoTON that the settler's wallet lost by it, as far as anybody saw."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """When the next epoch is due, and what stands in its way, by what the worker noted."""

    due_at: UnixTime | None
    """None: as soon as anything is sealed, or nobody has looked at the chain yet."""
    waits: tuple[Wait, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PushedClaims:
    """What the programme set aside for claims that it pushes."""

    day: int
    """NanoTON in the last day."""
    month: int
    budget: int
    """NanoTON a day."""


def tell_epochs(hub: Hub, before: int | None, limit: int) -> list[ToldEpoch]:
    """Return epochs below number *before*, newest first; they are on chain for everybody."""
    with hub.store.read() as work:
        facts = work.jobs.facts(BEAT)
        halted = work.settlements.mark().halted
        return [_told(work, it, facts, halted) for it in work.settlements.listed(before, limit)]


def foretell(hub: Hub) -> Outlook:
    """Return when the next epoch is due and why not earlier."""
    with hub.store.read() as work:
        facts, every = work.jobs.facts(BEAT), work.policy.settle_every
        mark, last = work.settlements.mark(), work.settlements.last()
        new = bool(work.settlements.blocks(mark.seq, int(facts.get("block", 0)), 1))
        faults = tuple(faults_noted(work))
    pace = Pace(
        int(facts.get("epoch", 0)), UnixTime(int(facts.get("matures_at", 0))),
        int(facts.get("least_interval", 0)), int(facts.get("delay", 0)),
    )  # fmt: skip
    found = {
        Wait.HALTED: bool(mark.halted),
        Wait.UNDER_WAY: last is not None and last.state is EpochState.STORED,
        Wait.NOT_OURS: not facts.get("ours", True),
        **waits_of_time(pace, hub.clock.now(), every),
        Wait.NOTHING_NEW: not new,
    }
    waits = tuple(it for it, holds in found.items() if holds)
    return Outlook(pace.due_at(every) if facts else None, waits, faults)


def pushed_claims(hub: Hub, actor: Actor) -> PushedClaims:
    """Return what pushing members' claims took, to whoever may read the programme's books."""
    actor.require(Permission.LEDGER_READ)
    now = hub.clock.now()
    with hub.store.read() as work:
        return PushedClaims(
            work.sponsoring.spent(UnixTime(now - DAY)),
            work.sponsoring.spent(UnixTime(now - MONTH)),
            work.policy.claim_budget,
        )


def _told(work: Work, epoch: Epoch, facts: Mapping[str, Any], halted: str) -> ToldEpoch:
    number = epoch.statement.epoch
    message = work.settlements.message(ROOT, number)
    spent = (epoch.found or {}).get("spent")
    wallets = work.chronicle.leaf_count(number)
    return ToldEpoch(epoch, _stage(epoch, message, facts, halted), message, wallets, spent)


def _stage(epoch: Epoch, message: Message | None, facts: Mapping[str, Any], halted: str) -> Stage:
    number, claimable = epoch.statement.epoch, int(facts.get("claimable", 0))
    if epoch.state is EpochState.STORED:
        return Stage.SEALED if message is None else Stage.SENT
    if halted == Halt.NOT_OURS and number > int(facts.get("epoch", number)):
        return Stage.VETOED
    if number < claimable:
        return Stage.SETTLED
    return Stage.MATURED if number == claimable else Stage.PUBLISHED
