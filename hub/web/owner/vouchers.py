"""The vouchers on the dashboard: found by what became of them, one's story, ending one."""

from dataclasses import replace
from typing import Any, Final

from flask import Response

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from contracts.wire.voucher import Scope as Place
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission
from hub.core.ids import MemberId, RewardId, VoucherId
from hub.core.ports.voucher_list import ListedVoucher, VoucherFilter, VoucherGroup
from hub.core.reasons import SHORTEST_REASON
from hub.usecases import voucher_desk as use
from hub.usecases.rewards import list_catalogue
from hub.usecases.tills import list_tills
from hub.web.context import the_hub
from hub.web.guards import require_page, the_claims
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import VOUCHERS, away, owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.owner.voucher_story import story_of
from hub.web.page_session import require_own_page
from hub.web.page_words import moment, points_of
from hub.web.problems import STATUS_OF

ROWS: Final = 50
"""Vouchers on one page."""
DONE: Final = {"cancelled": "vod_cancelled", "undone": "vod_undone"}
_HEAD: Final = (
    "number", "state", "member", "reward", "points", "bought_at", "good_until", "ended_at", "shop",
    "till", "cashier", "value",
)  # fmt: skip
_AWAY: Final = frozenset({Refusal.FORBIDDEN, Refusal.NOT_FOUND})


@owner.get("/vouchers")
@require_page(Permission.VOUCHERS_READ)
def show_vouchers() -> Response:
    """Show vouchers, newest first."""
    viewer = seen()
    after = asked.number("after")
    found = use.list_issued(
        viewer.hub, viewer.actor, _filter(), None if after is None else VoucherId(after), ROWS
    )
    titles, places = _titles(viewer), Places.seen_by(viewer)
    kept = {
        it: asked.text(it) for it in ("group", "shop", "till", "cashier", "reward", "since",
                                      "until", "member") if asked.text(it)
    }  # fmt: skip
    groups = [("", viewer.words["vo_all"], asked.address(group=None, after=None))]
    groups += [
        (it.value, viewer.words[f"vog_{it.value}"], asked.address(group=it.value, after=None))
        for it in VoucherGroup
    ]
    return page(
        "vouchers", items=[_line(viewer, it, titles, places) for it in found.items],
        kept=kept, groups=groups, group=kept.get("group", ""), longest=asked.LONGEST_TEXT,
        shops=[(str(it), shop.name) for it, shop in places.shops.items()],
        tills=_tills(viewer), rewards=[(str(it), title) for it, title in titles.items()],
        more=None if found.after is None else asked.address(after=found.after),
        csv=asked.address(after=None), reports=bool(viewer.actor.scopes(Permission.REPORTS_READ)),
    )  # fmt: skip


@owner.get("/vouchers.csv")
@require_page(Permission.VOUCHERS_READ)
def csv_vouchers() -> Response:
    """Give the same as a table, whole."""
    viewer = seen()
    titles = _titles(viewer)
    return csv_file(
        "vouchers", _HEAD,
        (_row(it, titles) for it in use.all_issued(viewer.hub, viewer.actor, _filter()).items),
    )  # fmt: skip


@owner.get("/vouchers/<int:number>")
@require_page(Permission.VOUCHERS_READ)
def show_voucher(number: int) -> Response:
    """Show one voucher's story."""
    return _story(VoucherId(number))


@owner.post("/vouchers/<int:number>/cancel")
@require_page(Permission.VOUCHERS_EDIT)
def cancel_voucher(number: int) -> Response:
    """Cancel a voucher; its points go back."""
    require_own_page(the_claims())
    return _ended(VoucherId(number), "cancelled")


@owner.post("/vouchers/<int:number>/undo")
@require_page(Permission.VOUCHERS_EDIT)
def undo_voucher(number: int) -> Response:
    """Take the redemption of a voucher back."""
    require_own_page(the_claims())
    return _ended(VoucherId(number), "undone")


