"""A message as the Bot API takes it: plain text, and buttons that open the Mini App."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

LONGEST_TEXT: Final = 4096
"""Characters of a message (core.telegram.org/bots/api#sendmessage)."""
LONGEST_TOAST: Final = 200
"""Characters of an answer to a pressed button (…#answercallbackquery)."""


class Opens(StrEnum):
    """What a button does."""

    APP = "app"
    """Opens the Mini App where it begins."""
    AT = "at"
    """Opens it at a claim code or a screen, by the link that a slip has, too: the code stands in
    Telegram's own link and never in an address that our servers or their logs would see."""
    PRESS = "press"
    """Tells us that it was pressed."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message, on a line of its own."""

    text: str
    opens: Opens
    word: str = ""
    """The code, the screen, or what is told when it is pressed."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    text: str
    buttons: tuple[Button, ...] = ()
    silent: bool = False
    """Comes without a sound."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the buttons lead to."""

    host: str
    bot: str

    @property
    def app(self) -> str:
        """Return the Mini App's address."""
        return f"https://{self.host}/app/"


def message_of(said: Said, chat: int, where: Whereabouts) -> dict[str, Any]:
    """Return what `sendMessage` is called with."""
    words: dict[str, Any] = {
        "chat_id": chat,
        "text": said.text[:LONGEST_TEXT],
        "link_preview_options": {"is_disabled": True},
    }
    if said.silent:
        words["disable_notification"] = True
    if said.buttons:
        lines = [[_button(it, where)] for it in said.buttons]
        words["reply_markup"] = {"inline_keyboard": lines}
    return words


def _button(button: Button, where: Whereabouts) -> dict[str, Any]:
    if button.opens is Opens.APP:
        return {"text": button.text, "web_app": {"url": where.app}}
    if button.opens is Opens.AT:
        link = f"https://t.me/{where.bot}?startapp={button.word}"
        return {"text": button.text, "url": link}
    return {"text": button.text, "callback_data": button.word}
