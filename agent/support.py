"""The support bundle: all that whoever helps needs of a till, and nothing about anybody.

Keys, codes, tokens, names, receipts' lines and addresses are not put in; what a log may hold all
the same is taken out of it once more (agent/core/scrubbing.py).
"""

import getpass
import io
import json
import os
import platform
import re
import socket
import sqlite3
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from agent.app import ask, event_counts, secrets_of
from agent.config import (
    COUNTER_FILE,
    ENROLLING_FILE,
    ENROLMENT_FILE,
    FACE_FILE,
    LOG_FILE,
    OUTBOX_FILE,
    SETTINGS_BYTES_MAX,
    SETTINGS_FILE,
    AgentSettings,
)
from agent.core.scrubbing import GONE, Scrubber
from agent.core.settings_table import leaves_of
from agent.errors import AgentError
from agent.hub_parts import program_version
from agent.standing import standing_of

NEWEST_LOG_BYTES: Final = 512 * 1024
"""Of each log file: some ten thousand lines, and a bundle that a mail takes."""
_SMALL_FILE: Final = 16 * 1024
_LOG: Final = re.compile(r"[a-z-]{1,32}\.log(\.[1-9])?")
_PLAIN_TEXTS: Final = {
    "printer.profile", "slip.languages", "slip.link", "counter.suffix", "counter.closes_at",
    "counter.auto_accept_max", "currency", "total_max",
}  # fmt: skip
"""Settings whose words are of a list, or numbers: they tell nothing of anybody."""
_LIBRARIES: Final = (
    "zxing-cpp", "Pillow", "pyserial", "argon2-cffi", "cryptography", "sqlite-utils", "pystray",
)  # fmt: skip
_FILES: Final = (
    SETTINGS_FILE, ENROLMENT_FILE, ENROLLING_FILE, OUTBOX_FILE, f"{OUTBOX_FILE}-wal",
    COUNTER_FILE, f"{COUNTER_FILE}-wal", FACE_FILE, LOG_FILE,
)  # fmt: skip
_README: Final = """This is a support bundle of a Baursak till.

status.json    what `baursak agent status --json` said
settings.json  which settings are made; addresses, names and passwords are left out
versions.json  of the agent, of Python, of the system and of libraries
disk.json      the agent's own files: sizes and rights, and the room on the disk
schemas.json   versions of the two databases
events.json    how many events of each kind are stored
verdicts.json  what the last 50 papers were taken for, and on whose word; no line of them
logs/          the logs, without addresses, codes, numbers and names

Not in it: keys, claim codes and voucher codes, the page's token, names of cashiers, PINs in any
form, lines of receipts, telephone numbers, addresses.
"""


def write_bundle(home: Path, target: Path) -> list[str]:
    """Write the bundle of the till in *home* to the new file *target*; return what is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in _contents(home):
            bundle.writestr(name, text)
        names = bundle.namelist()
    try:
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise AgentError(f"{target} is there already.", "Name another file.") from error
    with os.fdopen(opened, "wb") as file:
        file.write(packed.getvalue())
    return names


def _contents(home: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file in the bundle."""
    scrub = Scrubber(_known(home))
    yield "README.txt", _README
    yield "status.json", _written(scrub.value(standing_of(home).to_json()))
    yield "settings.json", _written(_settings(home))
    yield "versions.json", _written(_versions())
    yield "disk.json", _written(_disk(home))
    yield "schemas.json", _written({it: _schema(home / it) for it in (OUTBOX_FILE, COUNTER_FILE)})
    yield "events.json", _written(_events(home))
    yield "verdicts.json", _written(scrub.value(ask(home, {"ask": "verdicts"}) or {}))
    for path in sorted(home.glob("*.log*")):
        if _LOG.fullmatch(path.name) and path.is_file():
            yield f"logs/{path.name}", scrub.lines(_end_of(path))


