"""Updates come in by Telegram's secret only; each is answered in the reply, and none breaks it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.wire.claim import CODE_LENGTH
from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.bot.setting_up import UPDATES
from hub.core.bot.updates import LARGEST_UPDATE
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub
from hub.web.bot import SECRET_HEADER
from hub.web.surroundings import WebSettings
from tests.hub.bot_api import wrong_message
from tests.hub.hubs import hub_on
from tests.hub.usecases.test_bot import new_member

SECRET = "s" * 43
CHAT = 77
WEB = WebSettings(secure=False, webhook_secret=SECRET, rate_factor=1000)


@pytest.fixture(scope="module")
def hub(shared_store: DatabaseStore) -> Hub:
    """Return a hub with a member and a stranger."""
    hub = hub_on(shared_store)
    with hub.store.begin() as work:
        work.ledger.open_partner(PartnerId(1), Points(0))
    new_member(hub, CHAT, "kk")
    return hub


@pytest.fixture(scope="module")
def client(hub: Hub) -> Iterator[FlaskClient]:
    """Return Telegram, which knows the secret."""
    with web_over(hub, WEB).test_client() as found:
        found.environ_base["HTTP_" + SECRET_HEADER.upper().replace("-", "_")] = SECRET
        yield found


def person(chat: int = CHAT, language: str = "en") -> dict[str, Any]:
    """Return a person as Telegram writes one."""
    return {"id": chat, "is_bot": False, "first_name": "Асель", "language_code": language}


def asks(
    client: FlaskClient, text: str, chat: int = CHAT, update: int = 1, language: str = "en"
) -> dict[str, Any]:
    """Return what the bot answers to a text."""
    message = {
        "chat": {"id": chat, "type": "private"},
        "from": person(chat, language),
        "text": text,
    }
    answer = client.post(UPDATES, json={"update_id": update, "message": message})
    assert answer.status_code == 200
    said = answer.get_json()
    assert said.pop("method") == "sendMessage"
    assert wrong_message(said) == []
    assert said["chat_id"] == chat
    return dict(said)


def presses(client: FlaskClient, what: str, update: int, chat: int = CHAT) -> str:
    """Return what passes over the screen when a button is pressed."""
    query = {"id": "q1", "from": person(chat), "data": what}
    answer = client.post(UPDATES, json={"update_id": update, "callback_query": query})
    said = answer.get_json()
    assert (said["method"], said["callback_query_id"]) == ("answerCallbackQuery", "q1")
    return str(said["text"])


def buttons(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons of an answer, from the top."""
    return [it for line in said["reply_markup"]["inline_keyboard"] for it in line]


def notices(hub: Hub) -> object:
    """Return whether the member is written to."""
    with hub.store.read() as work:
        member = work.members.of_telegram(CHAT)
    assert member is not None
    return member.settings["notices"]


@pytest.mark.parametrize("shown", ["", "t" * 43, SECRET + "x", "ү" * 9])
def test_without_the_secret_nothing_is_taken(hub: Hub, shown: str) -> None:
    """And a hub without one has no such door."""
    headers = {SECRET_HEADER: shown.encode().decode("latin-1")}
    with web_over(hub, WEB).test_client() as client:
        assert client.post(UPDATES, json={}, headers=headers).status_code == 401
    with web_over(hub).test_client() as client:
        assert client.post(UPDATES, json={}, headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("language", "word"),
    [("ru", "Здравствуйте"), ("kk-KZ", "Сәлем"), ("en", "Hello"), ("uz", "Зд")],
)
def test_a_stranger_is_welcomed_in_his_telegrams_language(
    client: FlaskClient, language: str, word: str
) -> None:
    """With the way into the Mini App, and nothing of him is stored."""
    said = asks(client, "/start", 123, language=language)
    assert said["text"].startswith(word)
    (button,) = buttons(said)
    assert button["web_app"] == {"url": "https://loyalty.example.kz/app/"}
    for command in ("/balance", "/stop", "/language"):
        assert asks(client, command, 123)["text"].startswith("You have no account yet.")
    assert presses(client, "notices:on", 900, 123).startswith("You have no account yet.")


def test_a_receipts_code_opens_the_app_at_it(client: FlaskClient, hub: Hub) -> None:
    """The bot claims nothing: the button carries the code to the Mini App, which does."""
    code = "A" * CODE_LENGTH
    (button,) = buttons(asks(client, f"/start {code}"))
    assert button["url"] == f"https://t.me/baursak_bot?startapp={code}"
    assert "web_app" in buttons(asks(client, "/start something"))[0]
    with hub.store.read() as work:
        assert work.feed.newest() == 0


def test_a_member_turns_notices_off_and_on(client: FlaskClient, hub: Hub) -> None:
    """`/stop` is the end of it; the welcome and its answer offer the way back."""
    assert len(buttons(asks(client, "/start", update=10))) == 1
    assert asks(client, "/stop", update=11)["text"].startswith("Хабарламалар өшірілді")
    assert notices(hub) is False
    offered = [it.get("callback_data") for it in buttons(asks(client, "/start", update=12))]
    assert offered == [None, "notices:on"]
    assert presses(client, "notices:on", 13).startswith("Хабарламалар қосылды")
    assert notices(hub) is True
    asks(client, "/stop", update=11)  # handed in again, late: it is answered and changes nothing
    assert notices(hub) is True


def test_a_member_who_blocks_the_bot_is_not_written_to(client: FlaskClient, hub: Hub) -> None:
    """Telegram says so; letting it in again turns nothing on by itself."""
    presses(client, "notices:on", 20)
    for number, status in ((21, "kicked"), (22, "member")):
        moved = {"chat": {"id": CHAT, "type": "private"}, "from": person(),
                 "new_chat_member": {"status": status}}  # fmt: skip
        answer = client.post(UPDATES, json={"update_id": number, "my_chat_member": moved})
        assert (answer.status_code, answer.data) == (200, b"")
        assert notices(hub) is False


def test_the_language_is_chosen(client: FlaskClient) -> None:
    """By three buttons, each in its own language; the answer is in the new one."""
    chosen = [it["callback_data"] for it in buttons(asks(client, "/language"))]
    assert chosen == ["language:kk", "language:ru", "language:en"]
    assert presses(client, "language:ru", 30) == "Теперь пишу по-русски."
    assert asks(client, "/balance")["text"].startswith("Можно потратить: 0")
    assert presses(client, "language:xx", 31) == ""
    assert presses(client, "kk", 32) == ""
    assert presses(client, "language:kk", 33) == "Енді қазақша жазамын."


def test_what_it_does_not_know_it_says(client: FlaskClient) -> None:
    """And what it knows."""
    for text in ("hello", "/unknown", "/start " + "x" * 99):
        assert "/balance" in asks(client, text, 123)["text"]
    assert "/stop" in asks(client, "/help")["text"]


def test_too_much_is_refused(client: FlaskClient) -> None:
    """Telegram's largest update is far smaller."""
    assert client.post(UPDATES, data=b"x" * (LARGEST_UPDATE + 1)).status_code == 413


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=60)
    | st.sampled_from([b"[" * 5000, b'{"update_id":1e999}', b'{"update_id":5,"message":7}', b"\0"])
)
def test_nothing_that_comes_is_a_500(client: FlaskClient, body: bytes) -> None:
    """What is nothing to us is taken and left: Telegram would hand it in again for a day."""
    answer = client.post(UPDATES, data=body)
    assert (answer.status_code, answer.data) == (200, b"")
