"""Telegram's Bot API on loopback, with its moods: for tests of what the bot says and how.

It takes what the real one takes, and says no in the same words to what that one refuses.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, Any]]


class Mood(Enum):
    """How the next requests fare."""

    WELL = "well"
    LATER = "429 with retry_after"
    BROKEN = "502, and nothing was done"
    BROKEN_AFTER = "502, and the message was sent all the same"
    CUT = "the connection ends without a word, and the message was sent"
    HANG = "no answer, and the message was sent"
    SLOW = "an answer after a while"
    BLOCKED = "403"
    NOT_FOUND = "400 chat not found"
    NO_TOKEN = "401"
    ODD = "200 with no JSON"


@dataclass
class Sent:
    """One message that a person has on his phone."""

    chat: int
    text: str
    words: dict[str, Any]


@dataclass
class FakeTelegram:
    """What was sent and set, and how the next requests fare."""

    token: str
    name: str = "baursak_bot"
    port: int = 0
    retry_after: int = 7
    slow_s: float = 0.3
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What the real one would have refused: nothing, or there is a mistake."""
    webhook: str = ""
    last_error: str = ""
    moods: list[Mood] = field(default_factory=list)
    """Of the next messages, one each; then all is well."""
    always: Mood = Mood.WELL
    """Of everything, where it is not well."""
    over: threading.Event = field(default_factory=threading.Event)
    came: threading.Event = field(default_factory=threading.Event)
    """Set when a message has come."""

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def texts(self) -> list[str]:
        """Return the texts that were sent, in order."""
        return [it.text for it in self.sent]

    def mood(self, method: str) -> Mood:
        """Return how this request fares."""
        if self.always is not Mood.WELL:
            return self.always
        return self.moods.pop(0) if self.moods and method == "sendMessage" else Mood.WELL

    def done(self, method: str, words: dict[str, Any]) -> Answer:
        """Do what *method* does, as the real one would."""
        self.calls.append((method, words))
        if method == "sendMessage":
            return self._take(words)
        if method == "setWebhook":
            self.webhook = words["url"]
        if method == "getMe":
            return _good({"id": 1, "is_bot": True, "username": self.name})
        if method == "getWebhookInfo":
            return _good({"url": self.webhook, "pending_update_count": 3,
                          "last_error_message": self.last_error})  # fmt: skip
        found = wrong_setting(method, words)
        self.wrong += found
        return (400, _no(400, "Bad Request: " + found[0])) if found else _good(True)

    def _take(self, words: dict[str, Any]) -> Answer:
        found = wrong_message(words)
        self.wrong += found
        if found:
            return 400, _no(400, "Bad Request: " + found[0])
        self.sent.append(Sent(words["chat_id"], words["text"], words))
        return _good({"message_id": len(self.sent)})


def wrong_message(words: dict[str, Any]) -> list[str]:
    """Return what is wrong with a message, by what the real one checks."""
    wrong = []
    known = {"chat_id", "text", "reply_markup", "disable_notification", "link_preview_options"}
    if words.keys() - known:
        wrong.append(f"unknown: {sorted(words.keys() - known)}")
    if type(words.get("chat_id")) is not int:
        wrong.append("chat_id is no number")
    if not 1 <= len(str(words.get("text", "")).strip()) <= 4096:
        wrong.append("message text is empty or too long")
    for line in words.get("reply_markup", {}).get("inline_keyboard", []):
        for button in line:
            wrong += _wrong_button(button)
    return wrong


def _wrong_button(button: dict[str, Any]) -> list[str]:
    kinds = button.keys() - {"text"}
    if not button.get("text") or len(kinds) != 1:
        return ["a button has a text and does one thing"]
    if "callback_data" in button:
        fits = 1 <= len(button["callback_data"].encode()) <= 64
        return [] if fits else ["BUTTON_DATA_INVALID"]
    if "web_app" in button:
        return [] if button["web_app"]["url"].startswith("https://") else ["not https"]
    found = re.fullmatch(r"https://t\.me/\w+\?startapp=[A-Za-z0-9_-]{1,64}", button["url"])
    return [] if found else ["BUTTON_URL_INVALID"]


