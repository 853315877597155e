"""The file with the till's keys: private, and whole or not there; in a box where there is one."""

import base64
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from agent.core.key_ports import CannotOpen, KeyBox
from agent.errors import AgentError, NotEnrolled
from agent.private_file import write_privately
from contracts.wire.enrolment import LONGEST_FILE, Enrolment, InvalidEnrolment, read_enrolment

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_BOX, _KIND = "box", "kind"
"""Of a file whose enrolment is in a box: nothing else is in it."""


def read(path: Path, box: KeyBox | None = None) -> Enrolment:
    """Return the enrolment in the file at *path*, or raise AgentError with what to do."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST_FILE + 1)
        return read_enrolment(_taken_out(text, path, box))
    except FileNotFoundError as error:
        raise NotEnrolled(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AgentError(f"{path} cannot be read ({error}).", "Check its rights.") from error
    except InvalidEnrolment as error:
        raise AgentError(
            f"{path} is not a valid enrolment: {error}.", "Enrol this till again."
        ) from error


def write(path: Path, enrolment: Enrolment, box: KeyBox | None = None) -> None:
    """Write *enrolment* for its owner's eyes only; never over another one."""
    if path.exists():
        refuse_another(path)
    write_privately(path, _put_in(enrolment.to_text(), box))


def keep_safe(path: Path, box: KeyBox | None, log: Callable[[str], None]) -> None:
    """Mend how an older file is kept: shut it to other users, put it into the box there is.

    Raises AgentError where others can read it and this user may not change that.
    """
    _shut_to_others(path, log)
    if box is None or not path.exists() or _box_in(path.read_text(encoding="utf-8")) is not None:
        return
    enrolment = read(path)
    try:
        write_privately(path, _put_in(enrolment.to_text(), box))
    except (OSError, AgentError) as error:
        log(f"enrolment: it stays as it was, readable by this user's programs: {error}")
    else:
        log("enrolment: from now on only this user of this computer can open it")


def refuse_another(path: Path) -> NoReturn:
    """Say that a till is enrolled already, and how to begin anew on purpose."""
    raise AgentError(
        f"This till is enrolled already ({path}).",
        "To enrol it anew under another id, run: baursak agent enrol CODE --hub URL --again",
    )


def _shut_to_others(path: Path, log: Callable[[str], None]) -> None:
    """Take the rights of other users away: a copied file often has them."""
    if os.name != "posix" or not path.exists():
        return
    if not path.stat().st_mode & _OTHERS:
        return
    try:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise AgentError(
            f"Other users of this computer can read the till's keys in {path}.",
            f"Make the file this user's own and run: chmod 600 {path}",
        ) from error
    log(
        "enrolment: other users of this computer could read the till's keys; that is over now."
        " If one of them may have: enrol this till again"
    )


def _put_in(text: str, box: KeyBox | None) -> str:
    if box is None:
        return text
    boxed = base64.b64encode(box.close(text.encode())).decode()
    return json.dumps({_KIND: box.name, _BOX: boxed}) + "\n"


def _taken_out(text: str, path: Path, box: KeyBox | None) -> str:
    """Return the enrolment's text, from its box where it is in one."""
    found = _box_in(text)
    if found is None:
        return text
    kind, boxed = found
    if box is None or kind != box.name:
        raise _cannot_open(path, f"they are in a box of another system ({kind[:16]})")
    try:
        return box.open(boxed).decode()
    except (CannotOpen, UnicodeDecodeError) as error:
        raise _cannot_open(path, str(error)) from error


def _cannot_open(path: Path, why: str) -> AgentError:
    return AgentError(
        f"The keys in {path} cannot be opened: {why}.",
        "Run the agent as the user who enrolled this till, or enrol it again.",
    )


def _box_in(text: str) -> tuple[str, bytes] | None:
    """Return the kind of box and what is in it; None for a file without one."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found.keys() != {_KIND, _BOX}:
            return None
        return str(found[_KIND]), base64.b64decode(found[_BOX], validate=True)
    except (ValueError, TypeError, RecursionError):
        return None
