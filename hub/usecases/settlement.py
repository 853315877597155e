"""Settlement: sealed blocks to epochs on chain, each once, whatever fails in between.

One run does one step and stores what it did before the next; so a worker may be killed at any
line, and two may run at once. The chain is read before the database: what the chain said then,
the database knows by now, or nobody of ours stored it.
"""

from dataclasses import replace

from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ports.archive import ArchiveMismatch, ArchiveUnavailable
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch, EpochState
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.epochs import (
    MESSAGE_LIFE,
    PATIENCE,
    ChainState,
    Message,
    Statement,
    Step,
    Verdict,
    is_due,
    judge,
    next_step,
)
from hub.usecases.moves import book_lost_moves
from hub.usecases.settlement_check import reconcile
from hub.usecases.settlement_desk import (
    BEFORE_SENDING,
    Desk,
    Halt,
    beat,
    halt,
    halt_in,
    statement_of,
)
from hub.usecases.settlement_plan import CapReached, adopt, keep_outside, plan

ROOT = "root"
"""The kind of an epoch's message."""
_LAST_TIME = 2**32 - 1
"""That a message's life can name."""


def settle(hub: Hub, desk: Desk) -> dict[str, object]:
    """Do the next step of settlement and say which; what cannot be done now waits."""
    try:
        seen = desk.settler.state()
        done = _settle(hub, desk, seen)
    except SettlerUnavailable as silent:
        return {"waits": str(silent)}
    except ArchiveUnavailable as unavailable:
        return {"waits": str(unavailable)}
    except ArchiveMismatch:
        return halt(hub, Halt.ARCHIVE)
    beat(hub, seen, hub.clock.now(), done.get("beyond"))
    return done


def _settle(hub: Hub, desk: Desk, seen: ChainState) -> dict[str, object]:
    with hub.store.read() as work:
        halted = work.settlements.mark().halted
        last = work.settlements.last()
        before = None if last is None else work.settlements.epoch(last.statement.epoch - 1)
    if halted:
        return {}
    book_lost_moves(hub)
    if last is not None and last.state is EpochState.STORED:
        return _carry_on(hub, desk, last, before, seen)
    if seen.stated.epoch < statement_of(last).epoch:
        # A veto takes the settler away; without one it is a server that is late.
        return {"waits": "the server is behind"} if seen.ours else halt(hub, Halt.NOT_OURS)
    known = desk.archive.record(statement_of(last).epoch + 1)
    if known is not None:
        adopted = adopt(hub, desk, known)
        return {} if adopted is None else {"adopted": adopted.statement.epoch}
    if seen.stated != statement_of(last):
        return halt(hub, Halt.FOREIGN)
    return _next(hub, desk, last, seen) if seen.ours else halt(hub, Halt.NOT_OURS)


def _next(hub: Hub, desk: Desk, last: Epoch | None, seen: ChainState) -> dict[str, object]:
    """Plan and send the next epoch, if its time has come and there is anything to state."""
    with hub.store.read() as work:
        every = work.policy.settle_every
    if not is_due(seen, every):
        return {}
    try:
        planned = plan(hub, desk, seen)
    except CapReached as reached:
        facts = {"block": reached.block, "needs": reached.needs, "cap": seen.growth_cap}
        return {"waits": "the growth cap is below one block", "beyond": facts}
    return {} if planned is None else _carry_on(hub, desk, planned, last, seen)


def _carry_on(
    hub: Hub, desk: Desk, epoch: Epoch, before: Epoch | None, seen: ChainState
) -> dict[str, object]:
    """Bring an epoch whose outcome is not known one step further."""
    said = epoch.statement
    verdict = judge(said, statement_of(before), seen.stated)
    if verdict is Verdict.DONE:
        return _confirmed(hub, desk, epoch, seen)
    if verdict is Verdict.BEHIND:
        return {"waits": "the server is behind"}
    if verdict is Verdict.FOREIGN:
        if not _is_ahead(desk, said, seen.stated):
            return halt(hub, Halt.FOREIGN)
        return _confirmed(hub, desk, epoch, seen)
    if not seen.ours:
        return halt(hub, Halt.NOT_OURS)
    if not keep_outside(hub, desk, epoch):
        return {}
    return _sent(hub, desk, epoch, seen)


