"""Plans an epoch, as many sealed blocks as the growth cap allows, and stores it whole.

Or takes one up from the archive, which this hub stored before it was restored from a backup.
"""

from dataclasses import dataclass
from typing import Final

from hub.core.ids import MemberId
from hub.core.ports.archive import ArchiveMismatch, EpochRecord
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch, EpochState, Mark, SealedBlock
from hub.core.settlement.custody import Kept, grown, moved_on
from hub.core.settlement.epochs import ChainState, Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of
from hub.usecases.chain_proofs import keep_parts
from hub.usecases.settlement_desk import Desk, KeptTree, statement_of, sums_of, tree_at

BLOCKS_MOST: Final = 1_000
"""Blocks of one epoch: some hours of a busy programme; the next epoch takes the rest."""
FORESEEN_CLAIMS: Final = 1_000
PROOFS_MOST: Final = 5_000
"""Proofs kept beside an epoch; the leaf file makes any other."""


class CapReached(Exception):
    """Even the next block alone grows by more than the token takes at once: the cap is too low."""

    def __init__(self, block: int, needs: int) -> None:
        super().__init__(f"block {block} grows by {needs}")
        self.block = block
        self.needs = needs


@dataclass(slots=True)
class _Covered:
    """What an epoch would cover, up to some block."""

    block: SealedBlock
    after: dict[MemberId, Kept]


def plan(hub: Hub, desk: Desk, seen: ChainState) -> Epoch | None:
    """Store the next epoch, or return None: nothing new, too much at once, or another was first."""
    with hub.store.begin() as work:
        mark = work.settlements.lock()
        last = work.settlements.last()
        open_already = last is not None and last.state is EpochState.STORED
        if mark.halted or open_already or statement_of(last) != seen.stated:
            return None
        covered = _covered(work, mark, seen)
        if covered is None:
            return None
        number, until = seen.stated.epoch + 1, covered.block.last_seq
        gained = work.settlements.state_moves(number, mark.seq, until)
        work.settlements.keep(list(covered.after.values()), until)
        leaves = _grown_tree(work, desk, seen.stated, gained)
        sums = sums_of(hub, number, work.settlements.balances())
        statement = Statement(
            number, leaves.root(), leaves.total(), sums.total(), sums.root(), covered.block.number
        )
        epoch = Epoch(statement, work.blocks.generation(), EpochState.STORED, hub.clock.now())
        work.settlements.add(epoch, gained)
        keep_parts(work, statement, leaves, sums)
    desk.tree = KeptTree(number, statement.root, leaves)
    return epoch


def _grown_tree(work: Work, desk: Desk, before: Statement, gained: dict[str, int]) -> Leaves:
    """Return the tree of *before* with what wallets gained since; a copy, as this may yet fail."""
    leaves = tree_at(work, desk, before).copy()
    for wallet in sorted(gained):
        key = key_of(wallet)
        leaves.put(key, leaves.get(key) + gained[wallet])
    return leaves


def _covered(work: Work, mark: Mark, seen: ChainState) -> _Covered | None:
    """Return the furthest block whose growth the cap allows: all that there is, in most epochs."""
    blocks = work.settlements.blocks(mark.seq, seen.stated.block, BLOCKS_MOST)
    if not blocks:
        return None
    everything = _up_to(work, mark.seq, blocks[-1], {}, {})
    if _growth(work, mark, everything, seen) <= seen.growth_cap:
        return everything
    found: _Covered | None = None
    before: dict[MemberId, Kept] = {}
    after: dict[MemberId, Kept] = {}
    place, needs = mark.seq, 0
    for block in blocks:
        step = _up_to(work, place, block, before, after)
        after, place = step.after, block.last_seq
        growth = _growth(work, mark, step, seen)
        needs = needs or growth
        if growth <= seen.growth_cap:
            found = _Covered(block, dict(after))
    if found is None:
        raise CapReached(blocks[0].number, needs)
    return found


def _up_to(
    work: Work,
    place: int,
    block: SealedBlock,
    before: dict[MemberId, Kept],
    after: dict[MemberId, Kept],
) -> _Covered:
    """Return members after *block*, where they were *after* at *place*."""
    moved = work.settlements.moved(place, block.last_seq)
    unknown = [it.member for it in moved if it.member not in before]
    before.update(work.settlements.kept(unknown))
    return _Covered(block, {**after, **moved_on({**before, **after}, moved)})


