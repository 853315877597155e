"""The native TVM and the WASM one agree to the byte, on whatever is thrown at them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.localchain.executor import has_native
from tests.evidence import record

ROOT = Path(__file__).parents[3]
NAMED_BY = "BAURSAK_TVM_PYTHON"
LONGEST_S = 1800
"""Of the whole proof; the sample takes some ten seconds."""


def python_with_native(environment: Mapping[str, str]) -> str:
    """Return a Python that has the native TVM; or fail, because nobody would see a skip."""
    if has_native():
        return sys.executable
    python = ROOT / environment.get(NAMED_BY, ".dev/tvm/bin/python")
    if not python.exists():
        pytest.fail(
            f"The executors are compared under a Python 3.12 or 3.13 with tonpy-dev, and {python} "
            f"is not there: run ./dev setup, or name one in {NAMED_BY}."
        )
    return str(python)


def test_both_executors_say_the_same(full: bool) -> None:
    """Transactions, accounts, exit codes, gas and get-methods are the same at both prices."""
    command = [python_with_native(os.environ), "-m", "tests.hub.localchain.differential"]
    command += ["2026", "10000" if full else "500"]
    began = time.monotonic()
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    prices = json.loads(ran.stdout)
    for seen in prices:
        assert seen["differences"] == []
        assert seen["accepted"] >= 300
        assert seen["refused"] >= 10
        assert seen["asked"] >= 30
        assert seen["exits"] >= 10
    if full:
        record("executors", {"prices": prices}, time.monotonic() - began)


def test_a_missing_python_is_said_and_not_skipped(tmp_path: Path) -> None:
    """Without a native TVM the comparison fails with what to do."""
    if has_native():
        assert python_with_native({NAMED_BY: str(tmp_path / "none")}) == sys.executable
        return
    with pytest.raises(pytest.fail.Exception, match=r"run \./dev setup"):
        python_with_native({NAMED_BY: str(tmp_path / "none")})
