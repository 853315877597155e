"""What Telegram is told of the bot once: where updates go, its commands, its menu, its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.core.bot.answers import COMMANDS
from hub.core.bot.said import Whereabouts
from hub.core.bot.words import LANGUAGE_NAMES, word

UPDATES: Final = "/telegram/updates"
"""Where updates come in. Not secret: the header is."""
FALLBACK: Final = "ru"
"""For a Telegram in a language that we do not speak."""
_WANTED: Final = ("message", "callback_query", "my_chat_member")
_CONNECTIONS: Final = 8
"""At once: far fewer than the threads that serve members."""
_MENU: Final = "Baursak"


@dataclass(frozen=True, slots=True)
class Call:
    """One method of the Bot API and its words."""

    method: str
    words: Mapping[str, Any]


def webhook_address(where: Whereabouts) -> str:
    """Return where Telegram sends updates."""
    return f"https://{where.host}{UPDATES}"


def calls_to_set_up(where: Whereabouts, secret: str) -> list[Call]:
    """Return all that the bot is told; saying it again changes nothing."""
    hook = {
        "url": webhook_address(where),
        "secret_token": secret,
        "allowed_updates": list(_WANTED),
        "max_connections": _CONNECTIONS,
    }
    button = {"type": "web_app", "text": _MENU, "web_app": {"url": where.app}}
    calls = [Call("setWebhook", hook), Call("setChatMenuButton", {"menu_button": button})]
    calls += _in(FALLBACK, {})
    for language in LANGUAGE_NAMES:
        calls += _in(language, {"language_code": language})
    return calls


def _in(language: str, code: dict[str, Any]) -> list[Call]:
    commands = [{"command": it, "description": word(f"command_{it}", language)} for it in COMMANDS]
    return [
        Call("setMyCommands", {"commands": commands, **code}),
        Call("setMyDescription", {"description": word("description", language), **code}),
        Call("setMyShortDescription",
             {"short_description": word("short_description", language), **code}),
    ]  # fmt: skip
