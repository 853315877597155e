"""Keeps a deployment's record, and beside it the message that is on its way, as files."""

import base64
import binascii
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from contracts.ton.seen import Address
from hub.core.settlement.deploying import Pending
from hub.errors import HubError

LONGEST: Final = 64 * 1024
"""Bytes of either file; real ones have a few kilobytes."""
_PENDING: Final = ".sending"
"""Behind the record's name: what is on its way."""
_LOCK: Final = ".lock"


class DeploymentFiles:
    """A record at *path*; every writing is whole, or leaves what was there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pending = path.with_name(path.name + _PENDING)

    def read(self) -> bytes | None:
        """Return the record; None where there is none yet."""
        return _read(self.path)

    def write(self, record: bytes) -> None:
        """Keep the record."""
        _write(self.path, record)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have the record for the block, or refuse; a program's end, however it comes, frees it."""
        file = self.path.with_name(self.path.name + _LOCK)
        try:
            lock = sqlite3.connect(file, isolation_level=None, timeout=0)
            lock.execute("PRAGMA journal_mode = MEMORY")
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise HubError(
                f"{self.path} is in use by another program, or its folder takes no file ({error}).",
                "Nothing was sent. Wait for the other, or name another file with --out.",
            ) from error
        try:
            yield
        finally:
            with suppress(OSError):  # Windows keeps an open file; one that is left locks nobody out
                file.unlink(missing_ok=True)
            lock.close()

    def pending(self) -> Pending | None:
        """Return the message that was on its way when this program last ended."""
        written = _read(self._pending)
        if written is None:
            return None
        try:
            found = json.loads(written)
            letters = tuple(
                (Address(str(target)), base64.b64decode(body, validate=True))
                for target, body in found["letters"]
            )
            boc = base64.b64decode(found["boc"], validate=True)
            number, void_after = int(found["number"]), int(found["void_after"])
            return Pending(str(found["what"]), number, void_after, boc, letters)
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise HubError(
                f"{self._pending} is damaged.",
                "Wait five minutes, so that what it held is on chain or void, delete it, and run"
                " this again: what stands on chain already is kept.",
            ) from error

    def note(self, pending: Pending) -> None:
        """Keep a message, before it is handed to anybody."""
        said = {
            "what": pending.what,
            "number": pending.number,
            "void_after": pending.void_after,
            "boc": base64.b64encode(pending.boc).decode(),
            "letters": [
                [target, base64.b64encode(body).decode()] for target, body in pending.letters
            ],
        }
        _write(self._pending, json.dumps(said).encode())

    def forget(self) -> None:
        """Let go of the message: it has happened, or never can."""
        self._pending.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HubError(
            f"{path} cannot be read ({error.strerror}).", "Name another file with --out."
        ) from error


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise HubError(
            f"{path} cannot be written ({error.strerror}).", "Name another file with --out."
        ) from error
