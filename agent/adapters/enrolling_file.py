"""An enrolment that is under way: the new key on disk before anything is sent."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.private_file import write_privately
from contracts.wire import base64url
from contracts.wire.keys import KEY_SIZE
from contracts.wire.refusals import Refused

_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What was sent to a hub, or is about to be."""

    code: str = field(repr=False)
    url: str
    seed: bytes = field(repr=False)
    """Of the key that the code is exchanged for."""


def kept(path: Path, fresh: Enrolling) -> Enrolling:
    """Return what is under way with the same code and hub, else *fresh*, on disk by then."""
    found = _read(path)
    if found is not None and (found.code, found.url) == (fresh.code, fresh.url):
        return found
    text = json.dumps({"code": fresh.code, "url": fresh.url, "seed": base64url.encode(fresh.seed)})
    write_privately(path, text)
    return fresh


def finished(path: Path) -> None:
    """Forget what was under way."""
    path.unlink(missing_ok=True)


def _read(path: Path) -> Enrolling | None:
    try:
        found = json.loads(path.read_bytes()[:_LONGEST])
        seed = base64url.decode(found["seed"])
        code, url = found["code"], found["url"]
    except (OSError, ValueError, KeyError, TypeError, Refused):
        return None
    if len(seed) != KEY_SIZE or not isinstance(code, str) or not isinstance(url, str):
        return None
    return Enrolling(code, url, seed)