def _known(home: Path) -> list[str | bytes]:
    """Return what must not be seen as far as it is known here, in whatever form it stands."""
    known = secrets_of(home)
    for name in (FACE_FILE, ENROLLING_FILE):
        with suppress(OSError):
            text = (home / name).read_text(encoding="utf-8", errors="replace")[:_SMALL_FILE]
            known += re.findall(r"[\w-]{12,}", text)
    known += _words_of_addresses(home)
    known += [str(home), str(home.absolute()), str(Path.home()), socket.gethostname()]
    with suppress(OSError, KeyError, ImportError):
        known.append(getpass.getuser())
    # A till's user may be called "baursak" or "till": words that every log is full of.
    return [it for it in known if it not in {"baursak", "till", "root", "/", "localhost"}]


def _words_of_addresses(home: Path) -> Iterator[str]:
    """Yield what agent.toml says of places and people: a log may quote a part of it."""
    for name, value in _leaves(home):
        values = value if isinstance(value, list) else [value]
        for text in values:
            if isinstance(text, str) and name not in _PLAIN_TEXTS:
                yield text
                yield from re.findall(r"[^\s/:@?=&]{5,}", text.partition("://")[2])


def _leaves(home: Path) -> list[tuple[str, Any]]:
    """Return what agent.toml sets; nothing where it cannot be read."""
    try:
        raw = (home / SETTINGS_FILE).read_bytes()[:SETTINGS_BYTES_MAX]
        return leaves_of(tomllib.loads(raw.decode("utf-8-sig")))
    except (OSError, ValueError, RecursionError):
        return []


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _settings(home: Path) -> dict[str, Any]:
    """Return which settings agent.toml makes; of addresses only their kind."""
    leaves, known = _leaves(home), _known_settings()
    made = {name: _shown(name, value) for name, value in leaves if name in known}
    return {"made": made, "unknown": sum(name not in known for name, _ in leaves)}


def _known_settings() -> set[str]:
    """Return the names of all settings."""
    names = set()
    plain = AgentSettings(home=Path())
    for part in AgentSettings.__slots__:
        inside = getattr(plain, part)
        slots = getattr(type(inside), "__slots__", ())
        found = [f"{part}.{it}" for it in slots] if part in _PARTS else [part]
        names.update(found)
    return names


_PARTS: Final = {"printer", "tap", "slip", "hub", "counter"}


def _shown(name: str, value: object) -> object:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [str(it)[:2] for it in value] if name in _PLAIN_TEXTS else f"{len(value)} of them"
    if name in _PLAIN_TEXTS:
        return str(value)[:24]
    scheme, mark, _ = str(value).partition("://")
    return f"{scheme[:16]}://{GONE}" if mark and scheme.isalnum() else "set" if value else "empty"


def _versions() -> dict[str, Any]:
    libraries = {}
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            libraries[name] = metadata.version(name)
    return {
        "agent": program_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": libraries,
    }


def _disk(home: Path) -> dict[str, Any]:
    files = {}
    for name in _FILES:
        with suppress(OSError):
            found = (home / name).stat()
            files[name] = {"size": found.st_size, "rights": f"{found.st_mode & 0o777:03o}"}
    rights = f"{home.stat().st_mode & 0o777:03o}" if home.exists() else None
    return {"folder_rights": rights, "files": files}


def _schema(path: Path) -> int | None:
    """Return the version that a database says of itself (its header's user_version)."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return None
    return int.from_bytes(header[60:64], "big") if len(header) == 100 else None


def _events(home: Path) -> dict[str, Any]:
    try:
        return {"on_disk": event_counts(home)}
    except AgentError:
        return {"on_disk": None}


def _end_of(path: Path) -> str:
    """Return the newest lines of a log."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - NEWEST_LOG_BYTES))
            text = file.read(NEWEST_LOG_BYTES).decode("utf-8", errors="replace")
    except OSError as error:
        return f"It cannot be read: {error.strerror}.\n"
    # A first line that is cut could begin in the middle of a code.
    return text.partition("\n")[2] if size > NEWEST_LOG_BYTES else text
