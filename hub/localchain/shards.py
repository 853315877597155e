"""Blocks and states that a local chain never had, made up as far as clients look at them.

A local chain keeps accounts and transactions only. Clients ask for more: the shard's blocks, their
headers, and Merkle proofs that an account stands in a state and that state in a block. They are
made here for each answer. A block's own hashes are made of its number, so a header does not hash to
its block's name: that shows at trust levels 0 and 1, which are for real networks.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.exotic import CellTypes

from hub.localchain import tl

MASTER: Final = -1
BASE: Final = 0
WHOLE_SHARD: Final = -(1 << 63)
"""The one shard that holds all of a workchain, as TL writes it."""
GLOBAL_ID: Final = -3
"""TON's number of a test network; wallets sign it."""
_SHARD_BITS: Final = 1 << 63
_NO_SHARD_PREFIX: Final = 0

_BLOCK: Final = 0x11EF55AA
_BLOCK_INFO: Final = 0x9BC7A987
_STATE: Final = 0x9023AFE2
_MASTER_EXTRA: Final = 0xCC26
_SHARD_DESCRIPTION: Final = 0xA
_PRUNED: Final = 1
_PROOF: Final = 3
_UPDATE: Final = 4
_BAG: Final = bytes.fromhex("b5ee9c72")


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What is true of one block; masterchain and basechain have one of each number."""

    seqno: int
    utime: int
    start_lt: int
    end_lt: int


class Names:
    """The names of one chain's blocks: each chain its own, from its first state on."""

    def __init__(self, genesis: bytes) -> None:
        self._genesis = genesis

    def digest(self, *of: str | int) -> bytes:
        """Return what stands for something of this chain."""
        return hashlib.sha256(self._genesis + ":".join(map(str, of)).encode()).digest()

    def zero_state(self) -> tuple[bytes, bytes]:
        """Return root hash and file hash of the state before the first block."""
        return self.digest("zero state"), self.digest("zero file")

    def hashes(self, workchain: int, seqno: int) -> tuple[bytes, bytes]:
        """Return root hash and file hash of a block."""
        if seqno == 0:
            return self.zero_state()
        return self.digest("root", workchain, seqno), self.digest("file", workchain, seqno)

    def block_id(self, workchain: int, seqno: int, root: bytes | None = None) -> bytes:
        """Return tonNode.blockIdExt of a block."""
        own_root, file = self.hashes(workchain, seqno)
        where = tl.int32(workchain) + tl.int64(WHOLE_SHARD) + tl.int32(seqno)
        return where + (root or own_root) + file

    def zero_state_id(self) -> bytes:
        """Return tonNode.zeroStateIdExt of the masterchain."""
        return tl.int32(MASTER) + b"".join(self.zero_state())


