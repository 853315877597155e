"""How commands end when nobody reads on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("words", [["agent", "status", "--home", "HOME"], ["hub", "secret"]])
def test_a_closed_pipe_ends_a_command_without_a_word(tmp_path: Path, words: list[str]) -> None:
    """As `baursak agent status | head -1` does: no advice about paths."""
    reading, writing = os.pipe()
    os.close(reading)
    program = "from installers.program import main; main()"
    asked = [it.replace("HOME", str(tmp_path)) for it in words]
    try:
        ended = subprocess.run(
            [sys.executable, "-c", program, *asked],
            stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert (ended.stderr, ended.returncode) == ("", 1)
