"""The BotApi and Bot ports over Telegram's Bot API.

The token is in every address: no error of the HTTP library, which holds the address, passes on,
and addresses are never logged.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx

from hub.core.bot.said import LONGEST_TEXT
from hub.core.bot.setting_up import Call
from hub.core.ports.bot import NotSaid, Why
from hub.core.ports.outward import BotFacts, OutsideUnavailable

log = logging.getLogger(__name__)

CONNECT_S: Final = 5.0
STEP_S: Final = 10.0
"""Seconds for one read or write."""
WHOLE_S: Final = 30.0
"""Seconds for an answer, however slowly it drips."""
LONGEST_REPLY: Final = 64 * 1024
A_SECOND: Final = 25
"""Messages; Telegram takes some 30 of a bot, and one of a chat, which the queue sees to."""
_IDLE_S: Final = 5.0
"""After which a connection is not used again: the other side may have closed it."""
_LONGEST_WAIT: Final = 3600
_LONGEST_DETAIL: Final = 200
_NOT_THERE: Final = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found")
"""How Telegram says, with 400, that there is nobody to write to."""


class HttpBotApi:
    """Speaks to the Bot API; one message after the other, never faster than it takes them."""

    def __init__(
        self,
        token: str,
        api: str,
        *,
        step_s: float = STEP_S,
        wait: Callable[[float], None] = time.sleep,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token = token
        self._base = f"{api}/bot{token}"
        self._wait = wait
        self._steady = steady
        self._next = 0.0
        limits = httpx.Limits(max_connections=2, keepalive_expiry=_IDLE_S)
        timeout = httpx.Timeout(step_s, connect=min(step_s, CONNECT_S))
        self._line = httpx.Client(timeout=timeout, limits=limits, follow_redirects=False)

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def send(self, chat: int, message: Mapping[str, Any]) -> None:
        """Send a message to a chat and return when Telegram has it; or raise NotSaid."""
        self._keep_pace()
        status, body = self._asked("sendMessage", {**message, "chat_id": chat})
        if status == httpx.codes.OK and body.get("ok") is True:
            return
        raise self._judged(status, body)

    def answers(self) -> bool:
        """Tell whether Telegram answers this bot at all; asking changes nothing."""
        try:
            self._ask("getMe")
        except OutsideUnavailable:
            return False
        return True

    def call(self, call: Call) -> None:
        """Have Telegram do something that is the same done twice; or raise OutsideUnavailable."""
        self._ask(call.method, call.words)

    def facts(self) -> BotFacts:
        """Return what Telegram says of the bot."""
        me, hook = self._ask("getMe"), self._ask("getWebhookInfo")
        waiting = hook.get("pending_update_count")
        return BotFacts(
            name=str(me.get("username", "")),
            webhook=self._plain(hook.get("url")),
            last_error=self._plain(hook.get("last_error_message")),
            waiting=waiting if isinstance(waiting, int) else 0,
        )

    def say(self, chat: int, text: str) -> None:
        """Send *text* to a chat of the operator's, or raise OutsideUnavailable."""
        self._keep_pace()
        self._ask("sendMessage", {"chat_id": chat, "text": text[:LONGEST_TEXT]})

    def _ask(self, method: str, words: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what *method* gives, or raise OutsideUnavailable."""
        try:
            _, body = self._asked(method, words or {})
        except NotSaid as error:
            raise OutsideUnavailable(f"Telegram did not answer {method}: {error}") from None
        if body.get("ok") is not True:
            why = self._plain(body.get("description")) or "no reason given"
            raise OutsideUnavailable(f"Telegram refused {method}: {why}")
        result = body.get("result")
        return result if isinstance(result, dict) else {}

    def _asked(self, method: str, words: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and body of an answer; or raise NotSaid, without the address."""
        try:
            request = self._line.build_request("POST", f"{self._base}/{method}", json=dict(words))
            answer = self._line.send(request, stream=True)
            try:
                return answer.status_code, self._body(answer)
            finally:
                answer.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSaid(Why.UNREACHED, type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotSaid(Why.UNKNOWN, type(error).__name__) from None

    def _body(self, answer: httpx.Response) -> dict[str, Any]:
        """Return the answer's JSON object; an empty one where it is none, or too long or slow."""
        until, read = self._steady() + WHOLE_S, bytearray()
        for piece in answer.iter_bytes():
            read += piece
            if len(read) > LONGEST_REPLY or self._steady() > until:
                return {}
        try:
            body = httpx.Response(answer.status_code, content=bytes(read)).json()
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, dict) else {}

    def _judged(self, status: int, body: Mapping[str, Any]) -> NotSaid:
        """Return what an answer that is no yes says of a message."""
        said = self._plain(body.get("description"))
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return NotSaid(Why.LATER, "429", _wait_of(body))
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND):
            log.error("Telegram does not know TELEGRAM_BOT_TOKEN: nothing is sent")
            return NotSaid(Why.TOKEN, str(status))
        if status == httpx.codes.FORBIDDEN:
            return NotSaid(Why.GONE, "403")
        if status == httpx.codes.BAD_REQUEST:
            if any(it in said.lower() for it in _NOT_THERE):
                return NotSaid(Why.GONE, "400")
            log.warning("Telegram refuses a message: %s", said)
            return NotSaid(Why.REFUSED, "400")
        if 300 <= status < 500:
            return NotSaid(Why.UNREACHED, str(status))
        return NotSaid(Why.UNKNOWN, str(status))

    def _plain(self, said: object) -> str:
        """Return Telegram's own words, short, and never with our token in them."""
        text = "" if said is None else str(said)[:_LONGEST_DETAIL]
        return text.replace(self._token, "[hidden]")

    def _keep_pace(self) -> None:
        now = self._steady()
        if self._next > now:
            self._wait(self._next - now)
        self._next = max(now, self._next) + 1 / A_SECOND


def _wait_of(body: Mapping[str, Any]) -> int:
    """Return the seconds that Telegram asks for, within reason."""
    asked = body.get("parameters")
    seconds = asked.get("retry_after") if isinstance(asked, dict) else None
    return min(max(seconds, 1), _LONGEST_WAIT) if isinstance(seconds, int) else 1
