"""A door into the running brain for commands on the same machine: one question, one answer."""

import json
import secrets
import sys
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Thread
from typing import Any, Final

_MESSAGE_BYTES_MAX: Final = 64 * 1024
"""A question names a command; an answer is a state of the till."""


class BrainGone(Exception):
    """No brain answers behind this door."""


def _address(home: Path) -> tuple[str, str]:
    """Return address and family: a named pipe on Windows, a Unix socket elsewhere."""
    if sys.platform == "win32":
        name = (home / "control.pipe").read_text(encoding="ascii")
        return rf"\\.\pipe\{name}", "AF_PIPE"
    return str(home / "control.sock"), "AF_UNIX"


class ControlDoor:
    """Answers questions in a thread of its own until it is closed."""

    def __init__(self, home: Path, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._answer = answer
        self._key = secrets.token_bytes(32)
        _write_private(home / "control.key", self._key)
        if sys.platform == "win32":
            _write_private(home / "control.pipe", f"baursak-{secrets.token_hex(16)}".encode())
        else:
            (home / "control.sock").unlink(missing_ok=True)
        address, family = _address(home)
        self._listener = Listener(address, family, authkey=self._key)
        Thread(target=self._serve, name="control", daemon=True).start()

    def close(self) -> None:
        """Let nobody else in."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                with self._listener.accept() as line:
                    question = json.loads(line.recv_bytes(_MESSAGE_BYTES_MAX))
                    line.send_bytes(json.dumps(self._answer(question)).encode())
            except (AuthenticationError, EOFError, ValueError, ConnectionError):
                continue  # whoever asked hung up or may not ask; the next one may
            except OSError:
                return  # closed


def ask_brain(home: Path, question: dict[str, Any]) -> dict[str, Any]:
    """Return the running brain's answer to *question*, or raise BrainGone."""
    try:
        address, family = _address(home)
        key = (home / "control.key").read_bytes()
        with Client(address, family, authkey=key) as line:
            line.send_bytes(json.dumps(question).encode())
            answer: dict[str, Any] = json.loads(line.recv_bytes(_MESSAGE_BYTES_MAX))
            return answer
    except (OSError, EOFError, ValueError, AuthenticationError) as error:
        raise BrainGone(str(error)) from error


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
