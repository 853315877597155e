"""The bot is set up, and looked at: by the operator, as often as he likes."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.bot.setting_up import calls_to_set_up
from hub.core.ports.bot import BotApi
from hub.core.ports.hub import Hub
from hub.usecases.bot_updates import whereabouts
from hub.usecases.look_around import Look, Seen, look_at_bot


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


def look_at_the_bot(hub: Hub, api: BotApi) -> list[Seen]:
    """Say whether Telegram answers, whether updates come here, and how the queue is."""
    with hub.store.read() as work:
        counts = work.notices.counts()
    words = ", ".join(f"{count} {state}" for state, count in counts.items())
    queue = Seen("notices", Look.GOOD, f"In 30 days: {words}.")
    return [*look_at_bot(api, hub.programme.bot, hub.programme.host), queue]
