"""Checks the whole ledger: its chain of blocks, every entry, and every sum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from hub.core.blocks import NOTHING_BEFORE, Block, Head, Leaf, hash_of, leaves_in
from hub.core.findings import Finding, Report, Wrong, account_name
from hub.core.merkle import root_of
from hub.core.ports.blocks import Blocks, Books, TrialRow, WrongBalance
from hub.core.ports.hub import Hub

FINDINGS_MOST: Final = 100
"""Of each check: the first names the place, and a report of millions helps nobody."""
_PAGE: Final = 5_000
"""Entries in memory at a time."""
_NO_END: Final = 2**62


def verify_ledger(hub: Hub, trusted: Iterable[Head] = ()) -> Report:
    """Check the ledger in one state of it, and say what is wrong; reads only.

    *trusted* are heads that others remember, such as tills: the past must still hold them.
    """
    with hub.store.read() as work:
        walk = _Walk(work.blocks, {head.number: head.hash for head in trusted})
        walk.run()
        trial = tuple(work.books.trial())
        sums = [*_sums(work.books), *_zero(trial)]
        return Report(walk.count, walk.entries, walk.unsealed(), (*walk.findings, *sums), trial)


def trial_balance(hub: Hub) -> tuple[TrialRow, ...]:
    """Return the balances by kind of account and partner; they come to zero."""
    with hub.store.read() as work:
        return tuple(work.books.trial())


@dataclass
class _Walk:
    """A walk along the chain, entry by entry, in bounded memory."""

    blocks: Blocks
    trusted: dict[int, bytes]
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    entries: int = 0
    _after: int = 0

    def run(self) -> None:
        """Walk from the first block to the last."""
        expected, previous = 1, NOTHING_BEFORE
        for block in self.blocks.walk():
            self._chain(block, expected, previous)
            self._entries(block)
            expected, previous = block.number + 1, block.hash
            self.count += 1
            self.entries += block.count
        for number in sorted(self.trusted):
            words = f"Block {number}, which others remember, is not there."
            self._found(Wrong.REWRITTEN, words, block=number)

    def unsealed(self) -> int:
        """Return how many entries come after the last block."""
        total, after = 0, self._after
        while page := self.blocks.leaves(after, _NO_END, _PAGE):
            total, after = total + len(page), page[-1].seq
        return total

    def _chain(self, block: Block, expected: int, previous: bytes) -> None:
        if block.number != expected:
            words = f"Before block {block.number}, block {expected} is missing."
            self._found(Wrong.CHAIN, words, block=expected)
        if block.hash != hash_of(block):
            self._found(Wrong.CHAIN, f"Block {block.number} was altered.", block=block.number)
        elif block.previous != previous or block.first_seq <= self._after:
            words = f"Block {block.number} does not follow the block before it."
            self._found(Wrong.CHAIN, words, block=block.number)
        if self.trusted.pop(block.number, block.hash) != block.hash:
            words = f"Block {block.number} is not the one that others remember."
            self._found(Wrong.REWRITTEN, words, block=block.number)

    def _entries(self, block: Block) -> None:
        """Compare what *block* sealed with what is there, from the block before to its end."""
        found = self._there(block.last_seq)
        sealed = leaves_in(block)
        if sealed is None:
            self._unnamed(block, found)
        else:
            self._compare(block, sealed, found)
        self._after = max(self._after, block.last_seq)

    def _there(self, until: int) -> Iterator[Leaf]:
        after = self._after
        while page := self.blocks.leaves(after, until, _PAGE):
            yield from page
            after = page[-1].seq

    def _compare(self, block: Block, sealed: list[Leaf], found: Iterator[Leaf]) -> None:
        there = next(found, None)
        for leaf in sealed:
            while there is not None and there.seq < leaf.seq:
                self._entry(Wrong.SLIPPED_IN, there.seq, block)
                there = next(found, None)
            if there is None or there.seq > leaf.seq:
                self._entry(Wrong.REMOVED, leaf.seq, block)
                continue
            if there.hash != leaf.hash:
                self._entry(Wrong.ALTERED, leaf.seq, block)
            there = next(found, None)
        while there is not None:
            self._entry(Wrong.SLIPPED_IN, there.seq, block)
            there = next(found, None)

    def _unnamed(self, block: Block, found: Iterator[Leaf]) -> None:
        """Say of a block without good leaves whether its entries are still those it sealed."""
        hashes: list[bytes] = []
        for leaf in found:
            if len(hashes) <= block.count:
                hashes.append(leaf.hash)
        same = root_of(hashes) == block.root
        words = (
            f"The leaves kept in block {block.number} were altered; its entries are good."
            if same
            else f"Block {block.number} cannot name which of the entries {block.first_seq} to"
            f" {block.last_seq} is wrong: its leaves were altered too."
        )
        seq = None if same else block.first_seq
        self._found(Wrong.LEAVES, words, seq=seq, block=block.number)

    def _entry(self, wrong: Wrong, seq: int, block: Block) -> None:
        said = wrong.value.replace("_", " ")
        self._found(wrong, f"Entry {seq} was {said}.", seq=seq, block=block.number)

    def _found(
        self, wrong: Wrong, words: str, *, seq: int | None = None, block: int | None = None
    ) -> None:
        if len(self.findings) < FINDINGS_MOST:
            self.findings.append(Finding(wrong, words, seq, block))


def _sums(books: Books) -> Iterator[Finding]:
    """Return what the sums find: balances, floors, lots, purses and holds."""
    yield from _balances(Wrong.BALANCE, "its transfers", books.wrong_balances(FINDINGS_MOST))
    for it in books.below_floor(FINDINGS_MOST):
        words = f"{account_name(it.account)} has {it.stored}, its floor is {it.found}."
        yield Finding(Wrong.FLOOR, words)
    for lot in books.wrong_lots(FINDINGS_MOST):
        come = "was not made so" if lot.found is None else f"should have {lot.found}"
        which = "a credit without a lot" if lot.lot is None else f"lot {lot.lot}"
        words = f"{which} of member {lot.member} has {lot.remaining} and {come}."
        yield Finding(Wrong.LOT, words)
    yield from _balances(Wrong.PURSE, "its lots", books.wrong_purses(FINDINGS_MOST))
    yield from _balances(Wrong.HELD, "its open holds", books.wrong_holds(FINDINGS_MOST))


def _balances(wrong: Wrong, by: str, found: Iterable[WrongBalance]) -> Iterator[Finding]:
    for it in found:
        has = "is not there" if it.stored is None else f"has {it.stored}"
        yield Finding(wrong, f"{account_name(it.account)} {has}, by {by} it has {it.found}.")


def _zero(trial: Iterable[TrialRow]) -> Iterator[Finding]:
    total = sum(row.balance for row in trial)
    if total:
        yield Finding(Wrong.SUM, f"All accounts together have {total} points instead of none.")
