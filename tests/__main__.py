"""Runs every test and says what they cover: python -m tests [--full] [pytest options].

With paths or options for pytest only those tests run, and nothing is measured.
"""

import subprocess
import sys

COVERED_PERCENT_MIN = 90


def main(arguments: list[str]) -> int:
    """Return the exit code of the tests, or of the coverage that they leave short."""
    if [word for word in arguments if word != "--full"]:
        return _python("pytest", *arguments)
    _python("coverage", "erase")
    failed = _python("coverage", "run", "-m", "pytest", "--durations=30", *arguments)
    _python("coverage", "combine", "--quiet")
    short = _python("coverage", "report", f"--fail-under={COVERED_PERCENT_MIN}")
    return failed or short


def _python(module: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
