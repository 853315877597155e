"""Cells of blocks that never were: well-formed, and proven as clients check it."""

import hashlib
from typing import Any

import pytest
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.proof.check_proof import ProofError, check_account_proof
from pytoniq_core.tl.block import BlockIdExt
from pytoniq_core.tlb.block import Block, ShardStateUnsplit
from pytoniq_core.tlb.utils import deserialize_shard_hashes

from hub.localchain.prices import config
from hub.localchain.shards import BASE, MASTER, WHOLE_SHARD, BlockFacts, Names, Shards, bag, pruned

NAMES = Names(b"a chain's key")
SHARDS = Shards(NAMES)
FACTS = BlockFacts(seqno=7, utime=1_790_000_000, start_lt=7_000_000, end_lt=7_000_003)
ACCOUNT = Address((0, b"\x55" * 32))
EMPTY: Any = Builder().end_cell()
STATE = Builder().store_uint(0, 1).store_ref(EMPTY).end_cell()
HELD = Builder().store_ref(STATE).store_bytes(b"\x66" * 32).store_uint(99, 64).end_cell()


def test_an_account_is_proven_in_a_block() -> None:
    """The descriptor comes out of the proof with the last transaction in it."""
    root, proof = SHARDS.account(FACTS, ACCOUNT.hash_part, HELD)
    block = BlockIdExt(BASE, WHOLE_SHARD, FACTS.seqno, root, bytes(32))
    shown = check_account_proof(proof, block, ACCOUNT, STATE, return_account_descr=True)
    assert (shown.last_trans_hash, shown.last_trans_lt) == (b"\x66" * 32, 99)


def test_another_state_is_not_proven() -> None:
    """Nor is the right one in another block."""
    root, proof = SHARDS.account(FACTS, ACCOUNT.hash_part, HELD)
    block = BlockIdExt(BASE, WHOLE_SHARD, FACTS.seqno, root, bytes(32))
    with pytest.raises(ProofError):
        check_account_proof(proof, block, ACCOUNT, EMPTY)
    elsewhere = BlockIdExt(BASE, WHOLE_SHARD, FACTS.seqno, bytes(32), bytes(32))
    with pytest.raises(ProofError):
        check_account_proof(proof, elsewhere, ACCOUNT, STATE)


@pytest.mark.parametrize("workchain", [MASTER, BASE])
def test_a_header_reads_as_a_block(workchain: int) -> None:
    """Number, times and the block before, as the chain has them."""
    root: Any = Cell.one_from_boc(SHARDS.header_proof(workchain, FACTS))
    info = Block.deserialize(root[0].begin_parse()).info
    assert (info.seqno, info.gen_utime) == (FACTS.seqno, FACTS.utime)
    assert (info.start_lt, info.end_lt) == (FACTS.start_lt, FACTS.end_lt)
    assert info.shard.workchain_id == workchain
    before = NAMES.hashes(workchain, FACTS.seqno - 1)
    assert (info.prev_ref.prev.root_hash, info.prev_ref.prev.file_hash) == before
    assert bool(info.not_master) == (workchain == BASE)


def test_the_basechain_has_one_shard() -> None:
    """Its newest block is the one of the same number."""
    root: Any = Cell.one_from_boc(SHARDS.all_shards(FACTS))
    shards = deserialize_shard_hashes(root.begin_parse())
    assert list(shards) == [BASE]
    (shard,) = shards[BASE].list
    assert (shard.seq_no, shard.gen_utime) == (FACTS.seqno, FACTS.utime)
    assert shard.next_validator_shard_signed == WHOLE_SHARD
    assert (shard.root_hash, shard.file_hash) == NAMES.hashes(BASE, FACTS.seqno)


def test_the_configuration_is_in_the_masterchains_state() -> None:
    """Whole, under the hash that the block's proof names."""
    prices = Cell.one_from_boc(config("new"))
    read_bags: list[Any] = [Cell.one_from_boc(it) for it in SHARDS.config(FACTS, prices)]
    block, state = read_bags
    assert block[0][2][1].get_hash(0) == state[0].get_hash(0)
    read = ShardStateUnsplit.deserialize(state[0].begin_parse())
    assert {18, 21, 25} <= set(read.custom.config.config)
    assert read.seq_no == FACTS.seqno


def test_every_block_has_a_name_of_its_own() -> None:
    """Of each number, workchain and chain another; the state before the first is the chain's."""
    names = {NAMES.block_id(chain, number) for chain in (MASTER, BASE) for number in range(1, 50)}
    names |= {Names(b"another").block_id(BASE, 1)}
    assert len(names) == 2 * 49 + 1
    assert NAMES.hashes(MASTER, 0) == NAMES.zero_state() != Names(b"another").zero_state()


def test_a_bag_may_have_several_roots() -> None:
    """Cells that several share are written once; order is kept; exotic cells stay exotic."""
    leaf = Builder().store_uint(1, 8).end_cell()
    one = Builder().store_uint(2, 8).store_ref(leaf).end_cell()
    two = Builder().store_uint(3, 8).store_ref(leaf).store_ref(one).end_cell()
    roots = [two, one, pruned(one), leaf]
    read = Cell.from_boc(bag(roots))
    assert [it.hash for it in read] == [it.hash for it in roots]
    assert read[2].get_hash(0) == one.hash
    assert len(bag([one, one, one])) == len(bag([one])) + 2


def test_a_wide_bag_is_written_in_one_pass() -> None:
    """A tree in which everything refers to the same cell again and again is no more work."""
    cell = EMPTY
    for level in range(300):
        cell = Builder().store_uint(level, 16).store_ref(cell).store_ref(cell).end_cell()
    written = bag([cell])
    assert hashlib.sha256(bag([Cell.one_from_boc(written)])).digest() == (
        hashlib.sha256(written).digest()
    )