def _ended(voucher: VoucherId, how: str) -> Response:
    viewer = seen()
    form = Form(viewer.language)
    reason = form.text("reason", LONGEST_REASON)
    if reason and len(reason) < SHORTEST_REASON:
        form.blame("reason", viewer.words["mb_reason_short"])
    if not form.good:
        return _story(voucher, (how, form), 422)
    actor = replace(viewer.actor, reason=reason)
    try:
        if how == "cancelled":
            use.cancel_for_member(the_hub(), actor, voucher)
        else:
            redemption = base64url.decode(form.values.get("redemption", ""))
            use.undo_for_member(the_hub(), actor, redemption)
    except Refused as refused:
        if refused.refusal in _AWAY:
            raise
        form.blame_refused(refused)
        return _story(voucher, (how, form), STATUS_OF[refused.refusal])
    return away(f"{VOUCHERS}/{voucher}?done={how}")


def _story(
    voucher: VoucherId, typed: tuple[str, Form] | None = None, status: int = 200
) -> Response:
    viewer = seen()
    found = use.tell_voucher(viewer.hub, viewer.actor, voucher)
    how, form = typed or ("", Form(viewer.language, {}))
    return page(
        "voucher", status, **story_of(viewer, found), typed=how, form=form,
        longest=LONGEST_REASON, done=done_here(viewer.words, DONE),
        guests=bool(viewer.actor.scopes(Permission.MEMBERS_READ)),
    )  # fmt: skip


def _filter() -> VoucherFilter:
    group, (since, until) = asked.one_of("group", set(VoucherGroup)), asked.days()
    shop, till, reward = asked.number("shop"), asked.number("till"), asked.number("reward")
    member = asked.number("member")
    return VoucherFilter(
        group=VoucherGroup(group) if group else None,
        shop=None if shop is None else ShopId(shop),
        till=None if till is None else TillId(till),
        cashier=asked.text("cashier") or None,
        reward=None if reward is None else RewardId(reward),
        since=since,
        until=until,
        member=None if member is None else MemberId(member),
    )


def _titles(viewer: Seen) -> dict[RewardId, str]:
    """Return the rewards that this person may see, by name."""
    found = list_catalogue(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE), None)
    return {it.id: getattr(it.now.draft.texts.title, viewer.language) for it in found}


def _tills(viewer: Seen) -> list[tuple[str, str]]:
    if not viewer.actor.scopes(Permission.TILLS_READ):
        return []
    found = list_tills(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
    return [(str(it.till.id), it.till.name) for it in found]


def _line(
    viewer: Seen, it: ListedVoucher, titles: dict[RewardId, str], places: Places
) -> dict[str, Any]:
    words, spoken, voucher, taken = viewer.words, viewer.language, it.voucher, it.redemption
    if taken is not None:
        text = words["vo_taken"].format(time=moment(taken.at, spoken), shop=places.shop(taken.shop))
    elif voucher.state.value == "held":
        text = words["vo_good_until"].format(time=moment(voucher.not_after, spoken))
    else:
        text = words["vo_bought"].format(time=moment(voucher.issued_at, spoken))
    where = places.shop(ShopId(voucher.place)) if voucher.scope is Place.SHOP else ""
    return {
        "id": voucher.id,
        "name": words["vo_number"].format(number=voucher.id),
        "reward": titles.get(voucher.reward, words["vo_reward"]),
        "member": words["mb_number"].format(number=voucher.member),
        "points": points_of(voucher.points, spoken),
        "state": words[f"vos_{voucher.state.value}"],
        "tone": {"held": "good", "redeemed": ""}.get(voucher.state.value, "soft"),
        "text": text,
        "where": "" if taken is not None else where,
        "cashier": "" if taken is None else taken.cashier or "",
    }


def _row(it: ListedVoucher, titles: dict[RewardId, str]) -> tuple[object, ...]:
    voucher, taken = it.voucher, it.redemption
    return (
        voucher.id, voucher.state, voucher.member, titles.get(voucher.reward, voucher.reward),
        voucher.points, voucher.issued_at, voucher.not_after, voucher.ended_at,
        taken and taken.shop, taken and taken.till, taken and taken.cashier, taken and taken.value,
    )  # fmt: skip