def bag(roots: list[Cell]) -> bytes:
    """Return one bag of cells with several roots, which no library here writes."""
    order = _ordered(roots)
    places = {cell.hash: number for number, cell in enumerate(order)}
    width = max(1, (len(order).bit_length() + 7) // 8)

    def place(cell: Cell) -> bytes:
        return places[cell.hash].to_bytes(width, "big")

    body = b"".join(
        cell.get_descriptors(cell.level_mask) + cell.data + b"".join(map(place, cell.refs))
        for cell in order
    )
    offset = max(1, (len(body).bit_length() + 7) // 8)
    counts = b"".join(number.to_bytes(width, "big") for number in (len(order), len(roots), 0))
    head = _BAG + bytes([width, offset]) + counts + len(body).to_bytes(offset, "big")
    return head + b"".join(map(place, roots)) + body


def _ordered(roots: list[Cell]) -> list[Cell]:
    """Return every cell once, each before those that it refers to."""
    finished: dict[bytes, Cell] = {}
    waiting = [(root, False) for root in roots]
    while waiting:
        cell, seen_below = waiting.pop()
        if seen_below:
            finished.setdefault(cell.hash, cell)
        elif cell.hash not in finished:
            waiting.append((cell, True))
            waiting.extend((below, False) for below in cell.refs)
    return list(reversed(finished.values()))


def pruned(cell: Cell) -> Cell:
    """Return the branch that stands for *cell* where only its hash matters."""
    return _pruned(cell.get_hash(0), cell.get_depth(0))


def _pruned(digest: bytes, depth: int) -> Cell:
    builder = Builder(type_=CellTypes.pruned_branch).store_uint(_PRUNED, 8).store_uint(1, 8)
    made: Cell = builder.store_bytes(digest).store_uint(depth, 16).end_cell()
    return made


def proof(cell: Cell) -> Cell:
    """Return the Merkle proof whose tree is *cell*."""
    builder = Builder(type_=CellTypes.merkle_proof).store_uint(_PROOF, 8)
    builder.store_bytes(cell.get_hash(0)).store_uint(cell.get_depth(0), 16)
    made: Cell = builder.store_ref(cell).end_cell()
    return made


def _update(old: Cell, new: Cell) -> Cell:
    """Return the Merkle update between two pruned states."""
    builder = Builder(type_=CellTypes.merkle_update).store_uint(_UPDATE, 8)
    builder.store_bytes(old.get_hash(0)).store_bytes(new.get_hash(0))
    builder.store_uint(old.get_depth(0), 16).store_uint(new.get_depth(0), 16)
    made: Cell = builder.store_ref(old).store_ref(new).end_cell()
    return made


class Shards:
    """Makes the cells of one chain's blocks and states."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def header(self, workchain: int, facts: BlockFacts, state: Cell | None = None) -> Cell:
        """Return a block of which only the header is there, and the hash of *state*."""
        after = pruned(state) if state is not None else self._absent("state", workchain, facts)
        made: Cell = (
            Builder()
            .store_uint(_BLOCK, 32)
            .store_int(GLOBAL_ID, 32)
            .store_ref(self._info(workchain, facts))
            .store_ref(self._absent("flow", workchain, facts))
            .store_ref(_update(self._absent("before", workchain, facts), after))
            .store_ref(self._absent("extra", workchain, facts))
            .end_cell()
        )
        return made

    def header_proof(self, workchain: int, facts: BlockFacts) -> bytes:
        """Return the proof of a block's header."""
        return bag([proof(self.header(workchain, facts))])

    def account(
        self, facts: BlockFacts, account: bytes, shard_account: Cell
    ) -> tuple[bytes, bytes]:
        """Return the root hash of a block, and the proof that *account* stands in its state."""
        descriptor = Builder().store_ref(pruned(shard_account.refs[0]))
        descriptor.store_bits(shard_account.bits)
        leaf = (
            Builder()
            .store_uint(0b10, 2)
            .store_uint(256, 9)
            .store_bytes(account)
            .store_cell(_no_balance())
            .store_cell(descriptor.end_cell())
            .end_cell()
        )
        accounts = Builder().store_bit(1).store_ref(leaf).store_cell(_no_balance()).end_cell()
        state = self._state(BASE, facts, accounts, None)
        block = self.header(BASE, facts, state)
        return block.get_hash(0), bag([proof(block), proof(state)])

    def config(self, facts: BlockFacts, config: Cell) -> tuple[bytes, bytes]:
        """Return the proofs of a masterchain block and of the configuration in its state."""
        blocks = Builder().store_uint(0, 16).store_uint(0, 64).store_bit(0)
        blocks.store_bit(0).store_bit(0).store_uint(0, 64).store_bit(0).store_bit(0)
        extra = Builder().store_uint(_MASTER_EXTRA, 16)
        extra.store_maybe_ref(self._shard_hashes(facts))
        extra.store_bytes(self._names.digest("config")).store_ref(config)
        extra.store_ref(blocks.end_cell()).store_cell(_no_currency())
        none = Builder().store_bit(0).store_cell(_no_balance()).end_cell()
        state = self._state(MASTER, facts, none, extra.end_cell())
        return bag([proof(self.header(MASTER, facts, state))]), bag([proof(state)])

    def all_shards(self, facts: BlockFacts) -> bytes:
        """Return ShardHashes of a masterchain block: one shard, all of the basechain."""
        return bag([Builder().store_maybe_ref(self._shard_hashes(facts)).end_cell()])

    def shard(self, facts: BlockFacts) -> bytes:
        """Return the tree of the basechain's shards: one leaf."""
        return bag([self._shard(facts)])

    def _shard_hashes(self, facts: BlockFacts) -> Cell:
        leaf = Builder().store_uint(0b10, 2).store_uint(32, 6).store_uint(BASE, 32)
        made: Cell = leaf.store_ref(self._shard(facts)).end_cell()
        return made

    def _shard(self, facts: BlockFacts) -> Cell:
        root, file = self._names.hashes(BASE, facts.seqno)
        fees = Builder().store_cell(_no_currency()).store_cell(_no_currency()).end_cell()
        made: Cell = (
            Builder()
            .store_bit(0)
            .store_uint(_SHARD_DESCRIPTION, 4)
            .store_uint(facts.seqno, 32)
            .store_uint(facts.seqno, 32)
            .store_uint(facts.start_lt, 64)
            .store_uint(facts.end_lt, 64)
            .store_bytes(root)
            .store_bytes(file)
            .store_uint(0, 8)
            .store_uint(0, 32)
            .store_uint(_SHARD_BITS, 64)
            .store_uint(facts.seqno, 32)
            .store_uint(facts.utime, 32)
            .store_bit(0)
            .store_ref(fees)
            .end_cell()
        )
        return made

    def _info(self, workchain: int, facts: BlockFacts) -> Cell:
        info = Builder().store_uint(_BLOCK_INFO, 32).store_uint(0, 32)
        info.store_bit(int(workchain != MASTER)).store_uint(0, 7).store_uint(0, 8)
        info.store_uint(facts.seqno, 32).store_uint(0, 32)
        _store_shard(info, workchain)
        info.store_uint(facts.utime, 32)
        info.store_uint(facts.start_lt, 64).store_uint(facts.end_lt, 64)
        info.store_uint(0, 32).store_uint(0, 32).store_uint(facts.seqno, 32).store_uint(0, 32)
        if workchain != MASTER:
            info.store_ref(self._reference(MASTER, facts.seqno, facts.end_lt))
        before = max(0, facts.seqno - 1)
        made: Cell = info.store_ref(self._reference(workchain, before, facts.start_lt)).end_cell()
        return made

    def _reference(self, workchain: int, seqno: int, end_lt: int) -> Cell:
        root, file = self._names.hashes(workchain, seqno)
        reference = Builder().store_uint(end_lt, 64).store_uint(seqno, 32)
        made: Cell = reference.store_bytes(root).store_bytes(file).end_cell()
        return made

    def _state(self, workchain: int, facts: BlockFacts, accounts: Cell, extra: Cell | None) -> Cell:
        queue = Builder().store_bit(0).store_uint(0, 64).store_bit(0).store_bit(0).end_cell()
        rest = Builder().store_uint(0, 64).store_uint(0, 64)
        rest.store_cell(_no_currency()).store_cell(_no_currency()).store_bit(0).store_bit(0)
        state = Builder().store_uint(_STATE, 32).store_int(GLOBAL_ID, 32)
        _store_shard(state, workchain)
        state.store_uint(facts.seqno, 32).store_uint(0, 32)
        state.store_uint(facts.utime, 32).store_uint(facts.end_lt, 64)
        state.store_uint(facts.seqno, 32).store_ref(queue).store_bit(0).store_ref(accounts)
        made: Cell = state.store_ref(rest.end_cell()).store_maybe_ref(extra).end_cell()
        return made

    def _absent(self, what: str, workchain: int, facts: BlockFacts) -> Cell:
        """Return a branch for what no client looks at."""
        return _pruned(self._names.digest(what, workchain, facts.seqno), 0)


def _store_shard(builder: Builder, workchain: int) -> None:
    """Write ShardIdent of a workchain that is not split."""
    builder.store_uint(0, 2).store_uint(0, 6).store_int(workchain, 32)
    builder.store_uint(_NO_SHARD_PREFIX, 64)


def _no_currency() -> Cell:
    made: Cell = Builder().store_coins(0).store_bit(0).end_cell()
    return made


def _no_balance() -> Cell:
    """Return DepthBalanceInfo of nothing: sums over all accounts are not kept."""
    made: Cell = Builder().store_uint(0, 5).store_cell(_no_currency()).end_cell()
    return made
