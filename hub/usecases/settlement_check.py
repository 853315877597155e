"""The check after every epoch: the chain, the ledger and the hub's books each count for themselves.

What the token calls burned follows from its supply and is no count of its own; so each return is
counted by the logs that the hub took in, by the ledger's accounts, and by reading the manager's
logs a second time, and all must agree.
"""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch
from hub.core.settlement.epochs import BURNED_AFTER, Books, ChainState, Reconciled
from hub.core.settlement.moves import Returned
from hub.usecases.settlement_desk import Desk

COUNTED: Final = "custody from nothing"
"""The heartbeat of the last count of the whole ledger."""
COUNT_EVERY: Final = 24 * 3600
"""Seconds between counts from the first transfer: of ten million it takes the better part of a
minute; the balances of all accounts are compared at every epoch."""


def reconcile(hub: Hub, desk: Desk, epoch: Epoch, seen: ChainState) -> Reconciled:
    """Return what both sides say of *epoch*, which the chain states as *seen*."""
    said = epoch.statement
    # Of an epoch that later ones stand on, the supply of its own time cannot be read any more.
    supply = seen.supply if seen.stated == said else said.total - seen.burned
    lost = _audit(hub, desk)
    unburned = desk.settler.unburned()
    with hub.store.read() as work:
        custody, off = _custody(hub, desk, work, epoch)
        books = Books(
            members_off=off,
            issued_by_moves=work.settlements.issued_by_moves(said.epoch),
            out=work.moves.out_by_ledger(),
            out_by_logs=work.moves.out_by_logs(),
            returned=work.logs.taken(UnixTime(seen.now - BURNED_AFTER)),
            unburned=unburned,
            lost=lost,
        )
    return Reconciled(
        said.epoch, said.block, said.custody, custody, supply, said.issued, seen.burned, books
    )


def _custody(hub: Hub, desk: Desk, work: Work, epoch: Epoch) -> tuple[int, int]:
    """Return custody at the epoch's block as the ledger has it, and members who differ.

    Of an epoch of a generation before, whose blocks are lost, the archive says it.
    """
    if epoch.generation != work.blocks.generation():
        return sum(points for _, points in desk.archive.balances(epoch.statement.epoch)), 0
    booked, off = work.settlements.booked_custody()
    counted = work.jobs.beats().get(COUNTED)
    if counted is not None and counted > hub.clock.now() - COUNT_EVERY:
        return booked, off
    from_nothing = work.settlements.custody_from_nothing(work.settlements.mark().seq)
    with hub.store.begin() as noting:
        noting.jobs.beat(COUNTED, hub.clock.now(), {})
    return from_nothing, off + (from_nothing != booked)


def _audit(hub: Hub, desk: Desk) -> int:
    """Read again what the manager logged up to where the hub has read; return what was missed.

    What was missed is taken in at once; that it could be missed is for a person to look at.
    """
    with hub.store.read() as work:
        after, until = work.logs.audited(), work.settlements.mark().returns
    logs: list[Returned] = []
    place = after
    while place < until:
        read = desk.settler.returns(place)
        logs += [it for it in read if it.lt <= until]
        place = read[-1].lt if read else until
    if after >= until:
        return 0
    with hub.store.begin() as work:
        work.settlements.lock()
        return work.logs.audit(desk.manager, logs, until)