def _is_ahead(desk: Desk, said: Statement, stated: Statement) -> bool:
    """Whether the chain states a later epoch of the archive: a restored hub is catching up."""
    mine = desk.archive.record(said.epoch)
    later = desk.archive.record(stated.epoch)
    if mine is None or later is None or stated.epoch <= said.epoch:
        return False
    return (mine.statement, later.statement) == (said, stated)


def _sent(hub: Hub, desk: Desk, epoch: Epoch, seen: ChainState) -> dict[str, object]:
    """Send the stored message, or a newly signed one once the stored one is dead."""
    number = epoch.statement.epoch
    with hub.store.read() as work:
        message = work.settlements.message(ROOT, number)
    if next_step(message, seen) is Step.SIGN:
        tried = 0 if message is None else message.attempt
        if message is not None and tried >= PATIENCE and seen.now <= message.valid_until:
            return {"waits": f"epoch {number} was refused {tried} times"}
        message = _signed(hub, desk, epoch, tried + 1, seen)
        if message is None:
            return {}
    assert message is not None, "there is one to send"
    desk.settler.send(message.boc)
    return {"sent": number, "attempt": message.attempt}


def _signed(hub: Hub, desk: Desk, epoch: Epoch, attempt: int, seen: ChainState) -> Message | None:
    """Sign and store a message; None where another worker has stored one: that one sends."""
    until = UnixTime(min(seen.now + MESSAGE_LIFE, _LAST_TIME))
    signed = desk.settler.sign_root(epoch.statement, seen.sequence, until)
    number = epoch.statement.epoch
    message = Message(number, attempt, signed.boc, signed.hash, signed.sequence, signed.valid_until)
    with hub.store.begin() as work:
        stored = work.settlements.add_message(ROOT, message, hub.clock.now())
        if attempt == 1:
            held = {"epoch": number, "balance": seen.balance}
            work.jobs.beat(BEFORE_SENDING, hub.clock.now(), held)
    return message if stored else None


def _confirmed(hub: Hub, desk: Desk, epoch: Epoch, seen: ChainState) -> dict[str, object]:
    """Note that the chain states *epoch*, once the check of both sides is done."""
    said, found = epoch.statement, reconcile(hub, desk, epoch, seen)
    with hub.store.begin() as work:
        work.settlements.lock()
        now = work.settlements.epoch(said.epoch)
        if now is None or now.state is EpochState.CONFIRMED:
            return {}
        found = replace(found, spent=_spent(work, said.epoch, seen))
        work.settlements.confirm(said.epoch, hub.clock.now(), found)
        work.feed.publish("chain.epoch", found.to_json())
        if not found.good:
            # Here and not afterwards: a worker that dies between would go on as if all were well.
            return halt_in(work, Halt.UNBALANCED, hub.clock.now())
    return {"epoch": said.epoch}


def _spent(work: Work, epoch: int, seen: ChainState) -> int | None:
    """Return by how much the settler's wallet fell since *epoch* was signed; None if unknown."""
    held = work.jobs.facts(BEFORE_SENDING)
    if held.get("epoch") != epoch or held["balance"] < seen.balance:
        return None  # a restored hub never signed it, or somebody filled the wallet up meanwhile
    return int(held["balance"]) - seen.balance


def resume_settlement(hub: Hub, actor: Actor, desk: Desk) -> None:
    """Go on after a halt, as a person of the operator says; what a veto took away goes again."""
    actor.require(Permission.SETTINGS_EDIT)
    seen = desk.settler.state()
    with hub.store.begin() as work:
        mark = work.settlements.lock()
        last = work.settlements.last()
        if last is not None and last.state is EpochState.CONFIRMED:
            before = statement_of(work.settlements.epoch(last.statement.epoch - 1))
            if seen.stated == before:
                work.settlements.unconfirm(last.statement.epoch)
        now = hub.clock.now()
        work.settlements.halt("", now)
        work.audit.write(actor.entry(now, "chain.resume", mark.halted or "was not halted"))
