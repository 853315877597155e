"""A damaged outbox is set aside, never deleted, and its enrolment is over.

A till that went on under its old id with a fresh file would number its events from one again:
a forked chain. So a note beside the file remembers which chain ended, until the till has
enrolled under a new id.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.core.delivery import CorruptOutbox, OutboxGone, OutboxUnavailable
from contracts.wire.units import TillId, UnixTime

COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, and the file."""
_NAMES_TRIED: Final = 1000
_LONGEST_NOTE: Final = 4096


def refuse_ended_chain(path: Path, till: TillId, enrolment: str) -> None:
    """Raise CorruptOutbox when the chain of *till* under *enrolment* has ended here."""
    note = _note(path, till, enrolment)
    if not note.exists():
        return
    try:
        found = json.loads(note.read_bytes()[:_LONGEST_NOTE])
        aside, reason = path.with_name(str(found["set_aside"])), str(found["reason"])
    except (OSError, ValueError, KeyError, TypeError):
        aside, reason = path.with_name("a file beside it"), "it was damaged before"
    raise CorruptOutbox(aside, reason)


def note_begun(path: Path, till: TillId, enrolment: str) -> None:
    """Remember durably that the chain of *till* under *enrolment* has a file here."""
    mark = _begun(path, till, enrolment)
    if not mark.exists():
        _write_durably(mark, b"")


def refuse_second_beginning(path: Path, till: TillId, enrolment: str) -> None:
    """Raise OutboxGone when the chain had a file here: begun anew, it would be a forked chain."""
    if _begun(path, till, enrolment).exists():
        raise OutboxGone(path)


def set_aside(path: Path, till: TillId, enrolment: str, now: UnixTime, reason: str) -> Path:
    """Rename the outbox and its companions, remember that the chain ended, return the new name.

    The note comes first: a power cut between the two leaves a chain that has ended, and a file
    that the next start sets aside.
    """
    aside = _free_name(path, now)
    note = {"till": till, "enrolment": enrolment, "set_aside": aside.name, "reason": reason}
    try:
        _write_durably(_note(path, till, enrolment), json.dumps(note).encode("utf-8"))
        for companion in COMPANIONS:
            old = path.with_name(path.name + companion)
            if old.exists():
                old.rename(aside.with_name(aside.name + companion))
        sync_folder(path.parent)
    except OSError as error:
        raise OutboxUnavailable(
            f"The outbox {path} is damaged and could not be set aside ({error.strerror}).",
            "Free some disk space and check that this user may write there, then start again.",
        ) from error
    return aside


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* as durable as what the files hold."""
    if os.name == "nt":
        return  # NTFS journals names itself, and Windows opens no folder for syncing.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _begun(path: Path, till: TillId, enrolment: str) -> Path:
    return path.with_name(f"{path.stem}-begun-{till}-{enrolment}")


def _note(path: Path, till: TillId, enrolment: str) -> Path:
    return path.with_name(f"{path.stem}-ended-{till}-{enrolment}.json")


def _free_name(path: Path, now: UnixTime) -> Path:
    moment = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in range(1, _NAMES_TRIED):
        suffix = "" if number == 1 else f"-{number}"
        name = path.with_name(f"{path.stem}-{moment}-corrupt{suffix}{path.suffix}")
        if not any(name.with_name(name.name + it).exists() for it in COMPANIONS):
            return name
    raise OutboxUnavailable(
        f"The outbox {path} is damaged, and so were {_NAMES_TRIED} before it.",
        "Change the disk of this computer.",
    )


def _write_durably(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)
