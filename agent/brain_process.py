"""The brain as the supervisor starts it: without click, for the memory of an idle till."""

import sys
from collections.abc import Sequence
from pathlib import Path

from agent.app import outbox_wants_work, prepare_outbox, run_brain
from agent.config import LOG_FILE
from agent.errors import AgentError
from hardware.taps.logbook import Logbook


def main(argv: Sequence[str]) -> int:
    """Run the brain of `--home DIR`, or with `--prepare` only make its outbox ready."""
    home = Path(argv[1])
    try:
        if "--prepare" in argv:
            prepare_outbox(home)
            return 0
        if outbox_wants_work(home):
            _prepare_apart(home)
        run_brain(home)
    except AgentError as error:
        Logbook(home / LOG_FILE).write_news(f"brain: {error}")
        sys.stderr.write(f"{error.title}\n{error.hint}\n")
        return error.exit_code
    return 0


def _prepare_apart(home: Path) -> None:
    """Prepare in a process of its own: what that loads would stay in an idle till's memory."""
    from agent.supervised import program_words  # noqa: PLC0415  # once in a till's life
    from hardware.taps.spawned import started  # noqa: PLC0415
    from hardware.taps.supervisor import environment  # noqa: PLC0415

    words = [*program_words("brain"), "--home", str(home), "--prepare"]
    started(words, environment({})).wait()
