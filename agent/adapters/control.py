"""A door into the running brain for commands on the same machine: one question, one answer."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final

from agent.errors import AgentError
from hardware.taps.link import VERSION, Greet, encode
from hardware.taps.meeting import connect, listen

DOOR_FILE: Final = "control.sock"
_MESSAGE_BYTES_MAX: Final = 64 * 1024
"""A question names a command; an answer is a state of the till."""
_PIECES_MAX: Final = 64
_PATIENCE_S: Final = 10.0
"""How long a command waits for the brain's answer."""
_GUEST_S: Final = 0.5
"""How long the brain waits for a guest's next words: guests are programs on this machine."""


class BrainGone(Exception):
    """No brain answers behind this door."""


class ControlDoor:
    """Answers questions in a thread of its own until it is closed."""

    def __init__(self, home: Path, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._answer = answer
        self._door, token = listen(home / DOOR_FILE)
        self._door.settimeout(None)
        self._greeting = encode(Greet(VERSION, token))
        Thread(target=self._serve, name="control", daemon=True).start()

    def close(self) -> None:
        """Let nobody else in."""
        with suppress(OSError):
            # A close alone leaves whoever waits at the door waiting, and lets one more guest in.
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return  # closed
            try:
                with line:
                    line.settimeout(_GUEST_S)
                    self._talk(line)
            except (OSError, ValueError, EOFError, RecursionError):
                continue  # whoever asked hung up or may not ask; the next one may

    def _talk(self, line: socket.socket) -> None:
        import hmac  # noqa: PLC0415  # four megabytes that whoever only asks does without

        said = _line_from(line)
        greeted, question = said[: len(self._greeting)], said[len(self._greeting) :]
        if hmac.compare_digest(greeted, self._greeting):
            asked = json.loads(question)
            if isinstance(asked, dict):
                line.sendall(json.dumps(self._answered(asked)).encode() + b"\n")

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the answer, or what stands against one: the door stays open after it."""
        try:
            return self._answer(asked)
        except AgentError as error:
            return {"error": error.title, "hint": error.hint}


def ask_brain(home: Path, question: dict[str, Any]) -> dict[str, Any]:
    """Return the running brain's answer to *question*, or raise BrainGone."""
    try:
        with connect(home / DOOR_FILE) as line:
            line.settimeout(_PATIENCE_S)
            line.sendall(json.dumps(question).encode() + b"\n")
            answer: dict[str, Any] = json.loads(_line_from(line))
            return answer
    except (OSError, EOFError, ValueError) as error:
        raise BrainGone(str(error)) from error


def _line_from(line: socket.socket) -> bytes:
    """Return what came up to the line feed; EOFError without one, or when it came in crumbs."""
    said = b""
    for _ in range(_PIECES_MAX):
        if said.endswith(b"\n"):
            return said
        piece = line.recv(4096)
        if not piece or len(said) > _MESSAGE_BYTES_MAX:
            break
        said += piece
    raise EOFError("no whole message came")
