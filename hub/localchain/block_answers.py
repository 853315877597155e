"""What a lite-server says of its head, its blocks and its configuration."""

from typing import Final

from hub.localchain import tl
from hub.localchain.desk import (
    BAD_REQUEST,
    NOT_KNOWN,
    Desk,
    Unanswerable,
    asked_block,
    cell,
    facts_of,
)
from hub.localchain.shards import BASE, MASTER, BlockFacts, bag
from hub.localchain.traces import Trace

VERSION: Final = 0x101
CAPABILITIES: Final = 7
"""Proofs of shards, tails of blocks, and masterchain times: what every client expects."""
MOST_LISTED: Final = 256
"""Of a block in one answer, as public lite-servers have it."""
MOST_PARAMETERS: Final = 1_024
"""Numbers in one question about the configuration: more than there are parameters."""
_BY_SEQNO, _BY_LT, _BY_UTIME = 1, 2, 4
_WITH_ACCOUNT, _WITH_LT, _WITH_HASH = 1, 2, 4
_BACKWARDS: Final = 64
_AFTER: Final = 128


class BlockAnswers:
    """Answers about blocks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known = {
            tl.GET_MASTERCHAIN_INFO: self._masterchain_info,
            tl.GET_MASTERCHAIN_INFO_EXT: self._masterchain_info_ext,
            tl.GET_TIME: self._time,
            tl.GET_VERSION: self._version,
            tl.GET_BLOCK_HEADER: self._block_header,
            tl.GET_SHARD_INFO: self._shard_info,
            tl.GET_ALL_SHARDS_INFO: self._all_shards_info,
            tl.LOOKUP_BLOCK: self._lookup_block,
            tl.LIST_BLOCK_TRANSACTIONS: self._list_names,
            tl.LIST_BLOCK_TRANSACTIONS_EXT: self._list_whole,
            tl.GET_CONFIG_ALL: self._config,
            tl.GET_CONFIG_PARAMS: self._config_parameters,
            tl.GET_LIBRARIES: self._libraries,
        }

    def _masterchain_info(self, reader: tl.Reader) -> bytes:
        reader.done()
        state = self._desk.names.digest("state", self._desk.head())
        return (
            tl.number(tl.MASTERCHAIN_INFO)
            + self._desk.last()
            + state
            + self._desk.names.zero_state_id()
        )

    def _masterchain_info_ext(self, reader: tl.Reader) -> bytes:
        reader.number()
        reader.done()
        utime, state = (
            self._desk.facts(self._desk.head()).utime,
            self._desk.names.digest("state", self._desk.head()),
        )
        return (
            tl.number(tl.MASTERCHAIN_INFO_EXT)
            + tl.number(0)
            + tl.int32(VERSION)
            + tl.int64(CAPABILITIES)
            + self._desk.last()
            + tl.number(utime)
            + tl.number(self._desk.chain.now())
            + state
            + self._desk.names.zero_state_id()
        )

    def _time(self, reader: tl.Reader) -> bytes:
        reader.done()
        return tl.number(tl.CURRENT_TIME) + tl.number(self._desk.chain.now())

    def _version(self, reader: tl.Reader) -> bytes:
        reader.done()
        head = tl.number(tl.VERSION) + tl.number(0) + tl.int32(VERSION)
        return head + tl.int64(CAPABILITIES) + tl.number(self._desk.chain.now())

    # ── blocks ──

    def _all_shards_info(self, reader: tl.Reader) -> bytes:
        asked, _, seqno = asked_block(reader)
        reader.done()
        shards = self._desk.shards.all_shards(self._desk.facts(seqno))
        return tl.number(tl.ALL_SHARDS_INFO) + asked + tl.text(b"") + tl.text(shards)

    def _shard_info(self, reader: tl.Reader) -> bytes:
        asked, _, seqno = asked_block(reader)
        workchain, _ = reader.int32(), reader.int64()
        reader.number()
        reader.done()
        if workchain != BASE:
            raise Unanswerable(NOT_KNOWN, f"workchain {workchain} has no shards here")
        description = self._desk.shards.shard(self._desk.facts(seqno))
        block = self._desk.names.block_id(BASE, seqno)
        return tl.number(tl.SHARD_INFO) + asked + block + tl.text(b"") + tl.text(description)

    def _block_header(self, reader: tl.Reader) -> bytes:
        _, workchain, seqno = asked_block(reader)
        reader.number()
        reader.done()
        return self._header(workchain, self._desk.facts(seqno))

    def _lookup_block(self, reader: tl.Reader) -> bytes:
        mode, workchain, _, seqno = reader.number(), reader.int32(), reader.int64(), reader.int32()
        lt = reader.int64() if mode & _BY_LT else 0
        utime = reader.number() if mode & _BY_UTIME else 0
        reader.done()
        disk, found = self._desk.chain.disk, None
        if mode & _BY_LT:
            found = disk.block_at_lt(lt)
        elif mode & _BY_UTIME:
            found = disk.block_at_utime(utime)
        elif mode & _BY_SEQNO:
            return self._header(workchain, self._desk.facts(seqno))
        if found is None:
            raise Unanswerable(NOT_KNOWN, "no such block is known here")
        return self._header(workchain, facts_of(found))

    def _header(self, workchain: int, facts: BlockFacts) -> bytes:
        if workchain not in (MASTER, BASE):
            raise Unanswerable(NOT_KNOWN, f"workchain {workchain} has no blocks here")
        shown = self._desk.shards.header_proof(workchain, facts)
        block = self._desk.names.block_id(workchain, facts.seqno)
        return tl.number(tl.BLOCK_HEADER) + block + tl.number(0) + tl.text(shown)

    def _listed(self, reader: tl.Reader) -> tuple[bytes, int, int, list[Trace], bool]:
        """Return block, flags, how many were asked for, those, and whether there are more."""
        asked, workchain, seqno = asked_block(reader)
        mode, count = reader.number(), reader.number()
        after = (reader.hash(), reader.int64()) if mode & _AFTER else None
        reader.done()
        self._desk.facts(seqno)
        here = [it for it in self._desk.chain.disk.traces_of(seqno) if it.account.wc == workchain]
        here.sort(key=place, reverse=bool(mode & _BACKWARDS))
        if after is not None and mode & _BACKWARDS:
            here = [it for it in here if place(it) < after]
        elif after is not None:
            here = [it for it in here if place(it) > after]
        most = min(count, MOST_LISTED)
        return asked, mode, count, here[:most], len(here) > most

    def _list_names(self, reader: tl.Reader) -> bytes:
        asked, mode, count, listed, more = self._listed(reader)
        names = tl.vector([_name(it, mode) for it in listed])
        head = tl.number(tl.BLOCK_TRANSACTIONS) + asked + tl.number(count)
        return head + tl.boolean(value=more) + names + tl.text(b"")

    def _list_whole(self, reader: tl.Reader) -> bytes:
        asked, _, count, listed, more = self._listed(reader)
        whole = bag([cell(it.boc) for it in listed]) if listed else b""
        head = tl.number(tl.BLOCK_TRANSACTIONS_EXT) + asked + tl.number(count)
        return head + tl.boolean(value=more) + tl.text(whole) + tl.text(b"")

    # ── the configuration ──

    def _config(self, reader: tl.Reader) -> bytes:
        mode = reader.number()
        asked, _, seqno = asked_block(reader)
        reader.done()
        return self._configuration(mode, asked, seqno)

    def _config_parameters(self, reader: tl.Reader) -> bytes:
        """Return the whole configuration: more than was asked for proves that, too."""
        mode = reader.number()
        asked, _, seqno = asked_block(reader)
        count = reader.number()
        if count > MOST_PARAMETERS:
            raise Unanswerable(BAD_REQUEST, "too many parameters")
        reader.octets(4 * count)
        reader.done()
        return self._configuration(mode, asked, seqno)

    def _configuration(self, mode: int, asked: bytes, seqno: int) -> bytes:
        block, state = self._desk.shards.config(
            self._desk.facts(seqno), cell(self._desk.chain.prices)
        )
        head = tl.number(tl.CONFIG_INFO) + tl.number(mode) + asked
        return head + tl.text(block) + tl.text(state)

    def _libraries(self, reader: tl.Reader) -> bytes:
        """Say that there is no library: the local chain has none."""
        reader.rest()
        return tl.number(tl.LIBRARY_RESULT) + tl.vector([])


def place(trace: Trace) -> tuple[bytes, int]:
    """Return by what a block's transactions are in order."""
    return trace.account.hash_part, trace.lt


def _name(trace: Trace, mode: int) -> bytes:
    """Return liteServer.transactionId with what *mode* asks for."""
    return (
        tl.number(mode & (_WITH_ACCOUNT | _WITH_LT | _WITH_HASH))
        + (trace.account.hash_part if mode & _WITH_ACCOUNT else b"")
        + (tl.int64(trace.lt) if mode & _WITH_LT else b"")
        + (trace.hash if mode & _WITH_HASH else b"")
    )
