"""The enrolment of the till in a folder: from its file, or as the service manager hands it over."""

from collections.abc import Callable
from pathlib import Path

from agent.adapters import enrolment_file
from agent.adapters.dpapi import this_systems_box
from agent.config import CREDENTIAL, ENROLMENT_FILE, handed_over
from agent.errors import AgentError
from contracts.wire.enrolment import Enrolment


def enrolment_in(home: Path) -> Enrolment:
    """Read the till's enrolment, or raise AgentError with what to do."""
    given = handed_over()
    if given is not None:
        return enrolment_file.read(given)
    return enrolment_file.read(home / ENROLMENT_FILE, this_systems_box())


def keep_enrolment(home: Path, enrolment: Enrolment) -> None:
    """Write the till's enrolment; refuse to replace one."""
    refuse_another(home)
    enrolment_file.write(home / ENROLMENT_FILE, enrolment, this_systems_box())


def refuse_another(home: Path) -> None:
    """Raise AgentError where this till has an enrolment already."""
    if handed_over() is not None:
        raise AgentError(
            f"This till's enrolment is handed over by systemd ({CREDENTIAL}).",
            "Enrol outside the service, then encrypt the new file: systemd-creds encrypt",
        )
    if (home / ENROLMENT_FILE).exists():
        enrolment_file.refuse_another(home / ENROLMENT_FILE)


def keep_safe(home: Path, log: Callable[[str], None]) -> None:
    """Mend how the enrolment's file is kept, where an older agent or a copy left it open."""
    if handed_over() is None:
        enrolment_file.keep_safe(home / ENROLMENT_FILE, this_systems_box(), log)
