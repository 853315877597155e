"""What Telegram hands over is read strictly, and whatever else comes is nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.bot.updates import Asked, Moved, Pressed, read_update

PERSON = {"id": 77, "is_bot": False, "first_name": "Айгерім", "language_code": "kk"}
CHAT = {"id": 77, "type": "private"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda it: st.lists(it, max_size=4) | st.dictionaries(st.text(max_size=12), it, max_size=4),
    max_leaves=12,
)


def message(text: object, chat: object = CHAT, person: object = PERSON) -> dict[str, Any]:
    """Return an update with a message."""
    return {"update_id": 5, "message": {"chat": chat, "from": person, "text": text}}


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/start", "start", ""),
        ("/start abc_-1", "start", "abc_-1"),
        ("/balance@baursak_bot", "balance", ""),
        ("/start " + "x" * 65, "", ""),
        ("сәлем", "", ""),
        ("/" + "a" * 5000, "", ""),
        ("/START", "", ""),
    ],
)
def test_a_command_is_read(text: str, command: str, argument: str) -> None:
    """With its one parameter, and the bot's name where a client adds it."""
    assert read_update(message(text)) == Asked(5, 77, "Айгерім", "kk", command, argument)


def test_a_pressed_button_and_a_closed_chat_are_read() -> None:
    """Each says whose it is."""
    pressed = {"update_id": 6, "callback_query": {"id": "q", "from": PERSON, "data": "notices:on"}}
    assert read_update(pressed) == Pressed(6, 77, "kk", "q", "notices:on")
    for status, blocked in (("kicked", True), ("member", False)):
        moved = {"chat": CHAT, "from": PERSON, "new_chat_member": {"status": status}}
        assert read_update({"update_id": 7, "my_chat_member": moved}) == Moved(7, 77, blocked)


@pytest.mark.parametrize(
    "said",
    [
        None, 7, [], {}, {"update_id": True}, {"update_id": -1, "message": {}},
        message(None), message("/start", {"id": 77, "type": "group"}), message("/start", None),
        message("/start", {"id": 78, "type": "private"}), message("/start", CHAT, None),
        message("/start", CHAT, {**PERSON, "is_bot": True}),
        message("/start", {"id": 2**60, "type": "private"}, {**PERSON, "id": 2**60}),
        {"update_id": 5, "callback_query": {"id": 7, "from": PERSON, "data": "x"}},
        {"update_id": 5, "my_chat_member": {"chat": CHAT, "from": PERSON}},
        {"update_id": 5, "edited_message": {"chat": CHAT, "from": PERSON, "text": "/start"}},
    ],
)  # fmt: skip
def test_what_is_nothing_to_us_is_nothing(said: object) -> None:
    """Groups, bots, somebody else's chat, other kinds of updates."""
    assert read_update(said) is None


@given(JSON, st.sampled_from(["message", "callback_query", "my_chat_member"]), JSON)
def test_nothing_that_comes_breaks_it(said: object, kind: str, body: object) -> None:
    """Whatever JSON a stranger could make."""
    read_update(said)
    read_update({"update_id": 5, kind: body})
    read_update({"update_id": 5, kind: {"chat": body, "from": body, "text": body, "data": body}})


def test_a_name_stands_on_one_line() -> None:
    """What a person calls himself cannot look like words of ours."""
    found = read_update(message("/start", CHAT, {**PERSON, "first_name": "A\n\u202eB" + "x" * 99}))
    assert isinstance(found, Asked)
    assert found.name == ("A B" + "x" * 99)[:64]
