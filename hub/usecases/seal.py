"""Seals the ledger: the worker's part, so that writers never queue on the head of a chain."""

from typing import Final

from hub.core.blocks import BLOCK_MOST, Head, seal
from hub.core.ports.hub import Hub
from hub.usecases.settlement_desk import BEAT

CAP_PARTS: Final = 2
"""Blocks that an epoch has room for at least: a cap that is halved later holds nothing up."""


def seal_ledger(hub: Hub, most: int = BLOCK_MOST) -> int:
    """Seal what has been written, in blocks of at most *most*; return how many blocks.

    None are sealed while somebody's long transaction is open: the next run does it. Where epochs
    are stated on chain, a block ends before it alone would be more than the token takes at once.
    """
    with hub.store.begin() as work:
        last = work.blocks.safe_last()
        cap = int(work.jobs.facts(BEAT).get("growth_cap", 0))
    sealed = 0
    while last is not None and _seal_one(hub, last, most, cap):
        sealed += 1
    return sealed


def ledger_head(hub: Hub) -> Head | None:
    """Return the head of the sealed ledger, which tills remember."""
    with hub.store.read() as work:
        return work.blocks.head()


def _seal_one(hub: Hub, last: int, most: int, cap: int) -> bool:
    with hub.store.begin() as work:
        previous = work.blocks.lock_last()
        after = 0 if previous is None else previous.last_seq
        until = last
        if cap > 0:
            until = work.blocks.until_grown(after, last, most, cap // CAP_PARTS)
        leaves = work.blocks.leaves(after, until, most)
        if not leaves:
            return False
        head = None if previous is None else previous.head
        work.blocks.add(seal(head, work.blocks.generation(), leaves, hub.clock.now()))
        return True
