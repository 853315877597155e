"""How the till in a folder is, whether its agent runs or not."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agent.app import ask, outbox_health, outbox_problem, time_now
from agent.brain_state import queue_of
from agent.config import (
    BYPASS_FILE,
    LINK_FILE,
    OUTBOX_FILE,
    SUPERVISOR_FILE,
    AgentSettings,
    load_settings,
)
from agent.core.status import BrainStatus, Queue, Status, Trouble, What
from agent.core.status_troubles import SeenFromOutside, status_of, trouble
from agent.enrolments import enrolment_in
from agent.errors import AgentError, WrongSettings
from agent.hub_parts import program_version
from contracts.wire.refusals import Refused
from hardware.taps.lock import holder


def standing_of(home: Path) -> Status:
    """Return the status of the till in *home*; changes nothing."""
    answer = ask(home, {"ask": "status"})
    brain, troubles = _understood(answer)
    settings, wrong = _settings(home)
    if brain is None:
        # A running brain says itself what holds, and is enrolled, if by systemd's hand.
        troubles += [*wrong, *_why_no_brain(home)]
    supervisor, relay = holder(home / SUPERVISOR_FILE), bool(holder(home / f"{LINK_FILE}.lock"))
    if supervisor and not relay and (problem := tap_problem(settings.tap.listen)):
        hint = "Is another agent or program there? Free it, or set another [tap] listen."
        troubles.append(trouble(What.TAP, f"{settings.tap.listen}: {problem}.", hint))
    seen = SeenFromOutside(
        version=program_version(),
        supervisor=supervisor,
        relay=relay,
        bypass=(home / BYPASS_FILE).exists(),
        has_printer=bool(settings.printer.url),
        outbox=_outbox(home),
        troubles=tuple(troubles),
    )
    return status_of(seen, brain, time_now())


def _understood(answer: dict[str, Any] | None) -> tuple[BrainStatus | None, list[Trouble]]:
    """Return what the brain says; one of another version says nothing that we understand."""
    if answer is None:
        return None, []
    try:
        return BrainStatus.from_json(answer), []
    except Refused:
        told = "The agent that runs is of another version than this program."
        return None, [trouble(What.AGENT, told, "Start the agent anew.")]


def _settings(home: Path) -> tuple[AgentSettings, list[Trouble]]:
    try:
        return load_settings(home), []
    except WrongSettings as error:
        return AgentSettings(home=home), list(_wrong(error))


def _wrong(error: WrongSettings) -> Iterator[Trouble]:
    for problem in error.problems:
        found, _, hint = problem.partition("; ")
        yield trouble(What.SETTINGS, found, hint or "Mend agent.toml.")


def _why_no_brain(home: Path) -> list[Trouble]:
    """Return what keeps a brain from starting here, as far as it can be seen from outside."""
    try:
        enrolment_in(home)
    except AgentError as error:
        return [trouble(What.ENROLMENT, error.title, error.hint)]
    problem = outbox_problem(home)
    return [trouble(What.OUTBOX, problem.title, problem.hint)] if problem is not None else []


def _outbox(home: Path) -> Queue | None:
    if not (home / OUTBOX_FILE).exists():
        return None
    try:
        return queue_of(outbox_health(home), None)
    except AgentError:
        return None


def tap_problem(listen: str) -> str | None:
    """Return why the relay could not listen there, None when it could."""
    parts = urlsplit(listen)
    try:
        if parts.scheme == "tcp":
            address = (parts.hostname or "127.0.0.1", parts.port or 9100)
            socket.create_server(address).close()
        elif not os.access(parts.netloc + parts.path, os.R_OK | os.W_OK):
            return "it is not there, or this user has no rights to it"
    except OSError as error:
        return error.strerror or str(error)
    return None
