"""What a step shows: a few kinds of blocks, drawn by the page without knowing what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Block = dict[str, Any]
"""One piece of a step, as JSON; `id` stays the same while it is the same piece."""


class Tone(StrEnum):
    """How something is said."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    WAIT = "wait"
    """Something goes on, or is waited for."""


class Standing(StrEnum):
    """How far a step is."""

    AHEAD = "ahead"
    DONE = "done"
    BEFORE = "before"
    """Its settings stood there, and are good."""
    SKIPPED = "skipped"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things to choose."""

    value: str
    label: str
    note: str = ""


def text(name: str, words: str, tone: Tone = Tone.PLAIN) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "id": name, "text": words, "tone": tone.value}


def result(name: str, tone: Tone, title: str, hint: str = "", rows: Sequence[str] = ()) -> Block:
    """Return what came of something: one glance, what to do, details."""
    return {
        "kind": "result", "id": name, "tone": tone.value, "title": title, "hint": hint,
        "rows": list(rows),
    }  # fmt: skip


def choice(name: str, label: str, options: Sequence[Option], value: str) -> Block:
    """Return things of which one is chosen; the step hears of it at once."""
    listed = [{"value": it.value, "label": it.label, "note": it.note} for it in options]
    return {"kind": "choice", "id": name, "label": label, "options": listed, "value": value}


def field(
    name: str, label: str, value: str, *, hint: str = "", form: str = "text", turn: int = 0
) -> Block:
    """Return a line to type in; *form* is text, digits or secret.

    What somebody types stays there until the value changes, or the *turn*: for the next one.
    """
    return {
        "kind": "field", "id": name, "label": label, "value": value, "hint": hint, "form": form,
        "turn": turn,
    }  # fmt: skip


def press(name: str, label: str, *, main: bool = False) -> Block:
    """Return a button; the act is its name."""
    return {"kind": "press", "id": name, "label": label, "main": main}


def presses(name: str, buttons: Sequence[Block]) -> Block:
    """Return buttons beside each other."""
    return {"kind": "presses", "id": name, "buttons": list(buttons)}


def picture(name: str, address: str, words: str) -> Block:
    """Return a picture that is asked for again and again."""
    return {"kind": "picture", "id": name, "address": address, "label": words}


def keys(name: str, label: str, hint: str) -> Block:
    """Return a place that takes the focus and tells every key with its time."""
    return {"kind": "keys", "id": name, "label": label, "hint": hint}
