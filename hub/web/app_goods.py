"""The Mini App's screens of rewards and vouchers: the template of each, and the facts for it."""

from typing import Any, Final

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points
from contracts.wire.voucher import Scope
from hub.core.access.people import Page
from hub.core.ids import RewardId, VoucherId
from hub.core.rewards.catalogue import Hindrance, Reward, least_price
from hub.core.rewards.vouchers import ENDING, VoucherState
from hub.core.tiers import Tier
from hub.usecases.catalogue import (
    LookedAt,
    OfferedReward,
    Place,
    list_rewards,
    look_at_reward,
    place_of_voucher,
)
from hub.usecases.loyalty import show_loyalty
from hub.usecases.vouchers import ShownVoucher, list_vouchers, show_voucher
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_words import words_in
from hub.web.claim_sentences import money, tier_name
from hub.web.page_words import day, moment, points_of, span
from hub.web.qr_picture import qr_picture
from hub.web.reward_replies import picture_path
from hub.web.sentences import sentence

MOST_REWARDS: Final = 100
"""Rewards on one page: more are no choice but a price list."""
MOST_VOUCHERS: Final = 50


def rewards(viewer: Viewer) -> Screen:
    """Return all that points can buy, each with what keeps the member from it yet."""
    found = list_rewards(viewer.hub, viewer.member, Page(limit=MOST_REWARDS))
    shown = [reward_facts(it, viewer.language) for it in found]
    kinds = [it.value for it in RewardKind if any(one["kind"] == it.value for one in shown)]
    has = show_loyalty(viewer.hub, viewer.member.id)
    return viewer.screen(
        "rewards",
        rewards=shown,
        kinds=kinds if len(kinds) > 1 else [],
        spendable=points_of(has.balances.spendable, viewer.language),
        any_ready=any(it["ready"] for it in shown),
    )


def reward(viewer: Viewer, number: RewardId) -> Screen:
    """Return one reward, where it is given, and the way to it."""
    found = look_at_reward(viewer.hub, viewer.member, number)
    spendable = show_loyalty(viewer.hub, viewer.member.id).balances.spendable
    return viewer.screen("reward", **reward_page(found, viewer.language, spendable))


def reward_page(found: LookedAt, spoken: str, spendable: Points) -> dict[str, Any]:
    """Return what the page of a reward says; its owner's preview says the same."""
    draft = found.seen.reward.now.draft
    until, scope = draft.terms.valid_until, draft.terms.scope
    facts = reward_facts(found.seen, spoken)
    if scope is not Scope.ANY and not found.places:
        facts |= {"ready": False, "why": [*facts["why"], words_in(spoken)["nowhere"]]}
    return {
        "it": facts,
        "details": getattr(draft.texts.details, spoken).split("\n"),
        "places": [(it.shop.id, it.shop.name, it.shop.address, it.partner) for it in found.places],
        "choices": _choices(found.places, scope),
        "of_till": scope is Scope.TILL,
        "part_pay": draft.kind is RewardKind.PART_PAYMENT,
        "most": min(int(draft.price), int(spendable)),
        "life": span(found.life, spoken),
        "until": None if until is None else day(until, spoken),
        "usable": None if found.usable_from is None else moment(found.usable_from, spoken),
        "cap": None if draft.most is None else money(draft.most),
        "left": found.seen.reward.stock,
    }


def _choices(places: tuple[Place, ...], scope: Scope) -> list[tuple[int, str]]:
    """Return the places that a member chooses from: shops, or tills of shops."""
    if scope is Scope.ANY:
        return []
    named = [(it, ", ".join(filter(None, (it.shop.name, it.shop.address)))) for it in places]
    if scope is Scope.SHOP:
        return [(it.shop.id, name) for it, name in named]
    return [(till.id, f"{name}: {till.name}") for it, name in named for till in it.tills]


def vouchers(viewer: Viewer) -> Screen:
    """Return the member's vouchers, the live ones first."""
    found = own_vouchers(viewer)
    return viewer.screen(
        "vouchers",
        live=[it for it in found if it["live"]],
        over=[it for it in found if not it["live"]],
    )


