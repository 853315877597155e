"""What runs a TON contract here: the native TVM where this Python has it, or the WASM one."""

import functools
import importlib.util
from typing import Literal

from hub.errors import HubError
from hub.localchain.runs import Executor, ExecutorBroke, GetCall, Got, Ran

__all__ = [
    "Executor",
    "executor_here",
    "has_native",
    "Kind",
    "ExecutorBroke",
    "GetCall",
    "Got",
    "Ran",
]

Kind = Literal["native", "wasm", "auto"]


def executor_here(prices: bytes, *, kind: Kind = "auto") -> Executor:
    """Return the fastest executor that this Python has, or the one asked for; one a process."""
    chosen = kind
    if kind == "auto":
        chosen = "native" if has_native() else "wasm"
    return _made(prices, chosen)


def has_native() -> bool:
    """Tell whether the native TVM is installed here."""
    return importlib.util.find_spec("tonpy") is not None


@functools.cache
def _made(prices: bytes, kind: Kind) -> Executor:
    if kind == "native":
        if not has_native():
            raise HubError(
                "The native TVM is not installed here.",
                "It needs tonpy-dev, Python 3.12 or 3.13 and Linux; the WASM one runs anywhere.",
            )
        from hub.localchain.native import NativeExecutor  # noqa: PLC0415  # see above

        return NativeExecutor(prices)
    from hub.localchain.wasm import WasmExecutor  # noqa: PLC0415  # starts V8

    return WasmExecutor(prices)
