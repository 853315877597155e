"""Looks, before a hub opens its doors, at everything that slips and members will depend on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire import claim
from hub.core.bot.setting_up import UPDATES
from hub.core.ports.outward import Bot, Outside, OutsideUnavailable

FEW_DAYS: Final = 14
"""Of a certificate that should have been renewed by itself before."""


class Look(StrEnum):
    """How a look turned out."""

    GOOD = "good"
    WARNING = "warning"
    """The hub works; something should be mended."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at."""

    what: str
    look: Look
    words: str


def look_at_link(host: str, bot: str | None) -> Seen:
    """Say how large the QR of a claim's link will be on paper."""
    code = "x" * claim.CODE_LENGTH
    link = claim.hub_link(host, code)
    if bot is not None:
        claim.telegram_link(bot, code)
    if len(link) <= claim.LINK_QR_5:
        return Seen("link", Look.GOOD, f"{len(link)} bytes: QR version 5, the best to scan.")
    words = f"{len(link)} bytes: QR version 6. A host shorter by {len(link) - claim.LINK_QR_5}"
    return Seen("link", Look.WARNING, f"{words} characters would scan better on 58 mm paper.")


def look_at_certificate(outside: Outside, host: str) -> Seen:
    """Say whether browsers will trust the host."""
    try:
        found = outside.certificate(host)
    except OutsideUnavailable as error:
        words = f"{error}. Phones will refuse it: set TLS up (docs/first-hour.md), then look again."
        return Seen("TLS", Look.WRONG, words)
    if found.days_left < FEW_DAYS:
        words = f"The certificate ends in {found.days_left} days: see that it is renewed."
        return Seen("TLS", Look.WARNING, words)
    return Seen("TLS", Look.GOOD, f"The certificate is trusted for {found.days_left} days more.")


def look_at_bot(bot: Bot, name: str | None, host: str) -> list[Seen]:
    """Say whether the token is that bot's, and whether its updates come here."""
    try:
        facts = bot.facts()
    except OutsideUnavailable as error:
        return [Seen("bot", Look.WRONG, f"{error}. Check the token that BotFather gave you.")]
    if name is not None and facts.name.lower() != name.lower():
        words = f"The token is @{facts.name}'s, not @{name}'s."
        return [Seen("bot", Look.WRONG, words)]
    seen = [Seen("bot", Look.GOOD, f"@{facts.name} answers.")]
    if facts.webhook != f"https://{host}{UPDATES}":
        words = "Its updates do not come here; let them: baursak hub bot set-up"
        seen.append(Seen("webhook", Look.WARNING, words))
    elif facts.last_error:
        words = f"{facts.waiting} updates wait; Telegram could not deliver: {facts.last_error}"
        seen.append(Seen("webhook", Look.WARNING, words))
    else:
        seen.append(Seen("webhook", Look.GOOD, f"Its updates come here; {facts.waiting} wait."))
    return seen


def look_without_bot() -> Seen:
    """Say what a hub without a bot cannot do."""
    words = (
        "None: slips are printed, and nobody can claim them. Make one with BotFather, put"
        " TELEGRAM_BOT and TELEGRAM_BOT_TOKEN into the settings, then: baursak hub bot set-up"
    )
    return Seen("bot", Look.WARNING, words)


def look_at_residency(*, in_kazakhstan: bool) -> Seen:
    """Say what the law asks of the place where the data lie."""
    if in_kazakhstan:
        return Seen("data", Look.GOOD, "Personal data are kept in Kazakhstan, as the law asks.")
    words = (
        "The law on personal data asks for the base to be kept in Kazakhstan: move the database"
        " there before you take members in."
    )
    return Seen("data", Look.WRONG, words)
