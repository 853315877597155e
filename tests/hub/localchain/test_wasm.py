"""The emulator in V8 starts, ends and comes back wherever it is used."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from hub.localchain.chain import LocalChain
from hub.localchain.executor import ExecutorBroke
from hub.localchain.messages import NOBODY
from hub.localchain.prices import config
from hub.localchain.wasm import WasmExecutor, machine
from tests.ton_chain import BEGINNING, wallet

ROOT = Path(__file__).parents[3]
SOON_S = 20
"""A process that hangs never ends; one that does not is done in a second."""

_FAILS = """
from hub.localchain.executor import executor_here
from hub.localchain.prices import config
executor_here(config("new"), kind="wasm").run(b"", b"", 0, 0)
"""
_FORKS = """
import os
from hub.localchain.executor import ExecutorBroke
from tests.ton_chain import local_chain, wallet
wallet(local_chain(kind="wasm"))
child = os.fork()
try:
    wallet(local_chain(kind="wasm"))
except ExecutorBroke as broken:
    print(broken, flush=True)
if not child:
    os._exit(0)
if child:
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_process_that_fails_ends() -> None:
    """An exception with V8 open does not leave the process hanging."""
    ran = subprocess.run(
        [sys.executable, "-c", _FAILS],
        cwd=ROOT, capture_output=True, text=True, timeout=SOON_S, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "ExecutorBroke" in ran.stderr


def test_a_forked_process_is_told_and_ends() -> None:
    """V8 does not survive a fork: the child is told so, and the parent goes on."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", _FORKS],
        cwd=ROOT, capture_output=True, text=True, timeout=SOON_S, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told, child = ran.stdout.splitlines()
    assert "does not survive a fork" in told
    assert child == "0"


def test_it_runs_inside_a_running_loop() -> None:
    """Where asyncio runs already, the machine still has a loop of its own."""

    async def inside() -> int:
        machine().close()
        chain = LocalChain(WasmExecutor(config("new")), now=lambda: BEGINNING)
        return wallet(chain).balance

    assert asyncio.run(inside()) > 0


def test_a_closed_executor_opens_again_and_a_broken_machine_is_replaced() -> None:
    """Nobody who shares an executor is hurt by another's closing it, nor by a broken V8."""
    with WasmExecutor(config("old")) as executor:
        chain = LocalChain(executor, now=lambda: BEGINNING)
        wallet(chain, "one")
        executor.close()
        executor.close()
        wallet(chain, "two")
        with pytest.raises(ExecutorBroke):
            machine().call("close", 2**31 - 1)
        wallet(chain, "three")
        machine().close()
        assert wallet(chain, "four").balance > 0
    assert executor.prices == config("old")


def test_what_is_no_bag_breaks_nothing() -> None:
    """A message or an account that the emulator cannot read is said, and the next one runs."""
    executor = WasmExecutor(config("new"))
    for account, message in ((NOBODY, b""), (b"", NOBODY), (NOBODY, NOBODY)):
        with pytest.raises(ExecutorBroke):
            executor.run(account, message, BEGINNING, 1_000_000)
    assert wallet(LocalChain(executor, now=lambda: BEGINNING)).balance > 0
