"""Starting the agent from the assistant, as a logon starts it: on its own, for longer than this."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from agent.autostart import run_words
from agent.config import ENROLMENT_FILE, SUPERVISOR_FILE, default_home
from agent.core.assistant.wishes import AgentStarted
from agent.core.status import Status
from agent.standing import standing_of
from hardware.taps.lock import holder

PATIENCE_S: Final = 25.0
"""A slow till needs ten seconds."""
_LOOKS_EVERY_S: Final = 0.25
_RUNS_ALREADY: Final = 3
"""The exit code of the second agent at a till."""


def start_agent(home: Path, patience_s: float = PATIENCE_S) -> AgentStarted:
    """Start the agent of the till in *home*, unless one runs, and tell whether it prints."""
    program = None if holder(home / SUPERVISOR_FILE) else _started(home)
    try:
        return _told(home, program, patience_s)
    finally:
        if program is not None and program.returncode is None:
            program.returncode = 0  # it outlives us, and nobody here waits for its end


def _told(home: Path, program: subprocess.Popen[bytes] | None, patience_s: float) -> AgentStarted:
    until, between = time.monotonic() + patience_s, threading.Event()
    while time.monotonic() < until:
        if _is_up(home, standing_of(home)):
            return AgentStarted("")
        code = None if program is None else program.poll()
        if code is not None and code != _RUNS_ALREADY:
            return AgentStarted(f"{command_for(home)}: {code}")
        between.wait(_LOOKS_EVERY_S)
    return AgentStarted(command_for(home))


def command_for(home: Path) -> str:
    """Return what a person types to start the agent of this till."""
    command = "baursak agent run"
    if home.absolute() == default_home().absolute():
        return command
    name = str(home.absolute())
    return f'{command} --home "{name}"' if " " in name else f"{command} --home {name}"


def _is_up(home: Path, found: Status) -> bool:
    """Tell whether receipts come through, and slips where the till has its programme."""
    agent = found.agent
    return agent.relay and (agent.brain or not (home / ENROLMENT_FILE).exists())


def _started(home: Path) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    words = run_words(home)
    if sys.platform == "win32":
        apart = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(  # noqa: S603  # our own program
            words, stdin=quiet, stdout=quiet, stderr=quiet, creationflags=apart
        )
    return subprocess.Popen(  # noqa: S603  # our own program
        words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
