"""Programs of their own that tests run: none outlives its block, whatever goes wrong in it."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def program_running(
    words: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: int | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program while the block lasts, its streams as text; at the end it is killed.

    `with subprocess.Popen(…)` waits for the program at its end: where the block fails before it
    has told the program to stop, that is for ever.
    """
    with subprocess.Popen(
        words, cwd=cwd, env=env, stdin=stdin, stdout=stdout, stderr=stderr, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
