"""Ports to the world outside: the bot, and what setup looks at."""

from dataclasses import dataclass
from typing import Protocol


class OutsideUnavailable(Exception):
    """Something outside did not answer as it should; the text is safe to show and to log."""


@dataclass(frozen=True, slots=True)
class BotFacts:
    """What Telegram says of the bot."""

    name: str
    webhook: str
    """Where Telegram sends updates; empty when nowhere."""
    last_error: str
    """Why the last update could not be delivered, or nothing."""
    waiting: int = 0
    """Updates that Telegram still has for us."""


class Bot(Protocol):
    """The programme's Telegram bot."""

    def facts(self) -> BotFacts:
        """Return what Telegram says of the bot, or raise OutsideUnavailable."""
        ...

    def say(self, chat: int, text: str) -> None:
        """Send *text* to a chat, or raise OutsideUnavailable."""
        ...


class AlertDoor(Protocol):
    """Where the operator's alerts go."""

    def post(self, kind: str, text: str) -> None:
        """Hand one alert over, or raise OutsideUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a host shows on port 443."""

    days_left: int


class Outside(Protocol):
    """What setup looks at from where the hub stands."""

    def certificate(self, host: str) -> Certificate:
        """Return the host's certificate once it is trusted, or raise OutsideUnavailable."""
        ...
