"""Runs every test and says what they cover: python -m tests [--full] [pytest options].

Three parts run at once, because much of each is waiting; what two of them said is told behind the
third's. With paths or options for pytest only those tests run, one after the other, and nothing is
measured.
"""

import subprocess
import sys
import tempfile
from typing import IO, Final

COVERED_PERCENT_MIN: Final = 90
PAGES: Final = ("tests/hub/web", "tests/hub/cli")
LEDGER: Final = ("tests/hub", "tests/contracts", *(f"--ignore={it}" for it in PAGES))
TILL: Final = ("--ignore=tests/hub", "--ignore=tests/contracts")
"""About a third of the time of all tests, each."""
MEASURED: Final = ("coverage", "run", "-m", "pytest", "--durations=15", "-p", "no:cacheprovider")


def main(arguments: list[str]) -> int:
    """Return the exit code of the tests, or of the coverage that they leave short."""
    if [word for word in arguments if word != "--full"]:
        return _python("pytest", *arguments).wait()
    _python("coverage", "erase").wait()
    failed = _all(arguments)
    _python("coverage", "combine", "--quiet").wait()
    short = _python("coverage", "report", f"--fail-under={COVERED_PERCENT_MIN}").wait()
    return failed or short


def _all(arguments: list[str]) -> int:
    """Run the parts at once; return an exit code that is not 0 if one has failed."""
    with tempfile.TemporaryFile() as said_of_pages, tempfile.TemporaryFile() as said_of_till:
        beside = [
            (_python(*MEASURED, *PAGES, *arguments, said=said_of_pages), said_of_pages),
            (_python(*MEASURED, *TILL, *arguments, said=said_of_till), said_of_till),
        ]
        failed = _python(*MEASURED, *LEDGER, *arguments).wait()
        for part, said in beside:
            failed = part.wait() or failed
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
