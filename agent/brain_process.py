"""The brain as the supervisor starts it: without click, for the memory of an idle till."""

import sys
from collections.abc import Sequence
from pathlib import Path

from agent.app import run_brain
from agent.errors import AgentError


def main(argv: Sequence[str]) -> int:
    """Run the brain of `--home DIR`; return its exit code."""
    try:
        run_brain(Path(argv[1]))
    except AgentError as error:
        sys.stderr.write(f"{error.title}\n{error.hint}\n")
        return error.exit_code
    return 0
