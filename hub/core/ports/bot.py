"""The queue of what members are told, and the bot that tells it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from contracts.wire.units import UnixTime
from hub.core.bot.notices import Notice, NoticeState, QueuedNotice
from hub.core.bot.setting_up import Call
from hub.core.ids import MemberId
from hub.core.ports.outward import Bot


class Notices(Protocol):
    """The queue, within one transaction."""

    def plan(self, notices: Sequence[Notice]) -> int:
        """Add notices and return how many were new; one whose name is there stays as it is."""
        ...

    def due(self, now: UnixTime, limit: int) -> list[QueuedNotice]:
        """Return notices to send now, the oldest first, at most one of each member."""
        ...

    def take(self, queued: QueuedNotice, until: UnixTime) -> bool:
        """Count a try of a notice that is still as it was read; nobody else sends it till then."""
        ...

    def note(
        self, queued: QueuedNotice, state: NoticeState, at: UnixTime, last: str, *, again: bool
    ) -> None:
        """Note what came of a try: how it ended then, or that it waits until *at*.

        With *again* the try does not count: it cannot have arrived.
        """
        ...

    def sent_since(self, member: MemberId, since: UnixTime) -> int:
        """Return how many notices a member was sent since then, those in doubt included."""
        ...

    def drop_waiting(self, member: MemberId, at: UnixTime, last: str) -> int:
        """Drop what waits for a member who hears nothing any more, and return how many."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return how many notices there are in each state."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* notices that ended before then, and return how many."""
        ...


class Why(StrEnum):
    """Why a message was not taken, or nobody can say whether it was."""

    LATER = "too many"
    """The bot must wait; this message was not sent."""
    UNREACHED = "no connection"
    """It never left."""
    UNKNOWN = "unknown"
    """It left, and no answer came that says what became of it."""
    GONE = "the chat is closed"
    """The person has blocked the bot, has gone, or never spoke to it."""
    REFUSED = "refused"
    """Telegram does not take this message, ever."""
    TOKEN = "the token is not good"  # noqa: S105 - a reason
    """Nothing can be sent until somebody mends the settings."""


class NotSaid(Exception):
    """A message was not sent, or in doubt; the text is ours and holds no token."""

    def __init__(self, why: Why, detail: str, wait: int = 0) -> None:
        super().__init__(detail)
        self.why = why
        self.wait = wait
        """Seconds that Telegram asks for."""


class BotApi(Bot, Protocol):
    """The Bot API as the hub uses it."""

    def send(self, chat: int, message: Mapping[str, Any]) -> None:
        """Send a message to a chat and return when Telegram has it; or raise NotSaid."""
        ...

    def answers(self) -> bool:
        """Tell whether Telegram answers this bot at all; asking changes nothing."""
        ...

    def call(self, call: Call) -> None:
        """Have Telegram do something that is the same done twice; or raise OutsideUnavailable."""
        ...
