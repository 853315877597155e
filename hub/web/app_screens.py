"""The Mini App's screens but for rewards and vouchers: the template of each, and its facts."""

from typing import Any, Final

from contracts.wire.refusals import Refusal
from contracts.wire.units import Points
from hub.core.access.people import Page
from hub.core.consent import TEXTS, VERSION, holds
from hub.core.earning_records import steps_from
from hub.core.receipts.records import ClaimState
from hub.usecases.catalogue import OfferedReward, list_rewards
from hub.usecases.claims import Claimed
from hub.usecases.loyalty import Loyalty, ToldLine, show_loyalty, tell_history
from hub.usecases.own_profile import profile_of
from hub.usecases.passkeys import list_passkeys
from hub.usecases.privacy import consents_of
from hub.usecases.tiers import Shown
from hub.web.app_goods import MOST_REWARDS, own_vouchers, reward_facts
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_wallet_screen import wallet_line
from hub.web.app_words import BAD_CODE, way_on_of, words_in
from hub.web.claim_sentences import money, reason_sentence, step_sentence, tier_name
from hub.web.loyalty import claim_sentence
from hub.web.page_words import NAMES, day, moment, plain, points_of
from hub.web.sentences import sentence

_RING: Final = 578.05
"""Length of the ring's line: 2π · 92."""
HISTORY_PAGE: Final = 30
_ON_THE_SHELF: Final = 6
_NEAR: Final = 0.6
"""Of a reward's price that a member must have for it to be called near."""


def home(viewer: Viewer) -> Screen:
    """Return what a member has, what runs out, and what he could have for it."""
    hub, member, spoken = viewer.hub, viewer.member, viewer.language
    has = show_loyalty(hub, member.id)
    rewards = list_rewards(hub, member, Page(limit=MOST_REWARDS))
    mine = [it for it in own_vouchers(viewer) if it["live"]]
    ready = [it for it in rewards if not it.why_not][:_ON_THE_SHELF]
    near = [it for it in rewards if _is_near(it, has.balances.spendable)][:_ON_THE_SHELF]
    is_new = not (has.balances.spendable or has.balances.unconfirmed or mine)
    return viewer.screen(
        "home",
        name=member.first_name,
        **_balance(has, spoken),
        ring=_ring(has.tier),
        tier=_tier(has.tier, spoken),
        expiring=[(day(it.day, spoken), points_of(it.points, spoken)) for it in has.expiring],
        vouchers=mine,
        ready=[reward_facts(it, spoken) for it in ready],
        near=[] if ready else [reward_facts(it, spoken) for it in near],
        is_new=is_new,
        asks=_asks(viewer, has_points=not is_new),
    )


def claimed(viewer: Viewer, made: Claimed) -> Screen:
    """Return the moment of joy: what came, why, and what there is now."""
    spoken, record = viewer.language, made.claim
    words = words_in(spoken)
    has = show_loyalty(viewer.hub, viewer.member.id)
    if record.state in (ClaimState.REVERSED, ClaimState.REJECTED):
        tone, title = "over", words["claimed_over"]
    elif record.state is ClaimState.REVIEW:
        tone, title = "review", words["claimed_review"]
    elif not record.left:
        tone, title = "none", words["claimed_none"]
    else:
        tone = "joy" if made.anew else "again"
        title = words["claimed"] if made.anew else words["claimed_again"]
    return viewer.screen(
        "claimed",
        tone=tone,
        title=title,
        points=record.left,
        points_shown=plain(record.left),
        points_word=points_of(record.left, spoken).split("\N{NO-BREAK SPACE}")[-1],
        shop=made.shop,
        partner=made.partner,
        total=money(record.total),
        printed=moment(record.sealed_at, spoken),
        sentence=claim_sentence(record, spoken),
        steps=_claim_steps(record.why, spoken),
        until=day(made.until, spoken, year=True),
        now_have=points_of(has.balances.spendable, spoken),
        ring=_ring(has.tier),
        tier=_tier(has.tier, spoken),
        asks=_asks(viewer, has_points=True),
    )


def not_claimed(viewer: Viewer, refusal: Refusal, code: str) -> Screen:
    """Return why a code gave nothing, and what to do."""
    words = words_in(viewer.language)
    todo = way_on_of(refusal)
    bad = todo == BAD_CODE
    # Whoever scanned a wrong code made no "request": the code is not valid, that is all.
    told = Refusal.FORGED if bad and refusal is not Refusal.WRONG_KIND else refusal
    return viewer.screen(
        "not_claimed",
        sentence=sentence(told, viewer.language),
        todo=words[todo],
        bad=bad,
        ask=code if refusal is Refusal.LIMIT_REACHED else None,
    )


def history(viewer: Viewer, before: int | None) -> Screen:
    """Return a page of what moved the member's points, with receipts and reasons."""
    found = tell_history(viewer.hub, viewer.member.id, before, HISTORY_PAGE)
    lines = [_line(it, viewer.language) for it in found]
    more = found[-1].line.seq if len(found) == HISTORY_PAGE else None
    return viewer.screen("history", lines=lines, more=more, first=before is None)


