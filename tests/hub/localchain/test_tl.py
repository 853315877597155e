"""TL is written and read as every other program does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.tl.generator import TlGenerator

from hub.localchain import tl
from hub.localchain.tl import Reader, TlMalformed, number, text

GENERATOR: Any = TlGenerator.with_default_schemas()
SCHEMAS = GENERATOR.generate()
NAMES = {
    "tcp.ping": tl.PING,
    "tcp.pong": tl.PONG,
    "adnl.message.query": tl.ADNL_QUERY,
    "adnl.message.answer": tl.ADNL_ANSWER,
    "liteServer.query": tl.QUERY,
    "liteServer.waitMasterchainSeqno": tl.WAIT,
    "liteServer.error": tl.ERROR,
    "liteServer.getMasterchainInfo": tl.GET_MASTERCHAIN_INFO,
    "liteServer.getMasterchainInfoExt": tl.GET_MASTERCHAIN_INFO_EXT,
    "liteServer.getTime": tl.GET_TIME,
    "liteServer.getVersion": tl.GET_VERSION,
    "liteServer.getBlockHeader": tl.GET_BLOCK_HEADER,
    "liteServer.sendMessage": tl.SEND_MESSAGE,
    "liteServer.getAccountState": tl.GET_ACCOUNT_STATE,
    "liteServer.runSmcMethod": tl.RUN_SMC_METHOD,
    "liteServer.getShardInfo": tl.GET_SHARD_INFO,
    "liteServer.getAllShardsInfo": tl.GET_ALL_SHARDS_INFO,
    "liteServer.getOneTransaction": tl.GET_ONE_TRANSACTION,
    "liteServer.getTransactions": tl.GET_TRANSACTIONS,
    "liteServer.lookupBlock": tl.LOOKUP_BLOCK,
    "liteServer.listBlockTransactions": tl.LIST_BLOCK_TRANSACTIONS,
    "liteServer.listBlockTransactionsExt": tl.LIST_BLOCK_TRANSACTIONS_EXT,
    "liteServer.getConfigAll": tl.GET_CONFIG_ALL,
    "liteServer.getConfigParams": tl.GET_CONFIG_PARAMS,
    "liteServer.getLibraries": tl.GET_LIBRARIES,
    "liteServer.masterchainInfo": tl.MASTERCHAIN_INFO,
    "liteServer.masterchainInfoExt": tl.MASTERCHAIN_INFO_EXT,
    "liteServer.currentTime": tl.CURRENT_TIME,
    "liteServer.version": tl.VERSION,
    "liteServer.blockHeader": tl.BLOCK_HEADER,
    "liteServer.sendMsgStatus": tl.SEND_MESSAGE_STATUS,
    "liteServer.accountState": tl.ACCOUNT_STATE,
    "liteServer.runMethodResult": tl.RUN_METHOD_RESULT,
    "liteServer.shardInfo": tl.SHARD_INFO,
    "liteServer.allShardsInfo": tl.ALL_SHARDS_INFO,
    "liteServer.transactionInfo": tl.TRANSACTION_INFO,
    "liteServer.transactionList": tl.TRANSACTION_LIST,
    "liteServer.blockTransactions": tl.BLOCK_TRANSACTIONS,
    "liteServer.blockTransactionsExt": tl.BLOCK_TRANSACTIONS_EXT,
    "liteServer.configInfo": tl.CONFIG_INFO,
    "liteServer.libraryResult": tl.LIBRARY_RESULT,
}


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_those_of_the_schema(name: str) -> None:
    """Every constructor has the number that another library computes from the schema."""
    schema = SCHEMAS.get_by_name(name)
    assert schema is not None
    assert schema.id == NAMES[name].to_bytes(4, "big")


def test_our_own_numbers_are_nobody_elses() -> None:
    """The faucet's and the clock's queries mean nothing on a real network."""
    for ours in (tl.OUR_FAUCET, tl.OUR_ADVANCE):
        assert SCHEMAS.get_by_id(ours, "big") is None


@given(st.one_of(st.binary(max_size=600), st.integers(0, 70_000).map(bytes)))
def test_strings_are_written_as_others_write_them(value: bytes) -> None:
    """Short and long, padded to four bytes; what is written is read."""
    assert text(value) == SCHEMAS.serialize_field("bytes", value)
    reader = Reader(text(value) + number(7))
    assert (reader.text(), reader.number()) == (value, 7)
    reader.done()


@given(st.integers(-(2**31), 2**31 - 1), st.integers(-(2**63), 2**63 - 1), st.booleans())
def test_numbers_are_written_as_others_write_them(small: int, large: int, flag: bool) -> None:
    """Little-endian, with a sign."""
    assert tl.int32(small) == SCHEMAS.serialize_field("int", small)
    assert tl.int64(large) == SCHEMAS.serialize_field("long", large)
    assert tl.boolean(value=flag) == SCHEMAS.serialize_field("Bool", flag)
    reader = Reader(tl.int32(small) + tl.int64(large))
    assert (reader.int32(), reader.int64()) == (small, large)


@pytest.mark.parametrize("octets", [b"", b"\x05abc", b"\xfe\x01", b"\xff" + bytes(300), b"\x01a"])
def test_strings_that_end_too_early_are_refused(octets: bytes) -> None:
    """Also those whose padding is missing."""
    with pytest.raises(TlMalformed):
        Reader(octets).text()


def test_what_nobody_asked_for_is_refused() -> None:
    """Bytes behind the end are a mistake of the sender's."""
    reader = Reader(number(1) + b"?")
    reader.number()
    with pytest.raises(TlMalformed, match="goes on"):
        reader.done()


def test_no_string_is_longer_than_its_length_can_say() -> None:
    """Three bytes of length end at 16 MiB."""
    with pytest.raises(TlMalformed, match="too long"):
        text(bytes(tl.LONGEST + 1))
