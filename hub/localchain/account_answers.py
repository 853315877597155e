"""What a lite-server says of accounts, and what it does with messages to them."""

from typing import Final

from pytoniq_core.boc.builder import Builder

from hub.localchain import tl
from hub.localchain.bags import read_bag
from hub.localchain.chain import NotAccepted
from hub.localchain.desk import BAD_REQUEST, Desk, Unanswerable, asked_account, asked_block, cell
from hub.localchain.shards import BASE, bag

NO_SUCH_TRANSACTION: Final = -400
NOT_TAKEN: Final = 0
"""The code by which lite-servers refuse external messages."""
MOST_TRANSACTIONS: Final = 16
"""Of an account in one answer, as public lite-servers have it."""
LARGEST_ARGUMENTS: Final = 65_535
"""Bytes of a get-method's arguments: as much as a whole message may have."""
NO_ARGUMENTS: Final = bag([Builder().store_uint(0, 24).end_cell()])
"""An empty stack, for those who send nothing at all."""
_RESULT: Final = 4
"""The flag that asks for a get-method's result."""


class AccountAnswers:
    """Answers about accounts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known = {
            tl.SEND_MESSAGE: self._send_message,
            tl.GET_ACCOUNT_STATE: self._account_state,
            tl.RUN_SMC_METHOD: self._run_method,
            tl.GET_ONE_TRANSACTION: self._one_transaction,
            tl.GET_TRANSACTIONS: self._transactions,
            tl.OUR_FAUCET: self._faucet,
            tl.OUR_ADVANCE: self._advance,
        }

    # ── accounts ──

    def _account_state(self, reader: tl.Reader) -> bytes:
        asked, _, seqno = asked_block(reader)
        address = asked_account(reader)
        reader.done()
        self._desk.facts(seqno)
        facts, account = self._desk.newest(), self._desk.chain.account(address)
        head, none = tl.number(tl.ACCOUNT_STATE) + asked, tl.text(b"")
        if account.status == "nonexist" or address.wc != BASE:
            return head + self._desk.names.block_id(BASE, facts.seqno) + none + none + none
        state = cell(account.shard_account)
        root, shown = self._desk.shards.account(facts, address.hash_part, state)
        block = self._desk.names.block_id(BASE, facts.seqno, root)
        return head + block + none + tl.text(shown) + tl.text(bag([state.refs[0]]))

    def _run_method(self, reader: tl.Reader) -> bytes:
        mode = reader.number()
        asked, _, seqno = asked_block(reader)
        address, method, arguments = asked_account(reader), reader.int64(), reader.text()
        reader.done()
        self._desk.facts(seqno)
        if len(arguments) > LARGEST_ARGUMENTS:
            raise Unanswerable(BAD_REQUEST, "too many arguments")
        if not -(1 << 31) <= method < 1 << 31:
            raise Unanswerable(BAD_REQUEST, "no method has this number")
        arguments = arguments or NO_ARGUMENTS
        read_bag(arguments)
        got = self._desk.chain.call(address, method, arguments)
        block = self._desk.names.block_id(BASE, self._desk.newest().seqno)
        head = tl.number(tl.RUN_METHOD_RESULT) + tl.number(mode & _RESULT) + asked + block
        return head + tl.int32(got.exit_code) + (tl.text(got.stack) if mode & _RESULT else b"")

    def _transactions(self, reader: tl.Reader) -> bytes:
        count, address = reader.number(), asked_account(reader)
        lt, digest = reader.int64(), reader.hash()
        reader.done()
        most = min(count, MOST_TRANSACTIONS)
        found = self._desk.chain.disk.traces_back(address, lt, most) if most else []
        if not found or (found[0].lt, found[0].hash) != (lt, digest):
            raise Unanswerable(
                NO_SUCH_TRANSACTION,
                "cannot locate transaction in block with specified logical time",
            )
        blocks = tl.vector([self._desk.names.block_id(address.wc, it.block) for it in found])
        return (
            tl.number(tl.TRANSACTION_LIST) + blocks + tl.text(bag([cell(it.boc) for it in found]))
        )

    def _one_transaction(self, reader: tl.Reader) -> bytes:
        asked, _, seqno = asked_block(reader)
        address, lt = asked_account(reader), reader.int64()
        reader.done()
        found = self._desk.chain.disk.traces_back(address, lt, 1)
        there = bool(found) and (found[0].lt, found[0].block) == (lt, seqno)
        transaction = found[0].boc if there else b""
        return tl.number(tl.TRANSACTION_INFO) + asked + tl.text(b"") + tl.text(transaction)

    def _send_message(self, reader: tl.Reader) -> bytes:
        message = reader.text()
        reader.done()
        try:
            self._desk.chain.send(message)
        except ValueError as problem:  # no bag of cells, no message, or one to nowhere
            raise Unanswerable(NOT_TAKEN, f"cannot take external message: {problem}") from problem
        except NotAccepted as refused:
            raise Unanswerable(NOT_TAKEN, _refusal(refused)) from refused
        return tl.number(tl.SEND_MESSAGE_STATUS) + tl.int32(1)

    # ── what no real network does ──

    def _faucet(self, reader: tl.Reader) -> bytes:
        address, nanotons = asked_account(reader), reader.int64()
        reader.done()
        try:
            self._desk.chain.faucet(address, nanotons)
        except ValueError as problem:
            raise Unanswerable(BAD_REQUEST, str(problem)) from problem
        return tl.number(tl.SEND_MESSAGE_STATUS) + tl.int32(1)

    def _advance(self, reader: tl.Reader) -> bytes:
        seconds = reader.int32()
        reader.done()
        try:
            self._desk.chain.advance(seconds)
        except ValueError as problem:
            raise Unanswerable(BAD_REQUEST, str(problem)) from problem
        self._desk.chain.tick()
        return tl.number(tl.CURRENT_TIME) + tl.number(self._desk.chain.now())


def _refusal(refused: NotAccepted) -> str:
    """Return the sentence in which clients look for the exit code, as real servers put it."""
    said = "cannot apply external message to current state : External message was not accepted"
    if refused.exit_code is None:
        return said
    return (
        f"{said}\nCannot run message on account: inbound external message rejected by transaction:"
        f"\nexitcode={refused.exit_code}, steps=0, gas_used=0"
    )
