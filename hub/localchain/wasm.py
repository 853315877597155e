"""TON's official emulator, compiled to WebAssembly, in a V8 inside this process.

About 180 transactions a second, on any Python and machine that mini-racer has a wheel for.
"""

import atexit
import base64
import functools
import json
import threading
from typing import Final, Protocol, Self

from py_mini_racer import JSEvalException, MiniRacer

from hub.localchain.bags import read_bag
from hub.localchain.executor import GAS_OF_A_GET, SEED, ExecutorBroke, GetCall, Got, Ran
from hub.localchain.transactions import read_transaction
from hub.localchain.vendored import ours, vendored

_START_S: Final = 60
"""A third of a second here; a loaded machine with one slow core may need longer."""


class _Function(Protocol):
    """A function of V8's, as Python calls it."""

    def __call__(self, *given: str | int) -> object: ...


class Machine:
    """One V8 with the emulator loaded: shared by all executors of a process."""

    def __init__(self) -> None:
        self._racer = _racer_off_any_loop()
        for script in ("shims.js", "emulator-emscripten.js", "calls.js"):
            text = ours(script) if script != "emulator-emscripten.js" else vendored(script)
            self._racer.eval(text.decode())
        binary = base64.b64encode(vendored("emulator.wasm.gz")).decode()
        started = self._racer.eval(f"start({json.dumps(binary)})")
        started.get(timeout=_START_S)  # type: ignore[union-attr]  # a promise, by calls.js
        self._functions: dict[str, _Function] = {
            name: self._racer.eval(name)  # type: ignore[misc]  # functions, by calls.js
            for name in ("open", "close", "run", "get")
        }
        # A V8 that is left open when Python ends waits for its thread for ever.
        atexit.register(self.close)

    def call(self, name: str, *given: str | int) -> object:
        """Call one of the functions of calls.js."""
        try:
            return self._functions[name](*given)
        except JSEvalException as broken:
            raise ExecutorBroke(str(broken).partition("\n")[0]) from broken

    def close(self) -> None:
        """End V8 and its thread."""
        atexit.unregister(self.close)
        self._functions = {}
        self._racer.close()


def _racer_off_any_loop() -> MiniRacer:
    """Make a V8 with a loop of its own: where one runs already it would wait for itself."""
    made: list[MiniRacer] = []
    maker = threading.Thread(target=lambda: made.append(MiniRacer()), name="make V8")
    maker.start()
    maker.join()
    return made[0]


@functools.cache
def machine() -> Machine:
    """Return the process's one machine."""
    return Machine()


class WasmExecutor:
    """Runs messages and get-methods through the emulator."""

    def __init__(self, prices: bytes) -> None:
        self._prices = prices
        self._config = _text(prices)
        self._machine = machine()
        self._one: int | None = _whole(self._machine.call("open", self._config, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def prices(self) -> bytes:
        """Return the configuration that it runs by."""
        return self._prices

    def run(self, account: bytes, message: bytes, now: int, lt: int) -> Ran:
        """Run *message* on *account*."""
        how = {
            "utime": now,
            "lt": str(lt),
            "rand_seed": SEED.hex(),
            "ignore_chksig": False,
            "debug_enabled": False,
        }
        if self._one is None:
            raise ExecutorBroke("the executor is closed")
        said = self._said("run", self._one, _text(account), _text(message), json.dumps(how))
        log = str(said.get("vm_log", ""))
        if not said.get("success"):
            code = said.get("vm_exit_code")
            refused = code if isinstance(code, int) else None
            reason = str(said.get("error", log))
            return Ran(b"", account, accepted=False, exit_code=refused, gas=0, log=reason)
        transaction = base64.b64decode(str(said["transaction"]))
        read = read_transaction(read_bag(transaction))
        after = base64.b64decode(str(said["shard_account"]))
        return Ran(
            transaction, after, accepted=True, exit_code=read.exit_code, gas=read.gas, log=log
        )

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
        said = self._said("get", json.dumps(how), _text(asked.stack), self._config)
        if not said.get("success"):
            raise ExecutorBroke(str(said.get("error")))
        stack = base64.b64decode(str(said["stack"]))
        return Got(_whole(said["vm_exit_code"]), stack, _whole(said["gas_used"]))

    def close(self) -> None:
        """Give the emulator back; the machine stays for others."""
        if self._one is not None:
            self._machine.call("close", self._one)
            self._one = None

    def _said(self, name: str, *given: str | int) -> dict[str, object]:
        """Return what the emulator answers."""
        answer = json.loads(str(self._machine.call(name, *given)))
        if answer.get("fail"):
            raise ExecutorBroke(str(answer.get("message")))
        output: dict[str, object] = answer["output"]
        return output


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _whole(number: object) -> int:
    if isinstance(number, int | float | str):
        return int(number)
    raise ExecutorBroke("the emulator said no number where one was due")
