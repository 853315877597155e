"""What anyone may push for a wallet: its claim, proven against the root that counts now."""

from hub.core.ports.hub import Hub
from hub.core.ports.settler import Claim
from hub.core.settlement.epochs import Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of
from hub.usecases.settlement_desk import BEAT, Desk, tree_at


def claimable_epoch(hub: Hub) -> Statement | None:
    """Return the epoch whose root claims are checked against, as the worker last saw it."""
    with hub.store.read() as work:
        number = int(work.jobs.facts(BEAT).get("claimable", 0))
        epoch = work.settlements.epoch(number) if number else None
    return None if epoch is None else epoch.statement


def claim_of(hub: Hub, desk: Desk, wallet: str) -> tuple[Statement, int, Claim] | None:
    """Return a wallet's claim: the epoch, what it proves in all, and its proof.

    None where the wallet has been issued nothing that counts yet.
    """
    said = claimable_epoch(hub)
    if said is None:
        return None
    leaves = tree_of(hub, desk, said)
    cumulative = leaves.get(key_of(wallet))
    if not cumulative:
        return None
    return said, cumulative, Claim(wallet, leaves.proof(key_of(wallet)))


def tree_of(hub: Hub, desk: Desk, said: Statement) -> Leaves:
    """Return the cumulative tree of an epoch."""
    with hub.store.read() as work:
        return tree_at(work, desk, said)
