"""What the bot answers: to commands, to pressed buttons, with what is known of who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.claim import CODE_LENGTH
from contracts.wire.units import Points, UnixTime
from hub.core.bot.said import LONGEST_TOAST, Button, Opens, Said
from hub.core.bot.updates import Asked
from hub.core.bot.words import LANGUAGE_NAMES, TIERS, in_language, word
from hub.core.spoken import day, points_of
from hub.core.tiers import Tier

NOTICES_ON: Final = "notices:on"
LANGUAGE: Final = "language:"
COMMANDS: Final = ("balance", "language", "stop", "help")
"""What the bot's menu offers."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a member has, as far as the bot says it."""

    spendable: Points
    held: Points
    tier: Tier
    expiring: tuple[tuple[UnixTime, Points], ...]


def starting(asked: Asked, language: str, *, offer: bool) -> Said:
    """Return the answer to `/start`: a welcome, or the way to the receipt that waits.

    The code of a receipt claims nothing here: only the Mini App does, once it is opened.
    """
    if len(asked.argument) == CODE_LENGTH:
        button = Button(word("get_points", language), Opens.AT, asked.argument)
        return Said(word("receipt_waits", language), (button,))
    hello = word("hello", language).format(name=asked.name or word("friend", language))
    if not offer:
        return Said(hello, (opening(language),))
    text = f"{hello}\n\n{word('notices_offer', language)}"
    return Said(text, (opening(language), notices_button(language)))


def helping(language: str) -> Said:
    """Return the answer to `/help`."""
    return Said(word("help", language), (opening(language),))


def not_understood(language: str) -> Said:
    """Return the answer to what is no command of ours."""
    help_ = word("help", language)
    return Said(word("no_such", language).format(help=help_), (opening(language),))


def balance(account: Account, language: str) -> Said:
    """Return the answer to `/balance` of a member."""
    lines = [
        word("balance", language).format(
            balance=points_of(account.spendable, language),
            tier=in_language(TIERS[account.tier.value], language),
        )
    ]
    if account.held:
        held = points_of(account.held, language)
        lines.append(word("balance_held", language).format(points=held))
    for on, points in account.expiring[:1]:
        line = word("balance_expiring", language)
        lines.append(line.format(day=day(on, language), points=points_of(points, language)))
    return Said("\n".join(lines), (opening(language),))


def nobody(language: str) -> Said:
    """Return the answer to who asks for what only a member has."""
    return Said(word("no_member", language), (opening(language),))


def choosing_language(language: str) -> Said:
    """Return the answer to `/language`."""
    buttons = tuple(
        Button(name, Opens.PRESS, LANGUAGE + code) for code, name in LANGUAGE_NAMES.items()
    )
    return Said(word("choose_language", language), buttons)


def stopped(language: str) -> Said:
    """Return the answer to `/stop`."""
    return Said(word("stopped", language), (notices_button(language),))


def opening(language: str) -> Button:
    """Return the button that opens the Mini App."""
    return Button(word("open", language), Opens.APP)


def notices_button(language: str) -> Button:
    """Return the button that turns notifications on."""
    return Button(word("notices_on", language), Opens.PRESS, NOTICES_ON)


def toast(query: str, text: str) -> Mapping[str, Any]:
    """Return what answers a pressed button: a line that passes over the screen."""
    return {"method": "answerCallbackQuery", "callback_query_id": query,
            "text": text[:LONGEST_TOAST]}  # fmt: skip