def wrong_setting(method: str, words: dict[str, Any]) -> list[str]:
    """Return what is wrong with a method that sets something."""
    code = words.get("language_code", "ru")
    wrong = [] if re.fullmatch("[a-z]{2}", code) else ["language_code"]
    if method == "setMyCommands":
        for it in words["commands"]:
            if not re.fullmatch("[a-z0-9_]{1,32}", it["command"]):
                wrong.append("BOT_COMMAND_INVALID")
            if not 1 <= len(it["description"]) <= 256:
                wrong.append("BOT_COMMAND_DESCRIPTION_INVALID")
    elif method == "setMyDescription":
        wrong += [] if len(words["description"]) <= 512 else ["too long"]
    elif method == "setMyShortDescription":
        wrong += [] if len(words["short_description"]) <= 120 else ["too long"]
    elif method == "setWebhook":
        secret = re.fullmatch("[A-Za-z0-9_-]{1,256}", words["secret_token"])
        wrong += [] if secret and words["url"].startswith("https://") else ["webhook"]
    elif method == "setChatMenuButton":
        wrong += [] if words["menu_button"]["type"] == "web_app" else ["menu"]
    elif method not in ("getMe", "getWebhookInfo"):
        wrong.append(f"no method {method}")
    return wrong


def _good(result: Any) -> Answer:
    return 200, {"ok": True, "result": result}


def _no(code: int, why: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": why, **more}


def refusing(mood: Mood, retry_after: int) -> Answer | None:
    """Return how the real one says no in this mood, where it does nothing else."""
    later = {"parameters": {"retry_after": retry_after}}
    return {
        Mood.BROKEN: (502, _no(502, "Bad Gateway")),
        Mood.BLOCKED: (403, _no(403, "Forbidden: bot was blocked by the user")),
        Mood.NOT_FOUND: (400, _no(400, "Bad Request: chat not found")),
        Mood.NO_TOKEN: (401, _no(401, "Unauthorized")),
        Mood.LATER: (429, _no(429, "Too Many Requests", **later)),
    }.get(mood)


class Server(ThreadingHTTPServer):
    """A server that knows what it stands for."""

    daemon_threads = True

    def __init__(self, fake: FakeTelegram) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fake = fake
        fake.port = self.server_port


class Handler(BaseHTTPRequestHandler):
    """Answers as the fake's mood is."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        """Do what is asked, in a mood."""
        fake = self.server.fake
        words = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))) or b"{}")
        shown, _, method = self.path.removeprefix("/bot").partition("/")
        if shown != fake.token:
            self._say(404, _no(404, "Not Found"))
            return
        mood = fake.mood(method)
        answer = refusing(mood, fake.retry_after) or fake.done(method, words)
        if method == "sendMessage":
            fake.came.set()
        self._behave(mood, answer)

    def _behave(self, mood: Mood, answer: Answer) -> None:
        fake = self.server.fake
        if mood in (Mood.HANG, Mood.CUT):
            fake.over.wait(30 if mood is Mood.HANG else 0)
            self.close_connection = True
        elif mood is Mood.ODD:
            self._write(200, b"<html>sign in to this network</html>")
        elif mood is Mood.BROKEN_AFTER:
            self._say(502, _no(502, "Bad Gateway"))
        else:
            fake.over.wait(fake.slow_s if mood is Mood.SLOW else 0)
            self._say(*answer)

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self._write(status, json.dumps(body).encode())

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - theirs
        """Say nothing."""


@contextmanager
def telegram_running(token: str) -> Iterator[FakeTelegram]:
    """Answer on loopback while the block lasts."""
    fake = FakeTelegram(token)
    server = Server(fake)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        fake.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
