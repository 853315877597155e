"""The door for commands answers its guests, and outlives those that talk nonsense."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.adapters.control import DOOR_FILE, BrainGone, ControlDoor, ask_brain
from agent.errors import AgentError
from hardware.taps.link import VERSION, Greet, encode
from hardware.taps.meeting import connect


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder with a door that gives each question back."""

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        return {"asked": question}

    door = ControlDoor(tmp_path, answer)
    yield tmp_path
    door.close()


def test_a_question_gets_its_answer(home: Path) -> None:
    """One line each way."""
    assert ask_brain(home, {"ask": "state"}) == {"asked": {"ask": "state"}}


@pytest.mark.parametrize(
    "words", [b"[" * 50_000 + b"\n", b"null\n", b"[]\n", b"\xff\xfe\n", b"x" * 100_000, b""]
)
def test_nonsense_is_shown_out(home: Path, words: bytes) -> None:
    """Deep, wrong, endless or nothing: the next guest is served all the same."""
    with connect(home / DOOR_FILE) as guest:
        guest.settimeout(5)
        try:
            guest.sendall(words)
            guest.shutdown(socket.SHUT_WR)
            assert guest.recv(4096) == b""
        except OSError:
            pass  # shown out before it had finished
    assert ask_brain(home, {"ask": "state"}) == {"asked": {"ask": "state"}}


def test_a_silent_guest_keeps_nobody_waiting_long(home: Path) -> None:
    """Half a second, then it is the next one's turn."""
    with connect(home / DOOR_FILE):
        assert ask_brain(home, {"ask": "state"}) == {"asked": {"ask": "state"}}


def test_who_does_not_greet_is_not_answered(home: Path) -> None:
    """The greeting holds the token where sockets have no owner."""
    with socket.socket(socket.AF_UNIX) as guest:
        guest.settimeout(5)
        guest.connect(str(home / DOOR_FILE))
        guest.sendall(encode(Greet(VERSION, b"guess")) + b'{"ask": "state"}\n')
        assert guest.recv(4096) == b""


def test_nobody_behind_the_door_is_said(tmp_path: Path) -> None:
    """The command can then say how to start the agent."""
    with pytest.raises(BrainGone):
        ask_brain(tmp_path, {"ask": "state"})


def test_what_stands_against_an_answer_is_the_answer(tmp_path: Path) -> None:
    """And the door stays open: a disk that is full now may not be so later."""

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        if question["ask"] == "state":
            return {"well": True}
        raise AgentError("The disk is full.", "Make room.")

    door = ControlDoor(tmp_path, answer)
    said = {"error": "The disk is full.", "hint": "Make room."}
    assert ask_brain(tmp_path, {"ask": "status"}) == said
    assert ask_brain(tmp_path, {"ask": "state"}) == {"well": True}
    door.close()


def test_a_closed_door_lets_nobody_in(tmp_path: Path) -> None:
    """Not even the one guest that a thread was waiting for when it was closed."""
    asked: list[Any] = []

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        asked.append(question)
        return {"in": True}

    door = ControlDoor(tmp_path, answer)
    assert ask_brain(tmp_path, {"ask": "state"}) == {"in": True}
    door.close()
    with pytest.raises(BrainGone):
        ask_brain(tmp_path, {"ask": "state"})
    assert len(asked) == 1
