"""The file with the till's keys: private, and whole or not there."""

from pathlib import Path
from typing import NoReturn

from agent.errors import AgentError, NotEnrolled
from agent.private_file import write_privately
from contracts.wire.enrolment import LONGEST_FILE, Enrolment, InvalidEnrolment, read_enrolment


def read(path: Path) -> Enrolment:
    """Return the enrolment in the file at *path*, or raise AgentError with what to do."""
    try:
        with path.open(encoding="utf-8") as file:
            return read_enrolment(file.read(LONGEST_FILE + 1))
    except FileNotFoundError as error:
        raise NotEnrolled(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AgentError(f"{path} cannot be read ({error}).", "Check its rights.") from error
    except InvalidEnrolment as error:
        raise AgentError(
            f"{path} is not a valid enrolment: {error}.", "Enrol this till again."
        ) from error


def write(path: Path, enrolment: Enrolment) -> None:
    """Write *enrolment* for its owner's eyes only; never over another one."""
    if path.exists():
        refuse_another(path)
    write_privately(path, enrolment.to_text())


def refuse_another(path: Path) -> NoReturn:
    """Say that a till is enrolled already, and how to begin anew on purpose."""
    raise AgentError(
        f"This till is enrolled already ({path}).",
        "To enrol it anew under another id, run: baursak agent enrol CODE --hub URL --again",
    )
