"""The bot is set up, and looked at: by the operator, as often as he likes."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.bot.setting_up import calls_to_set_up, webhook_address
from hub.core.ports.bot import BotApi
from hub.core.ports.hub import Hub
from hub.core.ports.outward import OutsideUnavailable
from hub.usecases.bot_updates import whereabouts
from hub.usecases.look_around import Look, Seen


def set_up_bot(hub: Hub, api: BotApi, secret: str) -> int:
    """Tell Telegram where updates go, and what the bot is called; return how much was said.

    The token must be the named bot's: another bot's updates would come here, and its buttons lead
    to this one.
    """
    where = whereabouts(hub)
    if where is None:
        raise Refused(Refusal.NOT_FOUND, "TELEGRAM_BOT, the bot's name")
    name = api.facts().name
    if name.lower() != where.bot.lower():
        raise Refused(Refusal.MISMATCH, f"the token is @{name}'s, not @{where.bot}'s")
    calls = calls_to_set_up(where, secret)
    for call in calls:
        api.call(call)
    return len(calls)


def look_at_updates(hub: Hub, api: BotApi) -> list[Seen]:
    """Say whether Telegram answers, whether updates come here, and how the queue is."""
    where = whereabouts(hub)
    if where is None:
        return [Seen("bot", Look.WRONG, "TELEGRAM_BOT is not set: name the bot, without @.")]
    try:
        facts = api.facts()
    except OutsideUnavailable as error:
        return [Seen("bot", Look.WRONG, f"{error}."), _queue(hub)]
    if facts.name.lower() != where.bot.lower():
        words = f"The token is @{facts.name}'s, not @{where.bot}'s."
        return [Seen("bot", Look.WRONG, words), _queue(hub)]
    seen = [Seen("bot", Look.GOOD, f"@{facts.name} answers.")]
    if facts.webhook != webhook_address(where):
        words = "Updates do not come here: baursak hub bot set-up"
        seen.append(Seen("webhook", Look.WRONG, words))
    elif facts.last_error:
        words = f"{facts.waiting} updates wait; Telegram could not deliver: {facts.last_error}"
        seen.append(Seen("webhook", Look.WARNING, words))
    else:
        seen.append(Seen("webhook", Look.GOOD, f"Updates come here; {facts.waiting} wait."))
    return [*seen, _queue(hub)]


def _queue(hub: Hub) -> Seen:
    with hub.store.read() as work:
        counts = work.notices.counts()
    words = ", ".join(f"{count} {state}" for state, count in counts.items())
    look = Look.WARNING if counts["unknown"] else Look.GOOD
    return Seen("notices", look, f"In 30 days: {words}.")
