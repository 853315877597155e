"""The screens of keys and of two accounts that become one."""

from collections.abc import Iterable
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.passkeys import MOST_PASSKEYS, Passkey
from hub.usecases.account_merging import Merge, MergeCode, look_at_merge
from hub.usecases.passkeys import list_passkeys
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_words import words_in
from hub.web.page_words import day, moment, points_of
from hub.web.principal import address
from hub.web.qr_picture import qr_picture
from hub.web.sentences import sentence

START: Final = "join_"
"""What stands before a code of another account in a link that opens the app."""


def keys(viewer: Viewer) -> Screen:
    """Return what a member signs in with, beside Telegram or without it."""
    return keys_of(viewer, list_passkeys(viewer.hub, viewer.member.id))


def keys_of(viewer: Viewer, mine: Iterable[Passkey]) -> Screen:
    """Return the screen of these keys."""
    words, spoken = words_in(viewer.language), viewer.language
    lines = [
        {
            "id": it.id,
            "name": it.name,
            "made": words["key_made"].format(day=day(it.created_at, spoken, year=True)),
            "used": words["key_used"].format(time=moment(it.used_at, spoken)),
        }
        for it in mine
    ]
    alone = len(lines) == 1 and viewer.member.telegram is None
    return viewer.screen("keys", keys=lines, alone=alone, full=len(lines) >= MOST_PASSKEYS)


def join(viewer: Viewer) -> Screen:
    """Return what joining with Telegram does, and the way to begin."""
    bot = viewer.hub.programme.bot
    may = viewer.member.telegram is None and bot is not None
    return viewer.screen("join", link=None, there=may)


def join_link(viewer: Viewer, made: MergeCode) -> Screen:
    """Return the way into Telegram: a link for this phone, a code for another one."""
    bot = viewer.hub.programme.bot
    if bot is None:
        raise Refused(Refusal.NOT_FOUND, "this hub has no bot")
    link = f"https://t.me/{bot}?startapp={START}{made.code}"
    until = words_in(viewer.language)["join_until"]
    return viewer.screen(
        "join", link=link, qr=qr_picture(link), there=True,
        until=until.format(time=moment(made.expires_at, viewer.language)),
    )  # fmt: skip


def joining(viewer: Viewer, code: str) -> Screen:
    """Return what will happen to both accounts, to be confirmed in Telegram."""
    try:
        found = look_at_merge(viewer.hub, viewer.member.id, code, address())
    except Refused as refused:
        return viewer.screen(
            "joining", code=None, sentence=sentence(_told(refused.refusal), viewer.language)
        )
    if found.done:
        return viewer.screen("joining", code=None, sentence=words_in(viewer.language)["joined"])
    return viewer.screen("joining", code=code, steps=_steps(found, viewer.language))


def joined(viewer: Viewer, found: Merge) -> Screen:
    """Return what has happened."""
    word = words_in(viewer.language)["joined"]
    came = [points_of(found.points, viewer.language)] if found.points else []
    return viewer.screen("joined", sentence=word, came=came)


def _steps(found: Merge, spoken: str) -> list[str]:
    words = words_in(spoken)
    steps = [words["join_points"].format(points=points_of(found.points, spoken))]
    if found.vouchers:
        steps.append(words["join_vouchers"].format(count=found.vouchers))
    return [*steps, words["join_history"], words["join_keys"], words["join_closed"]]


def _told(refusal: Refusal) -> Refusal:
    """Return what is said of a code: one that nobody knows and one that was used are over."""
    return Refusal.EXPIRED if refusal in (Refusal.NOT_FOUND, Refusal.REPLAYED) else refusal