def me(viewer: Viewer) -> Screen:
    """Return what a member may choose, take with him and have erased."""
    spoken, member = viewer.language, viewer.member
    has = show_loyalty(viewer.hub, member.id)
    consents = consents_of(viewer.hub, member.id)
    last = max(consents, key=lambda it: it.at, default=None)
    given = last is not None and holds(consents)
    whole = has.balances.confirmed + has.balances.unconfirmed
    return viewer.screen(
        "me",
        name=member.first_name,
        since=day(member.created_at, spoken, year=True),
        tier=_tier(has.tier, spoken),
        names=NAMES,
        notices=profile_of(member).notices is True,
        consent=None if last is None or not given else day(last.at, spoken, year=True),
        points=points_of(Points(whole), spoken),
        wallet=wallet_line(viewer) if member.telegram is not None else None,
        telegram=member.telegram is not None,
        keys=member.telegram is None or bool(list_passkeys(viewer.hub, member.id)),
    )


def consent(viewer: Viewer) -> Screen:
    """Return the text that a member agrees to, and the way to do it."""
    title, *rest = TEXTS[viewer.language].split("\n")
    given = holds(consents_of(viewer.hub, viewer.member.id))
    return viewer.screen(
        "consent", title=title.rstrip("."), paragraphs=rest, version=VERSION, given=given
    )


def scan(viewer: Viewer) -> Screen:
    """Return which of a receipt's two codes is which, and the way to the camera."""
    return viewer.screen("scan")


def fiscal_waiting(viewer: Viewer) -> Screen:
    """Return what a member is told whose fiscal receipt waits for the shop's list."""
    return viewer.screen("fiscal")


def _asks(viewer: Viewer, *, has_points: bool) -> dict[str, Any]:
    """Return what the member has not answered yet: consent, then, with points, messages."""
    consents = consents_of(viewer.hub, viewer.member.id)
    open_consent = not any(it.version == VERSION for it in consents)
    # Whom the bot cannot reach is not asked whether it may.
    unasked = viewer.member.telegram is not None and profile_of(viewer.member).notices is None
    return {
        "consent": VERSION if open_consent else None,
        "notices": has_points and unasked and not open_consent,
    }


def _balance(has: Loyalty, spoken: str) -> dict[str, Any]:
    words, own = words_in(spoken), has.balances
    waits = max(0, own.unconfirmed - has.unvested)
    aside = {"unconfirmed": waits, "unvested": has.unvested, "held": own.held,
             "in_wallet": own.chain}  # fmt: skip
    return {
        "spendable": plain(own.spendable),
        "spendable_word": points_of(own.spendable, spoken).split("\N{NO-BREAK SPACE}")[-1],
        "worth": money(own.spendable * has.point_value),
        "aside": [words[name].format(points=plain(it)) for name, it in aside.items() if it],
    }


def _ring(shown: Shown) -> dict[str, str]:
    """Return the part of the ring that is baked."""
    progress, ladder = shown.progress, shown.ladder
    part = 1.0
    if progress.next_tier is not None:
        begin = ladder.threshold(progress.tier)
        whole = ladder.threshold(progress.next_tier) - begin
        part = min(1.0, max(0.0, (progress.spend - begin) / whole))
    done = _RING * part
    return {"done": f"{done:.1f}", "rest": f"{_RING - done:.1f}", "percent": f"{part * 100:.0f}"}


def _tier(shown: Shown, spoken: str) -> dict[str, Any]:
    words, progress = words_in(spoken), shown.progress
    if progress.next_tier is None:
        line = words["tier_top"]
    else:
        next_name = tier_name(progress.next_tier, spoken)
        line = words["to_next"].format(tier=next_name, sum=money(_whole(progress.remaining)))
    threat = None
    if progress.lost_at is not None:
        needed = money(_whole(progress.needed_to_keep))
        threat = words["tier_lose"].format(sum=needed, day=day(progress.lost_at, spoken))
    name = tier_name(progress.tier, spoken)
    return {"name": name[:1].upper() + name[1:], "line": line, "threat": threat,
            "code": progress.tier.value}  # fmt: skip


def _whole(tiyn: int) -> int:
    """Return an amount rounded up to whole tenge: nobody is promised a tier too early."""
    return -(-tiyn // 100) * 100


def _is_near(seen: OfferedReward, spendable: Points) -> bool:
    """Whether points are all that is missing, and not many."""
    only_points = [it.code for it in seen.why_not] == [Refusal.NOT_ENOUGH_POINTS]
    return only_points and spendable >= seen.reward.now.draft.price * _NEAR


def _line(told: ToldLine, spoken: str) -> dict[str, Any]:
    line, claim = told.line, told.claim
    sign = "+" if line.points > 0 else "\N{MINUS SIGN}" if line.points < 0 else ""
    return {
        "points": f"{sign}{plain(abs(line.points))}",
        "came": line.points > 0,
        "sentence": reason_sentence(line.reason, line.reference, spoken),
        "partner": line.partner_name,
        "at": moment(line.at, spoken),
        "receipt": None if claim is None else claim_sentence(claim, spoken),
        "steps": [] if claim is None else _claim_steps(claim.why, spoken),
    }


def _claim_steps(why: Any, spoken: str) -> list[str]:
    return [step_sentence(step, spoken) for step in steps_from(why.get("steps", ()))]