def voucher(viewer: Viewer, number: VoucherId) -> Screen:
    """Return one voucher as the cashier shall see it, or what became of it."""
    found = show_voucher(viewer.hub, viewer.member.id, number)
    spoken, it = viewer.language, found.voucher
    now, begin = viewer.hub.clock.now(), found.frozen.draft.terms.usable_from
    live = found.code is not None and now <= it.not_after
    place = place_of_voucher(viewer.hub, it.scope, it.place)
    return viewer.screen(
        "voucher",
        it=voucher_facts(viewer, found),
        name=viewer.member.first_name,
        details=getattr(found.frozen.draft.texts.details, spoken).split("\n"),
        qr=qr_picture(found.code) if live and found.code else None,
        place=None if place is None else ", ".join(filter(None, (place.shop.name, place.till))),
        shop=None if place is None else place.shop.id,
        usable=None if begin is None or begin <= now else moment(begin, spoken),
        until=moment(it.not_after, spoken),
        ended=None if it.ended_at is None else moment(it.ended_at, spoken),
        points=points_of(it.points, spoken),
        has_points=it.points > 0,
        waits=it.state in ENDING,
    )


def reward_facts(seen: OfferedReward, spoken: str) -> dict[str, Any]:
    """Return what a card of a reward says."""
    found, draft = seen.reward, seen.reward.now.draft
    missing = next((it.missing for it in seen.why_not if it.missing), None)
    return {
        "id": found.id,
        "kind": draft.kind.value,
        "title": getattr(draft.texts.title, spoken),
        "price": _price(found, spoken),
        "bare_price": points_of(draft.price, spoken),
        "free": draft.price == 0,
        "badge": _badge(found),
        "picture": None if draft.picture is None else picture_path(draft.picture),
        "ready": not seen.why_not,
        "why": [_why(it, spoken) for it in seen.why_not],
        "part": None
        if missing is None or len(seen.why_not) > 1
        else round(100 * (1 - missing / max(1, least_price(draft)))),
    }


def _price(found: Reward, spoken: str) -> str:
    words, draft = words_in(spoken), found.now.draft
    if not draft.price:
        return words["free"]
    shown = points_of(draft.price, spoken)
    part = draft.kind is RewardKind.PART_PAYMENT
    return words["up_to"].format(points=shown) if part else shown


def _badge(found: Reward) -> str | None:
    """Return what a discount or cashback is worth, as a shop window writes it."""
    draft = found.now.draft
    sign = "\N{MINUS SIGN}" if draft.kind is RewardKind.DISCOUNT else ""
    if draft.percent is not None:
        whole, rest = divmod(draft.percent, 100)
        return f"{sign}{whole}{f',{rest:02}'.rstrip('0') if rest else ''}\N{NO-BREAK SPACE}%"
    if draft.kind is RewardKind.DISCOUNT and draft.value is not None:
        return f"{sign}{money(draft.value)}\N{NO-BREAK SPACE}₸"
    return None


def _why(it: Hindrance, spoken: str) -> str:
    """Return why a member cannot have a reward yet, as he would want to be told."""
    words = words_in(spoken)
    if it.code is Refusal.NOT_ENOUGH_POINTS and it.missing is not None:
        return words["needs_points"].format(points=points_of(it.missing, spoken))
    if it.code is Refusal.TIER_TOO_LOW:
        return words["needs_tier"].format(tier=tier_name(it.tier or Tier.SILVER, spoken))
    if it.code is Refusal.TOO_EARLY and it.at is not None:
        return words["begins"].format(time=moment(it.at, spoken))
    if it.code is Refusal.TOO_LATE:
        return words["is_over"]
    if it.code is Refusal.LIMIT_REACHED:
        return words["had_all"]
    return sentence(it.code, spoken)


def own_vouchers(viewer: Viewer) -> list[dict[str, Any]]:
    """Return what cards of the member's vouchers say, newest first."""
    found = list_vouchers(viewer.hub, viewer.member.id, Page(limit=MOST_VOUCHERS))
    return [voucher_facts(viewer, it) for it in found]


def voucher_facts(viewer: Viewer, shown: ShownVoucher) -> dict[str, Any]:
    """Return what a card of a voucher says."""
    it, draft, spoken = shown.voucher, shown.frozen.draft, viewer.language
    live = it.state is VoucherState.HELD and viewer.hub.clock.now() <= it.not_after
    ending = ENDING.get(it.state, it.state)
    over = VoucherState.EXPIRED if ending is VoucherState.HELD else ending
    return {
        "id": it.id,
        "title": getattr(draft.texts.title, spoken),
        "kind": draft.kind.value,
        "picture": None if draft.picture is None else picture_path(draft.picture),
        "live": live,
        "state": "held" if live else over.value,
        "word": "" if live else words_in(spoken)[f"was_{over.value}"],
        "until": moment(it.not_after, spoken),
        "not_after": it.not_after,
        "ended": "" if it.ended_at is None else moment(it.ended_at, spoken),
    }
