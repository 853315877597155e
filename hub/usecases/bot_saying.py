"""Puts a notice into words, by what is so at this moment; nothing where it is no longer so."""

from typing import Final

from contracts.wire.units import ShopId, UnixTime
from hub.core.access.people import Member
from hub.core.almaty import day_starts
from hub.core.bot.answers import opening
from hub.core.bot.notices import Notice, NoticeKind, is_silent
from hub.core.bot.said import Button, Opens, Said
from hub.core.bot.words import FREE_ENDINGS, NOTICES, TIERS, in_language, word
from hub.core.ids import VoucherId
from hub.core.ports.hub import Work
from hub.core.rewards.vouchers import VoucherState
from hub.core.spoken import day, moment, points_of

_OF_POINTS: Final = frozenset(
    {
        NoticeKind.CLAIMED, NoticeKind.CHECKED, NoticeKind.BONUS, NoticeKind.THANKS,
        NoticeKind.ADDED, NoticeKind.FISCAL,
    }
)  # fmt: skip
"""Good news of points: the button leads to what they buy."""
_EXPIRING: Final = frozenset({NoticeKind.EXPIRING, NoticeKind.EXPIRING_SOON})


def said_of(work: Work, notice: Notice, member: Member, now: UnixTime) -> Said | None:
    """Return what *member* is told, in his language; None where it is no longer so."""
    language, kind = member.language, notice.kind
    words = _words(work, notice, member)
    if words is None:
        return None
    sentences = NOTICES[kind]
    if notice.facts.get("points") == 0:
        sentences = FREE_ENDINGS.get(kind, sentences)
    text = in_language(sentences, language).format(**words)
    return Said(text, (_button(notice, language),), silent=is_silent(kind, now))


def _words(work: Work, notice: Notice, member: Member) -> dict[str, str] | None:
    language, facts = member.language, notice.facts
    words: dict[str, str] = {
        "balance": points_of(work.ledger.balances(member.id).spendable, language)
    }
    if "points" in facts:
        words["points"] = points_of(facts["points"], language)
    if "tier" in facts:
        words["tier"] = in_language(TIERS[facts["tier"]], language)
    if "shop" in facts:
        shop = work.shops.get(ShopId(facts["shop"]))
        words["shop"] = "" if shop is None else shop.name
    if notice.kind in _EXPIRING:
        left = _left_of(work, member, facts["day"])
        return {**words, "points": points_of(left, language),
                "day": day(UnixTime(facts["day"]), language)} if left else None  # fmt: skip
    if "voucher" in facts:
        return _of_voucher(work, notice, language, words)
    return words


def _left_of(work: Work, member: Member, on: int) -> int:
    """Return what is left of the points that end on the day that begins *on*."""
    lots = work.ledger.lots(member.id)
    return sum(it.remaining for it in lots if day_starts(it.expires_at) == on)


def _of_voucher(
    work: Work, notice: Notice, language: str, words: dict[str, str]
) -> dict[str, str] | None:
    voucher = work.vouchers.get(VoucherId(notice.facts["voucher"]))
    frozen = None if voucher is None else work.rewards.version(voucher.version)
    if voucher is None or frozen is None:
        return None
    if notice.kind is NoticeKind.VOUCHER_ENDING and voucher.state is not VoucherState.HELD:
        return None
    title = str(frozen.draft.texts.title.to_json()[language])
    return {**words, "title": title, "time": moment(voucher.not_after, language)}


def _button(notice: Notice, language: str) -> Button:
    if notice.kind is NoticeKind.VOUCHER_ENDING:
        return Button(word("voucher", language), Opens.AT, f"voucher-{notice.facts['voucher']}")
    if notice.kind in _OF_POINTS | _EXPIRING:
        return Button(word("rewards", language), Opens.AT, "rewards")
    return opening(language)
