"""Runs every test and says what they cover: python -m tests [--full] [pytest options].

The hub's tests run beside the till's, and what the latter said is told behind the former's. With
paths or options for pytest only those tests run, one after the other, and nothing is measured.
"""

import subprocess
import sys
import tempfile
from typing import IO, Final

COVERED_PERCENT_MIN: Final = 90
HUB: Final = ("tests/hub", "tests/contracts")
"""About half of the time of all tests."""
TILL: Final = tuple(f"--ignore={folder}" for folder in HUB)
MEASURED: Final = ("coverage", "run", "-m", "pytest", "--durations=15", "-p", "no:cacheprovider")


def main(arguments: list[str]) -> int:
    """Return the exit code of the tests, or of the coverage that they leave short."""
    if [word for word in arguments if word != "--full"]:
        return _python("pytest", *arguments).wait()
    _python("coverage", "erase").wait()
    failed = _both(arguments)
    _python("coverage", "combine", "--quiet").wait()
    short = _python("coverage", "report", f"--fail-under={COVERED_PERCENT_MIN}").wait()
    return failed or short


def _both(arguments: list[str]) -> int:
    """Run both halves at once; return an exit code that is not 0 if one has failed."""
    with tempfile.TemporaryFile() as said:
        beside = _python(*MEASURED, *TILL, *arguments, said=said)
        failed = _python(*MEASURED, *HUB, *arguments).wait()
        failed = beside.wait() or failed
        said.seek(0)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    return failed


def _python(
    module: str, *arguments: str, said: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(words, stdout=said, stderr=said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
