"""What every answer of a lite-server starts from: the chain, its head, its blocks, its names."""

from dataclasses import replace
from typing import Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell

from hub.localchain import tl
from hub.localchain.chain import LocalChain
from hub.localchain.shards import BASE, MASTER, WHOLE_SHARD, BlockFacts, Names, Shards
from hub.localchain.traces import Block

NOT_KNOWN: Final = 651
"""The code for blocks that a server does not have, or not yet."""
BROKEN: Final = 602
BAD_REQUEST: Final = 621


class Unanswerable(Exception):
    """A question that gets an error for an answer."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def error(code: int, message: str) -> bytes:
    """Return the answer that says what went wrong."""
    return tl.number(tl.ERROR) + tl.int32(code) + tl.text(message.encode())


class Desk:
    """One chain as its lite-server shows it; used from one thread, the chain's."""

    def __init__(self, chain: LocalChain, public: bytes) -> None:
        self.chain = chain
        self.names = Names(public)
        self.shards = Shards(self.names)
        self.shift = 0
        """How many blocks the head is said to be further than it is: a fault, for tests."""

    def head(self) -> int:
        """Return the newest block's number."""
        return max(0, self.chain.head().seqno + self.shift)

    def facts(self, seqno: int) -> BlockFacts:
        """Return what is true of a block; of one that only a liar knows, what is of the newest."""
        if not 0 <= seqno <= self.head():
            raise Unanswerable(NOT_KNOWN, f"block {seqno} is not known here")
        block = self.chain.disk.block(min(seqno, self.chain.head().seqno))
        if block is None:
            raise Unanswerable(NOT_KNOWN, f"block {seqno} is not known here")
        return replace(facts_of(block), seqno=seqno)

    def last(self) -> bytes:
        """Return the name of the newest masterchain block."""
        return self.names.block_id(MASTER, self.head())

    def newest(self) -> BlockFacts:
        """Return the block in whose state every account is shown: always the newest."""
        return self.facts(self.chain.head().seqno if self.shift >= 0 else self.head())


def asked_block(reader: tl.Reader) -> tuple[bytes, int, int]:
    """Take tonNode.blockIdExt; return it, its workchain and its number."""
    asked = reader.octets(80)
    parts = tl.Reader(asked)
    workchain, shard, seqno = parts.int32(), parts.int64(), parts.int32()
    if workchain not in (MASTER, BASE) or shard != WHOLE_SHARD:
        raise Unanswerable(NOT_KNOWN, "no such shard is known here")
    return asked, workchain, seqno


def asked_account(reader: tl.Reader) -> Address:
    """Take liteServer.accountId."""
    workchain, account = reader.int32(), reader.hash()
    if workchain not in (MASTER, BASE):
        raise Unanswerable(NOT_KNOWN, f"workchain {workchain} has no accounts here")
    return Address((workchain, account))


def facts_of(block: Block) -> BlockFacts:
    """Return a block's facts."""
    return BlockFacts(block.seqno, block.utime, block.start_lt, block.end_lt)


def cell(boc: bytes) -> Cell:
    """Return the root of a bag of cells of the chain's own."""
    return Cell.one_from_boc(boc)
