"""A person speaks to the bot: what is done about it, and what the bot answers.

The answer goes back in the reply to Telegram's own request: it needs no token, no queue and no
second connection. Telegram hands an update in again whose reply it has not seen; then the answer
is given again, and what the update changed is not changed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.access.people import Member
from hub.core.bot import answers
from hub.core.bot.said import Said, Whereabouts, message_of
from hub.core.bot.updates import Asked, Moved, Pressed, read_update
from hub.core.bot.words import LANGUAGE_NAMES, word
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.usecases.loyalty import show_loyalty
from hub.usecases.own_profile import profile_of, with_notices

_PURPOSE: Final = "telegram-update"
_KEPT_S: Final = 2 * DAY
"""Telegram gives an update up after a day."""


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who speaks to the bot: a member, or somebody whom we do not know and store nothing of."""

    member: Member | None
    language: str


def answer_update(hub: Hub, said: object) -> Mapping[str, Any] | None:
    """Do what an update asks for, and return the method that answers it; None for no answer."""
    update = read_update(said)
    if isinstance(update, Asked):
        where = whereabouts(hub)
        answer = None if where is None else _answer(hub, update)
        if where is None or answer is None:
            return None
        return {"method": "sendMessage", **message_of(answer, update.chat, where)}
    if isinstance(update, Pressed):
        return answers.toast(update.query, _pressed(hub, update))
    if isinstance(update, Moved) and update.blocked:
        _change(hub, update.update, update.chat, notices=False)
    return None


def whereabouts(hub: Hub) -> Whereabouts | None:
    """Return what the bot's buttons lead to; None for a hub without a bot."""
    bot = hub.programme.bot
    return None if bot is None else Whereabouts(hub.programme.host, bot)


def _answer(hub: Hub, asked: Asked) -> Said:
    asker = _asker(hub, asked.chat, asked.language)
    language, member = asker.language, asker.member
    if asked.command == "start":
        offer = member is not None and profile_of(member).notices is not True
        return answers.starting(asked, language, offer=offer)
    if asked.command == "help":
        return answers.helping(language)
    if asked.command not in answers.COMMANDS:
        return answers.not_understood(language)
    if member is None:
        return answers.nobody(language)
    if asked.command == "balance":
        return answers.balance(_account(hub, member.id), language)
    if asked.command == "language":
        return answers.choosing_language(language)
    _change(hub, asked.update, asked.chat, notices=False)
    return answers.stopped(language)


def _pressed(hub: Hub, pressed: Pressed) -> str:
    """Do what a button says, and return what passes over the screen."""
    language = pressed.what.removeprefix(answers.LANGUAGE)
    if pressed.what == answers.NOTICES_ON:
        found = _change(hub, pressed.update, pressed.chat, notices=True)
        text = "notices_are_on"
    elif language in LANGUAGE_NAMES and pressed.what != language:
        found = _change(hub, pressed.update, pressed.chat, language=language)
        text = "language_set"
    else:
        return ""
    if found is None:
        return word("no_member", pressed.language)
    return word(text, found.language)


def _asker(hub: Hub, chat: int, language: str) -> _Asker:
    with hub.store.look() as work:
        member = work.members.of_telegram(chat)
    if member is None or member.blocked:
        return _Asker(None, language)
    return _Asker(member, member.language)


def _account(hub: Hub, member: MemberId) -> answers.Account:
    has = show_loyalty(hub, member)
    return answers.Account(
        spendable=has.balances.spendable,
        held=has.balances.held,
        tier=has.tier.standing.tier,
        expiring=tuple((it.day, it.points) for it in has.expiring),
    )


def _change(
    hub: Hub, update: int, chat: int, *, notices: bool | None = None, language: str | None = None
) -> Member | None:
    """Change a member's settings once for each update, and return him; None for a stranger."""
    with hub.store.begin() as work:
        known = work.members.of_telegram(chat)
        member = None if known is None else work.members.lock(known.id)
        if member is None or member.blocked:
            return None
        if _is_new(work, hub, update):
            if notices is not None:
                work.members.set_settings(member.id, with_notices(member, notices=notices))
            if notices is False:
                work.notices.drop_waiting(member.id, hub.clock.now(), "turned off")
            if language is not None:
                name = member.first_name
                work.members.set_profile(member.id, first_name=name, language=language)
        return work.members.get(member.id)


def _is_new(work: Work, hub: Hub, update: int) -> bool:
    until = UnixTime(hub.clock.now() + _KEPT_S)
    return work.nonces.use(_PURPOSE, update.to_bytes(8, "big"), until)
