"""The same TVM as a native library (tonpy-dev): fifteen times as fast, where this Python has it.

Two traps of the library's are kept out of the way here. Its own context for get-methods has another
layout than the machine's, so that every method that asks for a price dies: the context is made
here, slot by slot.
And it does not say why a message from outside was refused: such a message is run once more with
the machine's log on, which does.
"""

import base64
import re
from typing import Any, Final

from tonpy.libs import python_ton as ton  # type: ignore[import-not-found]  # not on 3.11
from tonpy.types import (  # type: ignore[import-not-found]  # see above
    Cell,
    StackEntry,
    VmDict,
    begin_cell,
)

from hub.localchain.bags import rewritten
from hub.localchain.runs import (
    GAS_OF_A_GET,
    OUT_OF_GAS,
    REJECTED,
    SEED,
    ExecutorBroke,
    GetCall,
    Got,
    PricedExecutor,
    Ran,
    ran,
    refused,
)

_MAGIC: Final = 0x076EF1EA
"""What the context of every contract begins with."""
_STORAGE: Final = 18
_SINGLE: Final = (19, 20, 21, 24, 25, 43)
"""Parameters that the context holds unpacked beside the storage prices, in this order."""
_VM_VERSION: Final = 1
_EXIT: Final = re.compile(r"exit code (-?\d+)")
_NO_GAS: Final = "unhandled out-of-gas exception"
_BREAKS: Final = (RuntimeError, ton.VmError, UnicodeDecodeError)
"""What the library raises for what it cannot read."""
_OFF, _SHORT = 0, 1
"""How much the machine says of its steps."""


class NativeExecutor(PricedExecutor):
    """Runs messages and get-methods in the native library."""

    def __init__(self, prices: bytes) -> None:
        ton.globalSetVerbosity(0)
        super().__init__(prices)
        self._config = _cell(prices)
        self._one: Any = None
        parameters = VmDict(32, cell_root=self._config)
        storage = VmDict(32, cell_root=parameters.lookup_ref(_STORAGE))
        self._storage = [(period, prices) for period, prices in storage]
        self._unpacked = [_parameter(parameters, number) for number in _SINGLE]

    def run(self, account: bytes, message: bytes, now: int, lt: int) -> Ran:
        """Run *message* on *account*."""
        if self._one is None:
            self._one = _emulator(self._config)
        try:
            given = (_cell(account).cell, _cell(message).cell, str(now), str(lt), _VM_VERSION)
            accepted = self._one.emulate_transaction(*given)
            if not accepted:
                return self._refused(account, given)
            transaction, after = self._one.transaction_cell, self._one.account_cell
        except _BREAKS as broken:
            reason = _said(broken)
            if REJECTED in reason:
                return refused(account, None, reason)
            raise ExecutorBroke(reason) from broken
        return ran(base64.b64decode(transaction.to_boc()), base64.b64decode(after.to_boc()), "")

    def _refused(self, account: bytes, given: tuple[object, ...]) -> Ran:
        """Say why the message was refused: run it again with the machine's log on."""
        self._one.set_vm_verbosity_level(_SHORT)
        self._one.emulate_transaction(*given)
        log = str(self._one.vm_log)
        self._one.set_vm_verbosity_level(_OFF)
        if _NO_GAS in log:
            return refused(account, OUT_OF_GAS, "out of gas")
        ends = _EXIT.findall(log)
        return refused(account, int(ends[-1]) if ends else 0, "not accepted by the contract")

    def get(self, asked: GetCall) -> Got:
        """Run a get-method."""
        try:
            return self._got(asked)
        except _BREAKS as broken:
            raise ExecutorBroke(_said(broken)) from broken

    def _got(self, asked: GetCall) -> Got:
        """Run a get-method."""
        code, data = _cell(asked.code), _cell(asked.data)
        machine = ton.PyTVM(0, code.cell, data.cell, False, True, False, False)  # noqa: FBT003  # C++
        stack = ton.deserialize_stack(_cell(asked.stack).begin_parse().cell_slice)
        stack.push(StackEntry(value=asked.method_id).entry)
        machine.set_stack(stack)
        machine.set_c7(StackEntry(value=self._context(asked, code)).entry)
        machine.set_gasLimit(str(GAS_OF_A_GET), str(GAS_OF_A_GET))
        left = machine.run_vm()
        answer = rewritten(base64.b64decode(left.serialize(0).to_boc()))
        # The machine says the complement, also of the one code that is negative: out of gas.
        return Got(~int(machine.exit_code), answer, min(int(machine.gas_used), GAS_OF_A_GET))

    def _context(self, asked: GetCall, code: Any) -> list[object]:
        """Return what a contract may know of the world, slot by slot as the machine counts.

        Seventeen of the machine's eighteen: with one more the library takes the list for its own
        layout and writes over two slots. What is missing is the message, and a get-method has none.
        """
        me = begin_cell().store_address(asked.address).end_cell().begin_parse()
        storage = [prices for period, prices in self._storage if period <= asked.now]
        unpacked = [storage[-1] if storage else None, *self._unpacked]
        balance, incoming = [asked.balance, None], [0, None]
        return [
            *(_MAGIC, 0, 0, asked.now, 0, 0, int.from_bytes(SEED, "big")),
            *(balance, me, self._config, code, incoming, 0, None, unpacked, 0, None),
        ]

    def close(self) -> None:
        """Give the emulator back; one that is used again opens again."""
        self._one = None


def _emulator(config: Any) -> Any:
    """Return an emulator of transactions that runs by *config*."""
    one = ton.PyEmulator(config.cell)
    one.set_rand_seed(SEED.hex())
    one.set_ignore_chksig(False)
    one.set_prev_blocks_info(StackEntry(value=[[], []]).entry)
    return one


def _said(broken: Exception) -> str:
    """Return what the library says; its message is sometimes no text at all."""
    if isinstance(broken, UnicodeDecodeError):
        return "cells that the machine cannot read"
    return str(broken).partition("\n")[0]


def _parameter(parameters: Any, number: int) -> Any:
    """Return a parameter of the configuration, unpacked; None where it is not set."""
    try:
        return parameters.lookup_ref(number).begin_parse()
    except (RuntimeError, AssertionError, ValueError):
        return None


def _cell(raw: bytes) -> Any:
    return Cell(base64.b64encode(raw).decode())