def _growth(work: Work, mark: Mark, covered: _Covered, seen: ChainState) -> int:
    """Return by how much the epoch states more than the last one, as the token's cap counts it."""
    before = work.settlements.kept(list(covered.after))
    custody = work.settlements.custody() + grown(before, covered.after)
    out = work.settlements.moved_out(mark.seq, covered.block.last_seq)
    return max(out, custody + out - seen.stated.custody)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the next epoch would state and cost, were it made now."""

    epoch: int
    block: int
    blocks: int
    """Sealed blocks that it covers, or more where they are many."""
    custody: int
    issued: int
    members: int
    """Whose part of custody changes."""
    epoch_cost: int
    """NanoTON, at most."""
    unclaimed: int
    """Wallets with something to claim, counted up to a thousand."""
    claims_cost: int
    """NanoTON to push them all."""
    balance: int
    """NanoTON of the settler's wallet."""


def foresee(hub: Hub, desk: Desk) -> Foreseen | None:
    """Return what the next epoch would be, and do nothing; None where there is nothing to state."""
    seen = desk.settler.state()
    with hub.store.read() as work:
        mark = work.settlements.mark()
        covered = _covered(work, mark, seen)
        if covered is None:
            return None
        before = work.settlements.kept(list(covered.after))
        waiting = len(work.sponsoring.unclaimed(seen.stated.epoch + 1, FORESEEN_CLAIMS))
        return Foreseen(
            epoch=seen.stated.epoch + 1,
            block=covered.block.number,
            blocks=len(work.settlements.blocks(mark.seq, seen.stated.block, BLOCKS_MOST)),
            custody=work.settlements.custody() + grown(before, covered.after),
            issued=seen.stated.issued
            + work.settlements.moved_out(mark.seq, covered.block.last_seq),
            members=len(covered.after),
            epoch_cost=desk.settler.epoch_cost(),
            unclaimed=waiting,
            claims_cost=waiting * work.policy.claim_cost,
            balance=seen.balance,
        )


def adopt(hub: Hub, desk: Desk, record: EpochRecord) -> Epoch | None:
    """Take an epoch up that the archive holds and a restored database does not know.

    Its moves count as made: their wallets have been issued these points, or will be. What of
    them the restored ledger does not hold is taken out of it as soon as it has the points again.
    None where another worker was first.
    """
    said = record.statement
    moves = desk.archive.moves(said.epoch)
    leaves = desk.archive.leaves(said.epoch)
    sums = sums_of(hub, said.epoch, desk.archive.balances(said.epoch))
    gained: dict[str, int] = {}
    for move in moves:
        gained[move.wallet] = gained.get(move.wallet, 0) + move.points
    with hub.store.begin() as work:
        work.settlements.lock()
        before = statement_of(work.settlements.last())
        grown_tree = _grown_tree(work, desk, before, gained)
        if before.epoch + 1 != said.epoch:
            return None
        if not leaves.root() == said.root == grown_tree.root():
            raise ArchiveMismatch(f"the leaves of epoch {said.epoch} do not follow from ours")
        for move in moves:
            if work.moves.get(move.id) is None:
                work.moves.lose(move)
            else:
                work.moves.state(move.id, said.epoch)
        epoch = Epoch(said, record.generation, EpochState.STORED, record.stored_at)
        work.settlements.add(epoch, gained)
        keep_parts(work, said, leaves, sums)
    return epoch


def keep_outside(hub: Hub, desk: Desk, epoch: Epoch) -> bool:
    """Keep *epoch* in the archive, before anything of it is sent; False where it is over."""
    said = epoch.statement
    known = desk.archive.record(said.epoch)
    if known is not None and known.statement == said:
        return True
    with hub.store.read() as work:
        last = work.settlements.last()
        if last is None or last.statement != said or last.state is not EpochState.STORED:
            return False
        leaves = tree_at(work, desk, said)
        balances = work.settlements.balances()
        moves = work.settlements.moves_of(said.epoch)
    wallets = sorted({it.wallet for it in moves})[:PROOFS_MOST]
    proofs = ((wallet, leaves.proof(key_of(wallet))) for wallet in wallets)
    record = EpochRecord(said, epoch.generation, epoch.stored_at)
    desk.archive.store(record, leaves, balances, moves, proofs)
    return True
