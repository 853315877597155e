"""What Telegram hands over of one chat with one person; everything else is nothing to us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LARGEST_UPDATE: Final = 256 * 1024
"""Bytes; a text of 4096 characters with all its entities has well under 100 KB."""
LONGEST_COMMAND: Final = 200
"""Characters that are read of a text: a command and a start parameter have 80."""
_LARGEST_ID: Final = 2**52
"""Telegram promises that its ids of persons fit in 52 bits."""
_LARGEST_UPDATE_ID: Final = 2**63
_LONGEST_NAME: Final = 64
_COMMAND: Final = re.compile(r"/([a-z_]{1,32})(?:@\w{1,64})?(?:\s+(\S{1,64}))?\s*", re.ASCII)
_GONE: Final = frozenset({"kicked", "left"})
_LANGUAGES: Final = frozenset({"kk", "ru", "en"})
_FALLBACK: Final = "ru"
"""Of a client that speaks none of ours: here nearly everybody reads it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A person wrote to the bot."""

    update: int
    chat: int
    name: str
    language: str
    """Of the person's Telegram, as far as we speak it."""
    command: str
    """Without the slash; empty where it was none."""
    argument: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed a button of ours."""

    update: int
    chat: int
    language: str
    query: str
    what: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A person blocked the bot, or let it in again."""

    update: int
    chat: int
    blocked: bool


Update = Asked | Pressed | Moved


def read_update(said: object) -> Update | None:
    """Return what an update says of one person's own chat, or None where it is nothing to us."""
    if not isinstance(said, dict):
        return None
    update = said.get("update_id")
    if type(update) is not int or not 0 <= update < _LARGEST_UPDATE_ID:
        return None
    if isinstance(message := said.get("message"), dict):
        return _asked(update, message)
    if isinstance(pressed := said.get("callback_query"), dict):
        return _pressed(update, pressed)
    if isinstance(moved := said.get("my_chat_member"), dict):
        return _moved(update, moved)
    return None


def _asked(update: int, message: Mapping[str, Any]) -> Asked | None:
    chat, person, text = _own_chat(message), message.get("from"), message.get("text")
    if chat is None or not isinstance(person, dict) or not isinstance(text, str):
        return None
    found = _COMMAND.fullmatch(text[:LONGEST_COMMAND])
    name = person.get("first_name")
    return Asked(
        update=update,
        chat=chat,
        name=_line(name) if isinstance(name, str) else "",
        language=_language(person),
        command=found[1] if found else "",
        argument=(found[2] or "") if found else "",
    )


def _pressed(update: int, pressed: Mapping[str, Any]) -> Pressed | None:
    person, query, what = pressed.get("from"), pressed.get("id"), pressed.get("data")
    if not isinstance(person, dict) or not isinstance(query, str) or not isinstance(what, str):
        return None
    chat = _id(person)
    if chat is None or len(query) > LONGEST_COMMAND:
        return None
    return Pressed(update, chat, _language(person), query, what)


def _moved(update: int, moved: Mapping[str, Any]) -> Moved | None:
    chat, now = _own_chat(moved), moved.get("new_chat_member")
    if chat is None or not isinstance(now, dict) or not isinstance(now.get("status"), str):
        return None
    return Moved(update, chat, blocked=now["status"] in _GONE)


def _own_chat(said: Mapping[str, Any]) -> int | None:
    """Return the number of a chat with one person, who speaks for himself there."""
    chat, person = said.get("chat"), said.get("from")
    if not isinstance(chat, dict) or not isinstance(person, dict):
        return None
    if chat.get("type") != "private" or person.get("is_bot") is True:
        return None
    number = _id(chat)
    return number if number is not None and number == _id(person) else None


def _id(who: Mapping[str, Any]) -> int | None:
    number = who.get("id")
    return number if type(number) is int and 0 < number <= _LARGEST_ID else None


def _language(person: Mapping[str, Any]) -> str:
    spoken = str(person.get("language_code", "")).lower().partition("-")[0]
    return spoken if spoken in _LANGUAGES else _FALLBACK


def _line(name: str) -> str:
    """Return a name as it may stand in a text of ours."""
    return "".join(it for it in " ".join(name.split()) if it.isprintable())[:_LONGEST_NAME]
