"""The Bot port over Telegram's Bot API."""

from typing import Any, Final

import httpx

from hub.core.ports.outward import BotFacts, OutsideUnavailable

API: Final = "https://api.telegram.org"
TIMEOUT_S: Final = 10.0
LONGEST_REPLY: Final = 64 * 1024
LONGEST_TEXT: Final = 4096
"""Characters of a message (core.telegram.org/bots/api#sendmessage)."""


class TelegramBot:
    """Says things to chats; the token is in the address, so addresses are never logged."""

    def __init__(self, token: str, api: str = API) -> None:
        self._base = f"{api}/bot{token}"

    def facts(self) -> BotFacts:
        """Return what Telegram says of the bot."""
        me, hook = self._ask("getMe"), self._ask("getWebhookInfo")
        return BotFacts(
            name=str(me.get("username", "")),
            webhook=str(hook.get("url", "")),
            last_error=str(hook.get("last_error_message", "")),
        )

    def say(self, chat: int, text: str) -> None:
        """Send *text* to a chat."""
        self._ask("sendMessage", chat_id=chat, text=text[:LONGEST_TEXT])

    def _ask(self, method: str, **words: Any) -> dict[str, Any]:
        try:
            answer = httpx.post(f"{self._base}/{method}", json=words, timeout=TIMEOUT_S)
            body = answer.json() if len(answer.content) <= LONGEST_REPLY else None
        except (httpx.HTTPError, ValueError):
            # From None: the error of the library holds the address, and with it the token.
            raise OutsideUnavailable(f"Telegram did not answer {method}") from None
        if not isinstance(body, dict) or body.get("ok") is not True:
            why = body.get("description", "") if isinstance(body, dict) else ""
            raise OutsideUnavailable(f"Telegram refused {method}: {str(why)[:200]}")
        result = body.get("result")
        return result if isinstance(result, dict) else {}
