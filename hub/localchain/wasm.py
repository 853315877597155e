"""TON's official emulator, compiled to WebAssembly, in a V8 inside this process.

About 180 transactions a second, on any Python and machine that mini-racer has a wheel for.
"""

import atexit
import base64
import functools
import json
import os
import threading
from collections.abc import Mapping
from typing import Any, Final

from py_mini_racer import JSEvalException, MiniRacer

from hub.localchain.bags import rewritten
from hub.localchain.runs import (
    GAS_OF_A_GET,
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
from hub.localchain.vendored import ours, vendored

_START_S: Final = 60
"""A third of a second here; a loaded machine with one slow core may need longer."""
_FUNCTIONS: Final = ("open", "close", "run", "get")
"""Those of calls.js."""


class Machine:
    """One V8 with the emulator loaded: shared by all executors of a process."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._racer = _racer_off_any_loop()
        # A V8 that is left open when Python ends waits for its thread for ever.
        atexit.register(self.close)
        self._racer.eval(ours("shims.js").decode())
        self._racer.eval(vendored("emulator-emscripten.js").decode())
        self._racer.eval(ours("calls.js").decode())
        binary = base64.b64encode(vendored("emulator.wasm.gz")).decode()
        self._racer.eval(f"start({json.dumps(binary)})").get(timeout=_START_S)
        self._functions = {name: self._racer.eval(name) for name in _FUNCTIONS}
        self.runs = True

    def call(self, name: str, *given: str | int) -> object:
        """Call one of the functions of calls.js; one that breaks off ends the machine."""
        if self._process != os.getpid():
            raise ExecutorBroke("V8 does not survive a fork: start the emulator in the new process")
        try:
            return self._functions[name](*given)
        except JSEvalException as broken:
            self.close()
            raise ExecutorBroke(str(broken).partition("\n")[0]) from broken

    def close(self) -> None:
        """End V8 and its thread; in a forked process there is nothing to end."""
        if self._process != os.getpid():
            return
        atexit.unregister(self.close)
        self.runs = False
        self._functions = {}
        self._racer.close()


def _racer_off_any_loop() -> Any:
    """Make a V8 with a loop of its own: where one runs already it would wait for itself."""
    made: list[MiniRacer] = []
    maker = threading.Thread(target=lambda: made.append(MiniRacer()), name="make V8")
    maker.start()
    maker.join()
    return made[0]


def machine() -> Machine:
    """Return the process's one machine; a new one where it broke."""
    one = _only_machine()
    if not one.runs:
        _only_machine.cache_clear()
        one = _only_machine()
    return one


@functools.cache
def _only_machine() -> Machine:
    return Machine()


class WasmExecutor(PricedExecutor):
    """Runs messages and get-methods through the emulator."""

    def __init__(self, prices: bytes) -> None:
        super().__init__(prices)
        self._config = _text(prices)
        self._machine = machine()
        self._emulator: int | None = None

    def run(self, account: bytes, message: bytes, now: int, lt: int) -> Ran:
        """Run *message* on *account*."""
        how = {
            "utime": now,
            "lt": str(lt),
            "rand_seed": SEED.hex(),
            "ignore_chksig": False,
            "debug_enabled": False,
        }
        said = self._said("run", self._open(), _text(account), _text(message), json.dumps(how))
        log = str(said.get("vm_log", ""))
        if not said.get("success"):
            code, reason = said.get("vm_exit_code"), str(said.get("error", log))
            if isinstance(code, int):
                return refused(account, code, "not accepted by the contract")
            if REJECTED in reason:
                return refused(account, None, reason)
            raise ExecutorBroke(reason)
        transaction = base64.b64decode(str(said["transaction"]))
        return ran(transaction, base64.b64decode(str(said["shard_account"])), log)

    def get(self, asked: GetCall) -> Got:
        """Run a get-method."""
        how = {
            "code": _text(asked.code),
            "data": _text(asked.data),
            "verbosity": 0,
            "libs": "",
            "address": asked.address,
            "unixtime": asked.now,
            "balance": str(asked.balance),
            "rand_seed": SEED.hex(),
            "gas_limit": str(GAS_OF_A_GET),
            "method_id": asked.method_id,
            "debug_enabled": False,
        }
        self._open()
        said = self._said("get", json.dumps(how), _text(asked.stack), self._config)
        if not said.get("success"):
            raise ExecutorBroke(str(said.get("error")))
        stack = rewritten(base64.b64decode(str(said["stack"])))
        gas = min(_whole(said["gas_used"]), GAS_OF_A_GET)
        return Got(_whole(said["vm_exit_code"]), stack, gas)

    def close(self) -> None:
        """Give the emulator back; the machine stays for others, and one used again opens again."""
        if self._emulator is not None and self._machine is machine():
            self._machine.call("close", self._emulator)
        self._emulator = None

    def _open(self) -> int:
        """Return the emulator's number on the machine that runs now."""
        if self._machine is not (now := machine()):
            self._machine, self._emulator = now, None
        if self._emulator is None:
            self._emulator = _whole(self._machine.call("open", self._config, 0))
        return self._emulator

    def _said(self, name: str, *given: str | int) -> Mapping[str, object]:
        """Return what the emulator answers."""
        answer = json.loads(str(self._machine.call(name, *given)))
        if answer.get("fail"):
            raise ExecutorBroke(str(answer.get("message")))
        output: Mapping[str, object] = answer["output"]
        return output


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _whole(number: object) -> int:
    if isinstance(number, int | float | str):
        return int(number)
    raise ExecutorBroke("the emulator said no number where one was due")
